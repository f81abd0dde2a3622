"""A working day in minutes: a mixed load at 500 requests a second, while another snapshot is published each minute.

Method: the published snapshot of BENCH_DATA (else a build of the founding collection) is put twice, by hard links, on a shelf of its own,
and served by `lod-publisher serve --workers 2`. One client asks in an open loop (benchmarks/load.py): 70 % descriptions (Turtle, JSON-LD,
N-Triples, RDF/XML), 15 % pages, 10 % SPARQL (about one thing, over two and three patterns, ten rows of a kind), 5 % search, suggestions and
reconciliation. Half of what is asked concerns 500 things that everybody asks for, the other half any thing of the snapshot, so that
caches help as much as they would. Each minute the other snapshot is published; the switch has ended when eight `/ready` in a row
tell its name. Memory is the proportional share (PSS) of all processes of the server. The client shares the machine with the server. Answers that the build wrote ahead are sent as such; the first row says which.

`python -m benchmarks mixed --minutes 15` is the figure promised; without --minutes it takes one. BENCH_RATE asks more or less often.
"""

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from urllib.parse import quote

from benchmarks.building import ROOT, build_command, timed
from benchmarks.load import Ask, Heard, Load, share, waited
from benchmarks.table import Row
from lod_publisher.snapshot.prerendered import forms_in
from lod_publisher.snapshot.shelf import publish, published_folder, read_manifest

PORT = 18771
RATE = 500.0
SWITCH_EACH_S = 60.0
_WELL_KNOWN = 500
_KINDS = ("person", "document", "organisation", "place", "event", "volume", "concept")
_THINGS = "SELECT kind, local_id, label FROM entities WHERE deleted IS NULL"
_FORMATS = ("ttl", "ttl", "jsonld", "jsonld", "nt", "rdf")
_SORTS = ("description", "page", "SPARQL", "search and reconciliation")
_SHARES = (70, 15, 10, 5)
_QUERIES = (
    "SELECT ?p ?o WHERE {{ <{iri}> ?p ?o }}",
    "SELECT ?type ?label WHERE {{ <{iri}> a ?type . <{iri}> rdfs:label ?label }}",
    "SELECT ?s ?label WHERE {{ ?s crm:P67_refers_to <{iri}> . ?s rdfs:label ?label }} LIMIT 20",
    "ASK {{ <{iri}> a crm:E21_Person }}",
    "SELECT ?s ?label WHERE {{ ?s a crm:E21_Person ; rdfs:label ?label }} OFFSET {number} LIMIT 10",
)
_JSON = "application/sparql-results+json"
_READY_IN_A_ROW = 8


def run(minutes: float = 1.0) -> list[Row]:
    """Measure, and return the figures."""
    given = os.environ.get("BENCH_DATA")
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        source = Path(given) if given else Path(temporary) / "data"
        if not given:
            timed(build_command([ROOT / "seeds"], source, "--prerender", "ttl,jsonld,nt,rdf,html"))
        shelf = Path(tempfile.mkdtemp(prefix="mixed-", dir=source.parent))
        try:
            return _measured(shelf, _shelved(published_folder(source), shelf), minutes)
        finally:
            shutil.rmtree(shelf)


def _shelved(snapshot: Path, shelf: Path) -> list[str]:
    """Put a snapshot twice on a new shelf, by hard links; returns the names."""
    names = [f"{day}T000000Z-{snapshot.name[-6:]}" for day in ("20260101", "20260102")]
    for name in names:
        shutil.copytree(snapshot, shelf / "snapshots" / name, copy_function=os.link)
    publish(shelf, names[0])
    return names


def _measured(shelf: Path, names: list[str], minutes: float) -> list[Row]:
    first_s = _start_to_ready(shelf, PORT)[1]
    server, ready_s = _start_to_ready(shelf, PORT, leave=True)
    assert server is not None
    try:
        asks = mixture(shelf / "snapshots" / names[0], random.Random(1958))  # noqa: S311 a sample, no secret
        rate = float(os.environ.get("BENCH_RATE", RATE))
        Load(PORT, asks, rate / 2, 10.0).run()  # to warm up; gently, as a server is not met by all at once
        before, busy = memory_mb(server.pid), busy_s(server.pid)
        switches: list[float] = []
        ended = threading.Event()
        switching = threading.Thread(target=_switch, args=(shelf, names, switches, ended))
        switching.start()
        load = Load(PORT, asks, rate, minutes * 60)
        try:
            heard = load.run()
        finally:
            ended.set()
            switching.join()
        time.sleep(5)
        after, busy = memory_mb(server.pid), busy_s(server.pid) - busy
    finally:
        server.terminate()
        server.wait(60)
    written = forms_in(shelf / "snapshots" / names[0])
    rows = [
        Row("answers written ahead by the build", ", ".join(written) or "none"),
        Row("start to ready, every file read and compared", f"{first_s:.1f} s"),
        Row("start to ready, files as they were when last compared", f"{ready_s:.1f} s", "under 2 s"),
        *_rows(heard, load),
        Row("switches; slowest until every process told the new snapshot",
            f"{len(switches)}; {max(switches, default=0):.2f} s", "under 1 s"),
        Row("processor time of the server for each request", f"{1000 * busy / max(1, len(heard)):.1f} ms"),
        Row("memory after warming up, at the end", f"{before:,.0f} MB, {after:,.0f} MB", "flat"),
    ]  # fmt: skip
    print("switches took", ", ".join(f"{each:.2f}" for each in switches), "s")
    return rows


