"""The name index, written once beside a finished catalogue: words with whom they name, their other spellings, labels, facts.

Lists of entities are packed numbers, those of which the dataset says most first, so that a reader may stop early.
"""

import math
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.snapshot.namesakes.facts import Facts
from lod_publisher.snapshot.namesakes.spelling import is_person, joined, keys, readings

FILE = "names.sqlite"
VERSION = 1
# Whoever types one, two or three letters is offered these, of each kind.
TOP = 60
TOP_LETTERS = 3
# The catalogue says of a document's title only what other indexes find better: no other spellings of its words.
_SPELT_OTHERWISE = frozenset([Kind.PERSON, Kind.ORGANISATION, Kind.PLACE, Kind.EVENT])

TABLES = """
CREATE TABLE words(id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, bearers INTEGER NOT NULL);
CREATE TABLE spellings(key TEXT NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE bearers(word INTEGER NOT NULL, kind TEXT NOT NULL, entities BLOB NOT NULL, PRIMARY KEY (word, kind)) WITHOUT ROWID;
CREATE TABLE beginnings(prefix TEXT NOT NULL, kind TEXT NOT NULL, entities BLOB NOT NULL, PRIMARY KEY (prefix, kind)) WITHOUT ROWID;
CREATE TABLE labels(
    label TEXT NOT NULL, rank INTEGER NOT NULL, entity INTEGER NOT NULL, PRIMARY KEY (label, rank, entity)
) WITHOUT ROWID;
CREATE TABLE about(entity INTEGER PRIMARY KEY, kind TEXT NOT NULL, weight REAL NOT NULL, names TEXT NOT NULL, facts TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Named:
    """An entity with its names: `number` is the catalogue's own, `formal` those that sources give it, `surface` those that only texts use."""

    number: int
    kind: Kind
    formal: tuple[str, ...]
    surface: tuple[str, ...] = ()
    facts: Facts = field(default_factory=Facts)


def write_names(path: Path, entities: Iterable[Named]) -> int:
    """Write a new index; returns how many entities it names."""
    index = _Index()
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA page_size = 8192")
        db.executescript(TABLES)
        db.execute("BEGIN")
        rows = (index.add(each) for each in entities)
        db.executemany("INSERT INTO about VALUES (?,?,?,?,?)", rows)
        db.executemany("INSERT INTO labels VALUES (?,?,?)", sorted(index.labels))
        numbers = {word: number for number, word in enumerate(sorted(index.bearers), start=1)}
        db.executemany(
            "INSERT INTO words VALUES (?,?,?)",
            ((number, word, index.count(word)) for word, number in numbers.items()),
        )
        db.executemany("INSERT INTO bearers VALUES (?,?,?)", index.rows(numbers))
        db.executemany(
            "INSERT INTO spellings VALUES (?,?)",
            sorted((key, number) for word, number in numbers.items() for key in index.keys(word)),
        )
        db.executemany("INSERT INTO beginnings VALUES (?,?,?)", index.beginnings())
        db.execute("COMMIT")
        db.execute("ANALYZE")
        db.execute(f"PRAGMA user_version = {VERSION:d}")
    return len(index.weights)


def weight_of(facts: Facts) -> float:
    """How much the dataset says of an entity, from 0 to 1; 1,000 documents are as good as more."""
    said = facts.documents + len(facts.volumes) + len(facts.offices) + sum(map(len, facts.identifiers.values()))
    return min(1.0, math.log10(1 + said) / 3)


class _Index:
    """What is gathered before the tables are written: who bears each word, by kind, and how much is said of everybody."""

    def __init__(self) -> None:
        self.bearers: dict[str, dict[Kind, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.weights: dict[int, float] = {}
        self.labels: set[tuple[str, int, int]] = set()
        self._tops: dict[tuple[str, Kind], set[int]] = defaultdict(set)
        self._person_words: set[str] = set()
        self._ranks: dict[int, int] = {}

    def add(self, named: Named) -> tuple[int, str, float, str, str]:
        """Take an entity's names; returns its row."""
        weight = weight_of(named.facts)
        self.weights[named.number] = weight
        lines: list[str] = []
        for rank, names in enumerate((named.formal, named.surface)):
            for name in names:
                printed = " ".join(name.split())
                for family, given in readings(name, is_person(named.kind)):
                    lines.append("\t".join((printed, " ".join(family), " ".join(given), "~" if rank else "")))
                    self._bear(named, name, family + given, rank)
        return named.number, str(named.kind), weight, "\n".join(dict.fromkeys(lines)), named.facts.to_json()

    def _bear(self, named: Named, name: str, core: tuple[str, ...], rank: int) -> None:
        folded = fold(name)
        self.labels.add((folded, rank, named.number))
        found = {*core, *folded.split()}
        if is_person(named.kind):
            found.update(joined(core[-2:]), joined(core[:2]), joined(tuple(folded.split()[-2:])))
        for word in found:
            self.bearers[word][named.kind].add(named.number)
            if not rank:
                for letters in range(1, TOP_LETTERS + 1):
                    self._tops[word[:letters], named.kind].add(named.number)
        if named.kind in _SPELT_OTHERWISE:
            self._person_words.update(found)

    def keys(self, word: str) -> set[str]:
        """The keys under which a word is found."""
        return keys(word) if word in self._person_words else {word}

    def count(self, word: str) -> int:
        """How many bear a word."""
        return sum(map(len, self.bearers[word].values()))

    def rows(self, numbers: Mapping[str, int]) -> Iterator[tuple[int, str, bytes]]:
        """Who bears each word."""
        for word, number in numbers.items():
            for kind, entities in sorted(self.bearers[word].items()):
                yield number, str(kind), self._packed(entities)

    def beginnings(self) -> Iterator[tuple[str, str, bytes]]:
        """Whom to offer for the first letters."""
        for (prefix, kind), entities in sorted(self._tops.items()):
            yield prefix, str(kind), self._packed(entities, TOP)

    def _packed(self, entities: set[int], limit: int | None = None) -> bytes:
        if not self._ranks:
            ordered = sorted(self.weights, key=lambda number: (-self.weights[number], number))
            self._ranks = {number: rank for rank, number in enumerate(ordered)}
        return array("I", sorted(entities, key=self._ranks.__getitem__)[:limit]).tobytes()
