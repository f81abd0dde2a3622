"""`python -m lod_publisher.snapshot.workers FD SETTINGS`: the nursery process. Started by `nursery.py` only."""

import json
import socket
import sys

from lod_publisher.snapshot.workers.nursery import keep
from lod_publisher.snapshot.workers.process import WorkerSettings


def main(descriptor: str, settings: str) -> None:
    """Be the nursery for the pool at the other end of a socket."""
    with socket.socket(fileno=int(descriptor)) as line:
        keep(line, WorkerSettings(**json.loads(settings)))


if __name__ == "__main__":
    main(*sys.argv[1:])
