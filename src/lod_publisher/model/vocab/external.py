"""The terms of other vocabularies that we publish, as N-Triples spells them.

Hyphens and dots of CRM names become underscores (`crm.P4_has_time_span`).
"""

CRM = "http://www.cidoc-crm.org/cidoc-crm/"
LA = "https://linked.art/ns/terms/"
AAT = "http://vocab.getty.edu/aat/"
OWL = "http://www.w3.org/2002/07/owl#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
RICO = "https://www.ica.org/standards/RiC/ontology#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
RDFS_LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


class crm:
    """CIDOC-CRM 7.1.3 and its module of property classes."""

    E5_Event = f"<{CRM}E5_Event>"
    E7_Activity = f"<{CRM}E7_Activity>"
    E9_Move = f"<{CRM}E9_Move>"
    E10_Transfer_of_Custody = f"<{CRM}E10_Transfer_of_Custody>"
    E13_Attribute_Assignment = f"<{CRM}E13_Attribute_Assignment>"
    E21_Person = f"<{CRM}E21_Person>"
    E31_Document = f"<{CRM}E31_Document>"
    E33_Linguistic_Object = f"<{CRM}E33_Linguistic_Object>"
    E33_E41_Linguistic_Appellation = f"<{CRM}E33_E41_Linguistic_Appellation>"
    E35_Title = f"<{CRM}E35_Title>"
    E41_Appellation = f"<{CRM}E41_Appellation>"
    E42_Identifier = f"<{CRM}E42_Identifier>"
    E52_Time_Span = f"<{CRM}E52_Time-Span>"
    E53_Place = f"<{CRM}E53_Place>"
    E54_Dimension = f"<{CRM}E54_Dimension>"
    E55_Type = f"<{CRM}E55_Type>"
    E56_Language = f"<{CRM}E56_Language>"
    E58_Measurement_Unit = f"<{CRM}E58_Measurement_Unit>"
    E65_Creation = f"<{CRM}E65_Creation>"
    E66_Formation = f"<{CRM}E66_Formation>"
    E67_Birth = f"<{CRM}E67_Birth>"
    E68_Dissolution = f"<{CRM}E68_Dissolution>"
    E69_Death = f"<{CRM}E69_Death>"
    E74_Group = f"<{CRM}E74_Group>"
    E85_Joining = f"<{CRM}E85_Joining>"
    E86_Leaving = f"<{CRM}E86_Leaving>"
    P1_is_identified_by = f"<{CRM}P1_is_identified_by>"
    P2_has_type = f"<{CRM}P2_has_type>"
    P3_has_note = f"<{CRM}P3_has_note>"
    P4_has_time_span = f"<{CRM}P4_has_time-span>"
    P7_took_place_at = f"<{CRM}P7_took_place_at>"
    P9_consists_of = f"<{CRM}P9_consists_of>"
    P9i_forms_part_of = f"<{CRM}P9i_forms_part_of>"
    P11_had_participant = f"<{CRM}P11_had_participant>"
    P12_occurred_in_the_presence_of = f"<{CRM}P12_occurred_in_the_presence_of>"
    P14_carried_out_by = f"<{CRM}P14_carried_out_by>"
    P16_used_specific_object = f"<{CRM}P16_used_specific_object>"
    P16i_was_used_for = f"<{CRM}P16i_was_used_for>"
    P17_was_motivated_by = f"<{CRM}P17_was_motivated_by>"
    P21_had_general_purpose = f"<{CRM}P21_had_general_purpose>"
    P43_has_dimension = f"<{CRM}P43_has_dimension>"
    P48_has_preferred_identifier = f"<{CRM}P48_has_preferred_identifier>"
    P67_refers_to = f"<{CRM}P67_refers_to>"
    P67i_is_referred_to_by = f"<{CRM}P67i_is_referred_to_by>"
    P70_documents = f"<{CRM}P70_documents>"
    P72_has_language = f"<{CRM}P72_has_language>"
    P73i_is_translation_of = f"<{CRM}P73i_is_translation_of>"
    P74_has_current_or_former_residence = f"<{CRM}P74_has_current_or_former_residence>"
    P82_at_some_time_within = f"<{CRM}P82_at_some_time_within>"
    P82a_begin_of_the_begin = f"<{CRM}P82a_begin_of_the_begin>"
    P82b_end_of_the_end = f"<{CRM}P82b_end_of_the_end>"
    P86_falls_within = f"<{CRM}P86_falls_within>"
    P89_falls_within = f"<{CRM}P89_falls_within>"
    P90_has_value = f"<{CRM}P90_has_value>"
    P90a_has_lower_value_limit = f"<{CRM}P90a_has_lower_value_limit>"
    P90b_has_upper_value_limit = f"<{CRM}P90b_has_upper_value_limit>"
    P91_has_unit = f"<{CRM}P91_has_unit>"
    P94i_was_created_by = f"<{CRM}P94i_was_created_by>"
    P98i_was_born = f"<{CRM}P98i_was_born>"
    P100i_died_in = f"<{CRM}P100i_died_in>"
    P106i_forms_part_of = f"<{CRM}P106i_forms_part_of>"
    P107_has_current_or_former_member = f"<{CRM}P107_has_current_or_former_member>"
    P107i_is_current_or_former_member_of = f"<{CRM}P107i_is_current_or_former_member_of>"
    P127_has_broader_term = f"<{CRM}P127_has_broader_term>"
    P129_is_about = f"<{CRM}P129_is_about>"
    P134_continued = f"<{CRM}P134_continued>"
    P139_has_alternative_form = f"<{CRM}P139_has_alternative_form>"
    P140_assigned_attribute_to = f"<{CRM}P140_assigned_attribute_to>"
    P141_assigned = f"<{CRM}P141_assigned>"
    P143_joined = f"<{CRM}P143_joined>"
    P144_joined_with = f"<{CRM}P144_joined_with>"
    P145_separated = f"<{CRM}P145_separated>"
    P146_separated_from = f"<{CRM}P146_separated_from>"
    P168_place_is_defined_by = f"<{CRM}P168_place_is_defined_by>"
    P177_assigned_property_of_type = f"<{CRM}P177_assigned_property_of_type>"
    P190_has_symbolic_content = f"<{CRM}P190_has_symbolic_content>"
    PC14_carried_out_by = f"<{CRM}PC14_carried_out_by>"
    PC67_refers_to = f"<{CRM}PC67_refers_to>"
    PC107_has_current_or_former_member = f"<{CRM}PC107_has_current_or_former_member>"
    P01_has_domain = f"<{CRM}P01_has_domain>"
    P01i_is_domain_of = f"<{CRM}P01i_is_domain_of>"
    P02_has_range = f"<{CRM}P02_has_range>"
    P14_1_in_the_role_of = f"<{CRM}P14.1_in_the_role_of>"
    P67_1_has_type = f"<{CRM}P67.1_has_type>"
    P107_1_kind_of_member = f"<{CRM}P107.1_kind_of_member>"


