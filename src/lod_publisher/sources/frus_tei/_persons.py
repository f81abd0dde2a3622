"""The list of persons of a volume: every entry is a person record and a passage of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Mention, Name, Note, Passage, Person
from lod_publisher.sources.frus_tei._bearers import Bearers, Entry
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import DIV, ITEM, PERS_NAME, TEI, XML_ID, line_of
from lod_publisher.sources.frus_tei._text import FlatText, flatten

_SUFFIX = re.compile(r",?\s+(Jr\.|Sr\.|II|III|IV)$|,\s*(Jr\.|Sr\.|II|III|IV)$")
_HI = TEI + "hi"
_OFFICE = re.compile(r"\b(?:Affairs|Department|Office|Bureau|Division|Committee|Council|Agency|Embassy)\b")
_LISTED_ELSEWHERE = re.compile(r"^[,;\s]*(?:\(?see\b|pseudonym for\b)", re.I)
_EDITORS_NOTE = re.compile(r"^(?:Editor[’']s )?Note\b|^In this and\b")


def persons_sections(edition: Edition) -> Iterator[etree._Element]:
    """The sections that introduce persons: by their id, or because their lists give persons ids."""
    for part in ("front", "back"):
        for div in edition.root.iterfind(f"{TEI}text/{TEI}{part}//{DIV}"):
            if div.get("type") == "section" and is_persons_section(div):
                yield div


def is_persons_section(div: etree._Element) -> bool:
    """Tell whether a section is a list of persons."""
    return div.get(XML_ID) == "persons" or any(name.get(XML_ID) for name in div.iter(PERS_NAME))


def persons(edition: Edition) -> Iterator[Person | Finding]:
    """Yield a record for every entry with an id; entries without one are reported."""
    met: set[str] = set()
    for section in persons_sections(edition):
        for item in section.iter(ITEM):
            if item.find(f".//{ITEM}") is not None:
                continue  # its own items tell more
            flat = flatten(item, whole=True)
            keys = _keys_in(flat)
            _report_entry(edition, item, flat, keys)
            for position, (key, span) in enumerate(keys):
                if key not in met:
                    met.add(key)
                    last = keys[position + 1][1][0] if position + 1 < len(keys) else len(flat.text)
                    yield _person(edition, item, key, flat, span, last)
    yield from edition.take_findings()


def _keys_in(flat: FlatText) -> list[tuple[str, tuple[int, int, etree._Element]]]:
    return [(key, span) for span in flat.tagged if span[2].tag == PERS_NAME and (key := span[2].get(XML_ID))]


def bearers_of(edition: Edition) -> Bearers:
    """Who bears which name, for the tags that will point at the entries."""
    entries: dict[str, Entry] = {}
    for section in persons_sections(edition):
        for item in section.iter(ITEM):
            if item.find(f".//{ITEM}") is not None:
                continue
            flat = flatten(item, whole=True)
            keys = _keys_in(flat)
            for position, (key, span) in enumerate(keys):
                last = keys[position + 1][1][0] if position + 1 < len(keys) else len(flat.text)
                entries.setdefault(key, Entry(flat.words(span).rstrip(" ,;"), flat.text[span[1] : last].strip(" ,;")))
    return Bearers(entries, edition.volume, edition.pointed)


def entry_ref(edition: Edition, key: str) -> EntityRef:
    """The passage that is a person's entry in the list."""
    return EntityRef(Kind.DOCUMENT, f"{edition.volume}/persons/{key}")


def _person(
    edition: Edition, item: etree._Element, key: str, flat: FlatText, span: tuple[int, int, etree._Element], last: int
) -> Person:
    printed = flat.words(span).rstrip(" ,;")
    passage = entry_ref(edition, key)
    names = [Name(printed, "primary", passages=(passage,))]
    direct = direct_form(printed)
    if direct != printed:
        names.append(Name(direct, "variant", passages=(passage,)))
    role = flat.text[span[1] : last].strip(" ,;")
    return Person(
        f"{edition.volume}/{key}",
        edition.origin(item),
        printed or key,
        tuple(names) if printed else (),
        (Identifier("volume-entry", f"{edition.volume}#{key}"),),
        notes=(Note(role, passage),) if role else (),
        entries=(passage,),
    )


