"""Reconciliation queries read: two versions of the protocol, one question. What cannot be one is refused by name, and the others go on."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.reconcile.properties import Property
from lod_publisher.web.protocols.reconcile.service import Service
from lod_publisher.web.protocols.reconcile.values import Given

MAX_BATCH = 100
DEFAULT_LIMIT = 10
MAX_LIMIT = 50
_MAX_CHARACTERS = 300
_MAX_CONDITIONS = 10
_MAX_VALUES = 10
_QUANTIFIERS = ("any", "all", "none")
_STRICTNESS = ("any", "should", "all")


class Refused(Exception):
    """One query cannot be answered; the text says why, for whoever wrote it."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a candidate should have: a property, the values, and how they count."""

    property: Property
    values: tuple[Given, ...]
    required: bool = False
    quantifier: str = "any"
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One query: names or identifiers of what is looked for, among some kinds; `ignored` says what was not looked at, and why."""

    names: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    limit: int = DEFAULT_LIMIT
    conditions: tuple[Condition, ...] = ()
    unwanted: tuple[str, ...] = ()
    ignored: tuple[str, ...] = field(default=())


def parsed(text: str, what: str) -> Any:
    """A JSON text from a client.

    Raises:
        Problem: 400 when it is not JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise Problem(HTTPStatus.BAD_REQUEST, f"{what} is not valid JSON ({problem}).") from None


def check_size(number: int) -> None:
    """Refuse a batch that is too long.

    Raises:
        Problem: 413.
    """
    if number > MAX_BATCH:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"There are {number:,} in one batch; this service takes {MAX_BATCH}. Send them in smaller batches.",
            {"batchSize": MAX_BATCH},
        )


def question_of_0_2(here: Service, given: Any) -> Question:
    """A query of version 0.2.

    Raises:
        Refused: it is not one.
    """
    query = _mapping(given)
    name = query.get("query")
    if name is not None and not isinstance(name, str | int | float):
        raise Refused("`query` must be a text")
    text = "" if name is None else _text(name)
    conditions, ignored = [], []
    for number, one in enumerate(_list(query, "properties", _MAX_CONDITIONS), 1):
        if not isinstance(one, dict) or "pid" not in one or "v" not in one:
            raise Refused(f"property {number} must have `pid` and `v`")
        if known := here.property_of(_text(one["pid"])):
            if values := _values(one["v"]):
                conditions.append(Condition(known, values))
        else:
            ignored.append(_unknown(one["pid"]))
    strict = query.get("type_strict") or "any"
    if strict not in _STRICTNESS:
        raise Refused(f"`type_strict` must be one of {', '.join(_STRICTNESS)}")
    kinds = _kinds(here, query.get("type"), is_all=strict == "all")
    if not text and not conditions:
        raise Refused("there is neither a `query` nor a property with a value, so nothing can be looked for")
    return Question((text,) if text else (), (), kinds, _limit(query), tuple(conditions), ignored=tuple(ignored))


def question_of_1_0(here: Service, given: Any) -> Question:
    """A query of the draft of version 1.0.

    Raises:
        Refused: it is not one.
    """
    query = _mapping(given)
    found: dict[str, list[str]] = {"name": [], "id": [], "unwanted": [], "ignored": []}
    conditions: list[Condition] = []
    listed = _list(query, "conditions", _MAX_CONDITIONS)
    if not listed:
        raise Refused("there are no `conditions`, so nothing can be looked for")
    for number, one in enumerate(listed, 1):
        try:
            _read_condition(here, one, found, conditions)
        except Refused as refused:
            raise Refused(f"condition {number}: {refused}") from None
    if not (found["name"] or found["id"] or conditions):
        raise Refused("no condition has a value, so nothing can be looked for")
    kind = query.get("type")
    if isinstance(kind, list):
        raise Refused("`type` must be a single identifier")
    return Question(
        tuple(found["name"]),
        tuple(found["id"]),
        _kinds(here, kind, is_all=False),
        _limit(query),
        tuple(conditions),
        tuple(found["unwanted"]),
        tuple(found["ignored"]),
    )


