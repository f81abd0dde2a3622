"""Patterns that several kinds of record share: names, identifiers, time-spans, evidence, provenance."""

from collections.abc import Iterable, Sequence
from datetime import date

from lod_publisher.mapping._crm.context import Context, part
from lod_publisher.model import vocab
from lod_publisher.model.dates import PartialDate
from lod_publisher.model.iris import Kind, keyed
from lod_publisher.model.records import EntityRef, Evidence, Identifier, Name, Note, Origin
from lod_publisher.model.terms import XSD, Term, Triple, integer, iri, literal, typed
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm, la, skos

DATE_TIME = f"^^<{XSD}dateTime>"
_ASSERTED = {
    "source": "stated_in",
    "editor": "stated_by_editor_in",
    "cataloguer": "stated_by_cataloguer_in",
    "program": "inferred_from",
}


def unique(triples: Iterable[Triple]) -> list[Triple]:
    """The triples in their order, each once."""
    return list(dict.fromkeys(triples))


def provenance(out: list[Triple], entity: Term, origin: Origin, context: Context) -> None:
    """Say in which file and line the record was read."""
    out.append((entity, context.own("source_file"), literal(origin.file)))
    if origin.line is not None:
        out.append((entity, context.own("source_line"), integer(origin.line)))


def both(out: list[Triple], subject: Term, own: str, plain: Term, value: Term, context: Context) -> None:
    """Say something with our own property and with the CRM's, so that a simple query finds it too."""
    out += ((subject, context.own(own), value), (subject, plain, value))


def evidence(out: list[Triple], subject: Term, given: Iterable[Evidence], context: Context) -> None:
    """Point at the passages that say so, and say whose words they are."""
    for piece in given:
        passage = context.term(piece.passage)
        both(out, subject, _ASSERTED[piece.asserted_by], crm.P67i_is_referred_to_by, passage, context)


def notes(out: list[Triple], subject: Term, given: Iterable[Note], context: Context) -> None:
    """Give what the sources say of an entity in words, and point at the passages that do."""
    for note in given:
        out.append((subject, crm.P3_has_note, literal(note.text, "en")))
        if note.passage is not None:
            out.append((subject, crm.P67i_is_referred_to_by, context.term(note.passage)))


def appellation(out: list[Triple], entity: Term, name: Term, text: str) -> None:
    """Describe a name of an entity that nothing more is known of."""
    content = literal(text)
    out += (
        (entity, crm.P1_is_identified_by, name),
        (name, RDF_TYPE, crm.E41_Appellation),
        (name, RDFS_LABEL, content),
        (name, crm.P190_has_symbolic_content, content),
    )


def names(out: list[Triple], entity: Term, label: str, given: Iterable[Name], context: Context) -> None:
    """Describe an entity's names, each with its kind, language and the passages that give it.

    The primary one (the label when no name is marked so) has the others as its alternative forms.
    """
    listed = list(given)
    primary = next((name.text for name in listed if name.type == "primary"), label)
    if all(name.text != primary for name in listed):
        listed.insert(0, Name(primary, "primary"))
    first = context.name(entity, primary)
    for name in listed:
        node = context.name(entity, name.text)
        appellation(out, entity, node, name.text)
        out.append((node, crm.P2_has_type, context.concept("name", name.type)))
        if name.language:
            out.append((node, RDF_TYPE, crm.E33_E41_Linguistic_Appellation))
            out.append((node, crm.P72_has_language, context.concept("language", name.language)))
        for passage in name.passages:
            out.append((node, crm.P67i_is_referred_to_by, context.term(passage)))
        for file in name.files:
            out.append((node, context.own("source_file"), literal(file)))
        if node != first:
            out.append((first, crm.P139_has_alternative_form, node))


def source_key(entity: Term, local_id: str) -> Term:
    """The term for the identifier that says under which key a source has an entity."""
    return part(entity, f"source-key-{_readable(local_id)}")


def _readable(value: str) -> str:
    return value if value.isascii() and value.isalnum() else keyed(value)


