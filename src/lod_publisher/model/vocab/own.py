"""The names of our own terms: closed lists of concepts, properties, and the words by which records ask for them.

They stand under the publisher's base IRI, so that only their names are here; `ontology/` says in English what each means.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lod_publisher.model.vocab.external import CRM, aat, crm


@dataclass(frozen=True, slots=True)
class Scheme:
    """A closed list of concepts: `name` is the scheme's own, a concept's is prefix + key + suffix."""

    name: str
    keys: tuple[str, ...]
    prefix: str = ""
    suffix: str = ""

    def concept(self, key: str) -> str:
        """The name of the concept that a key stands for."""
        return f"{self.prefix}{key}{self.suffix}"


def _scheme(name: str, keys: str, prefix: str = "", suffix: str = "") -> Scheme:
    return Scheme(name, tuple(keys.split()), prefix, suffix)


SCHEMES: Mapping[str, Scheme] = {
    "genre": _scheme(
        "genres",
        "telegram circular-telegram airgram circular-airgram memorandum memorandum-of-conversation "
        "memorandum-of-telephone-conversation memorandum-of-meeting memorandum-of-discussion "
        "memorandum-for-the-record decision-memorandum letter note aide-memoire message despatch "
        "instruction correspondence report paper study summary summary-of-conclusions minutes notes "
        "transcript diary-entry intelligence-estimate directive resolution agreement statement "
        "press-release address list editorial-note microfiche-entry document",
        prefix="genre-",
    ),
    "classification": _scheme(
        "classifications",
        "top-secret secret confidential restricted strictly-confidential official-use-only "
        "limited-official-use administratively-confidential personal-and-confidential unclassified "
        "no-classification-marking classification-unknown",
    ),
    "handling": _scheme(
        "handling-instructions",
        "niact flash immediate operational-immediate emergency priority routine limit-distribution limdis "
        "exdis nodis eyes-only eyes-only-for sensitive noforn no-foreign-dissem controlled-dissem "
        "official-informal very-limit-distribution personal presidential-handling "
        "no-distribution-outside-department",
    ),
    "activity": _scheme(
        "activities",
        "drafting clearing concurring preparing dictating transcribing revising authorizing approving "
        "initialing signing translating sending editing meeting conversation telephone-conversation "
        "journey",
    ),
    "passage": _scheme(
        "passages",
        "paragraph heading list-item footnote source-note summary citation table signature dateline "
        "opener closer salutation quotation caption note persons-list-entry terms-list-entry redaction",
    ),
    "identifier": _scheme(
        "identifier-kinds",
        "document-number telegram-number central-file-number file-number archive-shelfmark volume-number "
        "source-key hsg-people-id pocom-id viaf wikidata geonames iso3166-1 iso3166-2 iso3166-3 loc isbn isbn-10 isbn-13 dospubno oclc "
        "frus wilson-digital-archive-id",
    ),
    "name": _scheme(
        "name-kinds",
        "variant transliteration pseudonym title office abbreviation unresolved",
        suffix="-name",
    ),
    "modality": _scheme(
        "modalities",
        "alleged planned proposed denied",
    ),
    "statement": _scheme(
        "statement-kinds",
        "stated editorial cataloguing inferred allegation denial",
    ),
    "confidence": _scheme(
        "degrees-of-confidence",
        "reported-second-hand reported-third-hand",
    ),
    "date-status": _scheme(
        "date-statuses",
        "implied derived",
        prefix="date-",
    ),
    "withheld": _scheme(
        "kinds-of-withheld-text",
        "text name place amount number other",
        prefix="withheld-",
    ),
    "unit": _scheme(
        "units",
        "line word page paragraph sentence document character heading item name place column footnote dollar",
        prefix="unit-",
    ),
    "language": _scheme(
        "languages",
        "hu fr de es it ru ar fa tr pt zh ja ko vi pl cs el he nl",
        prefix="language-",
    ),
    "level": _scheme(
        "levels",
        "volume compilation chapter subchapter section",
    ),
    "appointment-step": _scheme(
        "steps-of-an-appointment",
        "appointed commissioned presented-credentials entered-on-duty started arrived ended left",
        suffix="-step",
    ),
    "role": _scheme(
        "roles",
        "primary-editor general-editor editor",
    ),
    "status": _scheme(
        "statuses",
        "unnamed named-only unparsed-source-note",
    ),
}
"""Our closed lists, by the word that records and mapping use for each. A key outside them is the data's own concept."""

