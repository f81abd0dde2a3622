"""The same pages and answers over real engines elsewhere: Oxigraph and Virtuoso, each a server of its own."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.federation.engines import GRAPH, PASSWORD, Started, oxigraph, virtuoso, virtuoso_installed

from lod_publisher.errors import BadQueryError, InputError, QueryTimeoutError, StoreError
from lod_publisher.settings import ServeSettings
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.remote import Engine, RemoteStatements, RemoteWorkers
from lod_publisher.snapshot.remote.loading import GraphStore, load
from lod_publisher.snapshot.workers import Question
from lod_publisher.web.app import open_app

BASE = "https://data.example.org"
PERSON = f"{BASE}/id/person/qasim-abd-al-karim"
FORMATS = {"solutions": "json", "boolean": "json", "graph": "nt"}


def engine(store: tuple[str, str], timeout_s: float = 10.0) -> Engine:
    return Engine(store[0], store[1], timeout_s)


def load_remote(data: Path, store: Started, *options: str) -> subprocess.CompletedProcess[str]:
    """The command, as a publisher would run it."""
    command = [sys.executable, "-m", "lod_publisher", "load-remote", store.graph_store, "--data", str(data), *options]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=300,
        env={"LOD_PUBLISHER_STORE_PASSWORD": PASSWORD, "PATH": "/usr/bin:/bin"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def oxigraph_store(data, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """The snapshot, loaded into an Oxigraph of its own through the Graph Store Protocol, and served read-only."""
    folder = tmp_path_factory.mktemp("oxigraph")
    with oxigraph(folder, writable=True) as engine:
        done = load_remote(data, engine, "--portion", "1000")
        assert done.returncode == 0, done.stdout + done.stderr
    with oxigraph(folder) as engine:
        yield engine.query, ""


@pytest.fixture(scope="module")
def virtuoso_store(data, tmp_path_factory) -> Iterator[tuple[str, str]]:
    """The same in a Virtuoso, which asks who is sending."""
    if not virtuoso_installed():
        pytest.skip("Virtuoso (Debian package virtuoso-opensource-7) is not installed and cannot be here")
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as (started, _):
        done = load_remote(data, started, "--store-graph", GRAPH, "--user", "dba", "--portion", "3000")
        assert done.returncode == 0, done.stdout + done.stderr
        yield started.query, GRAPH


@pytest.fixture(scope="module", params=["oxigraph", "virtuoso"])
def store(request) -> tuple[str, str]:
    """Each of the engines in turn: its address and the graph."""
    found: tuple[str, str] = request.getfixturevalue(f"{request.param}_store")
    return found


@pytest.fixture(scope="module")
def local(data) -> Snapshot:
    return Snapshot.open(data)


@pytest.fixture
def remote(store, data) -> Snapshot:
    return Snapshot.open(data, RemoteStatements(engine(store, 30.0)))


@pytest.fixture(scope="module")
def clients(store, data) -> Iterator[tuple[FlaskClient, FlaskClient]]:
    """The application over the engine, and over the snapshot's own store."""
    there = open_app(ServeSettings(data=data, workers=1, store=store[0], store_graph=store[1], query_timeout_s=30.0))
    here = open_app(ServeSettings(data=data, workers=1, query_timeout_s=30.0))
    yield there.test_client(), here.test_client()
    here.extensions["site"].workers.close()


def test_a_description_from_elsewhere_is_the_same(remote, local):
    for kind, local_id in (("person", "qasim-abd-al-karim"), ("document", "frus1958-60v12/d145")):
        iri = f"{BASE}/id/{kind}/{local_id}"
        assert sorted(map(str, remote.description(iri))) == sorted(map(str, local.description(iri)))
        assert len(local.description(iri)) > 10
        assert sorted(remote.types(iri)) == sorted(local.types(iri))


def test_labels_and_links_from_elsewhere_are_the_same(remote, local):
    links = local.incoming(PERSON, 1000)
    assert sorted(map(str, remote.incoming(PERSON, 1000))) == sorted(map(str, links))
    assert len(links) > 5
    first, second = remote.incoming(PERSON, 3), remote.incoming(PERSON, 3, 3)
    assert len({*first, *second}) == 6
    wanted = [link.subject for link in links] * 30
    assert remote.labels(wanted) == local.labels(wanted)


