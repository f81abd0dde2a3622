"""How answers to queries are sent: formats, validators, caches, and what the service says of its data."""

from collections import Counter

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store, parse

VOID = "http://rdfs.org/ns/void#"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
PERSON = "<https://data.example.org/id/person/qasim-abd-al-karim>"


@pytest.mark.parametrize(
    ("accept", "kind", "sent"),
    [
        ("text/html;q=0.5, application/sparql-results+xml", COUNT, "application/sparql-results+xml"),
        ("*/*;q=0.1, application/json", COUNT, "application/json"),
        ("application/*", COUNT, "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", COUNT, "application/sparql-results+xml"),
        ("text/csv", "ASK {}", "text/csv"),
        ("application/n-quads", f"DESCRIBE {PERSON}", "application/n-quads"),
        ("application/trig", f"DESCRIBE {PERSON}", "application/trig"),
        ("text/csv, text/turtle;q=0.2", f"DESCRIBE {PERSON}", "text/turtle"),
    ],
)
def test_the_accept_header_decides_for_the_kind_of_answer_that_it_is(client, accept, kind, sent):
    answer = client.get("/sparql", query_string={"query": kind}, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, sent)


def test_a_person_may_write_the_format_and_a_kind_that_has_none_of_that_name_comes_in_its_first(client):
    for name, sent in (("csv", "text/csv"), ("xml", "application/sparql-results+xml"), ("html", "text/html")):
        assert client.get("/sparql", query_string={"query": COUNT, "format": name}).mimetype == sent
    graph = {"query": f"CONSTRUCT WHERE {{ {PERSON} ?p ?o }}"}
    assert client.get("/sparql", query_string=graph | {"format": "nt"}).mimetype == "application/n-triples"
    assert client.get("/sparql", query_string=graph | {"format": "json"}).mimetype == "text/turtle"


def test_406_names_what_there_is_and_carries_the_headers_of_every_answer(client):
    answer = client.get("/sparql", query_string={"query": COUNT}, headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
    assert "text/csv" in {each["type"] for each in answer.json["available"]}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]


def test_the_same_question_is_answered_from_memory_and_its_validator_needs_no_answer_at_all(client, app, monkeypatch):
    asked = {"query": COUNT + " # memory"}
    first = client.get("/sparql", query_string=asked)
    again = client.get("/sparql", query_string=asked)
    posted = client.post("/sparql", data=asked)
    assert [each.headers["X-Cache"] for each in (first, again, posted)] == ["miss", "hit", "hit"]
    assert first.data == again.data == posted.data
    assert "max-age" in first.headers["Cache-Control"]
    etag = first.headers["ETag"]
    other = client.get("/sparql", query_string=asked, headers={"Accept": "text/csv"})
    assert other.headers["ETag"] != etag

    def nobody(*_: object) -> None:
        pytest.fail("a worker was asked")

    monkeypatch.setattr(app.extensions["site"].workers, "open", nobody)
    for client_has in (etag, f'"x", W/{etag}'):
        answer = client.get("/sparql", query_string=asked, headers={"If-None-Match": client_has})
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert "Accept" in answer.headers["Vary"]
    head = client.head("/sparql", query_string=asked)
    assert (head.headers["Content-Length"], head.data) == (first.headers["Content-Length"], b"")


@pytest.mark.parametrize("word", ["RAND()", "NOW()", "UUID()", "STRUUID()"])
def test_what_is_not_the_same_twice_is_not_kept(client, word):
    answers = [client.get("/sparql", query_string={"query": f"SELECT ({word} AS ?x) {{}}"}) for _ in range(2)]
    assert [each.headers["X-Cache"] for each in answers] == ["miss", "miss"]
    assert all("ETag" not in each.headers and each.headers["Cache-Control"] == "no-cache" for each in answers)


def partitions(statements: bytes, kind: str, name: str, count: str) -> dict[str, int]:
    """The partitions of the whole dataset: class or property -> how many."""
    said = Store()
    said.extend(parse(statements, format=RdfFormat.N_TRIPLES))
    rows = said.query(
        f"SELECT ?name ?n {{ ?d <{VOID}sparqlEndpoint> ?e ; <{VOID}{kind}> ?x . ?x <{VOID}{name}> ?name ; <{VOID}{count}> ?n }}"
    )
    assert isinstance(rows, QuerySolutions)
    return {str(row["name"]).strip("<>"): int(str(row["n"]).split('"')[1]) for row in rows}


def test_the_counts_of_the_service_description_are_those_of_the_store(client, web_data):
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).data
    store = Store.read_only(str((web_data / "current").resolve() / "store"))
    counted = Counter(quad.predicate.value for quad in store)
    assert partitions(described, "propertyPartition", "property", "triples") == counted
    types = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    counted = Counter(str(quad.object).strip("<>") for quad in store.quads_for_pattern(None, types, None, None))
    assert partitions(described, "classPartition", "class", "entities") == counted


def test_a_snapshot_without_counts_still_describes_its_service(client, app, monkeypatch):
    monkeypatch.setattr(app.extensions["site"].snapshot, "statistics", None)
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert described.status_code == 200
    assert "sd:endpoint" in described.text
    assert "propertyPartition" not in described.text
