"""Names reconciled over HTTP, as OpenRefine has them: batches of ten to the real server, and suggestions while a name is typed.

Method: 15,000 persons are built into a snapshot (or BENCH_DATA is taken) and served with two processes. `wrk` posts batches of ten
questions without a type, eight at a time, for 2 s to warm up and 8 s that count; 2,000 questions in a random order, so that every
batch is another. Then one client asks in the same way for suggestions. The client shares the processors,
so the time that the server's processes spent is told too: what two processors would do that had nothing else to do.
"""

import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from benchmarks.building import build_command, timed
from benchmarks.serving import started
from benchmarks.spellings import Question, batches, persons, respelt
from benchmarks.table import Row

_PORT = 18768
_PROCESSES = 2
_WARMING_S, _SECONDS = 2, 8
_BATCHES = 1_500
_SEED = 10
# Connections stay with the process that took them: of four, all may be one's, and the other has nothing to do.
_CLIENTS = 8
# The latencies come in microseconds; a batch posts, anything else is an address.
_SCRIPT = """
local asked, number = {}, 0
for line in io.lines("%s") do asked[#asked + 1] = line end
local form = {["Content-Type"] = "application/x-www-form-urlencoded"}
function init(args) number = tonumber(args[1]) end
function request()
  number = number + 1
  local line = asked[number %% #asked + 1]
  if line:sub(1, 1) == "/" then return wrk.format("GET", line) end
  return wrk.format("POST", "/reconcile", form, line)
end
function done(summary, latency)
  local bad = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  io.write(string.format("TOLD %%d %%d %%f %%d\\n", summary.requests, summary.duration, latency:percentile(95), bad))
end
"""
_TOLD = re.compile(r"TOLD (\d+) (\d+) ([\d.]+) (\d+)")


def run(shared: Path) -> list[Row]:
    """Measure, and return the figures."""
    if not shutil.which("wrk"):
        return [Row("reconciliation over HTTP", "skipped", "wrk is not installed (Debian package wrk)")]
    known = persons(shared)
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary, ExitStack() as running:
        folder = Path(temporary)
        data = Path(os.environ["BENCH_DATA"]) if "BENCH_DATA" in os.environ else _built(known, folder)
        command: list[str | Path] = [
            sys.executable,
            "-m",
            "lod_publisher",
            "serve",
            "--data",
            data,
            "--port",
            str(_PORT),
        ]
        server = running.enter_context(started([*command, "--workers", str(_PROCESSES)], _PORT, "/ready"))
        return _asked(folder, server.pid, known)


def _asked(folder: Path, server: int, known: list[list[str]]) -> list[Row]:
    script = folder / "ask.lua"
    listed = folder / "asked.txt"
    script.write_text(_SCRIPT % listed, encoding="utf-8")
    listed.write_text("\n".join(_bodies(respelt(known, 2_000))), encoding="utf-8")
    _wrk(script, _WARMING_S, 0)
    before = _busy_s(server)
    answered, seconds, slow_ms = _wrk(script, _SECONDS, _BATCHES // 2)
    each_s = (_busy_s(server) - before) / answered
    listed.write_text("\n".join(_typed(known)), encoding="utf-8")
    _wrk(script, _WARMING_S, 0, 1)
    typing_ms = _wrk(script, _SECONDS, _BATCHES // 2, 1)[2]
    return [
        Row(
            "over HTTP: questions a second, batches of 10, 2 processes",
            f"{10 * answered / seconds:,.0f}",
            "at least 1,000",
        ),
        Row("  a batch, 95th percentile, 8 at a time", f"{slow_ms:.0f} ms"),
        Row("  had both processors nothing else to do (by the server's time)", f"{10 * _PROCESSES / each_s:,.0f}"),
        Row("  suggestions while one types, 95th percentile", f"{typing_ms:.1f} ms", "under 20 ms"),
    ]


def _built(known: list[list[str]], folder: Path) -> Path:
    """A snapshot of persons who are nothing but names."""
    told = ({"kind": "person", "id": str(n), "label": names[0], "names": names[1:]} for n, names in enumerate(known))
    (folder / "source").mkdir()
    (folder / "source" / "persons.jsonl").write_text("\n".join(map(json.dumps, told)) + "\n", encoding="utf-8")
    timed(build_command([folder / "source"], folder / "data", "--without-linking", "--without-validation"))
    return folder / "data"


def _bodies(asked: list[Question]) -> list[str]:
    """Batches as forms, more than are asked, so that hardly one is asked twice."""
    chance = random.Random(_SEED)  # noqa: S311 no secret
    drawn = [question for _ in range(10 * _BATCHES // len(asked) + 1) for question in chance.sample(asked, len(asked))]
    return [_form(batch) for batch in batches(drawn)][:_BATCHES]


def _form(batch: Sequence[Question]) -> str:
    queries = {f"q{number}": {"query": question.text, "limit": 5} for number, question in enumerate(batch)}
    return "queries=" + quote(json.dumps(queries))


def _typed(known: list[list[str]]) -> list[str]:
    """Every beginning of 300 names, as letters are typed."""
    names = [each[0] for each in known[:: max(1, len(known) // 300)]]
    return [
        f"/reconcile/suggest/entity?prefix={quote(name[:letters], safe='')}"
        for name in names
        for letters in range(1, min(len(name), 14) + 1)
    ]


def _wrk(script: Path, seconds: int, offset: int, clients: int = _CLIENTS) -> tuple[int, float, float]:
    """How many answers came in how many seconds, and the 95th percentile in ms.

    Raises:
        SystemExit: not every answer was 200.
    """
    command = [
        "wrk",
        "-t1",
        f"-c{clients}",
        f"-d{seconds}s",
        "-s",
        script,
        f"http://127.0.0.1:{_PORT}",
        "--",
        str(offset),
    ]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    told = _TOLD.search(printed)
    if told is None or int(told[4]):
        raise SystemExit(f"Not every answer was 200:\n{printed}")
    return int(told[1]), int(told[2]) / 1e6, float(told[3]) / 1e3


def _busy_s(server: int) -> float:
    """The processor time that a server and its processes have spent."""
    spent, family = 0, {server}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda each: int(each.name)):
        try:
            fields = (folder / "stat").read_text(encoding="ascii", errors="replace").rpartition(") ")[2].split()
        except OSError:  # it has ended
            continue
        if int(folder.name) in family or int(fields[1]) in family:
            family.add(int(folder.name))
            spent += int(fields[11]) + int(fields[12])
    return spent / os.sysconf("SC_CLK_TCK")
