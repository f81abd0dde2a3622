"""Processes that must not outlive the one that started them."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import parent_process, resource_tracker
from multiprocessing.connection import wait

_ORPHANED = 70


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
