"""A stranger's query is answered in a process that may die of it."""

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from tests.patience import at_best
from tests.processes import children, command

from lod_publisher.errors import (
    BadQueryError,
    BrokenAnswer,
    BusyError,
    QueryMemoryError,
    QueryTimeoutError,
    SnapshotError,
)
from lod_publisher.snapshot.workers import Limits, Question, Workers, calls_out, crew, worker
from lod_publisher.snapshot.workers.nursery import Nursery

TABLE = {"solutions": "json", "boolean": "json", "graph": "nt"}
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a x:p ?c . ?d x:p ?f . ?g x:p ?i . ?j x:p ?l . ?m x:p ?o }"
# Its first rows come at once, and the last never.
ROWS = "SELECT ?a ?d ?g ?j { ?a x:p ?c . ?d x:p ?f . ?g x:p ?i . ?j x:p ?l }"


@pytest.fixture(scope="module")
def workers(store):
    workers = Workers(store, 1, 3.0, 1_200_000_000, {"x": "http://x.org/"}, "http://x.org")
    yield workers
    workers.close()


def workers_of(store):
    """The living workers that say in their command that they answer for a store.

    A program that was given its text with `-c` may name both, and is none.
    """
    pids = [int(folder.name) for folder in Path("/proc").glob("[0-9]*")]
    return {pid for pid in pids if " -m lod_publisher.snapshot.workers " in command(pid) and str(store) in command(pid)}


def until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_each_form_of_query_is_answered_in_the_format_asked_for(workers):
    assert b'"value":"200"' in workers.ask("SELECT (COUNT(*) AS ?n) { ?s x:p ?o }", TABLE).body
    assert workers.ask("ASK { x:1 ?p ?o }", TABLE).kind == "boolean"
    answer = workers.ask("CONSTRUCT WHERE { x:1 ?p ?o }", TABLE)
    assert (answer.kind, answer.body) == ("graph", b"<http://x.org/1> <http://x.org/p> <http://x.org/o> .\n")
    assert workers.ask("SELECT ?s { ?s ?p ?o } LIMIT 1", TABLE | {"solutions": "csv"}).body.startswith(b"s\r\n")


def test_bad_sparql_is_the_askers_fault_with_its_place_and_the_worker_lives_on(workers):
    started = workers.counters().started
    with pytest.raises(BadQueryError, match="not SPARQL") as told:
        workers.ask("SELECT *\nWHERE { ?s ?p }", TABLE)
    assert (told.value.line, told.value.column) == (2, 16)
    assert told.value.problem.startswith("expected one of")
    assert workers.ask("ASK {}", TABLE).kind == "boolean"
    assert workers.counters().started == started


