"""`mods`: the Library of Congress's schema, for what a library catalogues: documents, volumes and their parts, collections.

Source: MODS 3.8, user guidelines; the roles are MARC relators.
"""

from lod_publisher.model.iris import Kind
from lod_publisher.web.protocols.oai_pmh.particulars import Particulars
from lod_publisher.web.site import Site
from lod_publisher.web.xml_text import element, elements, text

PREFIX = "mods"
SCHEMA = "http://www.loc.gov/standards/mods/v3/mods-3-8.xsd"
NAMESPACE = "http://www.loc.gov/mods/v3"
KINDS = (Kind.DOCUMENT, Kind.VOLUME, Kind.COLLECTION)
_OPENING = (
    f'<mods xmlns="{NAMESPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.8"'
    f' xsi:schemaLocation="{NAMESPACE} {SCHEMA}">'
)
# What somebody did to a document, and the relator that says so; any other part in it is a contribution.
_RELATORS = {"drafting": "author", "signing": "signer", "creation": "editor", "editing": "editor"}
_ISO_639 = {"en": "eng", "hu": "hun"}


def write(here: Site, card: Particulars) -> str:
    """A card in MODS."""
    entity = card.entity
    title, *others = card.titles
    names = [_name(name, "sender" if entity.kind is Kind.DOCUMENT else "creator") for name in card.senders]
    names += [_name(name, _RELATORS.get(act, "contributor")) for act, name in card.makers]
    names += [_name(name, "addressee") for name in card.addressees]
    collects = ' collection="yes"' if entity.kind is Kind.COLLECTION else ""
    date = entity.edtf or entity.date
    kind_of_date = "dateCreated" if entity.kind is Kind.DOCUMENT else "dateIssued"
    issued = element(kind_of_date, date, encoding="edtf", keyDate="yes") if date else ""
    places = "".join(f"<place>{element('placeTerm', place, type='text')}</place>" for place in card.places)
    body = (
        f"<titleInfo>{element('title', title)}</titleInfo>"
        + "".join(f'<titleInfo type="alternative">{element("title", other)}</titleInfo>' for other in others)
        + "".join(names)
        + f"<typeOfResource{collects}>text</typeOfResource>"
        + elements("genre", card.genres)
        + (f"<originInfo>{places}{issued}</originInfo>" if places or issued else "")
        + "".join(f"<language>{_language(code)}</language>" for code in card.languages)
        + elements("abstract", card.notes)
        + "".join(f"<subject>{element('topic', name)}</subject>" for name in card.subjects)
        + "".join(f"<subject>{element('temporal', period, encoding='edtf')}</subject>" for period in card.periods)
        + "".join(
            f'<relatedItem type="host">{element("identifier", iri, type="uri")}</relatedItem>' for iri in card.part_of
        )
        + "".join(
            f'<relatedItem type="otherVersion"><location>{element("url", iri)}</location></relatedItem>'
            for iri in card.sources
        )
        + element("identifier", card.iri, type="uri")
        + "".join(element("identifier", code, type=kind) for kind, code in card.codes)
        + f"<location>{element('url', f'{here.snapshot.base}/page/{entity.kind}/{entity.local_id}', usage='primary')}</location>"
        + _rights(here.licence)
        + f"<recordInfo>{_origin(card)}</recordInfo>"
    )
    return f"{_OPENING}{body}</mods>"


def _name(name: str, role: str) -> str:
    term = element("roleTerm", role, type="text", authority="marcrelator")
    return f"<name>{element('namePart', name)}<role>{term}</role></name>"


def _language(code: str) -> str:
    return element("languageTerm", _ISO_639[code], type="code", authority="iso639-2b")


def _rights(licence: str) -> str:
    if not licence:
        return ""
    link = f' xlink:href="{text(licence)}" xmlns:xlink="http://www.w3.org/1999/xlink"'
    shown = link if licence.startswith(("http://", "https://")) else ""
    return f'<accessCondition type="use and reproduction"{shown}>{text(licence)}</accessCondition>'


def _origin(card: Particulars) -> str:
    entity = card.entity
    return (
        element("recordCreationDate", entity.created, encoding="w3cdtf")
        + element("recordChangeDate", entity.modified, encoding="w3cdtf")
        + element("recordIdentifier", card.iri)
    )
