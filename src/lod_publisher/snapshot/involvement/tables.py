"""The tables of the involvement file, asked. A snapshot without the file answers with nothing."""

import json
import sqlite3
from array import array
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

FILE = "involvement.sqlite"
VERSION = 1

TABLES = """
CREATE TABLE parts(
    entity INTEGER NOT NULL, role TEXT NOT NULL, total INTEGER NOT NULL, years TEXT NOT NULL, papers BLOB NOT NULL,
    PRIMARY KEY (entity, role)
) WITHOUT ROWID;
CREATE TABLE company(
    entity INTEGER NOT NULL, manner TEXT NOT NULL, place INTEGER NOT NULL, other INTEGER NOT NULL, times INTEGER NOT NULL,
    first INTEGER, last INTEGER, PRIMARY KEY (entity, manner, place)
) WITHOUT ROWID;
CREATE TABLE offices(appointment INTEGER NOT NULL, person INTEGER NOT NULL, post INTEGER, role TEXT NOT NULL, edtf TEXT NOT NULL);
CREATE INDEX offices_by_person ON offices(person);
CREATE INDEX offices_by_post ON offices(post);
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A role that an entity has in documents (or, for the role "event", in events): how often in all, and in each year.

    What is not dated counts in `total` alone.
    """

    role: str
    total: int
    years: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Companion:
    """Somebody who appears with an entity: `number` is the catalogue's, the years are those of the first and last dated time."""

    number: int
    times: int
    first: int | None
    last: int | None


@dataclass(frozen=True, slots=True)
class Office:
    """An appointment: whose, where (None when no mission is named), as what, and when in EDTF; the numbers are the catalogue's."""

    appointment: int
    person: int
    post: int | None
    role: str
    edtf: str


class Involvement:
    """The file of one snapshot, opened for reading."""

    def __init__(self, folder: Path) -> None:
        """Open the file of a snapshot's folder; one that is not there, or of another version, is empty."""
        path = folder / FILE
        where = f"file:{quote(str(path))}?mode=ro&immutable=1" if path.is_file() else "file::memory:"
        self._database = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        if self._ask("PRAGMA user_version") != [(VERSION,)]:
            self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._database.executescript(TABLES)

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(query, values).fetchall()

    def parts(self, entity: int) -> list[Part]:
        """The roles of an entity."""
        rows = self._ask("SELECT role, total, years FROM parts WHERE entity = ? ORDER BY role", entity)
        return [
            Part(role, total, {int(year): count for year, count in json.loads(years).items()})
            for role, total, years in rows
        ]

    def foremost(self, limit: int) -> list[tuple[int, int]]:
        """Who has a part in most documents, in whatever role: the catalogue's numbers, and how often."""
        return self._ask(
            "SELECT entity, sum(total) FROM parts WHERE role <> 'event' GROUP BY entity ORDER BY 2 DESC, entity LIMIT ?",
            limit,
        )

    def papers(self, entity: int, role: str = "") -> dict[str, "array[int]"]:
        """The documents of each role of an entity (or of one), by the catalogue's numbers, in the order of their dates."""
        rows = self._ask("SELECT role, papers FROM parts WHERE entity = ?1 AND (?2 = '' OR role = ?2)", entity, role)
        return {name: array("I", packed) for name, packed in rows}

    def company(self, entity: int) -> dict[str, list[Companion]]:
        """Who appears with an entity most often, by the manner in which they do ("met", "wrote", "heard", "named")."""
        found: dict[str, list[Companion]] = {}
        rows = self._ask(
            "SELECT manner, other, times, first, last FROM company WHERE entity = ? ORDER BY manner, place", entity
        )
        for manner, *row in rows:
            found.setdefault(manner, []).append(Companion(*row))
        return found

    def offices(self, entity: int) -> list[Office]:
        """The offices of a person, or those at a post (a mission, an organisation), in the order of time."""
        rows = self._ask(
            "SELECT appointment, person, post, role, edtf FROM offices WHERE person = ?1 OR post = ?1"
            " ORDER BY edtf = '', edtf, appointment",
            entity,
        )
        return [Office(*row) for row in rows]
