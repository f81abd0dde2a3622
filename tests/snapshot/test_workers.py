"""A stranger's query is answered in a process that may die of it."""

import pytest
from pyoxigraph import NamedNode, Quad, Store

from lod_publisher.errors import BadQueryError, BusyError, QueryMemoryError, QueryTimeoutError
from lod_publisher.snapshot.workers import Workers, calls_out

TABLE = {"solutions": "json", "boolean": "json", "graph": "nt"}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    store = Store(str(folder))
    store.extend(
        [
            Quad(NamedNode(f"http://x.org/{n}"), NamedNode("http://x.org/p"), NamedNode("http://x.org/o"))
            for n in range(200)
        ]
    )
    store.flush()
    del store
    return folder


@pytest.fixture(scope="module")
def workers(store):
    pool = Workers(store, 1, 3.0, 1_200_000_000, {"x": "http://x.org/"}, "http://x.org")
    yield pool
    pool.close()


def test_each_form_of_query_is_answered_in_the_format_asked_for(workers):
    assert b'"value":"200"' in workers.ask("SELECT (COUNT(*) AS ?n) { ?s x:p ?o }", TABLE).body
    assert workers.ask("ASK { x:1 ?p ?o }", TABLE).kind == "boolean"
    answer = workers.ask("CONSTRUCT WHERE { x:1 ?p ?o }", TABLE)
    assert (answer.kind, answer.body) == ("graph", b"<http://x.org/1> <http://x.org/p> <http://x.org/o> .\n")
    assert workers.ask("SELECT ?s { ?s ?p ?o } LIMIT 1", TABLE | {"solutions": "csv"}).body.startswith(b"s\r\n")


def test_bad_sparql_is_the_askers_fault_and_the_worker_lives_on(workers):
    with pytest.raises(BadQueryError, match="not SPARQL"):
        workers.ask("SELECT WHERE {", TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_that_overflows_the_parsers_stack_is_bad_and_the_pool_heals(workers):
    with pytest.raises(BadQueryError, match="nested too deeply"):
        workers.ask("ASK " + "{" * 20_000 + "}" * 20_000, TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_that_never_ends_is_stopped_and_the_pool_heals(workers):
    with pytest.raises(QueryTimeoutError, match="stopped after 3 s"):
        workers.ask("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }", TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_that_wants_all_memory_is_stopped_and_the_pool_heals(store):
    pool = Workers(store, 1, 60.0, 300_000_000)
    try:
        with pytest.raises(QueryMemoryError, match="memory"):
            pool.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g ?j", TABLE)
        assert pool.ask("ASK {}", TABLE).kind == "boolean"
    finally:
        pool.close()


def test_when_all_workers_are_busy_the_asker_is_told_so(store):
    pool = Workers(store, 0, 1.0, 1_200_000_000)
    with pytest.raises(BusyError):
        pool.ask("ASK {}", TABLE, wait_s=0.05)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        r"SELECT * { \u0053ERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://127.0.0.1/>{ ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
    ],
)
def test_no_query_makes_this_machine_call_another(workers, query):
    with pytest.raises(BadQueryError, match="SERVICE"):
        workers.ask(query, TABLE)


def test_the_word_service_in_names_texts_and_comments_is_no_call():
    assert not calls_out('SELECT ?service { ?service x:service "SERVICE" } # SERVICE <http://x>')
    assert not calls_out("SELECT * { <http://x.org/service> ?p '''a SERVICE''' }")
