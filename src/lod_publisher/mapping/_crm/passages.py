"""Passages: the pieces of a text, each with its words once, and the mentions, gaps and references in it."""

from collections.abc import Iterable
from string import ascii_letters

from lod_publisher.mapping._crm.context import Context, part
from lod_publisher.mapping._crm.patterns import both, time_span
from lod_publisher.model.iris import Kind, keyed
from lod_publisher.model.records import DateMention, Derivation, DocumentLink, Mention, Passage, Redaction
from lod_publisher.model.terms import XSD, Term, Triple, integer, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm

DECIMAL = f"^^<{XSD}decimal>"
_LONGEST_TITLE = 80


def short(title: str) -> str:
    """A title that is short enough to stand in another label."""
    return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1].rstrip() + "…"


def passage_name(passage: Passage) -> str:
    """What a passage is called in labels: its kind and the number in its own key ("Paragraph 7")."""
    number = passage.local_id.rpartition("/")[2].lstrip(ascii_letters)
    kind = passage.kind.replace("-", " ").capitalize()
    return f"{kind} {number}" if number.isdigit() else kind


def passage_triples(
    out: list[Triple], node: Term, passage: Passage, position: int, whole: str, language: str, context: Context
) -> None:
    """Describe a passage: its words (in their language), its place in the order of the text, and all that is in it.

    `whole` is the short label of what it is a passage of; of which whole it forms part is the caller's to say.
    """
    called = f"{passage_name(passage)} of {whole}"
    out += (
        (node, RDF_TYPE, crm.E33_Linguistic_Object),
        (node, RDFS_LABEL, literal(called, "en")),
        (node, crm.P2_has_type, context.concept("passage", passage.kind)),
        (node, context.own("position"), integer(position)),
        (node, crm.P190_has_symbolic_content, literal(passage.text, language)),
    )
    if passage.number:
        out.append((node, context.own("printed_number"), literal(passage.number)))
    if passage.page:
        out.append((node, context.own("page"), literal(passage.page)))
    if passage.line is not None:
        out.append((node, context.own("source_line"), integer(passage.line)))
    mentions(out, node, passage.mentions, context)
    for number, redaction in enumerate(passage.redactions, 1):
        _redaction(out, node, number, redaction, called, language, context)
    links(out, node, passage.links, context)


_NAMED_TOGETHER = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)  # whose names the merge gathers from all sources


def mentions(out: list[Triple], node: Term, given: Iterable[Mention], context: Context) -> None:
    """Point from a passage at those it names and at the name it uses; a name that nobody resolved is kept as a name."""
    for mention in given:
        reference = mention.entity
        if reference is None:
            name = part(node, f"name-{keyed(mention.text)}")
            content = literal(mention.text)
            out += (
                (node, crm.P67_refers_to, name),
                (name, RDF_TYPE, crm.E41_Appellation),
                (name, RDFS_LABEL, content),
                (name, crm.P2_has_type, context.concept("name", "unresolved")),
                (name, crm.P190_has_symbolic_content, content),
            )
            continue
        entity = context.term(reference)
        if reference.kind in _NAMED_TOGETHER:
            name = context.surface_of(entity, reference, mention.text)
        else:  # a text or an event is described by one source alone: its name by the words of this passage stands here
            name = part(node, f"name-{keyed(mention.text)}")
            content = literal(mention.text)
            out += (
                (entity, crm.P1_is_identified_by, name),
                (name, RDF_TYPE, crm.E41_Appellation),
                (name, RDFS_LABEL, content),
                (name, crm.P190_has_symbolic_content, content),
            )
        out += ((node, crm.P67_refers_to, entity), (node, crm.P67_refers_to, name))
        if mention.role:
            _role(out, node, entity, mention, context)
        if mention.derived:
            derived(out, node, entity, mention.text, mention.derived, context)


