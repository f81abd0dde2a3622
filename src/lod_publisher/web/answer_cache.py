"""A bounded store of answers in memory: what was asked least recently goes first, measured in bytes and not in entries."""

from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole answer with status 200, as it was sent the first time and as it is sent again."""

    headers: Headers
    not_modified: Headers
    etag: str
    body: bytes


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

    def keep(self, key: Hashable, headers: Headers, body: bytes) -> Kept | None:
        """Remember an answer; returns it as it will be sent again, None when it is too large to be kept."""
        size = len(body) + _OVERHEAD_BYTES
        if len(body) > MAX_ANSWER_BYTES or size > self.max_bytes:
            return None
        again = [(name, "hit" if name == "X-Cache" else value) for name, value in headers]
        bare = [(name, value) for name, value in again if name.lower() not in ("content-length", "content-type")]
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        kept = Kept(again, bare, etag, body)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._bytes += size
                while self._bytes > self.max_bytes:
                    _, gone = self._kept.popitem(last=False)
                    self._bytes -= len(gone.body) + _OVERHEAD_BYTES
        return kept


def matches(asked: str, etag: str) -> bool:
    """Weak comparison, as If-None-Match wants it."""
    return bool(etag) and (asked.strip() == "*" or etag in [one.strip().removeprefix("W/") for one in asked.split(",")])
