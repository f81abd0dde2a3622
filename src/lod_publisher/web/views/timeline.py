"""The timeline: how much was written and happened when, and each event that has room, vague dates as ranges."""

import calendar
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import urlencode

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.views import Density, Moment
from lod_publisher.web.languages import N_, day_in_words, gettext, ngettext
from lod_publisher.web.languages import number as number_
from lod_publisher.web.site import Site
from lod_publisher.web.views.drawing import (
    DOCUMENTS,
    EVENTS,
    LINE,
    QUIET,
    Figure,
    Leads,
    drawing,
    link,
    shape,
    shortened,
    words,
)
from lod_publisher.web.views.window import Window
from lod_publisher.web.words import spoken_day, spoken_edtf

WIDTH = 1000
_EDGE, _BARS, _AXIS, _LANE = 10, 96, 22, 21
_MAX_LANES, _MAX_DRAWN, _MAX_ROWS = 16, 400, 20_000
# Wide enough for the widest face that systems bring for their interface.
_LETTER, _MAX_LETTERS = 7.0, 44
# A document whose date leaves more than a month open is drawn among the events, since no bar of a month may claim it.
_VAGUE_DAYS = 32
# What is narrower on the sheet is a spot.
_SPOT = 9.0
_BY_DAY, _BY_MONTH = 100, 366 * 14
_KINDS = (str(Kind.DOCUMENT), str(Kind.EVENT))


def draw_timeline(here: Site, window: Window, leads: Leads, address: str = "") -> Figure:
    """Draw a stretch of time; the bars lead to their own part of it at `address`, and to nowhere when that is ""."""
    bars, top = _bars(here, window, address)
    known = _moments(here, window)
    moments = known[:_MAX_DRAWN]
    entities = here.snapshot.catalog.numbered(moment.entity for moment in moments)
    lanes, left_out = _lanes(
        [(moment, entities[moment.entity]) for moment in moments if moment.entity in entities], window
    )
    left_out += len(known) - len(moments)
    begin = _BARS + _AXIS + 14
    body = [bars, *_axis(window, address, begin + len(lanes) * _LANE)]
    for number, lane in enumerate(lanes):
        body += [_mark(moment, entity, window, begin + number * _LANE, leads) for moment, entity in lane]
    height = begin + len(lanes) * _LANE + 12
    said = gettext("Timeline from %(start)s to %(end)s") % {
        "start": spoken_day(window.first.isoformat()),
        "end": spoken_day(window.last.isoformat()),
    }
    note = gettext("The tallest bar stands for %s.") % number_(top) + " " if top else ""
    if left_out:
        note += gettext("%s more have no room in the drawing: choose a shorter time.") % number_(left_out)
    rows = tuple((_spoken(bin_), kinds["document"], kinds["event"]) for bin_, kinds in _binned(here, window))
    data = {"data_first": window.first.isoformat(), "data_last": window.last.isoformat()}
    return Figure(
        drawing("".join(body), WIDTH, height, said, **data), (N_("When"), N_("Documents"), N_("Events")), rows, note
    )


def timeline_rows(here: Site, window: Window) -> Iterator[tuple[Entity, Moment]]:
    """Every document and event that may lie in a stretch of time, with the days between which it lies."""
    for kind in _KINDS:
        first, last = window.first.isoformat(), window.last.isoformat()
        moments = here.snapshot.views.moments(kind, first, last, _MAX_ROWS)
        entities = here.snapshot.catalog.numbered(moment.entity for moment in moments)
        for moment in sorted(moments, key=lambda each: (each.first, each.last, each.entity)):
            if moment.entity in entities:
                yield entities[moment.entity], moment


