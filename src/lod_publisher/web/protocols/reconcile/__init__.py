"""The Reconciliation API, 0.2 and the draft of 1.0: match a table's names with what is described here, and fetch more about them."""

import json
import re
from collections.abc import Callable, Mapping
from http import HTTPStatus
from time import perf_counter
from typing import Any

from flask import Blueprint, Response, render_template, request

from lod_publisher.web import surface
from lod_publisher.web.policies import CACHE_NONE
from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.reconcile import preview, suggest
from lod_publisher.web.protocols.reconcile.candidates import Candidate, answer
from lod_publisher.web.protocols.reconcile.extension import extended, proposed
from lod_publisher.web.protocols.reconcile.keys import entity_of
from lod_publisher.web.protocols.reconcile.manifests import DRAFT, PATH, manifest_of_0_2, manifest_of_1_0
from lod_publisher.web.protocols.reconcile.preview import Card, card_of
from lod_publisher.web.protocols.reconcile.questions import (
    MAX_BATCH,
    Question,
    Refused,
    check_size,
    parsed,
    question_of_0_2,
    question_of_1_0,
)
from lod_publisher.web.protocols.reconcile.service import Service, service
from lod_publisher.web.protocols.reconcile.written import FEATURES, in_0_2, in_1_0

__all__ = ["blueprint"]

blueprint = Blueprint("reconcile", __name__)

# What a client may have its answer wrapped in, when it is a page that loads answers as scripts: a name, or names joined by points.
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,99}(?:\.[A-Za-z_$][\w$]{0,99}){0,4}", re.ASCII)
_MAX_PREFIX = 200
_MAX_CURSOR = 10_000
_BATCH_S = 10.0
# A card is shown in frames of other sites; it brings its style and does nothing.
_CARD_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
_NOT_KEPT = {"Cache-Control": CACHE_NONE}


def _json(content: Mapping[str, Any], *, is_kept: bool = False) -> Response:
    """An answer as JSON, or as the call of a function when the client asks for that."""
    callback = request.args.get("callback") if request.method in ("GET", "HEAD") else None
    headers = {} if is_kept and callback is None else _NOT_KEPT
    if callback is None or request.path.startswith(DRAFT):
        try:
            body = json.dumps(content, ensure_ascii=False).encode()
        except UnicodeEncodeError:  # a client's own key with half a character in it goes back as it came
            body = json.dumps(content, ensure_ascii=True).encode()
        return Response(body, content_type="application/json; charset=utf-8", headers=headers)
    if not _CALLBACK.fullmatch(callback):
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "`callback` must be the name of a function: letters, digits, _ and $, joined by points.",
        )
    script = f"/**/{callback}({json.dumps(content, ensure_ascii=True)});".replace("<", "\\u003c")
    return Response(script, content_type="text/javascript; charset=utf-8", headers=headers)


@blueprint.route(PATH, methods=["GET", "POST"], strict_slashes=False)
@surface.declare(
    surface.JSON, surface.JAVASCRIPT, query="queries extend callback", body=(surface.FORM,), also=(400, 413)
)
def reconcile() -> Response:
    """Version 0.2 has one door: the manifest without parameters, a batch as `queries`, a data extension query as `extend`."""
    here = service()
    given = request.form if request.method == "POST" else request.args
    if "queries" in given:
        return _json(_answered_0_2(here, parsed(given["queries"], "`queries`")))
    if "extend" in given:
        return _json(extended(here, parsed(given["extend"], "`extend`")).in_0_2())
    if request.method == "POST":
        raise Problem(
            HTTPStatus.BAD_REQUEST,
            "A POST has a form with `queries` or `extend`; a service for JSON bodies (version 1.0) is at /reconcile/v1/match.",
        )
    return _json(manifest_of_0_2(here))


def _answered_0_2(here: Service, batch: Any) -> dict[str, Any]:
    if not isinstance(batch, dict):
        raise Problem(HTTPStatus.BAD_REQUEST, "`queries` must be an object: a query under each key.")
    check_size(len(batch))
    asked, found = _Asked(here, question_of_0_2), {}
    for key, given in batch.items():
        candidates, remark = asked.answered(given, f"Query {key}")
        found[key] = {"result": [in_0_2(here, one) for one in candidates]} | remark
    return found


class _Asked:
    """A batch that is being answered, until it has taken so long that the rest is refused: others wait too."""

    def __init__(self, here: Service, read: Callable[[Service, Any], Question]) -> None:
        self._here, self._read = here, read
        self._deadline = perf_counter() + _BATCH_S

    def answered(self, given: Any, name: str) -> tuple[list[Candidate], dict[str, Any]]:
        """The candidates for one query; one that cannot be answered says why, and the others go on."""
        if perf_counter() > self._deadline:
            return [], {"error": f"{name}: the batch took too long; send this query again, in a smaller one."}
        try:
            question = self._read(self._here, given)
            found = answer(self._here, question)
        except Refused as refused:
            return [], {"error": f"{name}: {refused}."}
        return found, {"warnings": [f"{name}: {text}." for text in question.ignored]} if question.ignored else {}


@blueprint.get(DRAFT, strict_slashes=False)
@surface.declare(surface.JSON)
def manifest() -> Response:
    """The manifest of the draft of version 1.0."""
    return _json(manifest_of_1_0(service()))