@pytest.mark.parametrize(
    "path",
    ["/page/person/qasim-abd-al-karim", "/page/document/frus1958-60v12/d145", "/data/document/frus1958-60v12/d145.ttl",
     "/data/person/qasim-abd-al-karim.nt", "/", "/ready"],
)  # fmt: skip
def test_pages_over_a_remote_engine_are_the_same_byte_for_byte(clients, path):
    there, here = (client.get(path) for client in clients)
    assert there.status_code == here.status_code == 200
    assert there.get_data() == here.get_data()


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_a_table_from_a_remote_engine_has_our_formats(clients, form):
    query = "SELECT ?p ?label { ?p a crm:E21_Person ; rdfs:label ?label } ORDER BY STR(?p) STR(?label)"
    there, here = (client.get("/sparql", query_string={"query": query, "format": form}) for client in clients)
    assert there.status_code == 200, there.text
    assert there.content_type == here.content_type
    assert there.text.lower() == here.text.lower()


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("ASK { ?s a crm:E21_Person }", None),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", 1),
        ("SELECT * { <id/person/qasim-abd-al-karim> rdfs:label ?o }", 1),
        ("SELECT * { VALUES ?x { \"SERVICE\"@en UNDEF } }", 2),
    ],
)  # fmt: skip
def test_queries_are_forwarded_with_our_prefixes_and_base(clients, query, rows):
    there, here = (client.get("/sparql", query_string={"query": query, "format": "json"}) for client in clients)
    assert there.status_code == 200, there.text
    if rows is None:
        assert json.loads(there.text)["boolean"] is json.loads(here.text)["boolean"] is True
    else:
        found = [len(json.loads(answer.text)["results"]["bindings"]) for answer in (there, here)]
        assert found == [rows, rows]


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_graphs_from_a_remote_engine_have_our_formats(clients, form):
    query = "CONSTRUCT { ?p rdfs:label ?label } WHERE { ?p a crm:E21_Person ; rdfs:label ?label }"
    there, here = (client.get("/sparql", query_string={"query": query, "format": form}) for client in clients)
    assert there.status_code == 200, there.text
    assert there.content_type == here.content_type
    assert len(there.get_data()) == pytest.approx(len(here.get_data()), rel=0.02)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SERVICE"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "changes nothing"),
        ('DEFINE get:soft "replacing" SELECT * FROM <http://127.0.0.1:1/> { ?s ?p ?o }', "changes nothing"),
        ("SELECT (bif:system('id') AS ?x) { }", "one engine"),
        ("SELECT * { ?s ?p ?o", "cannot be answered"),
        ("CLEAR ALL # SELECT", "changes nothing"),
    ],
)
def test_what_an_engine_would_do_beyond_a_query_is_refused_here(store, query, why):
    workers = RemoteWorkers(engine(store), 2)
    with pytest.raises(BadQueryError, match=why):
        workers.ask(query, FORMATS)


def test_a_large_answer_streams_and_may_be_left(store):
    workers = RemoteWorkers(engine(store, 30.0), 1, {"crm": "http://www.cidoc-crm.org/cidoc-crm/"})
    text = "SELECT * { ?s ?p ?o } LIMIT 7000"
    for _ in range(3):  # one place only: leaving an answer gives it back
        with workers.open(Question(text, FORMATS)) as stream:
            assert len(next(iter(stream))) > 1000
    with workers.open(Question(text, FORMATS)) as stream:
        assert sum(part.count(b'"type":"uri"') for part in stream) > 14_000


def test_a_slow_query_ends_at_its_limit(store):
    workers = RemoteWorkers(engine(store, 1.0), 1)
    with pytest.raises(QueryTimeoutError, match="after 1 s"):
        workers.ask(
            "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(CONCAT(STR(?c), STR(?f)) = STR(?i)) }",
            FORMATS,
        )


def test_an_engine_that_is_not_there_is_said_to_be_away():
    workers = RemoteWorkers(Engine("http://127.0.0.1:1/query"), 1)
    for _ in range(2):
        with pytest.raises(StoreError, match="cannot be reached"):
            workers.ask("ASK {}", FORMATS)


@pytest.mark.parametrize(
    "body",
    [b'{"head":{"vars":["s"]},"results":{"bindings":[', b"", b"<html>"],
)
def test_an_answer_without_its_end_is_never_taken_for_whole(service, body):
    service.answer.body = body
    workers = RemoteWorkers(Engine(service.url), 1)
    with pytest.raises(StoreError, match="cannot be read"):
        workers.ask("SELECT * { ?s ?p ?o }", FORMATS)


def test_an_answer_that_breaks_after_its_beginning_breaks_here_too(service):
    row = b'{"s":{"type":"uri","value":"http://x/"}}'
    service.answer.body = b'{"head":{"vars":["s"]},"results":{"bindings":[' + b",".join([row] * 100_000)
    workers = RemoteWorkers(Engine(service.url), 1)
    with (
        workers.open(Question("SELECT * { ?s ?p ?o }", FORMATS)) as stream,
        pytest.raises(Exception, match="broke off"),
    ):
        b"".join(stream)


def test_loading_twice_replaces_and_says_what_is_refused(data, tmp_path, local):
    told: list[int] = []
    with oxigraph(tmp_path / "store", writable=True) as engine:
        for _ in range(2):
            assert load(local.folder, GraphStore(engine.graph_store, GRAPH), told.append, 2000) == told[-1]
        statements = RemoteStatements(Engine(engine.query, GRAPH))
        count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"  # the dumps say some statements twice
        assert statements.select(count) == local.select(count)
        with pytest.raises(InputError, match="refused a portion"):
            load(local.folder, GraphStore(engine.query), told.append)
    shutil.rmtree(tmp_path / "store")
    with pytest.raises(StoreError, match="cannot be reached"):
        load(local.folder, GraphStore("http://127.0.0.1:1/store"), told.append)
    assert load_remote(data, Started("", "nowhere", 0)).returncode == 2


def test_a_store_that_asks_who_is_sending_is_told_only_what_the_user_gave(data, virtuoso_store):
    address = virtuoso_store[0].replace("/sparql", "/sparql-graph-crud-auth")
    done = load_remote(data, Started("", address, 0), "--store-graph", GRAPH)
    assert done.returncode == 2
    assert "--user" in done.stderr
