"""Publishing a snapshot to a remote engine: its dumps go out in portions through the Graph Store Protocol.

Source: SPARQL 1.1 Graph Store HTTP Protocol: the first portion of a graph replaces it (PUT), the others are added (POST).
"""

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from itertools import groupby
from pathlib import Path

import requests
from requests.auth import AuthBase, HTTPBasicAuth, HTTPDigestAuth

from lod_publisher.errors import InputError, StoreError, without_password, without_secrets

# Engines take a portion as one transaction: 25,000 statements are some 4 MB, which every engine that was tried takes in 2 s.
PORTION = 25_000
_TRIES = 4
_TIMEOUT_S = (5.0, 300.0)
_TOLD = 300


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Where a graph store takes graphs; `graph` is the one for our statements ("" for the default graph)."""

    address: str
    graph: str = ""
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address as it may be told."""
        return without_password(self.address)


def load(folder: Path, target: GraphStore, told: Callable[[int], None], portion: int = PORTION) -> int:
    """Send the dumps of a snapshot; returns how many statements were sent, and tells it after each portion.

    A portion that fails is sent again: statements without blank nodes, as ours are, are the same twice.

    Raises:
        InputError: the store refuses who is sending, or the graph. StoreError: it cannot be reached, or fails.
    """
    sent = 0
    with requests.Session() as session:
        session.trust_env = False
        sender = _Sender(session, target)
        for graph, lines in _graphs(folder, target.graph):
            is_first = True
            for some in _portions(lines, portion):
                sender.send(graph, b"".join(some), replaces=is_first)
                is_first = False
                sent += len(some)
                told(sent)
    return sent


class _Sender:
    def __init__(self, session: requests.Session, target: GraphStore) -> None:
        self._session = session
        self._target = target
        self._auth: AuthBase | None = None

    def send(self, graph: str, body: bytes, replaces: bool) -> None:
        response: requests.Response | None = None
        for attempt in range(_TRIES):
            response = self._once(graph, body, replaces)
            if response is not None and response.status_code == HTTPStatus.UNAUTHORIZED and self._auth is None:
                self._auth = self._credentials(response)
                response = self._once(graph, body, replaces)
            if response is not None and response.ok:
                return
            if response is not None and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR:
                raise InputError(
                    f"{self._target.shown}: the graph store refused a portion ({response.status_code} "
                    f"{self._words_of(response)}). Check the address, the graph, --user and the password."
                )
            time.sleep(2**attempt / 4)
        said = f"answered {response.status_code}" if response is not None else "cannot be reached"
        raise StoreError(
            f"{self._target.shown}: the graph store {said}, {_TRIES} times over. The graph is incomplete there; start it, "
            "then load again."
        )

    def _once(self, graph: str, body: bytes, replaces: bool) -> requests.Response | None:
        try:
            return self._session.request(
                "PUT" if replaces else "POST",
                self._target.address,
                params={"graph": graph} if graph else "default",
                data=body,
                headers={"Content-Type": "text/turtle"},  # every store reads Turtle, and N-Triples are Turtle
                auth=self._auth,
                timeout=_TIMEOUT_S,
                allow_redirects=False,
            )
        except requests.RequestException:
            return None

    def _words_of(self, response: requests.Response) -> str:
        said = without_secrets(response.text, self._target.address, self._target.password)
        return " ".join(said.split())[:_TOLD]

    def _credentials(self, response: requests.Response) -> AuthBase:
        """What the store asks for, of the two ways that stores use."""
        if not self._target.user:
            raise InputError(
                f"{self._target.shown}: the graph store wants to know who is sending. Give --user, and the password in "
                "LOD_PUBLISHER_STORE_PASSWORD."
            )
        is_digest = response.headers.get("WWW-Authenticate", "").lower().startswith("digest")
        return (HTTPDigestAuth if is_digest else HTTPBasicAuth)(self._target.user, self._target.password)


def _graphs(folder: Path, graph: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The graphs of a snapshot with their statements as N-Triples; named ones come once for each run of their lines."""
    with gzip.open(folder / "dumps" / "dataset.nt.gz") as lines:
        yield graph, iter(lines)
    named = folder / "dumps" / "named-graphs.nq.gz"
    if named.is_file():
        seen: set[str] = set()
        with gzip.open(named) as quads:
            for name, run in groupby(map(_graph_and_triple, quads), key=lambda pair: pair[0]):
                if name in seen:
                    raise StoreError(
                        f"{named}: the graph {name} is not in one piece, so it cannot be sent. Load it by file."
                    )
                seen.add(name)
                yield name, (triple for _, triple in run)


def _graph_and_triple(line: bytes) -> tuple[str, bytes]:
    """Split a line of N-Quads; a graph's IRI holds no space."""
    triple, _, graph = line.rstrip(b" .\n").rpartition(b" ")
    return graph.decode()[1:-1], triple + b" .\n"


def _portions(lines: Iterator[bytes], size: int) -> Iterator[list[bytes]]:
    some: list[bytes] = []
    for line in lines:
        some.append(line)
        if len(some) == size:
            yield some
            some = []
    if some:
        yield some
