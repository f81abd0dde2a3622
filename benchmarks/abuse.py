"""Fifty hostile queries at once, and what a guest notices who asks a cheap one each 100 ms: ours beside `oxigraph serve-read-only`.

Method: serve one snapshot (BENCH_DATA, else a build of the founding collection) with both servers in turn, each with a limit of 10 s a
query. For 30 s, fifty hostile clients ask without pause: cross products counted and streamed, star paths, a huge ORDER BY and VALUES,
regular expressions, GROUP_CONCAT and CONCAT that grow, 10 MB of query, deep nesting, slow-loris in the header and in the body, a reader
that stalls, and SERVICE to a listener on loopback that counts who calls. Meanwhile a guest with an address of its own asks for one
description each 100 ms, on a new connection, by the clock: a late answer does not delay the next question. Ours is measured with all fifty
at one address, and with each at its own; `oxigraph` also without the deep nesting, which ends it. `oxigraph` may take 8 GB of address space, so that it cannot take the machine down.
"""

import json
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.building import ROOT, build_command, timed
from benchmarks.hostile import Address, Listener, answer_of, attack
from benchmarks.table import Row

SECONDS = 30.0
TIMEOUT_S = 10
_MOST_BYTES = 8_000_000_000
_SPAWN = multiprocessing.get_context("spawn")
_PROCESS = _SPAWN.Process


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a run showed: the guest's times in seconds, the fates of the hostile, MB of the largest process and of all."""

    quiet: list[float]
    times: list[float]
    failed: int
    fates: Counter[str]
    largest_mb: float
    all_mb: float
    well_after_s: float | None
    calls: int


def run() -> list[Row]:
    """Measure, and return the figures."""
    given = os.environ.get("BENCH_DATA")
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        data = Path(given) if given else folder / "data"
        if not given:
            timed(build_command([ROOT / "seeds"], data))
        store = next(data.glob("snapshots/*/store"))
        ours: list[str | Path] = [sys.executable, "-m", "lod_publisher", "serve", "--data", data]
        ours += ["--query-timeout", str(TIMEOUT_S), "--port"]
        rows = _rows("ours, one attacker", _abused(ours, "", "/sparql", one_address=True), "under 250 ms")
        rows += _rows("ours, fifty attackers", _abused(ours, "", "/sparql", one_address=False), "under 250 ms")
        if command := shutil.which("oxigraph"):
            theirs: list[str | Path] = [command, "serve-read-only", "--location", store]
            theirs += ["--timeout-s", str(TIMEOUT_S), "--bind"]
            rows += _rows("oxigraph", _abused(theirs, "127.0.0.1:", "/query", one_address=False))
            spared = _abused(theirs, "127.0.0.1:", "/query", one_address=False, without="nesting")
            rows += _rows("oxigraph, spared the nesting", spared)
        else:
            rows.append(Row("oxigraph", "skipped", "the package oxigraph is not installed"))
        return rows
    finally:
        shutil.rmtree(folder)


def _rows(who: str, seen: _Seen, promised: str = "") -> list[Row]:
    times = sorted(seen.times)
    fates = ", ".join(f"{number} {fate}" for fate, number in seen.fates.most_common())
    broken = sum(number for fate, number in seen.fates.items() if fate.startswith("broken 200"))
    rows = [
        Row(f"{who}: cheap query before the abuse, p99", _ms(sorted(seen.quiet), 0.99)),
        Row(f"{who}: cheap query, p50 of {len(times)}", _ms(times, 0.5)),
        Row(f"{who}: cheap query, p99", _ms(times, 0.99), promised),
        Row(f"{who}: cheap queries not answered", str(seen.failed), promised and "none"),
        Row(f"{who}: largest process, all", f"{seen.largest_mb:,.0f} MB, {seen.all_mb:,.0f} MB"),
        Row(f"{who}: 200 with a broken body", str(broken), promised and "none"),
        Row(f"{who}: calls to the listener", str(seen.calls), promised and "none"),
        Row(f"{who}: well again after", "never" if seen.well_after_s is None else f"{seen.well_after_s:.1f} s",
            promised and "5 s"),
    ]  # fmt: skip
    print(f"{who}: {fates}")
    return rows


def _ms(times: list[float], share: float) -> str:
    return f"{1000 * times[min(len(times) - 1, int(share * len(times)))]:,.0f} ms" if times else "no answer"


