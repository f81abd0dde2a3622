"""What is said of a query that ended with its worker."""

import signal
from enum import Enum

from lod_publisher.errors import BadQueryError, BusyError, QueryError, QueryMemoryError, QueryTimeoutError
from lod_publisher.snapshot.workers.nursery import ORPHANED


class Reason(Enum):
    """Why a pool ended a worker."""

    TIMEOUT = "timeout"  # the first part did not stand in time
    ROOM = "room"  # it turned out to be long, and there was no place for another long one
    LONG = "long"  # the whole answer took longer than any may
    STALLED = "stalled"  # the client did not take what was ready
    CANCELLED = "cancelled"  # the client has gone
    PROCESSOR = "processor"  # the kernel ended it
    MEMORY = "memory"
    STACK = "stack"
    ORPHANED = "orphaned"  # the process that starts the workers has gone, and all of them with it


class OrphanedError(BusyError):
    """The worker went before anything was given, and not because of its query: another may answer it."""


def of_death(code: int) -> Reason:
    """What killed a worker that nobody ended: the parser's stack, the limit of processor time, its nursery, else memory."""
    known = {-signal.SIGSEGV: Reason.STACK, -signal.SIGXCPU: Reason.PROCESSOR, ORPHANED: Reason.ORPHANED}
    return known.get(code, Reason.MEMORY)


def error(reason: Reason, timeout_s: float) -> QueryError:
    """The error for a query of which nothing was given yet."""
    match reason:
        case Reason.STACK:
            return BadQueryError("The query is nested too deeply to be read. Write it with fewer levels or terms.")
        case Reason.MEMORY:
            return QueryMemoryError(
                "The query needed more memory than one query may have. Ask for less, or take the dumps and ask at home."
            )
        case Reason.ROOM:
            return BusyError(
                "The query takes long, and as many long queries as this server runs at a time are running already. "
                "Try again in a minute, or ask for less."
            )
        case Reason.CANCELLED:
            return BusyError("The query was cancelled.")
        case Reason.ORPHANED:
            return OrphanedError("The process that starts those who answer queries has died. Try again at once.")
        case Reason.PROCESSOR:
            return QueryTimeoutError(
                "The query was stopped: it used all the processor time that one query may have. Ask for less "
                "(LIMIT, a narrower pattern), or take the dumps and ask at home."
            )
        case _:
            return QueryTimeoutError(
                f"The query was stopped after {timeout_s:g} s. Ask for less (LIMIT, a narrower pattern), "
                "or take the dumps and ask at home."
            )


_BROKEN = {
    Reason.LONG: "it took longer than any answer may",
    Reason.STALLED: "it was not taken while it was ready",
    Reason.CANCELLED: "it was cancelled",
    Reason.PROCESSOR: "it used all the processor time that one query may have",
    Reason.MEMORY: "it needed more memory than one query may have",
    Reason.STACK: "it is nested too deeply",
}


def of_break(reason: Reason) -> str:
    """The sentence for an answer that broke on its way."""
    return f"The answer is broken off: {_BROKEN.get(reason, 'its worker died')}."
