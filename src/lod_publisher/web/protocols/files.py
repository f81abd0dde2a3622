"""Style, scripts and pictures at `/static/`: kept for good by caches when the address names the version, else asked for again."""

from flask import Blueprint, Response, current_app, request

from lod_publisher.web import surface
from lod_publisher.web.assets import Assets
from lod_publisher.web.problems import not_found

blueprint = Blueprint("files", __name__)

_FOR_GOOD = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"


@blueprint.get("/static/<path:name>")
@surface.declare("text/css", "text/javascript", "font/woff2", surface.SVG, query="v")
def file(name: str) -> Response:
    """One file of the pages."""
    assets: Assets = current_app.extensions["assets"]
    asset = assets.files.get(name)
    if asset is None:
        raise not_found("There is no such file.")
    body, coding = asset.coded(request.headers.get("Accept-Encoding"))
    response = Response(body, content_type=asset.media_type)
    if coding:
        response.headers["Content-Encoding"] = coding
    response.vary.add("Accept-Encoding")
    response.headers["Cache-Control"] = _FOR_GOOD if assets.keeps_for_good(name, request.args.get("v")) else _ASK_AGAIN
    return response
