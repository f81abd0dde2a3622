"""The remote store behind the endpoint is slow, dead, or answers a byte at a time.

What may be lost: answers that need the store, while it is so; they end within the limit of time with 502 or 504 and a sentence.
What the snapshot knows by itself is served on, and when the store is back, nobody has to do anything.
"""

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs, quote

import pytest
from benchmarks.load import waited
from pyoxigraph import QueryResultsFormat, QuerySolutions, Store
from tests.faults.running import Server, built, serving

LIMIT_S = 2
_QUERY = f"/sparql?query={quote('SELECT ?l { ?s rdfs:label ?l } LIMIT 3')}"
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/sparql-results+json\r\n"


class Distant:
    """A SPARQL store over a snapshot, whose behaviour a test chooses: well, deaf, cut, failing, dripping head or body."""

    def __init__(self, store: Path) -> None:
        self.mood = "well"
        self.ended = threading.Event()
        self._store = Store.read_only(str(store))
        distant = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
                self.close_connection = True
                distant.answer(self.wfile, form["query"][0])

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def answer(self, out: BufferedIOBase, query: str) -> None:
        """Answer as one feels; somebody who is cut gets nothing."""
        if self.mood == "deaf":
            self.ended.wait(60)
        elif self.mood == "failing":
            out.write(b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\nOops")
        elif self.mood == "dripping head":
            self._drip(out, _HEAD + b"X-Slow: " + b"x" * 10_000)
        elif self.mood == "a dripping body":
            out.write(_HEAD + b"Connection: close\r\n\r\n")
            self._drip(out, b'{"head":{"vars":["s"]},"results":{"bindings":[' + b" " * 10_000)
        elif self.mood == "well":
            found = self._store.query(query)
            assert isinstance(found, QuerySolutions)
            body = found.serialize(format=QueryResultsFormat.JSON) or b""
            out.write(_HEAD + b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def _drip(self, out: BufferedIOBase, data: bytes) -> None:
        for byte in data:
            if self.ended.wait(0.2):
                return
            try:
                out.write(bytes([byte]))
            except OSError:
                return  # nobody listens any more

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/query"


@pytest.fixture(scope="module")
def distant(tmp_path_factory) -> Iterator[tuple[Distant, Server]]:
    """A store, and a server whose statements are there."""
    folder: Path = tmp_path_factory.mktemp("distant")
    built(folder, "one")
    data = folder / "data"
    store = Distant((data / "current").resolve() / "store")
    options = ("--workers", "1", "--store", store.url, "--query-timeout", str(LIMIT_S))
    with serving(data, folder / "log", *options) as server:
        yield store, server
    store.ended.set()
    store.server.shutdown()
    store.server.server_close()


def asked(server: Server, path: str) -> tuple[int, str, float]:
    """Status, text and seconds of an answer."""
    begun = time.monotonic()
    try:
        return 200, server.get(path, 60, Accept="*/*").decode(), time.monotonic() - begun
    except HTTPError as problem:
        with problem:
            return problem.code, problem.read().decode(), time.monotonic() - begun


@pytest.mark.parametrize(
    ("mood", "expected", "says"),
    [
        ("deaf", 504, "stopped after 2 s"),
        ("cut", 502, "cannot be reached"),
        ("failing", 502, "answered 500"),
        ("dripping head", 504, "stopped after 2 s"),
        ("a dripping body", 504, "stopped after 2 s"),
    ],
)
def test_an_ill_store_is_waited_for_so_long_and_no_longer_and_its_return_is_noticed(distant, mood, expected, says):
    store, server = distant
    store.mood = "well"
    assert asked(server, _QUERY)[0] == 200
    store.mood = mood
    unseen = f"/page/person/p{len(mood)}"  # a page that was seen is kept, and needs no store
    for path in (f"{_QUERY}{quote(f' # {mood}')}", unseen, "/ready"):
        status, text, seconds = asked(server, path)
        assert status == expected, f"{path}: {status} {text[:300]}"
        assert says in text
        assert seconds < 15 * LIMIT_S
    assert asked(server, "/health")[0] == 200
    assert asked(server, "/search?q=Person")[0] == 200
    store.mood = "well"
    waited(lambda: asked(server, unseen)[0] == 200, 60, 0.2)
    assert asked(server, f"{_QUERY}{quote(f' # after {mood}')}")[0] == 200
    assert asked(server, "/ready")[0] == 200
