"""The real server over a store of the tests' own, on loopback, and a way to ask it."""

import http.client
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from pyoxigraph import Store
from tests.ports import free_port

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

ROOT = Path(__file__).parents[3]
BASE = "https://data.example.org"
_SERVE = (
    "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
    "from lod_publisher.web.server import run;"
    "run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=1))"
)


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    media_type: str = field(init=False)

    def __post_init__(self) -> None:
        self.media_type = self.headers.get("content-type", "").partition(";")[0]


@dataclass(frozen=True)
class Server:
    """A server that runs, and the path of its endpoint."""

    port: int
    path: str
    pid: int

    def ask(
        self, method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, self.path + target, body, dict(headers or {}))
            answer = connection.getresponse()
            return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()


@contextmanager
def running(command: list[str | Path], port: int, path: str) -> Iterator[Server]:
    """Start a server, wait until it answers, end it afterwards."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
                    break
            except OSError:
                assert process.poll() is None, command
                time.sleep(0.2)
        yield Server(port, path, process.pid)
    finally:
        process.terminate()
        process.wait(60)


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published snapshot of next to nothing, whose store is replaced by the tests."""
    folder = tmp_path_factory.mktemp("sparql")
    (folder / "thing.ttl").write_text(
        f"<{BASE}/id/person/p> a <http://www.cidoc-crm.org/cidoc-crm/E21_Person> ;"
        f' <http://www.w3.org/2000/01/rdf-schema#label> "P" .',
        encoding="utf-8",
    )
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    build([folder / "thing.ttl"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return folder / "data"


Fill = Callable[[Store], None]
Serve = Callable[[Fill], Server]


@pytest.fixture(scope="module")
def serve(empty_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start our server over a store that is filled as given; it ends with the module."""
    opened = []

    def start(fill: Fill) -> Server:
        data = tmp_path_factory.mktemp("data") / "data"
        shutil.copytree(empty_data, data, symlinks=True)
        folder = (data / "current").resolve()
        shutil.rmtree(folder / "store")
        store = Store(str(folder / "store"))
        fill(store)
        store.flush()
        del store
        port = free_port()
        context = running([sys.executable, "-c", _SERVE, data, str(port)], port, "/sparql")
        opened.append(context)
        return context.__enter__()

    yield start
    for context in opened:
        context.__exit__(None, None, None)


def truth(reply: Reply) -> bool:
    """The boolean in a reply."""
    assert reply.media_type == "application/sparql-results+json", reply
    said = json.loads(reply.body)
    assert set(said) == {"head", "boolean"}  # no `results`: some clients look for that first
    return bool(said["boolean"])
