"""Too many connections, slow ones, and no file left to open.

What may be lost: answers to whoever cannot be let in at that moment; they are refused, never half given. When the crowd has gone,
everybody is answered again without anybody's help.
"""

import resource
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import quote

import pytest
from benchmarks.load import waited
from benchmarks.mixed import family, memory_mb
from tests.faults.running import Server, built, serving

SLOW = 1000
FILES = 110
_QUERY = f"/sparql?query={quote('SELECT ?t ?l { <id/person/p7> a ?t ; rdfs:label ?l }')}"
PATHS = ("/ready", "/data/person/p1.ttl", "/page/person/p2", _QUERY, "/search?q=Person")


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with a snapshot."""
    folder: Path = tmp_path_factory.mktemp("connections")
    built(folder, "one")
    return folder / "data"


@contextmanager
def slow_connections(port: int, number: int) -> Iterator[list[socket.socket]]:
    """So many connections, each of which sends a byte of a header a second."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, min(hard, 4 * number)), hard))
    ended = threading.Event()
    lines: list[socket.socket] = []

    def drip() -> None:
        while not ended.wait(1.0):
            for line in lines:
                with suppress(OSError):
                    line.send(b"x")

    dripping = threading.Thread(target=drip)
    with ExitStack() as closing:
        for _ in range(number):
            line = closing.enter_context(socket.socket())
            line.settimeout(60)
            line.connect(("127.0.0.1", port))
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            lines.append(line)
        dripping.start()
        try:
            yield lines
        finally:
            ended.set()
            dripping.join()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_thousand_slow_connections_delay_nobody_else(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "2") as server:
        before = memory_mb(server.process.pid)
        with slow_connections(server.port, SLOW) as lines:
            until = time.monotonic() + 4
            while time.monotonic() < until:
                for path in PATHS:
                    assert server.get(path, 60)
            assert memory_mb(server.process.pid) - before < 200
            assert len(lines) == SLOW
        for path in PATHS:
            assert server.get(path)
        assert server.said() == ""


def test_a_header_that_does_not_end_is_not_waited_for_longer_than_a_while(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "1") as server, slow_connections(server.port, 3) as lines:
        begun = time.monotonic()
        for line in lines:
            line.settimeout(90)
            with suppress(OSError):
                while line.recv(1000):
                    pass
        assert time.monotonic() - begun < 60


def test_a_server_without_a_file_to_open_refuses_and_recovers(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "1", files=FILES) as server:
        for path in PATHS:
            assert server.get(path)
        kept = HTTPConnection("127.0.0.1", server.port, timeout=60)
        assert asked(kept, "/ready") == 200
        with ExitStack() as crowd:
            for _ in range(150):
                line = crowd.enter_context(socket.socket())
                line.setblocking(False)
                with suppress(BlockingIOError):
                    line.connect(("127.0.0.1", server.port))
            waited(lambda: most_open_files(server) >= FILES - 2, 60)
            seen = {asked(kept, path) for path in PATHS for _ in range(3)}
            assert seen <= {200, 503}
            assert 200 in seen
        kept.close()
        waited(lambda: all(is_answered(server, path) for path in PATHS), 60, 0.2)
        for _ in range(5):
            for path in PATHS:
                assert server.get(path)
        assert len(server.said()) < 20_000


def asked(line: HTTPConnection, path: str) -> int:
    """The status of an answer on a connection that stays open."""
    line.request("GET", path)
    answer = line.getresponse()
    answer.read()
    return answer.status


def most_open_files(server: Server) -> int:
    """How many files are open in the process that has most of them."""
    return max(len(list(Path(f"/proc/{process}/fd").iterdir())) for process in family(server.process.pid))


def is_answered(server: Server, path: str) -> bool:
    try:
        return bool(server.get(path, 5))
    except (OSError, HTTPException):
        return False
