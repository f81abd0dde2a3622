"""SPARQL 1.1 Protocol over the application."""

import csv
import io
import json

import pytest
from lxml import etree
from pyoxigraph import RdfFormat, parse

from lod_publisher.errors import BusyError, QueryMemoryError, QueryTimeoutError
from lod_publisher.web.protocols.sparql import MAX_QUERY_BYTES
from lod_publisher.web.querying.bounds import MAX_DEPTH

PERSONS = "SELECT ?p ?name WHERE { ?p a crm:E21_Person ; rdfs:label ?name } ORDER BY ?p LIMIT 3"
BOM = {"Content-Type": "application/sparql-query"}


def test_the_three_ways_to_send_a_query_give_the_same_answer(client):
    by_get = client.get("/sparql", query_string={"query": PERSONS})
    by_form = client.post(
        "/sparql", data={"query": PERSONS}, content_type="application/x-www-form-urlencoded; charset=utf-8"
    )
    direct = client.post("/sparql", data=PERSONS, content_type="application/sparql-query; charset=utf-8")
    assert by_get.status_code == by_form.status_code == direct.status_code == 200
    assert by_get.data == by_form.data == direct.data
    assert by_get.mimetype == "application/sparql-results+json"
    assert len(by_get.json["results"]["bindings"]) == 3


def test_solutions_come_in_four_formats(client):
    def ask(accept: str) -> bytes:
        answer = client.get("/sparql", query_string={"query": PERSONS}, headers={"Accept": accept})
        assert answer.mimetype == accept
        return bytes(answer.data)

    assert len(json.loads(ask("application/sparql-results+json"))["results"]["bindings"]) == 3
    assert etree.fromstring(ask("application/sparql-results+xml")).tag.endswith("sparql")
    assert len(list(csv.reader(io.StringIO(ask("text/csv").decode())))) == 4
    assert ask("text/tab-separated-values").startswith(b"?p\t?name")


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
def test_graphs_come_in_every_rdf_format(client, accept, form):
    query = "CONSTRUCT { ?p rdfs:label ?l } WHERE { ?p a crm:E21_Person ; rdfs:label ?l } LIMIT 5"
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert answer.mimetype == accept
    assert len(list(parse(answer.data, format=form))) == 5


def test_ask_is_answered_as_json_and_as_xml(client):
    query = {"query": "ASK { ?s a crm:E21_Person }"}
    assert client.get("/sparql", query_string=query).json["boolean"] is True
    assert (
        b"true" in client.get("/sparql", query_string=query, headers={"Accept": "application/sparql-results+xml"}).data
    )


def test_a_kind_of_answer_that_cannot_be_sent_as_asked_is_406(client):
    query = {"query": "ASK { ?s ?p ?o }"}
    assert client.get("/sparql", query_string=query, headers={"Accept": "text/turtle"}).status_code == 406
    assert client.get("/sparql", query_string=query, headers={"Accept": "image/png"}).status_code == 406


def test_people_get_a_table_with_links_and_machines_the_service_description(client):
    html = client.get("/sparql", query_string={"query": PERSONS}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert html.mimetype == "text/html"
    assert "/page/person/" in html.text
    assert "<textarea" in client.get("/sparql", headers={"Accept": "text/html"}).text
    described = client.get("/sparql", headers={"Accept": "text/turtle"}, base_url="http://elsewhere.example:81")
    assert "http://elsewhere.example:81/sparql" in described.text
    assert client.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    yes = client.get("/sparql", query_string={"query": "ASK {}", "format": "html"})
    assert "<h2>Yes</h2>" in yes.text
    graph = client.get("/sparql", query_string={"query": "CONSTRUCT WHERE { ?s a crm:E21_Person }", "format": "html"})
    assert "crm:E21_Person" in graph.text


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ({"data": "SELECT", "headers": BOM}, 400),
        ({"data": b"\xff\xfe", "headers": BOM}, 400),
        ({"data": "", "headers": BOM}, 400),
        ({"data": {"query": ["ASK {}", "ASK {}"]}}, 400),
        ({"data": {"query": "ASK {}", "version": "0.9"}}, 400),
        ({"data": {"query": "ASK {}", "timeout": "soon"}}, 400),
        ({"data": {"query": "ASK {}", "format": "png"}}, 400),
        ({"data": {"update": "CLEAR ALL"}}, 403),
        ({"data": "CLEAR ALL", "headers": {"Content-Type": "application/sparql-update"}}, 403),
        ({"data": "ASK {}", "headers": {"Content-Type": "text/plain"}}, 415),
        ({"data": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "headers": BOM}, 400),
        ({"data": "SELECT * { ?s ?p ?o } " + "#" * MAX_QUERY_BYTES, "headers": BOM}, 400),
        ({"data": "ASK " + "{" * 2200 + "}" * 2200, "headers": BOM}, 400),
        ({"data": "x" * 2_000_000, "headers": BOM}, 413),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_reason(client, arguments, status):
    answer = client.post("/sparql", **arguments)
    assert answer.status_code == status
    assert answer.json["detail"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]


def test_nesting_as_deep_as_a_person_would_write_passes_and_brackets_in_strings_do_not_count(client):
    deep = "ASK " + "{" * 200 + "}" * 200
    assert client.post("/sparql", data=deep, headers=BOM).status_code == 200
    quoted = 'ASK { FILTER("' + "(" * (MAX_DEPTH + 50) + '" = "x") }'
    assert client.post("/sparql", data=quoted, headers=BOM).json["boolean"] is False


@pytest.mark.parametrize(("error", "status"), [(QueryTimeoutError, 504), (QueryMemoryError, 503), (BusyError, 503)])
def test_limits_are_told_from_mistakes_and_say_when_to_come_back(app, client, monkeypatch, error, status):
    def ask(*_):
        raise error("Too much.")

    monkeypatch.setattr(app.extensions["site"].workers, "open", ask)
    answer = client.post("/sparql", data="ASK {}", headers=BOM)
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0


def test_preflight_lets_a_browser_send_a_query_directly(client):
    answer = client.options("/sparql", headers={"Origin": "https://x.example", "Access-Control-Request-Method": "POST"})
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
