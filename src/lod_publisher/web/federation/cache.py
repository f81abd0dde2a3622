"""What services said lately: bounded in bytes, and each answer only for as long as its service said that it holds."""

import threading
import time
from collections import OrderedDict

from lod_publisher.web.federation.fetching import Fetched

MAX_BYTES = 64_000_000
# An answer of which its service says nothing; and the longest that any answer is kept.
_UNSAID_S = 300
_LONGEST_S = 86_400


class Cache:
    """Answers by service and query; the one unused for longest goes first. Safe to use from several threads."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, str], tuple[float, Fetched]] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: tuple[str, str]) -> Fetched | None:
        """The answer to a query of a service, when it still holds."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if found[0] <= time.monotonic():
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: tuple[str, str], fetched: Fetched) -> None:
        """Keep an answer, unless its service forbids it or it is larger than a quarter of all that is kept."""
        age = _UNSAID_S if fetched.max_age_s is None else min(fetched.max_age_s, _LONGEST_S)
        if age <= 0 or len(fetched.body) > self._max_bytes // 4:
            return
        with self._lock:
            if key in self._kept:
                self._drop(key)
            self._kept[key] = (time.monotonic() + age, fetched)
            self._bytes += _weight(key, fetched)
            while self._bytes > self._max_bytes:
                self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, str]) -> None:
        self._bytes -= _weight(key, self._kept.pop(key)[1])


def _weight(key: tuple[str, str], fetched: Fetched) -> int:
    return len(fetched.body) + len(key[1])
