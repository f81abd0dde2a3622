"""Plain text files as the readers want them: decoded, with known line ends, in numbered blocks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lod_publisher.errors import SourceError
from lod_publisher.model.records import Fragment
from lod_publisher.settings import Source

# Neither XML 1.0 nor N-Triples' readers want these; a form feed or a NUL in a text file is a scanning accident.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Line:
    """One line that holds something, with its number in the file; `opens` when an empty line or nothing stands before it."""

    number: int
    text: str
    opens: bool


def text_of(source: Source) -> str:
    """Read a UTF-8 file, with or without a byte order mark.

    Raises:
        SourceError: the file is missing, unreadable, empty or not UTF-8.
    """
    try:
        raw = source.path.read_bytes()
    except OSError as problem:
        reason = problem.strerror or "it cannot be read"
        raise SourceError(
            f"{source.shown}: {reason}, so nothing of it can be published. Correct the path in collection.toml."
        ) from problem
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise SourceError(
            f"{source.shown}:{line}: byte {raw[problem.start]:#04x} is not UTF-8, so the text would be garbled. "
            "Save the file as UTF-8."
        ) from problem
    if not text.strip():
        raise SourceError(f"{source.shown}: the file is empty. Take it off the list of sources or restore its text.")
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def fragment_of(source: Source) -> Fragment:
    """The whole of a UTF-8 file that holds one document, without a byte order mark."""
    return Fragment("text/plain", text_of(source).encode())


def lines_of(text: str) -> Iterator[Line]:
    """The lines that hold something."""
    opens = True
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield Line(number, line, opens)
        opens = not line.strip()


def fold(words: str) -> str:
    """Make one space of every run of white space."""
    return " ".join(words.split())
