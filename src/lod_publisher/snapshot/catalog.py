"""The catalogue of a snapshot, read: every entity with its label, dates and digest, its names, and the full-text index."""

import json
import re
import sqlite3
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lod_publisher.errors import SnapshotError
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.slices import Slice

SCHEMA_VERSION = 3


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

    @property
    def cursor(self) -> str:
        """Where this entity stands in the order of `modified_since`."""
        return f"{self.modified}|{self.kind}|{self.local_id}"


@dataclass(frozen=True, slots=True)
class Move:
    """Where to look for what had another name: the key of it (None when it was withdrawn), since which day, and why."""

    target: tuple[Kind, str] | None
    moment: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that search found, with a piece of the text around the words."""

    entity: Entity
    snippet: str


_COLUMNS = "kind, local_id, label, date, digest, file, line, elsewhere, edtf, created, modified, deleted"


def _entity(row: Sequence[Any]) -> Entity:
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
            self.database = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
            version = self.database.execute("PRAGMA user_version").fetchone()[0]
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
        row = self.database.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND local_id = ?", (str(kind), local_id)
        ).fetchone()
        return None if row is None else _entity(row)

    def number(self, kind: Kind, local_id: str) -> int | None:
        """The number by which other files of the snapshot speak of an entity; None when there never was one."""
        row = self.database.execute(
            "SELECT id FROM entities WHERE kind = ? AND local_id = ?", (str(kind), local_id)
        ).fetchone()
        return None if row is None else int(row[0])

    def numbered(self, numbers: Iterable[int]) -> dict[int, Entity]:
        """The living entities of some numbers."""
        rows = self.database.execute(
            f"SELECT id, {_COLUMNS} FROM entities WHERE deleted IS NULL AND id IN (SELECT value FROM json_each(?))",
            (json.dumps(list(numbers)),),
        )
        return {number: _entity(row) for number, *row in rows}

    def browse(self, kind: Kind, after: str = "", limit: int = 50, by: str = "label") -> list[Entity]:
        """A page of the living entities of a kind, in the order of labels or of dates, after the local id given."""
        order = "date" if by == "date" else "label COLLATE NOCASE"
        column = "date" if by == "date" else "label"
        known = self.entity(kind, after) if after else None
        where, values = "", tuple[str, ...]()
        if known is not None:
            where = f" AND ({order}, local_id) > (?, ?)"
            values = (getattr(known, column), after)
        rows = self.database.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND deleted IS NULL{where} ORDER BY {order}, local_id LIMIT ?",
            (str(kind), *values, limit),
        )
        return [_entity(row) for row in rows]

    def dated(self, kind: Kind, first: str, last: str, limit: int = 500) -> list[Entity]:
        """The living entities of a kind whose first day lies between two days (ISO), in order of time."""
        rows = self.database.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = ? AND deleted IS NULL AND date BETWEEN ? AND ? AND date <> ''"
            " ORDER BY date, local_id LIMIT ?",
            (str(kind), first, last, limit),
        )
        return [_entity(row) for row in rows]

    def keys_below(self, kind: Kind, prefix: str) -> list[str]:
        """The local ids of a kind's living entities that go on after a prefix with `/`: all documents of a volume."""
        rows = self.database.execute(
            "SELECT local_id FROM entities WHERE kind = ? AND local_id >= ? AND local_id < ? AND deleted IS NULL",
            (str(kind), f"{prefix}/", f"{prefix}0"),
        )
        return [local_id for (local_id,) in rows]

    def nearest_to(self, day: str, numbers: Iterable[int], limit: int) -> list[int]:
        """Those of some dated entities whose first day is nearest to a day (ISO), by their numbers."""
        rows = self.database.execute(
            "SELECT id FROM entities WHERE id IN (SELECT value FROM json_each(?1)) AND date <> '' AND deleted IS NULL"
            " ORDER BY abs(julianday(date) - julianday(?2)), id LIMIT ?3",
            (json.dumps(list(numbers)), day, limit),
        )
        return [number for (number,) in rows]

    def names(self, kind: Kind, local_id: str) -> list[str]:
        """All name forms of an entity."""
        rows = self.database.execute(
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
        rows = self.database.execute(
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
            self.database.execute(
                "SELECT kind, count(*) FROM entities WHERE deleted IS NULL GROUP BY kind ORDER BY kind"
            )
        )

    def days_of(self, kind: Kind) -> tuple[str, str]:
        """The earliest and the latest day that is known of a kind's living entities; "" for both when none is dated."""
        first, last = self.database.execute(
            "SELECT min(date), max(date) FROM entities WHERE kind = ? AND date <> '' AND deleted IS NULL", (str(kind),)
        ).fetchone()
        return first or "", last or ""

    def modified_since(
        self,
        moment: str = "",
        after: str = "",
        until: str = "",
        kinds: Sequence[Kind] = (),
        prefix: str = "",
        limit: int = 500,
    ) -> list[Entity]:
        """Entities, deleted ones too, that were last changed from one moment to another, in the order of (moment, kind, local id).

        `after` is the cursor of the last one seen; `kinds` none for all; `prefix` leaves those whose local id is it or goes on
        after it with `/`, as the parts of a volume do. Reads an index in its order, so that a page costs the same wherever it lies.
        """
        where, values = ["modified >= ?"], [moment]
        if after:
            seen, kind, local_id = [*after.split("|", 2), "", ""][:3]
            where.append("(modified, kind, local_id) > (?, ?, ?)")
            values += [seen, kind, local_id]
        if until:
            where.append("modified <= ?")
            values.append(until)
        if kinds:
            where.append(f"kind IN ({', '.join('?' * len(kinds))})")
            values += [str(kind) for kind in kinds]
        if prefix:
            where.append("(local_id = ? OR (local_id >= ? AND local_id < ?))")
            values += [prefix, f"{prefix}/", f"{prefix}0"]
        rows = self.database.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE {' AND '.join(where)} ORDER BY modified, kind, local_id LIMIT ?",
            (*values, limit),
        )
        return [_entity(row) for row in rows]

    def moves(self, kind: Kind, local_id: str) -> list[Move]:
        """What took the place of an entity, as the collection's `moved.csv` says: several things when it was divided."""
        rows = self.database.execute(
            "SELECT to_kind, to_local_id, moment, reason FROM moves WHERE kind = ? AND local_id = ? ORDER BY 1, 2",
            (str(kind), local_id),
        )
        return [Move((Kind(to_kind), to_id) if to_id else None, day, why) for to_kind, to_id, day, why in rows]

    def replacement(self, kind: Kind, local_id: str) -> tuple[Kind, str] | None:
        """The key of what took the place of an entity; None when nothing did, or several things."""
        moves = self.moves(kind, local_id)
        return moves[0].target if len(moves) == 1 else None

    def slices(self, kind: Kind, local_id: str) -> list[Slice]:
        """Where the statements of an entity's own description lie in the dumps."""
        rows = self.database.execute(
            "SELECT file, start, length FROM blocks"
            " WHERE entity = (SELECT id FROM entities WHERE kind = ? AND local_id = ?) ORDER BY place",
            (str(kind), local_id),
        )
        return [Slice(*row) for row in rows]

    def living(self) -> dict[int, Entity]:
        """Every living entity by its number."""
        rows = self.database.execute(f"SELECT id, {_COLUMNS} FROM entities WHERE deleted IS NULL ORDER BY id")
        return {number: _entity(row) for number, *row in rows}

    def all(self) -> Iterator[Entity]:
        """Every entity, deleted ones too, in the order in which they were written."""
        for row in self.database.execute(f"SELECT {_COLUMNS} FROM entities ORDER BY id"):
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
