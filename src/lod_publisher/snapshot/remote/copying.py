"""Something that is written in a thread of its own while it is read in parts, in constant memory."""

import os
import threading
from collections.abc import Callable
from typing import IO

_PORTION = 1 << 16


class Copying:
    """What a writer writes, in parts. The writer works in a thread of its own and waits for its reader.

    `stop` makes the writer fail where it waits for others. Nothing that the writer holds may leave its thread: pyoxigraph's
    tables end a process that hands them on.
    """

    def __init__(self, write: Callable[[IO[bytes]], object], stop: Callable[[], None]) -> None:
        outlet, self._inlet = os.pipe()
        self._parts = open(outlet, "rb", 0)  # noqa: PTH123, SIM115 a pipe has no path, and is closed where it ends
        self._write = write
        self._stop = stop
        self._failure: Exception | None = None
        self._reading = threading.Lock()
        threading.Thread(target=self._work, name="remote-answer", daemon=True).start()

    def __iter__(self) -> "Copying":
        return self

    def __next__(self) -> bytes:
        """The next part; raises what the writer raised when there is no more."""
        with self._reading:
            part = b"" if self._parts.closed else self._parts.read(_PORTION)
            if part:
                return part
            self._parts.close()
        if self._failure:
            raise self._failure
        raise StopIteration

    def close(self) -> None:
        """End the writer, also while another thread waits for a part, which then finds the end."""
        self._stop()
        if self._reading.acquire(blocking=False):
            try:
                while not self._parts.closed and self._parts.read(_PORTION):
                    """The writer may be waiting for room in the pipe."""
                self._parts.close()
            finally:
                self._reading.release()

    def _work(self) -> None:
        with open(self._inlet, "wb", _PORTION) as out:  # noqa: PTH123
            try:
                self._write(out)
            except Exception as problem:  # noqa: BLE001 raised again where the parts are read
                self._failure = problem.with_traceback(None)  # its frames hold what belongs to this thread
                self._failure.__context__ = None
