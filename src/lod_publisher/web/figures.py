"""The figures of a serving process, in the form of Prometheus; those of all processes of a server lie together in a folder."""

import os
from functools import cache
from pathlib import Path
from threading import Lock

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, values
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from lod_publisher.settings import metrics_folder

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
_ASKING = Lock()


class Figures:
    """All that is counted and measured. Made once in a process, by `figures`."""

    def __init__(self) -> None:
        if metrics_folder():
            # The library decides when it is imported; our processes are forked from one that had no folder yet.
            values.ValueClass = values.get_value_class()  # type: ignore[no-untyped-call]
        self.requests = Counter(
            "lod_publisher_requests",
            "Requests answered, by first segment of the address, status, format, and whether the answer was made or in memory.",
            ["route", "status", "format", "source"],
        )
        self.seconds = Histogram(
            "lod_publisher_request_seconds",
            "Seconds until an answer that had to be made was given.",
            ["route"],
            buckets=_SECONDS,
        )
        self.queries = Counter("lod_publisher_queries", "SPARQL queries by what became of them.", ["outcome"])
        self.workers = _now("lod_publisher_query_workers", "Query workers and waiting queries now.", "livesum", "state")
        self.memory = _now("lod_publisher_resident_bytes", "Memory of the serving processes.", "livesum")
        self.kept = _now("lod_publisher_answer_cache_bytes", "Answers kept in memory.", "livesum", "cache")
        self.built = _now(
            "lod_publisher_snapshot_built_timestamp_seconds", "When the snapshot that is served was built.", "livemin"
        )
        self.entities = _now("lod_publisher_snapshot_entities", "Entities of the snapshot by kind.", "livemax", "kind")
        self.statements = _now("lod_publisher_snapshot_statements", "Statements of the snapshot.", "livemax")
        self.stages = _now(
            "lod_publisher_build_stage_seconds", "Seconds that each stage of the build took.", "livemax", "stage"
        )


def _now(name: str, meaning: str, over_processes: str, *labels: str) -> Gauge:
    return Gauge(name, meaning, labels, multiprocess_mode=over_processes)  # type: ignore[arg-type]


def figures() -> Figures:
    """The figures of this process. Threads may ask for the first time at once: the library refuses to count a thing twice."""
    with _ASKING:
        return _made()


@cache
def _made() -> Figures:
    return Figures()


def registry() -> CollectorRegistry:
    """What is to be told: the figures of all processes of the server, or of this one when it is alone."""
    figures()
    folder = metrics_folder()
    if not folder:
        return REGISTRY
    _bury_the_dead(Path(folder))
    found = CollectorRegistry()
    MultiProcessCollector(found, folder)  # type: ignore[no-untyped-call]
    return found


def _bury_the_dead(folder: Path) -> None:
    """What a process says of its present ends with it."""
    for path in folder.glob("gauge_live*_*.db"):
        number = path.stem.rpartition("_")[2]
        if number.isdigit() and not _lives(int(number)):
            mark_process_dead(int(number), str(folder))  # type: ignore[no-untyped-call]


def _lives(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
