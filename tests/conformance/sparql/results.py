"""Answers in every format as values that can be compared, whatever their blank nodes are called."""

import csv
import io
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    parse,
    parse_query_results,
)
from rdflib import RDF, BNode, Graph
from rdflib import Literal as RdfLiteral
from tests.conformance.sparql.suites import RS

_TABLES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    ".srj": QueryResultsFormat.JSON,
    ".srx": QueryResultsFormat.XML,
    ".tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
    ".ttl": RdfFormat.TURTLE,
    ".rdf": RdfFormat.RDF_XML,
    ".nt": RdfFormat.N_TRIPLES,
}
Value = tuple[str, Any]


def value_of(body: bytes, form: str) -> Value:
    """An answer by its media type, or a result file by its suffix."""
    if form == "text/csv":
        rows = list(csv.reader(io.StringIO(body.decode(), newline="")))
        return ("csv", Counter(map(tuple, rows)))
    if form in _TABLES:
        read = parse_query_results(body, format=_TABLES[form])
        if isinstance(read, QueryBoolean):
            return ("boolean", bool(read))
        assert isinstance(read, QuerySolutions)
        names = [variable.value for variable in read.variables]
        return ("table", _rows([{name: row[name] for name in names if row[name] is not None} for row in read]))
    return ("graph", _canonical([quad.triple for quad in parse(body, format=_GRAPHS[form])]))


def expected(path: Path) -> Value:
    """What a result file says; a table may be written as a graph."""
    if path.suffix in (".ttl", ".rdf"):
        graph = Graph().parse(path, format="turtle" if path.suffix == ".ttl" else "xml")
        for given in graph.subjects(RDF.type, RS.ResultSet):
            truth = graph.value(given, RS.boolean)
            if truth is not None:
                return ("boolean", bool(truth.toPython()))  # type: ignore[attr-defined]
            rows = [
                {
                    str(graph.value(binding, RS.variable)): graph.value(binding, RS.value)
                    for binding in graph.objects(solution, RS.binding)
                }
                for solution in graph.objects(given, RS.solution)
            ]
            return ("table", _rows(rows))
    return value_of(path.read_bytes(), path.suffix)


def _rows(rows: list[dict[str, Any]]) -> Any:
    """Rows as a multiset; a blank node is known by the pattern of its appearances, which tells all tables of the suites apart."""
    seen: Counter[str] = Counter(
        f"{name}" for row in rows for name, term in row.items() if isinstance(term, BlankNode | BNode)
    )
    return Counter(tuple(sorted((name, _term(term)) for name, term in row.items())) for row in rows), seen


def _term(term: Any) -> str:
    if isinstance(term, BlankNode | BNode):
        return "_:"
    if isinstance(term, Literal):
        return _literal(term.value, term.language or "", term.datatype.value)
    if isinstance(term, RdfLiteral):
        plain = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString" if term.language else ""
        return _literal(str(term), term.language or "", str(term.datatype or plain or f"{_XSD}string"))
    return f"<{getattr(term, 'value', term)}>"


_XSD = "http://www.w3.org/2001/XMLSchema#"


def _literal(text: str, language: str, datatype: str) -> str:
    """A literal by its value: the engine writes numbers in their canonical form."""
    if datatype in {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float")}:
        with suppress(ValueError):
            text = repr(round(float(text), 6))
    return f'"{text}"@{language.lower()}^^{datatype}'


def _canonical(triples: list[Any]) -> Any:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    return Counter(" ".join(map(_term_or_label, quad.triple)) for quad in dataset)


def _term_or_label(term: Any) -> str:
    return str(term) if isinstance(term, BlankNode) else _term(term)
