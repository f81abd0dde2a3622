"""The pool of query workers: gives each query its turn and its worker, ends what is over its limit, and heals itself.

A query can overflow the parser's stack, never end, or want all memory; pyoxigraph offers no cancel. So each runs in a process
under limits of its own, and a query over its limit is ended with its worker, for which another stands ready.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any

from lod_publisher.errors import BadQueryError, BrokenAnswer, QueryError, QueryMemoryError
from lod_publisher.snapshot.workers import verdicts, wire
from lod_publisher.snapshot.workers.crew import Crew, Leaving
from lod_publisher.snapshot.workers.limits import Counters, Limits
from lod_publisher.snapshot.workers.process import WorkerSettings
from lod_publisher.snapshot.workers.question import Answer, Question, calls_out
from lod_publisher.snapshot.workers.stream import Stream
from lod_publisher.snapshot.workers.verdicts import Reason
from lod_publisher.snapshot.workers.worker import Job

# What one answer may hold that is kept whole by whoever asks for it.
MAX_ANSWER_BYTES = 256_000_000


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
        limits: Limits | None = None,
    ) -> None:
        self._limits = replace(limits or Limits(), timeout_s=timeout_s)
        self._crew = Crew(WorkerSettings(str(store), memory_bytes, prefixes or {}, base), processes, self._limits)

    def open(self, question: Question, client: str = "", leaving: Leaving = lambda _: None) -> Stream:
        """Answer a question in parts, when it is the client's turn; the first part stands when this returns.

        `client` tells clients apart that share the workers fairly: an address, or a partner's key. `leaving` is called with
        what is to be done when the client goes away before that; afterwards the stream is to be closed.

        Raises:
            BadQueryError: not SPARQL, or so deep that the parser died of it. QueryTimeoutError, QueryMemoryError: over its
            limit. BusyError: there was no turn for it in time, or it takes long and too many do already.
        """
        return self._open(question, client, self._limits.wait_s, self._limits.max_bytes, leaving)

    def ask(self, text: str, formats: dict[str, str], wait_s: float | None = None, client: str = "") -> Answer:
        """Answer a query in full; raises as `open` does, and when the answer is too large to be kept whole."""
        patience = self._limits.wait_s if wait_s is None else wait_s
        with self._open(Question(text, formats), client, patience, MAX_ANSWER_BYTES, lambda _: None) as stream:
            body = b"".join(stream)
        if stream.truncated:
            raise QueryMemoryError(
                f"The answer has more than {MAX_ANSWER_BYTES // 1_000_000} MB. Ask for a part of it (LIMIT and OFFSET), "
                "or take the dumps."
            )
        return Answer(stream.kind, stream.format, body)

    def explain(self, text: str) -> str:
        """The evaluation plan of a query: always empty, since pyoxigraph 0.5 keeps its plans to itself."""
        return ""

    def counters(self) -> Counters:
        """What the pool has done and does now."""
        return self._crew.counters()

    def close(self) -> None:
        """End every worker."""
        self._crew.close()

    def _open(self, question: Question, client: str, wait_s: float, max_bytes: int, leaving: Leaving) -> Stream:
        if calls_out(question.text):
            raise BadQueryError(
                "SERVICE is not offered here: this endpoint asks nobody else. Ask that service yourself "
                "(and rename a prefix that holds the word)."
            )
        timeout_s = min(question.timeout_s or self._limits.timeout_s, self._limits.timeout_s)
        asked = _asked(question, self._limits, max_bytes)
        end = monotonic() + wait_s
        while True:
            try:
                return self._given(asked, client, end - monotonic(), timeout_s, leaving)
            except verdicts.OrphanedError:
                if monotonic() > end:
                    raise

    def _given(self, asked: bytes, client: str, wait_s: float, timeout_s: float, leaving: Leaving) -> Stream:
        """The stream that a worker answers with, when it is the client's turn."""
        queued = monotonic()
        job = self._crew.take(client, wait_s, timeout_s, leaving)
        granted = monotonic()
        try:
            job.worker.send(asked)
            stream = self._begun(job, timeout_s)
        except BaseException:
            self._crew.drop(job, Reason.CANCELLED)  # nothing, when the job is over
            raise
        stream.waited_s = granted - queued
        return stream

    def _begun(self, job: Job, timeout_s: float) -> Stream:
        """The stream of an answer whose first part stands."""
        try:
            letter, body = job.worker.next()
            if letter == wire.FAILED:
                self._crew.finish(job, answered=False)
                raise _failure(json.loads(body), timeout_s)
            head = json.loads(body)
            stream = Stream(
                head["kind"],
                head["format"],
                iter(()),
                whole=head["whole"],
                cancel=lambda: self._crew.drop(job, Reason.CANCELLED),
            )
            job.untaken_since = monotonic()
            job.has_begun = True
            parts = self._parts(job, stream)
            stream.parts = iter(list(parts)) if stream.whole else parts
        except EOFError:
            raise verdicts.error(self._crew.buried(job), timeout_s) from None
        return stream

    def _parts(self, job: Job, stream: Stream) -> Iterator[bytes]:
        while True:
            job.untaken_since = None
            try:
                letter, body = job.worker.next()
            except EOFError:
                raise BrokenAnswer(verdicts.of_break(self._crew.buried(job))) from None
            if letter == wire.FAILED:
                self._crew.finish(job, answered=False)
                raise BrokenAnswer(f"The answer is broken off. {json.loads(body)['message']}")
            if letter == wire.END:
                said = json.loads(body)
                stream.truncated = said["truncated"]
                self._crew.finish(job, tired=said["tired"])
                return
            job.untaken_since = monotonic()
            yield body


def _asked(question: Question, limits: Limits, max_bytes: int) -> bytes:
    rows = [wish for wish in (question.max_rows, limits.max_rows) if wish is not None]
    return wire.said(
        wire.ASK,
        text=question.text,
        formats=dict(question.formats),
        default_graphs=question.default_graphs,
        named_graphs=question.named_graphs,
        max_rows=min(rows, default=None),
        max_bytes=max_bytes,
        cpu_s=limits.cpu_s,
    )


def _failure(said: dict[str, Any], timeout_s: float) -> QueryError:
    if said["why"] == "memory":
        return verdicts.error(Reason.MEMORY, timeout_s)
    return BadQueryError(said["message"], said.get("line"), said.get("column"), said.get("problem", ""))
