"""Processes that must not outlive the one that started them.

They are copied from one process that has read the program for all of them: a new interpreter takes a second for that, a copy
milliseconds. It is a new program itself and has no threads, so that copying is safe whatever the one that wants children does.
"""

import multiprocessing
import os
import signal
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import forkserver, parent_process, resource_tracker
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, SpawnContext
from typing import Any

from lod_publisher.snapshot import allocator

# How long the path of the folder for temporary files may be, in bytes: the socket through which copies are asked for is in a folder
# there, and its path has at most 107. Source: unix(7).
_ROOM = 107 - len("/pymp-12345678/listener-12345678")


def _context() -> ForkServerContext | SpawnContext:
    """Where children come from: the process that they are copied from, or a new interpreter each where that has no place."""
    try:
        has_place = len(os.fsencode(tempfile.gettempdir())) <= _ROOM
    except FileNotFoundError:  # nowhere may a file be written, as in some containers
        has_place = False
    return multiprocessing.get_context("forkserver") if has_place else multiprocessing.get_context("spawn")


PROCESSES = _context()
_ARE_COPIED = PROCESSES.get_start_method() == "forkserver"
_ORPHANED = 70
_lock = threading.Lock()
_blocks = 0


def foresee(*modules: str) -> None:
    """Start the process that children will be copied from, if it is not there, and have it read modules meanwhile.

    What is set in the environment later, they do not see.
    """
    allocator.for_children()
    if not _ARE_COPIED:
        return
    PROCESSES.set_forkserver_preload(list(modules))
    with undisturbed():
        forkserver.ensure_running()


@contextmanager
def foreseen(*modules: str) -> Iterator[None]:
    """Copy the children of this block from one process, which ends with it, and with the last of such blocks in other threads."""
    global _blocks  # there is one such process for all
    with _lock:
        _blocks += 1
        foresee(*modules)
    try:
        yield
    finally:
        with _lock:
            _blocks -= 1
            if not _blocks:
                _stop(forkserver._forkserver)


def _stop(server: Any) -> None:
    """End the process at once: in order, it would first take a third of a second to forget what it has read."""
    if server._forkserver_pid is not None:
        with suppress(ProcessLookupError):
            os.kill(server._forkserver_pid, signal.SIGKILL)
        server._stop()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Start children in this block, and hear Ctrl-C and SIGTERM after it: a child that is left half started says so at length.

    The children never hear Ctrl-C, which a terminal sends to them too, and SIGTERM as soon as they look after their parent.
    """
    resource_tracker.ensure_running()  # else its start, with the first child, would let the signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_with_parent() -> None:
    """End this child process as soon as its parent is gone, however the parent ended.

    A queue that nobody fills any more is no end of file for a reader that also holds its writing side: after `kill -9` of a build
    its workers would wait for ever.
    """
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(_ORPHANED)

    threading.Thread(target=watch, name="ends with its parent", daemon=True).start()
