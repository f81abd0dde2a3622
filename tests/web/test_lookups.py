"""The simplest queries are recognised exactly, and answered as a worker would."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.protocols.sparql.lookups import Lookups

LOOKUPS = Lookups("https://data.example.org")
PERSON = "<https://data.example.org/id/person/qasim-abd-al-karim>"


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (f"SELECT ?p ?o WHERE {{ {PERSON} ?p ?o }}", f"SELECT ?p ?o WHERE {{ {PERSON} ?p ?o }}"),
        (f"select * {{{PERSON} ?p ?o.}} limit 10 # so", f"SELECT * WHERE {{ {PERSON} ?p ?o }} LIMIT 10"),
        ("ASK{?s a crm:E21_Person}", "ASK { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
         "<http://www.cidoc-crm.org/cidoc-crm/E21_Person> }"),
        ("# one\nPREFIX crm: <http://a.example/>\n#PREFIX ex: <http://b.example/>\nASK { ?s crm:x <http://a.example/> }",
         "ASK { ?s <http://a.example/x> <http://a.example/> }"),
        (f"SELECT DISTINCT ?p {{ {PERSON} ?p ?p }}", f"SELECT DISTINCT ?p WHERE {{ {PERSON} ?p ?p }}"),
    ],
)  # fmt: skip
def test_one_pattern_with_a_constant_end_is_a_lookup(text, plain):
    assert getattr(LOOKUPS.read(text), "text", None) == plain


TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        (f"SELECT ?t ?l {{ {PERSON} a ?t ; rdfs:label ?l . }}", [(PERSON, TYPE, "?t"), (PERSON, LABEL, "?l")]),
        (f"ASK {{?x rdfs:label ?l.{PERSON} a ?x}}", [("?x", LABEL, "?l"), (PERSON, TYPE, "?x")]),
        (f"SELECT * {{ {PERSON} a ?t . ?u rdfs:label ?l }}", [(PERSON, TYPE, "?t"), ("?u", LABEL, "?l")]),
    ],
)
def test_a_few_patterns_that_begin_at_something_known_are_one_too(text, patterns):
    found = LOOKUPS.read(text)
    assert found is not None
    assert found.patterns == tuple(patterns)
    assert found.text.endswith(f"{{ {' . '.join(map(' '.join, patterns))} }}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p ?o }",
        "SELECT * { ?s a ?o }",
        f"SELECT * {{ {PERSON} ?p ?o . ?o ?q ?r }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(?o > 1) }}",
        "SELECT * FROM <http://a.example/> { <http://a.example/a> ?p ?o }",
        f"SELECT (COUNT(*) AS ?n) {{ {PERSON} ?p ?o }}",
        f"SELECT * {{ {PERSON} ?p ?o }} ORDER BY ?o",
        "SELECT * { <relative> ?p ?o }",
        "SELECT * { unknown:x ?p ?o }",
        "SELECT * { ?s ?p A }",
        r"SELECT * { <http://a.example/\u003e> ?p ?o }",
        "#PREFIX ex: <http://b.example/>\nASK { ?s ex:x <http://a.example/> }",
        "PREFIX ex: <relative> ASK { ?s ex:x <http://a.example/> }",
        "BASE <http://b.example/> ASK { ?s ?p <http://a.example/> }",
        f"DESCRIBE {PERSON}",
        f"SELECT * {{ {PERSON} rdfs:label ?l . ?o a ?t ; ?q ?r }}",
        f"SELECT * {{ ?x rdfs:label ?l ; a {PERSON} }}",
        f"SELECT * {{ {PERSON} a ?t . . }}",
        f"SELECT * {{ {PERSON} a ?t ; }}",
        f"SELECT * {{ {PERSON} a ?t , ?u }}",
        f"SELECT * {{ {PERSON} a ?t ?u }}",
        f"SELECT * {{ {PERSON} a ?t . ; rdfs:label ?l }}",
        f"PREFIX : <http://a.example/> SELECT * {{ {PERSON} a ?t . ( a ?t }}",
        f"SELECT * {{ {PERSON} {'; '.join(['a ?t'] * 7)} }}",
        "SELECT * { }",
        f"SELECT ?p{{ {PERSON} ?p ?o }} LIMIT 99999",
    ],
)
def test_anything_more_is_not(text):
    assert LOOKUPS.read(text) is None


@given(st.text(alphabet="SELECT ASKWHERE{}?*<>a:.#\n LIMIT019", max_size=300))
def test_no_text_takes_long(text):
    for hostile in (
        text,
        text * 6,
        "SELECT ?a" + " ?b" * 600,
        "ASK{" + "?a a ?b;" * 240 + "}",
        "SELECT" + " " * 1_900,
        "ASK{" + "<a:" * 600,
    ):
        started = time.thread_time()  # a busy machine makes us wait, not work
        LOOKUPS.read(hostile)
        assert time.thread_time() - started < 0.1


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                                    "text/tab-separated-values"])  # fmt: skip
@pytest.mark.parametrize("query", [f"SELECT ?p ?o {{ {PERSON} ?p ?o }}", f"ASK {{ {PERSON} a ?o }}",
                                   f"SELECT * {{ {PERSON} crm:P1_is_identified_by ?n ; rdfs:label ?l . ?n a ?t }}",
                                   f"ASK {{ {PERSON} crm:P1_is_identified_by ?n . ?n a crm:E41_Appellation }}"])  # fmt: skip
def test_a_lookup_and_a_worker_give_the_same_bytes(client, query, accept):
    by_lookup = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    by_worker = client.get(
        "/sparql", query_string={"query": f"BASE <http://a.example/> {query}"}, headers={"Accept": accept}
    )
    assert LOOKUPS.read(query)
    assert by_lookup.status_code == by_worker.status_code == 200
    assert by_lookup.data == by_worker.data
    assert by_lookup.content_type == by_worker.content_type
