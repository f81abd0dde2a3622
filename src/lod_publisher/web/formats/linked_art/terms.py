"""The words that Linked Art has for the terms of the CRM: which class is which type, which property is which key.

Written from the model's documentation; a test holds it against the context that Linked Art publishes.
"""

from collections.abc import Mapping

TYPES: Mapping[str, str] = {
    "E21_Person": "Person",
    "E74_Group": "Group",
    "E53_Place": "Place",
    "E10_Transfer_of_Custody": "TransferOfCustody",
    "E9_Move": "Move",
    "E13_Attribute_Assignment": "AttributeAssignment",
    "E65_Creation": "Creation",
    "E66_Formation": "Formation",
    "E67_Birth": "Birth",
    "E68_Dissolution": "Dissolution",
    "E69_Death": "Death",
    "E85_Joining": "Joining",
    "E86_Leaving": "Leaving",
    "E7_Activity": "Activity",
    "E5_Event": "Event",
    "E42_Identifier": "Identifier",
    "E35_Title": "Name",
    "E33_E41_Linguistic_Appellation": "Name",
    "E41_Appellation": "Name",
    "E33_Linguistic_Object": "LinguisticObject",
    "E31_Document": "LinguisticObject",
    "E52_Time-Span": "TimeSpan",
    "E54_Dimension": "Dimension",
    "E56_Language": "Language",
    "E58_Measurement_Unit": "MeasurementUnit",
    "E55_Type": "Type",
}
"""A type for each class; of a node with several classes the first in this order counts.

Linked Art's names are all of one type, so that titles and names without a language are `Name` too.
"""

ACTIVITIES = frozenset(
    [
        "TransferOfCustody",
        "Move",
        "AttributeAssignment",
        "Creation",
        "Formation",
        "Birth",
        "Dissolution",
        "Death",
        "Joining",
        "Leaving",
        "Activity",
        "Event",
    ]
)
KIND_TYPES: Mapping[str, str] = {
    "document": "LinguisticObject",
    "volume": "LinguisticObject",
    "person": "Person",
    "organisation": "Group",
    "place": "Place",
    "event": "Event",
    "appointment": "Activity",
    "period": "TimeSpan",
    "concept": "Type",
    "statement": "AttributeAssignment",
    "collection": "Set",
}
"""What a thing is when nothing but its IRI is at hand."""

MANY: Mapping[str, tuple[str, str]] = {
    "P1_is_identified_by": ("identified_by", "Name"),
    "P2_has_type": ("classified_as", "Type"),
    "P72_has_language": ("language", "Language"),
    "P7_took_place_at": ("took_place_at", "Place"),
    "P14_carried_out_by": ("carried_out_by", "Group"),
    "P11_had_participant": ("participant", "Group"),
    "P12_occurred_in_the_presence_of": ("involved", ""),
    "P16_used_specific_object": ("used_specific_object", ""),
    "P16i_was_used_for": ("used_for", "Activity"),
    "P17_was_motivated_by": ("motivated_by", ""),
    "P15_was_influenced_by": ("influenced_by", ""),
    "P21_had_general_purpose": ("general_purpose", "Type"),
    "P20_had_specific_purpose": ("specific_purpose", "Activity"),
    "P25_moved": ("moved", ""),
    "P28_custody_surrendered_by": ("transferred_custody_from", "Group"),
    "P29_custody_received_by": ("transferred_custody_to", "Group"),
    "P43_has_dimension": ("dimension", "Dimension"),
    "P67_refers_to": ("refers_to", ""),
    "P67i_is_referred_to_by": ("referred_to_by", "LinguisticObject"),
    "P70_documents": ("documents", ""),
    "P73i_is_translation_of": ("translation_of", "LinguisticObject"),
    "P74_has_current_or_former_residence": ("residence", "Place"),
    "P94_has_created": ("created", ""),
    "P129_is_about": ("about", ""),
    "P134_continued": ("continued", "Activity"),
    "P141_assigned": ("assigned", ""),
    "P151_was_formed_from": ("formed_from", "Group"),
    "P152_has_parent": ("parent", "Person"),
}
"""Keys that hold a list, and the type of a node that only its IRI is known of ("" when it may be anything)."""

ONE: Mapping[str, tuple[str, str]] = {
    "P4_has_time-span": ("timespan", "TimeSpan"),
    "P91_has_unit": ("unit", "MeasurementUnit"),
    "P94i_was_created_by": ("created_by", "Creation"),
    "P95_has_formed": ("formed", "Group"),
    "P95i_was_formed_by": ("formed_by", "Formation"),
    "P98i_was_born": ("born", "Birth"),
    "P99_dissolved": ("dissolved", "Group"),
    "P99i_was_dissolved_by": ("dissolved_by", "Dissolution"),
    "P100_was_death_of": ("death_of", "Person"),
    "P100i_died_in": ("died", "Death"),
    "P26_moved_to": ("moved_to", "Place"),
    "P27_moved_from": ("moved_from", "Place"),
    "P140_assigned_attribute_to": ("assigned_to", ""),
    "P143_joined": ("joined", "Person"),
    "P144_joined_with": ("joined_with", "Group"),
    "P145_separated": ("separated", "Person"),
    "P146_separated_from": ("separated_from", "Group"),
}
"""Keys that hold one node."""

LITERALS: Mapping[str, str] = {
    "P190_has_symbolic_content": "content",
    "P82a_begin_of_the_begin": "begin_of_the_begin",
    "P82b_end_of_the_end": "end_of_the_end",
    "P168_place_is_defined_by": "defined_by",
}
NUMBERS: Mapping[str, str] = {
    "P90_has_value": "value",
    "P90a_has_lower_value_limit": "lower_value_limit",
    "P90b_has_upper_value_limit": "upper_value_limit",
}


def wholes(own_type: str) -> Mapping[str, tuple[str, str]]:
    """The properties that lead from a node of a type to its wholes and parts; Linked Art has one word for those of all types."""
    if own_type in ACTIVITIES:
        return {"P9_consists_of": ("part", own_type), "P9i_forms_part_of": ("part_of", "Event")}
    if own_type in ("LinguisticObject", "Name", "Identifier"):
        return {"P106_is_composed_of": ("part", own_type), "P106i_forms_part_of": ("part_of", own_type)}
    if own_type in ("Person", "Group"):
        group = {"P107i_is_current_or_former_member_of": ("member_of", "Group")}
        return group | ({"P107_has_current_or_former_member": ("member", "Group")} if own_type == "Group" else {})
    if own_type == "Place":
        return {"P89_falls_within": ("part_of", "Place")}
    if own_type == "TimeSpan":
        return {"P86_falls_within": ("part_of", "TimeSpan")}
    return {}
