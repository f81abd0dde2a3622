"""The ways in that the front page offers: time, places, people and this day in other years, read once from what the build counted."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from math import sqrt

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.languages import N_

_PEOPLE, _PLACES, _DAYS, _LETTERS = 12, 10, 6, 6
_DOTS = 300
# Bars stand for months while they are wide enough to be seen, else for years.
_MOST_BARS = 320
_THICKEST = 8.0
# What little lies far before and after all else must not squeeze the rest.
_LEFT_OUT = 0.01
_YEAR, _MONTH, _DAY = len("1958"), len("1958-07"), re.compile(r"\d\d-\d\d")
_DAYS_IN = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# The map's plane: degrees, with east and west drawn together as on the 37th parallel.
_ACROSS = 0.8
MAP_BOX = "-138 -78 286 136"


@dataclass(frozen=True, slots=True)
class Bar:
    """A month or year of the strip: where it stands and how high, in per cent."""

    x: float
    width: float
    documents: float
    events: float


@dataclass(frozen=True, slots=True)
class Strip:
    """How much was written, and happened, when; `years` is the same in numbers: the year, its documents, its events."""

    bars: list[Bar] = field(default_factory=list)
    years: list[tuple[int, int, int]] = field(default_factory=list)
    unit: str = N_("in each year")


@dataclass(frozen=True, slots=True)
class Portrait:
    """Somebody, the number of documents in which he has a part, and those years as bars (x, width, height in per cent)."""

    entity: Entity
    total: int
    first: int | None
    last: int | None
    bars: list[tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the map with its point in the map's plane."""

    entity: Entity
    documents: int
    events: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Ways:
    """All of them, for one snapshot."""

    strip: Strip
    portraits: list[Portrait]
    places: list[Place]
    days: list[tuple[str, int]]

    @staticmethod
    def of(snapshot: Snapshot) -> "Ways":
        """Read them; what the build did not count is empty."""
        strip = _strip(snapshot)
        eventful = Counter(
            {item.month: item.number for item in snapshot.views.days("0000", "9999") if item.kind == Kind.EVENT}
        )
        days = [(day, number) for day, number in eventful.most_common(_DAYS) if number > 1]
        return Ways(strip, _portraits(snapshot, [year for year, *_ in strip.years]), _places(snapshot), days)


def _strip(snapshot: Snapshot) -> Strip:
    counts = [item for item in snapshot.views.months("0000", "9999") if len(item.month) >= _YEAR]
    dated = Counter[int]()
    for item in counts:
        if len(item.month) >= _MONTH:
            dated[int(item.month[:_YEAR])] += item.number
    if not dated:
        return Strip()
    of_kind: dict[str, Counter[int]] = {Kind.DOCUMENT: Counter(), Kind.EVENT: Counter()}
    for item in counts:
        year = int(item.month[:_YEAR])
        of_kind.setdefault(item.kind, Counter())[year] += item.number
    first, last = _window(dated)
    years = [(year, of_kind[Kind.DOCUMENT][year], of_kind[Kind.EVENT][year]) for year in range(first, last + 1)]
    months = 12 * len(years) <= _MOST_BARS
    heights: dict[str, Counter[int]] = {Kind.DOCUMENT: Counter(), Kind.EVENT: Counter()}
    for item in counts:
        place = int(item.month[:_YEAR]) - first
        if months and len(item.month) >= _MONTH:
            heights[item.kind][12 * place + int(item.month[5:7]) - 1] += item.number
        elif not months:
            heights[item.kind][place] += item.number
    number = len(years) * (12 if months else 1)
    # A root, so that a month with one document can be seen beside one with three hundred.
    tops = {kind: sqrt(max((height[at] for at in range(number)), default=1) or 1) for kind, height in heights.items()}
    width = 100 / number
    bars = [
        Bar(
            round(at * width, 3),
            round(width * 0.82, 3),
            *(round(100 * sqrt(heights[kind][at]) / tops[kind], 1) for kind in (Kind.DOCUMENT, Kind.EVENT)),
        )
        for at in range(number)
    ]
    return Strip(bars, years, N_("in each month") if months else N_("in each year"))


def _window(by_year: Counter[int]) -> tuple[int, int]:
    """The years between which all lies but a hundredth at either end."""
    total, seen, first, last = sum(by_year.values()), 0, min(by_year), max(by_year)
    for year in sorted(by_year):
        if seen <= total * _LEFT_OUT:
            first = year
        if seen < total * (1 - _LEFT_OUT):
            last = year
        seen += by_year[year]
    return first, last


def _portraits(snapshot: Snapshot, years: list[int]) -> list[Portrait]:
    ranked = snapshot.involvement.foremost(12 * _PEOPLE)
    known = snapshot.catalog.numbered(number for number, _ in ranked)
    people = [(number, known[number]) for number, _ in ranked if number in known]
    return [
        _portrait(snapshot, number, entity, years)
        for number, entity in [pair for pair in people if pair[1].kind is Kind.PERSON][:_PEOPLE]
    ]


def _portrait(snapshot: Snapshot, number: int, entity: Entity, years: list[int]) -> Portrait:
    """Somebody's years, all on the strip's own axis, so that portraits can be laid beside each other."""
    parts = [part for part in snapshot.involvement.parts(number) if part.role != "event"]
    active: Counter[int] = Counter()
    for part in parts:
        active.update(part.years)
    highest = max(active.values(), default=1)
    width = 100 / max(1, len(years))
    thick = min(0.8 * width, _THICKEST)
    bars = [
        (round((place + 0.5) * width - thick / 2, 3), round(thick, 3), round(100 * active[year] / highest, 1))
        for place, year in enumerate(years)
        if active[year]
    ]
    return Portrait(
        entity, sum(part.total for part in parts), min(active, default=None), max(active, default=None), bars
    )


def _places(snapshot: Snapshot) -> list[Place]:
    spots = snapshot.views.spots()[:_DOTS]
    known = snapshot.catalog.numbered(spot.place for spot in spots)
    most = max((spot.documents + spot.events for spot in spots), default=1)
    return [
        Place(
            known[spot.place],
            spot.documents,
            spot.events,
            round(spot.longitude * _ACROSS, 2),
            round(-spot.latitude, 2),
            round(0.7 + 4.5 * sqrt((spot.documents + spot.events) / most), 2),
        )
        for spot in spots
        if spot.place in known
    ]


def foremost(places: Iterable[Place]) -> list[Place]:
    """The places that are also listed by name."""
    return list(places)[:_PLACES]


def day_of_year(asked: str, today: str) -> str:
    """The day that is asked for as month and day, "07-14", or today when that is no day."""
    if _DAY.fullmatch(asked):
        month, day = int(asked[:2]), int(asked[3:])
        if 1 <= month <= len(_DAYS_IN) and 1 <= day <= _DAYS_IN[month - 1]:
            return asked
    return today


def on_this_day(snapshot: Snapshot, day: str) -> tuple[str, list[Entity]]:
    """What was written on a day of the year, or on the next on which anything was; spread over the years. "" when nothing has a day."""
    found = snapshot.views.anniversary(Kind.DOCUMENT, day)
    if found is None:
        return "", []
    step = max(1, len(found.entities) // _LETTERS)
    chosen = found.entities[::step][:_LETTERS]
    known = snapshot.catalog.numbered(chosen)
    return found.day, [known[number] for number in chosen if number in known]
