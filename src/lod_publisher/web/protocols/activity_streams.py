"""The changes as an Activity Stream: /changes, its pages, and each activity at an address of its own.

Source: IIIF Change Discovery API 1.0, level 2, as Linked Art uses it for records; Activity Streams 2.0.
"""

from typing import Any

from flask import Blueprint, Response, json, request

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.changes import Change, Operation
from lod_publisher.web import activities, quads, surface
from lod_publisher.web.formats import formats_of
from lod_publisher.web.negotiation import choose_format
from lod_publisher.web.problems import not_acceptable, not_found
from lod_publisher.web.site import Site, site

blueprint = Blueprint("activity_streams", __name__)

PAGE_ITEMS = 100
_CONTEXT = "http://iiif.io/api/discovery/1/context.json"
_AS = 'application/ld+json;profile="https://www.w3.org/ns/activitystreams"'
_TYPES = (f'application/ld+json;profile="{_CONTEXT}"', _AS, "application/activity+json", "application/json")
# The class that Linked Art gives to an entity of each kind.
_CLASSES = {
    Kind.DOCUMENT: "LinguisticObject",
    Kind.VOLUME: "LinguisticObject",
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Group",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.APPOINTMENT: "Activity",
    Kind.PERIOD: "Period",
    Kind.CONCEPT: "Type",
    Kind.STATEMENT: "AttributeAssignment",
    Kind.COLLECTION: "Set",
}
_DESCRIBED_BY = ("json", "jsonld")


@blueprint.get("/changes")
@surface.declare(surface.JSONLD, surface.JSON, also=(406,))
def collection() -> Response:
    """The stream as a whole: how many changes there are, and where its pages begin and end."""
    here = site()
    changes = here.snapshot.changes
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _address(here),
        "type": "OrderedCollection",
        "name": f"Changes of {here.title}",
        "totalItems": changes.last,
        "first": {"id": _address(here, 1), "type": "OrderedCollectionPage"},
        "last": {"id": _address(here, _pages(changes.last)), "type": "OrderedCollectionPage"},
        "seeAlso": [
            {"id": f"{here.snapshot.base}/", "type": "Dataset", "format": "text/turtle"},
            {"id": f"{here.snapshot.base}/ldes", "type": "Dataset", "format": "application/trig"},
        ],
    }
    if here.licence.startswith(("http://", "https://")):
        told["rights"] = here.licence
    return _json(told)


@blueprint.get("/changes/page/<number>")
@surface.declare(surface.JSONLD, surface.JSON, also=(406,))
def page(number: str) -> Response:
    """A page of the stream, the oldest change first; a page that is full stays as it is.

    Raises:
        Problem: 404, there is no page of this number.
    """
    here = site()
    last = _pages(here.snapshot.changes.last)
    # As long numbers as any history has: a longer text is no number of a page, and costs nothing to refuse.
    place = int(number) if number.isascii() and number.isdigit() and len(number) < len(str(last)) + 1 else 0
    if not 1 <= place <= last or number != str(place):
        raise not_found(f"The stream of changes has the pages 1 to {last}, and no page {number[:20]}.")
    start = (place - 1) * PAGE_ITEMS
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "id": _address(here, place),
        "type": "OrderedCollectionPage",
        "partOf": {"id": _address(here), "type": "OrderedCollection"},
        "startIndex": start,
    }
    if place > 1:
        told["prev"] = {"id": _address(here, place - 1), "type": "OrderedCollectionPage"}
    if place < last:
        told["next"] = {"id": _address(here, place + 1), "type": "OrderedCollectionPage"}
    told["orderedItems"] = [_activity(here, change) for change in here.snapshot.changes.after(start, PAGE_ITEMS)]
    return _json(told)


@blueprint.get("/changes/<moment>/<number>")
@surface.declare(surface.JSONLD, surface.JSON, *surface.QUADS, also=(406,))
def activity(moment: str, number: str) -> Response:
    """One activity: as JSON what was done, as RDF also what the entity's description said after it.

    Raises:
        Problem: 404, there was no such change.
    """
    here = site()
    last = here.snapshot.changes.last
    place = int(number) if number.isascii() and number.isdigit() and len(number) < len(str(last)) + 1 else 0
    found = here.snapshot.changes.after(place - 1, 1) if 1 <= place <= last else []
    if not found or activities.moment_of(moment) != found[0].moment or number != str(place):
        raise not_found(f"There was no change {number[:20]} at {moment[:20]}.")
    change, offered = found[0], (*_TYPES, *quads.BY_MEDIA_TYPE)
    chosen = choose_format(request.headers.get("Accept"), offered)
    if chosen is None:
        raise not_acceptable(dict.fromkeys(offered, request.script_root + request.path))
    if chosen not in _TYPES:
        own = activities.statements(here, change)
        graph = (activities.activity_iri(here, change), activities.version(here, change))
        return quads.answer(quads.BY_MEDIA_TYPE[chosen], own, [graph])
    return _json({"@context": _CONTEXT, **_activity(here, change)})


def _pages(last: int) -> int:
    """How many pages there are; one, when there is nothing to put on it."""
    return max(1, -(-last // PAGE_ITEMS))


def _address(here: Site, number: int | None = None) -> str:
    return f"{here.snapshot.base}/changes" + (f"/page/{number}" if number else "")


def _activity(here: Site, change: Change) -> dict[str, Any]:
    thing: dict[str, Any] = {"id": activities.object_iri(here, change), "type": _CLASSES[change.kind]}
    if change.label:
        thing["name"] = change.label
    if change.operation is not Operation.DELETED:
        data = f"{here.snapshot.base}/data/{change.kind}/{change.local_id}"
        thing["seeAlso"] = [
            {"id": f"{data}.{form.suffix}", "type": "Dataset", "format": form.media_type}
            for form in formats_of(change.kind)
            if form.suffix in _DESCRIBED_BY
        ]
    return {
        "id": activities.activity_iri(here, change),
        "type": activities.ACTIVITIES[change.operation],
        "object": thing,
        "endTime": change.moment,
    }


def _json(told: dict[str, Any]) -> Response:
    """The document in the media type that the client prefers; the bytes are the same in each.

    Raises:
        Problem: 406, it takes none of them.
    """
    chosen = choose_format(request.headers.get("Accept"), _TYPES)
    if chosen is None:
        raise not_acceptable(dict.fromkeys(_TYPES, request.script_root + request.path))
    body = json.dumps(told, ensure_ascii=False, sort_keys=False)
    return Response(body, content_type=chosen)
