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
from heapq import nsmallest
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
        self.bearers: dict[str, dict[str, list[int]]] = {}
        self.weights: dict[int, float] = {}
        self.labels: set[tuple[str, int, int]] = set()
        self._spelt_otherwise: set[str] = set()
        self._ranks: dict[int, int] = {}

    def add(self, named: Named) -> tuple[int, str, float, str, str]:
        """Take an entity's names; returns its row."""
        weight = weight_of(named.facts)
        self.weights[named.number] = weight
        lines: dict[str, None] = {}
        words: set[str] = set()
        for rank, names in enumerate((named.formal, named.surface)):
            for name in names:
                printed = " ".join(name.split())
                folded = fold(name)
                self.labels.add((folded, rank, named.number))
                words.update(folded.split())
                for family, given in readings(name, is_person(named.kind)):
                    lines["\t".join((printed, " ".join(family), " ".join(given), "~" if rank else ""))] = None
                    if named.kind is Kind.PERSON:
                        core = family + given
                        words.update(core, joined(core[-2:]), joined(core[:2]))
        kind = str(named.kind)
        for word in words:
            self.bearers.setdefault(word, {}).setdefault(kind, []).append(named.number)
        if named.kind in _SPELT_OTHERWISE:
            self._spelt_otherwise |= words
        return named.number, kind, weight, "\n".join(lines), named.facts.to_json()

    def keys(self, word: str) -> set[str]:
        """The keys under which a word is found."""
        return keys(word) if word in self._spelt_otherwise else {word}

    def count(self, word: str) -> int:
        """How many bear a word."""
        return sum(map(len, self.bearers[word].values()))

    def rows(self, numbers: Mapping[str, int]) -> Iterator[tuple[int, str, bytes]]:
        """Who bears each word; those of whom most is said come first from here on."""
        ordered = sorted(self.weights, key=lambda number: (-self.weights[number], number))
        self._ranks = {number: rank for rank, number in enumerate(ordered)}
        for word, number in numbers.items():
            for kind, entities in sorted(self.bearers[word].items()):
                entities.sort(key=self._ranks.__getitem__)
                yield number, kind, array("I", entities).tobytes()

    def beginnings(self) -> Iterator[tuple[str, str, bytes]]:
        """Whom to offer for the first letters."""
        tops: dict[tuple[str, str], set[int]] = defaultdict(set)
        for word, kinds in self.bearers.items():
            for letters in range(1, min(TOP_LETTERS, len(word)) + 1):
                for kind, entities in kinds.items():
                    tops[word[:letters], kind].update(entities[:TOP])
        for (prefix, kind), found in sorted(tops.items()):
            yield prefix, kind, array("I", nsmallest(TOP, found, key=self._ranks.__getitem__)).tobytes()
