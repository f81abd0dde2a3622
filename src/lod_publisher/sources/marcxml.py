"""Authority records of MARC 21 in XML: a `collection` of records or one record alone."""

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from pymarc import Field, Indicators, Leader, Subfield
from pymarc import Record as MarcRecord

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources import _xml
from lod_publisher.sources._authority import Entry, records_of, unusable
from lod_publisher.sources._authority.marc import entry_of

_NAMESPACE = "http://www.loc.gov/MARC21/slim"
_MARC = f"{{{_NAMESPACE}}}"
_LEADER = re.compile(r"[\d ]{5}[a-z]z")


def recognises(path: Path, head: bytes) -> bool:
    """XML in MARCXML's namespace whose first record, where it is within reach, is one of authority data."""
    if path.is_dir() or _NAMESPACE.encode() not in head or not re.search(rb"<(?:\w+:)?(?:collection|record)\b", head):
        return False
    leader = re.search(rb"leader>(.{7})", head)
    return leader is None or leader[1][6:] == b"z"


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, bodies and places of the file."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    root = _xml.parse(source.path, source.shown).getroot()
    found = 0
    for element in root.iter(f"{_MARC}record"):
        found += 1
        line: object = element.sourceline
        yield _entry(element, Origin(source.shown, line if isinstance(line, int) else None))
    if not found:
        raise SourceError(f"{source.shown}: holds no record of MARCXML. Check its namespace, {_NAMESPACE}.")


def _entry(element: etree._Element, origin: Origin) -> Entry | Finding:
    leader = element.findtext(f"{_MARC}leader") or ""
    record = MarcRecord()
    number = ""
    for field in element.iterfind(f"{_MARC}controlfield"):
        tag, text = field.get("tag", ""), field.text or ""
        number = number or (text.strip() if tag == "001" else "")
        if re.fullmatch(r"00\d", tag):
            record.fields.append(Field(tag=tag, data=text))
    if not _LEADER.match(leader):
        return unusable(origin, number, f"The leader {leader!r} is not one of authority data.", "Give it one.", leader)
    record.leader = Leader(leader[:24].ljust(24))
    for field in element.iterfind(f"{_MARC}datafield"):
        tag = field.get("tag", "")
        if not re.fullmatch(r"0[1-9]\d|[1-9]\d\d", tag):
            return unusable(origin, number, f"{tag!r} is not the number of a field.", "Correct the field's tag.", tag)
        parts = [
            Subfield(part.get("code", ""), part.text or "")
            for part in field.iterfind(f"{_MARC}subfield")
            if part.get("code")
        ]
        marks = Indicators(field.get("ind1") or " ", field.get("ind2") or " ")
        record.fields.append(Field(tag=tag, indicators=marks, subfields=parts))
    return entry_of(record, origin)
