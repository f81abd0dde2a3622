"""Persons, groups and places, as one source presents them."""

from dataclasses import dataclass

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.records.parts import EntityRef, Evidence, Identifier, Name, Note, Origin


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as one source presents her; `entries` are the list entries that introduce her.

    Linking merges the records of one person: names, identifiers, notes and entries of every source are kept.
    """

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth: PartialDate | None = None
    death: PartialDate | None = None
    notes: tuple[Note, ...] = ()
    entries: tuple[EntityRef, ...] = ()
    member_of: tuple[EntityRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()  # other local ids of the same entity, said by a person or an identifier
    close_matches: tuple[str, ...] = ()  # IRIs elsewhere
    exact_matches: tuple[str, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A group, office, unit, party or state acting as one (E74). `part_of` is the larger body."""

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    type: str | None = None
    part_of: EntityRef | None = None
    seat: EntityRef | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()
    close_matches: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere. `coordinates` is (latitude, longitude) in degrees, WGS 84."""

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    within: EntityRef | None = None
    coordinates: tuple[float, float] | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()
    close_matches: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
