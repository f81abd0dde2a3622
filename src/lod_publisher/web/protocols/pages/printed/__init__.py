"""A document's text as its editors printed it: set from their own TEI where that is kept, else from its passages."""

import re
from collections.abc import Callable

from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Facts
from lod_publisher.web.formats.tei import MEDIA_TYPE
from lod_publisher.web.protocols.pages.printed.passages import passages_of
from lod_publisher.web.protocols.pages.printed.plain import set_passages
from lod_publisher.web.protocols.pages.printed.setting import Passages, Printed
from lod_publisher.web.protocols.pages.printed.tei import TeiSetter
from lod_publisher.web.site import Site

__all__ = ["Printed", "printed_of"]

_DOCUMENT = re.compile(r"(d\d+[A-Za-z]?)(\w*)$")


def printed_of(here: Site, entity: Entity, facts: Facts) -> Printed:
    """Set a document."""
    passages = passages_of(here, facts)
    kept = here.snapshot.fragment(entity)
    if kept is None or kept[0] != MEDIA_TYPE:
        return set_passages(passages, entity.label)
    edition = facts.one(here.iri(entity), "http://purl.org/dc/terms/source")
    page_image = edition.removesuffix(entity.local_id.rpartition("/")[2]) if "/" in edition else ""
    setter = TeiSetter(Passages(p.known for p in passages), _leads(here, entity, edition), page_image)
    printed = setter.set(kept[1])
    if passages and (begins := passages[0].page) and not printed.begins_with_page:
        printed.begins = begins
        printed.begins_at = f"{page_image}pg_{begins}" if page_image and b"facs=" in kept[1] else ""
    return printed


def _leads(here: Site, entity: Entity, edition: str) -> Callable[[str], str]:
    """Where the edition's references go: to a document or note here, to the edition's own page for what we have no page of."""
    volume = entity.local_id.partition("/")[0]

    def leads(target: str) -> str:
        if target.startswith(("http://", "https://")):
            return target
        named, marked, key = target.partition("#")
        if not marked and not named.startswith("frus"):
            named, key = "", target
        named = named or volume
        match = _DOCUMENT.match(key)
        if match is None:
            known = edition.startswith("http") and is_local_id(named) and (not key or is_local_id(key))
            site = edition.removesuffix(entity.local_id) if edition.endswith(entity.local_id) else ""
            return "/".join(filter(None, (f"{site}{named}", key))) if known and site else ""
        local_id, note = f"{named}/{match[1]}", match[2]
        if here.snapshot.entity(Kind.DOCUMENT, local_id) is None:
            return ""
        page = here.href(here.snapshot.iris.entity(Kind.DOCUMENT, local_id))
        if local_id == entity.local_id:
            return f"#{note}" if note else page
        return f"{page}#{note}" if note else page

    return leads
