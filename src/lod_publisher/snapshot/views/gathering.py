"""Reading what the views show from a finished store and catalogue: spans of time, letters between places, bonds between people."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.views.spread import spread
from lod_publisher.snapshot.views.tables import FILE, TABLES, VERSION

Select = Callable[[str], Iterable[dict[str, str]]]

_PREFIX = "PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>"
_LETTERS = f"""{_PREFIX} SELECT ?sending ?from ?to {{ ?sending <BASE/vocab/had_addressee> ?to ; crm:P14_carried_out_by ?from }}"""
_TIMES = f"""{_PREFIX} SELECT ?sending ?day {{
  ?sending crm:P2_has_type <BASE/vocab/sending> ; crm:P4_has_time-span ?span . ?span crm:P82a_begin_of_the_begin ?day }}"""
_PLACES = f"{_PREFIX} SELECT ?what ?place {{ ?what crm:P7_took_place_at ?place }}"
_POINTS = f"{_PREFIX} SELECT ?place ?point {{ ?place crm:P168_place_is_defined_by ?point }}"
_SEATS = f"{_PREFIX} SELECT ?who ?place {{ ?who crm:P74_has_current_or_former_residence ?place }}"
_PRESENT = f"{_PREFIX} SELECT ?what ?who {{ {{ ?what crm:P11_had_participant ?who }} UNION {{ ?what crm:P14_carried_out_by ?who }} }}"
_WKT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)", re.I)
_DATED = (Kind.DOCUMENT, Kind.EVENT)
_PEOPLE = (Kind.PERSON, Kind.ORGANISATION)
# A conference of hundreds says little about who knew whom, and would make ten thousands of bonds.
_MOST_AT_ONE_TABLE = 40


@dataclass(slots=True)
class _Found:
    """What was read: the catalogue's numbers by key, years of documents and events, letters, and who was present where."""

    numbers: dict[tuple[Kind, str], int]
    iris: IriScheme
    kinds: dict[int, str] = field(default_factory=dict)
    years: dict[int, int] = field(default_factory=dict)
    points: dict[int, tuple[float, float]] = field(default_factory=dict)

    def number(self, iri: str, kinds: Iterable[Kind]) -> int | None:
        """The number of the entity that an IRI, or a part of it, stands for; None when it is of no such kind."""
        key = self.iris.split(iri.partition("#")[0])
        return self.numbers.get(key) if key is not None and key[0] in kinds else None


