"""Clients that go away before their answer is there: whoever works for one learns of it here."""

from collections.abc import Callable
from threading import Lock


class Leaving:
    """That a client goes away while its answer is made, and what is to be done then. Safe to use from several threads."""

    KEY = "lod_publisher.leaving"  # where a request keeps it

    def __init__(self) -> None:
        self.is_gone = False
        self._actions: list[Callable[[], object]] = []
        self._lock = Lock()

    def then(self, action: Callable[[], object]) -> None:
        """Do something when the client goes, at once when it has gone."""
        with self._lock:
            if not self.is_gone:
                self._actions.append(action)
                return
        action()

    def happened(self) -> None:
        """The client has gone."""
        with self._lock:
            self.is_gone = True
        for action in self._actions:
            action()
