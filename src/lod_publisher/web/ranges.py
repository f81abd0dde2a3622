"""Range requests (RFC 9110, section 14): which part of a file is meant, and the part itself as an answer that a server can send fast."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_ONE_RANGE = re.compile(r"bytes=\s*(?:(\d{1,18})\s*-\s*(\d{0,18})|-\s*(\d{1,18}))\s*")
_PIECE_BYTES = 1 << 18


class Unsatisfiable(ValueError):
    """The range begins after the end."""


@dataclass(frozen=True, slots=True)
class FilePart:
    """The bytes of a file from `start` up to and without `end`; an answer's body under WSGI, and known to our own server."""

    path: Path
    start: int
    end: int

    def __iter__(self) -> Iterator[bytes]:
        with self.path.open("rb") as file:
            file.seek(self.start)
            left = self.end - self.start
            while left and (piece := file.read(min(left, _PIECE_BYTES))):
                left -= len(piece)
                yield piece


def part_of(header: str | None, length: int) -> tuple[int, int] | None:
    """The first byte and the one after the last that a Range header asks of a file.

    None when all of it is to be sent: without a header, and when it is malformed, of another unit, or asks for several parts,
    which a server may pass over.

    Raises:
        Unsatisfiable: no byte of the file is in the range.
    """
    found = _ONE_RANGE.fullmatch(header or "")
    if found is None:
        return None
    first, last, suffix = found.groups()
    if suffix is not None:
        if int(suffix) == 0 or length == 0:
            raise Unsatisfiable(header)
        return max(0, length - int(suffix)), length
    start, end = int(first), min(int(last) + 1, length) if last else length
    if last and int(last) < start:
        return None  # not a range at all, says the RFC
    if start >= length:
        raise Unsatisfiable(header)
    return start, end
