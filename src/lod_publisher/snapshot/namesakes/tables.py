"""The tables of the name index, asked: other spellings of a word, who bears it, names and facts of each."""

import json
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from lod_publisher.model.naming import sound
from lod_publisher.snapshot.namesakes.facts import Facts
from lod_publisher.snapshot.namesakes.kept import Kept
from lod_publisher.snapshot.namesakes.likeness import alike
from lod_publisher.snapshot.namesakes.spelling import SOUND, Spelling, Spellings, Words, keys, words_of
from lod_publisher.snapshot.namesakes.writing import FILE, TABLES, TOP, TOP_LETTERS, VERSION

_LEAST_ALIKE = 0.6
# Words that begin with what was typed; a beginning of four letters has fewer.
_MOST_WORDS = 300
_MOST_HEARD = 40
# Names of entities and bearers of words that a process keeps at hand: a column of names meets the same again and again.
_KEPT_ROWS = 12_000
_KEPT_BEARERS = 10_000
# A beginning leads to thousands, of which ten are shown: they would drive out those that come again.
_FEW = 100
# More bear words that say little; they are read each time.
_MOST_KEPT = 2_000
_ABOUT = "FROM about WHERE entity IN (SELECT value FROM json_each(?))"
_LAST = "\U0010ffff"


@dataclass(slots=True)
class KnownName:
    """A name as it stands in a source (or, `is_surface`, only in texts), and its folded words."""

    text: str
    is_surface: bool
    _family: str
    _given: str
    _words: Words | None = None

    @property
    def words(self) -> Words:
        """Its words; taken apart when they are asked for: whoever is still typing is answered by the text alone."""
        if self._words is None:
            self._words = words_of(self._family, self._given)
        return self._words


@dataclass(frozen=True, slots=True)
class Measure:
    """Of all names of an entity: their `words`, the `size` of the shortest, and how many `heavy` words a source gives it at most."""

    words: tuple[str, ...]
    size: float
    heavy: int


@dataclass(slots=True)
class Row:
    """An entity with its names, and how much the dataset says of it (0 to 1)."""

    number: int
    weight: float
    _written: str
    _names: tuple[KnownName, ...] = ()
    _measure: Measure | None = None

    @property
    def names(self) -> tuple[KnownName, ...]:
        """The names; taken apart when they are asked for, since most rows are looked at no further."""
        if not self._names:
            self._names = tuple(map(_name, self._written.split("\n")))
        return self._names

    @property
    def measure(self) -> Measure:
        """What can be told of the names without knowing what was typed."""
        if self._measure is None:
            words = {word for name in self.names for word in name.words.every}
            heavy = max((name.words.heavy for name in self.names if not name.is_surface), default=0)
            self._measure = Measure(tuple(words), min(name.words.size for name in self.names), heavy)
        return self._measure


class Bearers(NamedTuple):
    """How likely each of the entities that bear a word is meant by it, and whether these are all that do."""

    likeness: dict[int, float]
    is_whole: bool


