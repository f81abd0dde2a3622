"""Documents that belong beside one: between the same people, from the same days, and those it refers to itself."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts, Link
from lod_publisher.web.site import Site, natural
from lod_publisher.web.words import spoken_edtf

_SHOWN = 6
_DAYS_AROUND = 1
_MAX_DAYS_READ = 60
_MAX_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Near:
    """A document nearby: its link and its date in words."""

    link: Link
    date: str = ""


@dataclass(slots=True)
class Related:
    """What a reader may want to read next, each document once."""

    refers_to: list[Near] = field(default_factory=list)
    exchanged: list[Near] = field(default_factory=list)
    same_days: list[Near] = field(default_factory=list)
    day: str = ""

    def __bool__(self) -> bool:
        return bool(self.refers_to or self.exchanged or self.same_days)


def related_to(here: Site, entity: Entity, facts: Facts) -> Related:
    """Look for what is near a document; nothing is counted, and nothing is read further than it is shown."""
    iri = here.iri(entity)
    told = {iri}
    out = [
        found
        for target in sorted(_texts(here, facts, iri), key=natural)
        if (found := here.owner(target)) is not None and not found.deleted
    ]
    refers_to = _near(here, out, told, 4 * _SHOWN)
    exchanged = _near(here, _by_nearness(_exchanged(here, facts, entity), entity), told)
    same_days = _near(here, _by_nearness(_of_these_days(here, entity), entity), told)
    return Related(refers_to, exchanged, same_days, entity.date)


def _texts(here: Site, facts: Facts, iri: str) -> set[str]:
    """The texts that a document or a passage of it refers to, not counting itself and its parts."""
    start = f"{here.snapshot.base}/id/{Kind.DOCUMENT}/"
    return {
        target
        for subject in facts.by_subject
        for target in facts.all(subject, "P67_refers_to")
        if target.startswith(start) and "#" not in target and target != iri and not target.startswith(f"{iri}/")
    }


def _exchanged(here: Site, facts: Facts, entity: Entity) -> list[Entity]:
    """Documents that the same sender sent the same addressee, or the other way: the nearest of them in time."""
    sending = f"{here.iri(entity)}#sending"
    senders = facts.all(sending, "P14_carried_out_by")
    addressees = facts.all(sending, f"{here.snapshot.base}/vocab/had_addressee")
    found: set[int] = set()
    for sender, addressee in list(product(senders, addressees))[:_MAX_PAIRS]:
        for one, other in ((sender, addressee), (addressee, sender)):
            found |= _papers(here, one, "sender") & _papers(here, other, "addressee")
    if not found:
        return []
    catalog = here.snapshot.catalog
    return list(catalog.numbered(catalog.nearest_to(entity.date, found, _SHOWN + 1)).values())


def _papers(here: Site, iri: str, role: str) -> set[int]:
    """The documents in which somebody has a role, by the catalogue's numbers."""
    key = here.snapshot.iris.split(iri)
    number = here.snapshot.catalog.number(*key) if key is not None else None
    return set() if number is None else set(here.snapshot.involvement.papers(number, role).get(role, ()))


def _of_these_days(here: Site, entity: Entity) -> list[Entity]:
    if len(entity.date) != len("1958-07-14") or len(entity.edtf) < len("1958-07-14"):
        return []  # a year or a month is no day
    try:
        day = date.fromisoformat(entity.date)
    except ValueError:
        return []
    around = timedelta(days=_DAYS_AROUND)
    try:
        first, last = day - around, day + around
    except OverflowError:
        return []
    return here.snapshot.catalog.dated(Kind.DOCUMENT, first.isoformat(), last.isoformat(), _MAX_DAYS_READ)


def _by_nearness(found: list[Entity], entity: Entity) -> list[Entity]:
    day = _ordinal(entity.date)
    volume = entity.local_id.partition("/")[0]

    def far(other: Entity) -> tuple[int, bool, tuple[object, ...]]:
        return abs(_ordinal(other.date) - day), not other.local_id.startswith(volume), natural(other.local_id)

    return sorted(found, key=far)


def _ordinal(day: str) -> int:
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return 0


def _near(here: Site, found: list[Entity], told: set[str], limit: int = _SHOWN) -> list[Near]:
    """The first of them that are not told of yet."""
    near: list[Near] = []
    for entity in found:
        iri = here.iri(entity)
        if iri in told or len(near) == limit:
            continue
        told.add(iri)
        near.append(Near(Link(entity.label, here.href(iri)), spoken_edtf(entity.edtf)))
    return near
