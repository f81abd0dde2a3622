"""Links between entities: which properties make them, and which of them leave a batch of records."""

from collections.abc import Collection

from lod_publisher.model.terms import Term, Triple
from lod_publisher.model.vocab import skos

_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
# The properties that lead from one entity to another. Types and languages may be a thesaurus's; names and time-spans are
# described together with their owner.
LINKS: frozenset[Term] = frozenset(
    f"<{_CRM}{name}>"
    for name in (
        "P7_took_place_at", "P9_consists_of", "P9i_forms_part_of", "P11_had_participant", "P12_occurred_in_the_presence_of",
        "P14_carried_out_by", "P16_used_specific_object", "P17_was_motivated_by", "P67_refers_to", "P67i_is_referred_to_by",
        "P70_documents", "P73i_is_translation_of", "P86_falls_within", "P89_falls_within", "P94i_was_created_by",
        "P106i_forms_part_of", "P107_has_current_or_former_member", "P107i_is_current_or_former_member_of", "P134_continued",
        "P140_assigned_attribute_to", "P141_assigned",
    )
) | {"<https://linked.art/ns/terms/member_of>"}  # fmt: skip

_MATCHES = frozenset((skos.exactMatch, skos.closeMatch))


def open_links(triples: Collection[Triple]) -> set[Term]:
    """What the triples link to and say nothing of; it must be described elsewhere, or the link leads nowhere.

    What something is a match of is described by others, on the web, also where a statement about the match points at it.
    """
    linked = {value for _, predicate, value in triples if predicate in LINKS}
    linked.difference_update([value for _, predicate, value in triples if predicate in _MATCHES])
    linked.difference_update([subject for subject, _, _ in triples])
    return {value for value in linked if value.startswith("<")}
