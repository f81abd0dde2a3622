"""Documents by role over the years as small charts: one row of bars for each role, the years below, the same as a table.

Bars are placed in percent of the width, so that a chart is as wide as the page and its words keep their size.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.snapshot.involvement import Part
from lod_publisher.web.languages import N_, gettext, number

# In the order in which a reader asks, with the words for one and for many.
ROLES = {
    "author": N_("written by"),
    "sender": N_("sender"),
    "addressee": N_("addressee"),
    "drafter": N_("drafter"),
    "clearer": N_("cleared"),
    "approver": N_("approved"),
    "participant": N_("took part in what is recorded"),
    "written-here": N_("written or sent here"),
    "event": N_("events"),
    "mentioned": N_("only mentioned"),
}
_LABELS = {
    "author": N_("Wrote it"),
    "sender": N_("Sender"),
    "addressee": N_("Addressee"),
    "drafter": N_("Drafter"),
    "clearer": N_("Cleared it"),
    "approver": N_("Approved it"),
    "participant": N_("Took part in what it records"),
    "written-here": N_("Written or sent here"),
    "event": N_("Events"),
    "mentioned": N_("Only mentioned"),
}
_HEIGHT = 30.0
_LEAST_YEARS = 10
_LEAST = 2.0
_GAP = 0.14
_MOST_TICKS = 5
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of one year: places in percent of the width, heights in pixels from the top of the row."""

    year: int
    count: int
    x: str
    middle: str
    anchor: str
    width: str
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Strip:
    """One role: its bars, the year of most, and a sentence that says the same."""

    role: str
    label: str
    total: int
    undated: int
    bars: list[Bar]
    peak: Bar | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis and its place in percent; `anchor` keeps the words inside the chart."""

    label: str
    x: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Activity:
    """All rows of one thing over the same years."""

    strips: list[Strip]
    ticks: list[Tick]
    years: list[int]
    table: list[tuple[int, list[int]]]


def activity(parts: Sequence[Part]) -> Activity | None:
    """The charts of a thing's roles; None when it has a part in nothing."""
    known = sorted((part for part in parts if part.role in ROLES), key=lambda part: list(ROLES).index(part.role))
    if not known:
        return None
    years = sorted({year for part in known for year in part.years})
    first, last = _span(years)
    strips = [_strip(part, first, last) for part in known]
    table = [(year, [part.years.get(year, 0) for part in known]) for year in years]
    return Activity(strips, ticks(first, last) if years else [], years, table)


def _span(years: Sequence[int]) -> tuple[int, int]:
    """The years of a chart, at least ten: two fat bars would look like much."""
    if not years:
        return 0, 0
    missing = max(0, _LEAST_YEARS - (years[-1] - years[0] + 1))
    return years[0] - missing // 2, years[-1] + missing - missing // 2


def _strip(part: Part, first: int, last: int) -> Strip:
    span, most = last - first + 1, max(part.years.values(), default=0)
    bars = []
    for year, count in sorted(part.years.items()):
        height = max(_LEAST, _HEIGHT * count / most)
        place = 100 * (year - first + _GAP / 2) / span
        width, middle = 100 * (1 - _GAP) / span, 100 * (year - first + 0.5) / span
        tall = (f"{_HEIGHT - height:.1f}", f"{height:.1f}")
        bars.append(Bar(year, count, f"{place:.3f}%", f"{middle:.3f}%", _anchor(middle), f"{width:.3f}%", *tall))
    peak = max(bars, key=lambda bar: bar.count, default=None)
    undated = part.total - sum(part.years.values())
    label = _LABELS[part.role]
    return Strip(part.role, label, part.total, undated, bars, peak, _sentence(label, part, peak, undated))


def _sentence(label: str, part: Part, peak: Bar | None, undated: int) -> str:
    """A strip in words, for those who do not see it."""
    words = f"{gettext(label)}: {number(part.total)}"
    if peak is not None:
        first, last = min(part.years), max(part.years)
        if first == last:
            words += gettext(", in %s") % first
        else:
            told = {"first": first, "last": last, "year": peak.year, "number": number(peak.count)}
            words += gettext(", from %(first)s to %(last)s, most in %(year)s (%(number)s)") % told
    return words + gettext("; %s without a date") % number(undated) if undated else words


def ticks(first: int, last: int) -> list[Tick]:
    """Round years below a chart whose years each have the same width, under the middle of the year."""
    span = last - first + 1
    if span == 1:
        return [Tick(str(first), "50%", "middle")]
    step = next((step for step in _STEPS if span / step <= _MOST_TICKS), _STEPS[-1])
    shown = [year for year in range(first, last + 1) if year % step == 0]
    found = []
    for year in shown or [first, last]:
        place = 100 * (year - first + 0.5) / span
        found.append(Tick(str(year), f"{place:.3f}%", _anchor(place)))
    return found


def _anchor(place: float) -> str:
    """On which side of its place, in percent, a word stands so that it stays inside the chart."""
    return "start" if place < 4 else "end" if place > 96 else "middle"
