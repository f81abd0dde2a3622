"""The identifiers of this service: `person/frus1958-60v12/p_AKQ1`, which is what follows `{base}/id/` in an entity's IRI."""

from lod_publisher.model.iris import is_local_id
from lod_publisher.model.records import Identifier
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.identities import Certainty
from lod_publisher.web.problems import Moved, Problem
from lod_publisher.web.site import KIND_NAMES, Site

_DOORS = ("/id/", "/page/", "/data/")


def key_of(entity: Entity) -> str:
    """The identifier of an entity."""
    return f"{entity.kind}/{entity.local_id}"


def entity_of(here: Site, text: str) -> Entity | None:
    """The entity of an identifier or of an address of ours; one that was renamed or joined to another leads to what it is now."""
    given = text.strip()
    if given.startswith(here.snapshot.base):
        path = given[len(here.snapshot.base) :]
        given = next((path[len(door) :] for door in _DOORS if path.startswith(door)), "")
    kind, _, local_id = given.partition("#")[0].partition("/")
    if kind not in KIND_NAMES or not is_local_id(local_id):
        return None
    try:
        return here.locate(kind, local_id)[0]
    except Moved as moved:
        return _plainly(here, moved.new)
    except Problem:
        return None


def _plainly(here: Site, key: str) -> Entity | None:
    kind, _, local_id = key.partition("/")
    try:
        return here.locate(kind, local_id)[0]
    except Problem:
        return None


def bearers(here: Site, identifier: Identifier) -> list[Entity]:
    """The entities that bear a code of somebody else's, or are said for certain to be what lies at its address."""
    sure = [
        one
        for one in here.snapshot.identities.of_code(identifier.scheme, identifier.value)
        if one.certainty is not Certainty.CLOSE
    ]
    found = (here.snapshot.entity(*key) for key in dict.fromkeys((one.kind, one.local_id) for one in sure))
    return [entity for entity in found if entity is not None and not entity.deleted]
