"""`/openapi.json`: the HTTP surface as OpenAPI 3.1, made from the routes themselves and what each declares beside it.

Source: OpenAPI Specification 3.1.0. The method QUERY has no place in it and is told in words.
"""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Flask, Response, current_app, json, request
from werkzeug.routing import Rule

from lod_publisher import __version__
from lod_publisher.model.iris import Kind
from lod_publisher.web import surface
from lod_publisher.web.problems import HTML, JSON
from lod_publisher.web.site import site
from lod_publisher.web.surface import PARAMETERS, Surface, surface_of

blueprint = Blueprint("openapi", __name__)

_METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH")
_PROBLEM = {"$ref": "#/components/schemas/Problem"}
_PART = re.compile(r"<(?:[^<>:]*(?:\([^)]*\))?:)?([^<>:]+)>")
_REFUSED_BODIES = (400, 413, 415)


@blueprint.get("/openapi.json")
@surface.declare(surface.JSON)
def openapi() -> Response:
    """The description of this service for programs, as OpenAPI 3.1."""
    return Response(json.dumps(described(current_app), ensure_ascii=False), content_type="application/json")


def described(app: Flask) -> dict[str, Any]:
    """The description of an application."""
    here = site()
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        declared = surface_of(app.view_functions[rule.endpoint])
        if declared is None:
            raise LookupError(f"{rule.rule} declares no surface")  # a mistake of ours; a test asks for every route
        paths.setdefault(_PART.sub(r"{\1}", rule.rule), {}).update(_operations(app, rule, declared))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": here.title,
            "description": "Linked Open Data in CIDOC-CRM: things, queries, protocols. /sparql also takes the method QUERY.",
            "version": __version__,
            "license": {"name": "Apache License 2.0 (the program)", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": request.script_root or "/"}],
        "tags": [{"name": name} for name in sorted(app.blueprints)],
        "paths": paths,
        "components": {"schemas": {"Problem": _problem_schema()}},
    }


def _operations(app: Flask, rule: Rule, declared: Surface) -> Iterator[tuple[str, Any]]:
    words = " ".join((app.view_functions[rule.endpoint].__doc__ or "").split("Raises:")[0].split())
    for method in _METHODS:
        if method not in (rule.methods or ()):
            continue
        operation: dict[str, Any] = {
            "operationId": f"{method.lower()}_{_name(rule.rule)}",
            "tags": [rule.endpoint.partition(".")[0]],
            "summary": words.partition(". ")[0].rstrip("."),
            "description": words,
            "parameters": [*_parts(rule), *(_parameter(name) for name in declared.query)],
            "responses": dict(_responses(rule, declared, method)),
        }
        if method != "GET" and declared.body:
            content = {media: {"schema": {} if "json" in media else _text_or_form(media)} for media in declared.body}
            operation["requestBody"] = {"content": content}
        yield method.lower(), operation


def _name(address: str) -> str:
    """A name for an address that programs can use as one of theirs."""
    return (re.sub(r"[^A-Za-z0-9]+", "_", address).strip("_") or "front") + ("_" if address[1:].endswith("/") else "")


def _text_or_form(media: str) -> dict[str, str]:
    return {"type": "object" if "form" in media else "string"}


def _parts(rule: Rule) -> Iterator[dict[str, Any]]:
    """The parts of an address that vary."""
    for name in sorted(rule.arguments - set(rule.defaults or ())):
        converter = rule._converters[name]  # werkzeug has no public way to it
        schema: dict[str, Any] = {"type": "string", "minLength": 1}
        if chosen := re.search(rf"<any\(([^)]*)\):{name}>", rule.rule):
            schema = {"type": "string", "enum": [one.strip() for one in chosen[1].split(",")]}
        elif name == "kind":
            schema = {"type": "string", "enum": [str(kind) for kind in Kind]}
        part = {"name": name, "in": "path", "required": True, "schema": schema}
        if not converter.part_isolating:
            part["description"] = "May hold slashes."
        yield part


def _parameter(name: str) -> dict[str, Any]:
    meaning, kind = PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": meaning, "schema": {"type": kind}}


def _responses(rule: Rule, declared: Surface, method: str) -> Iterator[tuple[str, dict[str, Any]]]:
    statuses = {*declared.also}
    if declared.media:
        statuses.add(200)
        if method == "GET":
            statuses.add(304)
    if rule.arguments - set(rule.defaults or ()):
        statuses.add(404)
    if method != "GET":
        statuses.update(_REFUSED_BODIES)
    for status in sorted(statuses):
        told: dict[str, Any] = {"description": HTTPStatus(status).phrase}
        if status < 300:
            told["content"] = {media: {} for media in declared.media}
        elif status >= 400:
            told["content"] = {JSON: {"schema": _PROBLEM}, HTML: {}}
        elif status not in (304,):
            told["headers"] = {"Location": {"description": "Where to go on.", "schema": {"type": "string"}}}
        yield str(status), told


def _problem_schema() -> dict[str, Any]:
    texts = {name: {"type": "string"} for name in ("type", "title", "detail")}
    return {
        "type": "object",
        "description": "What is wrong, as RFC 9457 has it; some problems have members of their own.",
        "required": ["title", "status", "detail"],
        "properties": {**texts, "status": {"type": "integer"}},
    }
