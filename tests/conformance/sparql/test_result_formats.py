"""W3C tests of the JSON, CSV and TSV result formats, by GET, form POST and direct POST."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat
from rdflib import Graph, Namespace
from tests.conformance.sparql.conftest import Reply, Serve, Server
from tests.conftest import SHARED

pytestmark = pytest.mark.corpus

SPECS = SHARED / "specs" / "sparql11"
MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
TYPES = {".srj": "application/sparql-results+json", ".csv": "text/csv", ".tsv": "text/tab-separated-values"}


def _cases() -> list[tuple[str, str, str, str]]:
    found = []
    for folder in ("json-res", "csv-tsv-res"):
        manifest = Graph().parse(SPECS / folder / "manifest.ttl") if SPECS.is_dir() else Graph()
        for test, action in manifest.subject_objects(MF.action):
            files = (manifest.value(action, QT.query), manifest.value(action, QT.data), manifest.value(test, MF.result))
            query, data, result = (Path(str(file)).name for file in files)
            found.append((folder, query, data, result))
    return sorted(found)


@pytest.fixture(scope="module")
def server(serve: Serve) -> Server:
    """Our server over every data file, each a graph named by its path."""

    def fill(store: Any) -> None:
        for folder, data in {(folder, data) for folder, _, data, _ in _cases()}:
            path = SPECS / folder / data
            store.load(path=str(path), format=RdfFormat.TURTLE, to_graph=NamedNode(path.as_uri()))

    return serve(fill)


def _ask(server: Server, way: str, query: str, graph: str, accept: str) -> Reply:
    headers = {"Accept": accept}
    if way == "get":
        return server.ask("GET", "?" + urlencode({"query": query, "default-graph-uri": graph}), headers)
    if way == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return server.ask("POST", "", headers, urlencode({"query": query, "default-graph-uri": graph}).encode())
    headers["Content-Type"] = "application/sparql-query"
    return server.ask(
        "POST" if way == "direct" else "QUERY", "?" + urlencode({"default-graph-uri": graph}), headers, query.encode()
    )


def _said(body: bytes, form: str) -> Any:
    """The content of a result: a set of rows, since neither rows nor the columns of * have an order."""
    if form == ".srj":
        said = json.loads(body)
        if "boolean" in said:
            return said
        rows = [[f"{name} {_term(term)}" for name, term in row.items()] for row in said["results"]["bindings"]]
        return sorted(said["head"]["vars"]), sorted(sorted(row) for row in rows)
    text = body.decode()
    if form == ".csv":
        head, *lines = csv.reader(io.StringIO(text, newline=""))
    else:
        head, *lines = [line.split("\t") for line in text.rstrip("\n").split("\n")]
        assert all(name.startswith("?") for name in head)
    return sorted(head), sorted(
        sorted(f"{name} {_cell(cell)}" for name, cell in zip(head, line, strict=True)) for line in lines
    )


def _term(term: dict[str, str]) -> str:
    """A term of JSON; a blank node's name means nothing, and early drafts wrote typed-literal."""
    kind = term["type"].removeprefix("typed-")
    value = "" if kind == "bnode" else _cell(term["value"]) if "datatype" in term else term["value"]
    return f"{kind} {value} {term.get('datatype', '')} {term.get('xml:lang', '')}"


def _cell(cell: str) -> str:
    """A cell of a table; the engine writes numbers in their canonical form, and 1.0e6 and 1.0E6 are one value."""
    if cell.startswith("_:"):
        return "_"
    try:
        value = cell.partition("^^")[0].strip('"') if "XMLSchema" in cell else cell
        return f"number {float(value)}"
    except ValueError:
        return cell


@pytest.mark.parametrize("way", ["get", "form", "direct", "query"])
@pytest.mark.parametrize(("folder", "query", "data", "result"), _cases())
def test_results_are_written_as_the_working_group_wrote_them(server, folder, query, data, result, way):
    expected = SPECS / folder / result
    text = (SPECS / folder / query).read_text(encoding="utf-8")
    reply = _ask(server, way, text, (SPECS / folder / data).as_uri(), TYPES[expected.suffix])
    assert (reply.status, reply.media_type) == (200, TYPES[expected.suffix])
    assert _said(reply.body, expected.suffix) == _said(expected.read_bytes(), expected.suffix)
    if expected.suffix == ".csv":
        assert reply.body.count(b"\r\n") == reply.body.count(b"\n")
