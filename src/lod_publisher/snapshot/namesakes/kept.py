"""What was read from a file and is kept at hand: as many as fit, those that came first make room."""

import threading
from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Kept(Generic[Key, Value]):
    """Values by key, `most` of them; shared by threads. What is kept must not change, so that reading needs no lock."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()  # a dict would look for its first key ever longer
        self._lock = threading.Lock()
        self.get = self._values.get

    def keep(self, key: Key, value: Value) -> None:
        """Keep a value, in place of the oldest when there are too many."""
        with self._lock:
            while len(self._values) >= self._most:
                self._values.popitem(last=False)
            self._values[key] = value
