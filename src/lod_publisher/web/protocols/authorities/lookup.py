"""`/lookup`: which of our things an address or a code elsewhere means, one by one or in bulk; and where else one of ours is known.

`sameAs` takes addresses, `id` codes with the name of their file ("VIAF:8182528", "(DE-588)118540238"), each any number of times.
A POST takes a form, JSON, CSV (the first column) or plain text (one a line), where addresses and codes may be mixed.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, json, request

from lod_publisher.model.authorities import register_of
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.snapshot.identities import Certainty, Identity
from lod_publisher.web import surface
from lod_publisher.web.languages import N_
from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.authorities._answering import (
    CSV,
    HTML,
    JSON,
    answer,
    entity_of,
    form_of,
    name_of,
    record_of,
    thing_of,
)
from lod_publisher.web.site import Site, site

MOST = 10_000
_LONGEST = 2_000
_ADDRESS = re.compile(r"(?:https?|urn|info):\S+", re.IGNORECASE)
_CODE = re.compile(r"\(\s*([\w.-]+)\s*\)\s*(\S.*)|([A-Za-z][\w.-]*)\s*:\s*(\S.*)", re.DOTALL)
_HEADINGS = frozenset({"id", "iri", "uri", "url", "sameas", "identifier", "code"})
_COLUMNS = ("asked", "id", "kind", "label", "certainty", "doubt", "authority", "value", "address", "problem")


@dataclass(frozen=True, slots=True)
class Found:
    """What an address or code means here: our things with the record that says so (None for our own address), and what was wrong with it."""

    asked: str
    matches: tuple[tuple[Entity, Identity | None], ...] = ()
    problem: str = ""


def register(blueprint: Blueprint) -> None:
    """Put the address on the protocol's blueprint."""
    blueprint.add_url_rule("/lookup", view_func=lookup, methods=["GET", "POST"])


@surface.declare(
    surface.HTML,
    surface.JSON,
    surface.CSV,
    query="sameAs id format",
    body=(surface.JSON, surface.CSV, surface.TEXT, surface.FORM),
    also=(400, 406),
)
def lookup() -> Response:
    """Look up what is asked; a page with a form when nothing is."""
    here = site()
    form = form_of(favourite=HTML if request.method == "GET" else JSON)
    asked = _asked()
    if not asked and (form != HTML or request.method == "POST"):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "Nothing is asked. Give sameAs=ADDRESS or id=FILE:CODE, such as id=VIAF:8182528, or POST a list of them.",
        )
    found = [_found(here, one) for one in asked]
    return answer(
        form,
        "lookup.html",
        {
            "found": found,
            "elsewhere": _elsewhere(here, found) if form == HTML else {},
            "name_of": partial(name_of, here),
        },
        lambda: {"results": [_as_json(here, one) for one in found]},
        lambda: [_COLUMNS, *(row for one in found for row in _rows(here, one))],
    )


def _asked() -> list[str]:
    """What is asked, in the order given.

    Raises:
        Problem: 400 when the body is not what its type says, 413 for too many, 415 for another type.
    """
    asked = [*request.args.getlist("sameAs"), *request.args.getlist("id")]
    if request.method == "POST":
        asked += _in_body()
    asked = [text for one in asked if (text := one.strip())]
    if len(asked) > MOST:
        raise Problem(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            f"{len(asked):,} addresses and codes are asked at once, at most {MOST:,} are answered. Send them in parts.",
            {"limit": MOST},
        )
    return asked


def _in_body() -> list[str]:
    kind = request.mimetype
    if kind in ("application/x-www-form-urlencoded", "multipart/form-data"):
        several = "\n".join(request.form.getlist("list")).splitlines()
        return [*request.form.getlist("sameAs"), *request.form.getlist("id"), *several]
    try:
        text = request.get_data().decode("utf-8-sig")
        if kind == JSON:
            return _in_json(json.loads(text))
        if kind == CSV:
            first = [row[0] for row in csv.reader(io.StringIO(text)) if row]
            return first[1:] if first and first[0].strip().lower() in _HEADINGS else first
    except (ValueError, TypeError, RecursionError, csv.Error) as problem:
        raise Problem(HTTPStatus.BAD_REQUEST, f"The body is not {kind} in UTF-8: {problem}.") from None
    if kind in ("text/plain", ""):
        return text.splitlines()
    raise Problem(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        f"A list is not read from {kind}. Send application/json, text/csv, text/plain or a form.",
    )


