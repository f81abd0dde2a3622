"""Worker processes that parse and answer strangers' queries, and may die of them.

A query's way: `pool` asks `crew` for a `worker`, which `fairness` grants in turn; `process` answers it with `evaluation` in a
process that `nursery` made, `naming` named and `sealing` closed, and writes through `cutting` and `wire` what `stream` gives out.
"""

from lod_publisher.snapshot.workers.limits import Counters, Limits
from lod_publisher.snapshot.workers.pool import Workers
from lod_publisher.snapshot.workers.question import Answer, Question, calls_out
from lod_publisher.snapshot.workers.stream import Stream

__all__ = ["Answer", "Counters", "Limits", "Question", "Stream", "Workers", "calls_out"]