class Tables:
    """The index's file; an index that is not there, or of another version, is empty."""

    def __init__(self, folder: Path) -> None:
        """Open the index of a snapshot's folder."""
        path = folder / FILE
        where = f"file:{quote(str(path))}?mode=ro&immutable=1" if path.is_file() else "file::memory:"
        self._database = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        if self._ask("PRAGMA user_version") != [(VERSION,)]:
            self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._database.executescript(TABLES)
        self.spellings = lru_cache(maxsize=20_000)(self._spellings)
        self._rows: Kept[int, Row] = Kept(_KEPT_ROWS)
        self._descriptions: Kept[int, str] = Kept(_KEPT_ROWS)
        self._bearers: Kept[tuple[str, tuple[str, ...], int | None], Bearers] = Kept(_KEPT_BEARERS)

    @cached_property
    def size(self) -> int:
        """How many entities have names."""
        return int(self._ask("SELECT count(*) FROM about")[0][0])

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(query, values).fetchall()

    def _spellings(self, word: str) -> Spellings:
        rows = self._ask(
            "SELECT DISTINCT w.word, w.id, w.bearers FROM spellings AS s JOIN words AS w ON w.id = s.word"
            " WHERE s.key IN (SELECT value FROM json_each(?))",
            json.dumps(list(keys(word)), ensure_ascii=False),
        )
        found = [Spelling(other, number, bearers, alike(word, other)) for other, number, bearers in rows]
        return Spellings.of(each for each in found if each.likeness >= _LEAST_ALIKE)

    def bearers(self, spellings: Sequence[Spelling], kinds: Sequence[str]) -> Iterator[tuple[Spelling, Sequence[int]]]:
        """Who bears each spelling of a word, the likeliest spelling first; of each, those of whom most is said first."""
        rows = self._ask(
            "SELECT word, entities FROM bearers WHERE word IN (SELECT value FROM json_each(?))"
            " AND kind IN (SELECT value FROM json_each(?))",
            _list([each.number for each in spellings]),
            json.dumps(kinds),
        )
        packed: dict[int, array[int]] = {}
        for word, entities in rows:
            packed.setdefault(word, array("I")).frombytes(entities)
        for each in spellings:
            if each.number in packed:
                yield each, packed[each.number]

    def likely_bearers(self, word: str, kinds: tuple[str, ...], most: int | None) -> Bearers:
        """Who bears a word or a spelling of it, of each spelling at most so many, those of whom most is said.

        Those of the likeliest spelling come first; whoever bears several has the likeness of the likeliest.
        """
        if (kept := self._bearers.get((word, kinds, most))) is not None:
            return kept
        borne = [*self.bearers(self.spellings(word).words, kinds)]
        found: dict[int, float] = {}
        for spelling, entities in (*borne, *reversed(borne)):
            found.update(dict.fromkeys(entities[:most], spelling.likeness))
        bearers = Bearers(found, most is None or all(len(entities) <= most for _, entities in borne))
        if len(found) <= _MOST_KEPT:
            self._bearers.keep((word, kinds, most), bearers)
        return bearers

    def rows(self, numbers: Iterable[int]) -> list[Row]:
        """The entities of some numbers with their names, in the order of the numbers."""
        found = {number: self._rows.get(number) for number in numbers}
        if unknown := [number for number, row in found.items() if row is None]:
            for told in self._ask(f"SELECT entity, weight, names {_ABOUT}", _list(unknown)):
                found[told[0]] = row = Row(*told)
                if len(unknown) <= _FEW:
                    self._rows.keep(row.number, row)
        return [row for row in found.values() if row is not None]

    def descriptions(self, numbers: Iterable[int]) -> dict[int, str]:
        """The entities of some numbers, each in a line."""
        found = {number: self._descriptions.get(number) for number in numbers}
        if unknown := [number for number, told in found.items() if told is None]:
            asked = f"SELECT entity, coalesce(facts ->> 'description', '') {_ABOUT}"
            for number, told in self._ask(asked, _list(unknown)):
                self._descriptions.keep(number, told)
                found[number] = told
        return {number: told or "" for number, told in found.items()}

    def facts(self, number: int) -> Facts:
        """What the dataset says of an entity; nothing of one that has no name."""
        rows = self._ask("SELECT facts FROM about WHERE entity = ?", number)
        return Facts.from_json(rows[0][0]) if rows else Facts()

    def labelled(self, label: str) -> list[int]:
        """Who has a folded name, those of whom most is said first; those who have it only in texts when nobody else does."""
        rows = self._ask(
            "SELECT entity FROM labels JOIN about USING (entity)"
            " WHERE label = ?1 AND rank = (SELECT min(rank) FROM labels WHERE label = ?1) ORDER BY weight DESC, entity",
            label,
        )
        return [number for (number,) in rows]

    def beginning(self, words: Sequence[str], kinds: Sequence[str], heard: bool = False) -> set[int]:
        """Who bears all words but the last, in any spelling, and one that begins with the last (or, `heard`, sounds as if it did)."""
        if len(words) == 1 and len(words[0]) <= TOP_LETTERS and not heard:
            rows = self._ask(
                "SELECT entities FROM beginnings WHERE prefix = ? AND kind IN (SELECT value FROM json_each(?))",
                words[0],
                json.dumps(kinds),
            )
            return {number for (packed,) in rows for number in array("I", packed)}
        going_on = self._going_on(words[-1], heard)
        limit = TOP if len(words) == 1 else None
        found = {number for _, entities in self.bearers(going_on, kinds) for number in entities[:limit]}
        for word in words[:-1]:
            if found:
                found &= {n for _, entities in self.bearers(self.spellings(word).words, kinds) for n in entities}
        return found

    def _going_on(self, start: str, heard: bool) -> list[Spelling]:
        """Words that begin so (or sound as if they did), those that most bear first."""
        if not heard:
            query = "SELECT word, id, bearers FROM words WHERE word >= ? AND word < ? ORDER BY bearers DESC LIMIT ?"
            rows = self._ask(query, start, start + _LAST, _MOST_WORDS)
            return [Spelling(word, number, bearers, 1.0) for word, number, bearers in rows]
        heard_as = sound(start)
        if len(start) <= TOP_LETTERS or len(heard_as) <= 1:
            return []
        query = (
            "SELECT DISTINCT w.word, w.id, w.bearers FROM spellings AS s JOIN words AS w ON w.id = s.word"
            " WHERE s.key >= ? AND s.key < ?"
        )
        rows = self._ask(query, SOUND + heard_as, SOUND + heard_as + _LAST)
        found = [
            Spelling(word, number, bearers, alike(start, word[: len(start)]))
            for word, number, bearers in rows
            if sound(word).startswith(heard_as)
        ]
        return sorted(found, key=lambda each: -each.likeness)[:_MOST_HEARD]


def _list(numbers: Iterable[int]) -> str:
    """Numbers for `json_each`."""
    return f"[{','.join(map(str, numbers))}]"


def _name(line: str) -> KnownName:
    text, family, given, mark = line.split("\t")
    return KnownName(text, bool(mark), family, given)
