"""All pools of a process have their workers from one nursery, and each ends its own."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest
from tests.processes import children, command
from tests.snapshot.test_workers import ENDLESS, ROWS, TABLE, until, workers_of

from lod_publisher.errors import BusyError
from lod_publisher.snapshot.workers import Limits, Question, Workers, crew, worker
from lod_publisher.snapshot.workers.nursery import Nursery

COUNT = "SELECT (COUNT(*) AS ?n) { ?s x:p ?o }"
HERE = "lod_publisher.snapshot.workers"


def nurseries():
    return [pid for pid in children(os.getpid()) if HERE in command(pid) and pid not in others]


# Other tests of this process may have left pools open, with the nursery that all pools of a process share.
others: set[int] = set()


@pytest.fixture(autouse=True)
def _own_nursery(monkeypatch):
    """The nursery of the process is another one for this test."""
    others.update(nurseries())
    own = Nursery()
    os.register_at_fork(after_in_child=own.forget)
    monkeypatch.setattr(crew, "NURSERY", own)
    monkeypatch.setattr(worker, "NURSERY", own)


@pytest.fixture
def stores(store, tmp_path):
    return [Path(shutil.copytree(store, tmp_path / name)) for name in ("one", "two")]


@pytest.fixture
def open_pool():
    opened = []

    def opening(store, seats=1, limits=None):
        opened.append(Workers(store, seats, 60.0, 1_200_000_000, {"x": "http://x.org/"}, "http://x.org", limits))
        until(lambda: opened[-1].counters().ready == seats + 1)
        return opened[-1]

    yield opening
    for workers in opened:
        workers.close()


def test_a_pool_that_opens_before_another_closes_has_its_workers_from_the_same_nursery(open_pool, stores):
    one = open_pool(stores[0])
    (nursery,) = nurseries()
    two = open_pool(stores[1])
    one.close()
    assert workers_of(stores[0]) == set()
    assert len(workers_of(stores[1])) == 2
    assert workers_of(stores[1]) <= set(children(nursery))
    assert b'"value":"200"' in two.ask(COUNT, TABLE).body
    assert nurseries() == [nursery]
    two.close()
    assert nurseries() == []


def test_a_pool_that_opens_when_all_have_closed_has_a_nursery_of_its_own(open_pool, stores):
    open_pool(stores[0]).close()
    assert (nurseries(), workers_of(stores[0])) == ([], set())
    assert open_pool(stores[0]).ask("ASK {}", TABLE).kind == "boolean"


def test_closing_ends_workers_that_are_idle_counting_writing_and_starting(open_pool, stores):
    kept = open_pool(stores[1])
    closed = open_pool(stores[0], seats=3)
    stream = closed.open(Question(ROWS, TABLE))
    raised = []

    def count():
        try:
            closed.ask(ENDLESS, TABLE, client="another")
        except BusyError as problem:
            raised.append(problem)

    counting = Thread(target=count)
    counting.start()
    until(lambda: closed.counters().busy == 2)
    os.kill(next(iter(workers_of(stores[0]))), signal.SIGKILL)  # so that another may be about to start
    closed.close()
    until(lambda: workers_of(stores[0]) == set(), 5)
    counting.join(30)
    assert len(raised) == 1
    stream.close()
    assert len(workers_of(stores[1])) == 2
    assert kept.ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_that_waits_when_its_pool_closes_gets_no_worker(open_pool, stores):
    open_pool(stores[1])
    closed = open_pool(stores[0], limits=Limits(quick_s=60.0, wait_s=60.0))
    raised = []

    def count(client):
        try:
            closed.ask(ENDLESS, TABLE, client=client)
        except BusyError as problem:
            raised.append(problem)

    counting = [Thread(target=count, args=(client,)) for client in ("one", "two")]
    for thread in counting:
        thread.start()
    until(lambda: (closed.counters().busy, closed.counters().waiting, closed.counters().ready) == (1, 1, 1))
    closed.close()
    until(lambda: workers_of(stores[0]) == set(), 5)
    for thread in counting:
        thread.join(30)
    assert len(raised) == 2


def test_closing_a_pool_whose_worker_does_not_open_its_store_does_not_wait_for_it(open_pool, stores):
    kept = open_pool(stores[1])
    (stores[0] / "CURRENT").unlink()
    os.mkfifo(stores[0] / "CURRENT")  # the engine waits for somebody to write
    stuck = Workers(stores[0], 1, 60.0, 1_200_000_000)
    until(lambda: workers_of(stores[0]))
    starting = workers_of(stores[0])
    time.sleep(0.5)
    assert (workers_of(stores[0]), stuck.counters().started) == (starting, 0)
    began = time.monotonic()
    stuck.close()
    assert time.monotonic() - began < 20  # it would wait for thirty seconds
    until(lambda: workers_of(stores[0]) == set(), 5)
    assert kept.ask("ASK {}", TABLE).kind == "boolean"


def test_when_the_nursery_is_killed_its_workers_end_and_all_pools_heal(open_pool, stores):
    pools = [open_pool(store) for store in stores]
    (killed,) = nurseries()
    before = workers_of(stores[0]) | workers_of(stores[1])
    os.kill(killed, signal.SIGKILL)
    until(lambda: not any(map(command, before)))
    for workers, store in zip(pools, stores, strict=True):
        assert b'"value":"200"' in workers.ask(COUNT, TABLE).body
        until(lambda workers=workers: workers.counters().ready == 2)
        assert workers_of(store) & before == set()
    (nursery,) = nurseries()
    assert nursery != killed
    pools[0].close()
    assert workers_of(stores[0]) == set()
    assert pools[1].ask("ASK {}", TABLE).kind == "boolean"


def test_a_query_whose_worker_went_with_the_nursery_is_answered_by_another(open_pool, stores):
    workers = open_pool(stores[0])
    (nursery,) = nurseries()
    for pid in workers_of(stores[0]):
        os.kill(pid, signal.SIGSTOP)  # so that it takes the query and does not answer before it goes
    given = []
    asking = Thread(target=lambda: given.append(workers.ask(COUNT, TABLE).body))
    asking.start()
    until(lambda: workers.counters().busy == 1)
    os.kill(nursery, signal.SIGKILL)
    asking.join(30)
    assert b'"value":"200"' in given[0]
    assert workers.counters().ended.keys() == {"orphaned"}


def test_nothing_outlives_a_process_that_is_killed(stores):
    program = f"""
