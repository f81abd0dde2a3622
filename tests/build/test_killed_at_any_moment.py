"""`kill -9` whenever it strikes: what was published stays whole, and the next build goes on as if nothing had been."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import published_folder, verify

BASE = "https://data.example.org"
MOMENTS = 20
# A program that has read everything already, and forks for each order: starting Python takes longer than what is killed here.
_ORDERS = """
import json, os, signal, sys, traceback
from datetime import UTC, datetime
from pathlib import Path
from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.shelf import publish

def make(source, data, base):
    settings = BuildSettings(data=Path(data), base=base, jobs=1, validate=False, dumps=())
    build([Path(source)], settings, datetime.now(UTC), lambda *_: None)

def put(data, *names):
    while True:
        for name in names:
            publish(Path(data), name)

signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for line in sys.stdin:
    if (pid := os.fork()) == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        what, *words = json.loads(line)
        try:
            {"build": make, "publish": put}[what](*words)
        except BaseException:
            traceback.print_exc()
        os._exit(0)
    print(pid, flush=True)
"""


class Orders:
    """Processes that build and publish, each for itself."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def start(self, what: str, *words: str | Path) -> int:
        """Have something done; returns the id of the process that does it."""
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        print(json.dumps([what, *map(str, words)]), file=self._program.stdin, flush=True)
        return int(self._program.stdout.readline())

    def build(self, source: Path, data: Path, patience_s: float = 60.0) -> bool:
        """Build; returns whether it had to be killed, because it was not done after so many seconds."""
        pid = self.start("build", source, data, BASE)
        deadline = time.monotonic() + patience_s
        while is_alive(pid):
            if time.monotonic() > deadline:
                kill(pid)
                return True
            time.sleep(0.01)
        return False


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    while is_alive(pid):
        time.sleep(0.005)


@contextmanager
def ordering() -> Iterator[Orders]:
    with subprocess.Popen(
        [sys.executable, "-c", _ORDERS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as program:
        yield Orders(program)


def write(folder: Path, edition: int) -> Path:
    """A collection of 300 persons, the first of whom has another name in each edition."""
    lines = [
        f'<{BASE}/id/person/p{n}> a crm:E21_Person ; rdfs:label "Person {n if n else f"of edition {edition}"}" .'
        for n in range(300)
    ]
    crm = (
        "@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    path = folder / "persons.ttl"
    path.write_text(crm + "\n".join(lines), encoding="utf-8")
    return path


def label_of_first(data: Path) -> str:
    """What the published snapshot calls the first person, after every byte of it was verified."""
    folder = published_folder(data)
    verify(folder)
    snapshot = Snapshot(folder)
    snapshot.check()
    (row,) = snapshot.select(f"SELECT ?l {{ <{BASE}/id/person/p0> <http://www.w3.org/2000/01/rdf-schema#label> ?l }}")
    return row["l"]


@pytest.fixture(scope="module")
def orders() -> Iterator[Orders]:
    with ordering() as found:
        yield found


@pytest.fixture(scope="module")
def data(tmp_path_factory, orders) -> Path:
    """A data folder with the first edition published, and one after it."""
    folder: Path = tmp_path_factory.mktemp("killed")
    for edition in (0, 1):
        assert not orders.build(write(folder, edition), folder / "data")
    return folder / "data"


def test_a_build_killed_at_twenty_moments_leaves_what_was_published_whole_and_is_made_up_for(data, orders):
    chance = random.Random(1958)  # noqa: S311 moments, no secrets
    started = time.monotonic()
    assert not orders.build(write(data.parent, 2), data)
    seconds = time.monotonic() - started
    last, killed = 2, 0
    for edition in range(3, 3 + MOMENTS):
        started = time.monotonic()
        was_killed = orders.build(write(data.parent, edition), data, chance.uniform(0.05, 1.0) * seconds)
        if not was_killed:  # a machine that was busy at first takes less for one now
            seconds = min(seconds, time.monotonic() - started)
        killed += was_killed
        shown = label_of_first(data)
        assert shown in (f"Person of edition {last}", f"Person of edition {edition}")
        last = int(shown.rpartition(" ")[2])
    assert killed >= MOMENTS / 2
    assert not orders.build(write(data.parent, 99), data)
    assert label_of_first(data) == "Person of edition 99"
    assert not list(data.glob("snapshots/.building-*"))
    changes = Snapshot(published_folder(data)).changes.after(0, 10_000)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    versions = [change for change in changes if change.local_id == "p0"]
    assert versions[-1].label == "Person of edition 99"
    assert len({change.digest for change in versions}) == len(versions)


def test_publishing_killed_at_twenty_moments_always_leaves_one_whole_snapshot_published(data, orders):
    chance = random.Random(1963)  # noqa: S311
    names = sorted(path.name for path in (data / "snapshots").iterdir() if path.name[0] != ".")[-2:]
    seen = set()
    for _ in range(MOMENTS):
        publishing = orders.start("publish", data, *names)
        time.sleep(chance.uniform(0, 0.05))
        kill(publishing)
        seen.add(published_folder(data).name)
    with (data / "publications.jsonl").open("a", encoding="ascii") as log:
        log.write('{"id": "2026')  # as a power failure would leave it
    assert seen <= set(names)
    assert label_of_first(data)
    assert not orders.build(write(data.parent, 100), data)
    assert label_of_first(data) == "Person of edition 100"
    assert not list(data.glob(".current-*"))
