"""Saved queries: a list of them at /queries, and each at an address of its own, with parameters, in every format."""

import io
from collections.abc import Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, json, render_template, request, url_for

from lod_publisher.errors import PublisherError
from lod_publisher.snapshot.workers import Question
from lod_publisher.web import surface
from lod_publisher.web.formats import prefixes
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.prepare import prepare, taught
from lod_publisher.web.problems import Problem, not_found
from lod_publisher.web.querying.saved import RESERVED, SavedQuery, saved_queries
from lod_publisher.web.site import Site, site

blueprint = Blueprint("queries", __name__)

_HTML = "text/html"
_QUERY = "application/sparql-query"
_JSON = "application/json"
_RESULTS = "application/sparql-results+json"
_MAX_SHOWN = 500
_DOWNLOADS = ("json", "csv", "tsv", "xml", "rq")
_cached = lru_cache(maxsize=4)(saved_queries)


@blueprint.get("/queries")
@surface.declare(surface.HTML, surface.JSON, query="format", also=(406,))
def listed() -> Response:
    """All saved queries, for people or as JSON."""
    queries = list(_cached(site().snapshot.folder).values())
    chosen = choose_format(request.headers.get("Accept"), (_HTML, _JSON))
    if request.args.get("format") == "json" or chosen == _JSON:
        return _json([_described(query) for query in queries])
    return Response(render_template("queries.html", queries=queries), content_type="text/html; charset=utf-8")


@blueprint.get("/queries/<name>")
@surface.declare(
    surface.HTML,
    surface.JSON,
    "application/sparql-query",
    *surface.RESULTS,
    *surface.GRAPHS,
    query="format timeout",
    also=(400, 406, 503, 504),
)
def answered(name: str) -> Response:
    """The answer to a saved query, with its parameters in the address; for people a page with a form.

    Raises:
        Problem: there is no such query, or a parameter is unknown or of another type: 400 with the list of them.
    """
    here = site()
    query = _cached(here.snapshot.folder).get(name)
    if query is None:
        raise not_found(f"There is no saved query {name[:100]}. They are listed at {request.script_root}/queries.")
    given = {key: value for key, value in request.args.items() if key not in RESERVED and value != ""}
    twice = [key for key in given if len(request.args.getlist(key)) > 1]
    wrong = query.wrong(given) + [f"{key} is given more than once." for key in twice]
    if wrong:
        raise Problem(
            HTTPStatus.BAD_REQUEST, " ".join(wrong), {"wrong": wrong, "parameters": _described(query)["parameters"]}
        )
    text = query.bound(given, f"{here.snapshot.base}/")
    wanted = request.args.get("format", "")
    # The page comes first for browsers alone: whoever accepts anything wants the answer.
    chosen = choose_format(request.headers.get("Accept"), (_RESULTS, _JSON, _HTML, _QUERY))
    if wanted == "rq" or (not wanted and chosen == _QUERY):
        return Response(text, content_type=_QUERY)
    if wanted == "html" or (not wanted and chosen == _HTML):
        return _page(here, query, given, text)
    return _from_endpoint(text)


def _from_endpoint(text: str) -> Response:
    """Let the SPARQL endpoint answer, with its formats, compression, limits and cache."""
    fields = {key: value for key, value in request.args.items() if key in ("format", "timeout")}
    environ = {key: value for key, value in request.environ.items() if not key.startswith(("werkzeug.", "flask."))}
    environ |= {
        "PATH_INFO": "/sparql",
        "QUERY_STRING": urlencode({"query": text, **fields}),
        "wsgi.input": io.BytesIO(),
        "CONTENT_LENGTH": "",
        "CONTENT_TYPE": "",
    }
    response: Response = Response.from_app(current_app.wsgi_app, environ)  # type: ignore[assignment]
    return response


def _described(query: SavedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "description": query.description,
        "href": url_for("queries.answered", name=query.name),
        "parameters": [
            {"name": each.name, "type": each.type, "default": each.default, "description": each.description}
            for each in query.parameters
        ],
    }


def _json(content: object) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), content_type=_JSON)


def _page(here: Site, query: SavedQuery, given: Mapping[str, str], text: str) -> Response:
    """The form, the query as it is asked, and its answer as a table."""
    values: dict[str, Any] = {"downloads": _DOWNLOADS, "max_shown": _MAX_SHOWN}
    formats = {"solutions": "json", "boolean": "json", "graph": "ttl"}
    try:
        prepared = prepare(text, here)
        with here.workers.open(Question(prepared.text, formats, max_rows=_MAX_SHOWN + 1)) as stream:
            kind, body = stream.kind, b"".join(stream)
    except PublisherError as error:
        raise taught(error, text, here, request.script_root) from None
    if kind == "graph":
        values["turtle"] = body.decode()
    elif kind == "boolean":
        values["boolean"] = json.loads(body)["boolean"]
    else:
        content = json.loads(body)
        values["variables"] = content["head"]["vars"]
        rows = content["results"]["bindings"]
        values["total"] = len(rows)
        values["rows"] = [[_cell(here, row.get(name)) for name in values["variables"]] for row in rows[:_MAX_SHOWN]]
    page = render_template(
        "query.html", query=query, given=given, text=text, kind=kind, remarks=prepared.remarks, **values
    )
    return Response(page, content_type="text/html; charset=utf-8")


def _cell(here: Site, term: dict[str, Any] | None) -> dict[str, str] | None:
    if term is None:
        return None
    value = term["value"] if isinstance(term["value"], str) else json.dumps(term["value"])
    if term["type"] == "uri" and value.startswith(("http://", "https://")):
        return {"text": _compact(here, value), "href": here.href(value)}
    return {"text": value, "href": ""}


def _compact(here: Site, iri: str) -> str:
    for prefix, namespace in prefixes(here.snapshot.base).items():
        if iri.startswith(namespace) and len(iri) > len(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri.removeprefix(f"{here.snapshot.base}/id/")
