"""One record of MARC 21 for authority data as an entry, from the binary form and from MARCXML alike.

Headings are read without their dates and relators; 4XX are forms of the name, 5XX other headings (only pseudonyms are taken),
7XX the same entity in other files. Cataloguers' keys come from 010, 024, 035 and 001 with 003.
"""

import re
from collections.abc import Iterator

from pymarc import Field, Record

from lod_publisher.model.authorities import identifier_of
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin
from lod_publisher.sources._authority.dates import life_dates
from lod_publisher.sources._authority.entry import Entry, skipped, unusable

_KINDS = {"00": Kind.PERSON, "10": Kind.ORGANISATION, "11": Kind.ORGANISATION, "51": Kind.PLACE}
_NAME_PARTS = {"00": "abc", "10": "abcdn", "11": "aecdn", "51": "az"}
_OUT_OF_USE = {
    "d": "deleted",
    "o": "obsolete",
    "s": "deleted; its heading was divided",
    "x": "deleted; its heading was replaced",
}
_NOTES = {
    "368": ("Attribute", "ac"),
    "370": ("Place", "abcef"),
    "372": ("Field of activity", "a"),
    "373": ("Associated group", "a"),
    "374": ("Occupation", "a"),
    "376": ("Family", "ab"),
}
_WORDS = {"667": "a", "678": "ab", "680": "ia"}
_AGENCY = re.compile(r"\(([^()]+)\)\s*(\S.*)")
_PSEUDONYM = re.compile(r"pseudonym|alternate identity|pseu\b", re.I)


def entry_of(record: Record, origin: Origin) -> Entry | Finding:
    """What a record says; a finding when it is no authority, out of use, or about a work or a subject."""
    number = _control(record, "001")
    headings = [field for field in record.fields if re.fullmatch(r"1\d\d", field.tag)]
    heading = headings[0] if len(headings) == 1 else None
    shown = number or (_text(heading, "a") if heading else "")
    if heading is None:
        count = f"{len(headings)} headings" if headings else "no heading"
        return unusable(origin, shown, f"The record has {count} (1XX).", "Give it one.")
    if (kind := record.leader.type_of_record) != "z":
        return skipped(origin, shown, f"The record is not one of authority data (type {kind!r}).")
    status = record.leader.record_status
    if status in _OUT_OF_USE:
        return skipped(origin, shown, f"The record {shown} is {_OUT_OF_USE[status]}.")
    sort = heading.tag[1:]
    if sort not in _KINDS or heading.get_subfields("t", "v", "x", "y"):
        return skipped(origin, shown, f"{_text(heading, 'atvxy')!r} ({heading.tag}) is no person, body or place.")
    entry = Entry(_KINDS[sort], "", origin)
    if heading.tag == "111":
        entry.type = "conference"
    elif heading.tag == "100" and heading.indicator1 == "3":
        entry.kind, entry.type = Kind.ORGANISATION, "family"
    _names(record, heading, sort, entry)
    _keys(record, number, entry)
    _life(record, heading, entry)
    _words(record, entry)
    return entry


def _control(record: Record, tag: str) -> str:
    return next((field.data.strip() for field in record.get_fields(tag) if field.data), "")


def _text(field: Field, codes: str) -> str:
    """Some subfields of a heading in their order, without the comma or stop at the end and the marks around non-sorting words."""
    text = " ".join(part.value for part in field.subfields if part.code in codes)
    text = re.sub(r"[\x88\x89\x98\x9c<>]{1,2}(?=\S)|[\x89\x9c]", "", " ".join(text.split()))
    text = text.rstrip(" ,:;/")
    ends_a_word = re.search(r"[^\W\d_]{3,}\.$", text)  # "Rusk." but not "Jr." or "W."
    return text[:-1] if ends_a_word else text


def _names(record: Record, heading: Field, sort: str, entry: Entry) -> None:
    parts = _NAME_PARTS[sort]
    entry.name(_text(heading, parts), "primary")
    _fuller(heading, entry)
    for field in record.fields:
        linked = "".join(field.get_subfields("6"))[:3]
        if field.tag == f"4{sort}" or (field.tag == "880" and linked in (f"1{sort}", f"4{sort}")):
            if not field.get_subfields("t"):
                pseudonym = _PSEUDONYM.search(" ".join(field.get_subfields("i", "4")))
                entry.name(_text(field, parts), "pseudonym" if pseudonym else "variant")
                _fuller(field, entry)
        elif field.tag == f"5{sort}" and _PSEUDONYM.search(" ".join(field.get_subfields("i", "4"))):
            entry.name(_text(field, parts), "pseudonym")
        elif field.tag == f"7{sort}":
            entry.name(_text(field, parts))


