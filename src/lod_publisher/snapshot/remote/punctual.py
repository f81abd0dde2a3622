"""Connections whose answer has to begin in time.

The limit of a socket is for each read, so that a server that sends a byte of its header now and then would be waited for without end.
"""

import socket
import threading
from contextlib import suppress
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.response import HTTPResponse


class _Timed(HTTPConnection):
    """Broken off when the header of an answer is not whole within the limit of a read."""

    def getresponse(self) -> HTTPResponse:  # type: ignore[override]
        timer = threading.Timer(self.timeout, self._cut) if isinstance(self.timeout, int | float) else None
        if timer:
            timer.start()
        try:
            return super().getresponse()
        finally:
            if timer:
                timer.cancel()

    def _cut(self) -> None:
        line: Any = self.sock
        with suppress(OSError):
            if line is not None:
                line.shutdown(socket.SHUT_RDWR)


class _TimedTLS(_Timed, HTTPSConnection):
    """The same with TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Timed


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _TimedTLS


POOLS = {"http": _Pool, "https": _PoolTLS}
