"""Data extension: the values of properties for entities that were reconciled, as columns for the client's table."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from itertools import islice
from typing import Any

from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.reconcile.keys import entity_of, key_of
from lod_publisher.web.protocols.reconcile.properties import Property
from lod_publisher.web.protocols.reconcile.questions import check_size
from lod_publisher.web.protocols.reconcile.service import Service
from lod_publisher.web.protocols.reconcile.values import Told
from lod_publisher.web.site import KIND_NAMES

_MAX_PROPERTIES = 40
_MAX_VALUES = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that a client wants: the property as it wrote it, what we know by that name, and how many values at most."""

    id: str
    property: Property | None
    limit: int


@dataclass(frozen=True, slots=True)
class Extension:
    """The answer: the columns, the values of each row by column, and what could not be fetched and why."""

    columns: Sequence[Wanted]
    rows: Mapping[str, Mapping[str, list[dict[str, Any]]]]
    errors: Sequence[str]

    @property
    def meta(self) -> list[dict[str, Any]]:
        """The columns as both versions write them."""
        found = []
        for column in self.columns:
            one: dict[str, Any] = {"id": column.id, "name": column.property.name if column.property else column.id}
            if column.property and column.property.type:
                kind = column.property.type
                one["type"] = {"id": str(kind), "name": KIND_NAMES[kind][0]}
            found.append(one)
        return found

    def in_0_2(self) -> dict[str, Any]:
        """As version 0.2 has it: objects by identifier."""
        return {"meta": self.meta, "rows": self.rows} | self._errors()

    def in_1_0(self) -> dict[str, Any]:
        """As the draft of version 1.0 has it: lists in the order of the question."""
        rows = [
            {"id": key, "properties": [{"id": name, "values": values} for name, values in row.items()]}
            for key, row in self.rows.items()
        ]
        return {"meta": self.meta, "rows": rows} | self._errors()

    def _errors(self) -> dict[str, Any]:
        return {"errors": list(self.errors)} if self.errors else {}


def extended(here: Service, given: Any) -> Extension:
    """Fetch what a client wants. An unknown identifier or property gets empty cells and is named among the errors.

    Raises:
        Problem: 400 when it is no data extension query, 413 when it is too long.
    """
    if (
        not isinstance(given, dict)
        or not isinstance(given.get("ids"), list)
        or not isinstance(given.get("properties"), list)
    ):
        raise Problem(
            HTTPStatus.BAD_REQUEST, "A data extension query is an object with `ids` and `properties`, both arrays."
        )
    check_size(len(given["ids"]))
    columns = _columns(here, given["properties"])
    errors = [f"There is no property {one.id!r} here." for one in columns if one.property is None]
    rows = {}
    for number, key in enumerate(given["ids"], 1):
        if not isinstance(key, str):
            raise Problem(HTTPStatus.BAD_REQUEST, f"Identifier {number} of `ids` is not a text.")
        entity = entity_of(here.here, key)
        if entity is None or entity.deleted:
            errors.append(f"There is nothing of the identifier {key[:200]!r} here.")
            rows[key] = {one.id: list[dict[str, Any]]() for one in columns}
        else:
            facts = here.here.snapshot.name_index.facts(entity)
            rows[key] = {
                one.id: [
                    _value(told)
                    for told in islice(one.property.known(here.here, entity, facts), one.limit or _MAX_VALUES)
                ]
                if one.property and entity.kind in one.property.kinds
                else []
                for one in columns
            }
    return Extension(columns, rows, errors)


def _columns(here: Service, given: Sequence[Any]) -> list[Wanted]:
    if len(given) > _MAX_PROPERTIES:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"At most {_MAX_PROPERTIES} properties are fetched at a time."
        )
    found = []
    for number, one in enumerate(given, 1):
        name = one.get("id") if isinstance(one, dict) else None
        if not isinstance(name, str):
            raise Problem(HTTPStatus.BAD_REQUEST, f"Property {number} of `properties` has no `id`.")
        settings = one.get("settings")
        limit = settings.get("limit", 0) if isinstance(settings, dict) else 0
        found.append(Wanted(name, here.property_of(name), _number(limit)))
    return found


def _number(given: Any) -> int:
    """A client may send the setting as it was typed into a field."""
    try:
        number = float(given or 0)
    except (TypeError, ValueError):
        return 0
    return max(int(number), 0) if math.isfinite(number) else 0


def _value(told: Told) -> dict[str, Any]:
    if isinstance(told, Entity):
        return {"id": key_of(told), "name": told.label or told.local_id}
    return {"int": told} if isinstance(told, int) else {"str": told}


def proposed(here: Service, type_name: str, limit: int | None) -> dict[str, Any]:
    """The properties that can be fetched for a type; for an unknown one, or none, all of them."""
    known = here.type_of(type_name) if type_name else None
    fitting = [one for one in here.properties if known is None or known.kind in one.kinds]
    found: dict[str, Any] = {
        "properties": [{"id": one.id, "name": one.name, "description": one.description} for one in fitting[:limit]]
    }
    if type_name:
        found["type"] = type_name
    return found if limit is None else found | {"limit": limit}
