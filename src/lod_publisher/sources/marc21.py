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
    length = len(piece) + 1
    start = piece.find(_FIELD_END) + 1
    if length < 26 or start == 0 or (start - 25) % 12 or length > 99_999 or not piece[:24].isascii():
        return unusable(
            origin,
            shown,
            "The record has no leader and directory that can be read.",
            "Export it again.",
            repr(piece[:24]),
        )
    whole = b"%05d%s%05d%s%s" % (length, piece[5:12], start, piece[17:], _END)
    is_utf8 = piece[9:10] == b"a" or _is_utf8(piece)
    try:
        record = pymarc.Record(
            whole, to_unicode=True, force_utf8=is_utf8, utf8_handling="strict", hide_utf8_warnings=True
        )
    except (pymarc.exceptions.PymarcException, ValueError, LookupError, AssertionError) as problem:
        why = str(problem) or type(problem).__name__
        return unusable(origin, shown, f"The record cannot be read: {why}.", "Correct or export it again.")
    return entry_of(record, origin)


def _is_utf8(piece: bytes) -> bool:
    """Whether a record that claims MARC-8 is UTF-8 all the same: letters and their marks in MARC-8 are not, by chance."""
    if piece.isascii():
        return False
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
