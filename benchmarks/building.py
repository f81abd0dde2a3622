"""A whole build of the shared volumes against `oxigraph load` of the very same statements, in one run.

Method: build from an empty cache without validation, as a whole process, and take its wall time and the peak memory of its largest
process from the operating system; then load the build's own dump, unpacked beforehand, with the command-line tool of the
package `oxigraph` into an empty folder on the same disk. The ratio of the two wall times is the figure. The same build is then
repeated with its cache warm, and with validation; for what validation adds, builds with and without it take turns, and the faster
of two counts. These builds write the N-Triples dump alone, as that is what the loader reads, and no answers ahead; what the other dumps add is told
beside them.
"""

import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import Row

ROOT = Path(__file__).parent.parent
_TURNS = 2
VOLUMES = ROOT.parent / "shared" / "data" / "frus"


def timed(command: list[str | Path]) -> tuple[float, float]:
    """Run a command; returns its wall time in seconds and the peak memory in MB of its largest process so far."""
    started = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    if done.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(map(str, command))} failed:\n{done.stderr[-2000:]}")
    return wall, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000


def build_command(sources: list[Path], data: Path, *options: str) -> list[str | Path]:
    """The command that builds some sources into a data folder."""
    return [
        sys.executable,
        "-m",
        "lod_publisher",
        "build",
        *sources,
        "--data",
        data,
        "--json",
        "--dumps",
        "nt",
        "--prerender",
        "none",
        *options,
    ]


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not VOLUMES.is_dir():
        return [Row("build of the shared volumes", "skipped", "the shared data are not beside this checkout")]
    wanted = int(os.environ.get("BENCH_VOLUMES", "51"))
    volumes = sorted(VOLUMES.glob("*.xml"))[:wanted]
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT.parent if os.access(ROOT.parent, os.W_OK) else None))
    try:
        return _measure(folder, volumes)
    finally:
        shutil.rmtree(folder)


def _measure(folder: Path, volumes: list[Path]) -> list[Row]:
    data = folder / "data"
    build_s, peak_mb = timed(build_command(volumes, data, "--without-validation"))
    manifest = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))
    with gzip.open(data / "current" / "dumps" / "dataset.nt.gz") as packed, (folder / "dump.nt").open("wb") as dump:
        shutil.copyfileobj(packed, dump, 1 << 20)
    oxigraph = Path(sys.executable).parent / "oxigraph"
    load_s, _ = timed([oxigraph, "load", "--location", folder / "peer", "--file", folder / "dump.nt"])
    lenient_s, _ = timed([oxigraph, "load", "--lenient", "--location", folder / "peer2", "--file", folder / "dump.nt"])
    warm = data / "current"
    shutil.rmtree(data / "snapshots")
    warm.unlink()
    warm_s, _ = timed(build_command(volumes, data, "--without-validation"))
    rows = [
        Row("volumes, documents", f"{len(volumes)}, {manifest['entities'].get('document', 0):,}"),
        Row("statements", f"{manifest['triples']:,}"),
        Row("whole build without validation", f"{build_s:.1f} s"),
        Row("oxigraph load of its dump", f"{load_s:.1f} s"),
        Row("oxigraph load --lenient of its dump", f"{lenient_s:.1f} s"),
        Row("build / load", f"{build_s / load_s:.2f}", "at most 2"),
        Row("peak memory of any process", f"{peak_mb:,.0f} MB", "under 1,500 MB"),
        Row("rebuild with a warm cache", f"{warm_s:.1f} s"),
    ]
    rows += [Row(f"  {stage}", f"{seconds:.1f} s") for stage, seconds in manifest["timings"].items()]
    if os.environ.get("BENCH_VALIDATION", "1") == "1":
        plain_s, validated_s = [build_s], []
        for turn in range(_TURNS):
            validated_s.append(timed(build_command(volumes, folder / f"validated-{turn}"))[0])
            shutil.rmtree(folder / f"validated-{turn}")
            if turn:
                plain_s.append(timed(build_command(volumes, folder / "again", "--without-validation"))[0])
        complete_s, _ = timed(build_command(volumes, folder / "complete", "--dumps", "nt,ttl,jsonl,csv"))
        rows += [
            Row("whole build with validation and every dump", f"{complete_s:.1f} s"),
            Row("whole build with validation", f"{min(validated_s):.1f} s"),
            Row("validation adds", f"{min(validated_s) / min(plain_s) - 1:.0%}", "at most 25 %"),
        ]
    return rows
