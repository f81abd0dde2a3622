"""The bytes between a pool and its workers: frames of one letter, a length and a body, over a pair of sockets."""

import json
import socket
import struct
from typing import Any

_HEAD = struct.Struct("!cI")

SETTINGS = b"s"  # to the worker, first of all: its pool's settings, JSON
READY = b"r"  # the worker has opened the store
ASK = b"q"  # to the worker: a question, JSON
HEAD = b"h"  # the first part stands: {"kind", "format", "whole"}
PART = b"d"  # bytes of the answer
END = b"e"  # the answer is complete: {"truncated", "tired"}
FAILED = b"x"  # no answer: {"why", "message", "line", "column", "problem"}; after HEAD the answer is broken


def frame(letter: bytes, body: bytes) -> bytes:
    """One frame."""
    return _HEAD.pack(letter, len(body)) + body


def said(letter: bytes, **values: Any) -> bytes:
    """One frame with values in JSON."""
    return frame(letter, json.dumps(values).encode())


class Reader:
    """Takes frames from a socket; a small answer of several frames comes in one read."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end
        self._held = bytearray()

    def next(self) -> tuple[bytes, bytes]:
        """The letter and the body of the next frame.

        Raises:
            EOFError: the other side has gone.
        """
        while True:
            if len(self._held) >= _HEAD.size:
                letter, length = _HEAD.unpack_from(self._held)
                if len(self._held) >= _HEAD.size + length:
                    body = bytes(self._held[_HEAD.size : _HEAD.size + length])
                    del self._held[: _HEAD.size + length]
                    return letter, body
            try:
                more = self._end.recv(262_144)
            except OSError:
                more = b""
            if not more:
                raise EOFError
            self._held += more
