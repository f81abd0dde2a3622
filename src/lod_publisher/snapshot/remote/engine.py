"""One remote engine over HTTP: a query goes out, an answer is read while it comes."""

import io
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus

import requests
from pyoxigraph import (
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    parse,
    parse_query_results,
)
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from lod_publisher.errors import BadQueryError, QueryTimeoutError, StoreError, without_secrets
from lod_publisher.snapshot.remote import punctual

RESULTS = "application/sparql-results+json"
_GRAPHS = "application/n-triples, text/turtle;q=0.8"
_CONNECT_S = 5.0
_CONNECTIONS = 64
_TOLD = 400
# What engines say when their own limit of time ended a query, which they answer with 400, 500 or 503.
_TIMED_OUT = ("timed out", "timeout", "time limit", "estimated execution time")


@dataclass(frozen=True, slots=True)
class Engine:
    """Where an engine answers queries, and in which of its graphs our statements are ("" for its default graph)."""

    endpoint: str = field(repr=False)
    graph: str = ""
    timeout_s: float = 10.0
    _session: requests.Session = field(default_factory=requests.Session, compare=False, repr=False)

    def __post_init__(self) -> None:
        adapter = HTTPAdapter(pool_connections=1, pool_maxsize=_CONNECTIONS)
        adapter.poolmanager.pool_classes_by_scheme = punctual.POOLS
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, adapter)
        self._session.trust_env = False  # the store is where the settings say, not where a proxy's variable leads

    def ask(
        self,
        query: str,
        is_graph: bool = False,
        timeout_s: float | None = None,
        default_graphs: Sequence[str] | None = None,
        named_graphs: Sequence[str] | None = None,
    ) -> "Reply":
        """Send a query; returns when the engine begins to answer.

        Raises:
            BadQueryError: the engine refuses the query. QueryTimeoutError: it took too long. StoreError: it cannot be reached
            or fails.
        """
        wait_s = min(timeout_s or self.timeout_s, self.timeout_s)
        form = [("query", query)]
        graphs = default_graphs if default_graphs is not None else ([self.graph] if self.graph else [])
        form += [("default-graph-uri", graph) for graph in graphs]
        form += [("named-graph-uri", graph) for graph in named_graphs or ()]
        begun = time.monotonic()
        try:
            response = self._session.post(
                self.endpoint,
                data=form,
                headers={"Accept": _GRAPHS if is_graph else RESULTS},
                timeout=(_CONNECT_S, wait_s),
                stream=True,
                allow_redirects=False,
            )
        except requests.Timeout:
            raise too_slow(wait_s) from None
        except requests.RequestException as problem:
            if time.monotonic() - begun >= wait_s:  # cut off by us, since it sent its header byte by byte
                raise too_slow(wait_s) from None
            raise StoreError(f"The store behind this endpoint cannot be reached ({type(problem).__name__}).") from None
        if response.status_code != HTTPStatus.OK:
            with response:
                raise _refusal(response, wait_s, self.endpoint)
        return Reply(response, begun + wait_s, wait_s)


class Reply(io.RawIOBase):
    """The body of an answer, read as it comes, until its deadline. A file that is read once.

    What `table` and `triples` give belongs to the thread that asked for it: pyoxigraph ends a process that hands it on.
    """

    def __init__(self, response: requests.Response, deadline: float, timeout_s: float) -> None:
        super().__init__()
        self._response = response
        self._deadline = deadline
        self._timeout_s = timeout_s

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a part of the buffer with what has come.

        Raises:
            QueryTimeoutError: the deadline has passed. StoreError: the engine broke off.
        """
        if time.monotonic() > self._deadline:
            raise too_slow(self._timeout_s)
        try:
            part = self._response.raw.read1(len(buffer), decode_content=True)
        except ReadTimeoutError:
            raise too_slow(self._timeout_s) from None
        except (HTTPError, OSError) as problem:
            raise StoreError(
                f"The store behind this endpoint broke off its answer ({type(problem).__name__})."
            ) from None
        buffer[: len(part)] = part
        return len(part)

    def table(self) -> QuerySolutions | QueryBoolean:
        """The answer to SELECT or ASK."""
        return parse_query_results(io.BufferedReader(self, 1 << 16), QueryResultsFormat.JSON)

    def triples(self) -> QueryTriples:
        """The answer to CONSTRUCT or DESCRIBE."""
        media_type = self._response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        form = RdfFormat.from_media_type(media_type) or RdfFormat.TURTLE
        return (quad.triple for quad in parse(io.BufferedReader(self, 1 << 16), form))  # type: ignore[return-value]

    def abort(self) -> None:
        """Break the connection off; whoever waits for it finds it broken."""
        connection = getattr(self._response.raw, "_connection", None)  # urllib3 has no public way to it
        with suppress(OSError):
            if connection is not None and connection.sock is not None:
                connection.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection; an engine that is still at work notices."""
        if not self.closed:
            self._response.close()
        super().close()


def too_slow(timeout_s: float) -> QueryTimeoutError:
    """The error for a query that the engine did not answer in time."""
    return QueryTimeoutError(
        f"The query was stopped after {timeout_s:g} s. Ask for less (LIMIT, a narrower pattern), or take the dumps and ask at "
        "home."
    )


def _refusal(
    response: requests.Response, timeout_s: float, endpoint: str
) -> BadQueryError | QueryTimeoutError | StoreError:
    """What an answer that is none says."""
    told = response.raw.read(_TOLD * 4, decode_content=True).decode("utf-8", "replace")
    said = " ".join(without_secrets(told, endpoint).split())[:_TOLD]
    if any(words in said.lower() for words in _TIMED_OUT):
        return too_slow(timeout_s)
    if response.status_code == HTTPStatus.BAD_REQUEST:
        return BadQueryError(f"The query cannot be answered: {said}")
    return StoreError(f"The store behind this endpoint answered {response.status_code}: {said}")
