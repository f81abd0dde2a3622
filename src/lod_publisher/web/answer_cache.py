"""A bounded store of answers in memory: what was asked least recently goes first, measured in bytes and not in entries."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from threading import Lock
from typing import Protocol
from wsgiref.types import StartResponse, WSGIEnvironment

Headers = list[tuple[str, str]]

# An answer above this is not kept: a few of them would push out all that is asked often.
MAX_ANSWER_BYTES = 1_000_000
# What an entry costs besides its body: headers, key, bookkeeping.
_OVERHEAD_BYTES = 2_000


class Application(Protocol):
    """A WSGI application that also tells at once, without waiting for anything, what it has at hand."""

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse, /) -> Iterable[bytes]:
        """Answer a request."""

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when it is at hand: status, headers and body."""


class Kept:
    """A whole answer with status 200. How it is sent again is worked out when it is: most are asked for only once."""

    __slots__ = ("_again", "_first", "body")

    def __init__(self, headers: Headers, body: bytes) -> None:
        """`headers` are those with which it was sent the first time."""
        self._first = headers
        self._again: Headers | None = None
        self.body = body

    @property
    def headers(self) -> Headers:
        """Those of the answer as it is sent again."""
        if self._again is None:
            self._again = [(name, "hit" if name == "X-Cache" else value) for name, value in self._first]
        return self._again

    @property
    def not_modified(self) -> Headers:
        """Those of the word that the client has it already."""
        return [pair for pair in self.headers if pair[0].lower() not in ("content-length", "content-type")]

    @property
    def etag(self) -> str:
        """Its validator, "" when it has none."""
        return next((value for name, value in self._first if name.lower() == "etag"), "")


class AnswerCache:
    """Answers by what was asked. Safe to use from several threads."""

    def __init__(self, max_bytes: int) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes = 0
        self.max_bytes = max_bytes
        self._lock = Lock()

    @property
    def size(self) -> tuple[int, int]:
        """How many answers are kept, and their bytes."""
        return len(self._kept), self._bytes

    def get(self, key: Hashable) -> Kept | None:
        """The answer to a question that was asked before."""
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
            return kept

    def keep(self, key: Hashable, headers: Headers, body: bytes) -> None:
        """Remember an answer, unless it is too large."""
        size = len(body) + _OVERHEAD_BYTES
        if len(body) > MAX_ANSWER_BYTES or size > self.max_bytes:
            return
        kept = Kept([*headers], body)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._bytes += size
                while self._bytes > self.max_bytes:
                    _, gone = self._kept.popitem(last=False)
                    self._bytes -= len(gone.body) + _OVERHEAD_BYTES


def matches(asked: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match wants it."""
    return bool(etag) and (asked.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in asked.split(",")])
