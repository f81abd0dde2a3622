"""Starting the server for real, and refusing to in one clear sentence."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from urllib.request import Request, urlopen

import pytest
from tests.ports import free_port

from lod_publisher.errors import InputError, SnapshotError
from lod_publisher.settings import ServeSettings
from lod_publisher.web.server import run
from lod_publisher.wsgi import application


def test_nothing_published_is_said_before_anything_starts(tmp_path):
    with pytest.raises(SnapshotError, match="nothing is published"):
        run(ServeSettings(data=tmp_path))


def test_a_port_that_is_taken_is_said_with_the_way_out(web_data):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(InputError, match=rf"127\.0\.0\.1:{port}.*--port"):
            run(ServeSettings(data=web_data, port=port))


def test_the_door_for_other_servers_makes_the_same_application(web_data, monkeypatch):
    for name, value in ServeSettings(data=web_data, workers=1).environment().items():
        monkeypatch.setenv(name, value)
    assert application().test_client().get("/ready").status_code == 200


def test_the_server_answers_and_ends_when_told_to(web_data):
    port = free_port()
    code = (
        "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
        "from lod_publisher.web.server import run; run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=2))"
    )
    server = subprocess.Popen([sys.executable, "-c", code, str(web_data), str(port)])
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5) as answer:
                    assert answer.status == 200
                break
            except OSError:
                time.sleep(0.2)
        else:
            pytest.fail("the server did not answer within 60 s")
        body = b"query=ASK%20%7B%20%3Fs%20a%20crm%3AE21_Person%20%7D"
        with urlopen(Request(f"http://127.0.0.1:{port}/sparql", data=body), timeout=60) as answer:
            assert b"true" in answer.read()
    finally:
        os.kill(server.pid, signal.SIGINT)
        server.wait(60)
    with pytest.raises(OSError, match="refused"):
        urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
