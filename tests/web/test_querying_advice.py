"""The adviser: each known trap with its place, the reason and a rewrite; silence where there is none."""

import pytest

from lod_publisher.web.formats import prefixes
from lod_publisher.web.querying.advice import advise
from lod_publisher.web.querying.outline import outline
from lod_publisher.web.querying.tokens import tokens

BASE = "https://data.example.org"
THING = "?s a crm:E31_Document"


def traps(query: str) -> set[str]:
    return {advice.trap for advice in advise(query, prefixes(BASE), f"{BASE}/")}


@pytest.mark.parametrize(
    ("query", "trap", "place", "rewrite"),
    [
        (
            f"SELECT * {{ {THING} OPTIONAL {{ ?s rdfs:label ?l }}\n?s crm:P67_refers_to ?x }} LIMIT 9",
            "late-required",
            (2, 1),
            "?s crm:P67_refers_to ?x .\n  OPTIONAL { ?s rdfs:label ?l }",
        ),
        (
            f"SELECT * {{ {THING} OPTIONAL {{ ?s crm:P67_refers_to ?x }}\n?x rdfs:label ?l }} LIMIT 9",
            "late-required",
            (2, 1),
            "Put this pattern into the OPTIONAL that binds ?x.",
        ),
        (
            f"SELECT * {{ {THING} OPTIONAL {{ ?s rdfs:label ?l }}\nOPTIONAL {{ ?s crm:P3_has_note ?n }} }} LIMIT 9",
            "optional-cross-product",
            (2, 1),
            "GROUP_CONCAT(DISTINCT ?n",
        ),
        (f"SELECT * {{ {THING}\nOPTIONAL {{ ?x rdfs:label ?l }} }} LIMIT 9", "optional-cross-product", (2, 1), "variable"),
        (
            f"SELECT ?s (COUNT(?n) AS ?c) {{ {THING} OPTIONAL {{ ?s crm:P3_has_note ?n }} }} GROUP BY ?s",
            "group-over-optional",
            (1, 1),
            "COUNT(DISTINCT ?n)",
        ),
        ("SELECT * { ?s ?p ?o } LIMIT 9", "unbound-predicate", (1, 12), "a crm:E31_Document"),
        ("SELECT * { ?s rdfs:label ?l }", "no-limit", (1, 1), "LIMIT"),
        (
            'SELECT * { ?s rdfs:label ?l\nFILTER(REGEX(?l, "oil.*concession", "i")) }',
            "text-search-by-filter",
            (2, 1),
            '?s v:matches "oil concession"',
        ),
        (
            'SELECT * { ?t crm:P82a_begin_of_the_begin ?d\nFILTER(STRSTARTS(STR(?d), "1958-07")) }',
            "date-as-text",
            (2, 1),
            "crm:P86_falls_within",
        ),
        ("SELECT * { ?s a crm:E21_Person .\n?t a crm:E53_Place } LIMIT 9", "cartesian-product", (2, 1), ""),
        ("SELECT * { ?s a crm:E21_Person\n{ ?t a crm:E53_Place } UNION { ?t a crm:E74_Group } } LIMIT 9", "cartesian-product", (2, 1), ""),
        ("SELECT * { GRAPH ?g { { SELECT ?s { ?s a crm:E21_Person . ?t\na crm:E53_Place } } } }", "cartesian-product", (1, 59), ""),
    ],
)  # fmt: skip
def test_a_trap_is_named_with_its_place_and_a_rewrite(query, trap, place, rewrite):
    found = [advice for advice in advise(query, prefixes(BASE), f"{BASE}/") if advice.trap == trap]
    assert [(advice.line, advice.column) for advice in found] == [place]
    assert rewrite in found[0].rewrite
    assert found[0].reason


@pytest.mark.parametrize(
    "query",
    [
        'SELECT * { ?s v:matches "oil" ; rdfs:label ?l OPTIONAL { ?s crm:P3_has_note ?n } }',
        "SELECT * { ?s a crm:E21_Person . ?t a crm:E53_Place . ?s crm:P74_has_current_or_former_residence ?t } LIMIT 9",
        "SELECT (COUNT(*) AS ?n) { ?s a crm:E21_Person }",
        "SELECT * { <id/person/x> ?p ?o }",
        "SELECT * { ?s ?p <id/person/x> }",
        "SELECT * { VALUES ?s { <a> <b> } ?s ?p ?o }",
        "SELECT * { ?a crm:P1_is_identified_by ?b . BIND(?b AS ?c) ?c rdfs:label ?d } LIMIT 9",
        "ASK { ?s a crm:E21_Person }",
        "DESCRIBE <id/person/x>",
        "no query at all (",
        "SELECT",
        "SELECT * { ?s",
        "ASK " + "{" * 100 + "?s ?p ?o" + "}" * 100,
    ],
)
def test_what_is_no_trap_is_not_named(query):
    assert traps(query) == set()


def test_the_seeds_questions_are_read_without_false_products(root):
    for path in sorted((root / "seeds/queries").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        assert outline(tokens(text)) is not None
        assert not traps(text) & {"cartesian-product", "unbound-predicate"}, path


def test_late_patterns_of_one_group_are_named_once_with_the_whole_group_rewritten():
    query = f"SELECT * {{ {THING} OPTIONAL {{ ?s rdfs:label ?l }} ?s crm:P67_refers_to ?x . ?s v:genre ?g }} LIMIT 9"
    assert [advice.trap for advice in advise(query, prefixes(BASE), f"{BASE}/")] == ["late-required"]


def test_programs_get_advice_as_json_and_people_beside_the_editor(client):
    query = f"SELECT * {{ {THING} OPTIONAL {{ ?s rdfs:label ?l }} ?s crm:P67_refers_to ?x }}"
    told = client.get("/sparql", query_string={"query": query, "explain": "true"}).json
    assert {advice["trap"] for advice in told["advice"]} == {"late-required", "no-limit"}
    assert set(told) == {"query", "remarks", "advice", "plan"}
    page = client.post("/sparql", data={"query": query, "explain": "true"}, headers={"Accept": "text/html"})
    assert "Late required" in page.text
    assert "OPTIONAL { ?s rdfs:label ?l }" in page.text


def test_a_query_that_cannot_be_asked_is_explained_too(client):
    told = client.get(
        "/sparql", query_string={"query": "SELECT * { ?s rdfs:label ?l OPTINAL {} }", "explain": "true"}
    ).json
    assert "OPTINAL" in told["problem"]["detail"]
    assert told["problem"]["hints"] == ["Did you mean OPTIONAL?"]


def test_a_term_that_is_never_used_is_named_in_the_explanation(client):
    query = "SELECT * { ?s crm:P4_has_time_span ?o } LIMIT 9"
    told = client.get("/sparql", query_string={"query": query, "explain": "true"}).json
    assert "crm:P4_has_time-span" in told["remarks"][0]
