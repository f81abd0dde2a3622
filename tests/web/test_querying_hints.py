"""Hints to the engine: where they are given, that no answer is another for them, and that errors keep their places."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import QuerySolutions, Store

from lod_publisher.snapshot.statistics import PropertyCount, Statistics
from lod_publisher.web.formats import prefixes
from lod_publisher.web.prepare import prepare
from lod_publisher.web.querying.edits import applied
from lod_publisher.web.querying.grouping import counted_first
from lod_publisher.web.querying.hints import Hints
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import outline
from lod_publisher.web.querying.tokens import tokens

BASE = "https://data.example.org"
CRM = "http://www.cidoc-crm.org/cidoc-crm/"
COUNTS = {
    name: PropertyCount(number, number, number)
    for name, number in {
        f"{CRM}P11_had_participant": 300,
        f"{CRM}P14_carried_out_by": 200,
        f"{CRM}P67_refers_to": 400,
        "http://www.w3.org/2000/01/rdf-schema#label": 90_000,
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": 80_000,
    }.items()
}
KNOWN = Statistics({f"{CRM}E21_Person": 150, f"{CRM}E5_Event": 3}, COUNTS)
UNION = "{ ?e crm:P11_had_participant ?who } UNION { ?e crm:P14_carried_out_by ?who }"
LOOKED_UP = "?who rdfs:label ?name"


def hinted(query: str, counts: dict[str, PropertyCount] = COUNTS) -> str:
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
    many = PropertyCount(1_000_000, 1_000_000, 1_000_000)
    assert hinted(query, {**COUNTS, f"{CRM}P14_carried_out_by": many}) == query


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
    store = Store.read_only(str(folder / "store"))
    compared = Counter[str]()

    @settings(max_examples=150, deadline=None)
    @given(head=HEADS, body=BODIES)
    def compare(head: str, body: str) -> None:
        query = f"{head} {body}"
        other = hinted(query, known.properties)
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


COUNTED = "SELECT ?who ?name (COUNT(?e) AS ?n) WHERE { ?e crm:P67_refers_to ?who . ?who a crm:E21_Person ; rdfs:label ?name } GROUP BY ?who ?name"


def counting(query: str, known: Statistics = KNOWN) -> str:
    found = tokens(query)
    return applied(query, counted_first(found, Names.of(found, prefixes(BASE), f"{BASE}/"), known))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            f"{COUNTED} ORDER BY DESC(?n) LIMIT 20",
            "SELECT ?who ?name ?n WHERE { { SELECT ?who ( COUNT ( ?e ) AS ?n ) WHERE { ?e crm:P67_refers_to ?who } GROUP BY ?who } "
            "?who a crm:E21_Person . ?who rdfs:label ?name }  ORDER BY DESC(?n) LIMIT 20",
        ),
        (
            "select distinct ?name (count(*) as ?n) (max(?e) as ?m) { ?e crm:P11_had_participant ?who ; crm:P14_carried_out_by ?x ."
            " ?who rdfs:label ?name . } group by ?name ?who",
            "select distinct ?name ?n ?m { { SELECT ?who ( count ( * ) as ?n ) ( max ( ?e ) as ?m ) WHERE "
            "{ ?e crm:P11_had_participant ?who . ?e crm:P14_carried_out_by ?x } GROUP BY ?who } ?who rdfs:label ?name } ",
        ),
    ],
)
def test_things_are_counted_before_their_names_are_looked_up(query, wanted):
    assert counting(query) == wanted


@pytest.mark.parametrize(
    "query",
    [
        COUNTED.replace("GROUP BY ?who ?name", "GROUP BY ?name"),  # persons of one name are one group
        COUNTED.replace("?name (", "(SAMPLE(?name) AS ?some) (")
        .replace("BY ?who ?name", "BY ?who")
        .replace("a crm:E21_Person ;", ""),
        COUNTED.replace("COUNT(?e)", "COUNT(?name)"),
        COUNTED.replace("COUNT(?e)", "COUNT(DISTINCT *)"),
        COUNTED.replace("(COUNT(?e) AS ?n)", "(COUNT(?e) + 1 AS ?n)"),
        COUNTED.replace("AS ?n", "AS ?e"),
        f"{COUNTED} HAVING (COUNT(?e) > 2)",
        f"{COUNTED} ORDER BY DESC(COUNT(?e))",
        f"{COUNTED} VALUES ?who {{ <e:1> }}",
        COUNTED.replace(" a crm:E21_Person ; rdfs:label ?name", ' rdfs:label "Qasim"').replace(" ?name", ""),
        COUNTED.replace("E21_Person", "E5_Event").replace(" ; rdfs:label ?name", "").replace(" ?name", ""),
        COUNTED.replace("?e crm:P67_refers_to ?who .", "?e crm:P67_refers_to ?other ."),
        COUNTED.replace("crm:P67_refers_to", "crm:P67_refers_to+"),
        COUNTED.replace("crm:P67_refers_to", "?any"),
        COUNTED.replace("crm:P67_refers_to", "ex:unknown"),
        COUNTED.replace("?name }", "?name FILTER(?e != ?who) }"),
        COUNTED.replace("?who . ?who", "?who ?who"),
        COUNTED.replace("?name }", "?name . . }"),
        COUNTED.replace("?name }", "?name ; }"),
        COUNTED.replace("WHERE {", "WHERE { {"),
        COUNTED.replace("SELECT", "SELECT *"),
        COUNTED.replace(" GROUP BY ?who ?name", ""),
        "SELECT",
        "SELECT (",
        "SELECT ?a {",
        "ASK { ?s ?p ?o }",
    ],
)
def test_other_forms_of_counting_stay_as_they_are(query):
    assert counting(query) == query


AGGREGATES = st.sampled_from(("COUNT(?a)", "COUNT(DISTINCT ?b)", "COUNT(*)", "MIN(?c)", "MAX(?a)"))
TOLD = st.sampled_from(
    (
        "?a rdfs:label ?d",
        "?b rdfs:label ?d",
        "?a a crm:E21_Person",
        "?b a crm:E21_Person",
        "?a a ?d",
        "?c crm:P2_has_type ?d",
    )
)
GROUPED = st.builds(
    lambda keys, number, patterns, told: (
        f"SELECT {keys} ({number} AS ?n) {{ {' . '.join((*patterns, *told))} }} GROUP BY {keys}"
    ),
    st.sampled_from(("?a ?d", "?b ?d", "?b ?c ?d", "?d", "?a")),
    AGGREGATES,
    st.lists(PATTERNS, min_size=1, max_size=2),
    st.lists(TOLD, min_size=1, max_size=2),
)


def test_counting_first_changes_no_answer(web_data):
    folder = web_data / "current"
    known = Statistics.read(folder)
    assert known is not None
    store = Store.read_only(str(folder / "store"))
    compared = Counter[str]()

    @settings(max_examples=600, deadline=None)
    @given(query=GROUPED)
    def compare(query: str) -> None:
        if (other := counting(query, known)) != query:
            assert answers(store, other) == answers(store, query)
            compared[query] += 1

    compare()
    assert len(compared) > 10


WHOLE = (
    f"{COUNTED} ORDER BY DESC(?n) LIMIT 20",
    f"SELECT DISTINCT ?who ?name {{ {UNION} {LOOKED_UP} . FILTER(?e != ?who) }} ORDER BY ?who",
)


@st.composite
def spoilt(draw: st.DrawFn) -> str:
    """A query of those with some tokens left out, said twice, or exchanged for one from elsewhere."""
    words = [token.text for token in tokens(draw(st.sampled_from(WHOLE)))]
    for _ in range(draw(st.integers(1, 3))):
        place, other = draw(st.tuples(*[st.integers(0, len(words) - 1)] * 2))
        match draw(st.sampled_from(("drop", "twice", "other"))):
            case "drop":
                del words[place]
            case "twice":
                words.insert(place, words[place])
            case _:
                words[place] = words[other]
    return " ".join(words)


def is_read(query: str) -> bool:
    try:
        Store().query(query, prefixes=prefixes(BASE))
    except SyntaxError:
        return False
    return True


@settings(max_examples=1_500, deadline=None)
@given(query=spoilt())
def test_what_is_no_query_does_not_become_one(query):
    found = tokens(query)
    seen = outline(found)
    names = Names.of(found, prefixes(BASE), f"{BASE}/")
    changed = {applied(query, counted_first(found, names, KNOWN))}
    changed |= {applied(query, Hints(seen, names, COUNTS).edits())} if seen else set()
    for other in changed - {query}:
        assert is_read(other) == is_read(query)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * FROM <g:1> {{ {UNION} {LOOKED_UP} }}",  # noqa: S608 SPARQL
        f"SELECT * {{ GRAPH ?g {{ {UNION} {LOOKED_UP} }} }}",
        f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ {UNION} {LOOKED_UP} }} }}",
        COUNTED.replace(" WHERE", " FROM <g:1> WHERE"),
    ],
)
def test_other_graphs_than_the_counted_one_get_no_hints(app, query):
    with app.app_context():
        assert prepare(query, app.extensions["site"]).text == query


def test_the_endpoint_gives_them_to_its_own_engine(app):
    with app.app_context():
        here = app.extensions["site"]
        query = f"SELECT DISTINCT ?who ?name {{ {UNION} {LOOKED_UP} }}"
        assert "SELECT DISTINCT ?who { { ?e" in prepare(query, here).text
        assert prepare(query, here, own_dataset=True).text == query
        assert "GROUP BY ?who } ?who rdfs:label ?name }" in prepare(COUNTED, here).text


@pytest.mark.parametrize("base", [BASE, "http://127.0.0.1:8000"])
def test_a_prefix_of_the_querys_own_means_what_it_says(base):
    query = f"PREFIX own: <http://www.w3.org/2000/01/rdf-schema#> SELECT * {{ {UNION} ?who own:label ?name }}"
    found = tokens(query)
    seen = outline(found)
    assert seen is not None
    names = Names.of(found, prefixes(base), f"{base}/")
    assert names.prefixes["own"] == "http://www.w3.org/2000/01/rdf-schema#"
    assert len(Hints(seen, names, COUNTS).edits()) == 2


def test_an_error_behind_a_hint_is_shown_where_its_writer_made_it(client):
    query = f"SELECT * {{ {UNION}\n{LOOKED_UP} FILTER(?name = ) }}"
    told = client.post("/sparql", data=query, content_type="application/sparql-query").get_json()
    assert (told["line"], told["column"]) == (2, len(LOOKED_UP) + 17)
