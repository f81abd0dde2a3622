"""The catalogue of a snapshot: every entity with its label, dates and digest, its names, and the full-text index (SQLite, FTS5).

Texts are kept compressed beside the index, so that a snippet can be cut without a second copy of every word.
"""

import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import Kind

SCHEMA_VERSION = 2

_TABLES = """
CREATE TABLE entities(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, local_id TEXT NOT NULL, label TEXT NOT NULL, date TEXT NOT NULL,
    digest TEXT NOT NULL, file TEXT NOT NULL, line INTEGER, elsewhere TEXT NOT NULL, edtf TEXT NOT NULL, created TEXT NOT NULL,
    modified TEXT NOT NULL, deleted TEXT
);
CREATE TABLE names(entity INTEGER NOT NULL, name TEXT NOT NULL);
CREATE TABLE texts(entity INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE VIRTUAL TABLE found USING fts5(
    label, names, body, content='', tokenize="unicode61 remove_diacritics 2", detail=full
);
"""
_INDEXES = """
CREATE UNIQUE INDEX entities_by_key ON entities(kind, local_id);
CREATE INDEX entities_by_label ON entities(kind, label COLLATE NOCASE, local_id);
CREATE INDEX entities_by_date ON entities(kind, date, local_id);
CREATE INDEX names_by_entity ON names(entity);
"""


@dataclass(frozen=True, slots=True)
class CatalogRow:
    """One entity for the catalogue; `date` is its first day or "", `text` what full-text search looks in, compressed.

    `elsewhere` is the entity's own IRI when it is not one of ours, "" otherwise.
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


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the catalogue knows it; `edtf` is its date as known, `date` the first day of it; `created`, `modified`, `deleted` are moments in ISO 8601, UTC."""

    kind: Kind
    local_id: str
    label: str
    date: str
    digest: str
    source: str
    created: str
    modified: str
    deleted: str | None = None
    elsewhere: str = ""
    edtf: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that search found, with a piece of the text around the words."""

    entity: Entity
    snippet: str


def compress(text: str) -> bytes:
    """A text as the catalogue stores it; b"" for none."""
    return zlib.compress(text.encode(), 1) if text else b""


def write_catalog(path: Path, batches: Iterable[list[CatalogRow]], moment: str) -> int:
    """Write a new catalogue; every entity counts as created and modified at `moment` until `carry_over` says otherwise.

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
        for batch in batches:
            for row in batch:
                number += 1
                _insert(db, number, row, moment)
        db.execute("COMMIT")
        db.executescript(_INDEXES)
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION:d}")
        db.execute("ANALYZE")
    return number


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


def carry_over(path: Path, previous: Path, moment: str) -> dict[str, int]:
    """Carry from the previous snapshot when each entity was created and last modified, and remember what was deleted.

    Returns how many were created, modified, deleted and left unchanged.
    """
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("ATTACH ? AS old", (str(previous),))
        db.execute("BEGIN")
        db.execute(
            "UPDATE entities SET created = o.created, modified = CASE WHEN o.digest = entities.digest AND o.deleted IS NULL"
            " THEN o.modified ELSE entities.modified END FROM old.entities AS o"
            " WHERE o.kind = entities.kind AND o.local_id = entities.local_id"
        )
        db.execute(
            "INSERT INTO entities(kind, local_id, label, date, digest, file, line, elsewhere, edtf, created, modified, deleted)"
            " SELECT kind, local_id, label, date, '', file, line, elsewhere, edtf, created, coalesce(deleted, ?1), coalesce(deleted, ?1)"
            " FROM old.entities AS o WHERE NOT EXISTS"
            " (SELECT 1 FROM main.entities AS n WHERE n.kind = o.kind AND n.local_id = o.local_id)",
            (moment,),
        )
        counts = dict(
            db.execute(
                "SELECT CASE WHEN deleted = ?1 THEN 'deleted' WHEN created = ?1 THEN 'created'"
                " WHEN modified = ?1 THEN 'modified' ELSE 'unchanged' END, count(*)"
                " FROM entities WHERE deleted IS NULL OR deleted = ?1 GROUP BY 1",
                (moment,),
            )
        )
        db.execute("COMMIT")
        db.execute("DETACH old")
    return {name: counts.get(name, 0) for name in ("created", "modified", "deleted", "unchanged")}


_COLUMNS = "kind, local_id, label, date, digest, file, line, elsewhere, edtf, created, modified, deleted"


def _entity(row: tuple[Any, ...]) -> Entity:
    kind, local_id, label, date, digest, file, line, elsewhere, edtf, created, modified, deleted = row
    source = file if line is None else f"{file}:{line}"
    return Entity(Kind(kind), local_id, label, date, digest, source, created, modified, deleted, elsewhere, edtf)


_WORDS = re.compile(r"\w+", re.UNICODE)


