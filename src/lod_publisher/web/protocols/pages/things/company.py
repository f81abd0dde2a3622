"""Who appears with whom: those most often met, written to, heard from, and named in the same documents."""

from dataclasses import dataclass

from lod_publisher.snapshot.involvement import Companion
from lod_publisher.web.facts import Link
from lod_publisher.web.languages import N_
from lod_publisher.web.site import Site

MANNERS = {
    "met": (N_("In the same events"), N_("%(number)s events with %(who)s")),
    "wrote": (N_("Wrote to"), N_("%(number)s documents with %(who)s")),
    "heard": (N_("Heard from"), N_("%(number)s documents with %(who)s")),
    "named": (N_("In the same documents"), N_("%(number)s documents with %(who)s")),
}
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Companionship:
    """Somebody with how often, when, and the length of the bar in percent of the longest; `key` asks for the papers of both."""

    link: Link
    kind: str
    key: str
    times: int
    years: str
    width: str


@dataclass(frozen=True, slots=True)
class Circle:
    """All of one manner; the first few are shown at once."""

    manner: str
    title: str
    unit: str
    first: list[Companionship]
    more: list[Companionship]


def company(here: Site, number: int) -> list[Circle]:
    """The company of a thing, by manner; empty when it always appears alone."""
    found = here.snapshot.involvement.company(number)
    entities = here.snapshot.catalog.numbered({each.number for circle in found.values() for each in circle})
    circles = []
    for manner, (title, unit) in MANNERS.items():
        known = [each for each in found.get(manner, ()) if each.number in entities]
        most = max((each.times for each in known), default=1)
        shown = []
        for each in known:
            entity = entities[each.number]
            link = Link(entity.label, here.href(here.iri(entity)))
            key, width = f"{entity.kind}/{entity.local_id}", f"{100 * each.times / most:.1f}%"
            shown.append(Companionship(link, str(entity.kind), key, each.times, _years(each), width))
        if shown:
            circles.append(Circle(manner, title, unit, shown[:_SHOWN], shown[_SHOWN:]))
    return circles


def _years(each: Companion) -> str:
    if each.first is None or each.first == each.last:
        return str(each.first or "")
    return f"{each.first}–{each.last}"
