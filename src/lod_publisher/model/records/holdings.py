"""Volumes, collections, concepts, and RDF that already exists."""

from dataclasses import dataclass

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.records.parts import EntityRef, Identifier, Origin
from lod_publisher.model.records.texts import Passage


@dataclass(frozen=True, slots=True)
class Volume:
    """A published edition, or a chapter of one (`part_of` set)."""

    local_id: str
    origin: Origin
    title: str
    level: str = "volume"  # volume, compilation, chapter, subchapter, section
    part_of: EntityRef | None = None
    series: str = ""
    subseries: str = ""
    number: str = ""
    years: tuple[int, int] | None = None
    editors: tuple[tuple[str, str], ...] = ()  # (role, name)
    publisher: str = ""
    place: EntityRef | None = None
    published: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    source_page: str | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """What one publisher publishes together (E78's digital cousin; la:Set). Also an archival unit that documents lie in."""

    local_id: str
    origin: Origin
    label: str
    description: str = ""
    part_of: EntityRef | None = None
    publisher: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A type in one of our SKOS schemes; `scheme` is the concept's family: genre, classification, office ..."""

    local_id: str
    label: str
    scheme: str
    broader: str | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Quads:
    """RDF that already exists, one entity's worth: N-Quads lines, with the labels and texts found for the catalogue."""

    iri: str
    origin: Origin
    lines: tuple[str, ...]
    label: str = ""
    text: str = ""
