"""Requests at a constant rate whatever the server does: an open loop, so that a server that stalls is not asked less.

Plain sockets under asyncio, kept alive: at 500 requests a second one processor is busy with it to a seventh. A request's time counts
from the moment at which it was due, so that what waited behind a slow one is slow too.
"""

import asyncio
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)
_CLOSES = re.compile(rb"\r\nconnection: *close", re.IGNORECASE)
_PATIENCE_S = 30.0


@dataclass(frozen=True, slots=True)
class Ask:
    """A request of one sort."""

    sort: str
    path: str
    accept: str = "*/*"

    def written(self) -> bytes:
        """As it goes over the wire."""
        return f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {self.accept}\r\n\r\n".encode()


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a request: when it was due, how long it took, and its status, 0 when there was no whole answer."""

    ask: Ask
    due_s: float
    took_s: float
    status: int


Listener = Callable[[Ask, bytes, bytes], None]


@dataclass(slots=True)
class Load:
    """Asks one request after another at a rate, for some seconds or until it is told to stop.

    `listen` is given head and body of each answer; without it, bodies are passed over.
    """

    port: int
    asks: Iterator[Ask]
    rate: float
    seconds: float = float("inf")
    listen: Listener | None = None
    heard: list[Heard] = field(default_factory=list)
    latest_start_s: float = 0.0
    stopped: bool = False
    _idle: list["_Line"] = field(default_factory=list)

    def run(self) -> list[Heard]:
        """Ask, and return what was heard."""
        asyncio.run(self._run())
        return self.heard

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        running: set[asyncio.Task[None]] = set()
        for number, ask in enumerate(takewhile(lambda _: not self.stopped, self.asks)):
            due = number / self.rate
            if due >= self.seconds:
                break
            if (wait := started + due - loop.time()) > 0:
                await asyncio.sleep(wait)
            self.latest_start_s = max(self.latest_start_s, loop.time() - started - due)
            task = loop.create_task(self._one(ask, started, due))
            running.add(task)
            task.add_done_callback(running.discard)
        await asyncio.gather(*running)
        for line in self._idle:
            line.close()

    async def _one(self, ask: Ask, started: float, due: float) -> None:
        loop = asyncio.get_running_loop()
        status, head, body = 0, b"", b""
        line: _Line | None = None
        try:
            async with asyncio.timeout(_PATIENCE_S):
                line = await self._line()
                status, head, body = await line.ask(ask.written(), self.listen is not None)
        except (OSError, TimeoutError):
            status = 0
        if line is not None:
            (self._idle.append if status and line.is_open else _Line.close)(line)
        self.heard.append(Heard(ask, due, loop.time() - started - due, status))
        if self.listen is not None and status:
            self.listen(ask, head, body)

    async def _line(self) -> "_Line":
        """A connection that nobody uses; one that the server has closed is not taken."""
        while self._idle:
            if (line := self._idle.pop()).is_open:
                return line
        _, line = await asyncio.get_running_loop().create_connection(_Line, "127.0.0.1", self.port)
        return line


class _Line(asyncio.Protocol):
    """One connection, and the answer that is coming on it."""

    def __init__(self) -> None:
        self.is_open = False
        self._transport: asyncio.Transport | None = None
        self._answer: asyncio.Future[tuple[int, bytes, bytes]] | None = None
        self._parts: list[bytes] = []
        self._keep = False
        self._head = b""
        self._left: int | None = None  # None: in chunks

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport, self.is_open = transport, True

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False
        if self._answer and not self._answer.done():
            self._answer.set_exception(ConnectionResetError("the server closed the connection"))

    async def ask(self, request: bytes, keep: bool) -> tuple[int, bytes, bytes]:
        """Send a request; returns status, head and, if it is to be kept, the body."""
        assert self._transport is not None
        self._parts, self._head, self._left, self._keep = [], b"", None, keep
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Let go of the connection."""
        self.is_open = False
        if self._transport:
            self._transport.close()

    def data_received(self, data: bytes) -> None:
        if not self._answer or self._answer.done():
            self.close()  # nobody asked
            return
        if not self._head:
            data = b"".join((*self._parts, data))
            head, ended, data = data.partition(b"\r\n\r\n")
            if not ended:
                self._parts = [head]
                return
            self._head, self._parts = head, []
            length = _LENGTH.search(head)
            self._left = int(length[1]) if length else None if _CHUNKED.search(head) else 0
        if self._left is None:
            self._parts.append(data)
            if (b"".join(self._parts[-2:]) if len(data) < 7 else data).endswith(b"0\r\n\r\n"):
                self._whole()
            return
        self._left -= len(data)
        if self._keep:
            self._parts.append(data)
        if self._left <= 0:
            self._whole()

    def _whole(self) -> None:
        assert self._answer is not None
        if _CLOSES.search(self._head):
            self.close()
        body = b"".join(self._parts) if self._keep else b""
        self._answer.set_result((int(self._head[9:12]), self._head, _joined(body) if self._left is None else body))


def _joined(chunked: bytes) -> bytes:
    """A body without the lengths between its chunks."""
    parts = []
    while chunked:
        length, _, chunked = chunked.partition(b"\r\n")
        size = int(length.partition(b";")[0], 16)
        parts.append(chunked[:size])
        chunked = chunked[size + 2 :] if size else b""
    return b"".join(parts)


def share(heard: list[Heard], part: float) -> float:
    """The time in seconds within which a share of the requests was answered."""
    times = sorted(each.took_s for each in heard)
    return times[min(len(times) - 1, int(part * len(times)))] if times else 0.0


def waited(until: Callable[[], bool], seconds: float, step_s: float = 0.02) -> float:
    """Wait until something is so; returns after how many seconds.

    Raises:
        TimeoutError: it is not so after that long.
    """
    begun = time.monotonic()
    while not until():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"not so after {seconds:g} s")
        time.sleep(step_s)
    return time.monotonic() - begun
