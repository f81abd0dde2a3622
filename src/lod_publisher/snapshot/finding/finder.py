"""The finder: answers a question for words, facets and dates with a set of entities and any page of them."""

import sqlite3
import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import islice

from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.facets import Count, Facets
from lod_publisher.snapshot.facets.table import as_set
from lod_publisher.snapshot.finding.snippets import Marker, Piece
from lod_publisher.snapshot.finding.spelling import Spelling
from lod_publisher.snapshot.finding.words import Terms
from lod_publisher.snapshot.namesakes import NameIndex

SORTS = ("best", "oldest", "newest", "name", "changed")
_ORDERS = {
    "oldest": "SELECT id FROM entities ORDER BY date = '', date, id",
    "newest": "SELECT id FROM entities ORDER BY date = '', date DESC, id",
    "name": "SELECT id FROM entities ORDER BY label COLLATE NOCASE, id",
    "changed": "SELECT id FROM entities ORDER BY modified DESC, id",
}
# To weigh every occurrence of a word that stands everywhere takes long and tells little: then only names and titles are weighed.
_MOST_WEIGHED = 4_000
# When no text holds all the words, those that hold any; so many of the best.
_MOST_LOOSE = 200
_HOLDERS = "SELECT rowid FROM found WHERE found MATCH ?"
_HOLDERS_WEIGHED = "SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank, rowid"


