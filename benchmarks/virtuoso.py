"""The queries of `queries/` against Virtuoso, on the same statements, in one run, on one machine.

Method: build the founding collection (or take the data folder in BENCH_DATA, such as all volumes), load its dump into an empty Virtuoso
7 with its own bulk loader and a buffer of about 1.6 GB, and serve the snapshot with two processes. Each query is asked seven times of
both in turn, each time with another comment at its end so that no cache knows it; the median of the times until the last byte counts.
The rows of both answers are counted: a time for another answer is worth nothing, so a difference is told.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from tests.federation.engines import GRAPH, virtuoso, virtuoso_installed

from benchmarks.building import ROOT, build_command, timed
from benchmarks.serving import QUERIES, started
from benchmarks.table import Row

PORT = 18769
BUFFERS = 200_000
TIMEOUT_S = 60
RUNS = 7


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not virtuoso_installed():
        return [Row("queries against Virtuoso", "skipped", "Debian package virtuoso-opensource-7 cannot be installed")]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        data = Path(os.environ["BENCH_DATA"]) if "BENCH_DATA" in os.environ else folder / "data"
        if not data.exists():
            timed(build_command([ROOT / "seeds"], data))
        return _measured(folder, data)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, data: Path) -> list[Row]:
    database = folder / "virtuoso"
    database.mkdir()
    ours = [sys.executable, "-m", "lod_publisher", "serve", "--data", data, "--port", str(PORT), "--workers", "2"]
    with virtuoso(database, BUFFERS) as (engine, isql):
        seconds = _load(isql, (data / "current").resolve() / "dumps" / "dataset.nt.gz", database)
        rows = [Row("loading into Virtuoso", f"{seconds:,.1f} s")]
        with started([*ours, "--query-timeout", str(TIMEOUT_S)], PORT, "/ready"):
            found = [_query(path, engine.query) for path in sorted(QUERIES.glob("*.rq"))]
    faster = sum(is_faster for is_faster, _ in found)
    return [
        *rows,
        *(row for _, row in found),
        Row("queries faster than Virtuoso", f"{faster} of {len(found)}", "at least 6"),
    ]


def _load(isql: list[str], dump: Path, folder: Path) -> float:
    shutil.copyfile(dump, folder / dump.name)
    begun = time.perf_counter()
    command = f"ld_dir('{folder}', '{dump.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
    subprocess.run([*isql, f"exec={command}"], capture_output=True, check=True)
    return time.perf_counter() - begun


def _query(path: Path, virtuosos: str) -> tuple[bool, Row]:
    text = path.read_text(encoding="utf-8")
    addresses = {"ours": f"http://127.0.0.1:{PORT}/sparql", "Virtuoso": virtuosos}
    times: dict[str, list[float]] = {who: [] for who in addresses}
    said: dict[str, str] = {}
    for number in range(RUNS + 1):
        for who, address in addresses.items():
            graph = {"default-graph-uri": GRAPH} if who == "Virtuoso" else {}
            seconds, said[who] = _asked(address, {"query": f"{text}# {number} {time.time_ns()}\n"} | graph)
            if number:  # the first warms up
                times[who].append(seconds)
    ours, theirs = (statistics.median(times[who]) * 1_000 for who in addresses)
    told = f"{ours:,.1f} ms, Virtuoso {theirs:,.1f} ms: {ours / theirs:.2f}"
    differs = "" if said["ours"] == said["Virtuoso"] else f"; {said['ours']}, Virtuoso {said['Virtuoso']}"
    return said["ours"].endswith("rows") and ours < theirs, Row(f"query {path.stem}", told + differs)


def _asked(address: str, form: dict[str, str]) -> tuple[float, str]:
    """The seconds until the last byte, and how much came."""
    is_graph = "CONSTRUCT" in form["query"]
    accept = "application/n-triples" if is_graph else "application/sparql-results+json"
    request = urllib.request.Request(address, urlencode(form).encode(), {"Accept": accept})
    begun = time.perf_counter()
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S + 10) as answer:
            body = answer.read()
    except urllib.error.HTTPError as problem:
        return time.perf_counter() - begun, f"error {problem.code} {problem.read(120).decode('utf-8', 'replace')!r}"
    seconds = time.perf_counter() - begun
    rows = len(set(body.splitlines())) if is_graph else len(json.loads(body)["results"]["bindings"])
    return seconds, f"{rows:,} rows"