def _fuller(field: Field, entry: Entry) -> None:
    """The fuller form that stands in brackets: "Rusk, D. (David Dean)" is "Rusk, David Dean" too."""
    fuller = _text(field, "q").strip("() ")
    family, comma, _ = _text(field, "a").partition(",")
    if fuller and comma and not field.tag.endswith("10"):
        entry.name(f"{family}, {fuller}")


def _keys(record: Record, number: str, entry: Entry) -> None:
    """The record's own key and all codes; 024 is of other files, 010 and 035 are of the file that made the record."""
    own = [("lcsh" if code.startswith("sh") else "lcnaf", code) for code in _values(record, "010", "a")]
    own += [("", code) for code in _values(record, "035", "a") if identifier_of(code)]
    others = (_AGENCY.fullmatch(code) for code in _values(record, "035", "a") if not identifier_of(code))
    entry.codes += [*own, *((code[1], code[2]) for code in others if code)]
    entry.same += [f"(DLC){code}" for code in _values(record, "010", "z") if identifier_of(f"(DLC){code}")]
    entry.same += [code for code in _values(record, "035", "z") if identifier_of(code)]
    for field in record.get_fields("024"):
        source = "orcid" if field.indicator1 == "8" else "".join(field.get_subfields("2")[:1])
        for code in field.get_subfields("0", "1", "a"):
            if "://" in code:
                entry.exact.append(code)
            elif source:
                entry.codes.append((source, code))
    for field in record.get_fields("700", "710", "711", "751"):
        entry.codes += [("", code) for code in field.get_subfields("0", "1") if identifier_of(code)]
    claimed = (
        f"({_control(record, '003')}){number}",
        *(f"({scheme}){code}" if scheme else code for scheme, code in own),
    )
    entry.key = next((code for code in claimed if identifier_of(code)), number)


def _values(record: Record, tag: str, code: str) -> Iterator[str]:
    for field in record.get_fields(tag):
        yield from (value.strip() for value in field.get_subfields(code) if value.strip())


def _life(record: Record, heading: Field, entry: Entry) -> None:
    entry.birth = next(_values(record, "046", "f"), "")
    entry.death = next(_values(record, "046", "g"), "")
    dates = [*heading.get_subfields("d")] if heading.tag == "100" else []
    dates += [
        text
        for field in record.get_fields("548")
        if "datl" in field.get_subfields("4") or "datx" in field.get_subfields("4")
        for text in field.get_subfields("a")
    ]
    for text in dates:
        born, died = life_dates(text)
        entry.birth, entry.death = entry.birth or born, entry.death or died
    if entry.kind is not Kind.PERSON:
        if founded := "-".join(filter(None, (next(_values(record, "046", code), "") for code in "qr"))):
            entry.note(founded, "Existed")
        entry.birth = entry.death = ""
    if entry.kind is Kind.PLACE:
        for field in record.get_fields("034"):
            west, north = "".join(field.get_subfields("d")[:1]), "".join(field.get_subfields("f")[:1])
            if west and north:
                entry.coordinates = (_degrees(north), _degrees(west))


def _degrees(text: str) -> str:
    """Degrees with decimals from "E0442335" or "-44.39"; what is neither stays, to be found wanting."""
    if match := re.fullmatch(r"([NSEW])(\d{3})(\d{2})(\d{2})", text):
        value = int(match[2]) + int(match[3]) / 60 + int(match[4]) / 3600
        return f"{-value if match[1] in 'SW' else value:.6f}"
    if match := re.fullmatch(r"([NSEW+-]?)(\d+(?:\.\d+)?)", text):
        return f"-{match[2]}" if match[1] in ("S", "W", "-") else match[2]
    return text


def _words(record: Record, entry: Entry) -> None:
    for tag, (about, codes) in _NOTES.items():
        for field in record.get_fields(tag):
            said = [part.value for part in field.subfields if part.code in codes and "://" not in part.value]
            entry.note(", ".join(said), about)
    for tag, codes in _WORDS.items():
        for field in record.get_fields(tag):
            entry.note(_sentence(field, codes))
    for field in record.get_fields("670"):
        entry.note(_sentence(field, "b"), _text(field, "a"))


def _sentence(field: Field, codes: str) -> str:
    return " ".join(part.value for part in field.subfields if part.code in codes)
