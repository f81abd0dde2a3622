"""`oai_dc`: unqualified Dublin Core, which every repository offers for everything.

Source: OAI-PMH 2.0, 3.4; DCMI Metadata Terms, section 3 (the fifteen elements) and 7 (the types).
"""

from lod_publisher.model.iris import Kind
from lod_publisher.web.protocols.oai_pmh.particulars import Particulars
from lod_publisher.web.site import KIND_NAMES, Site
from lod_publisher.web.xml_text import element, elements

PREFIX = "oai_dc"
SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai_dc/"
_OPENING = (
    f'<oai_dc:dc xmlns:oai_dc="{NAMESPACE}" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="{NAMESPACE} {SCHEMA}">'
)
# The types of DCMI; it has none for persons, places and ideas, which say in plain words what they are.
_TYPES = {
    Kind.DOCUMENT: "Text",
    Kind.VOLUME: "Text",
    Kind.STATEMENT: "Text",
    Kind.COLLECTION: "Collection",
    Kind.EVENT: "Event",
    Kind.APPOINTMENT: "Event",
}


def write(here: Site, card: Particulars) -> str:
    """A card in Dublin Core: who sent or edited it is its creator, who drafted it or got it a contributor."""
    entity = card.entity
    page = f"{here.snapshot.base}/page/{entity.kind}/{entity.local_id}"
    editors = [name for act, name in card.makers if act in ("creation", "actor")]
    others = [name for act, name in card.makers if act not in ("creation", "actor")]
    own = [card.iri, entity.elsewhere, page, *(code for _, code in card.codes)]
    publishers = {collection.publisher for collection in here.collections}
    body = (
        elements("dc:title", card.titles)
        + elements("dc:creator", card.senders or editors)
        + elements("dc:subject", card.subjects)
        + elements("dc:description", card.notes)
        + elements("dc:publisher", sorted(publishers))
        + elements("dc:contributor", list(dict.fromkeys([*others, *card.addressees])))
        + elements("dc:date", [entity.edtf or entity.date])
        + elements("dc:type", [_TYPES.get(entity.kind, ""), KIND_NAMES[entity.kind][0], *card.genres])
        + elements("dc:format", ["text/html"])
        + elements("dc:identifier", own)
        + elements("dc:source", card.sources)
        + elements("dc:language", card.languages)
        + elements("dc:relation", [*card.part_of, *card.same_as])
        + elements("dc:coverage", [*card.places, *card.periods])
        + elements("dc:rights", [here.licence])
    )
    return f"{_OPENING}{body}</oai_dc:dc>"


def of_repository(here: Site) -> str:
    """The repository itself on such a card, for Identify."""
    described = [collection.description for collection in here.collections]
    return (
        _OPENING
        + element("dc:title", here.title)
        + elements("dc:description", described)
        + elements("dc:publisher", sorted({collection.publisher for collection in here.collections}))
        + element("dc:identifier", f"{here.snapshot.base}/")
        + elements("dc:rights", [here.licence])
        + "</oai_dc:dc>"
    )
