"""Suggestions while somebody is typing: entities, types and properties, a page at a time."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.reconcile.keys import entity_of, key_of
from lod_publisher.web.protocols.reconcile.properties import Property
from lod_publisher.web.protocols.reconcile.service import Service, Type

PAGE = 10


def entities(here: Service, prefix: str, kinds: Sequence[Kind], cursor: int) -> list[dict[str, Any]]:
    """Entities one of whose names begins so; an identifier leads to its own."""
    index = here.here.snapshot.name_index
    if not prefix:
        return []
    found: dict[Entity, str] = {}
    if cursor == 0 and (known := entity_of(here.here, prefix)) and not known.deleted and known.kind in kinds:
        found[known] = index.facts(known).description
    for begun in index.begin(prefix, kinds, PAGE, cursor):
        found.setdefault(begun.entity, begun.description)
    told = []
    for entity, description in [*found.items()][:PAGE]:
        one = {
            "id": key_of(entity),
            "name": entity.label or entity.local_id,
            "notable": here.type_json(entity),
        }
        told.append(one | {"description": description} if description else one)
    return told


def types(here: Service, prefix: str, cursor: int) -> list[dict[str, Any]]:
    """Types whose name or identifier begins so; all of them for nothing."""
    return [
        one.as_json() | {"description": f"{one.description} ({one.count:,})"}
        for one in _beginning(here.types, prefix)[cursor : cursor + PAGE]
    ]


def properties(here: Service, prefix: str, cursor: int, *, with_qualifiers: bool) -> list[dict[str, Any]]:
    """Properties whose name or identifier begins so; all of them, a page at a time, for nothing."""
    page = _beginning(here.properties, prefix)[cursor:]
    return [
        {"id": one.id, "name": one.name, "description": one.description}
        | ({"matchQualifiers": [{"id": key, "name": name} for key, name in one.qualifiers]} if with_qualifiers else {})
        for one in (page[:PAGE] if prefix else page)
    ]


Named = TypeVar("Named", Type, Property)


def _beginning(every: Iterable[Named], prefix: str) -> list[Named]:
    """Those whose identifier or name begins so, then those in whose name another word does."""
    wanted = prefix.casefold()
    first, second = [], []
    for one in every:
        name = one.name.casefold()
        if one.id.casefold().startswith(wanted) or name.startswith(wanted):
            first.append(one)
        elif f" {wanted}" in name:
            second.append(one)
    return first + second
