"""One worker process as its pool sees it, and the query that it answers."""

import contextlib
import ctypes
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache

from lod_publisher.snapshot.workers import wire
from lod_publisher.snapshot.workers.nursery import NURSERY
from lod_publisher.snapshot.workers.process import WorkerSettings
from lod_publisher.snapshot.workers.verdicts import Reason

# How long a new worker may take to open the store.
START_S = 30.0
# Long queries give way to quick ones and to the server itself.
_NICE = 10


class Worker:
    """One process and our end of its socket."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._child, self._end = NURSERY.start()
        self.pid = self._child.pid
        self._clock = _processor_clock(self.pid)
        self._reader = wire.Reader(self._end)
        self._lock = threading.Lock()
        self._code: int | None = None
        self._was_killed = False
        self.is_slow = False
        self.send(wire.said(wire.SETTINGS, **asdict(settings)))

    def wait_ready(self) -> bool:
        """Wait until the store is open; False when that failed."""
        self._end.settimeout(START_S)
        try:
            return self._reader.next()[0] == wire.READY
        except EOFError:
            return False
        finally:
            self._end.settimeout(None)

    def is_alive(self) -> bool:
        """Tell whether an idle worker still waits for a question."""
        try:
            return bool(self._end.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT))
        except BlockingIOError:
            return True
        except OSError:
            return False

    def send(self, data: bytes) -> None:
        """Send settings or a question; that the worker died of it is found out when its answer is read."""
        with contextlib.suppress(OSError):
            self._end.sendall(data)

    def next(self) -> tuple[bytes, bytes]:
        """The next frame of the answer; raises EOFError when the worker has died."""
        return self._reader.next()

    def worked_s(self) -> float:
        """The processor time of this worker so far; of the clock, where the system does not tell."""
        if self._clock is None:
            return time.monotonic()
        try:
            return time.clock_gettime(self._clock)
        except OSError:  # it has died
            return 0.0

    def kill(self) -> None:
        """End the process now; whoever reads its answer finds out, and buries it."""
        with self._lock, contextlib.suppress(ProcessLookupError):
            if self._code is None:
                self._was_killed = True
                os.kill(self.pid, signal.SIGKILL)

    def slow_down(self) -> None:
        """Have the process give way to others, for good: only a privileged one could take that back."""
        self.is_slow = True
        with self._lock, contextlib.suppress(OSError):
            if self._code is None:
                os.setpriority(os.PRIO_PROCESS, self.pid, _NICE)

    def end(self) -> int:
        """End the process if it still lives; returns how it ended. Whoever reads its answer may go on doing so."""
        with self._lock:
            if self._code is None:
                self._code = NURSERY.end(self._child, wait=not self._was_killed)
            return self._code

    def bury(self) -> int:
        """End the process if it still lives, and give back what we hold of it; returns how it ended."""
        code = self.end()
        self._end.close()
        return code


@dataclass(eq=False, slots=True)
class Job:
    """A query and its worker.

    `began` is a moment of the clock, `began_at_s` the processor time that its worker had taken by then; `untaken_since` is
    when a part of the answer was ready that nobody has taken.
    """

    client: str
    worker: Worker
    began: float
    began_at_s: float
    timeout_s: float
    is_long: bool = False
    has_begun: bool = False
    untaken_since: float | None = None
    reason: Reason | None = None

    def worked_s(self) -> float:
        """The processor time that the query has taken."""
        return self.worker.worked_s() - self.began_at_s


def _processor_clock(pid: int) -> int | None:
    """The system's number for the clock of a process's processor time; None where it has none. Source: POSIX.1."""
    get = _clock_getter()
    clock = ctypes.c_int()
    return clock.value if get is not None and get(pid, ctypes.byref(clock)) == 0 else None


@lru_cache(maxsize=1)
def _clock_getter() -> Callable[..., int] | None:
    return getattr(ctypes.CDLL(None), "clock_getcpuclockid", None)
