"""Strangers' queries for a remote engine: the same questions and answers as of our own query workers.

The engine's table is read and written anew while it passes, so that every engine's answer has our formats, and a broken one
breaks here instead of looking whole.
"""

import re
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from typing import IO
from urllib.parse import urlsplit

from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, parse_query_results, serialize

from lod_publisher.errors import BadQueryError, BrokenAnswer, BusyError, QueryError, StoreError
from lod_publisher.snapshot.remote.copying import Copying
from lod_publisher.snapshot.remote.engine import Engine, Reply
from lod_publisher.snapshot.workers import Answer, Question, Stream, calls_out
from lod_publisher.snapshot.workers.crew import Leaving

_TABLES = {"json": QueryResultsFormat.JSON, "xml": QueryResultsFormat.XML}
_TABLES |= {"csv": QueryResultsFormat.CSV, "tsv": QueryResultsFormat.TSV}
_GRAPHS = {"ttl": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD, "rdf": RdfFormat.RDF_XML}
_GRAPHS |= {"nq": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG}
_YES, _NO = b'{"head":{},"boolean":true}', b'{"head":{},"boolean":false}'
# What one answer may hold that is sent on; beyond it the client is sent to the dumps.
_MAX_BYTES = 1_000_000_000

# Everything in which a word is not a keyword.
_QUOTED = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\''
    r"|<[^<>\"{}|^`\\\x00-\x20]*>|#[^\n]*|[?$]\w+",
    re.DOTALL,
)
_FORM = re.compile(
    r"(?<![\w:])(select|ask|construct|describe|insert|delete|load|clear|create|drop|copy|move|add|with|define)(?![\w:])",
    re.IGNORECASE,
)
# Names with which Virtuoso calls its own functions, its database and its files.
_ENGINES_OWN = re.compile(r"(?<![\w.-])(?:bif|sql|sqlx|xpath|define|input|get)\s*:", re.IGNORECASE)
_CODE_POINT = re.compile(r"\\[uU][0-9A-Fa-f]{4}")


