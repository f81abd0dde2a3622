"""Ports for servers that tests start."""

import secrets
import socket
from contextlib import closing

# Below those that systems take for what goes out: such a port may be taken while the server that was to have it is still being built.
_FIRST, _NUMBER = 10_000, 20_000


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    while True:
        port = _FIRST + secrets.randbelow(_NUMBER)
        with closing(socket.socket()) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
