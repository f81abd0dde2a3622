"""The schema.org description inside a page, for search engines: little, and nothing that the page does not show."""

from typing import Any

from flask import json
from markupsafe import Markup

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.citing import Reference
from lod_publisher.web.facts import Facts
from lod_publisher.web.signposts import SCHEMA_TYPES
from lod_publisher.web.site import Site

_SAME = ("http://www.w3.org/2004/02/skos/core#exactMatch", "http://www.w3.org/2002/07/owl#sameAs")
_TEXTS = (Kind.DOCUMENT, Kind.VOLUME)


def schema_org(here: Site, entity: Entity, facts: Facts, reference: Reference, names: list[str]) -> Markup:
    """A thing as JSON-LD that may stand inside a script element."""
    iri, base = here.iri(entity), here.snapshot.base
    content: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": SCHEMA_TYPES.get(entity.kind, "Thing"),
        "@id": iri,
        "name": entity.label,
        "url": f"{base}/page/{entity.kind}/{entity.local_id}",
        "alternateName": [name for name in names if name and name != entity.label],
        "sameAs": sorted({same for name in _SAME for same in facts.all(iri, name)}),
    }
    if entity.kind in _TEXTS:
        content |= _text(here, entity, facts, reference, iri)
    if entity.kind is Kind.EVENT:
        content["startDate"] = entity.date
    text = json.dumps({name: value for name, value in content.items() if value}, ensure_ascii=False, sort_keys=True)
    # A label may hold markup; inside a script element only "<" could end it.
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _text(here: Site, entity: Entity, facts: Facts, reference: Reference, iri: str) -> dict[str, Any]:
    """What is said of texts alone: who made them and when, where they are printed, and what they translate."""
    authors = facts.all(f"{iri}#sending", "P14_carried_out_by")
    home = f"{here.snapshot.base}/"
    return {
        "author": [
            {"@id": author, "@type": "Person" if name.family else "Organization", "name": name.whole}
            for author, name in zip(authors, reference.authors, strict=False)
        ],
        "editor": [{"@type": "Person", "name": name.whole} for name in reference.editors]
        if entity.kind is Kind.VOLUME
        else [],
        "dateCreated": entity.date if entity.kind is Kind.DOCUMENT else "",
        "datePublished": reference.issued if entity.kind is Kind.VOLUME else "",
        "dateModified": entity.modified,
        "inLanguage": reference.language,
        "license": here.licence,
        "translationOfWork": [{"@id": other} for other in facts.all(iri, "P73i_is_translation_of")],
        "isPartOf": [{"@type": "Book", "name": reference.container}, {"@id": home}]
        if reference.type == "chapter"
        else [{"@id": home}],
        "isBasedOn": "" if reference.url == iri else reference.url,
    }
