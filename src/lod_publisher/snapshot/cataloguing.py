"""The catalogue of a snapshot, written: entities, names, texts, where each description lies, and the log of changes (SQLite, FTS5).

Texts are kept compressed beside the index, so that a snippet can be cut without a second copy of every word.
"""

import hashlib
import sqlite3
import zlib
from collections.abc import Iterable
from contextlib import closing
from dataclasses import astuple, dataclass
from pathlib import Path

from lod_publisher.snapshot.catalog import SCHEMA_VERSION
from lod_publisher.snapshot.fragments import Packed

_TABLES = """
CREATE TABLE entities(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, local_id TEXT NOT NULL, label TEXT NOT NULL, date TEXT NOT NULL,
    digest TEXT NOT NULL, file TEXT NOT NULL, line INTEGER, elsewhere TEXT NOT NULL, edtf TEXT NOT NULL, created TEXT NOT NULL,
    modified TEXT NOT NULL, deleted TEXT
);
CREATE TABLE names(entity INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE texts(entity INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE blocks(
    entity INTEGER NOT NULL, place INTEGER NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    PRIMARY KEY (entity, place)
) WITHOUT ROWID;
CREATE TABLE additions(
    kind TEXT NOT NULL, local_id TEXT NOT NULL, place INTEGER NOT NULL, digest TEXT NOT NULL, file TEXT NOT NULL,
    start INTEGER NOT NULL, length INTEGER NOT NULL
);
CREATE TABLE changes(
    number INTEGER PRIMARY KEY, moment TEXT NOT NULL, operation TEXT NOT NULL, kind TEXT NOT NULL, local_id TEXT NOT NULL,
    label TEXT NOT NULL, digest TEXT NOT NULL, elsewhere TEXT NOT NULL
);
CREATE TABLE superseded(
    change INTEGER NOT NULL, place INTEGER NOT NULL, file TEXT NOT NULL, start INTEGER NOT NULL, length INTEGER NOT NULL,
    PRIMARY KEY (change, place)
) WITHOUT ROWID;
CREATE TABLE moves(
    kind TEXT NOT NULL, local_id TEXT NOT NULL, to_kind TEXT NOT NULL, to_local_id TEXT NOT NULL, moment TEXT NOT NULL,
    reason TEXT NOT NULL, PRIMARY KEY (kind, local_id, to_kind, to_local_id)
) WITHOUT ROWID;
CREATE VIRTUAL TABLE found USING fts5(
    label, names, body, content='', tokenize="unicode61 remove_diacritics 2", detail=full
);
"""
_INDEXES = """
CREATE UNIQUE INDEX entities_by_key ON entities(kind, local_id);
CREATE INDEX entities_by_label ON entities(kind, label COLLATE NOCASE, local_id);
CREATE INDEX entities_by_date ON entities(kind, date, local_id);
CREATE INDEX entities_by_change ON entities(modified, kind, local_id);
CREATE INDEX names_by_entity ON names(entity);
"""


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One entity for the catalogue; `date` is its first day or "", `text` what full-text search looks in, compressed.

    `elsewhere` is the entity's own IRI when it is not one of ours, "" otherwise. `fragment` is the piece of the source that it was
    read from, which is kept beside the catalogue.
    """

    kind: str
    local_id: str
    label: str
    date: str
    digest: str
    file: str
    line: int | None
    names: tuple[str, ...]
    text: bytes
    elsewhere: str = ""
    edtf: str = ""
    fragment: Packed | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of the dumps: whose description it belongs to ("" for nobody's), its digest, and where it lies.

    `row` presents the entity; None when another block does, to which this one adds statements. `places` are files of the
    snapshot with the first byte and the number of bytes.
    """

    kind: str
    local_id: str
    row: CatalogRow | None
    digest: str
    places: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class MovedRow:
    """What took the place of something: both keys (the second "" when nothing did), since which day, and why."""

    kind: str
    local_id: str
    to_kind: str
    to_local_id: str
    moment: str
    reason: str


def compress(text: str) -> bytes:
    """A text as the catalogue stores it; b"" for none."""
    return zlib.compress(text.encode(), 1) if text else b""


