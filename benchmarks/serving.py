"""The server against `oxigraph serve-read-only` on the very same store, in one run, on one machine.

Method: build the founding collection (or take the data folder in BENCH_DATA, such as all volumes), serve it with two processes, and start
the peer on the store of the same snapshot. `wrk` asks with 2 threads and 16 connections for 5 s after 1 s of warming up:
descriptions (as Turtle, which a build writes ahead unless it is told not to); a point query about another thing each time (uncached: its
rows, which a build writes ahead, too; the same rows with their columns the other way round, which nobody wrote; one of two patterns, one
with a test of language, one with OPTIONAL labels, one that counts);
the same query again and again (cached); and the same through the shipped nginx site without its limit of queries. Then each query in
`queries/` is asked twenty-one times of both in turn (or as often as fits into six seconds), after six for warming up, each time with another comment at its
end so that no cache knows it, on a new connection. The times until the last byte are told as medians; what counts is the median of the ratios of
neighbours, which were asked at the same speed of a shared machine, where two medians may be of two speeds. Client and servers share the
machine, as they would not in service.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

from pyoxigraph import NamedNode, Store

from benchmarks.building import ROOT, build_command, timed
from benchmarks.table import Row

DESCRIPTIONS = (
    ("Turtle of a document, answers a second", "/data/document/frus1958-60v12/d145.ttl", "at least 1,500"),
    ("HTML page of a document, answers a second", "/page/document/frus1958-60v12/d145", ""),
    ("Turtle of a person, answers a second", "/data/person/qasim-abd-al-karim.ttl", ""),
)
QUERIES = ROOT / "benchmarks" / "queries"
PORT, PEER_PORT, PROXY_PORT = 18765, 18766, 18767
# The median of seven times is the mood of a machine that others use, too: of the same code seven told 1.44, sixty 1.03.
RUNS = 21
_AT_LEAST_S = 6.0
WARMING = 6  # our processes have caches of their own, and a new connection may go to either
_PERSON = NamedNode("http://www.cidoc-crm.org/cidoc-crm/E21_Person")
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_POINT = "SELECT ?p ?o WHERE { <%s> ?p ?o }"
_TURNED = "SELECT ?o ?p WHERE { <%s> ?p ?o }"
_IN_A_LANGUAGE = "SELECT ?l WHERE { <%s> <http://www.w3.org/2000/01/rdf-schema#label> ?l FILTER(LANG(?l) = 'en') }"
_OF_WHAT_FOLLOWS = "SELECT * WHERE { <%s> ?p ?o OPTIONAL { ?o <http://www.w3.org/2000/01/rdf-schema#label> ?l } }"
_COUNTED = "SELECT (COUNT(*) AS ?n) WHERE { <%s> ?p ?o }"
_STAR = "SELECT ?type ?label WHERE { <%s> a ?type . <%s> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
# Asks about another thing with each request; a comment keeps even the same thing from being asked in the same words.
_SCRIPT = """
local things, number, id = {}, 0, 0
for line in io.lines("%s") do things[#things + 1] = line end
function setup(thread) thread:set("id", id) id = id + 1 end
function init(args) path = args[1] number = id * 10000000 + tonumber(args[2]) end
local function encoded(text)
  return (text:gsub("[^%%w]", function(c) return string.format("%%%%%%02X", c:byte()) end))
end
function request()
  number = number + 1
  local query = things[number %% #things + 1] .. " #" .. number
  return wrk.format("GET", path .. "?query=" .. encoded(query), {["Accept"] = "application/sparql-results+json"})
end
"""


_PASSAGE = re.compile(r"/id/document/[^/]+/[^/]+/")
_DESCRIBE = "/query?query=DESCRIBE%%20%%3C%s%%3E"
_DESCRIPTION_SCRIPT = """
local things, number, id = {}, 0, 0
for line in io.lines("%s") do things[#things + 1] = line end
function setup(thread) thread:set("id", id) id = id + 1 end
function init(args) number = id * 5000 + tonumber(args[2]) end
local form = "%s"
function request()
  number = number + 1
  local path = form:gsub("%%%%s", function() return things[number %% #things + 1] end)
  return wrk.format("GET", path, {["Accept"] = "text/turtle"})
end
"""


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not shutil.which("wrk"):
        return [Row("serving", "skipped", "wrk is not installed (Debian package wrk)")]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        data = Path(os.environ["BENCH_DATA"]) if "BENCH_DATA" in os.environ else folder / "data"
        if not data.exists():
            timed(build_command([ROOT / "seeds"], data, "--prerender", "ttl,srj"))
        return _measured(folder, data)
    finally:
        shutil.rmtree(folder)


def _measured(folder: Path, data: Path) -> list[Row]:
    store = (data / "current").resolve() / "store"
    peer = [Path(sys.executable).parent / "oxigraph", "serve-read-only", "--location", store]
    with ExitStack() as running:
        running.enter_context(started([*peer, "--bind", f"127.0.0.1:{PEER_PORT}"], PEER_PORT, "/"))
        ours = [sys.executable, "-m", "lod_publisher", "serve", "--data", data, "--port", str(PORT), "--workers", "2"]
        running.enter_context(started(ours, PORT, "/ready", is_heard=True))
        rows = [Row(what, f"{rate(PORT, path):,.0f}", promised) for what, path, promised in DESCRIPTIONS]
        rows += _point_queries(folder, store, running, data)
        return rows + _descriptions(folder, store) + _realistic()


def _descriptions(folder: Path, store: Path) -> list[Row]:
    """Descriptions as Turtle against the peer's DESCRIBE, each of another thing, then of the same one again and again.

    Ours hold the names of all that they point at and the nodes that belong to the thing; the peer's the thing's own statements.
    """
    rows = []
    for kind in ("person", "document"):
        things = things_of(store, kind)
        listed = folder / f"{kind}.txt"
        for name, form, port in (
            ("ours", f"/data/{kind}/%s.ttl", PORT),
            ("peer", _DESCRIBE.replace("%%", "%"), PEER_PORT),
        ):
            script = folder / f"{kind}-{name}.lua"
            script.write_text(_DESCRIPTION_SCRIPT % (listed, form), encoding="utf-8")
            if name == "ours":
                listed.write_text("\n".join(thing.partition(f"/id/{kind}/")[2] for thing in things), encoding="utf-8")
                ours = rate(port, "/", script)
            else:
                listed.write_text("\n".join(quote(thing, safe="") for thing in things), encoding="utf-8")
                rows.append(ratio(f"description of a {kind}, uncached", ours, rate(port, "/", script), "at least 0.6"))
        local_id = things[0].partition(f"/id/{kind}/")[2]
        again = rate(PORT, f"/data/{kind}/{local_id}.ttl")
        peer = rate(PEER_PORT, _DESCRIBE % quote(things[0], safe=""))
        rows.append(ratio(f"description of a {kind}, cached", again, peer, "at least 1.2"))
        if shutil.which("nginx", path="/usr/sbin:/usr/bin"):
            behind = rate(PROXY_PORT, f"/data/{kind}/{local_id}.ttl")
            rows.append(ratio(f"description of a {kind} behind nginx", behind, peer, "at least 3.0"))
    return rows


def things_of(store: Path, kind: str) -> list[str]:
    """IRIs of things of a kind, spread over the dataset by the store's own order."""
    quads = Store.read_only(str(store)).quads_for_pattern(None, _TYPE, None, None)
    found: dict[str, None] = {}
    for quad in quads:
        iri = getattr(quad.subject, "value", "")
        if f"/id/{kind}/" in iri and "#" not in iri and not _PASSAGE.search(iri):
            found[iri] = None
            if len(found) == 12_000:
                break
    return list(found)


def _point_queries(folder: Path, store: Path, running: ExitStack, data: Path) -> list[Row]:
    quads = Store.read_only(str(store)).quads_for_pattern(None, _TYPE, _PERSON, None)
    things = [
        quad.subject.value for _, quad in zip(range(12_000), quads, strict=False) if hasattr(quad.subject, "value")
    ]
    rows = []
    for name, query, promised in (
        ("point query, uncached", _POINT, "at least 0.4"),
        ("point query, uncached and not written ahead", _TURNED, ""),
        ("two patterns about a thing, uncached", _STAR, ""),
        ("a label in a language, uncached", _IN_A_LANGUAGE, ""),
        ("all of a thing with the labels of what follows, uncached", _OF_WHAT_FOLLOWS, ""),
        ("the statements of a thing counted, uncached", _COUNTED, ""),
    ):
        script = folder / f"{len(rows)}.lua"
        listed = folder / f"{len(rows)}.txt"
        listed.write_text("\n".join(query.replace("%s", thing) for thing in things), encoding="utf-8")
        script.write_text(_SCRIPT % listed, encoding="utf-8")
        peer, ours = rate(PEER_PORT, "/query", script), rate(PORT, "/sparql", script)
        rows.append(ratio(name, ours, peer, promised))
    same = f"?query={quote(_POINT % things[0])}"
    peer, ours = rate(PEER_PORT, f"/query{same}"), rate(PORT, f"/sparql{same}")
    rows.append(ratio("point query, cached", ours, peer, "at least 1.0"))
    if nginx := shutil.which("nginx", path="/usr/sbin:/usr/bin"):
        running.enter_context(started([nginx, "-c", _site(folder, data)], PROXY_PORT, "/ready"))
        rows.append(ratio("point query behind nginx", rate(PROXY_PORT, f"/sparql{same}"), peer, "at least 3.0"))
    else:
        rows.append(Row("point query behind nginx", "skipped", "nginx is not installed"))
    return rows


def ratio(what: str, ours: float, peer: float, promised: str) -> Row:
    """A figure of ours beside the peer's."""
    return Row(what, f"{ours:,.0f} a second, peer {peer:,.0f}: {ours / peer:.2f}", promised)


def _site(folder: Path, data: Path) -> Path:
    """The shipped site with the ports of this run, and without its limit, which would refuse a benchmark."""
    site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    site = re.sub(r"^\s*limit_req (?!zone=.*rate).*;$", "", site, flags=re.MULTILINE)
    site = site.replace("127.0.0.1:8000", f"127.0.0.1:{PORT}").replace("listen 80;", f"listen 127.0.0.1:{PROXY_PORT};")
    site = site.replace("/var/cache/nginx/lod-publisher", f"{folder}/cache").replace("/srv/archive", str(data))
    (folder / "site.conf").write_text(site, encoding="utf-8")
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off; user root; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;"
        f" events {{}} http {{ access_log off; include {folder}/site.conf; }}",
        encoding="utf-8",
    )
    return whole


def _realistic() -> list[Row]:
    rows = []
    for path in sorted(QUERIES.glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        size = {"ours": 0, "peer": 0}
        until = time.monotonic() + _AT_LEAST_S
        for number in count():
            if number >= WARMING + RUNS and time.monotonic() > until:
                break
            for who, address in (("ours", f"{PORT}/sparql"), ("peer", f"{PEER_PORT}/query")):
                seconds, size[who] = _timed_query(address, f"{text}# {number} {time.time_ns()}\n")
                if number >= WARMING:
                    times[who].append(seconds)
        ours, peer = (statistics.median(times[who]) * 1_000 for who in ("ours", "peer"))
        in_pairs = statistics.median(one / other for one, other in zip(times["ours"], times["peer"], strict=True))
        told = f"{ours:,.1f} ms, peer {peer:,.1f} ms: {in_pairs:.2f} ({size['ours'] / 1_000:,.0f} kB)"
        rows.append(Row(f"query {path.stem}", told, "at most 1.3"))
    return rows


def _timed_query(address: str, query: str) -> tuple[float, int]:
    accept = "text/turtle" if "CONSTRUCT" in query else "application/sparql-results+json"
    headers = {"Accept": accept, "Content-Type": "application/sparql-query"}
    request = urllib.request.Request(f"http://127.0.0.1:{address}", query.encode(), headers)
    begun = time.perf_counter()
    with urllib.request.urlopen(request, timeout=120) as answer:
        size = len(answer.read())
    return time.perf_counter() - begun, size


@contextmanager
def started(
    command: list[str | Path], port: int, path: str, *, is_heard: bool = False
) -> Iterator["subprocess.Popen[bytes]"]:
    """Start a server, wait until it answers, give its process, and end it afterwards. One that is heard may complain."""
    complaints = None if is_heard else subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaints)
    try:
        for _ in range(200):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2):
                    break
            except OSError:
                time.sleep(0.2)
        else:
            raise SystemExit(f"{command[0]} did not answer within 40 s.")
        yield server
    finally:
        server.terminate()
        server.wait(20)


def rate(port: int, path: str, script: Path | None = None) -> float:
    """Answers a second of a path, or of what a script asks for; every one of them is 200."""
    for seconds in ("1s", "5s"):
        address = f"http://127.0.0.1:{port}" + ("" if script else path)
        command = ["wrk", "-t2", "-c16", f"-d{seconds}", *(["-s", str(script)] if script else []), address]
        command += ["--", path, str(time.time_ns() % 10_000_000)] if script else []
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"{path}: not every answer was 200:\n{printed}{_refusals(port)}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", printed)
    assert found, printed
    return float(found[1])


def _refusals(port: int) -> str:
    """What our server counted of answers that were none; nothing of another server."""
    time.sleep(1.5)  # it tells its figures each second
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            lines = answer.read().decode().splitlines()
    except OSError:
        return ""
    return "\n".join(line for line in lines if re.search(r'_requests_total.*status="[45]', line))
