"""Worker processes that parse and answer strangers' queries, and may die of them."""

from lod_publisher.snapshot.workers.pool import Workers
from lod_publisher.snapshot.workers.question import Answer, Question, calls_out
from lod_publisher.snapshot.workers.stream import Stream

__all__ = ["Answer", "Question", "Stream", "Workers", "calls_out"]
