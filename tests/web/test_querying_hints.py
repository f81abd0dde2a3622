"""Hints to the engine: where they are given, that no answer is another for them, and that errors keep their places."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from lod_publisher.snapshot.statistics import Statistics
from lod_publisher.web.formats import prefixes
from lod_publisher.web.prepare import prepare
from lod_publisher.web.querying.edits import applied
from lod_publisher.web.querying.hints import Hints
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import outline
from lod_publisher.web.querying.tokens import tokens

BASE = "https://data.example.org"
CRM = "http://www.cidoc-crm.org/cidoc-crm/"
COUNTS = {
    f"{CRM}P11_had_participant": 300,
    f"{CRM}P14_carried_out_by": 200,
    f"{CRM}P67_refers_to": 400,
    "http://www.w3.org/2000/01/rdf-schema#label": 90_000,
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": 80_000,
}
UNION = "{ ?e crm:P11_had_participant ?who } UNION { ?e crm:P14_carried_out_by ?who }"
LOOKED_UP = "?who rdfs:label ?name"


def hinted(query: str, counts: dict[str, int] = COUNTS) -> str:
    found = tokens(query)
    seen = outline(found)
    assert seen is not None
    return applied(query, Hints(seen, Names.of(found, prefixes(BASE), f"{BASE}/"), counts).edits())


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (f"SELECT * {{ {UNION} {LOOKED_UP} }}", f"SELECT * {{ {{ SELECT * {{ {UNION} }} LIMIT 500 }} {LOOKED_UP} }}"),
        (f"ASK {{ {LOOKED_UP} . {UNION} }}", f"ASK {{ {LOOKED_UP} . {{ SELECT * {{ {UNION} }} LIMIT 500 }} }}"),
        (
            f"SELECT DISTINCT ?who ?name {{ {UNION} {LOOKED_UP} }} LIMIT 9",
            f"SELECT DISTINCT ?who ?name {{ {{ SELECT DISTINCT ?who {{ {UNION} }} LIMIT 500 }} {LOOKED_UP} }} LIMIT 9",
        ),
        (
            f"SELECT DISTINCT ?name {{ {UNION} {LOOKED_UP} FILTER(?e != <e:1>) }}",
            f"SELECT DISTINCT ?name {{ {{ SELECT DISTINCT ?e ?who {{ {UNION} }} LIMIT 500 }} {LOOKED_UP} FILTER(?e != <e:1>) }}",
        ),
        (
            f"SELECT DISTINCT (COUNT(*) AS ?n) {{ {UNION} {LOOKED_UP} }}",
            f"SELECT DISTINCT (COUNT(*) AS ?n) {{ {{ SELECT * {{ {UNION} }} LIMIT 500 }} {LOOKED_UP} }}",
        ),
        (
            f"SELECT ?n {{ {{ SELECT (COUNT(?name) AS ?n) {{ {UNION} {LOOKED_UP} }} }} }}",
            f"SELECT ?n {{ {{ SELECT (COUNT(?name) AS ?n) {{ {{ SELECT * {{ {UNION} }} LIMIT 500 }} {LOOKED_UP} }} }} }}",
        ),
    ],
)
def test_a_union_with_few_rows_is_put_first(query, wanted):
    assert hinted(query) == wanted


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ {UNION} }}",
        f'SELECT * {{ {UNION} ?who rdfs:label "Qasim" }}',
        f"SELECT * {{ {UNION} ?who a crm:E21_Person ; rdfs:label ?name }}",
        f"SELECT * {{ {UNION} ?who crm:P11_had_participant ?other }}",
        f"SELECT * {{ {UNION} ?other rdfs:label ?name }}",
        f"SELECT * {{ {UNION} {UNION} {LOOKED_UP} }}",
        f"SELECT * {{ {UNION} {LOOKED_UP} OPTIONAL {{ ?who crm:P3_has_note ?note }} }}",
        f"SELECT * {{ {UNION} {LOOKED_UP} VALUES ?who {{ <e:1> }} }}",
        f"SELECT * {{ {UNION} ?who rdfs:label|rdfs:comment ?name }}",
        f"SELECT * {{ {UNION} UNION {{ ?e ?p ?who }} {LOOKED_UP} }}",
        f"SELECT * {{ {UNION} UNION {{ ?e crm:P67_refers_to ?x . ?x crm:P67_refers_to ?who }} {LOOKED_UP} }}",
        f"SELECT * {{ {UNION} UNION {{ ?e crm:P14_carried_out_by+ ?who }} {LOOKED_UP} }}",
        f"SELECT * FROM <g:1> {{ {UNION} {LOOKED_UP} }}",  # noqa: S608 SPARQL
        f"SELECT * {{ GRAPH ?g {{ {UNION} {LOOKED_UP} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {UNION} {LOOKED_UP} }} }}",
    ],
)
def test_nothing_is_changed_where_it_would_be_wrong_or_no_gain(query):
    assert hinted(query) == query


def test_a_pattern_that_only_narrows_does_not_narrow_the_bound():
    # Statements of the second property may be few, while each goes with many rows of the first.
    branch = (
        "{ ?e crm:P67_refers_to ?who . ?who crm:P14_carried_out_by <e:1> } UNION { ?e crm:P11_had_participant ?who }"
    )
    assert "LIMIT 700 }" in hinted(f"SELECT * {{ {branch} {LOOKED_UP} }}")


def test_a_union_with_too_many_rows_stays():
    query = f"SELECT * {{ {UNION} {LOOKED_UP} }}"
    assert hinted(query, {**COUNTS, f"{CRM}P14_carried_out_by": 1_000_000}) == query


PROPERTIES = st.sampled_from(
    ("crm:P11_had_participant", "crm:P14_carried_out_by", "crm:P67_refers_to", "crm:P2_has_type", "rdfs:label", "a",
     "crm:P1_is_identified_by", "crm:P106i_forms_part_of", "crm:P4_has_time-span")
)  # fmt: skip
VARIABLES = st.sampled_from(("?a", "?b", "?c"))
PATTERNS = st.tuples(VARIABLES, PROPERTIES, VARIABLES).map(" ".join)
BRANCHES = st.lists(PATTERNS, min_size=1, max_size=2).map(lambda some: f"{{ {' . '.join(some)} }}")
FILTERS = st.sampled_from(("", "FILTER(STR(?a) < STR(?b))", "FILTER(BOUND(?c))"))
BODIES = st.builds(
    lambda branches, outside, test: f"{{ {' UNION '.join(branches)} {outside} {test} }}",
    st.lists(BRANCHES, min_size=2, max_size=3),
    st.tuples(VARIABLES, st.sampled_from(("rdfs:label", "crm:P2_has_type", "crm:P1_is_identified_by")), st.sampled_from(("?c", "?d"))).map(" ".join),
    FILTERS,
)  # fmt: skip
HEADS = st.sampled_from(
    ("SELECT ?a ?b ?c ?d", "SELECT *", "SELECT DISTINCT ?a ?d", "SELECT DISTINCT ?b", "SELECT (COUNT(*) AS ?n)")
)
MOST = 20_000


def test_hints_change_no_answer(web_data):
    folder = web_data / "current"
    known = Statistics.read(folder)
    assert known is not None
    counts = {name: count.triples for name, count in known.properties.items()}
    store = Store.read_only(str(folder / "store"))
    compared = Counter[str]()

    @settings(max_examples=150, deadline=None)
    @given(head=HEADS, body=BODIES)
    def compare(head: str, body: str) -> None:
        query = f"{head} {body}"
        other = hinted(query, counts)
        if other != query and sum((rows := answers(store, query)).values()) < MOST:
            assert answers(store, other) == rows
            compared[query] += 1

    compare()
    assert len(compared) > 10


def answers(store: Store, query: str) -> Counter[tuple[str, ...]]:
    rows = store.query(f"SELECT * {{ {{ {query} }} }} LIMIT {MOST}", prefixes=prefixes(BASE))
    assert isinstance(rows, QuerySolutions)
    names = sorted(variable.value for variable in rows.variables)
    return Counter(tuple(str(row[name]) for name in names) for row in rows)


def test_the_endpoint_gives_them_to_its_own_engine(app):
    with app.app_context():
        here = app.extensions["site"]
        query = f"SELECT DISTINCT ?who ?name {{ {UNION} {LOOKED_UP} }}"
        assert "SELECT DISTINCT ?who { { ?e" in prepare(query, here).text
        assert prepare(query, here, own_dataset=True).text == query


def test_an_error_behind_a_hint_is_shown_where_its_writer_made_it(client):
    query = f"SELECT * {{ {UNION}\n{LOOKED_UP} FILTER(?name = ) }}"
    told = client.post("/sparql", data=query, content_type="application/sparql-query").get_json()
    assert (told["line"], told["column"]) == (2, len(LOOKED_UP) + 17)