def write_catalog(path: Path, batches: Iterable[list[Entry]], moment: str) -> int:
    """Write a new catalogue; every entity counts as created and modified at `moment` until its history is carried over.

    Returns the number of entities.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA page_size = 8192")
        db.execute("PRAGMA cache_size = -65536")
        db.executescript(_TABLES)
        db.execute("INSERT INTO found(found, rank) VALUES ('rank', 'bm25(10.0, 6.0, 1.0)')")
        db.execute("BEGIN")
        number = 0
        for place, entry in enumerate(entry for batch in batches for entry in batch):
            if entry.row is not None:
                number += 1
                _insert(db, number, entry.row, moment)
                _locate(db, number, place, entry)
            elif entry.kind:
                _note_addition(db, place, entry)
        db.execute("COMMIT")
        db.executescript(_INDEXES)
        _join_additions(db)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
        db.execute("ANALYZE")
    return number


def write_moves(path: Path, moves: list[MovedRow]) -> list[MovedRow]:
    """Write what took the place of what; returns those that lead to nothing that the catalogue knows."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        db.executemany("INSERT OR IGNORE INTO moves VALUES (?,?,?,?,?,?)", [astuple(move) for move in moves])
        astray = [
            move
            for move in moves
            if move.to_kind
            and not db.execute(
                "SELECT 1 FROM entities WHERE kind = ?1 AND local_id = ?2 AND deleted IS NULL"
                " UNION ALL SELECT 1 FROM moves WHERE kind = ?1 AND local_id = ?2",
                (move.to_kind, move.to_local_id),
            ).fetchone()
        ]
        db.execute("COMMIT")
    return astray


def _locate(db: sqlite3.Connection, number: int, place: int, entry: Entry) -> None:
    rows = [(number, 2 * place + second, *where) for second, where in enumerate(entry.places)]
    db.executemany("INSERT INTO blocks VALUES (?,?,?,?,?)", rows)


def _note_addition(db: sqlite3.Connection, place: int, entry: Entry) -> None:
    key = (entry.kind, entry.local_id)
    rows = [(*key, 2 * place + second, entry.digest, *where) for second, where in enumerate(entry.places)]
    db.executemany("INSERT INTO additions VALUES (?,?,?,?,?,?,?)", rows)


def _join_additions(db: sqlite3.Connection) -> None:
    """Give each block that adds to an entity to that entity, and let its digest cover it, in whatever order files were read.

    What is said of a part of an entity belongs to the entity: the key's last segments are left out until there is one.
    """
    digests: dict[int, set[str]] = {}
    db.execute("BEGIN")
    for kind, local_id, place, digest, *where in db.execute("SELECT * FROM additions").fetchall():
        owner = None
        while local_id and owner is None:
            owner = db.execute(
                "SELECT id, digest FROM entities WHERE kind = ? AND local_id = ?", (kind, local_id)
            ).fetchone()
            local_id = local_id.rpartition("/")[0]
        if owner is not None:
            db.execute("INSERT INTO blocks VALUES (?,?,?,?,?)", (owner[0], place, *where))
            digests.setdefault(owner[0], {owner[1]}).add(digest)
    db.executemany(
        "UPDATE entities SET digest = ? WHERE id = ?",
        [
            (hashlib.blake2b("".join(sorted(parts)).encode(), digest_size=16).hexdigest(), number)
            for number, parts in digests.items()
        ],
    )
    db.execute("DROP TABLE additions")
    db.execute("COMMIT")


def _insert(db: sqlite3.Connection, number: int, row: CatalogRow, moment: str) -> None:
    db.execute(
        "INSERT INTO entities VALUES (?,?,?,?,?,?,?,?,?,?,?,?,NULL)",
        (
            number,
            row.kind,
            row.local_id,
            row.label,
            row.date,
            row.digest,
            row.file,
            row.line,
            row.elsewhere,
            row.edtf,
            moment,
            moment,
        ),
    )
    if row.names:
        db.executemany("INSERT INTO names VALUES (?,?)", [(number, name) for name in row.names])
    text = ""
    if row.text:
        db.execute("INSERT INTO texts VALUES (?,?)", (number, row.text))
        text = zlib.decompress(row.text).decode()
    db.execute(
        "INSERT INTO found(rowid, label, names, body) VALUES (?,?,?,?)", (number, row.label, " ".join(row.names), text)
    )
