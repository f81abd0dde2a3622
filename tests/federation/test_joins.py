"""Two endpoints joined, in both directions: our server asks a real Oxigraph, and the real Comunica asks both."""

import csv
import io
import json
import subprocess
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.federation.engines import comunica, counting, oxigraph, publisher
from tests.ports import free_port

from lod_publisher.snapshot.read import Snapshot

SAME = NamedNode("http://www.w3.org/2002/07/owl#sameAs")
BORN = NamedNode("http://other.example/born")
JOIN = """PREFIX crm: <http://www.cidoc-crm.org/cidoc-crm/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
SELECT ?name ?born (COUNT(?document) AS ?documents) WHERE {
  ?person a crm:E21_Person ; rdfs:label ?name .
  ?document crm:P67_refers_to ?person .
  SERVICE
  { ?other owl:sameAs ?person ; <http://other.example/born> ?born . }
} GROUP BY ?name ?born"""
# Lets Comunica use the counts of a service description in place of asking for them.
ESTIMATING = {
    "@context": [
        f"https://linkedsoftwaredependencies.org/bundles/npm/{package}/components/context.jsonld"
        for package in (
            "@comunica/config-query-sparql/^5.0.0",
            "componentsjs/^6.0.0",
            "@comunica/actor-query-source-identify-hypermedia-sparql/^5.0.0",
        )
    ],
    "import": ["ccqs:config/config-default.json"],
    "@id": "urn:x-test:estimating",
    "@type": "Override",
    "overrideInstance": {"@id": "urn:comunica:default:query-source-identify-hypermedia/actors#sparql"},
    "overrideParameters": {
        "@type": "ActorQuerySourceIdentifyHypermediaSparql",
        "cardinalityEstimateConstruction": True,
    },
}


@pytest.fixture(scope="session")
def other(data, tmp_path_factory) -> Iterator[str]:
    """An Oxigraph of somebody else: when our persons were born, among 2,000 that we do not have."""
    persons = Snapshot.open(data).select(
        "SELECT ?p { ?p a <http://www.cidoc-crm.org/cidoc-crm/E21_Person> } ORDER BY ?p"
    )
    found = [row["p"] for row in persons] + [f"http://elsewhere.example/{number}" for number in range(2000)]
    folder = tmp_path_factory.mktemp("other")
    store = Store(str(folder))
    for number, person in enumerate(found):
        node = NamedNode(f"http://other.example/{number}")
        store.add(Quad(node, SAME, NamedNode(person)))
        store.add(Quad(node, BORN, Literal(str(1900 + number % 60))))
    store.flush()
    del store
    with oxigraph(folder) as engine:
        yield engine.query


@pytest.fixture(scope="session")
def ours(data, other) -> Iterator[str]:
    """Our server, which may ask that Oxigraph and an address at which nobody listens."""
    with publisher(data, "--local-service", other, "--local-service", f"http://127.0.0.1:{free_port()}/gone") as root:
        yield f"{root}/sparql"


def ask(endpoint: str, query: str) -> tuple[int, bytes]:
    """Ask a server as any client would."""
    parts = urlsplit(endpoint)
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
    connection.request("POST", parts.path, urlencode({"query": query}), headers)
    answer = connection.getresponse()
    try:
        return answer.status, answer.read()
    finally:
        connection.close()


def test_our_server_joins_another_endpoint_by_service(ours, other):
    status, body = ask(ours, JOIN.replace("SERVICE", f"SERVICE <{other}>"))
    assert status == 200, body
    rows = json.loads(body)["results"]["bindings"]
    assert len(rows) > 10
    assert all(row["born"]["value"].startswith("19") for row in rows)


def test_our_server_names_the_service_that_it_does_not_ask_or_that_fails(ours, other):
    body = b""
    for address, expected, words in (
        ("http://169.254.169.254/latest", 400, "only services of a fixed list"),
        (other.replace("/query", "/nowhere"), 400, "only services of a fixed list"),
    ):
        status, body = ask(ours, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert status == expected
        assert words in json.loads(body)["detail"]
    gone = json.loads(body)["detail"].split("fixed list: ")[1].split(". ")[0].split(", ")
    dead = next(address for address in gone if address.endswith("/gone"))
    status, body = ask(ours, f"SELECT * {{ SERVICE <{dead}> {{ ?s ?p ?o }} }}")
    assert status == 502
    assert json.loads(body)["service"] == dead
    status, body = ask(ours, f"SELECT * {{ VALUES ?a {{ 1 }} SERVICE SILENT <{dead}> {{ ?s ?p ?o }} }}")
    assert status == 200
    assert len(json.loads(body)["results"]["bindings"]) == 1


def test_from_fetches_nothing(ours, service):
    query = "SELECT * FROM <URL> FROM NAMED <URLx> { ?s ?p ?o }".replace("URL", service.url)
    status, body = ask(ours, query)
    assert status == 200
    assert json.loads(body)["results"]["bindings"] == []
    assert service.asked == []


@pytest.mark.parametrize(("settings", "most"), [("default", 8), ("estimating", 5)])
def test_comunica_joins_us_with_another_endpoint_in_few_requests(ours, other, tmp_path: Path, settings, most):
    programs = comunica()
    if programs is None:
        pytest.skip("npm is missing, or cannot install @comunica/query-sparql")
    (tmp_path / "estimating.json").write_text(json.dumps(ESTIMATING), encoding="utf-8")
    program = "comunica-sparql" if settings == "default" else "comunica-dynamic-sparql"
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "COMUNICA_CONFIG": str(tmp_path / "estimating.json"),
    }
    if settings == "default":
        del environment["COMUNICA_CONFIG"]
    query = JOIN.replace("SERVICE\n  { ", "").replace("?born . }\n", "?born .\n")
    with counting(ours) as (us, asked), counting(other) as (them, asked_them):
        done = subprocess.run(
            [str(programs / program), us, them, "-q", query, "-t", "text/csv"],
            capture_output=True, text=True, check=False, timeout=300, cwd=programs.parent.parent, env=environment,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    status, body = ask(ours, JOIN.replace("SERVICE", f"SERVICE <{other}>"))
    assert status == 200
    expected = {
        tuple(row[name]["value"] for name in ("name", "born", "documents"))
        for row in json.loads(body)["results"]["bindings"]
    }
    assert {tuple(row) for row in csv.reader(io.StringIO(done.stdout))} - {("name", "born", "documents")} == expected
    assert asked[0] == ""
    assert len(asked) <= most, (len(asked), len(asked_them), asked)
