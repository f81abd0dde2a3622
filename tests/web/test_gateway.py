"""The real server at the level of sockets: what breaks is seen to break, and nobody works for a client that has left."""

import gzip
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import pytest
from backports.zstd import decompress
from tests.conformance.sparql.conftest import Server, running
from tests.patience import at_best
from tests.ports import free_port

ENDLESS = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(STRLEN(CONCAT(STR(?a), STR(?f))) > 3) }"
LARGE = "SELECT * { ?s ?p ?o } LIMIT 7000"
_SERVE = (
    "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
    "from lod_publisher.web.server import run;"
    "run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=1, query_timeout_s=2.0,"
    " trusted_proxies=('127.0.0.1',)))"
)


@pytest.fixture(scope="module")
def server(web_data: Path) -> Iterator[Server]:
    """Our server in one process, with 2 s a query, behind a proxy on this machine."""
    port = free_port()
    with running([sys.executable, "-c", _SERVE, web_data, str(port)], port, "/sparql") as started:
        yield started


def sent(server: Server, query: str, headers: str = "") -> socket.socket:
    """A connection on which a query was asked."""
    connection = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    request = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: a.example\r\n{headers}\r\n"
    connection.sendall(request.encode())
    return connection


def read(connection: socket.socket, at_most: int = 1 << 40) -> bytes:
    """All that comes until the other side closes the connection, or so many bytes."""
    parts: list[bytes] = []
    while sum(map(len, parts)) < at_most:
        try:
            part = connection.recv(1 << 20)
        except ConnectionResetError:
            break
        if not part:
            break
        parts.append(part)
    return b"".join(parts)


class Process(NamedTuple):
    """A running process, with its memory in bytes."""

    pid: int
    parent: int
    memory: int
    command: str


def processes() -> Iterator[Process]:
    """All that run on this machine; `ps` may be missing, and may cut their commands."""
    page = os.sysconf("SC_PAGESIZE")
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            state = (folder / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
            memory = int((folder / "statm").read_text(encoding="ascii").split()[1]) * page
            command = (folder / "cmdline").read_text(encoding="utf-8", errors="replace").replace("\0", " ")
            yield Process(int(folder.name), int(state[1]), memory, command)


def workers_of(data: Path) -> dict[int, int]:
    """The processes that have the store of a data folder open for queries, and the memory of each in bytes."""
    return {
        row.pid: row.memory for row in processes() if "snapshot.workers" in row.command and str(data) in row.command
    }


def test_an_answer_that_fails_on_its_way_is_broken_off_and_never_ends_politely(server, web_data):
    with sent(server, ENDLESS, "Accept: text/csv\r\n") as connection:
        received = read(connection, 500_000)
        found = workers_of(web_data)
        assert found
        for worker in found:
            os.kill(worker, signal.SIGKILL)
        received += read(connection)
    assert received.startswith(b"HTTP/1.1 200 OK")
    assert b"transfer-encoding: chunked" in received[:2_000]
    assert not received.endswith(b"0\r\n\r\n")


def test_an_answer_that_fails_before_its_first_part_is_an_error_with_a_status(server):
    with sent(server, SLOW, "Connection: close\r\n") as connection:
        received = read(connection)
    assert received.startswith(b"HTTP/1.1 504")
    assert b"content-length" in received


def test_a_whole_answer_of_any_length_ends_politely_and_the_connection_goes_on(server):
    with sent(server, LARGE) as connection:
        received = b""
        while not received.endswith(b"\r\n0\r\n\r\n"):
            received += connection.recv(1 << 20)
        connection.sendall(b"GET /health HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n")
        assert read(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(("coding", "unpack"), [("gzip", gzip.decompress), ("zstd", decompress)])
def test_whole_and_streamed_answers_are_compressed_as_the_client_likes(server, coding, unpack):
    for query, rows in ((LARGE, 7_000), ("SELECT * { ?s ?p ?o } LIMIT 100", 100)):
        reply = server.ask("GET", f"?query={quote(query)}", {"Accept-Encoding": coding})
        assert reply.headers["content-encoding"] == coding
        assert "Accept-Encoding" in reply.headers["vary"]
        assert len(json.loads(unpack(reply.body))["results"]["bindings"]) == rows


def test_a_client_that_leaves_frees_its_worker(server):
    def waited_for_it() -> float:
        connections = [sent(server, SLOW) for _ in range(3)] + [sent(server, ENDLESS)]
        time.sleep(0.6)
        for connection in connections:
            connection.close()
        started = time.monotonic()
        assert server.ask("GET", f"?query={quote('ASK { ?s ?p ?o }')}").status == 200
        return time.monotonic() - started

    assert at_best(waited_for_it, 1.5) <= 1.5  # three queries of 2 s each would still be running


def test_a_client_that_reads_slowly_does_not_fill_the_servers_memory(server):
    def memory_mb() -> float:
        serving = [row.memory for row in processes() if row.parent == server.pid]
        assert serving
        return sum(serving) / 1_000_000

    with sent(server, LARGE) as connection:
        read(connection, 10_000)
    before = memory_mb()
    with sent(server, ENDLESS, "Accept: application/sparql-results+json\r\n") as connection:
        time.sleep(2.5)
        assert memory_mb() - before < 60  # the engine writes as much in a second
        assert len(read(connection, 20_000_000)) >= 20_000_000
        assert memory_mb() - before < 60


def test_the_service_is_described_at_the_address_by_which_a_proxy_was_reached(server):
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "data.example.org", "Accept": "application/n-triples"}
    reply = server.ask("GET", "", headers)
    assert b"#endpoint> <https://data.example.org/sparql> ." in reply.body


def test_more_than_a_query_can_need_is_not_read(server):
    reply = server.ask("POST", "", {"Content-Type": "application/sparql-query"}, b"#" * 2_000_000)
    assert reply.status == 413
    assert "250,000 bytes" in json.loads(reply.body)["detail"]


def test_a_failure_to_look_at_what_is_at_hand_keeps_no_answer_from_anybody(web_data: Path):
    """It happened where nothing was logged, and the server's library answered a bare 500."""
    failing = (
        "from lod_publisher.web.direct import Direct\n"
        "def kept(self, environ): raise KeyError('a race that was lost')\n"
        "Direct.kept = kept\n"
    )
    port = free_port()
    with running([sys.executable, "-c", failing + _SERVE, web_data, str(port)], port, "") as started:
        answer = started.ask("GET", "/data/person/qasim-abd-al-karim.ttl")
    assert answer.status == 200
