"""What is tagged in a passage: the persons, offices and places it names, and where its references lead."""

from lxml import etree

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import DocumentLink, EntityRef, Mention
from lod_publisher.sources._frus import office_ref, place_ref
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import GLOSS, PERS_NAME, PLACE_NAME, REF, SIGNED
from lod_publisher.sources.frus_tei._text import FlatText

_ROLES = {"from": "sender", "to": "addressee"}


def tagged_in(
    edition: Edition, local_id: str, element: etree._Element, flat: FlatText
) -> tuple[tuple[Mention, ...], tuple[DocumentLink, ...]]:
    """The mentions and links of a passage of `local_id`; what points nowhere is reported and stays a text."""
    mentions: list[Mention] = []
    links: list[DocumentLink] = []
    signature = element.tag == SIGNED
    for span in flat.tagged:
        tagged = span[2]
        tag = tagged.tag
        if tag == PERS_NAME:
            if words := flat.words(span):
                role = "signer" if signature else _ROLES.get(tagged.get("type") or "")
                person = person_of(edition, local_id, tagged, words)
                if person is not None:
                    edition.bearers.meet(tagged, words, flat.text, span[0], person.local_id)
                mentions.append(Mention(words, person, role))
        elif tag == REF:
            if link := _link(edition, local_id, tagged, flat.words(span)):
                links.append(link)
        elif tag == GLOSS:
            if (role := _ROLES.get(tagged.get("type") or "")) and (office := office_ref(flat.words(span))):
                mentions.append(Mention(flat.words(span), office, role))
        elif tag == PLACE_NAME and (place := place_ref(flat.words(span))):
            mentions.append(Mention(flat.words(span), place))
    return tuple(mentions), tuple(links)


def person_of(edition: Edition, local_id: str, tagged: etree._Element, words: str) -> EntityRef | None:
    """The person a tag names; a tag that points at nobody is reported and stays a text."""
    corresp = tagged.get("corresp")
    if corresp is None:
        return None
    person = edition.person(corresp, words)
    if person is None:
        likely = edition.key_like(corresp)
        edition.report(
            "mention-of-nobody",
            tagged,
            local_id,
            f"{words!r} is said to be {corresp}, but the volume's list of persons has no such entry.",
            corresp,
            consequence="The mention is published as text, without a person.",
            remedy=f"Correct @corresp: perhaps #{likely} is meant."
            if likely
            else "Correct @corresp, or add the entry to the list of persons.",
        )
    return person


def _link(edition: Edition, local_id: str, ref: etree._Element, words: str) -> DocumentLink | None:
    address = (ref.get("target") or "").strip()
    if not address or ":" in address or address.startswith("/"):
        return None  # no target, or an address on the web
    target = edition.target(address, words)
    if target is None:
        if address.lstrip("#") in edition.ids:
            return None  # an entry of a list or of the index: not something that is published
        edition.report(
            "reference-to-nowhere",
            ref,
            local_id,
            f"{words!r} refers to {address}, which is not in the volume.",
            address,
            consequence="The reference is published as text, without a link.",
            remedy="Correct its target.",
        )
        return None
    if target.kind is Kind.DOCUMENT and target.local_id == local_id:
        return None
    return DocumentLink(target, words)
