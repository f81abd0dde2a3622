"""Whole answers kept in memory: the dataset does not change while it is served, so a repeated question needs no work."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from lod_publisher.web.policies import CACHE_PUBLIC

# Per server process. A description has about 6 kB, a page 30 kB; an answer above the second figure is not kept.
MAX_BYTES = 48_000_000
MAX_ANSWER_BYTES = 1_000_000
# What an entry costs besides its body: headers, key, bookkeeping.
_OVERHEAD_BYTES = 2_000

_Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Kept:
    status: str
    headers: list[tuple[str, str]]
    not_modified: list[tuple[str, str]]
    etag: str
    body: bytes


class Answers:
    """A WSGI layer that keeps what the application marks as public, the least recently asked for going first.

    An answer depends on the path, the query, `Accept`, and where the application is mounted; validators are honoured here too.
    """

    def __init__(self, application: WSGIApplication, max_bytes: int = MAX_BYTES) -> None:
        self._application = application
        self._kept: OrderedDict[_Key, _Kept] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes
        self._lock = Lock()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self._application(environ, start_response)
        key = (
            environ["PATH_INFO"],
            environ.get("QUERY_STRING"),
            environ.get("HTTP_ACCEPT"),
            environ.get("SCRIPT_NAME"),
        )
        kept = self._kept.get(key)
        if kept is None:
            if method == "HEAD" or "HTTP_IF_NONE_MATCH" in environ:
                return self._application(environ, start_response)
            return self._ask(key, environ, start_response)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
        asked = environ.get("HTTP_IF_NONE_MATCH")
        if asked is not None and _matches(asked, kept.etag):
            start_response("304 NOT MODIFIED", kept.not_modified)
            return []
        start_response(kept.status, kept.headers)
        return [] if method == "HEAD" else [kept.body]

    def _ask(self, key: _Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the answer when it may be kept."""
        begun: list[tuple[str, list[tuple[str, str]]]] = []

        def begin(status: str, headers: list[tuple[str, str]], *exception: object) -> object:
            begun.append((status, headers))
            return start_response(status, headers, *exception)  # type: ignore[arg-type]

        chunks = self._application(environ, begin)  # type: ignore[arg-type]
        status, headers = begun[0] if begun else ("", [])
        named = {name.lower(): value for name, value in headers}
        length = int(named.get("content-length", MAX_ANSWER_BYTES + 1))
        if not status.startswith("200") or named.get("cache-control") != CACHE_PUBLIC or length > MAX_ANSWER_BYTES:
            return chunks
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        etag = named.get("etag", "")
        not_modified = [
            (name, value) for name, value in headers if name.lower() not in ("content-length", "content-type")
        ]
        self._keep(key, _Kept(status, headers, not_modified, etag, body))
        return [body]

    def _keep(self, key: _Key, kept: _Kept) -> None:
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = kept
            self._bytes += len(kept.body) + _OVERHEAD_BYTES
            while self._bytes > self._max_bytes:
                _, gone = self._kept.popitem(last=False)
                self._bytes -= len(gone.body) + _OVERHEAD_BYTES


def _matches(asked: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match wants it."""
    return bool(etag) and (asked.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in asked.split(",")])
