"""The server is told to end while long answers are on their way.

What may be lost: the rest of an answer that is not whole after the time of grace, and its reader sees that it is not. Nothing that was published.
"""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import pytest
from benchmarks.load import waited
from benchmarks.mixed import family
from tests.faults.running import Server, built, serving
from tests.ports import free_port

_LONG = "SELECT ?l { ?s a crm:E21_Person ; rdfs:label ?l . ?t rdfs:label ?m . ?u rdfs:label ?n } LIMIT 300000"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with a snapshot."""
    folder: Path = tmp_path_factory.mktemp("ending")
    built(folder, "one")
    return folder / "data"


def begun(server: Server, query: str) -> socket.socket:
    """A connection on which an answer has begun and of which no more is read yet."""
    line = socket.create_connection(("127.0.0.1", server.port), timeout=60)
    line.sendall(f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
    assert line.recv(15) == b"HTTP/1.1 200 OK"
    return line


def rest(line: socket.socket) -> bytes:
    parts = []
    try:
        while part := line.recv(1 << 16):
            parts.append(part)
            if part.endswith(b"0\r\n\r\n"):
                break
    except OSError:
        pass  # cut off: that is what the caller looks for
    return b"".join(parts)


def test_an_answer_that_has_begun_is_finished_and_then_no_process_is_left(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "2") as server:
        members = family(server.process.pid)
        assert len(members) >= 5
        with begun(server, _LONG) as line:
            for member in members:  # as systemd does
                os.kill(member, signal.SIGTERM)
            body = rest(line)
        assert body.endswith(b"0\r\n\r\n")
        assert body.count(b"edition-one") == 300_000
        assert server.process.wait(60) == 0
        waited(lambda: not any(Path(f"/proc/{member}").exists() for member in members), 60)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port), timeout=5).close()


def test_a_reader_who_takes_nothing_does_not_keep_the_server_from_ending(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "1") as server:
        members = family(server.process.pid)
        with begun(server, _LONG.replace("300000", "3000000")) as line:
            server.process.send_signal(signal.SIGTERM)
            assert server.process.wait(60) == 0
            assert not rest(line).endswith(b"0\r\n\r\n")
        waited(lambda: not any(Path(f"/proc/{member}").exists() for member in members), 60)


def test_when_its_first_process_is_killed_the_others_do_not_go_on_listening(data, tmp_path):
    with serving(data, tmp_path / "log", "--workers", "2") as server:
        members = family(server.process.pid)
        server.process.kill()
        server.process.wait()
        waited(lambda: not any(Path(f"/proc/{member}").exists() for member in members), 60)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", server.port), timeout=5).close()


def test_when_its_first_process_is_killed_while_the_others_start_none_is_left(data):
    """A process that is started reads the program first; by the time it looks at its parent, that is another one."""
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(data), "--port", str(free_port())]
    server = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL)
    waited(
        lambda: len(family(server.pid)) >= 4, 60, 0.005
    )  # itself, what keeps track of semaphores, and two that will serve
    members = family(server.pid)
    time.sleep(0.2)
    server.kill()
    server.wait()
    try:
        waited(lambda: not any(Path(f"/proc/{member}").exists() for member in members), 60)
    finally:
        for member in members:
            with suppress(ProcessLookupError):
                os.kill(member, signal.SIGKILL)


@pytest.mark.parametrize("moment_s", [0.6, 1.2, 1.8])
def test_told_to_end_while_it_starts_it_ends(data, moment_s):
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(data), "--port", str(free_port())]
    server = subprocess.Popen([*command, "--workers", "2"], stderr=subprocess.DEVNULL)
    time.sleep(moment_s)
    members = family(server.pid)
    server.terminate()
    assert server.wait(60) in (0, 130, -signal.SIGTERM)  # 130: interrupted before it served
    waited(lambda: not any(Path(f"/proc/{member}").exists() for member in members), 60)
