"""The event loop in which requests begin at once, under the real Granian: in which thread what is done."""

import json
import socket
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.conformance.sparql.conftest import Server, running
from tests.ports import free_port

# Answers where it began, where it went on after the body, and where after it had asked for the loop, with the body's length.
_SERVE = """
import asyncio, json, sys, threading
from concurrent.futures import ThreadPoolExecutor
from granian import Granian
from granian.constants import HTTPModes, Interfaces
import lod_publisher.web.server
from lod_publisher.web.eager import done_by, in_the_loop

pool = ThreadPoolExecutor(4, "pool")

def is_in_the_loop():
    try:
        return bool(asyncio.get_running_loop())
    except RuntimeError:
        return False

def fail():
    raise ValueError("as it should")

def is_in_the_pool():
    return threading.current_thread().name.startswith("pool")

class Application:
    async def __rsgi__(self, scope, protocol):
        places = [is_in_the_loop()]
        body = await protocol() if scope.method == "POST" else b""
        places.append(is_in_the_loop())
        if scope.path == "/fails":
            raise ValueError("as it should")
        if scope.path == "/work-fails":
            try:
                await done_by(pool, fail)
            except ValueError as error:
                places.append(str(error))
        if scope.path in ("/works", "/works-and-waits"):
            places += [await done_by(pool, is_in_the_pool), is_in_the_pool(), await done_by(pool, is_in_the_pool)]
        if scope.path == "/works-and-waits":
            await in_the_loop()
            places += [is_in_the_loop(), await done_by(pool, is_in_the_pool), is_in_the_loop()]
        if scope.path == "/waits":
            await in_the_loop()
            places.append(is_in_the_loop())
            await asyncio.sleep(0.01)
            places.append(threading.current_thread() is threading.main_thread())
        protocol.response_bytes(200, [("content-type", "application/json")], json.dumps([places, body.decode()]).encode())

Granian("-", port=int(sys.argv[1]), interface=Interfaces.RSGI, http=HTTPModes.http1, log_enabled=False).serve(
    target_loader=Application, wrap_loader=False
)
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    port = free_port()
    with running([sys.executable, "-c", _SERVE, str(port)], port, "") as started:
        yield started


def test_what_waits_for_nothing_is_answered_without_the_loop(server):
    assert json.loads(server.ask("GET", "/").body) == [[False, False], ""]


def test_a_body_is_waited_for_without_the_loop(server):
    assert json.loads(server.ask("POST", "/", None, b"said").body) == [[False, False], "said"]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_asks_for_the_loop_goes_on_there_and_may_wait_for_anything(server, method):
    body = b"said" if method == "POST" else None
    assert json.loads(server.ask(method, "/waits", None, body).body) == [
        [False, False, True, True],
        "said" if body else "",
    ]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_has_work_done_goes_on_in_the_thread_that_did_it(server, method):
    body = b"said" if method == "POST" else None
    said = "said" if body else ""
    assert json.loads(server.ask(method, "/works", None, body).body) == [[False, False, True, True, True], said]
    assert json.loads(server.ask(method, "/works-and-waits", None, body).body) == [
        [False, False, True, True, True, True, True, True],
        said,
    ]


def test_work_that_fails_fails_where_its_result_is_awaited(server):
    assert json.loads(server.ask("GET", "/work-fails").body) == [[False, False, "as it should"], ""]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_mistake_outside_the_loop_is_an_error_of_that_request_alone(server, method):
    assert server.ask(method, "/fails", None, b"said" if method == "POST" else None).status == 500
    assert server.ask("GET", "/").status == 200


def test_a_body_that_comes_in_parts_keeps_nobody_else_waiting(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as slow:
        slow.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsai")
        assert json.loads(server.ask("POST", "/", None, b"meanwhile").body)[1] == "meanwhile"
        slow.sendall(b"d so")
        answer = b""
        while part := slow.recv(4_096):
            answer += part
    assert answer.endswith(b'"said s"]')


def test_a_client_that_leaves_amid_its_body_harms_nobody(server):
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port), timeout=30) as leaver:
            leaver.sendall(b"POST /waits HTTP/1.1\r\nHost: here\r\nContent-Length: 6\r\n\r\nsai")
    assert json.loads(server.ask("POST", "/waits", None, b"said").body)[1] == "said"


def test_each_of_many_at_once_gets_its_own_answer(server):
    begun = threading.Barrier(16)

    def ask(number: int) -> list[str]:
        begun.wait(30)
        paths = ("/", "/waits", "/works", "/works-and-waits", "/") * 6
        return [
            json.loads(server.ask("POST", path, None, f"{number}.{n}".encode()).body)[1] for n, path in enumerate(paths)
        ]

    with ThreadPoolExecutor(16) as askers:
        for number, said in enumerate(askers.map(ask, range(16))):
            assert said == [f"{number}.{n}" for n in range(30)]