@dataclass(frozen=True, slots=True)
class Question:
    """What is looked for: `chosen` are keys by facet (any of a facet, all facets); days in ISO 8601, "" for an open side."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    first: str = ""
    last: str = ""
    surely: bool = False
    sort: str = "best"


@dataclass(frozen=True, slots=True)
class _Match:
    """The entities that hold the words, the best first; `instead` are the spellings that were looked for, `is_loose` when not all words are held."""

    entities: int
    ranked: Sequence[int]
    instead: Mapping[str, tuple[str, ...]]
    is_loose: bool
    marker: Marker


class Found:
    """The entities that a question finds."""

    def __init__(self, finder: "Finder", question: Question, match: _Match | None, living: int) -> None:
        self._finder = finder
        self._question = question
        self._match = match
        self._facets = finder.facets
        self._texts = living if match is None else match.entities & living
        if question.first or question.last:
            self._texts &= self._facets.within(question.first, question.last, question.surely)
        self._narrowing = {facet: self._any_of(facet, keys) for facet, keys in question.chosen.items()}

    @property
    def instead(self) -> Mapping[str, tuple[str, ...]]:
        """What was looked for in the place of words that nothing holds."""
        return self._match.instead if self._match else {}

    @property
    def is_loose(self) -> bool:
        """Whether nothing holds all the words, so that these hold only some."""
        return bool(self._match and self._match.is_loose)

    @cached_property
    def entities(self) -> int:
        """All that was found, as a set."""
        return self._narrowed("")

    @cached_property
    def total(self) -> int:
        """How many."""
        return self.entities.bit_count()

    def counts(self, facet: str, limit: int) -> list[Count]:
        """The values of a facet, were it not chosen from, the most frequent first."""
        chosen = [self._facets.value(facet, key) for key in self._question.chosen.get(facet, ())]
        opened = [value.number for value in chosen if value is not None]
        opened += [value.parent for value in chosen if value is not None and value.parent]
        return self._facets.counts(facet, self._narrowed(facet), limit, opened)

    def page(self, offset: int, limit: int) -> list[Entity]:
        """Some entities in the order asked for; no more are looked at than stand before and in the page."""
        numbers = list(islice(self._in_order(), offset, offset + limit))
        known = self._finder.catalog.numbered(numbers)
        return [known[number] for number in numbers if number in known]

    def title(self, entity: Entity) -> list[Piece]:
        """The label of an entity with the words marked."""
        return self._match.marker.pieces(entity.label) if self._match else [Piece(entity.label)]

    def snippet(self, entity: Entity) -> list[Piece]:
        """The piece of its text that holds most of the words; [] when it has no text, or none of them was asked for."""
        text = self._finder.text(entity) if self._match else ""
        return self._match.marker.snippet(text) if self._match and text else []

    def _any_of(self, facet: str, keys: Sequence[str]) -> int:
        found = 0
        for key in keys:
            if value := self._facets.value(facet, key):
                found |= self._facets.holders(value.number)
        return found

    def _narrowed(self, but: str) -> int:
        found = self._texts
        for facet, holders in self._narrowing.items():
            if facet != but:
                found &= holders
        return found

    def _in_order(self) -> Iterator[int]:
        sort = self._question.sort
        if sort == "best" and self._match:
            order = self._match.ranked
        else:
            order = self._finder.order(sort if sort in _ORDERS else "oldest")
        size = max(self.entities.bit_length(), 8)
        held = self.entities.to_bytes(size // 8 + 1, "little")
        return (number for number in order if number < size and held[number >> 3] >> (number & 7) & 1)


class Finder:
    """Finds in one snapshot; shared by the threads of a process."""

    def __init__(self, catalog: Catalog, facets: Facets, names: NameIndex) -> None:
        """Look into an open catalogue, its facets and the index of its names."""
        self.catalog = catalog
        self.facets = facets
        self._names = names
        self._database: sqlite3.Connection = catalog.database
        self.order = lru_cache(maxsize=len(_ORDERS))(self._order)
        self._matches = lru_cache(maxsize=64)(self._matching)

    def find(self, question: Question) -> Found:
        """What a question finds; without words, everything that its facets and dates leave."""
        return Found(self, question, self._matches(question.words), self._living)

    def text(self, entity: Entity) -> str:
        """The text in which words are looked for; "" for none."""
        number = self.catalog.number(entity.kind, entity.local_id)
        rows = self._database.execute("SELECT body FROM texts WHERE entity = ?", (number,)).fetchall()
        return zlib.decompress(rows[0][0]).decode() if rows else ""

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self._database, self._names)

    @cached_property
    def _living(self) -> int:
        return as_set([n for (n,) in self._database.execute("SELECT id FROM entities WHERE deleted IS NULL")])

    def _order(self, sort: str) -> Sequence[int]:
        """The numbers of all entities in an order."""
        return array("I", [number for (number,) in self._database.execute(_ORDERS[sort])])

    def _matching(self, text: str) -> _Match | None:
        terms = Terms.of(text)
        if not terms.wanted:
            return None
        begun = next((term.words[0] for term in terms.wanted if term.is_begun), "")
        single = [term.words[0] for term in terms.wanted if len(term.words) == 1]
        instead = self._spelling.instead_of(single, begun)
        ranked = self._ranked(terms.expression(instead))
        is_loose = not ranked and len(terms.wanted) > 1
        if is_loose:
            ranked = self._ask(_HOLDERS_WEIGHED, terms.expression(instead, any_of_them=True))[:_MOST_LOOSE]
        words = [term.words for term in terms.wanted if not term.is_begun and term.words[0] not in instead]
        words += [(other,) for others in instead.values() for other in others]
        marker = Marker(tuple(words), (begun,) if begun and begun not in instead else ())
        return _Match(as_set(ranked), array("I", ranked), instead, is_loose, marker)

    def _ranked(self, expression: str) -> list[int]:
        """Who holds the words, the best first."""
        all_of_them = self._ask(_HOLDERS, expression)
        if len(all_of_them) <= _MOST_WEIGHED:
            return self._ask(_HOLDERS_WEIGHED, expression)
        named = f"{{label names}} : ({expression})"
        weighed = self._ask(_HOLDERS, named)
        if len(weighed) <= _MOST_WEIGHED:
            weighed = self._ask(_HOLDERS_WEIGHED, named)
        return list(dict.fromkeys([*weighed, *all_of_them]))

    def _ask(self, query: str, expression: str) -> list[int]:
        return [number for (number,) in self._database.execute(query, (expression,))]
