"""The processes that convert files."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from typing import Any, TypeAlias, TypeVar

from lod_publisher.snapshot.children import end_with_parent

Result = TypeVar("Result")
Task: TypeAlias = tuple[Callable[..., Result], tuple[Any, ...]]
"""A function and its arguments."""

_SPAWN = multiprocessing.get_context("spawn")


def worker_pool(processes: int) -> ProcessPoolExecutor:
    """A pool whose processes start at once, while their parent still reads what they will need."""
    pool = ProcessPoolExecutor(processes, mp_context=_SPAWN, initializer=_start)
    for _ in range(processes):
        pool.submit(int)
    return pool


def in_order(
    pool: ProcessPoolExecutor, ahead: int, tasks: Sequence[Task[Result]], progress: Callable[[int], None]
) -> Iterator[Result]:
    """Run tasks in the pool, no more than some ahead, and yield their results in the order of the tasks."""
    waiting: deque[Future[Result]] = deque()
    upcoming = iter(tasks)
    for done in range(len(tasks)):
        progress(done)
        while len(waiting) < ahead and (task := next(upcoming, None)):
            waiting.append(pool.submit(task[0], *task[1]))
        yield waiting.popleft().result()
    if tasks:
        progress(len(tasks))


def _start() -> None:
    """Leave Ctrl-C to the parent, which ends the workers in order; leave the processor to the loader, the longest job.

    Records and triples hold no cycles, so the collector would only walk through millions of live tuples.
    """
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    gc.disable()
