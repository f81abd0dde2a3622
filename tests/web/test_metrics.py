"""The figures of the service, added up over its processes, and the log of requests."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.ports import free_port

from lod_publisher.web.observing import route_of

_SERVE = (
    "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
    "from lod_publisher.web.server import run;"
    "run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=2, access_log=True))"
)
_FIRST_AT_ONCE = """
import sys
from threading import Barrier, Thread
from lod_publisher.web.figures import figures
sys.setswitchinterval(1e-6)
at_once, found = Barrier(8), []
def ask():
    at_once.wait()
    found.append(figures())
threads = [Thread(target=ask) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(found), len(set(map(id, found))))
"""
# Of a kind that takes a worker.
ASK = f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?s a ?type }')}"


@dataclass
class Service:
    """A server with two processes, its log, and who it is."""

    port: int
    pid: int
    log: Path

    def ask(self, path: str, **headers: str) -> tuple[bytes, str]:
        """The body of an answer and its request id."""
        given = {"Connection": "close", **{name.replace("_", "-"): value for name, value in headers.items()}}
        with urlopen(Request(f"http://127.0.0.1:{self.port}{path}", headers=given), timeout=60) as answer:
            return answer.read(), answer.headers["X-Request-Id"] or ""

    def figures(self) -> dict[str, list[tuple[dict[str, str], float]]]:
        """All samples by name."""
        found: dict[str, list[tuple[dict[str, str], float]]] = {}
        for family in text_string_to_metric_families(self.ask("/metrics")[0].decode()):
            for sample in family.samples:
                found.setdefault(sample.name, []).append((sample.labels, sample.value))
        return found

    def requests(self, **labels: str) -> float:
        """How many requests were counted with these labels."""
        samples = self.figures().get("lod_publisher_requests_total", [])
        return sum(value for given, value in samples if labels.items() <= given.items())

    def until(self, number: float, **labels: str) -> None:
        """Wait until so many are counted: processes tell theirs each second."""
        deadline = time.monotonic() + 60
        while (counted := self.requests(**labels)) != number:
            assert time.monotonic() < deadline, f"{counted} counted, not {number}"
            time.sleep(0.2)


@pytest.fixture(scope="module")
def service(web_data, tmp_path_factory) -> Iterator[Service]:
    """A real server that logs."""
    yield from start(web_data, tmp_path_factory.mktemp("log"))


def start(web_data: Path, folder: Path) -> Iterator[Service]:
    """Start a server that logs into a folder, and end it."""
    log, port = folder / "access.jsonl", free_port()
    with log.open("wb") as file:
        process = subprocess.Popen([sys.executable, "-c", _SERVE, str(web_data), str(port)], stderr=file)
    found = Service(port, process.pid, log)
    try:
        for _ in range(600):
            try:
                found.ask("/ready")
                break
            except OSError:
                time.sleep(0.1)
        yield found
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(60)


def test_requests_are_counted_over_all_processes_by_route_status_format_and_whether_they_were_at_hand(service):
    labels = {"route": "data", "status": "200", "format": "text/turtle"}
    for _ in range(20):
        service.ask("/data/person/qasim-abd-al-karim.ttl")
    service.until(20, **labels)
    made = service.requests(**labels, source="made")
    assert 1 <= made <= 2  # once in each process that was asked
    assert service.requests(**labels, source="memory") == 20 - made
    with pytest.raises(HTTPError):
        service.ask("/data/person/nobody.ttl")
    service.until(1, route="data", status="404")


def test_addresses_that_clients_invent_are_not_remembered(service):
    for number in range(5):
        with pytest.raises(HTTPError):
            service.ask(f"/invented-{number}")
    service.until(5, route="other")
    paths = ("/", "/oai", "/report.ttl", "/x", "/data/person/x")
    assert [route_of(path) for path in paths] == ["", "oai", "report", "other", "data"]


def test_queries_workers_memory_and_the_snapshot_are_told(service):
    service.ask(ASK)
    deadline = time.monotonic() + 60
    while not any(value for labels, value in service.figures().get("lod_publisher_queries_total", [])):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    figures = service.figures()
    assert ({"outcome": "answered"}, 1.0) in figures["lod_publisher_queries_total"]
    assert 50e6 < figures["lod_publisher_resident_bytes"][0][1] < 1e9
    snapshot = json.loads(service.ask("/ready")[0])
    kinds = figures["lod_publisher_snapshot_entities"]
    assert sum(value for _, value in kinds) == snapshot["entities"]
    assert figures["lod_publisher_snapshot_built_timestamp_seconds"][0][1] == 1767312000.0
    assert any(labels["stage"] == "convert" for labels, _ in figures["lod_publisher_build_stage_seconds"])
    assert figures["lod_publisher_request_seconds_count"]


def test_threads_that_count_for_the_first_time_at_once_count_in_the_same_figures(tmp_path):
    """A request and the telling each second: one of them failed, and a reader of a server just started got a 500."""
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    command = [sys.executable, "-c", _FIRST_AT_ONCE]
    asked = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert (asked.stdout, asked.stderr) == ("8 1\n", "")


def test_a_stranger_reads_no_figures(client):
    refused = client.get("/metrics", environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert refused.status_code == 403
    assert client.get("/metrics", environ_base={"REMOTE_ADDR": "127.0.0.1"}).status_code == 200


def test_the_log_has_a_line_for_each_request_with_its_id_and_nothing_personal(service):
    _, name = service.ask(ASK, X_Request_Id="from-the-proxy.1")
    assert name == "from-the-proxy.1"
    _, forged = service.ask("/health", X_Request_Id='x" , "admin": true')
    assert len(forged) == 16
    lines = [json.loads(line) for line in service.log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    (line,) = [line for line in lines if line["id"] == name]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/sparql", 200)
    assert line["snapshot"].startswith("20260102T")
    assert set(line) == {"time", "id", "method", "path", "status", "ms", "snapshot"}
    assert "127.0.0.1" not in json.dumps(lines)
    assert any(line["id"] == forged for line in lines)
