"""The connection of a request, which the server keeps to itself: how much of an answer it has taken, and how to break it off."""

import os
import socket
import struct
from contextlib import suppress

# linux/tcp.h, struct tcp_info: tcpi_bytes_acked; linux/sockios.h: SIOCOUTQ, the bytes sent but not yet acknowledged.
_TCP_INFO_BYTES = 128
_BYTES_ACKED_AT = 120
_SIOCOUTQ = 0x5411


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
