"""The log of changes, read: what was created, modified and deleted, in which build, and what each version said."""

import sqlite3
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.slices import Slice


class Operation(StrEnum):
    """What became of an entity."""

    CREATED = "created"
    MODIFIED = "modified"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one entity.

    `number` counts from 1 over the whole history without gaps, and a change keeps its number in every later snapshot; `moment` is
    that of the build that found it (ISO 8601, UTC, to the second); `digest` that of the description after it, "" for a deletion;
    `elsewhere` the entity's own IRI when it is not one of ours.
    """

    number: int
    moment: str
    operation: Operation
    kind: Kind
    local_id: str
    label: str
    digest: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class Period:
    """A build that changed something: its moment, and the numbers of its first and last change."""

    moment: str
    first: int
    last: int


_COLUMNS = "number, moment, operation, kind, local_id, label, digest, elsewhere"


def _change(row: tuple[Any, ...]) -> Change:
    number, moment, operation, kind, local_id, label, digest, elsewhere = row
    return Change(number, moment, Operation(operation), Kind(kind), local_id, label, digest, elsewhere)


class Changes:
    """The log of one snapshot; every question but that for its periods, which is asked once, reads an index."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    @cached_property
    def _periods(self) -> list[Period]:
        """A walk over the log, so not before somebody wants them."""
        rows = self._db.execute("SELECT moment, min(number), max(number) FROM changes GROUP BY moment ORDER BY 2")
        return [Period(*row) for row in rows]

    @property
    def last(self) -> int:
        """The number of the newest change; 0 when there is none."""
        return int(self._db.execute("SELECT max(number) FROM changes").fetchone()[0] or 0)

    def moments(self) -> list[Period]:
        """The builds that changed something, the oldest first."""
        return list(self._periods)

    def after(self, number: int, limit: int) -> list[Change]:
        """The changes that follow one, the oldest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM changes WHERE number > ? ORDER BY number LIMIT ?", (number, limit)
        )
        return [_change(row) for row in rows]

    def before(self, number: int, limit: int) -> list[Change]:
        """The changes that precede one, the newest first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM changes WHERE number < ? ORDER BY number DESC LIMIT ?", (number, limit)
        )
        return [_change(row) for row in rows]

    def of(self, kind: Kind, local_id: str) -> list[Change]:
        """The history of one entity, the oldest change first."""
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM changes WHERE kind = ? AND local_id = ? ORDER BY number", (str(kind), local_id)
        )
        return [_change(row) for row in rows]

    def slices(self, change: Change) -> list[Slice] | None:
        """Where the statements of a version lie that is no longer the newest; None when it is the newest or a deletion."""
        rows = self._db.execute(
            "SELECT file, start, length FROM superseded WHERE change = ? ORDER BY place", (change.number,)
        ).fetchall()
        return [Slice(*row) for row in rows] or None