def direct_form(name: str) -> str:
    """Turn an inverted name round: "Rockwell, Stuart W." is Stuart W. Rockwell, "King, John, Jr." is John King, Jr."""
    suffix = _SUFFIX.search(name)
    stem = name[: suffix.start()] if suffix else name
    family, comma, given = stem.partition(", ")
    if not comma or not given or "," in given or "(" in given:
        return name
    return f"{given} {family}" + (f", {suffix[1] or suffix[2]}" if suffix else "")


def entry_passages(edition: Edition, section: etree._Element, page: str) -> tuple[Passage, ...]:
    """The entries as passages of the section; each mentions the person it introduces and whoever else it names."""
    passages: list[Passage] = []
    met: set[str] = set()
    for element in section.iter(TEI + "pb", ITEM):
        if element.tag != ITEM:
            page = element.get("n") or page
            continue
        if element.find(f".//{ITEM}") is not None:
            continue
        flat = flatten(element, whole=True)
        keys = _keys_in(flat)
        if not flat.text:
            continue
        key = keys[0][0] if keys else f"entry-{len(passages) + 1}"
        if key in met:
            key = f"entry-{len(passages) + 1}"
        met.add(key)
        passage = Passage(
            entry_ref(edition, key).local_id, "persons-list-entry", flat.text, line_of(element), page=page, mentions=()
        )
        passages.append(replace(passage, mentions=tuple(_mentions(edition, flat))))
        for other, _ in keys[1:]:  # an entry with two persons is found under both ids
            if other not in met:
                met.add(other)
                passages.append(replace(passages[-1], local_id=entry_ref(edition, other).local_id))
    return tuple(passages)


def _mentions(edition: Edition, flat: FlatText) -> Iterator[Mention]:
    for span in flat.tagged:
        if span[2].tag == PERS_NAME and (words := flat.words(span).rstrip(" ,;")):
            pointed = span[2].get(XML_ID) or span[2].get("corresp")
            yield Mention(words, edition.person(pointed, words) if pointed else None)


def _report_entry(
    edition: Edition, item: etree._Element, flat: FlatText, keys: list[tuple[str, tuple[int, int, etree._Element]]]
) -> None:
    """Report an entry that makes no person, two, or one that is none. Prose without any name is an editors' note: no finding."""
    shown = repr(flat.text[:60])
    if not keys:
        if (
            flat.text
            and not _LISTED_ELSEWHERE.match(flat.text)
            and not _EDITORS_NOTE.match(flat.text)
            and _is_set_as_an_entry(item)
        ):
            edition.report(
                "person-entry-without-id",
                item,
                f"{edition.volume}/persons",
                f"The entry {shown} in the list of persons has no xml:id.",
                consequence="Nobody can point at this entry, so it makes no person; its text is published.",
                remedy="Give its persName an xml:id; if it is the end of the entry before, join the two.",
                severity=Severity.INFO,
            )
    elif len(keys) > 1:
        edition.report(
            "person-entry-with-two-ids",
            item,
            f"{edition.volume}/{keys[1][0]}",
            f"The entry {shown} in the list of persons has {len(keys)} ids: {', '.join(key for key, _ in keys)}.",
            keys[1][0],
            consequence="It is published as so many persons, though it may describe one under two names.",
            remedy="Keep one id if it is one person; else make an entry for each.",
            severity=Severity.INFO,
        )
    elif _OFFICE.search(flat.words(keys[0][1])):
        edition.report(
            "person-entry-not-a-person",
            item,
            f"{edition.volume}/{keys[0][0]}",
            f"The entry {shown} in the list of persons names an office, not a person.",
            flat.words(keys[0][1]),
            consequence="It is published as a person of that name.",
            remedy="It is perhaps the end of the entry before: join the two.",
        )


def _is_set_as_an_entry(item: etree._Element) -> bool:
    return any(element.tag in (PERS_NAME, _HI) for element in item.iter(PERS_NAME, _HI))
