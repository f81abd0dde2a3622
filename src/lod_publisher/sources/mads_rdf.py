"""Authorities in MADS/RDF, as the Library of Congress gives them: names by their elements, the person or body behind them, links."""

import re
from collections.abc import Iterator
from pathlib import Path

from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources._authority import Entry, life_dates, records_of, skipped
from lod_publisher.sources._authority.statements import Statements, address_of
from lod_publisher.sources._graph import format_of

_MADS = "http://www.loc.gov/mads/rdf/v1#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_VALUE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#value"
_RECORD_STATUS = "http://id.loc.gov/ontologies/RecordInfo#recordStatus"
_KINDS = {
    "PersonalName": (Kind.PERSON, ""),
    "CorporateName": (Kind.ORGANISATION, ""),
    "ConferenceName": (Kind.ORGANISATION, "conference"),
    "FamilyName": (Kind.ORGANISATION, "family"),
    "Geographic": (Kind.PLACE, ""),
    "Country": (Kind.PLACE, ""),
    "City": (Kind.PLACE, ""),
}
_WHOLE = ("NameTitle",)
_TAIL = re.compile(r",\s*((?:active |approximately |-)?\d{3,4}[^,]*|[bd]\.\s*\d{3,4}[^,]*)$")
_EXACT = tuple(f"{_MADS}{name}" for name in ("hasExactExternalAuthority", "hasReciprocalExternalAuthority"))
_SAID = {
    "occupation": "Occupation",
    "fieldOfActivity": "Field of activity",
    "associatedLocale": "Associated place",
    "birthPlace": "Born in",
    "deathPlace": "Died in",
    "entityDescriptor": "Type",
}


def recognises(path: Path, head: bytes) -> bool:
    """RDF in the namespace of MADS/RDF."""
    if path.is_dir() or (format_of(path) is None and path.suffix.lower() not in (".xml", ".json")):
        return False
    return b"loc.gov/mads/rdf/v1#" in head


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, bodies and places of the file."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    said = Statements(source)
    for node in said.subjects():
        classes = {iri.removeprefix(_MADS) for iri in said.types(node) if iri.startswith(_MADS)}
        label = said.text(node, f"{_MADS}authoritativeLabel") or said.text(node, f"{_MADS}deprecatedLabel")
        if not address_of(node) or not label or "Variant" in classes:
            continue
        origin, shown = Origin(source.shown), f"{label} ({address_of(node)})"
        named = next((name for name in _KINDS if name in classes), "")
        if not named or any(name in classes for name in _WHOLE):
            yield skipped(origin, shown, f"{shown} is no person, body or place.")
            continue
        if "DeprecatedAuthority" in classes or "deprecated" in _status(said, node):
            successor = "".join(said.addresses(node, f"{_MADS}useInstead")[:1])
            yield skipped(origin, shown, f"{shown} is out of use.", f"Use {successor}." if successor else "")
            continue
        yield _entry(said, node, label, *_KINDS[named], origin)


def _status(said: Statements, node: str) -> str:
    """The status of the newest note about the record itself; "" when none tells."""
    notes = [said.text(each, _RECORD_STATUS) for each in said.nodes(node, f"{_MADS}adminMetadata")]
    return "deprecated" if notes and all(note == "deprecated" for note in notes) else ""


def _name_of(said: Statements, node: str, label: str) -> tuple[str, str]:
    """A name without its dates, and the dates; by its elements where they are given, else by how headings end."""
    parts: list[str] = []
    dates = ""
    for element in said.nodes(node, f"{_MADS}elementList"):
        value = said.text(element, f"{_MADS}elementValue")
        if any(iri.endswith("DateNameElement") for iri in said.types(element)):
            dates = value
        elif value:
            parts.append(value.strip().rstrip(","))
    if parts and any(iri.endswith("FullNameElement") for iri in _element_types(said, node)):
        return ", ".join(parts), dates
    if tail := _TAIL.search(label):
        return label[: tail.start()], dates or tail[1]
    return label, dates


def _element_types(said: Statements, node: str) -> set[str]:
    return {iri for element in said.nodes(node, f"{_MADS}elementList") for iri in said.types(element)}


def _entry(said: Statements, node: str, label: str, kind: Kind, sort: str, origin: Origin) -> Entry:
    entry = Entry(kind, address_of(node), origin, type=sort)
    name, dates = _name_of(said, node, label)
    entry.name(name, "primary")
    for variant in said.nodes(node, f"{_MADS}hasVariant"):
        if form := said.text(variant, f"{_MADS}variantLabel"):
            entry.name(_name_of(said, variant, form)[0])
    for acronym in said.nodes(node, f"{_MADS}hasAcronymVariant", f"{_MADS}hasAbbreviationVariant"):
        entry.name(said.text(acronym, f"{_MADS}variantLabel"), "abbreviation")
    for each in (node, *said.nodes(node, f"{_MADS}identifiesRWO")):
        _behind(said, each, entry)
    born, died = life_dates(dates)
    entry.birth, entry.death = entry.birth or born, entry.death or died
    for text in said.texts(node, f"{_MADS}note", f"{_MADS}historyNote", f"{_MADS}scopeNote", f"{_SKOS}note"):
        entry.note(text.value)
    for found in said.nodes(node, f"{_MADS}hasSource"):
        entry.note(said.text(found, f"{_MADS}citationNote"), said.text(found, f"{_MADS}citationSource") or "Source")
    if broader := said.nodes(node, f"{_MADS}hasBroaderAuthority"):
        above = said.text(broader[0], f"{_MADS}authoritativeLabel")
        entry.whole = (address_of(broader[0]), above) if address_of(broader[0]) and above else None
    return entry


def _behind(said: Statements, node: str, entry: Entry) -> None:
    """Take what is said of an authority, or of the person or body behind it."""
    entry.birth = entry.birth or said.text(node, f"{_MADS}birthDate")
    entry.death = entry.death or said.text(node, f"{_MADS}deathDate")
    for term, word in _SAID.items():
        for text in _labels(said, node, f"{_MADS}{term}"):
            entry.note(text, word)
    for affiliation in said.nodes(node, f"{_MADS}hasAffiliation"):
        for text in _labels(said, affiliation, f"{_MADS}organization"):
            entry.note(text, "Associated group")
    founded, ended = said.text(node, f"{_MADS}establishDate"), said.text(node, f"{_MADS}terminateDate")
    if founded or ended:
        entry.note(f"{founded}-{ended}", "Existed")
    entry.exact += said.addresses(node, *_EXACT, f"{_SKOS}exactMatch", "http://www.w3.org/2002/07/owl#sameAs")
    entry.close += said.addresses(node, f"{_MADS}hasCloseExternalAuthority", f"{_SKOS}closeMatch")
    _identifiers(said, node, entry)


def _labels(said: Statements, node: str, term: str) -> list[str]:
    """What a property says in words, or the label of the node that it leads to."""
    found = [text.value for text in said.texts(node, term)]
    return found or [text for each in said.nodes(node, term) if (text := said.text(each, f"{_MADS}authoritativeLabel"))]


def _identifiers(said: Statements, node: str, entry: Entry) -> None:
    for each in said.nodes(node, f"{_MADS}hasIdentifier"):
        scheme = (
            said.text(each, f"{_MADS}idScheme") or "".join(said.addresses(each, f"{_MADS}idScheme")).rpartition("/")[2]
        )
        value = said.text(each, f"{_MADS}idValue") or said.text(each, _RDF_VALUE)
        if value:
            entry.codes.append((scheme, value))
