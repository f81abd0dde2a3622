"""What the table of facets holds, gathered from the catalogue and the store of a snapshot that is being built."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds
from lod_publisher.model.iris import IriScheme, Kind, slug
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.facets.writing import FILE, Held, Span, write_table

Select = Callable[[str], Iterable[dict[str, str]]]
_Pairs = dict[str, set[int]]

FIRST_DAY, LAST_DAY = "0000-01-01", "9999-12-31"
# Something that may have been in any of a hundred years says nothing about one of them.
_MOST_YEARS = 40
_PREFIXES = """PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX la: <https://linked.art/ns/terms/>
"""
# What is said of a node of a thing (its creation, its sending) is said of the thing. `{v}` is our own vocabulary.
_SENDERS = "?thing crm:P2_has_type <{v}sending> ; crm:P14_carried_out_by ?value"
_ADDRESSEES = "?thing <{v}had_addressee> ?value"
_PLACES = "?thing crm:P7_took_place_at ?value"
_SETS = "?thing la:member_of ?value"
_WHOLES = "?thing crm:P106i_forms_part_of ?value"
_SPOKEN_OF = "?thing a crm:E31_Document ; crm:P67_refers_to ?value . ?value a crm:E21_Person"
_TAKING_PART = "?thing crm:P11_had_participant ?value . ?value a crm:E21_Person"
_DOING = "?thing crm:P14_carried_out_by ?value . ?value a crm:E21_Person"
_CLASSIFICATIONS = "?thing <{v}security_classification> ?value"
_GENRES = "?thing <{v}genre> ?value"
_LANGUAGES = "?thing crm:P72_has_language ?value"


def write_facets(folder: Path, select: Select, base: str, published: Collection[str] = ()) -> int:
    """Write the table of facets of a snapshot whose catalogue and store stand; returns how many values there are.

    `published` are the ids of the collections that the snapshot publishes: they hold everything, so they narrow nothing.
    """
    catalog = Catalog(folder / "catalog.sqlite")
    gathered = _Gathering(catalog.living(), select, base, published)
    return write_table(folder / FILE, gathered.held(), gathered.spans())


class _Gathering:
    """The entities by number and by key, and the questions to the store."""

    def __init__(self, entities: dict[int, Entity], select: Select, base: str, published: Collection[str]) -> None:
        self._entities = entities
        self._select = select
        self._base = base
        self._iris = IriScheme(base)
        self._numbers = {(entity.kind, entity.local_id): number for number, entity in entities.items()}
        self._published = {self._numbers.get((Kind.COLLECTION, local_id)) for local_id in published}
        self._days = {number: self._bounds(entity) for number, entity in entities.items() if entity.edtf}

    def held(self) -> Iterator[Held]:
        """Every value of every facet."""
        yield from self._kinds()
        yield from self._years()
        yield from self._of_things("place", self._pairs(_PLACES))
        yield from self._of_things("sender", self._pairs(_SENDERS))
        yield from self._of_things("addressee", self._pairs(_ADDRESSEES))
        yield from self._of_things("person", self._pairs(_SPOKEN_OF, _TAKING_PART, _DOING))
        yield from self._volumes()
        yield from self._archives()
        yield from self._of_terms("classification", self._pairs(_CLASSIFICATIONS))
        yield from self._of_terms("genre", self._pairs(_GENRES), "genre-")
        yield from self._of_terms("language", self._pairs(_LANGUAGES), "language-")

    def spans(self) -> Iterator[Span]:
        """When each dated thing was, at the earliest and at the latest."""
        for number, (first, last) in sorted(self._days.items()):
            if (first, last) != (FIRST_DAY, LAST_DAY):
                yield Span(number, first, last)

    @staticmethod
    def _bounds(entity: Entity) -> tuple[str, str]:
        try:
            first, last = bounds(entity.edtf)
        except DateError:  # the validation report has said so
            return FIRST_DAY, LAST_DAY
        return first.isoformat() if first else FIRST_DAY, last.isoformat() if last else LAST_DAY

    def _pairs(self, *patterns: str) -> _Pairs:
        """The things of the catalogue by the IRI of a value."""
        found: _Pairs = defaultdict(set)
        for pattern in patterns:
            where = pattern.replace("{v}", f"{self._base}/vocab/")
            for row in self._select(f"{_PREFIXES}SELECT ?thing ?value {{ {where} }}"):
                owner = self._number(row["thing"].partition("#")[0])
                if owner is not None:
                    found[row["value"]].add(owner)
        return found

    def _number(self, iri: str) -> int | None:
        key = self._iris.split(iri)
        return None if key is None else self._numbers.get(key)

    def _kinds(self) -> Iterator[Held]:
        found: dict[Kind, set[int]] = defaultdict(set)
        for number, entity in self._entities.items():
            found[entity.kind].add(number)
        for kind, holders in found.items():
            yield Held("kind", str(kind), str(kind), "", frozenset(holders))

    def _years(self) -> Iterator[Held]:
        found: dict[int, set[int]] = defaultdict(set)
        for number, (first, last) in self._days.items():
            years = [int(day[:4]) for day in (first, last) if day not in (FIRST_DAY, LAST_DAY)]
            if years and years[-1] - years[0] < _MOST_YEARS:
                for year in range(years[0], years[-1] + 1):
                    found[year].add(number)
        for year, holders in found.items():
            yield Held("year", f"{year:04d}", str(year), "", frozenset(holders))

    def _of_things(self, facet: str, pairs: _Pairs) -> Iterator[Held]:
        """Values that are entities; the key says of which kind, where they can be of several."""
        for iri, holders in pairs.items():
            number = self._number(iri)
            if number is not None:
                entity = self._entities[number]
                key = entity.local_id if facet in ("place", "person") else f"{entity.kind}/{entity.local_id}"
                yield Held(facet, key, entity.label, iri, frozenset(holders))

    def _of_terms(self, facet: str, pairs: _Pairs, prefix: str = "") -> Iterator[Held]:
        """Values that are terms: ours are known by their name, others' by the words in their IRI."""
        own = f"{self._base}/vocab/"
        for iri, holders in pairs.items():
            key = iri[len(own) :].removeprefix(prefix) if iri.startswith(own) else slug(iri.rpartition("/")[2])
            yield Held(facet, key, "", iri, frozenset(holders))

    def _volumes(self) -> Iterator[Held]:
        """The whole volumes in which documents stand, through the chapters between."""
        pairs = self._pairs(_WHOLES)
        above = self._above(pairs, Kind.VOLUME)
        found: dict[int, set[int]] = defaultdict(set)
        for iri, holders in pairs.items():
            number = self._number(iri)
            if number is not None and self._entities[number].kind is Kind.VOLUME:
                found[self._ancestors(number, above)[-1]] |= holders
        for number, holders in found.items():
            entity = self._entities[number]
            yield Held("volume", entity.local_id, entity.label, self._iri(entity), frozenset(holders))

    def _archives(self) -> Iterator[Held]:
        """Archives with their collections and files; whoever has a file has all that hold it. What we publish is none of them."""
        pairs = {iri: things for iri, things in self._pairs(_SETS).items() if self._number(iri) not in self._published}
        above = self._above(pairs, Kind.COLLECTION)
        found: dict[int, set[int]] = defaultdict(set)
        for iri, things in pairs.items():
            number = self._number(iri)
            holders = {one for one in things if self._entities[one].kind is not Kind.COLLECTION}
            if number is not None and holders:
                for one in self._ancestors(number, above):
                    found[one] |= holders
        for number, holders in found.items():
            entity = self._entities[number]
            parent = self._entities[above[number]].local_id if number in above else ""
            yield Held("archive", entity.local_id, entity.label, self._iri(entity), frozenset(holders), parent)

    def _above(self, pairs: _Pairs, kind: Kind) -> dict[int, int]:
        """The whole of each part that is an entity of a kind, as its parts are."""
        found: dict[int, int] = {}
        for iri, parts in sorted(pairs.items()):
            whole = self._number(iri)
            if whole is not None and self._entities[whole].kind is kind:
                found |= {part: whole for part in parts if self._entities[part].kind is kind and part != whole}
        return found

    @staticmethod
    def _ancestors(number: int, above: dict[int, int]) -> list[int]:
        """Something and all that hold it, from the inside out; a circle is left where it closes."""
        line = [number]
        while (whole := above.get(line[-1])) is not None and whole not in line:
            line.append(whole)
        return line

    def _iri(self, entity: Entity) -> str:
        return self._iris.entity(entity.kind, entity.local_id)
