"""Real services on loopback: one whose behaviour a test chooses, and the tools to start real engines."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

ROOT = Path(__file__).parents[2]
BASE = "https://data.example.org"
JSON = "application/sparql-results+json"


@dataclass
class Answer:
    """What the service answers: a table by default."""

    body: bytes = b'{"head":{"vars":[]},"results":{"bindings":[{}]}}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": JSON})
    wait: Callable[[], None] = lambda: None
    drip: bool = False


@dataclass
class Service:
    """A SPARQL service that keeps what it was asked."""

    url: str
    answer: Answer = field(default_factory=Answer)
    asked: list[str] = field(default_factory=list)

    def table(self, *rows: dict[str, dict[str, str]], **headers: str) -> None:
        """Answer with these rows from now on."""
        names = sorted({name for row in rows for name in row})
        body = json.dumps({"head": {"vars": names}, "results": {"bindings": rows}}).encode()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answer = Answer(body, headers={"Content-Type": JSON, **sent})


@contextmanager
def serving() -> Iterator[Service]:
    """A service on a free port of loopback, for as long as the block lasts."""
    done = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._say(parse_qs(urlsplit(self.path).query))

        def do_POST(self) -> None:
            self._say(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))

        def _say(self, form: dict[str, list[str]]) -> None:
            one.asked.append(form["query"][0])
            answer = one.answer
            answer.wait()
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            while answer.drip and not done.wait(0.05):
                try:
                    self.wfile.write(b" ")
                except OSError:
                    return
            with suppress(OSError):  # whoever asked has gone
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        one = Service(f"http://127.0.0.1:{server.server_port}/sparql")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield one
        finally:
            done.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def service() -> Iterator[Service]:
    """A service that the test tells what to answer."""
    with serving() as one:
        yield one


@pytest.fixture
def neighbour() -> Iterator[Service]:
    """A second service."""
    with serving() as one:
        yield one


@pytest.fixture(scope="session")
def data(tmp_path_factory) -> Path:
    """The founding collection, published."""
    folder: Path = tmp_path_factory.mktemp("remote") / "data"
    build(
        [ROOT / "seeds"],
        BuildSettings(data=folder, base=BASE, jobs=1, validate=False),
        datetime(2026, 1, 2, tzinfo=UTC),
        lambda *_: None,
    )
    return folder
