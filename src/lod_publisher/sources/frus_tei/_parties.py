"""Sender and addressee: tagged in the head, or in the lists TO and FROM of a memorandum."""

import re

from lxml import etree

from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.records import EntityRef
from lod_publisher.sources._frus import office_ref
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import GLOSS, PERS_NAME
from lod_publisher.sources.frus_tei._passages import Piece
from lod_publisher.sources.frus_tei._text import FlatText

_ROLE = {"from": "sender", "to": "addressee"}
_HEADED = {"from": re.compile(r"^from\b|^$", re.I), "to": re.compile(r"^(?:to|for|memorandum (?:to|for))\b|^$", re.I)}


def parties(
    edition: Edition, local_id: str, head: FlatText, lists: list[tuple[etree._Element, str, list[Piece]]]
) -> tuple[tuple[EntityRef, ...], tuple[EntityRef, ...]]:
    """Senders and addressees. The lists are asked only for the side on which the head tags nobody."""
    sides = []
    for side in ("from", "to"):
        found = [
            party
            for position, span in enumerate(head.tagged)
            if span[2].get("type") == side
            and (party := _party(edition, local_id, span[2], head.words(span), f"{_ROLE[side]}-{position + 1}"))
        ]
        sides.append(tuple(dict.fromkeys(found)) or _listed(lists, side))
    return sides[0], sides[1]


def _party(edition: Edition, local_id: str, tagged: etree._Element, words: str, segment: str) -> EntityRef | None:
    """The person or office of one tag.

    A tag without a person in the list, or an office withheld in part, is an entity of this document alone: two bare "Dulles" may be
    two persons. In a volume without any list of persons, one name is taken for one person of that volume.
    """
    if not words:
        return None
    if tagged.tag == PERS_NAME:
        if (corresp := tagged.get("corresp")) and (person := edition.person(corresp, words)):
            return person
        if not edition.persons and (key := slug(words)):
            return EntityRef(Kind.PERSON, f"{edition.volume}/unlisted-{key}", words)
        return EntityRef(Kind.PERSON, f"{local_id}/{segment}", words)
    if tagged.tag == GLOSS:
        return office_ref(words) or EntityRef(Kind.ORGANISATION, f"{local_id}/{segment}", words)
    return None


def _listed(lists: list[tuple[etree._Element, str, list[Piece]]], side: str) -> tuple[EntityRef, ...]:
    """The persons tagged in the list of one side; "THROUGH" and "COPIES TO" use the same type and are no addressees."""
    found = [
        mention.entity
        for element, heading, items in lists
        if (element.get("type") or "").strip() == side and _HEADED[side].match(heading)
        for piece in items
        if not piece.attached
        for mention in piece.passage.mentions
        if mention.entity and mention.entity.kind is Kind.PERSON
    ]
    return tuple(dict.fromkeys(found))
