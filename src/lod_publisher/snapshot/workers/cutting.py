"""Where an answer goes in its worker: held until its first part stands, counted by rows, cut between two of them."""

import re
import socket
from collections.abc import Callable

from lod_publisher.snapshot.workers import wire

# So much of an answer is written before any is sent: most are whole then, and most failures have shown themselves.
FIRST_PART_BYTES = 65_536
# And so much before any more is: each part costs the server several changes of threads.
_PART_BYTES = 262_144


class Cut(Exception):
    """Raised into the engine to end its writing: the answer has all the rows or bytes that it may have."""


class Sink:
    """Writes an answer to the pool, its first part only when that stands."""

    def __init__(self, pool: socket.socket, kind: str, form: str) -> None:
        self._pool = pool
        self._kind = kind
        self._form = form
        self._held = bytearray()
        self.started = False
        self.written = 0

    def write(self, data: bytes) -> int:
        """Take bytes of the answer. The name and the value returned are those of a file, which the engine writes to."""
        self._held += data
        self.written += len(data)
        if len(self._held) >= (_PART_BYTES if self.started else FIRST_PART_BYTES):
            self._send(whole=False)
        return len(data)

    def flush(self) -> None:
        """Nothing: the engine asks for it after each answer."""

    def _send(self, *, whole: bool, after: bytes = b"") -> None:
        head = b"" if self.started else wire.said(wire.HEAD, kind=self._kind, format=self._form, whole=whole)
        self.started = True
        part = wire.frame(wire.PART, bytes(self._held)) if self._held else b""
        self._held.clear()
        self._pool.sendall(head + part + after)

    def end(self, *, truncated: bool, tired: bool) -> None:
        """Send what is held, and say that this was all."""
        self._send(whole=not self.started, after=wire.said(wire.END, truncated=truncated, tired=tired))


# What shows that another row begins, and at which byte of that to cut. In JSON a quote inside a text has a backslash before
# it, so `,{"` is never part of one; a line of TSV is followed by another when any byte is.
_ANOTHER_ROW = {
    "json": (re.compile(rb',\{"'), 0, 2),
    "xml": (re.compile(rb"<result>"), 0, 7),
    "tsv": (re.compile(rb"\n(?=[\s\S])"), 1, 1),
}
# Rows that such a mark does not announce: the first of JSON; those with a header line announce the first as well.
_UNANNOUNCED = {"json": 1}
_END = {
    "json": b']},"truncated":true}',
    "xml": b"</results><!-- truncated: a limit cut this answer --></sparql>",
    "tsv": b"",
}


class Table:
    """A file that counts the rows of a table as the engine writes them, and cuts between two of them at a limit.

    A row of JSON without any binding is not counted.
    """

    def __init__(self, write: Callable[[bytes], int], form: str, max_rows: int | None, max_bytes: int) -> None:
        self._write = write
        self._form = form
        self._mark, self._keep, self._overlap = _ANOTHER_ROW[form]
        self._announced = None if max_rows is None else max_rows - _UNANNOUNCED.get(form, 0)
        self._left = max_bytes
        self._held = b""
        self._marks = 0
        self._is_cut = False

    def write(self, data: bytes) -> int:
        """Take bytes from the engine; raises Cut at the limit."""
        if self._is_cut:  # the engine still empties its own buffer
            return len(data)
        text = self._held + data
        passed = max(len(text) - self._overlap, 0)
        may_end_here = self._announced is not None or len(text) > self._left
        for found in self._mark.finditer(text) if may_end_here else ():
            if self._marks == self._announced or found.start() > self._left:
                self._write(text[: found.start() + self._keep] + _END[self._form])
                self._is_cut = True
                raise Cut
            self._marks += 1
            passed = max(passed, found.end())
        self._held = text[passed:]
        self._left -= passed
        self._write(text[:passed])
        return len(data)

    def flush(self) -> None:
        """Pass on what waited; there is no more."""
        self._write(self._held)
        self._held = b""
