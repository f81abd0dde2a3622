"""Where workers come from and where they end: the pool's side of the nursery process.

The nursery (`python -m lod_publisher.snapshot.workers`) has the engine loaded but no store open, and copies itself into workers: in a
few milliseconds, where a new interpreter needs a third of a second. It has no threads, so that copying is safe, and it reaps a worker only when
told to, so that a process id means the same worker as long as the pool knows it.
"""

import contextlib
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from dataclasses import asdict

from lod_publisher.snapshot import allocator
from lod_publisher.snapshot.workers.process import WorkerSettings, work

_ORDER = struct.Struct("!ci")  # START with nothing, END or KILL with a process id
_REPLY = struct.Struct("!i")  # a process id, or how it ended: an exit code, or a signal as a negative number
_START, _END, _KILL = b"s", b"e", b"k"


class Nursery:
    """Starts and ends worker processes. Safe to use from several threads."""

    def __init__(self, settings: WorkerSettings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def start(self) -> tuple[int, socket.socket]:
        """A new worker: its process id and our end of its socket. It says so itself when it is ready.

        Raises:
            OSError: the system has no room for another process.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                return self._told(_START, 0, theirs), ours
            except OSError:
                ours.close()
                raise

    def end(self, pid: int, *, wait: bool = True) -> int:
        """End a worker if it still lives; returns how it ended.

        One that is ended with gigabytes in use takes a while to go; nobody needs to wait for that who knows why it goes.
        """
        try:
            return self._told(_END if wait else _KILL, pid, None)
        except OSError:
            return -signal.SIGKILL  # the nursery has gone, and its workers with it

    def _told(self, order: bytes, pid: int, end: socket.socket | None) -> int:
        with self._lock:
            if order == _START and (self._process is None or self._process.poll() is not None):
                self._open()
            line = self._line
            if line is None:
                raise OSError("there is no nursery")
            message = _ORDER.pack(order, pid)
            if end is None:
                line.sendall(message)
            else:
                socket.send_fds(line, [message], [end.fileno()])
            reply = line.recv(_REPLY.size, socket.MSG_WAITALL)
            if len(reply) < _REPLY.size:
                raise OSError("the nursery has gone")
            return int(_REPLY.unpack(reply)[0])

    def _open(self) -> None:
        self._shut()
        self._line, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-m", "lod_publisher.snapshot.workers", str(theirs.fileno())]
            self._process = subprocess.Popen(  # noqa: S603 (this program itself)
                [*command, json.dumps(asdict(self._settings))],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=allocator.environment(),
            )

    def _shut(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.wait()

    def close(self) -> None:
        """End the nursery and every worker."""
        with self._lock:
            self._shut()
            self._line = self._process = None


def keep(line: socket.socket, settings: WorkerSettings) -> None:
    """Be the nursery, until the pool has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's to hear, which ends us in order
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # so is this one, which systemd sends to every process
    os.putenv("RUST_BACKTRACE", "0")  # a worker that runs out of memory must not read its debugging symbols first
    alive: set[int] = set()
    dying: set[int] = set()
    while True:
        message, ends, _, _ = socket.recv_fds(line, _ORDER.size, 1)
        if len(message) < _ORDER.size:
            break
        order, pid = _ORDER.unpack(message)
        dying = {one for one in dying if os.waitpid(one, os.WNOHANG)[0] == 0}
        if order == _START:
            pid = os.fork()
            if pid == 0:
                line.close()
                _be_worker(socket.socket(fileno=ends[0]), settings)
            alive.add(pid)
            reply = pid
        elif pid not in alive:
            reply = 0
        elif order == _END:
            reply = _ended(pid)
        else:
            os.kill(pid, signal.SIGKILL)
            dying.add(pid)
            reply = -signal.SIGKILL
        if order != _START:
            alive.discard(pid)
        for end in ends:
            os.close(end)
        line.sendall(_REPLY.pack(reply))
    for pid in alive | dying:
        _ended(pid)


def _ended(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _be_worker(pool: socket.socket, settings: WorkerSettings) -> None:
    code = 1
    try:
        with contextlib.suppress(ConnectionError):  # the pool does not want the rest
            work(pool, settings)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)
