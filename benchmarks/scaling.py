"""How a build grows from one volume to ten times the shared ones, and what one changed file costs.

Method: the 51 shared volumes are written out again and again under other volume numbers (`frus1958-60v12` becomes `frus1958-60v12c3`,
also where other volumes refer to it), so that texts, persons and documents are as in real volumes, while every record is another one.
Each size is built from an empty cache as a whole process, with validation and the N-Triples dump. Wall time, processor time and the
peak memory of the largest process are the operating system's; on a busy machine the processor time is the one to compare.
Then a letter of one file of the largest collection is changed, and the rebuild, its cache warm, is set against
`oxigraph load` of its dump, unpacked beforehand, in the same run on the same disk.

BENCH_SIZES chooses the sizes (volumes), BENCH_FOLDER where all is written and kept (510 volumes need about 30 GB).
"""

import gzip
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.building import ROOT, VOLUMES, build_command, timed
from benchmarks.table import Row

_SIZES = "1,10,51"  # 510 are said by BENCH_SIZES, as they take an hour
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """One build: times in seconds, sizes and memory (of the largest process until then) in MB."""

    volumes: int
    documents: int
    statements: int
    source_mb: float
    wall: float
    processor: float
    peak_mb: float
    snapshot_mb: float
    timings: dict[str, float]


def write_volumes(to: Path, wanted: int) -> None:
    """Write `wanted` volumes into a folder: the shared ones, then the same under other volume numbers."""
    volumes = sorted(VOLUMES.glob("*.xml"))
    # the longest name first, so that v07p1 is not taken for v07
    names = sorted((volume.stem for volume in volumes), key=len, reverse=True)
    known = re.compile(b"(?:" + "|".join(map(re.escape, names)).encode() + rb")(?![0-9A-Za-z-])")
    to.mkdir(parents=True, exist_ok=True)
    for number in range(wanted):
        turn, volume = number // len(volumes), volumes[number % len(volumes)]
        suffix = f"c{turn}" if turn else ""
        target = to / f"{volume.stem}{suffix}.xml"
        if not target.exists():
            content = volume.read_bytes()
            target.write_bytes(known.sub(rb"\g<0>" + suffix.encode(), content) if turn else content)


def measured_build(sources: Path, data: Path) -> Measured:
    """Build as a whole process, and read what the system says of it."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(build_command([sources], data), capture_output=True, text=True, check=False)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        raise SystemExit(f"the build of {sources} failed:\n{done.stderr[-2000:]}")
    manifest = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))
    files = (file for file in (data / "current").resolve().rglob("*") if file.is_file())
    return Measured(
        volumes=sum(1 for _ in sources.glob("*.xml")),
        documents=manifest["entities"].get("document", 0),
        statements=manifest["triples"],
        source_mb=sum(file.stat().st_size for file in sources.glob("*.xml")) / _MB,
        wall=wall,
        processor=after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        peak_mb=after.ru_maxrss / 1000,
        snapshot_mb=sum(file.stat().st_size for file in files) / _MB,
        timings=manifest["timings"],
    )


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not VOLUMES.is_dir():
        return [Row("growth of a build", "skipped", "the shared data are not beside this checkout")]
    sizes = [int(size) for size in os.environ.get("BENCH_SIZES", _SIZES).split(",")]
    kept = os.environ.get("BENCH_FOLDER")
    folder = Path(kept) if kept else Path(tempfile.mkdtemp(prefix="bench-", dir=ROOT.parent))
    try:
        rows = []
        for size in sizes:
            write_volumes(_sources(folder, size), size)
            rows += _told(measured_build(_sources(folder, size), folder / f"data-{size}"))
        return rows + _one_changed(_sources(folder, sizes[-1]), folder / f"data-{sizes[-1]}")
    finally:
        if not kept:
            shutil.rmtree(folder)


def _sources(folder: Path, size: int) -> Path:
    return folder / f"volumes-{size}"


def _told(one: Measured) -> list[Row]:
    million = one.statements / 1e6
    return [
        Row(f"{one.volumes} volumes: documents, statements", f"{one.documents:,}, {one.statements:,}"),
        Row("  sources, snapshot", f"{one.source_mb:,.0f} MB, {one.snapshot_mb:,.0f} MB"),
        Row("  wall time", f"{one.wall:,.1f} s"),
        Row("  processor time", f"{one.processor:,.1f} s"),
        Row(
            "  wall, processor time for a million statements",
            f"{one.wall / million:.2f} s, {one.processor / million:.2f} s",
        ),
        Row("  peak memory of any process", f"{one.peak_mb:,.0f} MB"),
        *_stages(one),
    ]


def _one_changed(sources: Path, data: Path) -> list[Row]:
    changed = sources / "frus1958-60v12.xml"
    if not changed.exists():
        changed = min(sources.glob("*.xml"))
    content = changed.read_bytes()
    # a word that every volume has in its texts, and that no reader looks for
    changed.write_bytes(content.replace(b"However, ", b"However; ", 1))
    if changed.read_bytes() == content:
        raise SystemExit(f"nothing to change was found in {changed}")
    again = measured_build(sources, data)
    dump = data.parent / "dump.nt"
    with gzip.open(data / "current" / "dumps" / "dataset.nt.gz") as packed, dump.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked, 1 << 20)
    oxigraph = Path(sys.executable).parent / "oxigraph"
    loading, _ = timed([oxigraph, "load", "--location", data.parent / "peer", "--file", dump])
    dump.unlink()
    shutil.rmtree(data.parent / "peer")
    return [
        Row(f"rebuild of {again.volumes} volumes after one changed file", f"{again.wall:,.1f} s"),
        Row("  oxigraph load of its dump", f"{loading:,.1f} s"),
        Row("  rebuild / loading", f"{again.wall / loading:.2f}", "under 1.3"),
        *_stages(again),
    ]


def _stages(one: Measured) -> list[Row]:
    return [Row(f"    {stage}", f"{seconds:,.1f} s") for stage, seconds in one.timings.items() if seconds >= 1]
