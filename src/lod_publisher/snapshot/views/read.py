"""What the views show, read: densities and spans of time, points and letters on the map, bonds between people."""

import json
import sqlite3
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lod_publisher.snapshot.views.tables import FILE, TABLES, VERSION

_ALWAYS = (-9999, 9999)


@dataclass(frozen=True, slots=True)
class Density:
    """How many things of a kind fall into a month (ISO, such as 1958-07), or into a year when their dates are no nearer."""

    kind: str
    month: str
    number: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An entity (the catalogue's number) with the first and the last day that its date allows."""

    entity: int
    kind: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map, with what was written and what happened there."""

    place: int
    latitude: float
    longitude: float
    documents: int
    events: int


@dataclass(frozen=True, slots=True)
class Arc:
    """How many letters went from one place to another; `inferred` of them to where the addressee wrote from that year."""

    origin: int
    target: int
    number: int
    inferred: int


@dataclass(frozen=True, slots=True)
class Bond:
    """How often one wrote to the other (`kind` "wrote"), or both met ("met"), between two years."""

    kind: str
    one: int
    other: int
    number: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day of the year, "07-14", with the entities (the catalogue's numbers) that are dated to it, in order of time."""

    day: str
    entities: list[int]


class Views:
    """The file of the views; one that is not there, or of another version, is empty."""

    def __init__(self, folder: Path) -> None:
        """Open what the views of a snapshot's folder show."""
        path = folder / FILE
        where = f"file:{quote(str(path))}?mode=ro&immutable=1" if path.is_file() else "file::memory:"
        self._database = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=False)
        if self._ask("PRAGMA user_version") != [(VERSION,)]:
            self._database = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._database.executescript(TABLES)
        self.figures: dict[str, int] = dict(self._ask("SELECT name, number FROM figures"))

    def _ask(self, query: str, *values: Any) -> list[tuple[Any, ...]]:
        return self._database.execute(query, values).fetchall()

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """The first and last year in which anything is dated."""
        first, last = self._ask("SELECT min(first), max(last) FROM spans")[0]
        return (int(first[:4]), int(last[:4])) if first else None

    def months(self, first: str, last: str) -> list[Density]:
        """How much of each kind falls into each month from one to another (ISO days or months), in order; years stand among them."""
        rows = self._ask(
            "SELECT kind, month, number FROM months WHERE month BETWEEN ? AND ? ORDER BY month, kind",
            first[:7],
            last[:7],
        )
        return [Density(*row) for row in rows]

    def days(self, first: str, last: str) -> list[Density]:
        """How much of each kind is dated to each day from one to another, in order."""
        rows = self._ask(
            "SELECT kind, first, count(*) FROM spans WHERE days = 1 AND first BETWEEN ? AND ? GROUP BY kind, first ORDER BY first",
            first, last,
        )  # fmt: skip
        return [Density(*row) for row in rows]

    def moments(self, kind: str, first: str, last: str, limit: int, least_days: int = 1) -> list[Moment]:
        """The things of a kind whose date may lie between two days, those that are vague or long first, then in order of time."""
        rows = self._ask(
            "SELECT entity, kind, first, last FROM spans WHERE kind = ? AND days >= ? AND first <= ? AND last >= ?"
            " ORDER BY days DESC, first, entity LIMIT ?",
            kind, least_days, last, first, limit,
        )  # fmt: skip
        return [Moment(*row) for row in rows]

    def anniversary(self, kind: str, day: str) -> Anniversary | None:
        """What of a kind is dated to a day of the year, or to the next on which anything is; None when nothing has a day."""
        found = self._ask(
            "SELECT substr(first, 6) FROM spans WHERE kind = ? AND days = 1 GROUP BY 1 ORDER BY substr(first, 6) < ?, 1 LIMIT 1",
            kind, day,
        )  # fmt: skip
        if not found:
            return None
        rows = self._ask(
            "SELECT entity FROM spans WHERE kind = ? AND days = 1 AND substr(first, 6) = ? ORDER BY first, entity",
            kind, found[0][0],
        )  # fmt: skip
        return Anniversary(found[0][0], [entity for (entity,) in rows])

    def spots(self, years: tuple[int, int] | None = None) -> list[Spot]:
        """The places that have a point and of which something is known between two years, the busiest first."""
        rows = self._ask(
            "SELECT place, latitude, longitude, sum(iif(kind = 'document', number, 0)), sum(iif(kind = 'event', number, 0))"
            " FROM points JOIN here USING (place) WHERE year BETWEEN ? AND ? GROUP BY place ORDER BY sum(number) DESC, place",
            *(years or _ALWAYS),
        )
        return [Spot(*row) for row in rows]

    def points(self, places: Collection[int]) -> dict[int, tuple[float, float]]:
        """Where some places lie: latitude and longitude."""
        rows = self._ask(
            "SELECT place, latitude, longitude FROM points WHERE place IN (SELECT value FROM json_each(?))",
            json.dumps(list(places)),
        )
        return {place: (latitude, longitude) for place, latitude, longitude in rows}

    def letters(self, years: tuple[int, int] | None = None) -> list[Arc]:
        """The letters from place to place between two years, the busiest way first."""
        rows = self._ask(
            "SELECT origin, target, sum(number), sum(iif(grounds = 'letters', number, 0)) FROM letters"
            " WHERE year BETWEEN ? AND ? GROUP BY origin, target ORDER BY 3 DESC, origin, target",
            *(years or _ALWAYS),
        )
        return [Arc(*row) for row in rows]

    def bonds(
        self, kinds: Collection[str], years: tuple[int, int] | None = None, around: int | None = None
    ) -> list[Bond]:
        """Who wrote to whom or met whom between two years, the strongest first; with `around`, one's own bonds and those among one's friends."""
        circle = None
        if around is not None:
            friends = self._ask(
                "SELECT other FROM bonds WHERE one = ?1 UNION SELECT one FROM bonds WHERE other = ?1", around
            )
            circle = json.dumps([around, *(friend for (friend,) in friends)])
        rows = self._ask(
            "SELECT kind, one, other, sum(number), min(year), max(year) FROM bonds"
            " WHERE kind IN (SELECT value FROM json_each(?1)) AND year BETWEEN ?2 AND ?3 AND (?4 IS NULL OR"
            " (one IN (SELECT value FROM json_each(?4)) AND other IN (SELECT value FROM json_each(?4))))"
            " GROUP BY kind, one, other ORDER BY 4 DESC, kind, one, other",
            json.dumps(list(kinds)),
            *(years or _ALWAYS),
            circle,
        )
        return [Bond(*row) for row in rows]

    def places_in_drawing(self, people: Collection[int]) -> dict[int, tuple[float, float]]:
        """Where some people stand in the drawing of the network, from about -1 to 1."""
        rows = self._ask(
            "SELECT entity, x, y FROM spots WHERE entity IN (SELECT value FROM json_each(?))", json.dumps(list(people))
        )
        return {who: (x, y) for who, x, y in rows}
