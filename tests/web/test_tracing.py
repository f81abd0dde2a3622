"""Traces: what a receiver of OpenTelemetry on loopback gets from a real server, and that nothing of it is there when it is off."""

import gzip
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from tests.ports import free_port

from lod_publisher.errors import InputError
from lod_publisher.settings import ServeSettings
from lod_publisher.web.app import tracing

_SERVE = (
    "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
    "from lod_publisher.web.server import run;"
    "run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=1, traces=sys.argv[3], access_log=True))"
)
_PARENT = "4bf92f3577b34da6a3ce929d0e0e4736"


@dataclass
class Span:
    """A span as it was received."""

    name: str
    trace: str
    id: str
    parent: str
    said: dict[str, object]
    is_error: bool
    seconds: float


@dataclass
class Receiver:
    """A small receiver of OTLP over HTTP."""

    spans: list[Span] = field(default_factory=list)

    def take(self, body: bytes) -> None:
        sent = ExportTraceServiceRequest.FromString(body)
        for resource in sent.resource_spans:
            for scope in resource.scope_spans:
                for each in scope.spans:
                    said = {one.key: getattr(one.value, str(one.value.WhichOneof("value"))) for one in each.attributes}
                    seconds = (each.end_time_unix_nano - each.start_time_unix_nano) / 1e9
                    self.spans.append(
                        Span(
                            each.name, each.trace_id.hex(), each.span_id.hex(), each.parent_span_id.hex(), said,
                            each.status.code == 2, seconds,
                        )
                    )  # fmt: skip

    def request(self, name: str) -> Span:
        """The span of the request with this id, when it comes."""
        deadline = time.monotonic() + 60
        while True:
            for span in list(self.spans):
                if span.said.get("lod_publisher.request_id") == name:
                    return span
            assert time.monotonic() < deadline, f"no span of {name} among {len(self.spans)}"
            time.sleep(0.1)

    def below(self, request: Span) -> list[Span]:
        return [span for span in self.spans if span.parent == request.id]


@pytest.fixture(scope="module")
def receiver() -> Iterator[tuple[Receiver, str]]:
    """A receiver and its address."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = gzip.decompress(body)
            if self.path == "/v1/traces":
                found.take(body)
            self.send_response(200 if self.path == "/v1/traces" else 404)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def server(web_data, receiver, tmp_path_factory) -> Iterator[str]:
    """A real server that traces and logs; its address."""
    port, log = free_port(), tmp_path_factory.mktemp("traced") / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, str(web_data), str(port), receiver[1]], stderr=file, stdout=file
        )
    try:
        for _ in range(600):
            try:
                ask(f"http://127.0.0.1:{port}/ready", "first")
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(60)
    told = log.read_text(encoding="utf-8")
    assert "Traceback" not in told
    assert "Calling end() on an ended span" not in told
    logged = {json.loads(line)["id"] for line in told.splitlines() if line.startswith("{")}
    assert "first" in logged  # the log and the spans tell the same ids


def ask(address: str, name: str, **headers: str) -> tuple[int, list[str]]:
    """The status of an answer and the request ids it bears."""
    request = Request(address, headers={"X-Request-Id": name, "Connection": "close", **headers})
    try:
        with urlopen(request, timeout=60) as answer:
            answer.read()
            return answer.status, answer.headers.get_all("X-Request-Id") or []
    except HTTPError as error:
        return error.code, error.headers.get_all("X-Request-Id") or []


def test_each_request_has_a_span_with_its_route_status_format_and_id_whether_it_was_made_or_at_hand(server, receiver):
    address = f"{server}/data/person/qasim-abd-al-karim.ttl"
    assert ask(address, "described") == (200, ["described"])
    assert ask(address, "again") == (200, ["again"])
    made, kept = (receiver[0].request(name) for name in ("described", "again"))
    assert made.name == "GET /data"
    expected = {
        "http.request.method": "GET",
        "http.route": "/data",
        "http.response.status_code": 200,
        "url.path": "/data/person/qasim-abd-al-karim.ttl",
        "lod_publisher.format": "text/turtle",
    }
    assert expected.items() <= made.said.items()
    assert expected.items() <= kept.said.items()
    assert (made.said["lod_publisher.source"], kept.said["lod_publisher.source"]) == ("made", "memory")
    assert str(made.said["lod_publisher.snapshot"]).startswith("20260102T")
    assert made.trace != kept.trace


def test_a_query_has_a_span_below_its_request_below_the_span_of_the_client_and_its_words_are_in_none(server, receiver):
    query = quote("SELECT (COUNT(?secretword) AS ?n) { ?secretword a ?type }")
    parent = f"00-{_PARENT}-00f067aa0ba902b7-01"
    assert ask(f"{server}/sparql?query={query}", "asked", traceparent=parent)[0] == 200
    request = receiver[0].request("asked")
    assert (request.trace, request.parent) == (_PARENT, "00f067aa0ba902b7")
    (work,) = receiver[0].below(request)
    assert (work.name, work.trace, work.is_error) == ("query", _PARENT, False)
    assert work.said["lod_publisher.kind"] == "solutions"
    assert int(str(work.said["lod_publisher.bytes"])) > 10
    assert 0 <= work.seconds <= request.seconds + 0.001
    assert "secretword" not in repr(receiver[0].spans)


def test_what_fails_is_an_error_in_its_span_without_the_words_of_the_query(server, receiver):
    assert ask(f"{server}/sparql?query={quote('SELECT ?hidden { ?hidden')}", "wrong")[0] == 400
    request = receiver[0].request("wrong")
    assert request.said["http.response.status_code"] == 400
    (work,) = receiver[0].below(request)
    assert (work.is_error, work.said["error.type"]) == (True, "BadQueryError")
    assert "hidden" not in repr(receiver[0].spans)


def test_a_long_answer_ends_its_spans_when_it_is_given(server, receiver):
    query = quote("SELECT * { ?s ?p ?o . ?t ?q ?o } LIMIT 40000")
    assert ask(f"{server}/sparql?query={query}", "long")[0] == 200
    request = receiver[0].request("long")
    (work,) = receiver[0].below(request)
    assert int(str(work.said["lod_publisher.bytes"])) > 1_000_000


def test_without_the_setting_nothing_of_it_is_loaded(web_data):
    code = (
        "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
        "from lod_publisher.web.app import open_app; app = open_app(ServeSettings(data=Path(sys.argv[1]), workers=1));"
        "print([name for name in sys.modules if 'opentelemetry' in name or name.endswith('web.tracing')]);"
        "app.extensions['site'].workers.close()"
    )
    told = subprocess.run([sys.executable, "-c", code, str(web_data)], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_traces_without_the_extra_are_refused_with_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "opentelemetry.context", None)
    monkeypatch.delitem(sys.modules, "lod_publisher.web.tracing", raising=False)
    monkeypatch.delattr("lod_publisher.web.tracing", raising=False)
    with pytest.raises(InputError, match=r"lod_publisher\[tracing\]"):
        tracing("http://127.0.0.1:4318")
    assert ServeSettings().traces == ""
