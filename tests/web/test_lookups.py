"""The simplest queries are recognised exactly, and answered as a worker would."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QueryResultsFormat, Store

from lod_publisher.snapshot.lookup import looked_up
from lod_publisher.web.protocols.sparql.lookups import Lookups

LOOKUPS = Lookups("https://data.example.org")
PERSON = "<https://data.example.org/id/person/qasim-abd-al-karim>"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


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
        (f"select (count( * ) as ?n){{{PERSON} ?p ?o}}", f"SELECT (count( * ) as ?n) WHERE {{ {PERSON} ?p ?o }}"),
        (f"SELECT * {{ FILTER (LANG(?l)='en' || LANG(?l)=\"\") . {PERSON} rdfs:label ?l . }}",
         f"SELECT * WHERE {{ FILTER (LANG(?l)='en' || LANG(?l)=\"\") {PERSON} {LABEL} ?l }}"),
        (f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l . FILTER langMatches(lang(?l), 'en') }} . OPTIONAL {{?o a ?t}} }}",
         f"SELECT * WHERE {{ {PERSON} ?p ?o OPTIONAL {{ ?o {LABEL} ?l FILTER langMatches(lang(?l), 'en') }} "
         f"OPTIONAL {{ ?o {TYPE} ?t }} }}"),
        (f"SELECT * {{ ?x a ?t ; rdfs:label ?l VALUES ?x {{ {PERSON} crm:E21_Person }} }}",
         f"SELECT * WHERE {{ ?x {TYPE} ?t . ?x {LABEL} ?l VALUES ?x {{ {PERSON} <http://www.cidoc-crm.org/cidoc-crm/E21_Person> }} }}"),
    ],
)  # fmt: skip
def test_one_pattern_with_a_constant_end_is_a_lookup(text, plain):
    assert getattr(LOOKUPS.read(text), "text", None) == plain


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        (f"SELECT ?t ?l {{ {PERSON} a ?t ; rdfs:label ?l . }}", [(PERSON, TYPE, "?t"), (PERSON, LABEL, "?l")]),
        (f"ASK {{?x rdfs:label ?l.{PERSON} a ?x}}", [("?x", LABEL, "?l"), (PERSON, TYPE, "?x")]),
        (f"SELECT * {{ {PERSON} a ?t . ?u rdfs:label ?l }}", [(PERSON, TYPE, "?t"), ("?u", LABEL, "?l")]),
        (f"SELECT * {{ {PERSON} ?p ?o . ?o rdfs:label ?l }}", [(PERSON, "?p", "?o"), ("?o", LABEL, "?l")]),
        (f"SELECT ?x ?l {{ ?x rdfs:label ?l ; a {PERSON} }}", [("?x", LABEL, "?l"), ("?x", TYPE, PERSON)]),
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
        f"SELECT * {{ ?x ?p {PERSON} . ?x ?q ?r }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(?o > 1) }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(REGEX(?o, 'a')) }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(LANG(?o) = 'en' && ?o > 1) }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(LANG(?o) = ?p) }}",
        f"SELECT * {{ {PERSON} ?p ?o FILTER(LANG(?o) = 'a\\u0027') }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l . ?l a ?t }} }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o ?q ?l }} }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ }} }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} ?l a ?t }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l }} VALUES ?l {{ {PERSON} }} }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ VALUES ?l {{ {PERSON} }} }} }}",
        f"SELECT * {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l ",
        f"SELECT * {{ {PERSON} ?p ?o }} }}",
        f"SELECT * {{ {PERSON} ?p ?o MINUS {{ ?o rdfs:label ?l }} }}",
        f"SELECT * {{ OPTIONAL {{ {PERSON} rdfs:label ?l }} }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} }} }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} }} VALUES ?t {{ {PERSON} }} ?x a ?t }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} }} {PERSON} ?p ?x }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} }} {PERSON} a ?t . ?x a ?t }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} }} ?x a ?x }}",
        f"SELECT * {{ VALUES ?x {{ {PERSON} UNDEF }} ?x a ?t }}",
        f"SELECT * {{ VALUES ?x {{ {' '.join(['crm:E21_Person'] * 21)} }} ?x a ?t }}",
        f"SELECT * {{ VALUES (?x) {{ ({PERSON}) }} ?x a ?t }}",
        f"SELECT * {{ FILTER(LANG(?o) = 'en') . . {PERSON} ?p ?o }}",
        f"SELECT * {{ . {PERSON} ?p ?o }}",
        f"SELECT (COUNT(?o + 1) AS ?n) {{ {PERSON} ?p ?o }}",
        f"SELECT ?p (COUNT(*) AS ?n) {{ {PERSON} ?p ?o }}",
        f"PREFIX A: <http://a.example/> SELECT * {{ {PERSON} A ?o }}",
        "SELECT * FROM <http://a.example/> { <http://a.example/a> ?p ?o }",
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
        "ASK{" + "{}" * 900,
        "ASK{" + "VALUES ?a {a:b" * 130,
        "ASK{ FILTER(" + "LANG(?a)='a'||" * 130,
    ):
        started = time.thread_time()  # a busy machine makes us wait, not work
        LOOKUPS.read(hostile)
        assert time.thread_time() - started < 0.1


@pytest.mark.parametrize("accept", ["application/sparql-results+json", "application/sparql-results+xml", "text/csv",
                                    "text/tab-separated-values"])  # fmt: skip
@pytest.mark.parametrize("query", [f"SELECT ?p ?o {{ {PERSON} ?p ?o }}", f"ASK {{ {PERSON} a ?o }}",
                                   f"SELECT * {{ {PERSON} crm:P1_is_identified_by ?n ; rdfs:label ?l . ?n a ?t }}",
                                   f"ASK {{ {PERSON} crm:P1_is_identified_by ?n . ?n a crm:E41_Appellation }}",
                                   f"SELECT * {{ {PERSON} ?p ?o . ?o rdfs:label ?l FILTER(LANG(?l) = 'en') }}",
                                   f"SELECT ?p ?o ?l {{ {PERSON} ?p ?o OPTIONAL {{ ?o rdfs:label ?l FILTER(LANG(?l) != '') }} }}",
                                   f"SELECT DISTINCT ?p {{ {PERSON} ?p ?o }}",
                                   f"SELECT (COUNT(DISTINCT ?p) AS ?n) {{ {PERSON} ?p ?o }}",
                                   f"SELECT * {{ VALUES ?s {{ {PERSON} crm:E21_Person }} ?s rdfs:label ?l }}",
                                   "SELECT ?s ?l { ?s a crm:E53_Place ; rdfs:label ?l }",
                                   f"SELECT ?l {{ {PERSON} rdfs:label ?l FILTER(LANG(?l) = 'sw') }}"])  # fmt: skip
def test_a_lookup_and_a_worker_give_the_same_bytes(client, query, accept):
    by_lookup = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    by_worker = client.get(
        "/sparql", query_string={"query": f"BASE <http://a.example/> {query}"}, headers={"Accept": accept}
    )
    assert LOOKUPS.read(query)
    assert by_lookup.status_code == by_worker.status_code == 200
    assert by_lookup.data == by_worker.data
    assert by_lookup.content_type == by_worker.content_type


_SUBJECTS = st.sampled_from([PERSON, "?s", "?o", "?n"])
_PATTERNS = st.builds(
    "{} {} {}".format,
    _SUBJECTS,
    st.sampled_from(["?p", "a", "rdfs:label", "crm:P1_is_identified_by", "crm:P190_has_symbolic_content"]),
    st.sampled_from(["?o", "?n", "?l", "?t", "crm:E21_Person", "crm:E41_Appellation"]),
)
_TESTS = st.sampled_from(
    ["FILTER(LANG(?l) = 'en')", "FILTER LANGMATCHES(LANG(?l), '*')", 'FILTER (lang(?o) != "en" || lang(?l)="hu")']
)
_GROUPS = st.lists(
    st.one_of(
        _PATTERNS,
        _TESTS,
        st.builds("OPTIONAL {{ {} }}".format, _PATTERNS),
        st.builds("OPTIONAL {{ {} {} }}".format, _PATTERNS, _TESTS),
        st.just(f"VALUES ?s {{ {PERSON} }}"),
    ),
    min_size=1,
    max_size=4,
)
_HEADS = st.sampled_from(["SELECT *", "SELECT ?l ?o", "SELECT DISTINCT ?p ?l", "SELECT (COUNT(*) AS ?count)", "ASK"])


@pytest.fixture(scope="module")
def store(web_data):
    return Store.read_only(str(web_data / "current" / "store"))


@settings(max_examples=400)
@given(_HEADS, _PATTERNS, _GROUPS, st.sampled_from([" . ", " "]))
def test_whatever_is_answered_is_what_the_engine_answers_to_the_text_as_it_was_written(
    store, head, first, parts, between
):
    text = f"{head} {{ {first} . {between.join(parts)} }}"
    lookup = LOOKUPS.read(text)
    if lookup is None or (found := looked_up(store, lookup, "tsv" if head != "ASK" else "json", 200_000)) is None:
        return
    asked = store.query(text, prefixes={"crm": "http://www.cidoc-crm.org/cidoc-crm/", "rdfs": LABEL[1:-6]})
    expected = asked.serialize(format=QueryResultsFormat.JSON if head == "ASK" else QueryResultsFormat.TSV)
    assert sorted(found[1].splitlines()) == sorted(expected.splitlines())
