"""Full text in queries: wherever it stands, with every subject, and never as part of the query's own grammar."""

import pytest

from lod_publisher.errors import BadQueryError
from lod_publisher.snapshot.matching import MAX_TERMS, expression
from lod_publisher.web.querying import fulltext

BASE = "https://data.example.org"
TELEGRAM = f"{BASE}/id/document/frus1958-60v12/d145"


@pytest.fixture
def ask(client):
    """The rows of a query as dictionaries of values."""

    def put(query: str) -> list[dict[str, str]]:
        answer = client.get("/sparql", query_string={"query": query})
        assert answer.status_code == 200, answer.text
        return [{n: t["value"] for n, t in row.items()} for row in answer.json["results"]["bindings"]]

    return put


@pytest.fixture
def refused(client):
    """The problem with a query."""

    def put(query: str) -> dict[str, object]:
        answer = client.get("/sparql", query_string={"query": query})
        assert answer.status_code == 400, answer.text
        return dict(answer.json)

    return put


def things(rows: list[dict[str, str]], name: str = "doc") -> set[str]:
    return {row[name] for row in rows}


def test_a_variable_takes_everything_that_has_the_words(ask):
    found = things(ask('SELECT ?doc { ?doc v:matches "qassim" }'))
    assert TELEGRAM in found
    assert any("/person/" in iri for iri in found)
    assert things(ask(f'SELECT ?doc {{ ?doc <{BASE}/vocab/matches> "qassim" }}')) == found
    assert things(ask('PREFIX x: <vocab/> SELECT ?doc { ?doc x:matches "QASSIM"@en }')) == found
    assert things(ask('BASE <vocab/> SELECT ?doc { ?doc <matches> """qassim""" }')) == found


def test_the_list_gives_score_and_snippet_and_the_best_come_first(client, ask):
    query = 'SELECT * { (?doc ?score ?snippet) v:matches "qassim baghdad" } ORDER BY DESC(?score)'
    rows = ask(query)
    assert any("assim" in row["snippet"] for row in rows)
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)
    term = client.get("/sparql", query_string={"query": query}).json["results"]["bindings"][0]["score"]
    assert term["datatype"] == "http://www.w3.org/2001/XMLSchema#decimal"
    assert ask('SELECT * { (?doc) v:matches "qassim baghdad" }') == [
        {"doc": r["doc"]} for r in ask('SELECT ?doc { (?doc ?s) v:matches "qassim baghdad" }')
    ]


def test_the_number_of_hits_can_be_given_and_how_many_were_left_is_told(client, ask, monkeypatch):
    assert len(ask('SELECT * { ?doc v:matches ("qassim" 2) }')) == 2
    monkeypatch.setattr(fulltext, "MAX_HITS", 1)
    answer = client.get("/sparql", query_string={"query": 'SELECT * { ?doc v:matches "qassim" } #capped'})
    assert len(answer.json["results"]["bindings"]) == 1
    assert "left" in answer.headers["X-Remark"]


def test_a_phrase_is_found_as_such_and_a_beginning_before_an_asterisk(ask):
    assert ask(r'SELECT * { ?doc v:matches "\"qassim baghdad\"" }') == []
    assert ask('SELECT * { ?doc v:matches "qass" }') == []
    assert TELEGRAM in things(ask('SELECT * { ?doc v:matches "qass*" }'))


def test_an_iri_as_subject_is_a_test_of_that_one_thing(ask):
    assert len(ask(f'SELECT * {{ <{TELEGRAM}> v:matches "qassim" }}')) == 1
    assert len(ask('SELECT * { <id/document/frus1958-60v12/d145> v:matches "qassim" . BIND(1 AS ?x) }')) == 1
    assert ask(f'SELECT * {{ <{TELEGRAM}> v:matches "zebra" . ?s a crm:E21_Person }}') == []
    assert ask('SELECT * { <http://elsewhere.example/> v:matches "qassim" }') == []
    assert float(ask(f'SELECT * {{ (<{TELEGRAM}> ?score ?snippet) v:matches "qassim" }}')[0]["score"]) > 0


