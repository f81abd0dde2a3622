"""A worker that has had a long query gives way to others for good, and is kept for the next long one."""

import os
import shutil
import signal

import pytest
from tests.snapshot.test_workers import TABLE, until, workers_of

from lod_publisher.errors import QueryTimeoutError
from lod_publisher.snapshot.workers import Limits, Question, Workers, crew

LONG = "SELECT (COUNT(*) AS ?n) { SELECT ?a { ?a x:p ?c . ?d x:p ?f . ?g x:p ?i } LIMIT 2500000 }"
QUICK = "ASK { ?s x:p x:o }"


def slow_ones(store):
    return {
        pid for pid in workers_of(store) if os.getpriority(os.PRIO_PROCESS, pid) > os.getpriority(os.PRIO_PROCESS, 0)
    }


@pytest.fixture
def own_store(store, tmp_path):
    return shutil.copytree(store, tmp_path / "store")


@pytest.fixture
def workers(own_store):
    limits = Limits(quick_s=0.06, cpu_s=60.0)
    made = Workers(own_store, 2, 20.0, 1_200_000_000, {"x": "http://x.org/"}, "http://x.org", limits)
    until(lambda: made.counters().ready == 3)
    yield made
    made.close()


def rested(workers, store, client="slow"):
    """Ask until a client is known for long queries; returns the worker that rests then."""
    for _ in range(4):
        workers.ask(LONG, TABLE, client=client)
    (worker,) = slow_ones(store)
    return worker


def test_the_next_long_query_of_a_client_needs_no_new_worker(workers, own_store):
    worker = rested(workers, own_store)
    until(lambda: workers.counters().ready == 3)
    started = workers.counters().started
    for _ in range(3):
        workers.ask(LONG, TABLE, client="slow")
    assert slow_ones(own_store) == {worker}
    assert workers.counters().started == started


def test_who_asks_quick_queries_gets_no_worker_that_gives_way(workers, own_store):
    workers.ask(QUICK, TABLE, client="quick")
    worker = rested(workers, own_store)
    os.kill(worker, signal.SIGSTOP)  # whoever got it would wait
    for _ in range(10):
        assert workers.ask(QUICK, TABLE, client="quick").kind == "boolean"
    with pytest.raises(QueryTimeoutError):
        workers.open(Question(QUICK, TABLE, timeout_s=1.0), "slow")
    assert workers.ask(QUICK, TABLE, client="slow").kind == "boolean"


def test_a_worker_that_the_system_ended_while_it_rested_is_given_to_nobody(workers, own_store):
    os.kill(rested(workers, own_store), signal.SIGKILL)
    until(lambda: not slow_ones(own_store))
    assert b'"2500000"' in workers.ask(LONG, TABLE, client="slow").body
    assert workers.counters().ended == {}


def test_no_more_of_them_rest_than_may_work_on_long_queries(own_store, workers):
    first = [rested(workers, own_store)]
    for client in ("another", "a third", "a fourth"):  # none of whom is known to ask long queries
        workers.ask(LONG, TABLE, client=client)
        until(lambda: len(slow_ones(own_store)) <= 2)
    assert first[0] not in slow_ones(own_store)
    until(lambda: workers.counters().ready == 3 and len(workers_of(own_store)) == 5)


def test_one_that_nobody_wants_for_a_while_is_ended(workers, own_store, monkeypatch):
    monkeypatch.setattr(crew, "_LOOK_RESTING_S", 0.05)
    worker = rested(workers, own_store)
    monkeypatch.setattr(crew, "_RESTING_S", 0.2)
    workers.ask(QUICK, TABLE, client="quick")
    until(lambda: worker not in workers_of(own_store), 20)
    assert len(workers_of(own_store)) == 3


def test_closing_the_pool_ends_those_that_rest(workers, own_store):
    rested(workers, own_store)
    workers.close()
    until(lambda: not workers_of(own_store), 10)
