"""CSV of query results, made from the engine's TSV: its own CSV leaves an IRI with a comma in it unquoted.

Source: SPARQL 1.1 Query Results CSV and TSV Formats, sections 3 and 4.
"""

import re
from typing import Protocol

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r"}
_SPECIAL = re.compile(r'[",\r\n]')


class Sink(Protocol):
    """Where bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take some bytes."""


class CsvWriter:
    """A file to which the engine writes TSV, and which writes CSV: no types, no languages, CRLF, quotes only where needed."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._rest = b""
        self._head = True

    def write(self, data: bytes) -> int:
        """Take TSV, and hand on the rows that are complete."""
        whole, newline, rest = data.rpartition(b"\n")
        if newline:
            self._sink.write(self._rows((self._rest + whole).decode().split("\n")).encode())
            self._rest = rest
        else:
            self._rest += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back but a row that is not complete."""

    def _rows(self, lines: list[str]) -> str:
        written = []
        if self._head:
            self._head = False
            written.append(lines.pop(0).replace("?", "").replace("\t", ","))
        written += [",".join([_cell(cell) for cell in line.split("\t")]) for line in lines]
        return "\r\n".join(written) + "\r\n"


def _cell(term: str) -> str:
    if term.startswith("<") and not term.startswith("<<"):
        plain = term[1:-1]
    elif term.startswith('"'):
        plain = term[1 : term.rindex('"')]
        if "\\" in plain:
            plain = _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), plain)
    else:
        plain = term
    return '"' + plain.replace('"', '""') + '"' if _SPECIAL.search(plain) else plain
