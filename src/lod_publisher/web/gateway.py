"""From Granian's own interface (RSGI) to the application: what WSGI cannot say is said here.

Under WSGI, Granian ends a chunked answer politely when its iterator raises, so that a client takes a part for the whole, and it
tells nobody that a client has left. Through RSGI the connection of a request is known by its address, so it can be broken off.
"""

import asyncio
import io
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from time import monotonic, perf_counter
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from lod_publisher.web.answer_cache import Application, Headers
from lod_publisher.web.eager import done_by, in_the_loop
from lod_publisher.web.leaving import Leaving
from lod_publisher.web.line import Line
from lod_publisher.web.observing import Observer
from lod_publisher.web.ranges import FilePart

# Threads for pages, which work, and for queries, which mostly wait for a worker: these must never stand in the way of those.
_PAGE_THREADS = 6
_QUERY_THREADS = 128
# A request that takes longer than this is worth asking whether its client is still there.
_WATCH_AFTER_S = 0.2
_LOOK_S = 0.1
# What of an answer may wait in this process for a slow client; Granian's own queue has no bound.
_MAX_WAITING_BYTES = 2_000_000
_WAIT_S = 0.02
# A longer answer that is not yet whole goes out in parts.
_MAX_WHOLE_BYTES = 1_000_000


