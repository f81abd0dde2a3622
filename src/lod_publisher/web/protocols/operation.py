"""For those who run the service: is it alive, is it ready, what may crawlers do; and the report of the validation."""

from flask import Blueprint, Response, json, request

from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.site import site

blueprint = Blueprint("operation", __name__)

_NOT_KEPT = {"Cache-Control": "no-store"}
_ONE_STATEMENT = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
# The report is a page of its own that brings its style with it; it may do nothing but be looked at.
_REPORT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


@blueprint.get("/health")
def health() -> Response:
    """Liveness: the process answers."""
    return Response(json.dumps({"status": "ok"}), content_type="application/json", headers=_NOT_KEPT)


@blueprint.get("/ready")
def ready() -> Response:
    """Readiness: the store and the catalogue answer too."""
    here = site()
    here.snapshot.select(_ONE_STATEMENT)
    content = {"status": "ready", "snapshot": here.snapshot.id, "entities": sum(here.snapshot.counts().values())}
    return Response(json.dumps(content), content_type="application/json", headers=_NOT_KEPT)


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Crawlers are welcome, but not to ask queries or to search."""
    lines = ("User-agent: *", "Disallow: /sparql", "Disallow: /search", "")
    return Response("\n".join(lines), content_type="text/plain; charset=utf-8")


@blueprint.get("/report")
def report() -> Response:
    """What the validation found, as it was published with the data."""
    files = {"text/html": "report.html", "text/turtle": "report.ttl"}
    chosen = choose_format(request.headers.get("Accept"), tuple(files))
    if chosen is None:
        raise not_acceptable(dict.fromkeys(files, f"{request.script_root}/report"))
    path = site().snapshot.folder / files[chosen]
    if not path.is_file():
        raise not_found("This snapshot was published without a report.")
    response = Response(path.read_bytes(), content_type=f"{chosen}; charset=utf-8")
    response.headers["Content-Security-Policy"] = _REPORT_SECURITY
    return response
