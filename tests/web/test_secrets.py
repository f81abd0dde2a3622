"""Passwords, keys and tokens are in nothing that the program writes: logs, errors, /admin, /metrics, /openapi.json, doctor, traces."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from tests.ports import free_port

from lod_publisher.errors import without_secrets
from lod_publisher.snapshot.remote import Engine
from lod_publisher.snapshot.remote.loading import GraphStore

USER, PASSWORD, KEY, TOKEN = "archivist", "pa55/word", "s3same-0pen", "a-token-of-29-random-letters"
ENCODED = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SECRETS = (PASSWORD, quote(PASSWORD, safe=""), KEY, TOKEN, ENCODED)
_TABLE = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


@dataclass
class Store:
    """An engine that knows no discretion: what fails is told with all that it was sent."""

    port: int
    failing: bool = False

    def url(self, path: str) -> str:
        return f"http://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}{path}?key={KEY}"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = f"{self.path} {dict(self.headers)}".encode()
            body, status = (told, 500) if found.failing else (_TABLE, 200)
            self.send_response(status)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def do_PUT(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = f"{self.path} {dict(self.headers)}".encode()
            self.send_response(403)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found = Store(server.server_port)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def environment(store: Store, **more: str) -> dict[str, str]:
    """All secrets that the program can be given, as it can be given them."""
    return os.environ | {
        "LOD_PUBLISHER_STORE": store.url("/query"),
        "LOD_PUBLISHER_STORE_PASSWORD": PASSWORD,
        "LOD_PUBLISHER_ADMIN_TOKEN": TOKEN,
        "LOD_PUBLISHER_TRACES": f"http://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{free_port()}/v1/traces",
        **more,
    }


def leaked(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_fixture_would_notice(store):
    assert leaked(store.url("/query")) == [quote(PASSWORD, safe=""), KEY]
    assert leaked(f"Basic {ENCODED}") == [ENCODED]


def test_a_server_tells_no_secret_in_answers_pages_figures_or_its_log(web_data, store, tmp_path):
    port, log = free_port(), tmp_path / "log"
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "serve",
        "--data",
        str(web_data),
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    with log.open("wb") as file:
        process = subprocess.Popen([*command, "--access-log"], env=environment(store), stdout=file, stderr=file)

    def ask(path: str, **headers: str) -> tuple[int, str]:
        request = Request(f"http://127.0.0.1:{port}{path}", headers={"Connection": "close", **headers})
        try:
            with urlopen(request, timeout=60) as answer:
                return answer.status, f"{answer.headers}{answer.read().decode()}"
        except HTTPError as error:
            return error.code, f"{error.headers}{error.read().decode()}"

    told, statuses = "", {}
    try:
        for _ in range(600):
            try:
                ask("/health")
                break
            except OSError:
                time.sleep(0.1)
        query = f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 1')}"
        for failing in (False, True):
            store.failing = failing
            for path in (
                "/",
                query,
                "/ready",
                "/metrics",
                "/openapi.json",
                "/page/person/qasim-abd-al-karim",
                "/admin",
            ):
                status, text = ask(
                    path, Authorization=f"Bearer {TOKEN}", Accept="text/html, application/json;q=0.5, */*;q=0.1"
                )
                statuses[path, failing] = status
                told += text
        without = ask("/admin", Authorization="Bearer wrong")[0]
        time.sleep(2)  # the traces cannot be sent, which the log tells
    finally:
        store.failing = False
        os.kill(process.pid, signal.SIGINT)
        process.wait(60)
    written = log.read_text(encoding="utf-8")
    assert statuses["/admin", False] == 200
    assert without == 401
    assert statuses[query, True] == 502
    assert "answered 500" in told
    assert '"path": "/sparql"' in written
    assert leaked(told) == []
    assert leaked(written) == []


def test_the_doctor_and_the_loader_tell_no_secret(web_data, store):
    store.failing = True
    try:
        for words in (
            ["doctor", "--port", str(free_port())],
            ["load-remote", store.url("/store"), "--user", USER],
            ["--verbose", "load-remote", store.url("/store").replace("http://", "ftp://")],
        ):
            done = subprocess.run(
                [sys.executable, "-m", "lod_publisher", *words, "--data", str(web_data)],
                capture_output=True, text=True, check=False, env=environment(store),
            )  # fmt: skip
            assert done.stdout + done.stderr
            assert leaked(done.stdout + done.stderr) == [], words
    finally:
        store.failing = False


@pytest.mark.parametrize(
    "wrong",
    [
        {"LOD_PUBLISHER_SERVICES": f"https://{USER}:{PASSWORD}@example.org/sparql?key={KEY}"},
        {"LOD_PUBLISHER_SERVICES": f"https://{USER}:{quote(PASSWORD, safe='')}@example.org/sparql?key={KEY}"},
        {"LOD_PUBLISHER_TRACES": f"http://{USER}:{PASSWORD}@127.0.0.1:9/?key={KEY}"},
        {"LOD_PUBLISHER_ADMIN_TOKEN": KEY},
        {"LOD_PUBLISHER_QUERY_QUEUE": "many"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_settings_that_are_refused_are_refused_without_their_secrets(web_data, store, wrong):
    code = "from lod_publisher.wsgi import application; application()"
    given = environment(store, LOD_PUBLISHER_DATA=str(web_data), **wrong)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=given)
    assert done.returncode == 1
    assert "InputError" in done.stderr
    assert leaked(done.stderr) == []


def test_what_holds_a_secret_does_not_show_it_when_it_is_printed(store):
    assert leaked(repr(GraphStore("http://x.example/", "", USER, PASSWORD))) == []
    assert leaked(repr(Engine(store.url("/query")))) == []


def test_what_a_server_repeats_is_told_without_the_secrets_in_it(store):
    said = json.dumps({"path": f"/query?key={KEY}", "Authorization": f"Basic {ENCODED}", "tried": PASSWORD})
    assert leaked(without_secrets(said, store.url("/query"))) == []
    assert without_secrets("nothing", "http://x.example/") == "nothing"
