"""Asking one service over HTTP: a pinned address, one deadline for the whole exchange, a bound on the answer."""

import http.client
import re
import socket
import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from lod_publisher import __version__
from lod_publisher.errors import ServiceError, ServiceTimeoutError
from lod_publisher.web.federation.addresses import AllowList, Place, find

# Services give queries by GET to their caches; longer ones do not fit every server's limit of a request line.
_LONGEST_GET = 2_000
_MAX_REDIRECTS = 3
_PORTION = 65_536
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = "application/sparql-results+json"
_MAX_AGE = re.compile(r"(?:^|[,\s])(s-maxage|max-age)\s*=\s*\"?(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A service's answer: its media type without parameters, and for how many seconds it said that it holds (None: nothing)."""

    body: bytes
    media_type: str
    max_age_s: int | None


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was chosen before; the name serves only the Host header and the certificate."""

    def __init__(self, place: Place, timeout_s: float) -> None:
        super().__init__(place.host, place.port, timeout=timeout_s)
        self._place = place
        self.wire: socket.socket | None = None  # `sock` is forgotten once the answer is all that is left to read
        self.default_port = 443 if place.secure else 80  # which the Host header leaves out

    def connect(self) -> None:
        self.sock = socket.create_connection((self._place.address, self._place.port), self.timeout)
        self.wire = self.sock
        if self._place.secure:
            self.sock = self.wire = ssl.create_default_context().wrap_socket(
                self.sock, server_hostname=self._place.host
            )


def fetch(endpoint: str, query: str, allowed: AllowList, timeout_s: float, max_bytes: int) -> Fetched:
    """Ask a service a query. A redirect is followed only to another service of the list.

    Raises:
        ServiceTimeoutError: it did not answer in time. ServiceError: it cannot be reached, or answers with anything but a
        table of solutions of at most `max_bytes`.
    """
    end = time.monotonic() + timeout_s
    asked = endpoint
    for _ in range(_MAX_REDIRECTS + 1):
        answer = _once(asked, query, asked in allowed.local, end, max_bytes)
        if isinstance(answer, Fetched):
            return answer
        asked = urljoin(asked, answer).partition("?query=")[0]
        if asked not in allowed:
            raise ServiceError(endpoint, f"it sends its clients on to {asked}, which is not on this endpoint's list")
    raise ServiceError(endpoint, "it sends its clients from one address to the next without end")


def _once(endpoint: str, query: str, may_be_local: bool, end: float, max_bytes: int) -> Fetched | str:
    """One request: the answer, or the address that it redirects to."""
    place = find(endpoint, may_be_local)
    left = end - time.monotonic()
    if left <= 0:
        raise ServiceTimeoutError(endpoint, "its host was not found in time")
    connection = _Pinned(place, left)
    late = threading.Event()

    def give_up() -> None:
        late.set()
        with suppress(OSError):  # it may be closed by now
            if connection.wire:
                connection.wire.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(left, give_up)  # a service that sends a byte a second never meets a socket's own limit
    watch.daemon = True
    watch.start()
    try:
        _send(connection, place, query)
        with connection.getresponse() as response:
            if response.status in _REDIRECTS and (location := response.getheader("Location")):
                return location
            fetched = _read(endpoint, response, max_bytes)
    except (OSError, http.client.HTTPException, ValueError) as problem:
        if late.is_set() or isinstance(problem, TimeoutError):
            raise ServiceTimeoutError(endpoint, "it did not answer in time") from None
        raise ServiceError(endpoint, f"it cannot be reached ({str(problem) or type(problem).__name__})") from None
    finally:
        watch.cancel()
        connection.close()
    if late.is_set():  # an answer without a length ends where the connection does
        raise ServiceTimeoutError(endpoint, "it did not answer in time")
    return fetched


def _send(connection: http.client.HTTPConnection, place: Place, query: str) -> None:
    headers = {"Accept": _ACCEPT, "User-Agent": f"lod_publisher/{__version__}", "Accept-Encoding": "identity"}
    form = urlencode({"query": query})
    if len(form) <= _LONGEST_GET:
        connection.request("GET", f"{place.target}{'&' if '?' in place.target else '?'}{form}", headers=headers)
    else:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request("POST", place.target, form.encode(), headers)


def _read(endpoint: str, response: http.client.HTTPResponse, max_bytes: int) -> Fetched:
    media_type = response.getheader("Content-Type", "").partition(";")[0].strip().lower()
    if response.status != http.client.OK:
        raise ServiceError(endpoint, f"it answered {response.status} {response.reason}")
    parts: list[bytes] = []
    size = 0
    while portion := response.read(_PORTION):
        size += len(portion)
        if size > max_bytes:
            raise ServiceError(
                endpoint, f"its answer has more than {max_bytes // 1_000_000} MB; ask it for less inside the SERVICE"
            )
        parts.append(portion)
    return Fetched(b"".join(parts), media_type, _max_age(response.getheader("Cache-Control")))


def _max_age(header: str | None) -> int | None:
    """The seconds that Cache-Control allows; shared caches prefer s-maxage. Source: RFC 9111, 5.2."""
    if header is None:
        return None
    if re.search(r"no-store|no-cache|private", header, re.IGNORECASE):
        return 0
    ages = {name.lower(): int(seconds) for name, seconds in _MAX_AGE.findall(header)}
    return ages.get("s-maxage", ages.get("max-age"))
