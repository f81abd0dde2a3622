"""An event loop in which a request begins at once, in the thread that brings it, and is often answered there.

Granian takes a request in a thread of its own, Python's lock in another, and hands the request over to the event loop in a third; a
body that is awaited goes the same way again, and so does what a thread of a pool is asked to do. Each such change costs as much as a
short answer. Python 3.12 has eager tasks against the like, but they begin in the loop's own thread, where ours would already have changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from concurrent.futures import Executor
from contextvars import Context
from functools import partial
from types import CoroutineType, coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


@coroutine
def in_the_loop() -> Generator[None]:
    """Awaited, this lets a request go on in the thread of the event loop: before anything is awaited but a body in one piece."""
    yield


def done_by(pool: Executor, work: Callable[[], Result]) -> Awaitable[Result]:
    """The result of work that a thread of a pool does. A request that is not in the loop goes on in that thread."""
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        return _Work(pool, work)
    return loop.run_in_executor(pool, work)


class _Work:
    """Work for a pool, with as much of a future as `_Begun` asks for."""

    _asyncio_future_blocking = True

    def __init__(self, pool: Executor, work: Callable[[], Any]) -> None:
        self._pool = pool
        self._work = work
        self._result: Any = None
        self._error: BaseException | None = None

    def __await__(self) -> Generator["_Work", None, Any]:
        yield self
        if self._error is not None:
            raise self._error
        return self._result

    def add_done_callback(self, callback: Callable[["_Work"], object], *, context: Context | None = None) -> None:
        """Begin, and have the same thread call back; it needs no context, since a request asks for none."""
        self._pool.submit(self._do, callback)

    def _do(self, callback: Callable[["_Work"], object]) -> None:
        try:
            self._result = self._work()
        except BaseException as error:  # noqa: BLE001 it is raised where the result is awaited
            self._error = error
        callback(self)


class EagerLoop(asyncio.SelectorEventLoop):
    """Begins what Granian wants scheduled, and gives a loop's task only to what has awaited `in_the_loop`."""

    def call_soon_threadsafe(  # type: ignore[override]
        self, callback: Callable[..., object], *args: Any, context: Context | None = None
    ) -> asyncio.Handle:
        """Run a request, or what waited for its body, here and now; anything else in the loop, as ever."""
        if isinstance(callback, _Begun):
            callback()
        elif len(args) == 2 and isinstance(args[0], CoroutineType):  # Granian's: to make a task of it, and its watcher
            _Begun(args[0], partial(super().call_soon_threadsafe, callback, *args, context=context), context)()
        else:
            return super().call_soon_threadsafe(callback, *args, context=context)
        return asyncio.Handle(_nothing, (), self)


class _Begun:
    """A request that has begun outside the loop; called when what it waits for is there."""

    def __init__(
        self, request: Coroutine[Any, None, None], go_on_in_the_loop: Callable[[], object], context: Context | None
    ) -> None:
        self._request = request
        self._go_on_in_the_loop = go_on_in_the_loop
        self._context = context

    def __call__(self, _: object = None) -> None:
        try:
            awaited = self._request.send(None)
        except StopIteration:  # answered; whatever else is raised, Granian's coroutine keeps to itself
            return
        if awaited is None:
            self._go_on_in_the_loop()
        else:
            awaited._asyncio_future_blocking = False
            awaited.add_done_callback(self, context=self._context)


def _nothing() -> None:
    """What is left to do of a request that has begun."""
