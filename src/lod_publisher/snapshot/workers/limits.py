"""What queries may take, and the count of what became of them."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query, one answer and one queue may take; seconds of the clock where nothing else is said.

    `timeout_s`: until the first part stands; `stream_s`: until the answer is complete; `stalled_s`: while the client does not
    take what is ready; `cpu_s`: processor time. `max_rows` (None: any number) and `max_bytes` cut an answer. `queue` queries
    wait at most, each `wait_s`. A query that is not done after `quick_s` is a long one; when there is no place for one, it is
    ended after `quick_s` of processor time, or some times as much of the clock.
    """

    timeout_s: float = 10.0
    stream_s: float = 120.0
    stalled_s: float = 20.0
    cpu_s: float = 60.0
    max_rows: int | None = None
    max_bytes: int = 1_000_000_000
    queue: int = 32
    wait_s: float = 5.0
    quick_s: float = 0.25


@dataclass(slots=True)
class Counters:
    """What a pool has done since it began, and what it does now.

    `asked` are the queries that came; `answered` those with a complete answer; `refused` had no turn; `ended` are the workers
    that ended with their query, by reason (see Reason); `started` the workers begun. Now: `waiting`, `busy` (of these `long`)
    and `ready` workers.
    """

    asked: int = 0
    answered: int = 0
    refused: int = 0
    started: int = 0
    ended: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    busy: int = 0
    long: int = 0
    ready: int = 0