def _moments(here: Site, window: Window) -> list[Moment]:
    first, last = window.first.isoformat(), window.last.isoformat()
    views = here.snapshot.views
    vague = views.moments(str(Kind.DOCUMENT), first, last, _MAX_DRAWN // 8, _VAGUE_DAYS)
    events = views.moments(str(Kind.EVENT), first, last, _MAX_ROWS)
    bands = [moment for moment in events if not _is_spot(moment, window)]
    spots = [moment for moment in events if _is_spot(moment, window)]
    return [*bands, *vague, *_evenly(sorted(spots, key=lambda each: (each.first, each.entity)))]


def _evenly(moments: list[Moment]) -> list[Moment]:
    """Moments in an order in which any beginning of it is spread over the whole time: the rank's bits are read backwards."""
    bits = len(moments).bit_length()
    ranks = sorted(range(len(moments)), key=lambda rank: int(f"{rank:0{bits}b}"[::-1], 2)) if bits else []
    return [moments[rank] for rank in ranks]


def _size(window: Window) -> int:
    """How many letters of an ISO date name a bar: of a day, a month or a year."""
    return 10 if window.days <= _BY_DAY else 7 if window.days <= _BY_MONTH else 4


def _binned(here: Site, window: Window) -> list[tuple[str, Counter[str]]]:
    size, views = _size(window), here.snapshot.views
    first, last = window.first.isoformat(), window.last.isoformat()
    found: Sequence[Density] = views.days(first, last) if size == 10 else views.months(first[:size], last)
    bins: dict[str, Counter[str]] = {}
    for each in found:
        if len(each.month) >= size:
            bins.setdefault(each.month[:size], Counter())[each.kind] += each.number
    return sorted(bins.items())


def _end(bin_: str) -> str:
    """The last day of a day, month or year."""
    if len(bin_) == 7:
        return f"{bin_}-{calendar.monthrange(int(bin_[:4]), int(bin_[5:]))[1]}"
    return f"{bin_}-12-31" if len(bin_) == 4 else bin_


def _start(bin_: str) -> str:
    return f"{bin_}-01-01"[:10] if len(bin_) == 4 else f"{bin_}-01"[:10]


def _x(share: float) -> float:
    return _EDGE + min(max(share, 0.0), 1.0) * (WIDTH - 2 * _EDGE)


def _spoken(bin_: str) -> str:
    return bin_ if len(bin_) == 4 else spoken_day(bin_)


def _bars(here: Site, window: Window, address: str) -> tuple[str, int]:
    bins = _binned(here, window)
    top = max((sum(kinds.values()) for _, kinds in bins), default=0)
    out = []
    for bin_, kinds in bins:
        left, right = _x(window.at(_start(bin_))), _x(window.at(_end(bin_)) + 1 / window.days)
        gap = min(2.0, (right - left) * 0.2)
        base, content = float(_BARS), ""
        for kind, colour, style in (("document", DOCUMENTS, "v-documents"), ("event", EVENTS, "v-events")):
            tall = kinds[kind] / top * (_BARS - 14)
            if kinds[kind]:
                tall = max(tall, 1.5)
                content += shape(
                    "rect",
                    x=left,
                    y=base - tall,
                    width=max(right - left - gap, 0.8),
                    height=tall,
                    fill=colour,
                    class_=style,
                )
                base -= tall
        content += shape(
            "rect", x=left, y=0, width=max(right - left, 3.0), height=_BARS, fill="none", pointer_events="all"
        )
        said = _counted(bin_, kinds["document"], kinds["event"])
        where = _address(address, {"day": bin_} if len(bin_) == 10 else {"from": bin_, "to": bin_})
        out.append(link(where, content, said) if where else shape("g", f"<title>{said}</title>{content}"))
    return "".join(out), top


def _counted(bin_: str, documents: int, events: int) -> str:
    """A bar in words."""
    written = ngettext("%(number)s document", "%(number)s documents", documents) % {"number": number_(documents)}
    happened = ngettext("%(number)s event", "%(number)s events", events) % {"number": number_(events)}
    return f"{_spoken(bin_)}: {written}, {happened}"


def _address(address: str, asked: dict[str, str]) -> str:
    return f"{address}?{urlencode(asked)}" if address else ""


def _axis(window: Window, address: str, bottom: float) -> list[str]:
    out = [shape("line", x1=_EDGE, x2=WIDTH - _EDGE, y1=_BARS, y2=_BARS, stroke=QUIET, class_="v-axis")]
    for day, said, bin_ in _ticks(window):
        x = _x(window.at(day))
        out.append(shape("line", x1=x, x2=x, y1=_BARS, y2=bottom, stroke=LINE, class_="v-grid"))
        if x > WIDTH - _EDGE - len(said) * _LETTER:
            continue
        label = words(x + 4, _BARS + 16, said, fill=QUIET, class_="v-tick")
        where = _address(address, {"from": bin_, "to": bin_})
        out.append(link(where, label, gettext("Show %s") % said) if where else label)
    return out


def _ticks(window: Window) -> Iterator[tuple[str, str, str]]:
    """The days at which something begins that is named: years, months or days, about ten of them."""
    first, last = window.first, window.last
    if window.days > 366 * 3:
        step = next(
            step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000) if (last.year - first.year) / step <= 14
        )
        for year in range(first.year + (-first.year) % step, last.year + 1, step):
            if year > first.year or first == date(year, 1, 1):
                yield f"{year:04}-01-01", str(year), f"{year:04}"
        return
    if window.days > 62:
        step = 1 if window.days <= 366 else 3
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            year, month = divmod(number, 12)
            day = date(year, month + 1, 1)
            if month % step == 0 and first <= day <= last:
                shown = day_in_words(day, "yMMM" if month == 0 or step == 1 else "MMM")
                yield (
                    day.isoformat(),
                    shown if window.days > 200 else day_in_words(day, "yMMMM"),
                    day.isoformat()[:7],
                )
        return
    step = max(1, -(-window.days // 10))
    for number in range(0, window.days, step):
        day = date.fromordinal(first.toordinal() + number)
        yield day.isoformat(), day_in_words(day, "MMMd"), day.isoformat()


def _lanes(moments: list[tuple[Moment, Entity]], window: Window) -> tuple[list[list[tuple[Moment, Entity]]], int]:
    """The moments in as few rows as keep them and their labels apart, and how many found no room."""
    lanes: list[list[tuple[Moment, Entity]]] = []
    taken: list[list[tuple[float, float]]] = []
    left_out = 0
    for moment, entity in moments:
        left, right = _reach(moment, entity, window)
        for number in range(_MAX_LANES):
            if number == len(lanes):
                lanes.append([])
                taken.append([])
            if all(right < start or left > end for start, end in taken[number]):
                lanes[number].append((moment, entity))
                taken[number].append((left, right))
                break
        else:
            left_out += 1
    return lanes, left_out


def _ends(moment: Moment, window: Window) -> tuple[float, float]:
    start, end = _x(window.at(moment.first)), _x(window.at(moment.last) + 1 / window.days)
    return start, max(end, start)


def _label(entity: Entity) -> str:
    return shortened(entity.label, _MAX_LETTERS)


def _is_spot(moment: Moment, window: Window) -> bool:
    start, end = _ends(moment, window)
    return moment.first == moment.last or end - start < _SPOT


def _middle(moment: Moment, window: Window) -> float:
    """Where a spot stands: in the middle of its day, when a day is wide enough to have one."""
    start, end = _ends(moment, window)
    return min(max((start + end) / 2 if moment.first == moment.last else start + 4, _EDGE + 4), WIDTH - _EDGE - 4)


def _lettered(moment: Moment, entity: Entity, window: Window) -> tuple[float, str | None]:
    """Where the label begins: in its band when it fits, else behind the mark, else (then it ends there) before it."""
    start, end = _ends(moment, window)
    wide = len(_label(entity)) * _LETTER
    if _is_spot(moment, window):
        start = end = _middle(moment, window)
    elif wide + 10 < end - start:
        return start + 6, None
    return (end + 7, None) if end + 7 + wide < WIDTH - _EDGE else (start - 7, "end")


def _reach(moment: Moment, entity: Entity, window: Window) -> tuple[float, float]:
    """From where to where a mark and its label reach."""
    start, end = _ends(moment, window)
    place, anchor = _lettered(moment, entity, window)
    wide = len(_label(entity)) * _LETTER
    left, right = (place - wide, end) if anchor else (start, max(end, place + wide))
    return left - 8, right + 10


def _mark(moment: Moment, entity: Entity, window: Window, y: float, leads: Leads) -> str:
    start, end = _ends(moment, window)
    colour, style = (DOCUMENTS, "v-documents") if moment.kind == "document" else (EVENTS, "v-events")
    if _is_spot(moment, window):
        content = shape("circle", cx=_middle(moment, window), cy=y + 6, r=4, fill=colour, class_=style)
    else:
        content = _stretch(entity, start, end, y, colour, style)
    place, anchor = _lettered(moment, entity, window)
    content += words(place, y + 10, _label(entity), text_anchor=anchor, class_="v-label")
    said = f"{entity.label} ({spoken_edtf(entity.edtf) or moment.first})"
    return link(leads(entity), content, said)


def _stretch(entity: Entity, start: float, end: float, y: float, colour: str, style: str) -> str:
    """A thing that lasted is a firm band; one whose day is not known is a pale one with a broken edge: it happened somewhere within."""
    lasted = "/" in entity.edtf and not entity.edtf.endswith(("?", "~", "%"))
    return shape(
        "rect",
        x=start,
        y=y - 2,
        width=end - start,
        height=16,
        rx=3,
        fill=colour,
        fill_opacity="0.3" if lasted else "0.1",
        stroke=colour,
        stroke_dasharray=None if lasted else "4 3",
        class_=f"{style} {'v-lasting' if lasted else 'v-vague'}",
    )
