"""SPARQL 1.1 Protocol, query: the endpoint, and behind it what is for people and for those who ask what can be asked."""

from flask import Blueprint, Response, json, request

from lod_publisher.errors import PublisherError
from lod_publisher.web import surface
from lod_publisher.web.formats import BY_MEDIA_TYPE, Description
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.policies import CACHE_NONE
from lod_publisher.web.prepare import explained
from lod_publisher.web.problems import Problem, not_acceptable
from lod_publisher.web.protocols.sparql import pages
from lod_publisher.web.protocols.sparql.asking import MAX_BODY_BYTES, MAX_QUERY_BYTES, Asked, read
from lod_publisher.web.protocols.sparql.description import service_description
from lod_publisher.web.protocols.sparql.endpoint import FOUND, PATH, Endpoint, Shown
from lod_publisher.web.protocols.sparql.terms import terms
from lod_publisher.web.site import Site, site

__all__ = ["MAX_BODY_BYTES", "MAX_QUERY_BYTES", "PATH", "Endpoint", "blueprint"]

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
@surface.declare(
    surface.HTML,
    *surface.RESULTS,
    *surface.GRAPHS,
    *surface.QUADS,
    surface.JSON,
    query="query default-graph-uri named-graph-uri format timeout version explain",
    body=("application/sparql-query", surface.FORM),
    also=(400, 403, 406, 413, 415, 502, 503, 504),
)
def sparql() -> Response:
    """Go on from what the endpoint found: an error, an answer to show, or no query at all."""
    here = site()
    found = request.environ.get(FOUND)
    if isinstance(found, Problem | PublisherError):
        raise found
    if isinstance(found, Shown):
        return pages.shown(here, found)
    asked = found if isinstance(found, Asked) else read(request.environ)
    if asked.explain and asked.text.strip():
        return _explained(here, asked)
    return _without_query(here, asked)


@blueprint.get("/sparql/terms")
@surface.declare(surface.JSON)
def listed_terms() -> Response:
    """What a query can be written with, for the completion of an editor."""
    return terms(site())


def _explained(here: Site, asked: Asked) -> Response:
    """What is to be said of a query: for people beside the editor, else as JSON."""
    told = explained(asked.text, here, request.script_root)
    chosen = choose_format(request.headers.get("Accept"), ("application/json", pages.HTML))
    if (asked.format or chosen) in ("html", pages.HTML):
        return pages.editor(here, asked.text, told)
    return Response(
        json.dumps(told, ensure_ascii=False), content_type="application/json", headers={"Cache-Control": CACHE_NONE}
    )


def _without_query(here: Site, asked: Asked) -> Response:
    chosen = choose_format(request.headers.get("Accept"), (*BY_MEDIA_TYPE, pages.HTML))
    if asked.format:
        chosen = next((form.media_type for form in BY_MEDIA_TYPE.values() if form.suffix == asked.format), pages.HTML)
    if chosen is None:
        raise not_acceptable(dict.fromkeys((*BY_MEDIA_TYPE, pages.HTML), f"{request.script_root}/sparql"))
    if chosen == pages.HTML:
        return pages.editor(here, asked.text)
    form = BY_MEDIA_TYPE[chosen]
    body = form.write(Description(here.snapshot.base, service_description(here, request.base_url)))
    return Response(body, content_type=form.content_type, headers={"Cache-Control": CACHE_NONE})
