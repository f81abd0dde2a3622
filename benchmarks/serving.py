"""How many descriptions a second one machine serves: `wrk` against the real server, one document in Turtle, warm.

Method: build the founding collection, serve it with two processes on loopback, ask with 2 threads and 16 connections for 8 s after
2 s of warming up. `wrk` (Debian) and the server share the machine, as they would not in service.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from benchmarks.building import ROOT, build_command, timed
from benchmarks.table import Row

PATHS = (
    ("Turtle of a document, answers a second", "/data/document/frus1958-60v12/d145.ttl", "at least 1,500"),
    ("HTML page of a document, answers a second", "/page/document/frus1958-60v12/d145", ""),
    ("Turtle of a person, answers a second", "/data/person/qasim-abd-al-karim.ttl", ""),
)
PORT = 18765


def run() -> list[Row]:
    """Measure, and return the figures."""
    if not shutil.which("wrk"):
        return [Row("descriptions a second", "skipped", "wrk is not installed (Debian package wrk)")]
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    server: subprocess.Popen[bytes] | None = None
    try:
        timed(build_command([ROOT / "seeds"], folder / "data"))
        command = [sys.executable, "-m", "lod_publisher", "serve", "--data", folder / "data", "--port", str(PORT)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _wait(f"http://127.0.0.1:{PORT}/ready")
        return [Row(what, f"{_rate(path):,.0f}", promised) for what, path, promised in PATHS]
    finally:
        if server:
            server.terminate()
            server.wait(20)
        shutil.rmtree(folder)


def _wait(address: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"{address} did not answer within 20 s.")


def _rate(path: str) -> float:
    for seconds in ("2s", "8s"):
        command = ["wrk", "-t2", "-c16", f"-d{seconds}", f"http://127.0.0.1:{PORT}{path}"]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(f"{path}: not every answer was 200:\n{printed}")
    found = re.search(r"Requests/sec:\s*([\d.]+)", printed)
    assert found, printed
    return float(found[1])