ELSEWHERE: Mapping[tuple[str, str], str] = {
    ("name", "primary"): aat.primary_name,
    ("confidence", "possibly"): aat.possibly,
    ("confidence", "probably"): aat.probably,
    ("language", "en"): aat.english,
}
"""Keys for which somebody else's concept is used instead of one of ours."""

CONCEPTS: frozenset[str] = frozenset(scheme.concept(key) for scheme in SCHEMES.values() for key in scheme.keys)

PARTICIPANT_ROLES = (
    "had_addressee", "had_victim", "had_target", "had_intermediary", "had_informant", "had_subject", "had_opponent",
    "had_beneficiary", "at_mission",
)  # fmt: skip
"""Our sub-properties of P11 had participant, for those who take part without acting."""

PROPERTIES = (
    *PARTICIPANT_ROLES,
    "genre", "security_classification", "handling", "modality", "confidence", "withheld_kind", "date_status",
    "has_note", "introduced_by", "replies_to",
    "stated_in", "stated_by_editor_in", "stated_by_cataloguer_in", "inferred_from",
    "score", "position", "printed_number", "page", "source_file", "source_line",
)  # fmt: skip
"""All our own properties; each is a sub-property of one of the CRM's."""

SEARCH = "matches"
"""The verb of full-text search in queries. Nothing is ever stated with it, so it narrows no property of the CRM."""

ROLES: Mapping[str, str] = {
    "carried_out_by": crm.P14_carried_out_by,
    "participant": crm.P11_had_participant,
    "joined": crm.P143_joined,
    "joined_with": crm.P144_joined_with,
    "separated": crm.P145_separated,
    "separated_from": crm.P146_separated_from,
    "used": crm.P16_used_specific_object,
    "died": f"<{CRM}P100_was_death_of>",
    "formed": f"<{CRM}P95_has_formed>",
    "formed_from": f"<{CRM}P151_was_formed_from>",
    "dissolved": f"<{CRM}P99_dissolved>",
    "created": f"<{CRM}P94_has_created>",
    "moved": f"<{CRM}P25_moved>",
    "custody_surrendered_by": f"<{CRM}P28_custody_surrendered_by>",
    "custody_received_by": f"<{CRM}P29_custody_received_by>",
    "present": crm.P12_occurred_in_the_presence_of,
}
"""The words for a part in an event that the CRM itself has a property for."""

RELATIONS = frozenset(
    ["P1_is_identified_by", "P2_has_type", "P4_has_time-span", "P7_took_place_at", "P9_consists_of", "P9i_forms_part_of", "P10_falls_within", "P11_had_participant", "P11i_participated_in", "P12_occurred_in_the_presence_of", "P14_carried_out_by", "P14i_performed", "P15_was_influenced_by", "P15i_influenced", "P16_used_specific_object", "P16i_was_used_for", "P17_was_motivated_by", "P17i_motivated", "P20_had_specific_purpose", "P21_had_general_purpose", "P25_moved", "P26_moved_to", "P27_moved_from", "P28_custody_surrendered_by", "P29_custody_received_by", "P50_has_current_keeper", "P67_refers_to", "P67i_is_referred_to_by", "P70_documents", "P70i_is_documented_in", "P73_has_translation", "P73i_is_translation_of", "P74_has_current_or_former_residence", "P74i_is_current_or_former_residence_of", "P89_falls_within", "P89i_contains", "P94_has_created", "P94i_was_created_by", "P95_has_formed", "P95i_was_formed_by", "P99_dissolved", "P99i_was_dissolved_by", "P100_was_death_of", "P100i_died_in", "P106_is_composed_of", "P106i_forms_part_of", "P107_has_current_or_former_member", "P107i_is_current_or_former_member_of", "P121_overlaps_with", "P122_borders_with", "P127_has_broader_term", "P129_is_about", "P129i_is_subject_of", "P130_shows_features_of", "P130i_features_are_also_found_on", "P134_continued", "P134i_was_continued_by", "P143_joined", "P144_joined_with", "P145_separated", "P146_separated_from", "P151_was_formed_from", "P152_has_parent", "P152i_is_parent_of", "P173_starts_before_or_with_the_end_of", "P174_starts_before_the_end_of", "P175_starts_before_or_with_the_start_of", "P176_starts_before_the_start_of", "P182_ends_before_or_with_the_start_of", "P183_ends_before_the_start_of", "P184_ends_before_or_with_the_end_of", "P185_ends_before_the_end_of", "P189_approximates"]
)  # fmt: skip
"""The CRM properties by which a Relation or a Statement may join two entities, as the CRM spells them."""