import time
from pathlib import Path
from {HERE} import Workers
kept = [Workers(Path(store), 1, 60.0, 1_200_000_000) for store in {[str(store) for store in stores]!r}]
time.sleep(600)
"""
    server = subprocess.Popen([sys.executable, "-c", program])
    try:
        until(lambda: len(workers_of(stores[0])) == len(workers_of(stores[1])) == 2)
        (nursery,) = (pid for pid in children(server.pid) if HERE in command(pid))
    finally:
        server.kill()
        server.wait()
    until(lambda: not workers_of(stores[0]) | workers_of(stores[1]) and not command(nursery), 10)


def test_a_copy_of_the_process_neither_keeps_nor_uses_its_nursery(open_pool, stores):
    workers = open_pool(stores[0])
    (nursery,) = nurseries()
    copy = os.fork()
    if copy == 0:
        time.sleep(120)
        os._exit(0)
    try:
        workers.close()
        assert command(nursery) == ""
        assert command(copy)
    finally:
        os.kill(copy, signal.SIGKILL)
        os.waitpid(copy, 0)


def test_a_worker_has_no_socket_but_its_own(open_pool, stores):
    for store in stores:
        open_pool(store, seats=3)
    (nursery,) = nurseries()

    def sockets(pid):
        names = []
        for number in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                names.append(str(number.readlink()))
        return [name for name in names if name.startswith("socket:") and name not in inherited]

    inherited = {str(Path(f"/proc/self/fd/{number}").readlink()) for number in (0, 1, 2)}
    assert len(sockets(nursery)) == 1
    of_each = [sockets(worker) for store in stores for worker in workers_of(store)]
    assert [len(its) for its in of_each] == [1] * 8
    assert len({its[0] for its in of_each} | set(sockets(nursery))) == 9


def test_of_a_path_that_is_too_long_for_a_command_its_end_is_seen(open_pool, store, tmp_path):
    folder = tmp_path.joinpath(*["é" * 50] * 3, "the-newest")
    open_pool(shutil.copytree(store, folder))
    (nursery,) = nurseries()
    seen = [command(pid) for pid in children(nursery)]
    assert len(seen) == 2
    assert all(each.rstrip().endswith("é/the-newest") and len(each.encode()) <= 500 for each in seen)
    assert "the-newest" not in command(nursery)


@pytest.fixture
def without_room(open_pool, stores):
    """A pool whose room for long queries is full; its idle workers are stopped, as if the machine had no time for them."""

    def make(quick_s):
        workers = open_pool(stores[0], limits=Limits(quick_s=quick_s))
        long = workers.open(Question(ROWS, TABLE))
        until(lambda: workers.counters().long == 1 and workers.counters().ready == 2)
        busy = max(workers_of(stores[0]), key=lambda pid: os.getpriority(os.PRIO_PROCESS, pid))
        idle = workers_of(stores[0]) - {busy}
        for pid in idle:
            os.kill(pid, signal.SIGSTOP)
        return workers, long, idle

    return make


def test_a_query_that_gets_no_processor_time_is_sent_away_for_lack_of_room_only_after_some_times_as_long(without_room):
    workers, long, _ = without_room(0.3)
    began = time.monotonic()
    with pytest.raises(BusyError, match="takes long"):
        workers.ask(COUNT, TABLE, client="another")
    assert time.monotonic() - began >= 4 * 0.3
    assert workers.counters().ended == {"room": 1}
    long.close()


def test_a_query_that_gets_its_processor_time_late_is_answered_though_there_is_no_room(without_room):
    workers, long, idle = without_room(2.0)
    answers = []
    asking = Thread(target=lambda: answers.append(workers.ask(COUNT, TABLE, client="another").body))
    asking.start()
    time.sleep(3.0)
    assert workers.counters().busy == 2
    for pid in idle:
        os.kill(pid, signal.SIGCONT)
    asking.join(30)
    assert b'"value":"200"' in answers[0]
    assert workers.counters().ended == {}
    long.close()


def test_a_query_that_has_had_a_quick_ones_processor_time_is_sent_away_for_lack_of_room(without_room):
    workers, long, idle = without_room(0.5)
    for pid in idle:
        os.kill(pid, signal.SIGCONT)
    with pytest.raises(BusyError, match="takes long"):
        workers.ask(ENDLESS, TABLE, client="another")
    assert workers.counters().ended == {"room": 1}
    long.close()