def _role(out: list[Triple], node: Term, entity: Term, mention: Mention, context: Context) -> None:
    role = str(mention.role)
    joint = part(node, f"role-{keyed(f'{role} {entity}')}")
    out += (
        (node, crm.P01i_is_domain_of, joint),
        (joint, RDF_TYPE, crm.PC67_refers_to),
        (joint, RDFS_LABEL, literal(f"{mention.text} as {role.replace('-', ' ').replace('_', ' ')}", "en")),
        (joint, crm.P01_has_domain, node),
        (joint, crm.P02_has_range, entity),
        (joint, crm.P67_1_has_type, context.concept("mention-role", role.replace("_", "-"))),
    )


def derived(out: list[Triple], node: Term, meant: Term, words: str, how: Derivation, context: Context) -> None:
    """Mark that a program found what words of a passage mean: how sure it is, and why."""
    owner = meant.partition("/id/")[2]  # the key without the base, so that the node's own name does not change with it
    joint = part(node, f"derived-{keyed(f'{words} {owner}')}")
    out += (
        (node, crm.P01i_is_domain_of, joint),
        (joint, RDF_TYPE, crm.PC67_refers_to),
        (joint, RDFS_LABEL, literal(f"{words}, as the program reads it", "en")),
        (joint, crm.P01_has_domain, node),
        (joint, crm.P02_has_range, meant),
        (joint, crm.P67_1_has_type, context.concept("mention-role", "derived")),
        (joint, context.own("score"), decimal(round(how.confidence, 3))),
    )
    if how.reason:
        out.append((joint, crm.P3_has_note, literal(how.reason, "en")))


def dates(out: list[Triple], node: Term, given: Iterable[DateMention], context: Context) -> None:
    """Point from a passage at the dates that it names, each a time-span of its own."""
    for said in given:
        when = part(node, f"date-{keyed(said.date.text)}")
        out.append((node, crm.P67_refers_to, when))
        time_span(out, when, said.date, context)
        if said.derived:
            derived(out, node, when, said.date.text, said.derived, context)


def links(out: list[Triple], node: Term, given: Iterable[DocumentLink], context: Context) -> None:
    """Point at the texts that a text refers or replies to."""
    for link in given:
        target = context.term(link.target, link.text)
        if link.relation == "replies_to":
            both(out, node, "replies_to", crm.P67_refers_to, target, context)
        else:
            out.append((node, crm.P67_refers_to, target))


def decimal(number: float) -> Term:
    """Spell a measure as the store keeps it: without a point when it is whole."""
    return f'"{int(number)}"{DECIMAL}' if number == int(number) else f'"{number}"{DECIMAL}'


def _redaction(
    out: list[Triple], node: Term, number: int, gap: Redaction, whole: str, language: str, context: Context
) -> None:
    """Describe words withheld from a passage: what is printed instead, what kind of thing they were, how much is missing."""
    missing = part(node, f"redaction-{number}")
    out += (
        (missing, RDF_TYPE, crm.E33_Linguistic_Object),
        (missing, RDFS_LABEL, literal(f"Withheld text {number} in {whole[0].lower()}{whole[1:]}", "en")),
        (missing, crm.P2_has_type, context.concept("passage", "redaction")),
        (missing, crm.P106i_forms_part_of, node),
        (missing, crm.P190_has_symbolic_content, literal(gap.text, language)),
    )
    both(out, missing, "withheld_kind", crm.P2_has_type, context.concept("withheld", gap.kind), context)
    if gap.extent is None:
        return
    low, high, unit = gap.extent
    size = part(node, f"redaction-{number}-extent")
    words = f"{low:g} {unit}" if low == high else f"{low:g} to {high:g} {unit}"
    out += (
        (missing, crm.P43_has_dimension, size),
        (size, RDF_TYPE, crm.E54_Dimension),
        (size, RDFS_LABEL, literal(words, "en")),
        (size, crm.P91_has_unit, context.concept("unit", unit)),
    )
    if low == high:
        out.append((size, crm.P90_has_value, decimal(low)))
    else:
        out.append((size, crm.P90a_has_lower_value_limit, decimal(low)))
        out.append((size, crm.P90b_has_upper_value_limit, decimal(high)))


def passage_term(passage: Passage, context: Context) -> Term:
    """The term for a passage; it is no entity of its own, so nobody has to be told that it was spoken of."""
    return context.iris.term(Kind.DOCUMENT, passage.local_id)