class la:
    """Linked Art's additions to the CRM."""

    Set = f"<{LA}Set>"
    member_of = f"<{LA}member_of>"
    equivalent = f"<{LA}equivalent>"


class rico:
    """Records in Contexts, for the places where papers lie."""

    RecordSet = f"<{RICO}RecordSet>"
    isDirectlyIncludedIn = f"<{RICO}isDirectlyIncludedIn>"


class skos:
    """Concepts and matches."""

    Concept = f"<{SKOS}Concept>"
    prefLabel = f"<{SKOS}prefLabel>"
    definition = f"<{SKOS}definition>"
    broader = f"<{SKOS}broader>"
    inScheme = f"<{SKOS}inScheme>"
    exactMatch = f"<{SKOS}exactMatch>"
    closeMatch = f"<{SKOS}closeMatch>"


class owl:
    """What is known to be two things."""

    differentFrom = f"<{OWL}differentFrom>"


class dcterms:
    """Where a page comes from and on what terms it may be used."""

    source = f"<{DCTERMS}source>"
    rights = f"<{DCTERMS}rights>"
    license = f"<{DCTERMS}license>"
    publisher = f"<{DCTERMS}publisher>"
    description = f"<{DCTERMS}description>"
    language = f"<{DCTERMS}language>"
    temporal = f"<{DCTERMS}temporal>"


class prov:
    """From which file a description was made."""

    Entity = f"<{PROV}Entity>"
    wasDerivedFrom = f"<{PROV}wasDerivedFrom>"


class aat:
    """Types of the Art & Architecture Thesaurus that Linked Art agrees on."""

    primary_name = f"<{AAT}300404670>"
    professional_activity = f"<{AAT}300393177>"
    publishing = f"<{AAT}300054686>"
    possibly = f"<{AAT}300435722>"
    probably = f"<{AAT}300435721>"
    english = f"<{AAT}300388277>"
