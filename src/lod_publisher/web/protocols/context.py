"""The JSON-LD context at `/context.jsonld`, by which our JSON-LD is read."""

from flask import Blueprint, Response, json

from lod_publisher.web import surface
from lod_publisher.web.formats.jsonld import PATH, context
from lod_publisher.web.site import site

blueprint = Blueprint("context", __name__)


@blueprint.get(PATH)
@surface.declare(surface.JSONLD)
def document() -> Response:
    """The context: it says nothing of a snapshot, so that caches may keep it as long as they like to ask again."""
    body = json.dumps(context(site().snapshot.base), ensure_ascii=False, indent=1)
    return Response(body, content_type="application/ld+json")
