"""Persons, families and bodies in EAC-CPF, in version 1 (2010) and version 2 (2022); one a file, or many in any wrapper."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lod_publisher.errors import SourceError
from lod_publisher.model.authorities import identifier_of
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources import _xml
from lod_publisher.sources._authority import Entry, records_of, skipped, unusable

_NAMESPACES = ("urn:isbn:1-931666-33-4", "https://archivists.org/ns/eac/v2")
_HREF = "{http://www.w3.org/1999/xlink}href"
_KINDS = {
    "person": (Kind.PERSON, ""),
    "corporateBody": (Kind.ORGANISATION, ""),
    "family": (Kind.ORGANISATION, "family"),
}
_OUT_OF_USE = {"deleted", "deletedSplit", "deletedReplaced", "deletedMerged", "cancelled", "obsolete"}
_FAMILY = re.compile(r"surname|family|lastname|nom\b|nachname|entry", re.I)
_GIVEN = re.compile(r"forename|given|firstname|prenom|prénom|vorname|rest", re.I)
_DATES = re.compile(r"date", re.I)
_DESCRIBED = {
    "occupation": "Occupation",
    "function": "Function",
    "mandate": "Mandate",
    "place": "Place",
    "legalStatus": "Legal status",
}


def recognises(path: Path, head: bytes) -> bool:
    """XML in the namespace of EAC-CPF, in either version."""
    is_one = re.search(rb"<(?:\w+:)?(?:eac-cpf|eac)[\s>]", head) is not None
    return is_one and not path.is_dir() and any(name.encode() in head for name in _NAMESPACES)


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, families and bodies of the file."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    root = _xml.parse(source.path, source.shown).getroot()
    whole = [each for name in _NAMESPACES for tag in ("eac-cpf", "eac") for each in root.iter(f"{{{name}}}{tag}")]
    if not whole:
        raise SourceError(f"{source.shown}: holds no record of EAC-CPF. Check its namespace, {_NAMESPACES[0]}.")
    for element in sorted(whole, key=_line):
        yield _entry(_plain(element), Origin(source.shown, _line(element)))


def _line(element: etree._Element) -> int:
    line: object = element.sourceline
    return line if isinstance(line, int) else 0


def _plain(element: etree._Element) -> etree._Element:
    """The same record with names without a namespace, so that one reading serves both versions."""
    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = each.tag.rpartition("}")[2]
    return element


def _words(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(map(str, element.itertext())).split())


def _first(element: etree._Element, path: str) -> str:
    return _words(element.find(path))


def _entry(record: etree._Element, origin: Origin) -> Entry | Finding:
    key = _first(record, "control/recordId")
    status = record.find("control/maintenanceStatus")
    state = "" if status is None else status.get("value") or _words(status)
    if state in _OUT_OF_USE:
        return skipped(origin, key, f"The record {key} is out of use ({state}).")
    several = record.findall("cpfDescription") or record.findall("multipleIdentities/cpfDescription")
    if len(several) != 1:
        return unusable(
            origin,
            key,
            f"The record {key} describes {len(several)} identities.",
            "Give each identity a record of its own.",
        )
    identity = several[0].find("identity")
    if identity is None:
        return unusable(origin, key, f"The record {key} has no identity.", "Give it one, with type and name.")
    sort = identity.find("entityType")
    word = "" if sort is None else sort.get("value") or _words(sort)
    if word not in _KINDS:
        return unusable(
            origin, key, f"The entity type of {key} is {word!r}.", f"Give one of {', '.join(_KINDS)}.", word
        )  # fmt: skip
    entry = Entry(_KINDS[word][0], key, origin, type=_KINDS[word][1])
    _names(identity, entry)
    _codes(record, identity, entry)
    _description(several[0], entry)
    _relations(several[0], entry)
    return entry


def _name_of(form: etree._Element) -> str:
    """The parts of a name in the order of a heading; dates among them are left out."""
    parts = [(part.get("localType") or "", _words(part)) for part in form.iterfind("part")]
    parts = [(sort, words) for sort, words in parts if words and not _DATES.search(sort)]
    family = [words for sort, words in parts if _FAMILY.search(sort)]
    given = [words for sort, words in parts if _GIVEN.search(sort) and not _FAMILY.search(sort)]
    if family and given:
        rest = [words for sort, words in parts if not _FAMILY.search(sort) and not _GIVEN.search(sort)]
        return ", ".join([" ".join(family), " ".join(given), *rest])
    return " ".join(words for _, words in parts)


def _is_authorized(form: etree._Element) -> bool:
    return (
        form.find("authorizedForm") is not None
        or form.get("status") == "authorized"
        or form.find("preferredForm") is not None
        or form.get("preferredForm") == "true"
    )


def _names(identity: etree._Element, entry: Entry) -> None:
    forms = list(identity.iter("nameEntry"))
    chosen = next((form for form in forms if _is_authorized(form)), forms[0] if forms else None)
    for form in sorted(forms, key=lambda each: each is not chosen):
        language = form.get("{http://www.w3.org/XML/1998/namespace}lang")
        sort = "pseudonym" if "pseudonym" in (form.get("localType") or "").lower() else "variant"
        entry.name(_name_of(form), "primary" if form is chosen else sort, language)


def _codes(record: etree._Element, identity: etree._Element, entry: Entry) -> None:
    given = [*record.iterfind("control/otherRecordId"), *identity.iterfind("entityId"), *identity.iter("identityId")]
    for element in given:
        code, sort = _words(element), element.get("localType") or element.get("sourceReference") or ""
        if "://" in code:
            entry.exact.append(code)
        elif identifier_of(code):
            entry.codes.append(("", code))
        elif sort:
            entry.codes.append((sort.rpartition("/")[2].rpartition("#")[2], code))


def _day(element: etree._Element | None) -> str:
    return "" if element is None else element.get("standardDate") or _words(element)


def _description(whole: etree._Element, entry: Entry) -> None:
    span = whole.find("description/existDates//dateRange")
    one = whole.find("description/existDates/date")
    if span is None and one is not None:
        born, _, died = (one.get("standardDate") or _words(one)).partition("/")
    else:
        born, died = (_day(span.find("fromDate")), _day(span.find("toDate"))) if span is not None else ("", "")
    if entry.kind is Kind.PERSON:
        unknown = ("", "unknown", "..", "open", "present")
        entry.birth, entry.death = ("" if day.lower() in unknown else day for day in (born, died))
    elif born or died:
        entry.note(f"{born}-{died}", "Existed")
    for element in whole.iterfind("description//biogHist"):
        abstracts = [_words(each) for each in element.iter("abstract")]
        for text in abstracts or [_words(each) for each in element.iter("p")]:
            entry.note(text)
    for name, about in _DESCRIBED.items():
        for element in whole.iterfind(f"description//{name}"):
            entry.note(_first(element, "term") or _first(element, "placeEntry") or _first(element, "placeName"), about)


def _relations(whole: etree._Element, entry: Entry) -> None:
    """Take what says that others describe the same entity; who worked with whom is another matter."""
    for element in whole.iterfind("relations/cpfRelation"):
        address = element.get(_HREF) or ""
        if address and element.get("cpfRelationType") == "identity":
            entry.exact.append(address)
        elif address and element.get("cpfRelationType") == "hierarchical-parent" and entry.kind is Kind.ORGANISATION:
            entry.whole = (address, _first(element, "relationEntry"))
    for element in whole.iterfind("relations/relation"):
        target = element.find("targetEntity")
        kind = _first(element, "relationType").lower()
        address = "" if target is None else target.get("valueURI") or ""
        if address and kind in ("identity", "same as", "sameas", "exactmatch"):
            entry.exact.append(address)