def _match_expression(words: str) -> str:
    """Every word must occur; the last may go on (as when somebody is typing). Quoting keeps FTS5's operators out."""
    found = _WORDS.findall(words)
    return " ".join(f'"{word}"' for word in found[:-1]) + (f' "{found[-1]}"*' if found else "")


class Catalog:
    """The catalogue opened for reading; one connection a thread, as sqlite3 wants it."""

    def __init__(self, path: Path) -> None:
        """Open a catalogue.

        Raises:
            SnapshotError: it is not there, not a catalogue, or of another version.
        """
        try:
            self._db = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.Error as problem:
            raise SnapshotError(
                f"{path}: the catalogue cannot be read ({problem}). Build again, or roll back."
            ) from None
        if version != SCHEMA_VERSION:
            raise SnapshotError(
                f"{path}: the catalogue has version {version}, this program reads {SCHEMA_VERSION}. Build again."
            )

    def entity(self, kind: Kind, local_id: str) -> Entity | None:
        """The entity of a key, deleted ones included; None when there never was one."""
        row = self._db.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND local_id = ?", (str(kind), local_id)
        ).fetchone()
        return None if row is None else _entity(row)

    def browse(self, kind: Kind, after: str = "", limit: int = 50, by: str = "label") -> list[Entity]:
        """A page of the living entities of a kind, in the order of labels or of dates, after the local id given."""
        order = "date" if by == "date" else "label COLLATE NOCASE"
        column = "date" if by == "date" else "label"
        known = self.entity(kind, after) if after else None
        where, values = "", tuple[str, ...]()
        if known is not None:
            where = f" AND ({order}, local_id) > (?, ?)"
            values = (getattr(known, column), after)
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND deleted IS NULL{where} ORDER BY {order}, local_id LIMIT ?",
            (str(kind), *values, limit),
        )
        return [_entity(row) for row in rows]

    def dated(self, kind: Kind, first: str, last: str, limit: int = 500) -> list[Entity]:
        """The living entities of a kind whose first day lies between two days (ISO), in order of time."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND deleted IS NULL AND date BETWEEN ? AND ? AND date <> ''"
            " ORDER BY date, local_id LIMIT ?",
            (str(kind), first, last, limit),
        )
        return [_entity(row) for row in rows]

    def names(self, kind: Kind, local_id: str) -> list[str]:
        """All name forms of an entity."""
        rows = self._db.execute(
            "SELECT DISTINCT name FROM names WHERE entity = (SELECT id FROM entities WHERE kind = ? AND local_id = ?)"
            " ORDER BY name",
            (str(kind), local_id),
        )
        return [name for (name,) in rows]

    def search(self, words: str, limit: int = 50, offset: int = 0, kind: Kind | None = None) -> list[Hit]:
        """The entities whose label, names or text hold all the words, the best first; the last word may be a beginning."""
        expression = _match_expression(words)
        if not expression:
            return []
        rows = self._db.execute(
            f"SELECT {', '.join('e.' + name.strip() for name in _COLUMNS.split(','))}, t.body"
            " FROM (SELECT rowid, rank FROM found WHERE found MATCH ?1) AS f JOIN entities AS e ON e.id = f.rowid"
            " LEFT JOIN texts AS t ON t.entity = e.id"
            " WHERE e.deleted IS NULL AND (?4 IS NULL OR e.kind = ?4) ORDER BY f.rank, e.id LIMIT ?2 OFFSET ?3",
            (expression, limit, offset, None if kind is None else str(kind)),
        )
        return [Hit(_entity(row[:-1]), snippet_of(row[-1], words)) for row in rows]

    def counts(self) -> dict[str, int]:
        """How many living entities there are of each kind."""
        return dict(
            self._db.execute("SELECT kind, count(*) FROM entities WHERE deleted IS NULL GROUP BY kind ORDER BY kind")
        )

    def all(self) -> Iterator[Entity]:
        """Every entity, deleted ones too, in the order in which they were written."""
        for row in self._db.execute(f"SELECT {_COLUMNS} FROM entities ORDER BY id"):
            yield _entity(row)


def _fold(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(c))


def snippet_of(body: bytes | None, words: str, width: int = 220) -> str:
    """The piece of a text around the first of the words; "" when there is no text."""
    if not body:
        return ""
    text = zlib.decompress(body).decode()
    folded = _fold(text)
    if len(folded) != len(text):  # a letter that folds to two: the place would be off, so take the start
        folded = text.lower()
    places = [place for word in _WORDS.findall(_fold(words)) if (place := folded.find(word)) >= 0]
    middle = min(places, default=0)
    start = max(0, middle - width // 3)
    start = 0 if start == 0 else text.find(" ", start) + 1
    end = len(text) if start + width >= len(text) else max(text.rfind(" ", 0, start + width), start + 1)
    return ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
