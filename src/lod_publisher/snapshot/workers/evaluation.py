"""Answering one question on an open store: parse, evaluate, write. Runs in a worker process only."""

import re
import socket
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    serialize,
)

from lod_publisher.snapshot.csv_rows import CsvWriter
from lod_publisher.snapshot.workers import wire
from lod_publisher.snapshot.workers.cutting import Cut, Sink, Table

_SOLUTIONS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
_WITH_COMMENTS = ("ttl", "nt", "nq", "trig")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
# A description repeats no label among those of so many things (the engine does as much for the triples of CONSTRUCT).
_REMEMBERED = 200_000
_PLACE = re.compile(r"at (\d+):(\d+): (.*)", re.DOTALL)
# What may stand before the form of a query; the text has been parsed when this is asked.
_DESCRIBES = re.compile(
    r"(?:\s+|#[^\n]*|BASE\s*<[^>]*>|PREFIX\s*[^\s:]*\s*:\s*<[^>]*>|VERSION\s*(?:\"[^\"]*\"|'[^']*'))*DESCRIBE\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Scene:
    """What every query of a worker is read with."""

    store: Store
    prefixes: dict[str, str]
    base: str


def answer(scene: Scene, question: Mapping[str, Any], pool: socket.socket) -> tuple[Sink, bool] | None:
    """Answer to the pool, but for the end; returns where that is to be said and whether a limit cut the answer.

    None after a failure, which the pool was told.
    """
    try:
        given = _evaluated(scene, question)
        if isinstance(given, QuerySolutions):
            sink = Sink(pool, "solutions", question["formats"]["solutions"])
            return sink, _write_table(given, sink, question)
        if isinstance(given, QueryBoolean):
            sink = Sink(pool, "boolean", question["formats"]["boolean"])
            given.serialize(sink, format=_SOLUTIONS[question["formats"]["boolean"]])  # type: ignore[arg-type]
            return sink, False
        sink = Sink(pool, "graph", question["formats"]["graph"])
        return sink, _write_graph(scene, given, sink, question)
    except SyntaxError as problem:
        pool.sendall(_misread(str(problem)))
    except MemoryError:
        pool.sendall(wire.said(wire.FAILED, why="memory", message=""))
    except (ValueError, RuntimeError, OSError) as problem:
        pool.sendall(wire.said(wire.FAILED, why="query", message=f"The query cannot be answered: {problem}"))
    return None


def _evaluated(scene: Scene, question: Mapping[str, Any]) -> QuerySolutions | QueryBoolean | QueryTriples:
    graphs: dict[str, Any] = {}
    default, named = question["default_graphs"], question["named_graphs"]
    if default is not None or named is not None:
        # The client's data set is the whole of it: what it does not name is empty. Source: SPARQL 1.1 Protocol, 2.1.4.
        graphs["default_graph"] = [NamedNode(iri) for iri in default or ()]
        graphs["named_graphs"] = [NamedNode(iri) for iri in named or ()]
    return scene.store.query(question["text"], base_iri=f"{scene.base}/", prefixes=scene.prefixes, **graphs)


def _misread(problem: str) -> bytes:
    """What a syntax error says, with its place when the engine tells it."""
    place = _PLACE.search(problem)
    return wire.said(
        wire.FAILED,
        why="query",
        message=f"The query is not SPARQL 1.1: {problem}",
        line=int(place[1]) if place else None,
        column=int(place[2]) if place else None,
        problem=place[3] if place else problem,
    )


def _write_table(given: QuerySolutions, sink: Sink, question: Mapping[str, Any]) -> bool:
    form = question["formats"]["solutions"]
    # CSV is made from the engine's TSV: its own leaves an IRI with a comma unquoted.
    write, written = (CsvWriter(sink).write, "tsv") if form == "csv" else (sink.write, form)
    table = Table(write, written, question["max_rows"], question["max_bytes"])
    try:
        given.serialize(table, format=_SOLUTIONS[written])  # type: ignore[arg-type]
        table.flush()
    except Cut:
        return True
    return False


def _write_graph(scene: Scene, given: QueryTriples, sink: Sink, question: Mapping[str, Any]) -> bool:
    triples: Iterable[Triple] = given
    if _DESCRIBES.match(question["text"]):
        triples = _described(scene.store, given, [NamedNode(iri) for iri in question["default_graphs"] or ()])
    bounded = _Bounded(iter(triples), sink, question["max_rows"], question["max_bytes"])
    form = question["formats"]["graph"]
    serialize(bounded, sink, format=_GRAPHS[form], prefixes=scene.prefixes)  # type: ignore[arg-type]
    if bounded.truncated and form in _WITH_COMMENTS:
        sink.write(b"# truncated: a limit cut this answer\n")
    return bounded.truncated


class _Bounded:
    """Triples up to a number of them or of written bytes."""

    def __init__(self, triples: Iterator[Triple], sink: Sink, max_rows: int | None, max_bytes: int) -> None:
        self._triples = triples
        self._sink = sink
        self._max_rows = max_rows
        self._max_bytes = max_bytes
        self.truncated = False

    def __iter__(self) -> Iterator[Triple]:
        for number, triple in enumerate(self._triples):
            if number == self._max_rows or self._sink.written > self._max_bytes:
                self.truncated = True
                return
            yield triple


def _described(store: Store, given: Iterable[Triple], graphs: list[NamedNode]) -> Iterator[Triple]:
    """A concise bounded description as the engine gives it, and the label of each thing that it speaks of.

    Source: W3C submission CBD, 2005: all statements about a resource, and about the blank nodes that it leads to.
    """
    asked: set[NamedNode] = set()
    labels: set[Triple] = set()
    for triple in given:
        if triple not in labels:
            yield triple
        for thing in (triple.predicate, triple.object):
            if isinstance(thing, NamedNode) and thing not in asked and len(asked) < _REMEMBERED:
                asked.add(thing)
                for graph in graphs or (DefaultGraph(),):
                    for quad in store.quads_for_pattern(thing, _LABEL, None, graph):
                        if quad.triple not in labels:
                            labels.add(quad.triple)
                            yield quad.triple