def _rows(heard: list[Heard], load: Load) -> list[Row]:
    by_sort = defaultdict(list)
    for each in heard:
        by_sort[each.ask.sort].append(each)
    statuses = Counter(each.status for each in heard)
    failed = sum(number for status, number in statuses.items() if status >= 500 or not status)
    print("statuses:", dict(sorted(statuses.items())))
    slowest = sorted(heard, key=lambda each: -each.took_s)[:12]
    print("\n".join(f"  {each.took_s:6.3f} s, due at {each.due_s:7.2f} s: {each.ask.path[:150]}" for each in slowest))
    rows = [
        Row("requests; 5xx or not answered", f"{len(heard):,}; {failed}", "none"),
        Row("all: p50, p99, slowest", _times(heard), "p99 under 200 ms"),
    ]
    rows += [Row(f"{sort}: p50, p99, slowest", _times(by_sort[sort])) for sort in _SORTS]
    return [*rows, Row("the client itself was late by at most", f"{1000 * load.latest_start_s:,.0f} ms")]


def _times(heard: list[Heard]) -> str:
    return ", ".join(f"{1000 * share(heard, part):,.0f} ms" for part in (0.5, 0.99, 1.0))


def mixture(snapshot: Path, chance: random.Random) -> Iterator[Ask]:
    """Requests without end about the things of a snapshot."""
    base = str(read_manifest(snapshot)["base"])
    with closing(sqlite3.connect(f"file:{snapshot}/catalog.sqlite?mode=ro", uri=True)) as db:
        things: list[tuple[str, str, str]] = [row for row in db.execute(_THINGS).fetchall() if row[0] in _KINDS]
    well_known = chance.sample(things, min(_WELL_KNOWN, len(things)))
    names = [label for kind, _, label in things if kind == "person"] or [label for _, _, label in things]
    while True:
        kind, local_id, label = chance.choice(well_known if chance.random() < 0.5 else things)
        local_id = quote(local_id)
        (sort,) = chance.choices(_SORTS, _SHARES)
        if sort == "description":
            yield Ask(sort, f"/data/{kind}/{local_id}.{chance.choice(_FORMATS)}")
        elif sort == "page":
            yield Ask(sort, f"/page/{kind}/{local_id}", "text/html")
        elif sort == "SPARQL":
            query = chance.choice(_QUERIES).format(iri=f"{base}/id/{kind}/{local_id}", number=chance.randrange(200))
            yield Ask(sort, f"/sparql?query={quote(query)}", _JSON)
        else:
            yield _search(sort, label, chance.choice(names), chance)


def _search(sort: str, label: str, name: str, chance: random.Random) -> Ask:
    """Somebody searches for words of a label, types a name, or sends names from a table."""
    dice = chance.random()
    if dice < 0.5:
        words = [word for word in label.split() if word.isalpha() and len(word) > 3] or ["Iraq"]
        return Ask(sort, f"/search?q={quote(' '.join(words[:2]))}", "text/html")
    if dice < 0.75:
        return Ask(sort, f"/search/suggest?q={quote(name[: chance.randrange(2, 9)])}", "application/json")
    return Ask(sort, f"/reconcile?queries={quote(json.dumps({'q0': {'query': name}}))}", "application/json")


def _switch(shelf: Path, names: list[str], took: list[float], ended: threading.Event) -> None:
    """Publish the one and the other in turn, each minute."""
    turn = 0
    while not ended.wait(SWITCH_EACH_S if turn else SWITCH_EACH_S / 2):
        turn += 1
        name = names[turn % 2]
        publish(shelf, name)
        try:
            took.append(waited(partial(_tells, name), 30, 0.05))
        except TimeoutError:
            took.append(float("inf"))


def _tells(name: str) -> bool:
    """Whether every process tells this snapshot; not when the server does not answer at all."""
    try:
        return all(_ready(PORT) == name for _ in range(_READY_IN_A_ROW))
    except OSError:
        return False


def _ready(port: int) -> str:
    """The snapshot that some process of the server tells; a new connection may come to any of them."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=30) as answer:
        return str(json.load(answer)["snapshot"])


def _start_to_ready(data: Path, port: int, *, leave: bool = False) -> tuple[subprocess.Popen[bytes] | None, float]:
    """Start the server and count the seconds until it is ready; it is ended again unless it is to be left running."""
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "serve",
        "--data",
        str(data),
        "--port",
        str(port),
        "--workers",
        "2",
    ]
    begun = time.monotonic()
    server = subprocess.Popen(command, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        waited(lambda: server.poll() is not None or _is_ready(port), 120)
    except BaseException:
        server.kill()
        raise
    took = time.monotonic() - begun
    if server.poll() is not None:
        raise SystemExit("The server ended before it was ready.")
    if leave:
        return server, took
    server.terminate()
    server.wait(60)
    return None, took


def _is_ready(port: int) -> bool:
    try:
        return bool(_ready(port))
    except OSError:
        return False


def memory_mb(pid: int) -> float:
    """The proportional share of a process and all that it started, in MB."""
    total = 0
    for process in family(pid):
        try:
            lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1000


def busy_s(pid: int) -> float:
    """The processor time that a process and all that it started have taken."""
    ticks = 0
    for process in family(pid):
        try:
            fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        ticks += sum(map(int, fields[11:15]))  # of its own, and of its children that have ended
    return ticks / os.sysconf("SC_CLK_TCK")


def family(pid: int) -> list[int]:
    """A process, its children, theirs and so on."""
    found = [pid]
    for each in found:
        try:
            for task in Path(f"/proc/{each}/task").iterdir():
                found += map(int, (task / "children").read_text(encoding="ascii").split())
        except OSError:
            continue
    return found
