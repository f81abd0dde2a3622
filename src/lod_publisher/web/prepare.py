"""What a stranger's query goes through before a worker parses it: bounds, full text, and the services it asks.

It stands above `querying` and `federation`, which both read tokens and do not know each other.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import Lock
from time import monotonic, sleep
from typing import Any

from lod_publisher.errors import PublisherError, QueryError, QueryMemoryError, QueryTimeoutError
from lod_publisher.snapshot.workers import Question, Workers
from lod_publisher.web.federation import Services, asking
from lod_publisher.web.formats import prefixes
from lod_publisher.web.problems import Problem
from lod_publisher.web.querying import errors
from lod_publisher.web.querying.advice import advise
from lod_publisher.web.querying.bounds import MAX_QUERY_BYTES, bounded, check_length
from lod_publisher.web.querying.edits import Edit, applied, joined, resolved_words
from lod_publisher.web.querying.fulltext import Rewriting
from lod_publisher.web.querying.grouping import counted_first
from lod_publisher.web.querying.hints import Hints
from lod_publisher.web.querying.known import PREFIXES
from lod_publisher.web.querying.names import Names
from lod_publisher.web.querying.outline import outline
from lod_publisher.web.querying.tokens import Token, scan
from lod_publisher.web.querying.usage import unused_terms
from lod_publisher.web.site import Site

_TRY_S = 2.0
_ANY_FORMAT = {"solutions": "json", "boolean": "json", "graph": "nt"}
# A text of so many characters takes a tenth of a second to read, in which a process of Python does little else.
_LONG = 10_000
# Between two long texts of different senders the process is free for others, for so many times as long as the first took.
_RESPITE = 2.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query that a worker may parse, what its writer should know of the answer, and what was changed in the text given."""

    text: str
    remarks: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = field(default=(), repr=False)


def prepare(text: str, here: Site, own_dataset: bool = False) -> Prepared:
    """Make a stranger's query ready for a worker; `own_dataset` when the request chooses the graphs instead of the query.

    Raises:
        ServiceError: a service that the query asks failed.
        BadQueryError: it is longer or deeper than a person would write it, or a search in it is not written as it must be.
        QueryTimeoutError: a search took too long.
    """
    check_length(text)
    with _one_long_text_at_a_time(text):
        tokens = bounded(scan(text))
    base = here.snapshot.base
    names = Names.of(tokens, prefixes(base), f"{base}/")
    searches = Rewriting(tokens, names, here)
    if any(map(searches.is_term, tokens)):
        searches.run(outline(tokens))
    hints = [] if own_dataset else _hints(tokens, names, here)
    # A sentence that was rewritten was written anew from its tokens, their escapes included.
    rewritten = [(edit.start, edit.end) for edit in searches.edits]
    words = [edit for edit in resolved_words(text, tokens) if not any(a <= edit.start < b for a, b in rewritten)]
    changes = (*_well_known(tokens, names), *searches.edits, *words, *hints)
    edits = tuple(sorted(changes, key=lambda edit: edit.start))
    remarks = (*searches.remarks, *unused_terms(tokens, names, here))
    changed = applied(text, edits) if edits else text
    if "service" in changed.lower():
        answers = _asked_elsewhere(changed, here, own_dataset)
        changed, edits = applied(changed, answers), joined(edits, answers)
    return Prepared(changed, remarks, edits)


def _hints(tokens: Sequence[Token], names: Names, here: Site) -> list[Edit]:
    """What tells our own engine where to begin; that of others may have counts itself."""
    counts = here.snapshot.statistics
    words = {token.text.upper() for token in tokens if token.kind == "keyword"}
    if counts is None or not isinstance(here.workers, Workers) or words & {"GRAPH", "FROM", "SERVICE", "EXISTS"}:
        return []
    if "UNION" in words and (seen := outline(tokens)):
        return Hints(seen, names, counts.properties).edits()
    return counted_first(tokens, names, counts) if "GROUP" in words else []


def _asked_elsewhere(text: str, here: Site, own_dataset: bool) -> list[Edit]:
    base = here.snapshot.base
    services = here.services or Services()
    ask = None if own_dataset else asking(here.workers)
    answers: list[Edit] = services.resolve(text, list(scan(text)), prefixes(base), f"{base}/", ask)
    return answers


class _Lane:
    """Where those who send long texts wait for each other, so that nobody else waits for them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._began = self._free_at = 0.0

    def __enter__(self) -> None:
        self._lock.acquire()
        sleep(max(0.0, self._free_at - monotonic()))
        self._began = monotonic()

    def __exit__(self, *_: object) -> None:
        ended = monotonic()
        self._free_at = ended + _RESPITE * (ended - self._began)
        self._lock.release()


_LANE = _Lane()


def _one_long_text_at_a_time(text: str) -> AbstractContextManager[None]:
    return _LANE if len(text) >= _LONG else nullcontext()


def taught(error: PublisherError, text: str, here: Site, root: str = "") -> Problem | PublisherError:
    """An error of a query as its writer can learn from it; any other error as it is. `root` is the path of this site."""
    if type(error) not in errors.TAUGHT or not isinstance(error, QueryError):
        return error
    text = text[:MAX_QUERY_BYTES]
    edits: tuple[Edit, ...] = ()
    if len(text) < _LONG:
        with suppress(QueryError):
            edits = prepare(text, here).edits
    base = here.snapshot.base
    with _one_long_text_at_a_time(text):
        return errors.taught(error, text, prefixes(base), f"{base}/", edits, root)


def explained(text: str, here: Site, root: str = "") -> dict[str, Any]:
    """What can be said of a query without its answer: what is wrong with it, or its traps, and the plan when the engine tells it."""
    base = here.snapshot.base
    told: dict[str, Any] = {"query": text, "remarks": [], "advice": [], "plan": ""}
    try:
        prepared = prepare(text, here)
        told["remarks"] = [*prepared.remarks, *_tried(prepared.text, here)]
        told["plan"] = here.workers.explain(prepared.text)
    except QueryError as error:
        problem = taught(error, text, here, root)
        if isinstance(problem, Problem) and problem.status is not HTTPStatus.BAD_REQUEST:
            raise problem from None
        told["problem"] = {"detail": str(problem), **(problem.more if isinstance(problem, Problem) else {})}
    told["advice"] = [advice.as_json() for advice in advise(text, prefixes(base), f"{base}/")]
    return told


def _tried(text: str, here: Site) -> list[str]:
    """Let a worker parse a query, and say when it could not even begin to answer.

    Raises:
        BadQueryError: it is not SPARQL. BusyError: no worker was free.
    """
    question = Question(_parsed_only(text), _ANY_FORMAT, timeout_s=_TRY_S, max_rows=1)
    try:
        here.workers.open(question).close()
    except (QueryTimeoutError, QueryMemoryError):
        return [f"It had no first row within {_TRY_S:g} s."]
    return []


def _parsed_only(text: str) -> str:
    """The same query so that a worker parses all of it and works on none: LIMIT 0."""
    seen = outline(list(scan(text)))
    if seen is None or seen.query.form == "ASK" or {"LIMIT", "OFFSET", "VALUES"} & seen.words(seen.query.modifiers):
        return text
    return f"{text}\nLIMIT 0"


def _well_known(tokens: Sequence[Token], names: Names) -> list[Edit]:
    """Declare the prefixes that a query uses without declaring them and that mean one thing everywhere."""
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "prefixed"}
    missing = sorted(used & PREFIXES.keys() - names.prefixes.keys())
    return [Edit(0, 0, "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in missing))] if missing else []
