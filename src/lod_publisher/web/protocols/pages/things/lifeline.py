"""Offices on a line of time: whose or who, from when to when, no more precisely than the sources say."""

from dataclasses import dataclass
from datetime import date

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts, Link
from lod_publisher.web.protocols.pages.things.activity import Tick, ticks
from lod_publisher.web.site import Site
from lod_publisher.web.words import spoken_edtf

_SHOWN = 60
_THINNEST = 0.8


@dataclass(frozen=True, slots=True)
class Held:
    """One office: what (with a link to the appointment, and so to its sources), who or where, when, and its bar in percent; one that is open has no known beginning or end."""

    link: Link
    other: Link | None
    when: str
    x: str
    width: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Lifeline:
    """Offices in the order of time, the years below them, and the years of birth and death where they are known."""

    held: list[Held]
    ticks: list[Tick]
    more: int
    life: Held | None = None


def lifeline(here: Site, entity: Entity, number: int, facts: Facts) -> Lifeline | None:
    """The offices of a person, or of those at a post; None when no appointment is known."""
    offices = here.snapshot.involvement.offices(number)
    if not offices:
        return None
    shown = offices[:_SHOWN]
    wanted = {n for office in shown for n in (office.appointment, office.person, office.post) if n is not None}
    entities = here.snapshot.catalog.numbered(wanted)
    days = [_days(office.edtf) for office in shown]
    born, died = (_days(_life_date(here, entity, facts, name)) for name in ("P98i_was_born", "P100i_died_in"))
    known = [day.year for pair in (*days, born, died) for day in pair if day is not None]
    first, last = min(known, default=0), max(known, default=0)
    held = []
    for office, (start, end) in zip(shown, days, strict=True):
        if office.appointment not in entities:
            continue
        x, width = _bar(start, end, first, last)
        other = office.post if office.person == number else office.person
        held.append(
            Held(
                _link(here, entities[office.appointment], office.role),
                _link(here, entities[other]) if other is not None and other in entities else None,
                spoken_edtf(office.edtf),
                x,
                width,
                (start is None) != (end is None),
            )
        )
    life = None
    if born[0] or died[0]:
        x, width = _bar(born[0], died[1], first, last)
        life = Held(Link("", ""), None, "", x, width)
    return Lifeline(held, ticks(first, last) if known else [], len(offices) - len(shown), life)


def _link(here: Site, entity: Entity, label: str = "") -> Link:
    return Link(label or entity.label, here.href(here.iri(entity)))


def _life_date(here: Site, entity: Entity, facts: Facts, name: str) -> str:
    for event in facts.all(here.iri(entity), name):
        for span in facts.all(event, "P4_has_time-span"):
            if edtf := facts.one(span, "P82_at_some_time_within"):
                return edtf
    return ""


def _days(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last day of a date; a date that cannot be read has none."""
    try:
        return bounds(edtf) if edtf else (None, None)
    except DateError:
        return None, None


def _bar(start: date | None, end: date | None, first: int, last: int) -> tuple[str, str]:
    """Where the bar from one day to another begins and how wide it is, in percent; an open side runs to the edge."""
    if start is None and end is None:
        return "0%", "0%"
    left = 0.0 if start is None else _place(start, first, last)
    right = 100.0 if end is None else _place(end, first, last)
    width = max(_THINNEST, right - left)
    return f"{min(left, 100 - width):.3f}%", f"{width:.3f}%"


def _place(day: date, first: int, last: int) -> float:
    return 100 * (day.year - first + (day.timetuple().tm_yday - 1) / 366) / (last - first + 1)