class Gateway:
    """The callable that Granian asks, over one application."""

    def __init__(
        self, application: Application, observer: Observer, max_body_bytes: int, patient: tuple[str, ...]
    ) -> None:
        """`patient` are the paths whose answers wait for others, and get threads of their own."""
        self._application = application
        self._observer = observer
        self._max_body_bytes = max_body_bytes
        self._patient = patient
        self._pages = ThreadPoolExecutor(_PAGE_THREADS, "page")
        self._queries = ThreadPoolExecutor(_QUERY_THREADS, "query")
        self._watch = _Watch()
        self._watching: asyncio.Task[None] | None = None

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Granian is about to serve."""
        self._watching = loop.create_task(self._watch.run())

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Granian serves no more."""
        if self._watching:
            self._watching.cancel()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(403)
            return
        began = perf_counter()
        environ = _environ(scope)
        if scope.method not in ("GET", "HEAD", "OPTIONS"):
            environ["wsgi.input"] = io.BytesIO(await self._body(environ, protocol))
        if at_hand := self._at_hand(environ):
            status, headers, body = at_hand
            code = int(status[:3])
            protocol.response_bytes(code, self._observer.at_hand(environ, code, headers, began), body)
            return
        pool = self._queries if environ["PATH_INFO"].startswith(self._patient) else self._pages
        exchange = _Exchange(scope, protocol, partial(done_by, pool))
        self._watch.begin(exchange)
        try:
            await exchange.run(self._application, environ, self._observer, began)
        finally:
            self._watch.end(exchange)

    def _at_hand(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """What the application has at hand. A failure at that is nobody's but ours: the request is answered as any other."""
        try:
            return self._application.kept(environ)
        except Exception:
            logging.getLogger(__name__).exception("%s: what is at hand could not be looked at", environ["PATH_INFO"])
            return None

    async def _body(self, environ: WSGIEnvironment, protocol: Any) -> bytes:
        """The body of a request, and no more of it than the application would take: it refuses one that is longer."""
        length = environ.get("CONTENT_LENGTH", "")
        if length.isdecimal() and len(length) < 10 and int(length) <= self._max_body_bytes:
            whole: bytes = await protocol()
            return whole
        await in_the_loop()
        parts: list[bytes] = []
        size = 0
        async for part in protocol:
            parts.append(part)
            size += len(part)
            if size > self._max_body_bytes:
                break
        return b"".join(parts)


class _Exchange:
    """One request that takes a thread, and its answer. It leaves that thread for the loop only when the answer comes in parts."""

    def __init__(self, scope: Any, protocol: Any, call: Callable[[Callable[[], Any]], Awaitable[Any]]) -> None:
        self._scope = scope
        self._protocol = protocol
        self._call = call
        self._leaving = Leaving()
        self._answer: Any = None

    async def run(self, application: Application, environ: WSGIEnvironment, observer: Observer, began: float) -> None:
        environ[Leaving.KEY] = self._leaving
        begun: list[tuple[int, Headers]] = []
        try:
            self._answer = await self._call(partial(_ask, application, environ, begun))
            status, headers = begun[0]
            headers = observer.made(environ, status, headers, began)
            if isinstance(self._answer, bytes):
                self._protocol.response_bytes(status, headers, self._answer)
            elif isinstance(self._answer, FilePart):
                # Granian reads and sends it without Python: a dump of gigabytes costs us nothing.
                part = self._answer
                self._protocol.response_file_range(status, headers, str(part.path), part.start, part.end)
            else:
                await in_the_loop()
                await self._stream(status, headers)
        except Exception:
            logging.getLogger(__name__).exception("%s could not be answered", environ["PATH_INFO"])
            failed = observer.made(environ, 500, [("content-type", "text/plain")], began)
            self._protocol.response_bytes(500, failed, b"The server made a mistake.\n")

    async def wait_for_leaving(self) -> None:
        """End the work when the client goes; in the loop."""
        await self._protocol.client_disconnect()
        await self._call(self._leaving.happened)
        if hasattr(self._answer, "close"):
            await self._call(self._answer.close)

    async def _stream(self, status: int, headers: Headers) -> None:
        """Send an answer part by part, no faster than the client takes it; break the connection off when it fails."""
        answer = self._answer
        line = Line.of(self._scope.client)
        take_part = iter(answer).__next__
        try:
            transport = self._protocol.response_stream(status, headers)
            while (part := await self._call(partial(_next, take_part))) is not None:
                await transport.send_bytes(part)
                while line and line.waiting(len(part)) > _MAX_WAITING_BYTES and not self._leaving.is_gone:
                    part = b""
                    await asyncio.sleep(_WAIT_S)
                if self._leaving.is_gone:
                    break
        except Exception as error:  # noqa: BLE001 whatever it is, it must not look like a whole answer
            if not self._leaving.is_gone:
                logging.getLogger(__name__).warning("An answer was broken off: %s", error)
            if line:
                line.cut()
        finally:
            if hasattr(answer, "close"):
                await self._call(answer.close)
            if line:
                line.close()


class _Watch:
    """Looks which requests take long, and has them wait for their clients' leaving. Requests begin and end in any thread."""

    def __init__(self) -> None:
        self._running: dict[_Exchange, float] = {}

    def begin(self, exchange: _Exchange) -> None:
        self._running[exchange] = monotonic()

    def end(self, exchange: _Exchange) -> None:
        del self._running[exchange]

    async def run(self) -> None:
        """Look again and again, in the loop."""
        waiting: dict[_Exchange, asyncio.Task[None]] = {}
        while True:
            await asyncio.sleep(_LOOK_S)
            running, now = self._running.copy(), monotonic()
            for exchange in waiting.keys() - running.keys():
                waiting.pop(exchange).cancel()
            for exchange, began in running.items():
                if exchange not in waiting and now - began > _WATCH_AFTER_S:
                    waiting[exchange] = asyncio.ensure_future(exchange.wait_for_leaving())


def _ask(application: Application, environ: WSGIEnvironment, began: list[tuple[int, Headers]]) -> Any:
    """Ask the application; an answer of moderate length is given whole, as bytes, any other as what it iterates over."""

    def start_response(status: str, headers: Headers, *_: object) -> Callable[[bytes], object]:
        began[:] = [(int(status[:3]), [(name, value) for name, value in headers])]
        return _no_write

    answer = application(environ, start_response)
    if isinstance(answer, list):
        return b"".join(answer)
    if isinstance(answer, FilePart):
        return answer
    length = next((value for name, value in began[0][1] if name.lower() == "content-length"), "")
    return _joined(answer) if length.isdigit() and int(length) <= _MAX_WHOLE_BYTES else answer


def _joined(answer: Iterable[bytes]) -> bytes:
    try:
        return b"".join(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _next(take_part: Callable[[], bytes]) -> bytes | None:
    """The next part; None at the end, as StopIteration cannot pass through a future."""
    try:
        return take_part()
    except StopIteration:
        return None


def _no_write(_: bytes) -> object:
    raise NotImplementedError("Answers are returned, not written.")


@lru_cache(maxsize=512)
def _variable(name: str) -> str:
    """The WSGI name of a header."""
    plain = name.upper().replace("-", "_")
    return plain if plain in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{plain}"


_SERVER: Mapping[str, Any] = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multiprocess": True,
    "wsgi.multithread": True,
    "wsgi.run_once": False,
}


def _environ(scope: Any) -> WSGIEnvironment:
    """A request as WSGI describes it."""
    environ: WSGIEnvironment = dict(_SERVER)
    path = scope.path
    environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1") if "%" in path or not path.isascii() else path
    environ["QUERY_STRING"] = scope.query_string
    environ["REQUEST_METHOD"] = scope.method
    environ["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
    environ["wsgi.url_scheme"] = scope.scheme
    environ["wsgi.input"] = io.BytesIO()
    environ["wsgi.errors"] = io.StringIO()
    environ["REMOTE_ADDR"] = scope.client.rpartition(":")[0].strip("[]")
    environ["SERVER_NAME"], _, environ["SERVER_PORT"] = scope.server.rpartition(":")
    for name, value in scope.headers.items():
        variable = _variable(name)
        environ[variable] = f"{environ[variable]},{value}" if variable in environ else value
    if "HTTP_HOST" not in environ and scope.authority:
        environ["HTTP_HOST"] = scope.authority
    return environ
