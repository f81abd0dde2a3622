"""Who converts files: processes of this machine, or whatever else takes tasks as they do."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from types import TracebackType
from typing import Any, Protocol, Self, TypeAlias, TypeVar

from lod_publisher.snapshot.children import PROCESSES, end_with_parent, undisturbed

Result = TypeVar("Result")
Task: TypeAlias = tuple[Callable[..., Result], tuple[Any, ...]]
"""A function and its arguments."""


class Pool(Protocol):
    """Takes tasks and does them in any order; `ahead` is how many may wait, so that nobody is idle and results do not pile up."""

    ahead: int

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None, /
    ) -> bool | None: ...

    def submit(self, function: Callable[..., Result], /, *arguments: Any) -> Future[Result]:
        """Do a task at some time."""

    def end(self) -> None:
        """End now, whatever is being done."""


class LocalPool(ProcessPoolExecutor):
    """Processes of this machine, which start at once, while their parent still reads what they will need."""

    def __init__(self, processes: int) -> None:
        super().__init__(processes, mp_context=PROCESSES, initializer=_start)
        self.ahead = 3 * processes
        for _ in range(processes):
            self.submit(int)

    def submit(self, function: Callable[..., Result], /, *arguments: Any, **named: Any) -> Future[Result]:
        """Do a task at some time, in a process that may have to be started for it."""
        with undisturbed():
            return super().submit(function, *arguments, **named)

    def end(self) -> None:
        """End the processes in the middle of their tasks, and wait until they have gone: Python's own end would meet what is going."""
        for process in list((self._processes or {}).values()):
            process.terminate()
        self.shutdown(cancel_futures=True)


def in_order(pool: Pool, tasks: Sequence[Task[Result]], progress: Callable[[int], None]) -> Iterator[Result]:
    """Run tasks in the pool and yield their results in the order of the tasks."""
    waiting: deque[Future[Result]] = deque()
    upcoming = iter(tasks)
    for done in range(len(tasks)):
        progress(done)
        while len(waiting) < pool.ahead and (task := next(upcoming, None)):
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
