"""Answers about persons: who met whom, who is named where and how; and the ambassadors of POCOM."""

import re
from collections import Counter
from itertools import combinations
from pathlib import Path

from lxml import etree
from tests.conformance.questions.independent.tei import HEAD, ITEM, LIST, NOTE, PERSON, Doc, Volume, inside, text_of


def _is_of_participants(element: etree._Element) -> bool:
    """Lists headed PARTICIPANTS, OTHERS PRESENT, THOSE ATTENDING THE MEETING WERE and the like; without a head, lists typed so."""
    head = element.find(HEAD)
    said = text_of(head).casefold() if head is not None else ""
    if said:
        return any(word in said for word in ("participant", "participation", "present", "attend"))
    return (element.get("type") or "").strip() == "participants"


_RECORD = re.compile(
    r"(?:Telephone )?Conversation\b|Memorandum of (?:an? |the )?(?:\w+ )?(?:Discussion|Conference|Meeting)\b"
    r"|(?:\w+ )?(?:Memorand(?:um|a)|Record|Notes?|Minutes|Transcript|Report|Summary) (?:of|on) (?:an? |the )?(?:\w+ )?Conversation",
    re.I,
)


def participants(volume: Volume, doc: Doc) -> set[str]:
    """Question 4: the persons tagged in the items of a list of participants (known by its head, else by its type), notes apart.

    Lists of delegations within such a list belong to it. Where a record of a conversation has no such list, the persons tagged in
    its head met ("Memorandum of Telephone Conversation Between ...").
    """
    lists = [
        element
        for element in doc.element.iter(LIST)
        if _is_of_participants(element) and not inside(element, doc.element, (NOTE,)) and element.find(ITEM) is not None
    ]
    told_by = [item for element in lists for item in element.iter(ITEM)]
    head = doc.element.find(HEAD)
    if not lists and head is not None and _RECORD.match(doc.title):
        told_by = [head]
    tags = (tag for element in told_by for tag in element.iter(PERSON) if not inside(tag, element, (NOTE,)))
    return {entry for tag in tags if (entry := volume.person(tag))}


def met(volume: Volume) -> Counter[tuple[str, str]]:
    """Question 4, within a volume: how many records of conversation name both persons among the participants."""
    pairs: Counter[tuple[str, str]] = Counter()
    for doc in volume.docs:
        pairs.update(combinations(sorted(participants(volume, doc)), 2))
    return pairs


def named(volume: Volume) -> dict[str, dict[str, Counter[str]]]:
    """Question 11: for each document the persons tagged in it (head and notes included) with the spellings used."""
    found: dict[str, dict[str, Counter[str]]] = {}
    for doc in volume.docs:
        here = found.setdefault(doc.key, {})
        for tag in doc.element.iter(PERSON):
            if entry := volume.person(tag):
                here.setdefault(entry, Counter())[text_of(tag)] += 1
    return found


def forms_in_lists(given: list[Volume], *words: str) -> set[tuple[str, str]]:
    """Question 12: entries of the persons lists whose name holds all these words. Rows: volume/entry, name as printed."""
    return {
        (f"{volume.name}/{key}", name)
        for volume in given
        for key, name in volume.entries.items()
        if all(word in name for word in words)
    }


def ambassadors(pocom: Path, country: str, day: str) -> list[str]:
    """Question 3: chiefs of mission in a country, of the rank of ambassador, who had taken charge by a day and not yet left.

    The first and the last day count. No answer when the post was vacant or held by a chargé.
    """
    root = etree.parse(pocom / "missions-countries" / f"{country}.xml").getroot()
    return sorted(
        str(chief.findtext("person-id"))
        for chief in root.iterfind("chiefs/chief")
        if (chief.findtext("role-title-id") or "").startswith("ambassador")
        and (started := chief.findtext("started/date"))
        and started <= day <= (chief.findtext("ended/date") or "9999")
    )
