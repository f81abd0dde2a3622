"""The table of facets, written once beside a finished catalogue: values with those who have them, and when each thing was.

Those who have a value are packed numbers of the catalogue. The same table in the same order gives the same bytes.
"""

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

FILE = "facets.sqlite"
VERSION = 1

TABLES = """
CREATE TABLE facet_values(
    id INTEGER PRIMARY KEY, facet TEXT NOT NULL, key TEXT NOT NULL, label TEXT NOT NULL, iri TEXT NOT NULL,
    parent INTEGER NOT NULL, total INTEGER NOT NULL, UNIQUE (facet, key)
);
CREATE TABLE holders(value INTEGER PRIMARY KEY, entities BLOB NOT NULL);
CREATE TABLE held(facet TEXT PRIMARY KEY, offsets BLOB NOT NULL, entries BLOB NOT NULL);
CREATE TABLE spans(entity INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Held:
    """A value of a facet: its key in addresses, its label ("" when the vocabulary names its IRI), and who has it.

    `parent` is the key of the value that holds this one, as an archive holds its files; "" for none.
    """

    facet: str
    key: str
    label: str
    iri: str
    holders: frozenset[int]
    parent: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day on which something can have been, in ISO 8601; open sides are the ends of all time."""

    entity: int
    first: str
    last: str


def write_table(path: Path, held: Iterable[Held], spans: Iterable[Span]) -> int:
    """Write a new table; returns the number of values. They are numbered from 1 without gaps, facet by facet, the most frequent first."""
    ordered = sorted(held, key=lambda each: (each.facet, -len(each.holders), each.key))
    numbers = {(each.facet, each.key): number for number, each in enumerate(ordered, start=1)}
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA page_size = 8192")
        db.executescript(TABLES)
        db.execute("BEGIN")
        db.executemany(
            "INSERT INTO facet_values VALUES (?,?,?,?,?,?,?)",
            (
                (number, e.facet, e.key, e.label, e.iri, numbers.get((e.facet, e.parent), 0), len(e.holders))
                for number, e in enumerate(ordered, start=1)
            ),
        )
        db.executemany(
            "INSERT INTO holders VALUES (?,?)",
            ((number, array("I", sorted(e.holders)).tobytes()) for number, e in enumerate(ordered, start=1)),
        )
        db.executemany("INSERT INTO held VALUES (?,?,?)", _by_entity(ordered))
        db.executemany("INSERT INTO spans VALUES (?,?,?)", ((span.entity, span.first, span.last) for span in spans))
        db.execute("COMMIT")
        db.execute(f"PRAGMA user_version = {VERSION:d}")
    return len(ordered)


def _by_entity(ordered: list[Held]) -> Iterator[tuple[str, bytes, bytes]]:
    """Of each facet, the values of all entities in one array, and where those of each begin in it."""
    for facet in sorted({each.facet for each in ordered}):
        values: dict[int, list[int]] = defaultdict(list)
        for number, each in enumerate(ordered, start=1):
            if each.facet == facet:
                for entity in each.holders:
                    values[entity].append(number)
        offsets, entries = array("I", [0]), array("I")
        for entity in range(max(values, default=-1) + 1):
            entries.extend(values.get(entity, ()))
            offsets.append(len(entries))
        yield facet, offsets.tobytes(), entries.tobytes()
