"""Places that are one under several names, and what GeoNames, ISO 3166 and our own tables know of each.

No dateline says where a town lies; here each name that is clear gets a record with its identifiers, its coordinates, its former
names and the land that it lies in. A name that several towns bear is a finding, and stays as it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import asin, cos, radians, sin, sqrt

from lod_publisher.linking.gazetteer import City, Site, State, Subdivision, former_names, names_of, plain
from lod_publisher.linking.misprints import misprints
from lod_publisher.linking.spots import Atlas, Doubt, Spot
from lod_publisher.linking.who.verdict import Pair, Verdict
from lod_publisher.model.authorities import iri_of
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.naming import fold
from lod_publisher.model.records import EntityRef, Identifier, Match, Name, Note, Origin, Place

ADDED = Origin("gazetteer")  # where a record was read that no source has
_CERTAIN, _SURE = 0.99, 0.95
_TOO_FAR = 150  # kilometres between what a collection says and what GeoNames says of one town
_DISPUTED = frozenset({"281184"})  # Jerusalem: GeoNames has to put it somewhere, and we need not


@dataclass(frozen=True, slots=True)
class Gathered:
    """Records that the tables add, for places that somebody speaks of and for the lands around them; and the verdict on their keys.

    `chief` are the keys that suit best where several are one; `at` leads from what a spot is to the key of its record,
    `links` say how each was found in GeoNames, and how surely.
    """

    records: tuple[Place, ...]
    verdict: Verdict
    chief: frozenset[str]
    at: Mapping[tuple[str, str], EntityRef] = field(default_factory=dict)
    links: tuple[Match, ...] = ()


@dataclass(slots=True)
class _Group:
    """The keys that lead to one spot, the best first."""

    spot: Spot
    keys: list[str] = field(default_factory=list)
    label: str = ""
    curated: Place | None = None


def gather_places(
    spoken: Mapping[EntityRef, int], records: Iterable[Place], atlas: Atlas, seats: Iterable[Spot] = ()
) -> Gathered:
    """Find out which places are meant by names and by a collection's own records; `spoken` says how often each is named.

    The most used name of a place stays its label, a curated one before all; the keys of its other names are certainly the same.
    `seats` are places that nobody may have named and that need a record too.
    """
    curated = _together(records)
    labels = {key.local_id: key.label or key.local_id for key in spoken if key.kind is Kind.PLACE}
    times = {key.local_id: count for key, count in spoken.items() if key.kind is Kind.PLACE}
    labels.update((key, record.label) for key, record in curated.items())
    for key in curated:
        times.setdefault(key, 0)
    finder = _Finder(labels, times, curated, atlas)
    finder.group()
    same, possible = finder.misprinted()
    finder.doubtful |= {key for pair in possible for key in (pair.one, pair.other)}
    found = finder.records(seats)
    verdict = Verdict((*finder.same, *same), possible, tuple(finder.findings))
    chief = frozenset(group.keys[0] for group in finder.groups.values() if group.keys)
    return Gathered(found, verdict, chief, finder.at, tuple(finder.links))


def _together(records: Iterable[Place]) -> dict[str, Place]:
    """The collections' own records by key: the first of each, with what only a later one says of where it lies."""
    found: dict[str, Place] = {}
    for record in records:
        known = found.setdefault(record.local_id, record)
        found[record.local_id] = replace(
            known, coordinates=known.coordinates or record.coordinates, within=known.within or record.within
        )
    return found


