"""The processes that convert files."""

import gc
import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor

from lod_publisher.snapshot.children import end_with_parent

_SPAWN = multiprocessing.get_context("spawn")


def worker_pool(processes: int) -> ProcessPoolExecutor:
    """A pool whose processes start at once, while their parent still reads what they will need."""
    pool = ProcessPoolExecutor(processes, mp_context=_SPAWN, initializer=_start)
    for _ in range(processes):
        pool.submit(int)
    return pool


def _start() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order; leave the processor to the loader, the longest job.

    Records and triples hold no cycles, so the collector would only walk through millions of live tuples.
    """
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    gc.disable()