def identifier(out: list[Triple], entity: Term, scheme: str, value: str, context: Context) -> None:
    """Describe a code that somebody gave to an entity."""
    node = part(entity, f"{scheme}-{_readable(value)}")
    content = literal(value)
    out += (
        (entity, crm.P1_is_identified_by, node),
        (node, RDF_TYPE, crm.E42_Identifier),
        (node, RDFS_LABEL, content),
        (node, crm.P2_has_type, context.concept("identifier", scheme)),
        (node, crm.P190_has_symbolic_content, content),
    )


def identity(
    out: list[Triple],
    entity: Term,
    local_id: str,
    identifiers: Iterable[Identifier],
    same_as: Iterable[EntityRef],
    close_and_exact: tuple[Sequence[str], Sequence[str]],
    context: Context,
) -> None:
    """Give our own key, the keys of all sources that are joined in this entity, others' codes, and matches elsewhere."""
    own = part(entity, "id")
    content = literal(local_id)
    out += (
        (entity, crm.P48_has_preferred_identifier, own),
        (own, RDF_TYPE, crm.E42_Identifier),
        (own, RDFS_LABEL, content),
        (own, crm.P190_has_symbolic_content, content),
    )
    for other in same_as:
        identifier(out, entity, "source-key", other.local_id, context)
    for code in identifiers:
        identifier(out, entity, code.scheme, code.value, context)
    close, exact = close_and_exact
    out += [(entity, skos.closeMatch, iri(match)) for match in close]
    for match in exact:
        out += ((entity, skos.exactMatch, iri(match)), (entity, la.equivalent, iri(match)))


def bounds(out: list[Triple], node: Term, earliest: date | None, latest: date | None) -> None:
    """Give the outer bounds of a time-span as whole days; an open side is left out.

    The zone says "calendar day": times with and without a zone do not compare, and the row would vanish from answers.
    """
    if earliest is not None:
        out.append((node, crm.P82a_begin_of_the_begin, f'"{earliest.isoformat()}T00:00:00Z"{DATE_TIME}'))
    if latest is not None:
        out.append((node, crm.P82b_end_of_the_end, f'"{latest.isoformat()}T23:59:59Z"{DATE_TIME}'))


def time_span(out: list[Triple], node: Term, when: PartialDate, context: Context, language: str = "en") -> None:
    """Describe when something was: the source's words, EDTF, the bounds, and the month and year it falls within."""
    label = literal(when.text) if when.text == when.edtf else literal(when.text, language)
    out += (
        (node, RDF_TYPE, crm.E52_Time_Span),
        (node, RDFS_LABEL, label),
        (node, crm.P82_at_some_time_within, typed(when.edtf, vocab.EDTF)),
    )
    first, last = when.earliest, when.latest
    bounds(out, node, first, last)
    if first is not None and last is not None and first.year == last.year:
        year = f"{first.year:04}"
        periods = [f"{year}-{first.month:02}", year] if first.month == last.month else [year]
        for period in periods:
            context.periods.add(period)
            out.append((node, crm.P86_falls_within, context.iris.term(Kind.PERIOD, period)))
    if when.status != "stated":
        status = context.concept("date-status", when.status)
        both(out, node, "date_status", crm.P2_has_type, status, context)


def happened(out: list[Triple], event: Term, fragment: str, when: PartialDate, context: Context) -> None:
    """Give an event its own time-span (never shared with another event)."""
    node = part(event, fragment) if "#" not in event else f"{event[:-1]}-{fragment}>"
    out.append((event, crm.P4_has_time_span, node))
    time_span(out, node, when, context)


def edtf_of(when: PartialDate | None) -> str:
    """A date as pages spell it out, no more precisely than it is known; "" when it is unknown."""
    return "" if when is None else when.edtf


def first_day(when: PartialDate | None) -> str:
    """The first day of a date as the catalogue sorts by it; "" when it is unknown."""
    return "" if when is None or when.earliest is None else when.earliest.isoformat()
