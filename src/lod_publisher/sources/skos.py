"""Persons, bodies and places as SKOS concepts: labels, notes, matches, and what their `foaf:focus` or classes tell of them.

A concept is taken when its classes, or those of its focus, say that it stands for a person, a body or a place, or when the
option `kind` says so of the whole file. A file of subjects alone is not recognised here and is published as the RDF that it is.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lod_publisher.model.authorities import identifier_of
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Name, Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources._authority import Entry, records_of, skipped
from lod_publisher.sources._authority.statements import Statements, address_of
from lod_publisher.sources._graph import format_of

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_XL = "http://www.w3.org/2008/05/skos-xl#"
_SCHEMA = ("http://schema.org/", "https://schema.org/")
_FOAF = "http://xmlns.com/foaf/0.1/"
_DCTERMS = "http://purl.org/dc/terms/"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_OWL_SAME = "http://www.w3.org/2002/07/owl#sameAs"
_RDA = "http://rdaregistry.info/Elements/a/"
_GNDO = "https://d-nb.info/standards/elementset/gnd#"
_CRM = "http://www.cidoc-crm.org/cidoc-crm/"
_KINDS = {
    Kind.PERSON: ("Person", f"{_CRM}E21_Person", f"{_GNDO}DifferentiatedPerson"),
    Kind.ORGANISATION: ("Organization", "Organisation", "GovernmentOrganization", f"{_FOAF}Group", f"{_CRM}E74_Group",
                        f"{_GNDO}CorporateBody", "Family"),
    Kind.PLACE: ("Place", "Country", "City", f"{_GEO}SpatialThing", f"{_CRM}E53_Place", f"{_GNDO}PlaceOrGeographicName",
                 f"{_DCTERMS}Location"),
}  # fmt: skip
_AGENTS = re.compile(
    rb"foaf:(?:Person|Organization|Group|focus)|schema:(?:Person|Organization|Place)|schema\.org/(?:Person|Organization|Place)|"
    rb"foaf/0\.1/(?:Person|Organization|Group|focus)|E21_Person|E74_Group|E53_Place|SpatialThing"
)
_BORN = (*(f"{each}birthDate" for each in _SCHEMA), f"{_RDA}P50121", f"{_GNDO}dateOfBirth", f"{_FOAF}birthday")
_DIED = (*(f"{each}deathDate" for each in _SCHEMA), f"{_RDA}P50120", f"{_GNDO}dateOfDeath")
_NOTES = (f"{_SKOS}scopeNote", f"{_SKOS}definition", f"{_SKOS}note", f"{_SKOS}historyNote", f"{_DCTERMS}description",
          f"{_RDFS}comment", *(f"{each}description" for each in _SCHEMA))  # fmt: skip


def recognises(path: Path, head: bytes) -> bool:
    """RDF that has concepts with labels, and persons, bodies or places among its classes, within its first lines."""
    if path.is_dir() or (format_of(path) is None and path.suffix.lower() not in (".xml", ".json")):
        return False
    is_skos = b"2004/02/skos/core#" in head and re.search(rb"(?:skos:|core#)(?:Concept|prefLabel)\b", head)
    return bool(is_skos) and b"madsrdf" not in head and _AGENTS.search(head) is not None


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, bodies and places of the file."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    said = Statements(source)
    origin = Origin(source.shown)
    whole_file = {str(kind): kind for kind in _KINDS}.get(source.options.get("kind", ""))
    others = 0
    for node in said.subjects():
        labels = _labels(said, node)
        if not labels or not address_of(node):
            continue
        focus = said.nodes(node, f"{_FOAF}focus")
        kind = whole_file or next((kind for each in (*focus, node) if (kind := _kind(said.types(each)))), None)
        if kind is None:
            others += f"{_SKOS}Concept" in said.types(node)
            continue
        yield _entry(said, node, kind, focus, labels, source, origin)
    if others:
        yield skipped(
            origin,
            source.shown,
            f"{others} concepts are not said to be persons, bodies or places.",
            "Set the option `kind` if all are of one kind, or read the file with the reader `rdf`.",
        )


def _kind(types: set[str]) -> Kind | None:
    for kind, names in _KINDS.items():
        if any(iri in names or iri.rpartition("/")[2].rpartition("#")[2] in names for iri in types):
            return kind
    return None


def _labels(said: Statements, node: str) -> list[Name]:
    """All forms of the name; preferred ones first, English or without language before others."""
    preferred = said.texts(node, f"{_SKOS}prefLabel")
    preferred += [
        text for form in said.nodes(node, f"{_XL}prefLabel") for text in said.texts(form, f"{_XL}literalForm")
    ]
    preferred.sort(
        key=lambda text: ({"en": 0, "": 1}.get((text.language or "")[:2], 2), text.language or "", text.value)
    )
    others = said.texts(node, f"{_SKOS}altLabel", f"{_SKOS}hiddenLabel")
    forms = said.nodes(node, f"{_XL}altLabel", f"{_XL}hiddenLabel")
    others += [text for form in forms for text in said.texts(form, f"{_XL}literalForm")]
    if not preferred and f"{_SKOS}Concept" in said.types(node):
        preferred = said.texts(node, f"{_RDFS}label", f"{_FOAF}name")[:1]
    return [
        Name(" ".join(text.value.split()), "primary" if rank == 0 else "variant", (text.language or "").lower() or None)
        for rank, text in enumerate([*preferred, *others] if preferred else [])
        if text.value.strip()
    ]


def _entry(
    said: Statements, node: str, kind: Kind, focus: list[str], labels: list[Name], source: Source, origin: Origin
) -> Entry:
    ours = f"{source.options.get('base', '')}/id/{kind}/"
    key = next((iri for each in focus if (iri := address_of(each)).startswith(ours)), address_of(node))
    entry = Entry(kind, key, origin, labels)
    about = [node, *focus]
    for each in about:
        entry.exact += said.addresses(each, f"{_SKOS}exactMatch", _OWL_SAME)
        entry.close += said.addresses(each, f"{_SKOS}closeMatch")
        for iri in said.addresses(each, *(f"{name}sameAs" for name in _SCHEMA)):
            (entry.exact if identifier_of(iri) else entry.close).append(iri)
        entry.same += said.addresses(each, f"{_DCTERMS}isReplacedBy", f"{_DCTERMS}replaces")
        _codes(said, each, entry)
        entry.birth = entry.birth or said.text(each, *_BORN)
        entry.death = entry.death or said.text(each, *_DIED)
        for note in said.texts(each, *_NOTES):
            entry.note(note.value)
        latitude = said.text(each, f"{_GEO}lat", *(f"{name}latitude" for name in _SCHEMA))
        longitude = said.text(each, f"{_GEO}long", *(f"{name}longitude" for name in _SCHEMA))
        if latitude and longitude:
            entry.coordinates = (latitude, longitude)
    entry.exact += [
        iri for each in focus if (iri := address_of(each)) and not iri.startswith(ours) and identifier_of(iri)
    ]
    broader = next((iri for iri in said.nodes(node, f"{_SKOS}broader") if address_of(iri)), "")
    if broader and (names := _labels(said, broader)) and kind is not Kind.PERSON:
        entry.whole = (address_of(broader), names[0].text)
    return entry


def _codes(said: Statements, node: str, entry: Entry) -> None:
    """Identifiers that say whose they are, and notations whose datatype does."""
    for text in said.texts(node, f"{_DCTERMS}identifier", f"{_SKOS}notation"):
        datatype = re.split(r"[/#]", text.datatype.value)[-1]
        if identifier_of(text.value):
            entry.codes.append(("", text.value))
        elif datatype not in ("string", "langString", "anyURI", "integer"):
            entry.codes.append((datatype, text.value))
