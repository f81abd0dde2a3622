"""Authority records in MARC 21's exchange format (ISO 2709), in UTF-8 or MARC-8.

Records are cut at the record terminator and not by the length that they claim, so that one with a wrong length spoils no other.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pymarc

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources._authority import Entry, records_of, unusable
from lod_publisher.sources._authority.marc import entry_of

_END = b"\x1d"
_FIELD_END = b"\x1e"
_LONGEST = 99_999
_CONTROL = re.compile(rb"[^\x1f]*")
_PARTS = re.compile(rb"[ -~]{2}(?:\x1f[!-~][^\x1f]*)+")  # two indicators, then subfields with a code each
_LEADER = re.compile(rb"\d{5}[acdnosx]z[ a-z0-9].[ a]22\d{5}.{3}4500", re.S)


def recognises(path: Path, head: bytes) -> bool:
    """A leader of authority data at the beginning, whatever the file's name."""
    return not path.is_dir() and _LEADER.match(head.lstrip()) is not None


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, bodies and places of the file."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _entries(source: Source) -> Iterator[Entry | Finding]:
    try:
        data = source.path.read_bytes()
    except OSError as problem:
        raise SourceError(f"{source.shown}: cannot be read ({problem.strerror}). Check the path.") from problem
    *pieces, rest = data.split(_END)
    if not pieces:
        raise SourceError(f"{source.shown}: holds no record of MARC 21. Check that it is the file that was meant.")
    for number, piece in enumerate(pieces, start=1):
        yield _entry(piece.lstrip(b"\r\n \t\0"), number, source)
    if rest.strip(b"\r\n \t\0\x1a"):
        shown = f"record {len(pieces) + 1}"
        yield unusable(Origin(source.shown), shown, f"The last record ({shown}) is cut off.", "Fetch the file again.")


def _entry(piece: bytes, number: int, source: Source) -> Entry | Finding:
    origin, shown = Origin(source.shown), f"record {number}"
    if found := re.search(rb"\x1e([^\x1e\x1f]{1,40})\x1e", piece[:4096]):  # the first field after the directory is 001
        shown = f"{shown} ({found[1].decode('utf-8', 'replace').strip()})"
    try:
        whole = _sound(piece)
        is_utf8 = piece[9:10] == b"a" or _is_utf8(piece)
        record = pymarc.Record(
            whole, to_unicode=True, force_utf8=is_utf8, utf8_handling="strict", hide_utf8_warnings=True
        )
    except (pymarc.exceptions.PymarcException, ValueError, LookupError, AssertionError) as problem:
        why = (str(problem) or type(problem).__name__).rstrip(".")
        return unusable(origin, shown, f"The record cannot be read: {why}.", "Correct or export it again.")
    return entry_of(record, origin)


def _sound(piece: bytes) -> bytes:
    """The record with the lengths and places that its fields really have; files that were converted count letters for bytes.

    Raises:
        ValueError: leader, directory and fields do not fit each other, so that it cannot be told what is what.
    """
    directory, *fields = piece[24:].split(_FIELD_END)
    if len(piece) < 26 or not piece[:24].isascii() or len(directory) % 12 or not directory.isdigit():
        raise ValueError("it has no leader and directory")
    entries = sorted((directory[n : n + 12] for n in range(0, len(directory), 12)), key=lambda entry: entry[7:])
    if fields[-1:] == [b""]:
        fields.pop()
    if len(entries) != len(fields):
        raise ValueError(f"its directory lists {len(entries)} fields, and it has {len(fields)}")
    places, start = [], 0
    for entry, field in zip(entries, fields, strict=True):
        tag = entry[:3].decode()
        if not (_CONTROL if tag < "010" else _PARTS).fullmatch(field):
            raise ValueError(f"its field {tag} has not the parts that such a field has")
        places.append(b"%s%04d%05d" % (entry[:3], len(field) + 1, start))
        start += len(field) + 1
    base = 24 + 12 * len(entries) + 1
    length = base + start + 1
    if length > _LONGEST or any(len(place) != len("001000000000") for place in places):
        raise ValueError(f"it is longer than {_LONGEST:,} bytes, or a field is than 9,999")
    data = b"".join(field + _FIELD_END for field in fields)
    return b"%05d%s%05d%s%s%s%s%s" % (length, piece[5:12], base, piece[17:24], b"".join(places), _FIELD_END, data, _END)


def _is_utf8(piece: bytes) -> bool:
    """Whether a record that claims MARC-8 is UTF-8 all the same: letters and their marks in MARC-8 are not, by chance."""
    if piece.isascii():
        return False
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