def test_it_stands_in_every_kind_of_group(ask):
    every = things(ask('SELECT ?doc { ?doc v:matches "qassim" }'))
    both = things(ask('SELECT ?doc { ?doc v:matches "qassim" . ?doc v:matches "coup" }'))
    assert both
    assert both < every
    assert things(ask('SELECT ?doc { ?doc v:matches "qassim", "coup" }')) == both
    assert things(ask('SELECT ?doc { ?doc v:matches "qassim" FILTER EXISTS { ?doc v:matches "coup" } }')) == both
    assert (
        things(ask('SELECT ?doc { ?doc v:matches "qassim" FILTER(NOT EXISTS { ?doc v:matches "coup" }) }'))
        == every - both
    )
    assert things(ask('SELECT ?doc { ?doc v:matches "qassim" MINUS { ?doc v:matches "coup" } }')) == every - both
    union = ask('SELECT DISTINCT ?doc { { ?doc v:matches "qassim" } UNION { ?doc v:matches "coup" } }')
    assert things(union) > every
    optional = ask('SELECT ?doc ?j { ?doc v:matches "qassim" OPTIONAL { ?doc v:matches "coup" BIND(true AS ?j) } }')
    assert things(optional) == every
    assert {row["doc"] for row in optional if "j" in row} == both
    assert things(ask('SELECT ?doc { { SELECT ?doc { ?doc v:matches "qassim" } } ?doc v:matches "coup" }')) == both


def test_more_can_be_said_of_the_same_subject(ask):
    rows = ask('SELECT * { ?doc a crm:E31_Document ; v:matches "qassim" ; rdfs:label ?label ; . }')
    assert TELEGRAM in things(rows)
    assert all("/document/" in row["doc"] and row["label"] for row in rows)
    assert things(rows) == things(ask('SELECT * { ?doc v:matches "qassim" ; a crm:E31_Document . ?doc rdfs:label ?l }'))


def test_a_template_and_the_term_itself_are_left_alone(client, ask):
    query = 'CONSTRUCT { ?d v:matches "qassim" } WHERE { ?d v:matches ("qassim" 1) }'
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "application/n-triples"})
    assert f'<{BASE}/vocab/matches> "qassim"' in answer.text
    assert ask("SELECT ?label { v:matches rdfs:label ?label }") == [{"label": "matches"}]


@pytest.mark.parametrize(
    "words",
    [
        'qassim"} } SELECT * { ?x ?y ?z } #',
        "qassim' OR 1=1 --",
        "qassim NEAR(baghdad) AND label:x OR NOT y ^ - + ()",
        "qassim\\\\u0022",
        "qassim \u0000 \n \t",
        "qassim \U0001f600 é",
    ],
)
def test_words_are_never_read_as_query_or_index_language(client, words):
    escaped = "".join(f"\\U{ord(c):08X}" for c in words if c != "\0")
    answer = client.get("/sparql", query_string={"query": f'SELECT * {{ (?d ?s ?t) v:matches "{escaped}" }}'})
    assert answer.status_code == 200, answer.text
    assert answer.json["head"]["vars"] == ["d", "s", "t"]


def test_a_hostile_label_comes_back_as_text(ask):
    rows = ask('SELECT ?t { (?d ?s ?t) v:matches "alert" }')
    assert any('</script><script>alert(1)</script> & "quotes"' in row["t"] for row in rows)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("?d v:matches ?words", "quotes"),
        ("?d v:matches 5", "quotes"),
        ("?d v:matches", "words"),
        ('?d v:matches ""', "at least one word"),
        ('?d v:matches/rdfs:label "x"', "path"),
        ('?d crm:P67_refers_to [ v:matches "x" ]', "brackets"),
        ('"text" v:matches "x"', "variable or an IRI"),
        ('(?d ?s ?t ?u) v:matches "x"', "up to three"),
        ('(?d 1) v:matches "x"', "variables"),
        ('(?d ?d) v:matches "x"', "variables"),
        ('(?d ?s) v:matches "x" ; rdfs:label ?l', "sentence of its own"),
        ('?d v:matches ("x" ?n)', "one string"),
        ('?d v:matches "' + "a " * (MAX_TERMS + 1) + '"', "at most"),
        ('?d v:matches "' + "a" * 1_001 + '"', "characters"),
        (" . ".join(['?d v:matches "x"'] * 11), "10 times"),
        ("{" * 70 + '?d v:matches "x"' + "}" * 70, "nested"),
    ],
)
def test_what_is_no_search_is_refused_with_its_place_and_the_way(refused, pattern, told):
    problem = refused(f"SELECT * {{\n {pattern} }}")
    assert told in str(problem["detail"])
    assert problem["line"] == 2


def test_the_expression_holds_words_and_phrases_alone():
    assert expression('oil "suez canal" conc* NEAR') == '"oil" "suez canal" "conc"* "NEAR"'
    with pytest.raises(BadQueryError):
        expression('"" * ()')