@blueprint.post(f"{DRAFT}/match")
@surface.declare(surface.JSON, body=(surface.JSON,))
def match() -> Response:
    """A batch of queries of the draft of version 1.0, answered in its order."""
    here, body = service(), _body()
    batch = body.get("queries") if isinstance(body, dict) else None
    if not isinstance(batch, list):
        raise Problem(HTTPStatus.BAD_REQUEST, "The body must be an object with `queries`, an array.")
    check_size(len(batch))
    asked, results = _Asked(here, question_of_1_0), []
    for number, given in enumerate(batch, 1):
        candidates, remark = asked.answered(given, f"Query {number}")
        results.append({"candidates": [in_1_0(here, one) for one in candidates]} | remark)
    return _in_english(_json({"results": results}))


@blueprint.post(f"{DRAFT}/extend")
@surface.declare(surface.JSON, body=(surface.JSON,))
def extend() -> Response:
    """A data extension query of the draft of version 1.0."""
    return _in_english(_json(extended(service(), _body()).in_1_0()))


def _body() -> Any:
    if request.mimetype != "application/json":
        raise Problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON, with Content-Type: application/json.")
    try:
        text = request.get_data().decode()
    except UnicodeDecodeError:
        raise Problem(HTTPStatus.BAD_REQUEST, "The body is not UTF-8.") from None
    return parsed(text, "The body")


def _in_english(response: Response) -> Response:
    response.headers["Content-Language"] = "en"
    return response


@blueprint.get(f"{PATH}/suggest/<any(entity, type, property):what>")
@blueprint.get(f"{DRAFT}/suggest/<any(entity, type, property):what>")
@surface.declare(surface.JSON, surface.JAVASCRIPT, query="prefix cursor type limit callback", also=(400,))
def suggestions(what: str) -> Response:
    """What somebody may mean who is typing."""
    here = service()
    prefix, cursor = request.args.get("prefix", "").strip()[:_MAX_PREFIX], _whole_number("cursor", 0)
    if what == "entity":
        named = [here.type_of(name) for name in request.args.getlist("type")]
        kinds = tuple(one.kind for one in named if one) or here.kinds
        found = suggest.entities(here, prefix, kinds, cursor)
    elif what == "type":
        found = suggest.types(here, prefix, cursor)
    else:
        is_draft = request.path.startswith(DRAFT)
        found = suggest.properties(here, prefix, cursor, with_qualifiers=is_draft)
    return _json({"result": found}, is_kept=True)


def _whole_number(name: str, default: int) -> int:
    written = request.args.get(name, "")
    if not written:
        return default
    if not re.fullmatch(r"[0-9]{1,9}", written):
        raise Problem(HTTPStatus.BAD_REQUEST, f"`{name}` must be a whole number from 0.")
    return min(int(written), _MAX_CURSOR)


@blueprint.get(f"{PATH}/extend/propose")
@blueprint.get(f"{DRAFT}/extend/propose")
@surface.declare(surface.JSON, surface.JAVASCRIPT, query="type limit callback", also=(400,))
def propose() -> Response:
    """The properties that can be fetched for a type."""
    limit = _whole_number("limit", 0)
    return _json(proposed(service(), request.args.get("type", "")[:_MAX_PREFIX], limit or None), is_kept=True)


@blueprint.get(f"{PATH}/preview")
@blueprint.get(f"{DRAFT}/preview")
@surface.declare(surface.HTML, query="id", also=(400, 404))
def card() -> Response:
    """The card of an entity, for a frame of the size that the manifest tells."""
    here, given = service(), request.args.get("id", "")[:_MAX_PREFIX]
    entity = entity_of(here.here, given)
    is_there = entity is not None and not entity.deleted
    shown = card_of(here, entity) if entity is not None and is_there else _nothing(given)
    status = HTTPStatus.OK if is_there else HTTPStatus.NOT_FOUND
    headers = {"Content-Security-Policy": _CARD_SECURITY}
    return Response(preview.page(shown), status, headers, content_type="text/html; charset=utf-8")


def _nothing(given: str) -> Card:
    return Card("Nothing of this identifier", "not found", "", given, ())


@blueprint.get(f"{PATH}/flyout/<any(entity, type, property):what>")
@surface.declare(surface.JSON, surface.JAVASCRIPT, query="id callback", also=(400, 404))
def flyout(what: str) -> Response:
    """A piece of HTML about a suggestion, for clients that show one."""
    here, given = service(), request.args.get("id", "")[:_MAX_PREFIX]
    if what == "entity":
        entity = entity_of(here.here, given)
        shown = card_of(here, entity) if entity is not None and not entity.deleted else _nothing(given)
    elif what == "type":
        kind = here.type_of(given)
        shown = Card(kind.name, "type", "", kind.description, ()) if kind else _nothing(given)
    else:
        known = here.property_of(given)
        shown = Card(known.name, "property", "", known.description, ()) if known else _nothing(given)
    return _json({"id": given, "html": preview.fragment(shown)}, is_kept=True)


@blueprint.get(f"{PATH}/about")
@surface.declare(surface.HTML)
def about() -> Response:
    """For people: what this is, its address, its types and properties, and when something counts as a match."""
    here = service()
    body = render_template(
        "reconcile.html",
        address=f"{request.url_root.rstrip('/')}{PATH}",
        batch=MAX_BATCH,
        types=here.types,
        properties=here.properties,
        features=FEATURES,
    )
    return Response(body, content_type="text/html; charset=utf-8", headers=_NOT_KEPT)
