"""The statements of pages, asked of a remote engine: each level of a description is one question, not one a node."""

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot.remote.engine import Engine
from lod_publisher.snapshot.statements import Bindings, Pattern, bindings, pattern_query, triples_of

# Engines compile a list of values into their plan; some refuse a few hundred.
_AT_ONCE = 100


class RemoteStatements:
    """A snapshot's statements in an engine elsewhere."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def about(self, iris: Sequence[str], predicates: Sequence[str] = ()) -> Iterator[Triple]:
        """See Statements."""
        for some in _portions(iris):
            yield from self._triples(_values("s", some) + (_values("p", predicates) if predicates else ""))

    def pointing(self, iris: Sequence[str], predicates: Sequence[str]) -> Iterator[Triple]:
        """See Statements."""
        for some in _portions(iris):
            yield from self._triples(_values("o", some) + _values("p", predicates))

    def incoming(self, iri: str, limit: int, offset: int) -> list[tuple[str, str]]:
        """See Statements; sorted, since an engine need not keep an order."""
        own = " && ".join(f"!STRSTARTS(STR(?s), {Literal(iri + mark)})" for mark in "#/")
        query = (
            f"SELECT ?s ?p WHERE {{ ?s ?p {NamedNode(iri)} FILTER(ISIRI(?s) && ?s != {NamedNode(iri)} && {own}) }} "
            f"ORDER BY ?s ?p LIMIT {limit} OFFSET {offset}"
        )
        return [(row["s"], row["p"]) for row in self.select(query)]

    def matching(self, pattern: Pattern, limit: int, offset: int = 0) -> list[Triple]:
        """See Statements; in the order of the engine."""
        before, brace, after = pattern_query(limit, offset).partition("{")
        known = "".join(
            f"VALUES ?{name} {{ {term} }} " for name, term in zip("spo", pattern, strict=True) if term is not None
        )
        with self._engine.ask(f"{before}{brace} {known}{after}") as reply:
            return triples_of(_table(reply.table()), (None, None, None))

    def select(self, query: str, values: Mapping[str, str] | None = None) -> Bindings:
        """See Statements. The values stand first in the query's group, where every engine begins with them."""
        before, brace, after = query.partition("{")
        given = "".join(_values(name, [iri]) for name, iri in (values or {}).items())
        with self._engine.ask(f"{before}{brace} {given}{after}") as reply:
            return bindings(_table(reply.table()))

    def _triples(self, values: str) -> Iterator[Triple]:
        with self._engine.ask(f"SELECT ?s ?p ?o WHERE {{ {values}?s ?p ?o }}") as reply:
            for row in _table(reply.table()):
                subject, predicate, value = row["s"], row["p"], row["o"]
                if (
                    isinstance(subject, NamedNode | BlankNode)
                    and isinstance(predicate, NamedNode)
                    and value is not None
                ):
                    yield Triple(subject, predicate, value)


def _table(found: object) -> QuerySolutions:
    if not isinstance(found, QuerySolutions):
        raise SnapshotError("Only SELECT queries are asked this way.")
    return found


def _values(name: str, iris: Sequence[str]) -> str:
    return f"VALUES ?{name} {{ {' '.join(str(NamedNode(iri)) for iri in iris)} }} "


def _portions(iris: Sequence[str]) -> Iterator[Sequence[str]]:
    return (iris[begin : begin + _AT_ONCE] for begin in range(0, len(iris), _AT_ONCE))
