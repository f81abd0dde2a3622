"""The documents and events behind a number on a page: those of one role, of one year, or those that two things share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from lod_publisher.model.iris import is_local_id
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Link
from lod_publisher.web.languages import gettext
from lod_publisher.web.protocols.pages.elsewhere import PAGE_SIZE, Entry
from lod_publisher.web.protocols.pages.things.activity import ROLES
from lod_publisher.web.protocols.pages.things.company import MANNERS
from lod_publisher.web.site import KIND_NAMES, Site
from lod_publisher.web.words import spoken_edtf

# Two things that share more than this are shown in the order of the catalogue, not of time.
_MOST_SORTED = 5_000
_ALL = frozenset(ROLES) - {"event"}
# Of each manner, by which roles of the one and of the other two things are together.
_SIDES: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "met": (frozenset({"event"}), frozenset({"event"})),
    "wrote": (frozenset({"sender"}), frozenset({"addressee"})),
    "heard": (frozenset({"addressee"}), frozenset({"sender"})),
    "named": (_ALL, _ALL),
}


@dataclass(frozen=True, slots=True)
class Papers:
    """One page of such a list, with what it is a list of, and how to ask for the pages before and after."""

    title: str
    other: Link | None
    entries: list[Entry]
    total: int
    page: int
    pages: int
    query: str


def papers(here: Site, entity: Entity, asked: Mapping[str, str], page: int) -> Papers | None:
    """The list that a request asks for by `part` and `year`, or by `with` and `manner`; None when it asks for none."""
    part, year, other = asked.get("part", "")[:40], asked.get("year", "")[:4], _other(here, asked.get("with", "")[:300])
    number = here.snapshot.catalog.number(entity.kind, entity.local_id)
    if number is None or (part not in ROLES and other is None):
        return None
    manner = asked.get("manner", "") if asked.get("manner") in MANNERS else ""
    if other is None:
        query, found = {"part": part, "year": year}, _of_role(here, number, part, year)
    else:
        query = {"with": f"{other.kind}/{other.local_id}", "manner": manner}
        found = _shared(here, number, other, manner)
    numbers = list(found)
    pages = max(1, -(-len(numbers) // PAGE_SIZE))
    page = min(page, pages)
    shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    entities = here.snapshot.catalog.numbered(shown)
    entries = [
        Entry(each, Link(each.label, here.href(here.iri(each))), spoken_edtf(each.edtf), found[n], [])
        for n in shown
        if (each := entities.get(n)) is not None
    ]
    title = (
        gettext(MANNERS[manner][0])
        if manner
        else f"{gettext(ROLES[part])}{f', {year}' if year else ''}"
        if other is None
        else ""
    )
    return Papers(
        title,
        None if other is None else Link(other.label, here.href(here.iri(other))),
        entries,
        len(numbers),
        page,
        pages,
        urlencode({name: value for name, value in query.items() if value}),
    )


def _other(here: Site, key: str) -> Entity | None:
    kind, _, local_id = key.partition("/")
    known = {str(each): each for each in KIND_NAMES}
    return here.snapshot.entity(known[kind], local_id) if kind in known and is_local_id(local_id) else None


def _of_role(here: Site, number: int, part: str, year: str) -> dict[int, list[str]]:
    """The documents of one role; they lie in the order of their dates, so those of a year lie together."""
    lying = here.snapshot.involvement.papers(number, part).get(part)
    if lying is None:
        return {}
    if year:
        years = next((each.years for each in here.snapshot.involvement.parts(number) if each.role == part), {})
        wanted = int(year) if year.isdigit() else 0
        start = sum(count for known, count in years.items() if known < wanted)
        lying = lying[start : start + years.get(wanted, 0)]
    return {n: [] for n in lying}


def _shared(here: Site, number: int, other: Entity, manner: str) -> dict[int, list[str]]:
    """The documents and events in which two things both have a part, of one manner or of all, with the role that each has."""
    theirs = here.snapshot.catalog.number(other.kind, other.local_id)
    involvement = here.snapshot.involvement
    mine = involvement.papers(number)
    their = involvement.papers(theirs) if theirs is not None else {}
    common: set[int] = set()
    for each in (manner,) if manner else MANNERS:
        common |= _of(mine, each, 0) & _of(their, each, 1)
    if len(common) <= _MOST_SORTED:
        known = here.snapshot.catalog.numbered(common)
        ordered = sorted(known, key=lambda n: (known[n].date or "9999", n))
    else:
        ordered = sorted(common)
    roles: dict[int, list[str]] = {n: [] for n in ordered}
    for papers_of, who in ((mine, ""), (their, other.label)):
        for role in ROLES:
            for n in papers_of.get(role, ()):
                if n in roles and role != "event":
                    roles[n].append(f"{who}: {gettext(ROLES[role])}" if who else gettext(ROLES[role]))
    return roles


def _of(papers_of: Mapping[str, Iterable[int]], manner: str, side: int) -> set[int]:
    """The documents or events of somebody that count for a manner of being with another; `side` is 1 for the other."""
    roles = _SIDES[manner][side]
    return {n for role, numbers in papers_of.items() if role in roles for n in numbers}
