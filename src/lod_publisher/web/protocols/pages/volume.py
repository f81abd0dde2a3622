"""A document's place among those of its volume: which it is of how many, what stands before and after it, in which chapter."""

from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts, Link
from lod_publisher.web.site import Site, natural

# Volumes that one process remembers the order of, by the snapshot's folder and name: a document's neighbours are then a look in a
# dictionary. A catalogue as the key would be kept open when its snapshot retires.
_ORDERS: dict[tuple[str, str, str], dict[str, int]] = {}
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Place:
    """The volume and chapters, outermost first, the number among its documents, and the neighbours."""

    wholes: tuple[Link, ...] = ()
    number: int = 0
    count: int = 0
    previous: Link | None = None
    following: Link | None = None


def place_of(here: Site, entity: Entity, facts: Facts) -> Place:
    """Find a document's place; of one that belongs to no volume nothing but its wholes is known."""
    wholes = _wholes(here, facts.all(here.iri(entity), "P106i_forms_part_of"))
    volume, _, _ = entity.local_id.partition("/")
    if volume == entity.local_id or here.snapshot.entity(Kind.VOLUME, volume) is None:
        return Place(wholes)
    order = _order(here, volume)
    number = order.get(entity.local_id)
    if number is None:
        return Place(wholes)
    keys = tuple(order)

    def neighbour(index: int) -> Link | None:
        found = here.snapshot.entity(Kind.DOCUMENT, keys[index]) if 0 <= index < len(keys) else None
        return None if found is None else Link(found.label, here.href(here.iri(found)))

    return Place(wholes, number + 1, len(keys), neighbour(number - 1), neighbour(number + 1))


def _order(here: Site, volume: str) -> dict[str, int]:
    """The documents of a volume with their places; a catalogue never changes, so that this may be remembered."""
    key = str(here.snapshot.folder), here.snapshot.id, volume
    order = _ORDERS.get(key)
    if order is None:
        keys = sorted(here.snapshot.catalog.keys_below(Kind.DOCUMENT, volume), key=natural)
        order = {local_id: place for place, local_id in enumerate(keys)}
        if len(_ORDERS) >= _REMEMBERED:
            _ORDERS.clear()
        _ORDERS[key] = order
    return order


def _wholes(here: Site, iris: list[str]) -> tuple[Link, ...]:
    """The chapter and what it is part of, up to the volume, by their keys: `volume/chapter`."""
    found: dict[str, Link] = {}
    for iri in iris:
        key = here.snapshot.iris.split(iri)
        if key is None or key[0] is not Kind.VOLUME:
            continue
        local_id = key[1]
        steps = [local_id] if "/" not in local_id else [local_id.partition("/")[0], local_id]
        for step in steps:
            if whole := here.snapshot.entity(Kind.VOLUME, step):
                found.setdefault(step, Link(whole.label, here.href(here.iri(whole))))
    return tuple(found.values())
