"""`python -m lod_publisher.snapshot.workers FD ROOM`: the nursery process. Started by `nursery.py` only."""

import socket
import sys

from lod_publisher.snapshot.workers.nursery import keep


def main(descriptor: str, _room: str = "") -> None:
    """Be the nursery for the process at the other end of a socket; the last argument is room for a worker's name."""
    with socket.socket(fileno=int(descriptor)) as line:
        keep(line)


if __name__ == "__main__":
    main(*sys.argv[1:])
