"""Saved queries are tried when a snapshot is built: one that fails is a finding that names its file and line."""

from pathlib import Path

from lod_publisher.errors import PublisherError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.settings import ServeSettings
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.workers import Question, Workers
from lod_publisher.web.formats import prefixes
from lod_publisher.web.prepare import prepare, taught
from lod_publisher.web.problems import Problem
from lod_publisher.web.querying.saved import SavedQuery, saved_queries
from lod_publisher.web.site import Site

_FORMATS = {"solutions": "json", "boolean": "json", "graph": "nt"}


def examine(folder: Path) -> list[Finding]:
    """Ask every saved query of a snapshot with its defaults; `folder` is the snapshot's, still being written."""
    queries = saved_queries(folder)
    if not queries:
        return []
    snapshot = Snapshot(folder)
    default = ServeSettings()
    workers = Workers(
        folder / "store", 1, default.query_timeout_s, default.query_memory_bytes, prefixes(snapshot.base), snapshot.base
    )
    try:
        here = Site.of(snapshot, workers)
        return [finding for query in queries.values() for finding in _tried(query, here)]
    finally:
        workers.close()


def _tried(query: SavedQuery, here: Site) -> list[Finding]:
    found = [_fails(query, line, f"{what}.") for line, what in query.faults]
    text = query.bound({}, f"{here.snapshot.base}/")
    try:
        prepared = prepare(text, here)
        with here.workers.open(Question(prepared.text, _FORMATS, max_rows=1)) as stream:
            kind, body = stream.kind, b"".join(stream)
    except PublisherError as error:
        problem = taught(error, text, here)
        line = problem.more.get("line", 1) if isinstance(problem, Problem) else 1
        return [*found, _fails(query, line if isinstance(line, int) else 1, _sentence(problem))]
    if (kind == "solutions" and b'"bindings":[]' in body.replace(b" ", b"")) or (kind == "graph" and not body.strip()):
        remarks = " ".join(prepared.remarks)
        found.append(
            Finding(
                "saved-query-finds-nothing",
                Severity.INFO,
                Origin(query.file, 1),
                query.name,
                f"The saved query “{query.title}” finds nothing with its defaults. {remarks}".strip(),
                consequence="Its page shows an empty table.",
                remedy="Look whether its terms are used in this collection, or take the file out.",
            )
        )
    return found


def _sentence(problem: Problem | PublisherError) -> str:
    hints = problem.more.get("hints", []) if isinstance(problem, Problem) else []
    return " ".join([str(problem), *(hints if isinstance(hints, list) else [])])


def _fails(query: SavedQuery, line: int, what: str) -> Finding:
    return Finding(
        "saved-query-fails",
        Severity.WARNING,
        Origin(query.file, line),
        query.name,
        f"The saved query “{query.title}” cannot be asked as it is. {what}",
        consequence="Its address answers with this error.",
        remedy="Correct the line; `lod-publisher query @FILE` asks it again.",
    )
