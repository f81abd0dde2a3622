"""A query of our own on an open store, answered as bytes unless it turns out long."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Store

from lod_publisher.snapshot.csv_rows import CsvWriter

_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.TSV,
    "tsv": QueryResultsFormat.TSV,
}
# How a table without rows ends.
_EMPTY = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}
# A query of several patterns is short when so few statements fit them on the way, and so few rows can come of it.
_MOST_STATEMENTS = 100
_MOST_ROWS = 500

Pattern = tuple[str, str, str]
"""Subject, predicate and object, each an IRI between angle brackets or a variable with its question mark."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query of our own and its patterns: one, or several that begin at constant subjects and have constant predicates."""

    text: str
    patterns: tuple[Pattern, ...]


class _TooLong(Exception):
    """Raised into the engine to end its writing."""


class _Bounded:
    """A file that takes no more than some bytes."""

    def __init__(self, max_bytes: int) -> None:
        self.parts: list[bytes] = []
        self._left = max_bytes

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise _TooLong
        self.parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def looked_up(store: Store, lookup: Lookup, form: str, max_bytes: int) -> tuple[str, bytes] | None:
    """The kind and the bytes of the answer; None when it is empty, too long, or the query is not one after all."""
    bounded = _Bounded(max_bytes)
    try:
        if len(lookup.patterns) > 1 and not _is_short(store, lookup.patterns):
            return None
        given = store.query(lookup.text)
        if isinstance(given, QueryBoolean):
            return ("boolean", given.serialize(format=_FORMATS[form]) or b"") if given and form != "csv" else None
        if not isinstance(given, QuerySolutions):
            return None
        given.serialize(CsvWriter(bounded) if form == "csv" else bounded, format=_FORMATS[form])  # type: ignore[arg-type]
    except (_TooLong, SyntaxError, ValueError, RuntimeError, OSError):
        return None
    body = b"".join(bounded.parts)
    is_empty = body.count(b"\n") < 2 if form in ("csv", "tsv") else body.endswith(_EMPTY[form])
    return None if is_empty else ("solutions", body)


def _is_short(store: Store, patterns: Sequence[Pattern]) -> bool:
    """Whether a walk from constant subjects meets few statements, and few rows come of it; False also when a pattern hangs loose.

    Nothing can end a query in this process, so the engine gets none whose work is not known to be small.
    """
    values: dict[str, set[NamedNode | BlankNode]] = {}
    left, rows = list(patterns), 1
    statements = 0
    while left:
        pattern = next((one for one in left if not _is_variable(one[0]) or one[0] in values), None)
        if pattern is None:
            return False
        left.remove(pattern)
        name, predicate, thing = pattern
        most = 0
        found: set[NamedNode | BlankNode] = set()
        for subject in values[name] if _is_variable(name) else (_node(name),):
            value = None if _is_variable(thing) else _node(thing)
            quads = store.quads_for_pattern(subject, _node(predicate), value, DefaultGraph())
            fitting = [quad.object for quad in islice(quads, _MOST_STATEMENTS + 1 - statements)]
            statements += len(fitting)
            most = max(most, len(fitting))
            found.update(each for each in fitting if isinstance(each, NamedNode | BlankNode))
        rows *= most
        if not 0 < rows <= _MOST_ROWS or statements > _MOST_STATEMENTS:
            return False
        if _is_variable(thing):
            values.setdefault(thing, found)
    return True


def _is_variable(term: str) -> bool:
    return term.startswith("?")


def _node(term: str) -> NamedNode:
    return NamedNode(term[1:-1])