def test_a_query_that_overflows_the_parsers_stack_is_bad_and_the_pool_heals(workers):
    with pytest.raises(BadQueryError, match="nested too deeply"):
        workers.ask("ASK " + "{" * 20_000 + "}" * 20_000, TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_nested_two_hundred_levels_deep_is_answered(workers):
    assert workers.ask("ASK " + "{" * 200 + "}" * 200, TABLE).body == b'{"head":{},"boolean":true}'


def test_a_query_that_never_ends_is_stopped_and_the_pool_heals(pool):
    workers = pool(timeout_s=1.0)
    with pytest.raises(QueryTimeoutError, match="stopped after 1 s"):
        workers.ask(ENDLESS, TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"
    assert workers.counters().ended == {"timeout": 1}


def test_a_client_may_wish_for_less_time_but_not_for_more(pool):
    workers = pool(timeout_s=1.5)
    for wish, given in ((0.5, "0.5"), (60.0, "1.5")):
        with pytest.raises(QueryTimeoutError, match=f"stopped after {given} s"):
            workers.open(Question(ENDLESS, TABLE, timeout_s=wish))


def test_a_query_that_wants_all_memory_is_stopped_and_the_pool_heals(pool):
    workers = pool(timeout_s=60.0, memory_bytes=300_000_000)
    with pytest.raises(QueryMemoryError, match="memory"):
        workers.ask("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l } ORDER BY ?a ?d ?g ?j", TABLE)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"
    assert workers.counters().ended == {"memory": 1}


def test_a_query_that_uses_all_its_processor_time_is_ended_by_the_kernel(pool):
    workers = pool(timeout_s=60.0, limits=Limits(cpu_s=1.0))
    with pytest.raises(QueryTimeoutError, match="processor time"):
        workers.ask(ENDLESS, TABLE)
    assert workers.counters().ended == {"processor": 1}


def test_after_a_death_another_worker_stands_ready_already(pool):
    def waited_for_it() -> float:
        workers = pool()
        until(lambda: workers.counters().ready == 2)
        with pytest.raises(BadQueryError):
            workers.ask("ASK " + "{" * 20_000 + "}" * 20_000, TABLE)
        assert workers.counters().ready >= 1
        began = time.monotonic()
        workers.ask("ASK {}", TABLE)
        return time.monotonic() - began

    assert at_best(waited_for_it, 0.5) <= 0.5


def test_a_worker_that_the_system_ended_while_idle_is_replaced_unnoticed(pool):
    workers = pool()
    until(lambda: workers.counters().ready == 2)
    for nursery in children(os.getpid()):
        for pid in children(nursery):
            os.kill(pid, signal.SIGKILL)
    time.sleep(0.05)
    assert workers.ask("ASK {}", TABLE).kind == "boolean"


def test_when_all_workers_are_busy_the_asker_is_told_so(pool):
    with pytest.raises(BusyError):
        pool(processes=0).ask("ASK {}", TABLE, wait_s=0.05)


def test_a_store_that_cannot_be_opened_is_said_to_whoever_waits_and_once_in_the_log(tmp_path, caplog):
    workers = Workers(tmp_path / "nothing", 1, 1.0, 1_200_000_000)
    try:
        for _ in range(2):
            with pytest.raises(SnapshotError, match="did not start"):
                workers.ask("ASK {}", TABLE)
    finally:
        workers.close()
    (said,) = [record.getMessage() for record in caplog.records]
    assert said.startswith(f"{tmp_path / 'nothing'}: a query worker did not start: it ended before the store was open.")


def test_why_no_process_starts_is_in_the_log(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(crew, "NURSERY", own := Nursery())
    monkeypatch.setattr(worker, "NURSERY", own)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    workers = Workers(tmp_path, 1, 1.0, 1_200_000_000)
    try:
        with pytest.raises(SnapshotError, match="Look at the server's log"):
            workers.ask("ASK {}", TABLE)
    finally:
        workers.close()
    (said,) = [record.getMessage() for record in caplog.records]
    assert f"No such file or directory: '{tmp_path / 'no-python'}'" in said


def test_closing_the_pool_ends_what_runs(pool):
    workers = pool(timeout_s=60.0)
    raised = []

    def ask():
        try:
            workers.ask(ENDLESS, TABLE)
        except BusyError as problem:
            raised.append(problem)

    asking = Thread(target=ask)
    asking.start()
    until(lambda: workers.counters().busy == 1)
    workers.close()
    asking.join(60)
    assert len(raised) == 1


@pytest.mark.parametrize(
    ("default", "named", "subjects"),
    [
        (("http://x.org/graph",), None, ["http://x.org/graph"]),
        (("http://x.org/unknown",), None, []),
        (None, ("http://x.org/graph",), []),
        (("http://x.org/graph",), ("http://x.org/graph",), ["http://x.org/graph"]),
    ],
)
def test_a_data_set_of_the_client_replaces_ours_and_unknown_graphs_are_empty(workers, default, named, subjects):
    asked = Question("SELECT ?s FROM x:other { ?s ?p ?o }", TABLE | {"solutions": "csv"}, default, named)
    body = b"".join(workers.open(asked)).decode()
    assert body.split("\r\n")[1:-1] == subjects


def test_named_graphs_of_the_client_are_the_only_ones(workers):
    text = "SELECT ?g { GRAPH ?g { ?s ?p ?o } }"
    for named, expected in ((("http://x.org/graph",), b"g\r\nhttp://x.org/graph\r\n"), ((), b"g\r\n")):
        asked = Question(text, TABLE | {"solutions": "csv"}, None, named)
        assert b"".join(workers.open(asked)) == expected


def test_a_description_names_the_things_that_it_speaks_of(workers):
    text = "PREFIX y: <http://x.org/>\n# DESCRIBE\nDESCRIBE y:1"
    lines = workers.ask(text, TABLE).body.decode().splitlines()
    assert lines == [
        "<http://x.org/1> <http://x.org/p> <http://x.org/o> .",
        '<http://x.org/o> <http://www.w3.org/2000/01/rdf-schema#label> "An object"@en .',
    ]
    assert b"label" not in workers.ask("CONSTRUCT { x:1 x:p ?o } { x:1 x:p ?o }", TABLE).body


def test_a_constructed_graph_holds_each_triple_once(workers):
    assert workers.ask("CONSTRUCT { x:a x:b x:c } WHERE { ?s ?p ?o }", TABLE).body.count(b"\n") == 1


def test_the_plan_of_a_query_is_honestly_empty(workers):
    assert workers.explain("ASK {}") == ""


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


def test_an_answer_that_takes_longer_than_any_may_is_broken_off(pool):
    workers = pool(limits=Limits(stream_s=0.5))
    with pytest.raises(BrokenAnswer, match="longer than any"):
        for _ in workers.open(Question(ROWS, TABLE)):
            pass
    assert workers.counters().ended == {"long": 1}


def test_an_answer_that_is_not_taken_is_broken_off_and_its_worker_is_free(pool):
    workers = pool(limits=Limits(stalled_s=0.3))
    stream = workers.open(Question(ROWS, TABLE))
    until(lambda: workers.counters().busy == 0)
    with pytest.raises(BrokenAnswer, match="not taken"):
        list(stream)
    assert workers.counters().ended == {"stalled": 1}


def test_an_answer_that_fails_after_its_first_part_raises_and_does_not_end(pool):
    workers = pool(timeout_s=30.0, limits=Limits(cpu_s=1.0))
    stream = workers.open(Question(ROWS, TABLE))
    parts = iter(stream)
    assert len(next(parts)) >= 65_536
    with pytest.raises(BrokenAnswer, match="broken off"):
        for _ in parts:
            pass


def test_a_client_that_goes_frees_its_worker_within_a_second(pool):
    def leave() -> float:
        workers = pool(timeout_s=60.0)
        stream = workers.open(Question(ROWS, TABLE))
        next(iter(stream))
        assert workers.counters().busy == 1
        began = time.monotonic()
        stream.close()
        stream.close()
        assert workers.counters().busy == 0
        assert workers.ask("ASK {}", TABLE).kind == "boolean"
        took = time.monotonic() - began
        assert workers.counters().ended == {"cancelled": 1}
        return took

    assert at_best(leave, 1) <= 1


def test_a_client_that_goes_before_its_answer_begins_frees_its_worker_or_its_place(pool):
    def go() -> float:
        workers = pool(timeout_s=60.0, limits=Limits(wait_s=60.0))
        leave: list[Callable[[], None]] = []
        raised = []

        def ask():
            try:
                workers.open(Question(ENDLESS, TABLE), "one", leave.append)
            except BusyError as problem:
                raised.append(problem)

        asking = [Thread(target=ask) for _ in range(2)]
        for thread in asking:
            thread.start()
        until(lambda: workers.counters().long == 1 and workers.counters().waiting == 1 and len(leave) == 2)
        began = time.monotonic()
        for action in leave:
            action()
        for thread in asking:
            thread.join(30)
        took = time.monotonic() - began
        assert (workers.counters().busy, workers.counters().waiting, len(raised)) == (0, 0, 2)
        return took

    assert at_best(go, 1) <= 1
