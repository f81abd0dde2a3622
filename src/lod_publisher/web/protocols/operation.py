"""For those who run the service: is it alive, is it ready; and the report of the validation."""

from html import escape

from flask import Blueprint, Response, json, request, send_file

from lod_publisher.web import surface
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.site import site

blueprint = Blueprint("operation", __name__)

_NOT_KEPT = {"Cache-Control": "no-store"}
_ONE_STATEMENT = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"
_HTML = "text/html"
_REPORT_FORMS = {_HTML: "html", "text/turtle": "ttl", "application/x-ndjson": "jsonl", "application/jsonl": "jsonl"}
_KEPT_S = 300
_SENT_WHOLE_BYTES = 4_000_000  # a larger file is sent as it is read
# The report is a page of its own that brings its style with it; it may do nothing but be looked at.
_REPORT_SECURITY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


@blueprint.get("/health")
@surface.declare(surface.JSON)
def health() -> Response:
    """Liveness: the process answers."""
    return Response(json.dumps({"status": "ok"}), content_type="application/json", headers=_NOT_KEPT)


@blueprint.get("/ready")
@surface.declare(surface.JSON, also=(503,))
def ready() -> Response:
    """Readiness: the store and the catalogue answer too."""
    here = site()
    here.snapshot.select(_ONE_STATEMENT)
    # One entity only: counting what is in the catalogue takes 12 ms, and a balancer asks each second.
    here.snapshot.modified_since(limit=1)
    content = {"status": "ready", "snapshot": here.snapshot.id, "entities": sum(here.counts.values())}
    return Response(json.dumps(content), content_type="application/json", headers=_NOT_KEPT)


@blueprint.get("/report")
@blueprint.get("/report.<suffix>")
@surface.declare(surface.HTML, "text/turtle", "application/x-ndjson", also=(404, 406))
def report(suffix: str = "") -> Response:
    """What the validation found, as it was published with the data; the form by suffix or by `Accept`."""
    if not suffix:
        chosen = choose_format(request.headers.get("Accept"), tuple(_REPORT_FORMS))
        if chosen is None:
            raise not_acceptable({each: f"{request.script_root}/report.{form}" for each, form in _REPORT_FORMS.items()})
        suffix = _REPORT_FORMS[chosen]
    else:
        chosen = next((each for each, form in _REPORT_FORMS.items() if form == suffix), None)
        if chosen is None:
            raise not_found("The report is not published in this form.")
    return _published(f"report.{suffix}", chosen, "This snapshot was published without a report in this form.")


@blueprint.get("/report/<path:name>")
@surface.declare(surface.HTML)
def report_page(name: str) -> Response:
    """A page of the report: a rule, a source file with the lines in which something was found, the history."""
    return _published(f"report/{name}", _HTML, "The report has no such page.")


@blueprint.get("/findings-history.json")
@surface.declare(surface.JSON, also=(404,))
def history() -> Response:
    """How many findings every source file had in each build."""
    return _published("findings-history.json", "application/json", "This snapshot was published without a history.")


def _published(name: str, media_type: str, missing: str) -> Response:
    """A file of the snapshot; only one that its manifest names, so that no address leads out of it.

    Our own things are linked by their IRIs there, so that the report can be read from a disk; here they lead to this site.
    """
    here = site().snapshot
    path = here.folder / name
    if name not in here.manifest["files"] or not path.is_file():
        raise not_found(missing)
    kind = f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
    if path.stat().st_size > _SENT_WHOLE_BYTES:
        validator = here.manifest["files"][name][:24]  # of the bytes, so that replicas of a snapshot agree on it
        response = send_file(path.resolve(), kind, conditional=True, etag=validator, max_age=_KEPT_S)
    else:
        body = path.read_bytes()
        if media_type == _HTML:
            for own, address in (("/id/", "/page/"), ("/", "/")):
                body = body.replace(
                    f'href="{escape(here.base)}{own}'.encode(), f'href="{escape(request.script_root)}{address}'.encode()
                )
        response = Response(body, content_type=kind)
    response.headers["Content-Security-Policy"] = _REPORT_SECURITY
    return response
