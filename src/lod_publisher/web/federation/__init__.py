"""Outgoing federation: the SERVICE clauses of a query are answered first and put into it as VALUES.

The process that evaluates a query can reach nobody, so what other services know is fetched here, of listed services only, and
within limits.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from lod_publisher.errors import BadQueryError, BusyError, QueryError, ServiceError
from lod_publisher.web.federation.addresses import AllowList
from lod_publisher.web.federation.binding import AskHere, asking, known_values, with_values
from lod_publisher.web.federation.cache import Cache
from lod_publisher.web.federation.clauses import Clause, Prologue, service_clauses
from lod_publisher.web.federation.fetching import fetch
from lod_publisher.web.federation.values import Row, table, values
from lod_publisher.web.querying.edits import Edit, applied
from lod_publisher.web.querying.tokens import Token

__all__ = ["AllowList", "Services", "asking"]

MAX_CLAUSES = 5
MAX_ROWS = 50_000
MAX_BYTES = 32_000_000
# Threads of a process that may wait for others at a time: the rest go on serving.
_AT_A_TIME = 3
_WAIT_S = 2.0


@dataclass(frozen=True, slots=True)
class Services:
    """The services that this endpoint may ask, and what they said lately. Safe to use from several threads."""

    allowed: AllowList = field(default_factory=AllowList)
    timeout_s: float = 10.0
    cache: Cache = field(default_factory=Cache)
    _places: threading.BoundedSemaphore = field(default_factory=lambda: threading.BoundedSemaphore(_AT_A_TIME))

    def resolve(
        self,
        text: str,
        tokens: Sequence[Token],
        prefixes: dict[str, str] | None = None,
        base: str = "http://localhost/",
        ask: AskHere | None = None,
    ) -> list[Edit]:
        """The changes that put the answer of each SERVICE clause in its place; none when a query has no clause.

        `prefixes` and `base` are those that a query need not declare; `ask` asks our own store, so that a service can be told
        which values we can join with.

        Raises:
            BadQueryError: a clause that is not carried out here, with the reason. ServiceError, ServiceTimeoutError: a
            service failed, and its clause is not SILENT. BusyError: too many queries are waiting for services.
        """
        prologue = Prologue.read(tokens, prefixes or {}, base)
        clauses = service_clauses(tokens, prologue)
        if len(clauses) > MAX_CLAUSES:
            raise BadQueryError(f"A query may ask at most {MAX_CLAUSES} services; this one asks {len(clauses)}.")
        for clause in clauses:
            self.allowed.check(clause.endpoint)
        answered = _Answered(text, tokens)
        end = time.monotonic() + self.timeout_s
        for clause in clauses:
            answered.put(clause, self._block(answered, clause, prologue, ask, end))
        return answered.edits

    def _block(self, answered: "_Answered", clause: Clause, prologue: Prologue, ask: AskHere | None, end: float) -> str:
        """The VALUES block that stands for a clause."""
        known = None
        if ask is not None:
            try:
                known = known_values(answered.between, answered.tokens, clause, prologue, ask)
            except QueryError:  # our own part is slow or wrong; the whole query will say so
                known = None
        if known is not None and not known[1]:
            return values(known[0], [])  # nothing of ours can be joined, whatever the service would say
        inside = answered.tokens[clause.opened + 1 : clause.closed]
        group = with_values(answered.between(clause.opened + 1, clause.closed), inside, known)
        asked = f"{prologue.for_part(inside)}SELECT * WHERE {{ {group} }} LIMIT {MAX_ROWS + 1}"
        try:
            return values(*self._answer(clause.endpoint, asked, end))
        except ServiceError:
            if not clause.silent:
                raise
            names = dict.fromkeys(token.value for token in inside if token.kind == "variable")
            if any(token.is_word("SELECT") for token in inside):
                return values((), [()])
            return values(tuple(names), [(None,) * len(names)])

    def _answer(self, endpoint: str, asked: str, end: float) -> tuple[tuple[str, ...], list[Row]]:
        key = (endpoint, asked)
        fetched = self.cache.get(key)
        if fetched is None:
            with self._place():
                fetched = fetch(endpoint, asked, self.allowed, end - time.monotonic(), MAX_BYTES)
            found = table(endpoint, fetched, MAX_ROWS)
            self.cache.put(key, fetched)
            return found
        return table(endpoint, fetched, MAX_ROWS)

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=_WAIT_S):
            raise BusyError("Too many queries are waiting for other services. Try again in a few seconds.")
        try:
            yield
        finally:
            self._places.release()


class _Answered:
    """A query in which clauses are replaced one after the other, from its beginning to its end."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self.tokens = tokens
        self.edits: list[Edit] = []

    def put(self, clause: Clause, block: str) -> None:
        self.edits.append(Edit(self.tokens[clause.first].start, self.tokens[clause.closed].end, f" {block} "))

    def between(self, start: int, stop: int) -> str:
        """The text from one token up to another, as it stands now."""
        if start >= stop:
            return ""
        begin, end = self.tokens[start].start, self.tokens[stop - 1].end
        inside = [edit for edit in self.edits if begin <= edit.start and edit.end <= end]
        return applied(self._text[begin:end], [Edit(e.start - begin, e.end - begin, e.new) for e in inside])
