"""Worker processes that parse and answer strangers' queries, and may die of them.

A query can overflow the parser's stack, never end, or want all memory; pyoxigraph offers no cancel. So each runs in a
process under limits of its own, and a query over its limit is ended with its worker, which is replaced.
"""

import multiprocessing
import queue
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, serialize

from lod_publisher.errors import BadQueryError, BusyError, QueryMemoryError, QueryTimeoutError, SnapshotError
from lod_publisher.snapshot.workers.question import Answer, Question, calls_out
from lod_publisher.snapshot.workers.stream import Stream

_SPAWN = multiprocessing.get_context("spawn")
_SOLUTIONS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
_GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
}
# What one answer may hold; beyond it the client is sent to the dumps.
MAX_ANSWER_BYTES = 256_000_000


def _answer(store: Store, text: str, formats: dict[str, str], prefixes: dict[str, str], base: str) -> tuple[str, ...]:
    """Parse and evaluate one query; returns ("ok", kind, format, body) or ("bad", message)."""
    try:
        result = store.query(text, base_iri=f"{base}/", prefixes=prefixes)
        if isinstance(result, QuerySolutions):
            name = formats["solutions"]
            body = result.serialize(format=_SOLUTIONS[name])
            return ("ok", "solutions", name, body or b"")  # type: ignore[return-value]
        if isinstance(result, QueryBoolean):
            name = formats["boolean"]
            body = result.serialize(format=_SOLUTIONS[name])
            return ("ok", "boolean", name, body or b"")  # type: ignore[return-value]
        name = formats["graph"]
        triples = dict.fromkeys(result)
        return ("ok", "graph", name, serialize(triples, format=_GRAPHS[name], prefixes=prefixes) or b"")  # type: ignore[return-value]
    except SyntaxError as problem:
        return ("bad", f"The query is not SPARQL 1.1: {problem}")
    except (ValueError, RuntimeError, OSError) as problem:
        return ("bad", f"The query cannot be answered: {problem}")


def _work(folder: str, pipe: Connection, memory_bytes: int, prefixes: dict[str, str], base: str) -> None:
    """Answer what comes through the pipe, until it closes."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    store = Store.read_only(folder)
    # After the store has started its threads: their stacks alone may be more address space than a query gets.
    allowed = _address_space() + memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    pipe.send("ready")
    while True:
        try:
            text, formats = pipe.recv()
        except EOFError:
            return
        try:
            pipe.send(_answer(store, text, formats, prefixes, base))
        except MemoryError:
            pipe.send(("memory",))


def _address_space() -> int:
    """The bytes of address space that this process has now; 0 where the system does not say (it is not Linux)."""
    statistics = Path("/proc/self/statm")
    return int(statistics.read_text().split()[0]) * resource.getpagesize() if statistics.is_file() else 0


class _Worker:
    """One process and our end of its pipe."""

    def __init__(self, store: Path, memory_bytes: int, prefixes: dict[str, str], base: str) -> None:
        self.pipe, theirs = _SPAWN.Pipe()
        self.process: SpawnProcess = _SPAWN.Process(
            target=_work, args=(str(store), theirs, memory_bytes, prefixes, base), daemon=True
        )
        self.process.start()
        theirs.close()
        try:
            ready = self.pipe.poll(30) and self.pipe.recv() == "ready"
        except EOFError:
            ready = False
        if not ready:
            self.end()
            raise SnapshotError(
                f"{store}: a query worker did not start. Look at the server's log, then verify the snapshot."
            )

    def end(self) -> None:
        self.pipe.close()
        self.process.kill()
        self.process.join()


class Workers:
    """A pool of query workers over one store. Safe to use from several threads."""

    def __init__(
        self,
        store: Path,
        processes: int,
        timeout_s: float,
        memory_bytes: int,
        prefixes: dict[str, str] | None = None,
        base: str = "http://localhost",
    ) -> None:
        self._arguments = (store, memory_bytes, prefixes or {}, base)
        self._timeout_s = timeout_s
        self._idle: queue.SimpleQueue[_Worker | None] = queue.SimpleQueue()
        for _ in range(processes):
            self._idle.put(None)  # started when first needed, so that the server answers at once

    @contextmanager
    def _borrowed(self, wait_s: float) -> Iterator[list[_Worker | None]]:
        try:
            slot: list[_Worker | None] = [self._idle.get(timeout=wait_s)]
        except queue.Empty:
            raise BusyError("All query workers are busy. Try again in a few seconds.") from None
        try:
            yield slot
        finally:
            self._idle.put(slot[0])

    def ask(self, text: str, formats: dict[str, str], wait_s: float = 5.0) -> Answer:
        """Answer a query in full.

        `formats` names the format for each kind of answer: {"solutions": "json", "boolean": "json", "graph": "ttl"}.

        Raises:
            BadQueryError: not SPARQL, or so deep that the parser died of it. QueryTimeoutError, QueryMemoryError: over its
            limit. BusyError: no worker was free within `wait_s` seconds.
        """
        if calls_out(text):
            raise BadQueryError(
                "SERVICE is not offered here: this endpoint asks nobody else. Ask that service yourself "
                "(and rename a prefix that holds the word)."
            )
        with self._borrowed(wait_s) as slot:
            worker = slot[0]
            if worker is None or not worker.process.is_alive():
                worker = slot[0] = _Worker(*self._arguments)
            try:
                worker.pipe.send((text, formats))
                if not worker.pipe.poll(self._timeout_s):
                    worker.end()
                    slot[0] = None
                    raise QueryTimeoutError(
                        f"The query was stopped after {self._timeout_s:g} s. Ask for less (LIMIT, a narrower pattern), "
                        "or take the dumps and ask at home."
                    )
                answer = worker.pipe.recv()
            except (EOFError, ConnectionError, BrokenPipeError):
                worker.process.join(5)
                code = worker.process.exitcode
                worker.end()
                slot[0] = None
                raise _death(code) from None
        if answer[0] == "bad":
            raise BadQueryError(answer[1])
        if answer[0] == "memory":
            raise _death(None)
        if len(answer[3]) > MAX_ANSWER_BYTES:
            raise QueryMemoryError(
                f"The answer has more than {MAX_ANSWER_BYTES // 1_000_000} MB. Ask for a part of it (LIMIT and OFFSET), "
                "or take the dumps."
            )
        return Answer(*answer[1:])

    def open(self, question: Question, client: str = "") -> Stream:
        """Answer a question in parts."""
        answer = self.ask(question.text, dict(question.formats))
        return Stream(answer.kind, answer.format, iter([answer.body]))

    def explain(self, text: str) -> str:
        """The evaluation plan of a query; empty, since the engine does not show it."""
        return ""

    def close(self) -> None:
        """End every worker that is idle."""
        while True:
            try:
                worker = self._idle.get_nowait()
            except queue.Empty:
                return
            if worker is not None:
                worker.end()


def _death(code: int | None) -> BadQueryError | QueryMemoryError:
    """What a worker's death says of its query: a segmentation fault is the parser's stack, all else is memory."""
    if code == -11:
        return BadQueryError("The query is nested too deeply to be read. Write it with fewer levels or terms.")
    return QueryMemoryError(
        "The query needed more memory than one query may have. Ask for less, or take the dumps and ask at home."
    )
