"""The converting stage on a Dask cluster of one worker and of two, on this machine, and whether the bytes are those of a local build.

Method: scheduler and workers are processes started by the commands of docs/cluster.md, one thread each, with a folder as exchange. What is
timed is the stage `convert` of `check`: all sources read, mapped and validated, brought back and taken in order, nothing loaded into
a store, from an empty cache. One and two workers take turns, and the better of two counts. BENCH_VOLUMES says how many volumes.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.building import ROOT, VOLUMES
from benchmarks.table import Row
from lod_publisher.build.pipeline import build, check
from lod_publisher.settings import BuildSettings

_TURNS = 2
_START_S = 120
_THEN = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a cluster; yields the address of its scheduler."""
    file = folder / "scheduler.json"
    with ExitStack() as stack:
        log = stack.enter_context((folder / "cluster.log").open("wb"))

        def start(*arguments: str | Path) -> None:
            process = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "dask",
                    *arguments,
                    "--host",
                    "127.0.0.1",
                    "--no-dashboard",
                    "--scheduler-file",
                    file,
                ],
                stdout=log,
                stderr=log,
            )
            stack.callback(process.wait)
            stack.callback(process.kill)

        start("scheduler", "--port", "0")
        for number in range(workers):
            start("worker", "--nthreads", "1", "--no-nanny", "--local-directory", folder / f"worker-{number}")
        end = time.monotonic() + _START_S
        while not file.is_file() or (folder / "cluster.log").read_bytes().count(b"Registered to:") < workers:
            if time.monotonic() > end:
                raise SystemExit(f"the cluster did not start:\n{(folder / 'cluster.log').read_text(encoding='utf-8')}")
            time.sleep(0.1)
        text = file.read_text(encoding="utf-8")
        yield text.partition('"address": "')[2].partition('"')[0]


def _quiet(_stage: str, _done: int, _total: int) -> None:
    pass


def _converting(folder: Path, volumes: list[Path], workers: int) -> float:
    """Seconds of the converting stage with so many workers."""
    folder.mkdir()
    try:
        with _cluster(folder, workers) as scheduler:
            settings = BuildSettings(data=folder / "data", jobs=1, scheduler=scheduler)
            return check(volumes, settings, _THEN, _quiet).timings["convert"]
    finally:
        shutil.rmtree(folder)


def _digest(folder: Path, volumes: list[Path], workers: int) -> str:
    """The digest of the dump that a build writes; 0 workers are this machine's own processes."""
    folder.mkdir()
    try:
        with ExitStack() as stack:
            scheduler = stack.enter_context(_cluster(folder, workers)) if workers else ""
            build(volumes, BuildSettings(data=folder / "data", scheduler=scheduler, dumps=()), _THEN, _quiet)
            with (folder / "data" / "current" / "dumps" / "dataset.nt.gz").open("rb") as dump:
                return hashlib.file_digest(dump, "sha256").hexdigest()
    finally:
        shutil.rmtree(folder)


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not VOLUMES.is_dir():
        return [Row("converting on a cluster", "skipped", "the shared data are not beside this checkout")]
    volumes = sorted(VOLUMES.glob("*.xml"))[: int(os.environ.get("BENCH_VOLUMES", "51"))]
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT.parent if os.access(ROOT.parent, os.W_OK) else None))
    try:
        load = os.getloadavg()[0]
        turns = [(_converting(folder / "1", volumes, 1), _converting(folder / "2", volumes, 2)) for _ in range(_TURNS)]
        one, two = (min(seconds) for seconds in zip(*turns, strict=True))
        same = _digest(folder / "local", volumes, 0) == _digest(folder / "cluster", volumes, 2)
    finally:
        shutil.rmtree(folder)
    return [
        Row("volumes, load of the machine before", f"{len(volumes)}, {load:.1f}"),
        Row("converting with one worker", f"{one:.1f} s"),
        Row("converting with two workers", f"{two:.1f} s"),
        Row("two workers are faster by", f"{one / two:.2f} times", "at least 1.6"),
        Row("dump of the cluster and of this machine", "the same bytes" if same else "DIFFERENT", "the same bytes"),
    ]
