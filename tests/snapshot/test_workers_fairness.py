"""One client's slow queries never delay another's quick ones."""

import math
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest
from tests.patience import at_best

from lod_publisher.errors import BusyError, QueryError
from lod_publisher.snapshot.workers import Limits
from lod_publisher.snapshot.workers.fairness import Ticket, Turns

FORMATS = {"solutions": "json", "boolean": "json", "graph": "nt"}
QUICK = "SELECT ?s { ?s x:p x:o } LIMIT 10"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a x:p ?c . ?d x:p ?f . ?g x:p ?i . ?j x:p ?l . ?m x:p ?o }"


def asked_meanwhile(workers, clients, quick_client="quick", seconds=4.0):
    """How long one client's quick queries take, but for one in twenty, while others ask endless ones again and again."""
    over = Event()

    def bother(client):
        while not over.is_set():
            try:
                workers.ask(ENDLESS, FORMATS, client=client)
            except BusyError:
                over.wait(0.2)
            except QueryError:
                pass

    bothering = [Thread(target=bother, args=(client,)) for client in clients]
    for thread in bothering:
        thread.start()
    times = []
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            began = time.monotonic()
            workers.ask(QUICK, FORMATS, client=quick_client)
            times.append(time.monotonic() - began)
            time.sleep(max(0.0, 0.05 - times[-1]))
    except BusyError:  # as late as can be
        return math.inf
    finally:
        over.set()
        for thread in bothering:
            thread.join()
    times.sort()
    return times[int(len(times) * 0.95)] if len(times) > 7 * seconds else math.inf


@pytest.mark.parametrize("seats", [1, 2, 3])
def test_twenty_slow_queries_of_one_client_do_not_delay_another(pool, seats):
    workers = pool(processes=seats, timeout_s=2.0)
    workers.ask(QUICK, FORMATS, client="quick")
    assert at_best(lambda: asked_meanwhile(workers, ["slow"] * 20), 0.35) <= 0.35


def test_twenty_clients_with_slow_queries_do_not_delay_one_with_quick_ones(pool):
    workers = pool(processes=2, timeout_s=2.0)
    workers.ask(QUICK, FORMATS, client="quick")
    assert at_best(lambda: asked_meanwhile(workers, [f"slow{n}" for n in range(20)]), 0.35) <= 0.35


def test_a_client_with_a_slow_query_is_answered_its_quick_ones(pool):
    workers = pool(processes=2, timeout_s=2.0)
    workers.ask(QUICK, FORMATS, client="one")
    assert at_best(lambda: asked_meanwhile(workers, ["one"], quick_client="one", seconds=1.5), 0.5) <= 0.5


def test_many_threads_at_once_are_all_answered_each_its_own(pool):
    workers = pool(processes=2, limits=Limits(queue=200, wait_s=60.0))

    def ask(number):
        body = workers.ask(f"SELECT ({number} AS ?n) {{}}", FORMATS | {"solutions": "csv"}, client=f"{number % 7}").body
        return body == f"n\r\n{number}\r\n".encode()

    with ThreadPoolExecutor(64) as threads:
        assert all(threads.map(ask, range(1000)))
    counters = workers.counters()
    assert (counters.asked, counters.answered, counters.busy, counters.waiting) == (1000, 1000, 0, 0)
    assert counters.started <= 4


def turns(seats=2, room=2, queue=4):
    return Turns(seats, room, queue, quick_s=0.25)


def wait(book, client, now=0.0):
    ticket: Ticket[str] = Ticket(client, now, 10.0)
    book.queue(ticket)
    return ticket


def test_the_last_seat_is_kept_for_clients_that_were_quick():
    book = turns()
    book_quick(book, "quick")
    unknown = wait(book, "a")
    wait(book, "b")
    assert book.next(1.0) is unknown
    assert book.next(1.0) is None
    quick = wait(book, "quick")
    assert book.next(1.0) is quick


def book_quick(book, client):
    wait(book, client)
    assert book.next(0.0) is not None
    book.end(client, 0.01, was_long=False)


def test_the_clients_take_turns():
    book = turns(seats=1, queue=10)
    for client in "aaab":
        wait(book, client)
    order = []
    for now in range(1, 5):
        ticket = book.next(float(now))
        assert ticket is not None
        order.append(ticket.client)
        book.end(ticket.client, 0.01, was_long=False)
    assert order in (["a", "b", "a", "a"], ["b", "a", "a", "a"])


def test_a_full_queue_sends_away_the_last_of_whoever_waits_with_most():
    book = turns(queue=3)
    tickets = [wait(book, "greedy") for _ in range(3)]
    with pytest.raises(BusyError):
        wait(book, "greedy")
    wait(book, "other")
    assert isinstance(tickets[2].refusal, BusyError)
    assert book.waiting == 3


def test_a_client_never_takes_the_last_place_for_long_queries():
    book = turns(seats=3, room=2)
    for client in ("a", "a", "b"):
        wait(book, client)
        assert book.next(0.0) is not None
        book.seats += 1
    assert book.lengthen("a")
    assert not book.lengthen("a")
    assert book.lengthen("b")


def test_an_expensive_client_that_waits_long_has_its_turn():
    book = turns(seats=1, queue=10)
    wait(book, "dear")
    assert book.next(0.0) is not None
    book.end("dear", 1.0, was_long=False)
    waiting = wait(book, "dear", 0.0)
    wait(book, "cheap", 1.0)
    assert book.next(1.0) is not waiting
    book.end("cheap", 0.01, was_long=False)
    wait(book, "cheap", 20.0)
    assert book.next(20.0) is waiting


def test_clients_of_long_ago_are_forgotten(monkeypatch):
    monkeypatch.setattr("lod_publisher.snapshot.workers.fairness._REMEMBERED", 10)
    book = turns()
    for number in range(100):
        book_quick(book, f"{number}")
    assert len(book._clients) <= 11