def _abused(command: list[str | Path], host: str, path: str, *, one_address: bool, without: str = "") -> _Seen:
    """Start a server, abuse it, and look after it."""
    with Listener() as listener, tempfile.TemporaryFile() as log:
        port = listener.free_port()
        server = subprocess.Popen(
            [*command, f"{host}{port}"],
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=_limited if host else None,
        )
        address = Address(port, path)
        try:
            cheap = _cheap(address)
            quiet, _ = _guest(address, cheap, 10.0)
            hostile = _PROCESS(
                target=attack, args=(address, SECONDS, listener.port, one_address, without, results := _SPAWN.Queue())
            )
            hostile.start()
            time.sleep(0.5)
            with _Memory(server.pid) as memory:
                times, failed = _guest(address, cheap, SECONDS)
            fates: Counter[str] = results.get(timeout=60)
            hostile.join(30)
            return _Seen(
                quiet,
                times,
                failed,
                fates,
                memory.largest / 1e6,
                memory.all / 1e6,
                _well_after(address, cheap),
                listener.calls,
            )
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait(15)


def _limited() -> None:
    import resource  # noqa: PLC0415 runs in the child

    resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))


def _cheap(address: Address) -> Callable[[int], bytes]:
    """A query for the description of one thing, different each time, so that no cache answers it."""
    for _ in range(150):
        status, body, _ = answer_of(
            address, urlencode({"query": "SELECT ?s { ?s ?p ?o } LIMIT 1"}).encode(), "127.0.0.1"
        )
        if status == 200:
            break
        time.sleep(0.2)
    else:
        raise SystemExit(f"port {address.port} did not answer within 30 s.")
    thing = json.loads(body)["results"]["bindings"][0]["s"]["value"]
    return lambda number: urlencode({"query": f"SELECT ?p ?o {{ <{thing}> ?p ?o }} # {number}"}).encode()


def _guest(address: Address, cheap: Callable[[int], bytes], seconds: float) -> tuple[list[float], int]:
    """Ask each 100 ms; returns the times until each answer, and how many gave none."""
    times = []
    failed = 0
    began = time.perf_counter()

    def ask(number: int) -> float | None:
        status, body, _ = answer_of(address, cheap(number), "127.0.0.1")
        good = status == 200 and body.endswith(b"}")
        return time.perf_counter() - began - number / 10 if good else None

    with ThreadPoolExecutor(128) as threads:
        asked = []
        for number in range(int(seconds * 10)):
            time.sleep(max(0.0, began + number / 10 - time.perf_counter()))
            asked.append(threads.submit(ask, number))
        for one in asked:
            if (taken := one.result()) is None:
                failed += 1
            else:
                times.append(taken)
    return times, failed


def _well_after(address: Address, cheap: Callable[[int], bytes]) -> float | None:
    """The seconds until ten cheap queries in a row are answered in under 100 ms each."""
    began = time.perf_counter()
    row = number = 0
    while time.perf_counter() - began < 30:
        number += 1
        asked = time.perf_counter()
        status, _, _ = answer_of(address, cheap(10_000 + number), "127.0.0.1")
        row = row + 1 if status == 200 and time.perf_counter() - asked < 0.1 else 0
        if row == 10:
            return time.perf_counter() - began
        time.sleep(0.02)
    return None


class _Memory:
    """The most memory that the largest process of a server and all its processes together had."""

    def __init__(self, group: int) -> None:
        self._group = group
        self.largest = self.all = 0
        self._stop = _SPAWN.Event()

    def __enter__(self) -> "_Memory":
        self._thread = ThreadPoolExecutor(1)
        self._thread.submit(self._look)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.shutdown()

    def _look(self) -> None:
        while not self._stop.wait(0.5):
            sizes = [size for stat in Path("/proc").glob("[0-9]*/stat") if (size := self._size(stat))]
            self.largest = max(self.largest, *sizes, 0)
            self.all = max(self.all, sum(sizes))

    def _size(self, stat: Path) -> int:
        try:
            fields = stat.read_text(errors="ignore").rpartition(")")[2].split()
        except OSError:
            return 0
        return int(fields[21]) * os.sysconf("SC_PAGESIZE") if int(fields[3]) == self._group else 0
