"""Pages of things against Trifid, a server of linked data in Node.js, in front of the same store, in one run.

Method: as in `serving`, but `wrk` asks for the HTML page of another person and of another document with each request, so that
no cache knows it: in English, which a build with `--prerender html` has written ahead, and in German, which is made when it is asked for. Trifid (npm) renders its own pages from what `oxigraph serve-read-only` answers about a thing; ours hold the
text, the evidence and what points at the thing as well. Before that, how long our own pages take (see `answering`).
"""

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from benchmarks.answering import measured
from benchmarks.building import ROOT, build_command, timed
from benchmarks.serving import PEER_PORT, PORT, rate, ratio, started, things_of
from benchmarks.table import Row
from lod_publisher.snapshot.prerendered import forms_in

TRIFID_PORT = 18768
TRIFID = ("trifid@5.3.0", "@zazuko/trifid-entity-renderer")
_CONFIGURATION = """
server:
  listener: {{port: {port}, host: 127.0.0.1}}
  logLevel: error
globals:
  datasetBaseUrl: {base}/
  endpoints: {{default: {{url: /query}}}}
plugins:
  entity-renderer:
    module: "@zazuko/trifid-entity-renderer"
    config: {{followRedirects: true, labelLoader: {{chunkSize: 30, concurrency: 2, timeout: 4000}}}}
  sparql-proxy:
    module: "@zazuko/trifid-plugin-sparql-proxy"
    paths: /query
    config: {{endpointUrl: "http://127.0.0.1:{peer}/query"}}
"""
_SCRIPT = """
local things, number = {}, 0
for line in io.lines("%s") do things[#things + 1] = line end
local id = 0
function setup(thread) thread:set("id", id) id = id + 1 end
function init(args) number = id * 5000 + tonumber(args[2]) end
function request()
  number = number + 1
  return wrk.format("GET", "%s" .. things[number %% #things + 1], {["Accept"] = "text/html", ["Accept-Language"] = "%s"})
end
"""


def run() -> list[Row]:
    """Measure, and return the figures."""
    for program, why in (("wrk", "Debian package wrk"), ("npm", "it comes with Node.js")):
        if not shutil.which(program):
            return [Row("pages", "skipped", f"{program} is not installed ({why})")]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        data = Path(os.environ["BENCH_DATA"]) if "BENCH_DATA" in os.environ else folder / "data"
        if not data.exists():
            timed(build_command([ROOT / "seeds"], data, "--prerender", "ttl,html"))
        return [*measured(folder, data), *_against_trifid(folder, data)]
    finally:
        shutil.rmtree(folder)


def _against_trifid(folder: Path, data: Path) -> list[Row]:
    subprocess.run(["npm", "install", "--prefix", folder, *TRIFID], check=True, capture_output=True)
    store = (data / "current").resolve() / "store"
    base = things_of(store, "person")[0].partition("/id/")[0]
    configuration = folder / "trifid.yaml"
    configuration.write_text(_CONFIGURATION.format(port=TRIFID_PORT, base=base, peer=PEER_PORT), encoding="utf-8")
    peer: list[str | Path] = [Path(sys.executable).parent / "oxigraph", "serve-read-only", "--location", store]
    trifid: list[str | Path] = ["node", folder / "node_modules" / "trifid" / "server.js", "-c", configuration]
    ours: list[str | Path] = [sys.executable, "-m", "lod_publisher", "serve", "--data", data, "--workers", "2"]
    is_ahead = "html" in forms_in((data / "current").resolve())
    rows = []
    with ExitStack() as running:
        running.enter_context(started([*peer, "--bind", f"127.0.0.1:{PEER_PORT}"], PEER_PORT, "/"))
        running.enter_context(started(trifid, TRIFID_PORT, things_of(store, "person")[0].removeprefix(base)))
        running.enter_context(started([*ours, "--port", str(PORT)], PORT, "/ready"))
        for kind in ("person", "document"):
            listed = folder / f"{kind}.txt"
            things = [thing.partition(f"/id/{kind}/")[2] for thing in things_of(store, kind)]
            listed.write_text("\n".join(things), encoding="utf-8")
            peer_rate = _rate(folder, TRIFID_PORT, listed, f"/id/{kind}/", "en")
            for language, promised in (("en", "at least 20"), ("de", "")):
                how = "made when asked for" if language == "de" or not is_ahead else "written ahead"
                ours_rate = _rate(folder, PORT, listed, f"/page/{kind}/", language)
                rows.append(ratio(f"page of a {kind}, {how}, against Trifid", ours_rate, peer_rate, promised))
    return rows


def _rate(folder: Path, port: int, listed: Path, path: str, language: str) -> float:
    """Answers a second when each request asks for another page."""
    script = folder / f"{listed.stem}-{port}-{language}.lua"
    script.write_text(_SCRIPT % (listed, path, language), encoding="utf-8")
    return rate(port, "/", script)