@dataclass(slots=True)
class _Finder:
    labels: Mapping[str, str]
    times: Mapping[str, int]
    curated: Mapping[str, Place]
    atlas: Atlas
    groups: dict[tuple[str, str], _Group] = field(default_factory=dict)
    lone: dict[str, Spot] = field(default_factory=dict)
    same: list[Pair] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    at: dict[tuple[str, str], EntityRef] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    links: list[Match] = field(default_factory=list)

    def group(self) -> None:
        """Bring the keys of one spot together, the one to show first: a curated one, else the most used."""
        order = sorted(self.labels, key=lambda key: (key not in self.curated, -self.times[key], key))
        for key in order:
            spot = self.atlas.find(self.labels[key])
            if isinstance(spot, Doubt):
                self.findings.append(self._unclear(key, spot))
            elif spot is not None and spot.identity is None:
                self.lone[key] = spot
            elif spot is not None and spot.identity is not None:
                record = self.curated.get(key)
                if record is not None and (apart := _apart(record, spot)) > _TOO_FAR:
                    self.findings.append(_elsewhere(record, spot, apart))
                    continue
                known = self.groups.setdefault(spot.identity, _Group(spot, [], self.labels[key], record))
                if known.keys:
                    self._join(known.keys[0], key, (*known.spot.reasons, *spot.reasons))
                known.keys.append(key)

    def _join(self, one: str, other: str, reasons: tuple[str, ...]) -> None:
        first, second = sorted((one, other))
        self.same.append(Pair(Kind.PLACE, first, second, _CERTAIN, tuple(dict.fromkeys(reasons))))

    def records(self, seats: Iterable[Spot]) -> tuple[Place, ...]:
        """A record for each spot, and for each land that one lies within."""
        made: dict[str, Place] = {}
        for spot in (*[group.spot for group in self.groups.values()], *seats):
            self._describe(spot, made)
        for key, spot in self.lone.items():
            if spot.within is not None and (self.curated.get(key) is None or self.curated[key].within is None):
                within = self._describe(spot.within, made)
                made[key] = Place(key, ADDED, self.labels[key], within=within)
        for key in self.doubtful:
            made.setdefault(key, Place(key, ADDED, self.labels[key]))
        return tuple(made[key] for key in sorted(made))

    def _describe(self, spot: Spot, made: dict[str, Place]) -> EntityRef:
        """Make the record of a spot and of all around it; point at it."""
        assert spot.identity is not None  # noqa: S101 only a house in a town has none, and nothing lies within it
        group = self.groups.setdefault(spot.identity, _Group(spot))
        label = group.label or _label(spot)
        key = group.keys[0] if group.keys else self._minted(spot)
        here = self.at[spot.identity] = EntityRef(Kind.PLACE, key, label)
        if key in made:
            return here
        record = group.curated
        made[key] = Place(
            local_id=key,
            origin=ADDED,
            label=label,
            names=_names(spot, label),
            identifiers=_identifiers(spot),
            coordinates=None if record is not None and record.coordinates else _coordinates(spot),
            notes=_notes(spot),
            exact_matches=tuple(iri for each in _identifiers(spot) if (iri := iri_of(each))),
        )
        for iri in made[key].exact_matches:
            reasons = spot.reasons or (f"{label} is the land of that name, by its ISO 3166 code.",)
            self.links.append(Match(ADDED, here, "exactMatch", iri, "inferred", _CERTAIN, reasons))
        if spot.within is not None and (record is None or record.within is None) and spot.identity[1] not in _DISPUTED:
            within = self._describe(spot.within, made)
            made[key] = replace(made[key], within=within)
        return here

    def _minted(self, spot: Spot) -> str:
        """A key for a land that nobody spoke of, made of its name, or of that and its GeoNames number where the name is taken."""
        ground = spot.ground
        key = ground.local_id if isinstance(ground, State | Subdivision) else slug(_label(spot))
        if key in self.labels and spot.identity is not None:
            return f"{key}-{slug(spot.identity[1])}"
        return key

    def misprinted(self) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
        """Names that lead nowhere and are a letter away from one that does: certain in long words, else for people to decide."""
        known = {key for group in self.groups.values() for key in group.keys}
        names = {key: fold(label) for key, label in self.labels.items()}
        open_ = {key: count for key, count in self.times.items() if key not in self.curated}
        same: list[Pair] = []
        possible: list[Pair] = []
        for found in misprints(open_, known & open_.keys(), names):
            one, other = sorted((found.written, found.meant))
            pair = Pair(Kind.PLACE, one, other, found.score, (found.reason,))
            (same if found.score >= _SURE else possible).append(pair)
        return tuple(same), tuple(possible)

    def _unclear(self, key: str, doubt: Doubt) -> Finding:
        towns = "; ".join(f"{town.label}, {town.country} ({town.population:,})" for town in doubt.towns[:3])
        record = self.curated.get(key)
        return Finding(
            "place-of-several-towns",
            Severity.INFO,
            record.origin if record else Origin("all sources"),
            key,
            f"{self.labels[key]!r} may be any of several towns: {towns}.",
            self.labels[key],
            consequence="It is published without coordinates and without a link to GeoNames.",
            remedy="Say in decisions.csv which is meant (exact, place, its key and its address in GeoNames), or describe it in a record.",
        )


