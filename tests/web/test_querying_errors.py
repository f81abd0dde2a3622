"""Errors that teach: the place, what was probably meant, and what to do about a limit."""

import pytest

from lod_publisher.errors import BusyError, QueryMemoryError, QueryTimeoutError


@pytest.mark.parametrize(
    ("query", "line", "offending", "told"),
    [
        ("SELEC * {}", 1, "SELEC", "SELECT"),
        ("SELECT * {\n  ?s rdfs:label ?l .\n  FILTRE(?l > 1) }", 3, "FILTRE", "FILTER"),
        ("SELECT * {\n ?s rdsf:label ?o }", 2, "rdsf:label", "rdfs:"),
        ("SELECT * { ?s nobody:knows ?o }", 1, "nobody:knows", "PREFIX nobody:"),
        ("SELECT * { ?s ?p ?o ", 1, "{", "}"),
        ("SELECT * { ?s ?p ?o } }", 1, "}", "Take it out"),
        ("SELECT * { FILTER(?x ] }", 1, "]", ""),
        ('SELECT * {\n ?s rdfs:label "oil }', 2, '"', "quotes"),
        ("SELECT ?x COUNT(?y) { ?x ?p ?y }", 1, "COUNT", "AS"),
        ("SELECT (COUNT(?y) ?n) { ?x ?p ?y }", 1, "(", "AS"),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?p", 1, "?s", "GROUP BY"),
        ("SELECT * { ?s rdfs:label label }", 1, "label", "prefix"),
        ("SELECT * { ?s ?p ?x BIND(1 AS ?x) }", 1, "?x", "another name"),
        ("SELECT * { ?s ?p }", 1, "}", ""),
        ("SELECT * { ?s ?p ?o } LIMIT", 1, "LIMIT", ""),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, "?s", "BY"),
        ("SELECT * { ?s ?p ?o . FILTER(?o => 3) }", 1, ">", ""),
        ("SELECT * { ?s ?p § }", 1, "§", ""),
        ('SELECT * { ?d v:matches "qassim" . \\u003Fs geo:lat ?x . ?s ?p }', 1, "}", ""),
        ("DESCRIBE", 1, "DESCRIBE", ""),
    ],
)
def test_a_mistake_is_told_with_its_place_and_what_was_meant(client, query, line, offending, told):
    answer = client.get("/sparql", query_string={"query": query})
    problem = answer.json
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert (problem["line"], problem["offending"]) == (line, offending)
    source, marks = problem["excerpt"].split("\n")
    start = marks.index("^")
    assert source[start : start + len(offending)] == offending
    assert told in " ".join([problem["detail"], *problem["hints"]])


def test_people_see_the_mistake_marked_in_its_line(client):
    query = "SELECT * {\n ?s rdfs:label ?l OPTINAL { <x> ?y ?z } }"
    page = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert page.status_code == 400
    assert "OPTIONAL?" in page.text
    assert "OPTINAL { &lt;x&gt;" in page.text
    assert "^^^^^^^" in page.text
    posted = client.post("/sparql", data={"query": query, "format": "html"}, headers={"Accept": "text/html"})
    assert '<textarea id="query"' in posted.text
    assert "?l OPTINAL { &lt;x&gt; ?y ?z }" in posted.text.partition("<textarea")[2]


def test_the_excerpt_of_a_long_line_is_short(client):
    query = "SELECT * { " + "?s ?p ?o . " * 200 + "OPTINAL {} " + "?s ?p ?o . " * 200 + "}"
    problem = client.get("/sparql", query_string={"query": query}).json
    source, marks = problem["excerpt"].split("\n")
    assert len(source) <= 100
    assert source[marks.index("^") :].startswith("OPTINAL")


def test_prefixes_that_everybody_knows_need_no_declaration(client):
    for prefix in ("crm", "la", "foaf", "geo", "wdt", "xsd", "v"):
        answer = client.get("/sparql", query_string={"query": f"ASK {{ ?s {prefix}:nothing ?o }}"})
        assert answer.json["boolean"] is False
    own = client.get("/sparql", query_string={"query": "PREFIX geo: <http://g.example/> SELECT (geo:x AS ?x) {}"})
    assert own.json["results"]["bindings"][0]["x"]["value"] == "http://g.example/x"


def test_an_escaped_keyword_is_read_as_sparql_says(client):
    assert client.get("/sparql", query_string={"query": r"\u0041SK {}"}).json["boolean"] is True
    refused = client.get("/sparql", query_string={"query": r"SELECT * { \u0053ERVICE <http://127.0.0.1:9/> {} }"})
    assert refused.status_code in (400, 403)


@pytest.mark.parametrize(
    ("term", "meant"),
    [
        ("crm:P4_has_time_span", "crm:P4_has_time-span"),
        ("crm:E22_Man-Made_Object", ""),
        ("v:replys_to", "v:replies_to"),
        ("<http://www.cidoc-crm.org/cidoc-crm/P82_at_some_time>", "crm:P82_at_some_time_within"),
        ("rdfs:lable", "rdfs:label"),
        ("foaf:name", ""),
        ("<http://schema.org/name>", ""),
    ],
)
def test_a_term_that_the_dataset_never_uses_is_pointed_out(client, term, meant):
    answer = client.get("/sparql", query_string={"query": f"SELECT * {{ ?s {term} ?o }}"})
    assert answer.json["results"]["bindings"] == []
    assert term in answer.headers["X-Remark"]
    assert meant in answer.headers["X-Remark"]


def test_terms_in_use_and_concepts_are_not_remarked_on(client):
    query = "SELECT * { ?s crm:P2_has_type v:volume ; v:genre v:genre-telegram ; a crm:E31_Document ; v:matches 'x' }"
    assert "vocabulary" not in client.get("/sparql", query_string={"query": query}).headers.get("X-Remark", "")
    assert "never used" not in client.get("/sparql", query_string={"query": query}).headers.get("X-Remark", "")


@pytest.mark.parametrize(
    "pattern",
    [
        "?s rdfs:label|foaf:name ?o",  # found by the other
        "?s !(foaf:name) ?o",
        "?s skos:exactMatch <http://www.wikidata.org/entity/Q0>",
        "GRAPH ?g { ?s foaf:name ?o }",
        "VALUES ?o { foaf:name } ?s ?p ?o",
    ],
)
def test_a_term_of_another_vocabulary_is_remarked_on_only_as_the_property_of_a_pattern(client, pattern):
    answer = client.get("/sparql", query_string={"query": f"SELECT * {{ {pattern} }} LIMIT 1"})
    assert answer.status_code == 200
    assert "never used" not in answer.headers.get("X-Remark", "")


@pytest.mark.parametrize(("error", "status"), [(QueryTimeoutError, 504), (QueryMemoryError, 503), (BusyError, 503)])
def test_a_limit_says_what_to_try_and_when(app, client, monkeypatch, error, status):
    def ask(*_: object, **__: object) -> None:
        raise error("The query was stopped after 5 s.")

    monkeypatch.setattr(type(app.extensions["site"].workers), "open", ask)
    query = 'SELECT * { ?s ?p ?o FILTER(REGEX(?o, "oil")) }'
    answer = client.get("/sparql", query_string={"query": query, "nr": status})
    assert answer.status_code == status
    assert int(answer.headers["Retry-After"]) > 0
    assert "5 s" in answer.json["detail"]
    if error is not BusyError:
        assert "LIMIT" in answer.json["hints"][0]
        assert any("v:matches" in hint for hint in answer.json["hints"])
        assert all(client.get(each["href"]).status_code == 200 for each in answer.json["see"])
        page = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
        assert "v:matches" in page.text