def _in_json(given: Any) -> list[str]:
    """A list of texts, or an object with such lists for `sameAs` and `id`."""
    lists = [given.get("sameAs", []), given.get("id", [])] if isinstance(given, dict) else [given]
    texts: list[str] = []
    for each in lists:
        for one in [each] if isinstance(each, str) else each if isinstance(each, list) else [None]:
            if not isinstance(one, str):
                raise TypeError('give a list of texts, or {"sameAs": [...], "id": [...]}')
            texts.append(one)
    return texts


def _found(here: Site, asked: str) -> Found:
    """What one address or code means."""
    if len(asked) > _LONGEST:
        return Found(f"{asked[:80]}…", problem=f"longer than {_LONGEST:,} characters")
    if _ADDRESS.fullmatch(asked):
        own = here.snapshot.iris.split(asked)
        if own is not None:
            entity = _living(here, *own)
            return (
                Found(asked, ((entity, None),))
                if entity
                else Found(asked, problem=N_("nothing of this address is published here"))
            )
        return Found(asked, _things(here, here.snapshot.identities.of_address(asked)))
    code = _CODE.fullmatch(asked)
    if code is None:
        return Found(asked, problem=N_("neither an address nor a code with the name of its file, such as VIAF:8182528"))
    name, value = code[1] or code[3], (code[2] or code[4]).strip()
    known = register_of(name)
    found = _things(here, here.snapshot.identities.of_code(name.lower() if known is None else known.scheme, value))
    wrong = known is not None and not known.normal(value) and not found
    return Found(asked, found, f"{value} cannot be a code of {known.name}" if wrong and known else "")


def _living(here: Site, kind: Any, local_id: str) -> Entity | None:
    """The living thing of a key, or the one that took its place."""
    entity = here.snapshot.entity(kind, local_id)
    if entity is not None and entity.deleted is None:
        return entity
    successor = here.snapshot.replacement(kind, local_id)
    entity = here.snapshot.entity(*successor) if successor else None
    return entity if entity is not None and entity.deleted is None else None


def _things(here: Site, identities: list[Identity]) -> tuple[tuple[Entity, Identity | None], ...]:
    return tuple((entity, one) for one in identities if (entity := entity_of(here, one)) is not None)


def _as_json(here: Site, found: Found) -> dict[str, Any]:
    answered: dict[str, Any] = {"asked": found.asked, "matches": []}
    for entity, identity in found.matches:
        others = here.snapshot.identities.of_entity(entity.kind, entity.local_id)
        said = {"certainty": str(Certainty.SAME), "doubt": None} if identity is None else record_of(identity)
        answered["matches"].append(
            thing_of(here, entity)
            | {"certainty": said["certainty"], "doubt": said["doubt"], "elsewhere": [record_of(one) for one in others]}
        )
    return answered | ({"problem": found.problem} if found.problem else {})


def _rows(here: Site, found: Found) -> Iterator[tuple[str, ...]]:
    """A row for each match; for an address of our own, one for each record elsewhere; one with the problem when there is nothing."""
    if not found.matches:
        yield (found.asked, *[""] * 8, found.problem)
    for entity, identity in found.matches:
        records = here.snapshot.identities.of_entity(entity.kind, entity.local_id) if identity is None else [identity]
        thing = (found.asked, here.iri(entity), str(entity.kind), entity.label)
        if not records:
            yield (*thing, str(Certainty.SAME), *[""] * 5)
        for one in records:
            yield (*thing, str(one.certainty), str(one.doubt or ""), one.authority, one.value, one.iri, "")


def _elsewhere(here: Site, found: list[Found]) -> dict[Entity, list[Identity]]:
    things = {entity for one in found for entity, _ in one.matches}
    return {entity: here.snapshot.identities.of_entity(entity.kind, entity.local_id) for entity in things}
