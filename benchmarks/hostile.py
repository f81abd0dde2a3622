"""Fifty clients that mean no good: what they ask, and what they are told."""

import contextlib
import http.client
import json
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue
from urllib.parse import urlencode

_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/sparql-results+json"}
# A client takes so much of an answer and then hangs up.
_ENOUGH_BYTES = 20_000_000
_PATIENCE_S = 60
# A client that is refused comes again after so long, and does not care for Retry-After.
_REST_S = 0.2


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens on loopback."""

    port: int
    path: str


def answer_of(address: Address, body: bytes, source: str, headers: dict[str, str] = _FORM) -> tuple[int, bytes, str]:
    """The status, the body as far as it was taken, and how it ended: "whole", "left" by us, or "cut" by the server."""
    connection = http.client.HTTPConnection("127.0.0.1", address.port, timeout=_PATIENCE_S, source_address=(source, 0))
    try:
        connection.request("POST", address.path, body, headers)
        response = connection.getresponse()
        taken = bytearray()
        while len(taken) < _ENOUGH_BYTES:
            part = response.read1(65_536)
            if not part:
                return response.status, bytes(taken), "whole"
            taken += part
    except http.client.IncompleteRead:
        return response.status, b"", "cut"
    except (OSError, http.client.HTTPException):
        return 0, b"", "cut"
    else:
        return response.status, b"", "left"
    finally:
        connection.close()


class Listener:
    """A server of this machine that nobody outside may make anybody call; counts who calls."""

    def __enter__(self) -> "Listener":
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.calls = 0
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._server.accept()
                self.calls += 1
                caller.close()

    @staticmethod
    def free_port() -> int:
        """A port that nobody listens on."""
        with socket.create_server(("127.0.0.1", 0)) as probe:
            return int(probe.getsockname()[1])


_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
_GROWTH = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
_NUMBERS = " ".join(map(str, range(20_000)))


def queries(listener: int) -> dict[str, str]:
    """The hostile queries by their kind."""
    return {
        "cross product": f"SELECT (COUNT(*) AS ?n) {{ {_CROSS} . ?j ?k ?l }}",
        "cross product streamed": f"SELECT * {{ {_CROSS} }}",
        "star path": "SELECT (COUNT(*) AS ?n) { ?s (!<http://x.org/>)* ?o }",
        "paths": "SELECT * { ?s (!<http://x.org/>|^!<http://x.org/>)* ?o . ?o (!<http://x.org/>)* ?z } ORDER BY ?z",
        "ORDER BY": f"SELECT * {{ {_CROSS} }} ORDER BY ?i ?f ?c",
        "VALUES": f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {_NUMBERS} }} VALUES ?b {{ {_NUMBERS} }} FILTER(?a * ?b = -1) }}",
        "regular expression": f'SELECT (COUNT(*) AS ?n) {{ {_CROSS} FILTER(REGEX(STR(?c), "(a|aa|aaa|.*)*{"x*" * 50}$")) }}',
        "large regular expression": 'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "((a{1,200}){1,200}){1,200}")) }',
        "GROUP_CONCAT": "SELECT (GROUP_CONCAT(STR(?f)) AS ?x) { ?a ?b ?c . ?d ?e ?f }",
        "CONCAT": f'SELECT ?x40 {{ BIND("xxxxxxxxxxxxxxxx" AS ?x0) {_GROWTH} }}',
        "10 MB": f"ASK {{ VALUES ?x {{ {'1 ' * 5_000_000} }} }}",
        "nesting": f"ASK {'{' * 20_000}{'}' * 20_000}",
        "SERVICE": f"SELECT * {{ SERVICE <http://127.0.0.1:{listener}/> {{ ?s ?p ?o }} }}",
        "OPTIONAL": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } }",
        "DESCRIBE": "DESCRIBE ?s ?o { ?s ?p ?o . ?t ?q ?r }",
    }


def attack(
    address: Address,
    seconds: float,
    listener: int,
    one_address: bool,
    without: str,
    results: "Queue[Counter[str]]",
) -> None:
    """Be fifty clients for some seconds, at one address or at fifty, `without` one kind; puts what became of their requests."""
    fates: Counter[str] = Counter()
    over = time.monotonic() + seconds
    asked = queries(listener)
    kinds = [*(_asking(text) for kind, text in asked.items() if kind != without), _slow_header, _slow_body, _stalling]

    def be(number: int) -> None:
        source = "127.0.0.2" if one_address else f"127.0.1.{number + 1}"
        do = kinds[number % len(kinds)]
        while time.monotonic() < over:
            fates[do(address, source, over)] += 1
            time.sleep(_REST_S)

    clients = [threading.Thread(target=be, args=(number,), daemon=True) for number in range(50)]
    for client in clients:
        client.start()
    for client in clients:
        client.join(max(0.0, over + 15 - time.monotonic()))
    results.put(Counter(fates))


def _asking(text: str) -> Callable[[Address, str, float], str]:
    body = urlencode({"query": text}).encode()
    return lambda address, source, _: _fate(*answer_of(address, body, source))


def _fate(status: int, body: bytes, end: str) -> str:
    if status != 200 or end != "whole":
        return f"{status or 'connection'} {end if status in (0, 200) else ''}".strip()
    if body.startswith((b"{", b"[")):
        try:
            json.loads(body)
        except ValueError:
            return "broken 200 (JSON)"
    return "200 whole"


def _connected(address: Address, source: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", address.port), _PATIENCE_S, (source, 0))


def _slow_header(address: Address, source: str, over: float) -> str:
    try:
        with _connected(address, source) as line:
            for letter in f"POST {address.path} HTTP/1.1\r\nHost: x\r\nX-Slow: {'x' * 10_000}":
                if time.monotonic() > over:
                    break
                line.sendall(letter.encode())
                time.sleep(0.1)
    except OSError:
        return "slow header refused"
    return "slow header borne"


def _slow_body(address: Address, source: str, over: float) -> str:
    try:
        with _connected(address, source) as line:
            head = f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            line.sendall(f"{head}Content-Length: 10000\r\n\r\n".encode())
            while time.monotonic() < over:
                line.sendall(b"#")
                time.sleep(0.1)
    except OSError:
        return "slow body refused"
    return "slow body borne"


def _stalling(address: Address, source: str, over: float) -> str:
    try:
        with _connected(address, source) as line:
            body = f"SELECT * {{ {_CROSS} }}"
            head = f"POST {address.path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
            line.recv(10)
            while time.monotonic() < over:
                time.sleep(0.2)
    except OSError:
        return "stalled reader refused"
    return "stalled reader borne"
