"""A query of our own on an open store, answered as bytes unless it turns out long."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QueryResultsFormat, QuerySolutions, Store

from lod_publisher.snapshot.csv_rows import CsvWriter

_FORMATS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.TSV,
    "tsv": QueryResultsFormat.TSV,
}
_Thing = NamedNode | BlankNode
# How a table without rows ends.
_EMPTY = {"json": b'"bindings":[]}}', "xml": b"<results></results></sparql>"}
# A query whose answer does not bound it is short when so few statements fit them on the way, and so few rows can come of it.
_MOST_STATEMENTS = 100
_MOST_ROWS = 500

Pattern = tuple[str, str, str]
"""Subject, predicate and object, each an IRI between angle brackets or a variable with its question mark."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """A query of our own and its patterns; `optional` are those that may be lacking, `values` a name and what it stands for.

    `gives_every_row` when each statement that fits a pattern is a row of the answer: none is left out, counted or joined with others.
    """

    text: str
    patterns: tuple[Pattern, ...]
    optional: tuple[Pattern, ...] = ()
    values: tuple[str, tuple[str, ...]] | None = None
    gives_every_row: bool = True

    @property
    def is_bounded_by_its_answer(self) -> bool:
        """Whether the engine cannot work long on it without writing: then it ends when the answer turns out long."""
        names = [term for term in self.patterns[0] if _is_variable(term)]
        is_one = len(self.patterns) == 1 and not self.optional and not self.values
        return is_one and self.gives_every_row and len(set(names)) == len(names)


class _TooLong(Exception):
    """Raised into the engine to end its writing, and where a walk turns out long."""


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
    """The kind and the bytes of the answer; None when it is too long, or the query is not one after all.

    None as well when it is empty and may be so because the dataset never uses a term, which a worker has the time to say.
    """
    bounded = _Bounded(max_bytes)
    try:
        is_walked = not lookup.is_bounded_by_its_answer
        if is_walked and not _is_short(store, lookup):
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
    return None if is_empty and not is_walked else ("solutions", body)


def _is_short(store: Store, lookup: Lookup) -> bool:
    """Whether a walk from what is known meets few statements, and few rows come of it; False also when a pattern hangs loose.

    Nothing can end a query in this process, so the engine gets none whose work is not known to be small. False as well where nothing
    fits what may be lacking, or one of the values: a worker has the time to say that the dataset never uses such a term.
    """
    try:
        walk = _Walk(store, lookup.values)
        walk.go(lookup.patterns)
        for pattern in lookup.optional:
            walk.look_aside(pattern)
    except _TooLong:
        return False
    return True


class _Walk:
    """Follows patterns from what is known, and counts."""

    def __init__(self, store: Store, values: tuple[str, Sequence[str]] | None) -> None:
        self._store = store
        self._given, given = values or ("", ())
        self._known: dict[str, set[_Thing]] = {self._given: {_node(each) for each in given}} if values else {}
        self._statements = 0
        self._rows = max(1, len(given))

    def go(self, patterns: Sequence[Pattern]) -> None:
        """Follow patterns, whatever their order; raises _TooLong when there is no way, or a long one."""
        left = list(patterns)
        while left:
            pattern = next((each for each in left if self._is_known(each[0])), None)
            if pattern is None:
                pattern = self._beginning(patterns) if len(left) == len(patterns) else None
            if pattern is None:
                raise _TooLong
            left.remove(pattern)
            self._follow(pattern)

    def look_aside(self, pattern: Pattern) -> None:
        """Follow a pattern from which no others go on; raises _TooLong as well."""
        if not self._is_known(pattern[0]):
            raise _TooLong
        known = dict(self._known)
        self._follow(pattern)
        self._known = known

    def _is_known(self, term: str) -> bool:
        return not _is_variable(term) or term in self._known

    def _beginning(self, patterns: Sequence[Pattern]) -> Pattern | None:
        """The pattern with a constant object where no subject is known: the engine begins there, when it is the only one."""
        found = [pattern for pattern in patterns if not _is_variable(pattern[2])]
        return found[0] if len(found) == 1 and not self._known else None

    def _follow(self, pattern: Pattern) -> None:
        name, predicate, thing = pattern
        subjects: Iterable[_Thing | None] = self._known.get(name, (None,)) if _is_variable(name) else (_node(name),)
        found: list[Quad] = []
        most = 0
        for subject in subjects:
            quads = self._store.quads_for_pattern(subject, _end(predicate), _end(thing), DefaultGraph())
            fitting = list(islice(quads, _MOST_STATEMENTS + 1 - self._statements - len(found)))
            if not fitting and name == self._given:
                raise _TooLong
            most = max(most, len(fitting))
            found += fitting
        self._statements += len(found)
        self._rows *= most
        if not 0 < self._rows <= _MOST_ROWS or self._statements > _MOST_STATEMENTS:
            raise _TooLong
        if _is_variable(name):
            self._known.setdefault(name, {quad.subject for quad in found if isinstance(quad.subject, _Thing)})
        if _is_variable(thing):
            self._known.setdefault(thing, {quad.object for quad in found if isinstance(quad.object, _Thing)})


def _is_variable(term: str) -> bool:
    return term.startswith("?")


def _end(term: str) -> NamedNode | None:
    return None if _is_variable(term) else _node(term)


def _node(term: str) -> NamedNode:
    return NamedNode(term[1:-1])
