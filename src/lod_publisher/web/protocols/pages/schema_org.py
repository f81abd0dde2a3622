"""The schema.org description inside a page, for search engines: little, and nothing that the page does not show."""

from typing import Any

from flask import json
from markupsafe import Markup

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.site import Site

_TYPES = {
    Kind.DOCUMENT: "DigitalDocument",
    Kind.VOLUME: "Book",
    Kind.PERSON: "Person",
    Kind.ORGANISATION: "Organization",
    Kind.PLACE: "Place",
    Kind.EVENT: "Event",
    Kind.COLLECTION: "Collection",
    Kind.CONCEPT: "DefinedTerm",
}


def schema_org(here: Site, entity: Entity, names: list[str]) -> Markup:
    """A thing as JSON-LD that may stand inside a script element."""
    content: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": _TYPES.get(entity.kind, "Thing"),
        "@id": here.iri(entity),
        "name": entity.label,
    }
    if others := [name for name in names if name and name != entity.label]:
        content["alternateName"] = others
    if entity.date and entity.kind is Kind.DOCUMENT:
        content["dateCreated"] = entity.date
    if entity.date and entity.kind is Kind.EVENT:
        content["startDate"] = entity.date
    if here.licence and entity.kind is Kind.DOCUMENT:
        content["license"] = here.licence
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    # A label may hold markup; inside a script element only "<" could end it.
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704