def write_views(folder: Path, select: Select, base: str) -> int:
    """Write what the views show beside a finished catalogue; returns how many bonds between people there are.

    `select` answers a query on the store.
    """
    catalog = Catalog(folder / "catalog.sqlite")
    living = catalog.living()
    found = _Found({(each.kind, each.local_id): number for number, each in living.items()}, IriScheme(base))
    found.kinds = {number: str(each.kind) for number, each in living.items() if each.kind in _DATED}
    with closing(sqlite3.connect(folder / FILE, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(TABLES)
        db.execute("BEGIN")
        spans = [
            (number, str(each.kind), *_days(each.edtf or each.date))
            for number, each in living.items()
            if each.kind in _DATED and each.date
        ]
        found.years = {number: int(first[:4]) for number, _, first, *_ in spans}
        db.executemany("INSERT INTO spans VALUES (?,?,?,?,?)", spans)
        months = Counter((kind, _common(first, last)) for _, kind, first, last, _ in spans)
        db.executemany("INSERT INTO months VALUES (?,?,?)", [(*key, count) for key, count in sorted(months.items())])
        _write_places(db, found, select, base)
        bonds = _bonds(found, select, base)
        db.executemany("INSERT INTO bonds VALUES (?,?,?,?,?)", [(*key, count) for key, count in sorted(bonds.items())])
        weights: Counter[tuple[int, int]] = Counter()
        for (_, one, other, _), count in bonds.items():
            weights[min(one, other), max(one, other)] += count
        db.executemany("INSERT INTO spots VALUES (?,?,?)", [(who, *at) for who, at in sorted(spread(weights).items())])
        db.execute("COMMIT")
        db.execute(f"PRAGMA user_version = {VERSION:d}")
    return len(bonds)


def _days(edtf: str) -> tuple[str, str, int]:
    """The first and last day of a date, and their number; an open side is the other side, since a line must end somewhere."""
    try:
        first, last = bounds(edtf)
    except DateError:
        first = last = None
    start, end = first or last, last or first
    if start is None or end is None:
        return edtf[:10], edtf[:10], 1
    return start.isoformat(), end.isoformat(), (end - start).days + 1


def _common(first: str, last: str) -> str:
    """The month in which both days lie, else the year, else ""."""
    return first[:7] if first[:7] == last[:7] else first[:4] if first[:4] == last[:4] else ""


def _write_places(db: sqlite3.Connection, found: _Found, select: Select, base: str) -> None:
    for row in select(_POINTS):
        place, point = found.number(row["place"], (Kind.PLACE,)), _WKT.search(row["point"])
        if place is not None and point is not None:
            found.points[place] = (float(point[2]), float(point[1]))
    db.executemany("INSERT INTO points VALUES (?,?,?)", [(place, *at) for place, at in sorted(found.points.items())])
    origins: dict[str, set[int]] = defaultdict(set)
    here: dict[int, set[int]] = defaultdict(set)
    for row in select(_PLACES):
        place, what = found.number(row["place"], (Kind.PLACE,)), found.number(row["what"], _DATED)
        if place is not None and what is not None:
            here[place].add(what)
            origins[row["what"]].add(place)
    at = Counter((place, found.kinds[what], found.years.get(what, 0)) for place, all_ in here.items() for what in all_)
    db.executemany("INSERT INTO here VALUES (?,?,?,?)", [(*key, count) for key, count in sorted(at.items())])
    arcs, figures = _arcs(list(_letters(found, select, base)), origins, _seats(found, select), found)
    db.executemany("INSERT INTO letters VALUES (?,?,?,?,?)", [(*key, count) for key, count in sorted(arcs.items())])
    db.executemany("INSERT INTO figures VALUES (?,?)", sorted(figures.items()))


def _seats(found: _Found, select: Select) -> dict[int, int]:
    """Where somebody has a seat that the map knows; of several, the first by name."""
    seats: dict[int, int] = {}
    for row in sorted(select(_SEATS), key=lambda row: (row["who"], row["place"])):
        who, place = found.number(row["who"], _PEOPLE), found.number(row["place"], (Kind.PLACE,))
        if who is not None and place is not None and place in found.points:
            seats.setdefault(who, place)
    return seats


def _arcs(
    letters: list[tuple[str, int, int, int]], origins: dict[str, set[int]], seats: dict[int, int], found: _Found
) -> tuple[Counter[tuple[int, int, int, str]], Counter[str]]:
    """How many letters went from where to where in each year, on which grounds; and how many letters there are in all and on the map."""
    arcs: Counter[tuple[int, int, int, str]] = Counter()
    figures: Counter[str] = Counter(letters=0, letters_on_map=0)
    whence = _whence(letters, origins, found)
    for sending, _, addressee, year in letters:
        figures["letters"] += 1
        target, grounds = whence.get((addressee, year)), "letters"
        if target is None:
            target, grounds = seats.get(addressee), "seat"
        starts = [place for place in origins.get(sending, ()) if place in found.points]
        if target is not None and starts:
            figures["letters_on_map"] += 1
            arcs.update((place, target, year, grounds) for place in starts)
    return arcs, figures


def _letters(found: _Found, select: Select, base: str) -> Iterator[tuple[str, int, int, int]]:
    """Every letter: its sending, who sent it to whom, and in which year."""
    years = {row["sending"]: _year(row["day"]) for row in select(_TIMES.replace("BASE", base))}
    for row in select(_LETTERS.replace("BASE", base)):
        sender, addressee = found.number(row["from"], _PEOPLE), found.number(row["to"], _PEOPLE)
        if sender is not None and addressee is not None:
            yield row["sending"], sender, addressee, years.get(row["sending"], 0)


def _year(day: str) -> int:
    return int(day[:4]) if day[:4].isdigit() else 0


def _whence(
    letters: Iterable[tuple[str, int, int, int]], origins: dict[str, set[int]], found: _Found
) -> dict[tuple[int, int], int]:
    """The place from which each wrote most in a year; who wrote from two places equally often, from the one with the smaller number."""
    wrote: dict[tuple[int, int], Counter[int]] = defaultdict(Counter)
    for sending, sender, _, year in letters:
        wrote[sender, year].update(place for place in origins.get(sending, ()) if place in found.points)
    return {key: min(places, key=lambda place: (-places[place], place)) for key, places in wrote.items() if places}


def _bonds(found: _Found, select: Select, base: str) -> Counter[tuple[str, int, int, int]]:
    """How often each wrote to each, and met each, in each year; only an event is a meeting."""
    bonds: Counter[tuple[str, int, int, int]] = Counter()
    for _, sender, addressee, year in _letters(found, select, base):
        if sender != addressee:
            bonds["wrote", sender, addressee, year] += 1
    present: dict[int, set[int]] = defaultdict(set)
    for row in select(_PRESENT):
        event, who = found.number(row["what"], (Kind.EVENT,)), found.number(row["who"], _PEOPLE)
        if event is not None and who is not None:
            present[event].add(who)
    for event, people in present.items():
        if len(people) <= _MOST_AT_ONE_TABLE:
            for one, other in combinations(sorted(people), 2):
                bonds["met", one, other, found.years.get(event, 0)] += 1
    return bonds
