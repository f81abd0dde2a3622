"""How long readers wait for a search, a document and the most mentioned person, while sixteen of them ask at once.

Method: two serving processes, `wrk` with 2 threads and 16 connections for 10 s after 8 s of warming up. A search is one of twenty,
narrowed by facets and by vague dates; a document is one of a hundred. What was asked before is answered from memory, as it is in
service; the processor time is that of the same pages at addresses that nobody asked for before, all serving processes together,
for each answer: it does not depend on what else the machine is doing, and one client on an idle machine waits about so long.
"""

import os
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from benchmarks.serving import PORT, started, things_of
from benchmarks.table import Row

_SEARCHES = (
    "q=Kassem", "q=coup&kind=document", "q=Iraq+oil&year=1958", "q=%22Vice+President%22",
    "q=Berlin&from=July+1958&to=1959-06", "q=Nasser&kind=document&sort=oldest", "q=Vietnam",
    "q=telegram&from=summer+1958", "q=Baghdad&to=1958", "q=nuclear+test+ban", "kind=event&from=1958&to=1960",
    "q=Israel+Jordan+border&sort=newest", "q=Cuba&classification=top-secret", "q=Embassy&place=paris", "q=sugar",
    "q=United+States", "q=Rusk&from=1961&to=1963", "q=wheat&surely=1&from=1962-01", "q=petroleum",
    "q=conversation&kind=event",
)  # fmt: skip
_DOCUMENTS = 100
_TICKS = os.sysconf("SC_CLK_TCK")
# Under the number of a page the script may write another address for each request; the percentile is not among those that wrk prints.
_SCRIPT = """
local pages, number, id = {}, 0, 0
for line in io.lines("%s") do pages[#pages + 1] = line end
function setup(thread) thread:set("id", id) id = id + 1 end
function init(args) number = id * 250 + tonumber(args[1]) is_new = args[2] == "new" end
function request()
  number = number + 1
  local page = pages[number %% #pages + 1]
  if is_new then page = page .. (page:find("?", 1, true) and "&" or "?") .. "turn=" .. id .. "." .. number end
  return wrk.format("GET", page, {["Accept"] = "text/html", ["Accept-Encoding"] = "gzip"})
end
function done(summary, latency, requests)
  io.write(string.format("answers %%d bad %%d p95 %%f\\n", summary.requests, summary.errors.status, latency:percentile(95) / 1000))
end
"""


def measured(folder: Path, data: Path) -> list[Row]:
    """The figures for a data folder; `folder` takes the scripts of the measurement."""
    snapshot = (data / "current").resolve()
    documents = [
        f"/page/document/{iri.partition('/id/document/')[2]}" for iri in things_of(snapshot / "store", "document")
    ]
    kinds = (
        ("search with facets", [f"/search?{words}" for words in _SEARCHES], 60),
        ("page of a document", documents[:: max(1, len(documents) // _DOCUMENTS)][:_DOCUMENTS], 15),
        ("page of the most mentioned person", [f"/page/person/{_most_mentioned(snapshot)}"], 50),
    )
    ours: list[str | Path] = [sys.executable, "-m", "lod_publisher", "serve", "--data", data, "--workers", "2"]
    rows = []
    with started([*ours, "--port", str(PORT)], PORT, "/ready"):
        for name, pages, most in kinds:
            listed, script = folder / "asked.txt", folder / "asked.lua"
            listed.write_text("\n".join(pages), encoding="utf-8")
            script.write_text(_SCRIPT % listed, encoding="utf-8")
            _asked(script, "8s")
            count, p95 = _asked(script, "10s")
            told = f"{p95:,.1f} ms at the 95th percentile, {count / 10:,.0f} a second"
            rows.append(Row(f"{name}, 16 clients", told, f"under {most} ms"))
            before = _processor_time()
            count, p95 = _asked(script, "10s", "new")
            spent = 1_000 * (_processor_time() - before) / count
            rows.append(Row("  at addresses never asked before", f"{spent:,.1f} ms of processor time each"))
    return rows


def _most_mentioned(snapshot: Path) -> str:
    """The local id of the person whom most documents name."""
    with closing(sqlite3.connect(f"file:{snapshot / 'involvement.sqlite'}?mode=ro", uri=True)) as database:
        database.execute("ATTACH ? AS catalogue", (f"file:{snapshot / 'catalog.sqlite'}?mode=ro",))
        (local_id,) = database.execute(
            "SELECT local_id FROM parts JOIN catalogue.entities ON id = entity WHERE kind = 'person' AND role = 'mentioned'"
            " ORDER BY total DESC LIMIT 1"
        ).fetchone()
    return str(local_id)


def _asked(script: Path, seconds: str, how: str = "again") -> tuple[int, float]:
    """How many answers there were, and the milliseconds within which 95 of 100 came.

    Raises:
        SystemExit: not every answer was 200.
    """
    command = ["wrk", "-t2", "-c16", f"-d{seconds}", "-s", str(script), f"http://127.0.0.1:{PORT}", "--"]
    command += [str(time.time_ns() % 1_000_000), how]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"answers (\d+) bad (\d+) p95 ([\d.]+)", printed)
    assert found, printed
    if int(found[2]):
        raise SystemExit(f"Not every answer was 200:\n{printed}")
    return int(found[1]), float(found[3])


def _processor_time() -> float:
    """The seconds of processor time that the processes below this one have taken so far; those that have ended do not count."""
    parents, spent = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        number = int(path.parent.name)
        parents[number], spent[number] = int(told[1]), (int(told[11]) + int(told[12])) / _TICKS
    ours = {os.getpid()}
    while more := {number for number, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(spent[number] for number in ours - {os.getpid()} if number in spent)