def _label(spot: Spot) -> str:
    match spot.ground:
        case Site(name=name):
            return name
        case State(label=label) | Subdivision(label=label) | City(label=label):
            return label
        case None:
            return ""


def _names(spot: Spot, label: str) -> tuple[Name, ...]:
    """GeoNames' own name, and those given up; the label itself is left out. Forms in texts come with the texts."""
    names: list[Name] = []
    match spot.ground:
        case City(label=own, country=country):
            names += [Name(own), *(Name(each.name) for each in former_names(own, country))]
        case State() as state:
            names += [Name(state.label), *(Name(each) for each in names_of(state))]
        case Subdivision(label=own) | Site(name=own):
            names.append(Name(own))
        case None:
            pass
    return tuple(name for name in dict.fromkeys(names) if name.text != label)


def _identifiers(spot: Spot) -> tuple[Identifier, ...]:
    match spot.ground:
        case City(geonames=number):
            return (Identifier("geonames", str(number)),)
        case Subdivision(code=code, geonames=number):
            return (Identifier("geonames", str(number)), Identifier("iso3166-2", f"US-{code}"))
        case State(geonames=None, former=former):
            return (Identifier("iso3166-3", former),) if former else ()
        case State(code=code, geonames=number):
            return (Identifier("geonames", str(number)), Identifier("iso3166-1", code))
        case Site() | None:
            return ()


def _coordinates(spot: Spot) -> tuple[float, float] | None:
    return spot.ground.coordinates if isinstance(spot.ground, City | Site) else None


def _notes(spot: Spot) -> tuple[Note, ...]:
    match spot.ground:
        case City(label=label, country=country):
            former = [each for each in former_names(label, country) if plain(each.name) != plain(label)]
            return tuple(Note(f"Called {each.name} until {each.until}.") for each in former)
        case Site(what=what):
            return (Note(f"{what[0].upper()}{what[1:]}."),)
        case State(years=years) if years:
            first, last = years.split("-")
            return (Note(f"A state from {first} to {last}."),)
        case _:
            return ()


def _apart(record: Place, spot: Spot) -> float:
    """Kilometres between where a collection puts a town and where GeoNames does; 0 when one of them does not say."""
    there = _coordinates(spot)
    if record.coordinates is None or there is None:
        return 0.0
    (latitude, longitude), (other_latitude, other_longitude) = (
        tuple(map(radians, point)) for point in (record.coordinates, there)
    )
    half = sin((latitude - other_latitude) / 2) ** 2
    half += cos(latitude) * cos(other_latitude) * sin((longitude - other_longitude) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(half)))


def _elsewhere(record: Place, spot: Spot, kilometres: float) -> Finding:
    return Finding(
        "place-elsewhere",
        Severity.WARNING,
        record.origin,
        record.local_id,
        f"{record.label} lies {kilometres:,.0f} km from {_label(spot)}, which GeoNames has under this name.",
        str(record.coordinates),
        consequence="The two are taken for two places; the record is published as it is, without a link to GeoNames.",
        remedy="Compare its coordinates (latitude first), or leave it: then it is another place of the name.",
    )
