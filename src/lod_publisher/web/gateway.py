"""From Granian's own interface (RSGI) to the application: what WSGI cannot say is said here.

Under WSGI, Granian ends a chunked answer politely when its iterator raises, so that a client takes a part for the whole, and it
tells nobody that a client has left. Through RSGI the connection of a request is known by its address, so it can be broken off.
"""

import asyncio
import io
import logging
import os
import socket
import struct
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache, partial
from time import perf_counter
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIEnvironment

from lod_publisher.web.answer_cache import Application, Headers
from lod_publisher.web.eager import in_the_loop
from lod_publisher.web.leaving import Leaving
from lod_publisher.web.observing import Observer
from lod_publisher.web.ranges import FilePart

# Threads for pages, which work, and for queries, which mostly wait for a worker: these must never stand in the way of those.
_PAGE_THREADS = 6
_QUERY_THREADS = 128
# A request that takes longer than this is worth asking whether its client is still there.
_WATCH_AFTER_S = 0.2
# What of an answer may wait in this process for a slow client; Granian's own queue has no bound.
_MAX_WAITING_BYTES = 2_000_000
_WAIT_S = 0.02
# A longer answer that is not yet whole goes out in parts.
_MAX_WHOLE_BYTES = 1_000_000
# linux/tcp.h, struct tcp_info: tcpi_bytes_acked; linux/sockios.h: SIOCOUTQ, the bytes sent but not yet acknowledged.
_TCP_INFO_BYTES = 128
_BYTES_ACKED_AT = 120
_SIOCOUTQ = 0x5411


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
        await in_the_loop()
        executor = self._queries if environ["PATH_INFO"].startswith(self._patient) else self._pages
        call = partial(asyncio.get_running_loop().run_in_executor, executor)
        await _Exchange(scope, protocol, call).run(self._application, environ, self._observer, began)

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
    """One request that takes a thread, and its answer."""

    def __init__(self, scope: Any, protocol: Any, call: Callable[..., asyncio.Future[Any]]) -> None:
        self._scope = scope
        self._protocol = protocol
        self._call = call
        self._leaving = Leaving()
        self._answer: Any = None
        self._watching: asyncio.Task[None] | None = None

    async def run(self, application: Application, environ: WSGIEnvironment, observer: Observer, began: float) -> None:
        environ[Leaving.KEY] = self._leaving
        begun: list[tuple[int, Headers]] = []
        timer = asyncio.get_running_loop().call_later(_WATCH_AFTER_S, self._watch)
        try:
            self._answer = await self._call(_ask, application, environ, begun)
            status, headers = begun[0]
            headers = observer.made(environ, status, headers, began)
            if isinstance(self._answer, bytes):
                self._protocol.response_bytes(status, headers, self._answer)
            elif isinstance(self._answer, FilePart):
                # Granian reads and sends it without Python: a dump of gigabytes costs us nothing.
                part = self._answer
                self._protocol.response_file_range(status, headers, str(part.path), part.start, part.end)
            else:
                await self._stream(status, headers)
        except Exception:
            logging.getLogger(__name__).exception("%s could not be answered", environ["PATH_INFO"])
            failed = observer.made(environ, 500, [("content-type", "text/plain")], began)
            self._protocol.response_bytes(500, failed, b"The server made a mistake.\n")
        finally:
            timer.cancel()
            if self._watching:
                self._watching.cancel()

    def _watch(self) -> None:
        self._watching = asyncio.ensure_future(self._wait_for_leaving())

    async def _wait_for_leaving(self) -> None:
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
            while (part := await self._call(_next, take_part)) is not None:
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


class Line:
    """The connection on which a request came, found among the open files of this process by the client's address."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._before = self._taken()
        self._given = 0

    @staticmethod
    def of(client: str) -> "Line | None":
        """The connection to a client, written as address and port; None where the system does not list open files."""
        host, _, port = client.rpartition(":")
        wanted = (host.strip("[]"), int(port) if port.isdigit() else 0)
        try:
            numbers = [int(name) for name in os.listdir("/dev/fd")]  # noqa: PTH208 a listing of numbers, no paths
        except OSError:
            return None
        for number in numbers:
            try:
                connection = socket.socket(fileno=os.dup(number))
            except OSError:
                continue
            try:
                if connection.getpeername()[:2] == wanted:
                    return Line(connection)
            except (OSError, TypeError):
                pass
            connection.close()
        return None

    def waiting(self, more: int) -> int:
        """How many of the bytes given, `more` among them, the system has not taken yet; 0 where it does not tell."""
        self._given += more
        taken = self._taken()
        return self._given - (taken - self._before) if taken else 0

    def _taken(self) -> int:
        try:
            told = self._connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_BYTES)
            (acknowledged,) = struct.unpack_from("Q", told, _BYTES_ACKED_AT)
            return int(acknowledged) + _outgoing(self._connection)
        except (OSError, AttributeError, struct.error):
            return 0

    def cut(self) -> None:
        """Break the connection off, so that the client sees that the answer is not whole."""
        with suppress(OSError):  # the client was faster
            self._connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the connection, which goes on."""
        self._connection.close()


def _outgoing(connection: socket.socket) -> int:
    (number,) = struct.unpack("i", _ioctl(connection.fileno(), _SIOCOUTQ, struct.pack("i", 0)))
    return int(number)


def _ioctl(number: int, request: int, argument: bytes) -> bytes:
    from fcntl import ioctl  # noqa: PLC0415 not on every system

    return ioctl(number, request, argument)


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
