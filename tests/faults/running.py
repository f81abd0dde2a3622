"""A server as an archive runs it: the command, in processes of its own, over a data folder; and what becomes of its family."""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import Request, urlopen

from benchmarks.load import waited
from benchmarks.mixed import family
from tests.ports import free_port

BASE = "https://data.example.org"
CRM = "@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


@dataclass(frozen=True, slots=True)
class Server:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def get(self, path: str, timeout: float = 30.0, **headers: str) -> bytes:
        """What is answered, on a connection of its own; an HTTP error raises."""
        return got(self.port, path, timeout, **headers)

    def ready(self) -> str:
        """The snapshot that one of the processes tells."""
        return str(json.loads(self.get("/ready"))["snapshot"])

    def until_all_serve(self, snapshot_id: str) -> None:
        """Wait until every process tells a snapshot."""
        waited(lambda: all(self.ready() == snapshot_id for _ in range(12)), 90, 0.1)

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text(encoding="utf-8")


def got(port: int, path: str, timeout: float = 30.0, **headers: str) -> bytes:
    """What a server on loopback answers."""
    request = Request(f"http://127.0.0.1:{port}{path}", headers={"Connection": "close", **headers})
    with urlopen(request, timeout=timeout) as answer:
        body: bytes = answer.read()
        return body


@contextmanager
def serving(data: Path, log: Path, *options: str, files: int = 0) -> Iterator[Server]:
    """Serve a data folder by the command, with at most `files` open files a process; whatever is left of it is ended."""
    port = free_port()
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(data), "--port", str(port), *options]
    limit = (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))) if files else None
    with log.open("wb") as written:
        process = subprocess.Popen(command, stdout=written, stderr=written, preexec_fn=limit)
    server = Server(process, port, log)
    members: list[int] = []
    try:
        waited(lambda: process.poll() is not None or _answers(port), 90, 0.1)
        assert process.poll() is None, server.said()
        members = family(process.pid)
        yield server
    finally:
        members = sorted({*members, *family(process.pid)})
        process.terminate()
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
        for member in members:
            with contextlib.suppress(OSError):
                if Path(f"/proc/{member}/cmdline").read_bytes().find(b"lod_publisher") >= 0:
                    os.kill(member, signal.SIGKILL)


def _answers(port: int) -> bool:
    try:
        got(port, "/ready", 5)
    except OSError:
        return False
    return True


def command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the program to its end."""
    line = [sys.executable, "-m", "lod_publisher", *map(str, arguments)]
    return subprocess.run(line, capture_output=True, text=True, check=False, timeout=300)


def collection(folder: Path, edition: str, persons: int = 300) -> Path:
    """A file of persons whose labels all name the edition, and each the one before it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "persons.ttl"
    rows = (
        f'<{BASE}/id/person/p{n}> a crm:E21_Person ; rdfs:label "Person {n} of edition-{edition}" .'
        for n in range(persons)
    )
    path.write_text(CRM + "\n".join(rows), encoding="utf-8")
    return path


def built(folder: Path, edition: str, persons: int = 300, *options: str) -> str:
    """Build and publish an edition by the command, as a timer would; returns the snapshot's id."""
    source = collection(folder / "collection", edition, persons)
    wish = ["--base", BASE, "--jobs", "1", "--quiet", "--dumps", "none", "--without-validation", *options]
    done = command("build", source, "--data", folder / "data", *wish)
    assert done.returncode == 0, done.stdout + done.stderr
    return (folder / "data" / "current").readlink().name
