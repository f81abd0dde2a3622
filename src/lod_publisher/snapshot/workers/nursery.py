"""Where workers come from and where they end: this process's side of the nursery process.

The nursery (`python -m lod_publisher.snapshot.workers`) has the engine loaded but no store open, and copies itself into workers: in a
few milliseconds, where a new interpreter needs a third of a second. It has no threads, so that copying is safe, and it reaps a worker only when
told to, so that a process id means the same worker as long as its pool knows it. All pools of a process share one, whatever
their stores: a new snapshot's pool opens before the old one's closes, so that a switch does not load the engine again.
"""

import contextlib
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import traceback
from typing import NamedTuple

from lod_publisher.snapshot import allocator
from lod_publisher.snapshot.workers import naming
from lod_publisher.snapshot.workers.process import work

_ORDER = struct.Struct("!ci")  # START with nothing, END or KILL with a process id
_REPLY = struct.Struct("!i")  # a process id, or how it ended: an exit code, or a signal as a negative number
_START, _END, _KILL = b"s", b"e", b"k"
_NO_ROOM = -1  # instead of a new worker's process id
# How a worker ended that went with its nursery. No process that ends by itself or is ended has such a code.
ORPHANED = 1_000


class Child(NamedTuple):
    """A worker process, and the nursery that made it: process ids of one that has gone mean nothing to the next."""

    pid: int
    nursery: int


class Nursery:
    """Starts and ends worker processes, for all pools of this process. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pools = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None

    def join(self) -> None:
        """One more pool wants workers. The process is started with its first."""
        with self._lock:
            self._pools += 1

    def leave(self) -> None:
        """A pool has ended its workers; the last one's leaving ends the process, and with it whatever it made."""
        with self._lock:
            self._pools -= 1
            if self._pools == 0:
                self._shut()

    def start(self) -> tuple[Child, socket.socket]:
        """A new worker and our end of its socket, through which it waits for its settings.

        Raises:
            OSError: the system has no room for another process, or all pools have left.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                with self._lock:
                    return self._started(theirs), ours
            except OSError:
                ours.close()
                raise

    def end(self, child: Child, *, wait: bool = True) -> int:
        """End a worker if it still lives; returns how it ended, ORPHANED when its nursery went first.

        One that is ended with gigabytes in use takes a while to go; nobody needs to wait for that who knows why it goes.
        """
        with self._lock:
            if self._process is None or self._process.pid != child.nursery:
                return ORPHANED
            try:
                return self._told(_END if wait else _KILL, child.pid)
            except OSError:
                return ORPHANED

    def _started(self, end: socket.socket) -> Child:
        """A new worker, of a new nursery if the one there is has died. Under the lock."""
        if not self._pools:
            raise OSError("no pool wants workers any more")
        if self._process is None:
            self._open()
        try:
            pid = self._told(_START, 0, end)
        except OSError:
            self._open()
            pid = self._told(_START, 0, end)
        if pid == _NO_ROOM or self._process is None:
            raise OSError("there is no room for another process")
        return Child(pid, self._process.pid)

    def _told(self, order: bytes, pid: int, end: socket.socket | None = None) -> int:
        """What the nursery replies to an order. Under the lock."""
        if self._line is None:
            raise OSError("there is no nursery")
        message = _ORDER.pack(order, pid)
        if end is None:
            self._line.sendall(message)
        else:
            socket.send_fds(self._line, [message], [end.fileno()])
        reply = self._line.recv(_REPLY.size, socket.MSG_WAITALL)
        if len(reply) < _REPLY.size:
            raise OSError("the nursery has gone")
        return int(_REPLY.unpack(reply)[0])

    def _open(self) -> None:
        self._shut()
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 (this program itself)
                [sys.executable, "-m", "lod_publisher.snapshot.workers", str(theirs.fileno()), naming.ROOM],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=allocator.environment(),
            )

    def _shut(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.wait()
        self._line = self._process = None

    def forget(self) -> None:
        """Be as new, in a copy of this process: the nursery is the original's, and must see it go."""
        if self._line is not None:
            self._line.close()
        self._lock = threading.Lock()  # another thread of the original may hold the one that was copied
        self._pools = 0
        self._process = self._line = None


# The one of this process.
NURSERY = Nursery()
os.register_at_fork(after_in_child=NURSERY.forget)


def keep(line: socket.socket) -> None:
    """Be the nursery, until the process that wanted it has gone or closed the line."""
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
            reply = _copied(line, ends[0])
            if reply != _NO_ROOM:
                alive.add(reply)
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


def _copied(line: socket.socket, end: int) -> int:
    """The process id of a new worker. Only its own socket is open here while it is made, so it gets nobody else's."""
    nursery = os.getpid()
    try:
        pid = os.fork()
    except OSError:
        return _NO_ROOM
    if pid == 0:
        line.close()
        _be_worker(socket.socket(fileno=end), nursery)
    return pid


def _ended(pid: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _be_worker(pool: socket.socket, nursery: int) -> None:
    code = 1
    try:
        with contextlib.suppress(ConnectionError):  # the pool does not want the rest
            work(pool, nursery)
        code = 0
    finally:
        if code:
            traceback.print_exc()
        os._exit(code)
