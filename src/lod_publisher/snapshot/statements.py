"""The statements of a snapshot, wherever they are kept: what pages ask of a store, and the store on this machine."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, QuerySolutions, Store, Triple, Variable

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot.lookup import Lookup, looked_up

Bindings = list[dict[str, str]]
Term = NamedNode | BlankNode | Literal | Triple
Pattern = tuple[Term | None, Term | None, Term | None]
"""Subject, predicate and object; None where anything will do."""

_PLACES = ("s", "p", "o")


def pattern_query(limit: int, offset: int) -> str:
    """The query for a part of the statements that fit a pattern; terms that are known are bound to its variables.

    Stepping over rows is the engine's work: 2.6 million a second, against 60,000 that become objects here.
    """
    return f"SELECT ?s ?p ?o WHERE {{ ?s ?p ?o }} OFFSET {offset:d} LIMIT {limit:d}"


class Statements(Protocol):
    """A store that is read; every implementation gives the same statements for the same data."""

    def about(self, iris: Sequence[str], predicates: Sequence[str] = ()) -> Iterator[Triple]:
        """The statements whose subject is one of some IRIs; of some predicates only, when any are given."""
        ...

    def pointing(self, iris: Sequence[str], predicates: Sequence[str]) -> Iterator[Triple]:
        """The statements of some predicates whose object is one of some IRIs."""
        ...

    def incoming(self, iri: str, limit: int, offset: int) -> list[tuple[str, str]]:
        """Subjects and predicates of statements that point at an IRI from elsewhere, not from its own parts."""
        ...

    def matching(self, pattern: Pattern, limit: int, offset: int = 0) -> list[Triple]:
        """A part of the statements of the default graph that fit a pattern, in an order that stays the same."""
        ...

    def select(self, query: str, values: Mapping[str, str] | None = None) -> Bindings:
        """The rows of one of our own SELECT queries, with IRIs bound to variables."""
        ...


class LocalStatements:
    """The store in a snapshot's folder."""

    def __init__(self, folder: Path) -> None:
        """Open the store.

        Raises:
            SnapshotError: it cannot be opened.
        """
        try:
            self._store = Store.read_only(str(folder))
        except OSError as problem:
            raise SnapshotError(
                f"{folder}: the store cannot be opened ({problem}). Roll back, or build again."
            ) from None

    def about(self, iris: Sequence[str], predicates: Sequence[str] = ()) -> Iterator[Triple]:
        """See Statements."""
        for iri in iris:
            for predicate in map(NamedNode, predicates) if predicates else (None,):
                yield from _triples(self._store.quads_for_pattern(NamedNode(iri), predicate, None, None))

    def pointing(self, iris: Sequence[str], predicates: Sequence[str]) -> Iterator[Triple]:
        """See Statements."""
        for iri in iris:
            for predicate in predicates:
                yield from _triples(self._store.quads_for_pattern(None, NamedNode(predicate), NamedNode(iri), None))

    def incoming(self, iri: str, limit: int, offset: int) -> list[tuple[str, str]]:
        """See Statements; in the store's stable order."""
        own = (f"{iri}#", f"{iri}/")
        found: list[tuple[str, str]] = []
        skipped = 0
        for quad in self._store.quads_for_pattern(None, None, NamedNode(iri), None):
            if not isinstance(quad.subject, NamedNode):
                continue
            subject = quad.subject.value
            if subject == iri or subject.startswith(own):
                continue
            if skipped < offset:
                skipped += 1
                continue
            found.append((subject, quad.predicate.value))
            if len(found) == limit:
                break
        return found

    def matching(self, pattern: Pattern, limit: int, offset: int = 0) -> list[Triple]:
        """See Statements."""
        known = {Variable(name): term for name, term in zip(_PLACES, pattern, strict=True) if term is not None}
        found = self._store.query(pattern_query(limit, offset), substitutions=known)
        return triples_of(found, pattern) if isinstance(found, QuerySolutions) else []

    def select(self, query: str, values: Mapping[str, str] | None = None) -> Bindings:
        """See Statements."""
        bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): NamedNode(iri) for name, iri in (values or {}).items()
        }
        solutions = self._store.query(query, substitutions=bound) if bound else self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise SnapshotError("Only SELECT queries are asked this way.")
        return bindings(solutions)

    def rows(self, query: str) -> Iterator[dict[str, str]]:
        """The rows of one of our own SELECT queries one by one, for those that are too many to be kept all."""
        solutions = self._store.query(query)
        if not isinstance(solutions, QuerySolutions):
            raise SnapshotError("Only SELECT queries are asked this way.")
        return _rows(solutions)

    def lookup(self, query: Lookup, form: str, max_bytes: int) -> tuple[str, bytes] | None:
        """The kind and bytes of the answer to a short query of our own; None when it is empty, or longer than that."""
        return looked_up(self._store, query, form, max_bytes)


def triples_of(solutions: QuerySolutions, pattern: Pattern) -> list[Triple]:
    """The statements in the rows of `pattern_query`; what was known need not be told again."""
    found = []
    for row in solutions:
        subject, predicate, value = (
            row[name] if term is None else term for name, term in zip(_PLACES, pattern, strict=True)
        )
        if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and value is not None:
            found.append(Triple(subject, predicate, value))
    return found


def bindings(solutions: QuerySolutions) -> Bindings:
    """The rows of a table as plain texts; what is not bound is left out of its row."""
    return list(_rows(solutions))


def _rows(solutions: QuerySolutions) -> Iterator[dict[str, str]]:
    names = [variable.value for variable in solutions.variables]
    for row in solutions:
        yield {
            name: term.value
            for name, term in zip(names, row, strict=True)
            if term is not None and hasattr(term, "value")
        }


def _triples(quads: Iterable[Quad]) -> Iterator[Triple]:
    return (quad.triple for quad in quads)
