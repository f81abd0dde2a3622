"""Processes that must not outlive the one that started them."""

import os
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

_ORPHANED = 70


def end_with_parent() -> None:
    """End this child process as soon as its parent is gone, however the parent ended.

    A queue that nobody fills any more is no end of file for a reader that also holds its writing side: after `kill -9` of a build
    its workers would wait for ever.
    """
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(_ORPHANED)

    threading.Thread(target=watch, name="ends with its parent", daemon=True).start()
