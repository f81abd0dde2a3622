"""The worker process itself: opens the store, gives up what it does not need, and answers until its pool has gone."""

import json
import socket
from dataclasses import dataclass
from typing import Any

from pyoxigraph import Store

from lod_publisher.snapshot.workers import naming, sealing, wire
from lod_publisher.snapshot.workers.evaluation import Scene, answer

# A worker that has grown by so much is replaced after its answer: an allocator does not give everything back. What the engine
# remembers of the store's files is 150 MB when a query has read all labels of five million statements.
_TIRED_BYTES = 250_000_000


@dataclass(frozen=True, slots=True)
class WorkerSettings:
    """What all workers of a pool share; `prefixes` are known to every query."""

    store: str
    memory_bytes: int
    prefixes: dict[str, str]
    base: str


def work(pool: socket.socket, parent: int) -> None:
    """Answer what comes through the socket, after the settings, until it closes; `parent` is the process that started this."""
    sealing.die_with_parent(parent)
    sealing.seal()
    reader = wire.Reader(pool)
    try:
        settings = WorkerSettings(**json.loads(reader.next()[1]))
    except EOFError:
        return
    naming.call(settings.store)
    store = Store.read_only(settings.store)
    sealing.limit_memory(settings.memory_bytes)
    scene = Scene(store, settings.prefixes, settings.base)
    at_rest = sealing.resident()
    pool.sendall(wire.frame(wire.READY, b""))
    while True:
        try:
            _, body = reader.next()
        except EOFError:
            return
        question: dict[str, Any] = json.loads(body)
        sealing.limit_processor(question["cpu_s"])
        given = answer(scene, question, pool)
        if given is not None:
            sink, truncated = given
            sink.end(truncated=truncated, tired=sealing.resident() > at_rest + _TIRED_BYTES)
