"""Validation of whole volumes against pySHACL on the very same statements, in one run.

Method: build the shared volumes, and take the statements of each volume from the build's cache. A process of its own reads them as
N-Triples, in batches of 20,000 cut between records, and judges them by the project's shapes: once with the compiled shapes, what
needs the whole included, once with pySHACL on rdflib's graphs. Reading and parsing count for both. pySHACL judges each batch by
itself, so that links to other batches make it report more; on what a batch decides both are compared by the tests. The processes
run one after another, without the garbage collector, as the workers of a build do; time is what the processor spent on them, as
other work on the machine counts less in that, memory their peak as the operating system tells it.
"""

import gc
import gzip
import json
import os
import pickle
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from rdflib import Graph

from benchmarks.building import ROOT, VOLUMES, build_command, timed
from benchmarks.table import Row
from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Triple
from lod_publisher.validation import Shapes, Subject
from lod_publisher.validation.engine import judge

_BASE = "http://127.0.0.1:8000"
_BATCH = 20_000
_STEPS = (1, 10, 25, 51)


def _batches(paths: list[Path]) -> Iterator[str]:
    """N-Triples, cut where the next line speaks of another record."""
    for path in paths:
        lines = gzip.decompress(path.read_bytes()).decode().splitlines(keepends=True)
        start = 0
        while start < len(lines):
            end = min(start + _BATCH, len(lines))
            while end < len(lines) and _record(lines[end]) == _record(lines[end - 1]):
                end += 1
            yield "".join(lines[start:end])
            start = end


def _record(line: str) -> str:
    """The entity that a line speaks of, or of a part of which."""
    return line[: line.find(" ")].partition("#")[0].rstrip(">")


# Our dumps have one space between the terms of a line.
_LINE = re.compile(r"([^ ]+) ([^ ]+) (.*) \.\n")


def _records(batch: str) -> list[Subject]:
    found: list[Subject] = []
    triples: list[Triple] = []
    subject = record = ""
    for triple in _LINE.findall(batch):
        if triple[0] != subject:
            subject = triple[0]
            if (described := _record(f"{subject} ")) != record:
                record = described
                triples = []
                found.append(Subject("", "", "", Origin(""), triples))
        triples.append(triple)
    return found


def _ours(shapes: Shapes, paths: list[Path]) -> int:
    left = shapes.remainder()
    found = 0
    for batch in _batches(paths):
        records = _records(batch)
        verdicts, remainder = shapes.judge_batch(records)
        left.merge(remainder)
        left.columns.add(chain.from_iterable(record.triples for record in records))
        found += len(verdicts)
    return found + len(shapes.judge_whole(left))


def _pyshacl(shapes: Shapes, paths: list[Path]) -> int:
    found = 0
    for batch in _batches(paths):
        found += len(list(judge(Graph().parse(data=batch, format="nt"), shapes.graph)))
        gc.collect()  # its graphs hold cycles
    return found


_ENGINES = {"ours": _ours, "pyshacl": _pyshacl}


def _measure(engine: str, paths: list[Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.validating", engine, *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not VOLUMES.is_dir():
        return [Row("validation of the shared volumes", "skipped", "the shared data are not beside this checkout")]
    wanted = int(os.environ.get("BENCH_VOLUMES", "51"))
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT.parent if os.access(ROOT.parent, os.W_OK) else None))
    try:
        timed(build_command(sorted(VOLUMES.glob("*.xml"))[:wanted], folder, "--without-validation"))
        return _figures(_statements_of_volumes(folder / "cache"))
    finally:
        shutil.rmtree(folder)


def _statements_of_volumes(cache: Path) -> list[Path]:
    """The dump of each volume, in the order of their names."""
    converted = [pickle.loads(path.read_bytes()) for path in cache.glob("*.converted")]  # noqa: S301 our own cache
    return [each.chunk.lines for each in sorted(converted, key=lambda each: each.name) if each.name.endswith(".xml")]


def _figures(volumes: list[Path]) -> list[Row]:
    rows: list[Row] = []
    ours: dict[str, float] = {}
    steps = [step for step in _STEPS if step < len(volumes)] + [len(volumes)]
    for step in steps:
        ours = _measure("ours", volumes[:step])
        speed = ours["triples"] / ours["seconds"]
        rows.append(
            Row(
                f"validating {step} volumes, {ours['triples']:,} statements",
                f"{ours['seconds']:.1f} s, {speed:,.0f} a second, {ours['peak_mb']:,.0f} MB",
                "linear; under 1,000 MB",
            )
        )
    theirs = _measure("pyshacl", volumes)
    rows += [
        Row("  the same with pySHACL", f"{theirs['seconds']:.1f} s, {theirs['peak_mb']:,.0f} MB"),
        Row("pySHACL / ours", f"{theirs['seconds'] / ours['seconds']:.1f}", "at least 10"),
    ]
    return rows


def main(engine: str, paths: list[Path]) -> None:
    """Judge some files with one engine, and print what it took."""
    shapes = Shapes.load(ROOT / "shapes", _BASE, ROOT / "ontology")
    triples = sum(line.count(b"\n") for path in paths for line in [gzip.decompress(path.read_bytes())])
    gc.disable()  # as the workers of a build are
    shapes.judge_batch([])  # what is done once is not part of the cost of a statement
    started = time.process_time()
    found = _ENGINES[engine](shapes, paths)
    seconds = time.process_time() - started
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(json.dumps({"seconds": seconds, "triples": triples, "found": found, "peak_mb": peak_mb}))


if __name__ == "__main__":
    main(sys.argv[1], [Path(name) for name in sys.argv[2:]])