class RemoteWorkers:
    """Answers queries by a remote engine, so many at a time. Safe to use from several threads."""

    def __init__(self, engine: Engine, places: int, prefixes: Mapping[str, str] | None = None, base: str = "") -> None:
        self._engine = engine
        self._prefixes = dict(prefixes or {})
        self._base = base
        self._places = threading.BoundedSemaphore(places)

    def open(self, question: Question, client: str = "", leaving: Leaving = lambda _: None) -> Stream:
        """Answer a question in parts; the first part stands when this returns.

        A client that goes away while the engine has not begun to answer is waited for until the limit of time.

        Raises:
            BadQueryError: the query cannot be answered. QueryTimeoutError: it takes too long. StoreError: the engine fails.
            BusyError: too many are asked already.
        """
        form = form_of(question.text)
        if not self._places.acquire(timeout=min(self._engine.timeout_s, 5.0)):
            raise BusyError("The store behind this endpoint is busy. Try again in a few seconds.")
        release = _once(self._places.release)
        try:
            is_graph = form in ("CONSTRUCT", "DESCRIBE")
            reply = self._engine.ask(
                self._told(question.text), is_graph, question.timeout_s, question.default_graphs, question.named_graphs
            )
            return self._stream(question, form, reply, release)
        except BaseException:
            release()
            raise

    def ask(self, text: str, formats: dict[str, str], wait_s: float | None = None, client: str = "") -> Answer:
        """Answer a query in full."""
        with self.open(Question(text, formats), client) as stream:
            return Answer(stream.kind, stream.format, b"".join(stream))

    def explain(self, text: str) -> str:
        """The evaluation plan: engines have no common way to tell it."""
        return ""

    def close(self) -> None:
        """Nothing is kept open that ends later than its answer."""

    def _told(self, text: str) -> str:
        """The query with what ours need not declare, in its first line, so that its lines keep their numbers."""
        plain = _QUOTED.sub(" ", text)
        used = [name for name in self._prefixes if re.search(rf"(?<![\w.-]){name}\s*:", plain)]
        declared = "".join(f"PREFIX {name}: <{self._prefixes[name]}> " for name in used)
        parts = urlsplit(self._base)
        base = f"BASE <{self._base}> " if parts.scheme and re.search(r"<(?![a-zA-Z][\w+.-]*:)[^<>\s]*>", text) else ""
        return f"{base}{declared}{text}"

    def _stream(self, question: Question, form: str, reply: Reply, release: Callable[[], None]) -> Stream:
        kind = {"ASK": "boolean", "SELECT": "solutions"}.get(form, "graph")
        name = question.formats[kind]
        parts = Copying(lambda out: self._copy(reply, kind, name, out), reply.abort)

        def end() -> None:
            parts.close()
            reply.close()
            release()

        try:
            first, second = (
                next(parts, b""),
                next(parts, None),
            )  # of a short answer both, so that it is known to be whole
        except QueryError:
            end()
            raise
        except (SyntaxError, ValueError, OSError) as problem:
            end()
            raise StoreError(
                f"The store behind this endpoint gave an answer that cannot be read ({problem})."
            ) from None
        if second is None:
            end()
            return Stream(kind, name, iter((first,)), whole=True)
        return Stream(kind, name, _whole_or_broken(chain((first, second), parts), end), cancel=end)

    def _copy(self, reply: Reply, kind: str, name: str, out: IO[bytes]) -> None:
        """Write an answer in another format while it is read."""
        if kind == "graph":
            serialize(reply.triples(), out, _GRAPHS[name], prefixes=self._prefixes)
            return
        found = reply.table()
        if kind == "boolean" and not isinstance(found, QueryBoolean):  # Virtuoso 7 says yes as a table with a 1
            values = [str(getattr(row[0], "value", "")) for row in found]
            found = parse_query_results(_YES if values and values[0] in ("1", "true") else _NO, QueryResultsFormat.JSON)
        if isinstance(found, QueryBoolean) != (kind == "boolean"):
            raise StoreError("The store behind this endpoint gave an answer of another kind than was asked for.")
        found.serialize(out, _TABLES[name])


def form_of(text: str) -> str:
    """The form of a query, in capitals.

    Raises:
        BadQueryError: it is no query, or it would have the engine call others, its own functions or files.
    """
    if calls_out(text):
        raise BadQueryError("SERVICE is not offered here: the store asks nobody else. Ask that service yourself.")
    plain = _QUOTED.sub(" ", text)
    if _CODE_POINT.search(plain):
        raise BadQueryError("Write characters outside strings and addresses as they are, not as \\u escapes.")
    found = _FORM.search(plain)
    form = found[1].upper() if found else ""
    if form not in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE"):
        raise BadQueryError("Write a query: SELECT, ASK, CONSTRUCT or DESCRIBE. This endpoint changes nothing.")
    if own := _ENGINES_OWN.search(plain):
        raise BadQueryError(f"{own[0]} calls what belongs to one engine, not to SPARQL. Write the query without it.")
    return form


def _whole_or_broken(parts: Iterator[bytes], end: Callable[[], None]) -> Iterator[bytes]:
    """The parts of an answer; one that fails on its way is broken, never short."""
    size = 0
    try:
        for part in parts:
            size += len(part)
            if size > _MAX_BYTES:
                break
            yield part
        else:
            return
    except (QueryError, SyntaxError, ValueError, OSError) as problem:
        raise BrokenAnswer(f"The answer broke off: {problem}") from None
    finally:
        end()
    raise BrokenAnswer(f"The answer has more than {_MAX_BYTES // 1_000_000} MB. Take the dumps.")


def _once(release: Callable[[], None]) -> Callable[[], None]:
    """The same, but done once however often it is called."""
    lock = threading.Lock()

    def once() -> None:
        if lock.acquire(blocking=False):
            release()

    return once
