"""The table of facets, asked: who has a value, what was when, and how often each value occurs among some entities.

Sets of entities are whole numbers whose n-th bit stands for the entity of number n: to narrow a set by another, or to count
what is left, takes a few microseconds for 100,000 entities.
"""

import heapq
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from lod_publisher.snapshot.facets.writing import FILE, TABLES, VERSION

NAMES = (
    "kind", "year", "genre", "sender", "addressee", "person", "place", "archive", "classification", "volume", "language",
)  # fmt: skip
"""The facets, in the order in which they are offered."""

# Up to so many entities, their values are counted one by one; with more, value by value.
_FEW = 250
# So many values are read at a time.
_BLOCK = 256
_LAST_DAY = "9999-99-99"
_PERHAPS_WITHIN = "SELECT entity FROM spans WHERE last >= ? AND first <= ?"
_SURELY_WITHIN = "SELECT entity FROM spans WHERE first >= ? AND last <= ?"
_ONES = [[bit for bit in range(8) if byte >> bit & 1] for byte in range(256)]


class Value(NamedTuple):
    """A value of a facet; `label` is "" when the vocabulary names its IRI, `parent` the number of the value that holds it."""

    number: int
    facet: str
    key: str
    label: str
    iri: str
    parent: int
    total: int


@dataclass(frozen=True, slots=True)
class Count:
    """How many of some entities have a value."""

    value: Value
    number: int


class Facets:
    """The table of one snapshot, opened for reading; shared by the threads of a process."""

    def __init__(self, folder: Path) -> None:
        """Open the table in a snapshot's folder; one that is not there, or of another version, is empty."""
        path = folder / FILE
        where = f"file:{quote(str(path))}?mode=ro&immutable=1" if path.is_file() else "file::memory:"
        self._database = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        if self._database.execute("PRAGMA user_version").fetchone() != (VERSION,):
            self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._database.executescript(TABLES)
        self.value = lru_cache(maxsize=1_000)(self._value)
        self._block = lru_cache(maxsize=500)(self._read_block)
        self.holders = lru_cache(maxsize=8_000)(self._holders)
        self._held = lru_cache(maxsize=len(NAMES))(self._held_values)
        self.within = lru_cache(maxsize=256)(self._within)

    @cached_property
    def _numbers(self) -> dict[str, range]:
        """The numbers of the values of each facet."""
        rows = self._database.execute("SELECT facet, min(id), max(id) FROM facet_values GROUP BY facet")
        return {facet: range(first, last + 1) for facet, first, last in rows}

    def _value(self, facet: str, key: str) -> Value | None:
        """The value of a key; None when nothing has it."""
        row = self._database.execute("SELECT * FROM facet_values WHERE facet = ? AND key = ?", (facet, key)).fetchone()
        return None if row is None else Value._make(row)

    def _numbered(self, number: int) -> Value:
        """The value of a number. A search needs a few hundred of ten thousands, which stand at the beginnings of the facets."""
        return self._block((number - 1) // _BLOCK)[(number - 1) % _BLOCK]

    def _read_block(self, block: int) -> Sequence[Value]:
        first = block * _BLOCK + 1
        rows = self._database.execute(
            "SELECT * FROM facet_values WHERE id BETWEEN ? AND ?", (first, first + _BLOCK - 1)
        )
        return tuple(map(Value._make, rows))

    def _holders(self, number: int) -> int:
        """Who has a value."""
        rows = self._database.execute("SELECT entities FROM holders WHERE value = ?", (number,)).fetchall()
        return as_set(array("I", rows[0][0])) if rows else 0

    def _within(self, first: str, last: str, surely: bool = False) -> int:
        """What can have been between two days ("" for an open side), both included; `surely`, what was then and at no other time.

        What was some time in 1958 can have been on any day of it.
        """
        query = _SURELY_WITHIN if surely else _PERHAPS_WITHIN
        rows = self._database.execute(query, (first, last or _LAST_DAY))
        return as_set([number for (number,) in rows])

    def counts(self, facet: str, among: int, limit: int, opened: Collection[int] = ()) -> list[Count]:
        """The most frequent values of a facet among some entities, with their numbers; values that another holds only when it is `opened`."""
        if among.bit_count() <= _FEW:
            found = self._one_by_one(facet, among, opened)
            best = heapq.nsmallest(limit, found.items(), key=lambda item: (-item[1], item[0]))
            return [Count(self._numbered(value), number) for value, number in best]
        return self._value_by_value(facet, among, limit, opened)

    def _one_by_one(self, facet: str, among: int, opened: Collection[int]) -> Counter[int]:
        offsets, held = self._held(facet)
        found: Counter[int] = Counter()
        for entity in members(among):
            if entity + 1 < len(offsets):
                found.update(held[offsets[entity] : offsets[entity + 1]])
        return Counter({value: n for value, n in found.items() if _is_offered(self._numbered(value), opened)})

    def _value_by_value(self, facet: str, among: int, limit: int, opened: Collection[int]) -> list[Count]:
        """Values come with the most frequent first: when one occurs in all more rarely than the last that is wanted does here, the rest do too."""
        best: list[tuple[int, int]] = []
        for value in map(self._numbered, self._numbers.get(facet, ())):
            if not _is_offered(value, opened):
                continue
            if len(best) == limit and value.total <= best[0][0]:
                break
            if number := (self.holders(value.number) & among).bit_count():
                entry = (number, -value.number)
                if len(best) < limit:
                    heapq.heappush(best, entry)
                else:
                    heapq.heappushpop(best, entry)
        return [Count(self._numbered(-place), number) for number, place in sorted(best, reverse=True)]

    def _held_values(self, facet: str) -> tuple[Sequence[int], Sequence[int]]:
        """The values of all entities in one array, and where those of each begin in it."""
        rows = self._database.execute("SELECT offsets, entries FROM held WHERE facet = ?", (facet,)).fetchall()
        return (array("I", rows[0][0]), array("I", rows[0][1])) if rows else (array("I"), array("I"))


def as_set(numbers: Iterable[int]) -> int:
    """Some numbers of entities as a set."""
    listed = numbers if isinstance(numbers, Sequence) else list(numbers)
    if not listed:
        return 0
    held = bytearray(max(listed) // 8 + 1)
    for number in listed:
        held[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(held, "little")


def members(entities: int) -> Iterator[int]:
    """The numbers in a set, in their order."""
    for place, byte in enumerate(entities.to_bytes(entities.bit_length() // 8 + 1, "little")):
        if byte:
            for bit in _ONES[byte]:
                yield 8 * place + bit


def _is_offered(value: Value, opened: Collection[int]) -> bool:
    return not value.parent or value.parent in opened