def _read_condition(here: Service, one: Any, found: dict[str, list[str]], conditions: list[Condition]) -> None:
    """Put one condition where it belongs: names and identifiers to look for or to leave out, and what else is known."""
    if not isinstance(one, dict) or "propertyValue" not in one:
        raise Refused("it must have `matchType` and `propertyValue`")
    quantifier, kind = one.get("matchQuantifier") or "any", one.get("matchType")
    if quantifier not in _QUANTIFIERS:
        raise Refused(f"`matchQuantifier` must be one of {', '.join(_QUANTIFIERS)}")
    values = _values(one["propertyValue"])
    if kind in ("name", "id"):
        texts = [value.key or value.text if kind == "id" else value.text for value in values]
        found["unwanted" if quantifier == "none" else kind] += texts
    elif kind == "property":
        name, is_required = one.get("propertyId", ""), one.get("required") is True
        known = here.property_of(_text(name))
        if known is None and is_required:
            raise Refused(f"{_unknown(name)}, and it is required")
        if known is None:
            found["ignored"].append(_unknown(name))
        elif values:
            qualifier = _qualifier(known, one.get("matchQualifier"))
            conditions.append(Condition(known, values, is_required, quantifier, qualifier))
    else:
        raise Refused(f"`matchType` must be name, id or property, not {_text(kind)!r}")


def _mapping(given: Any) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise Refused("it must be a JSON object")
    return given


def _list(query: Mapping[str, Any], name: str, most: int) -> list[Any]:
    listed = query.get(name)
    if listed is None:
        return []
    if not isinstance(listed, list):
        raise Refused(f"`{name}` must be an array")
    if len(listed) > most:
        raise Refused(f"`{name}` may hold {most}, not {len(listed)}")
    return listed


def _values(given: Any) -> tuple[Given, ...]:
    listed = given if isinstance(given, list) else [given]
    if len(listed) > _MAX_VALUES:
        raise Refused(f"a property may have {_MAX_VALUES} values, not {len(listed)}")
    found = []
    for value in listed:
        if isinstance(value, dict):
            key = _text(value.get("id", ""))
            found.append(Given(_text(value.get("name") or key), key))
        elif value is not None and not isinstance(value, list):
            found.append(Given(_text(value)))
    return tuple(value for value in found if value.text)


def _text(value: object) -> str:
    """A value as text that can be looked for and written again: lone surrogates are replaced, whole numbers have no point."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value)[:_MAX_CHARACTERS].encode(errors="replace").decode().replace("\0", " ").strip()


def _kinds(here: Service, given: Any, *, is_all: bool) -> tuple[Kind, ...]:
    """The kinds to look among. Nothing is of two of them, so that a wish for all of several cannot be met."""
    names = [_text(name) for name in (given if isinstance(given, list) else [given]) if name not in (None, "")]
    found = []
    for name in names:
        known = here.type_of(name)
        if known is None:
            offered = ", ".join(str(one.kind) for one in here.types)
            raise Refused(f"there is no type {name[:80]!r} here; there are {offered}")
        found.append(known.kind)
    if is_all and len(set(found)) > 1:
        raise Refused("nothing is of all these types at once")
    return tuple(dict.fromkeys(found)) or here.kinds


def _limit(query: Mapping[str, Any]) -> int:
    limit = query.get("limit")
    if limit in (None, 0):
        return DEFAULT_LIMIT
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not math.isfinite(limit) or limit < 1:
        raise Refused("`limit` must be a positive number")
    return min(int(limit), MAX_LIMIT)


def _qualifier(known: Property, given: Any) -> str:
    offered = [key for key, _ in known.qualifiers]
    if given in (None, ""):
        return ""
    if given not in offered:
        raise Refused(f"`matchQualifier` of {known.id} must be one of {', '.join(offered)}, not {_text(given)!r}")
    return str(given)


def _unknown(name: object) -> str:
    return f"there is no property {_text(name)[:80]!r} here"
