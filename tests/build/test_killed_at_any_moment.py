"""`kill -9` whenever it strikes: what was published stays whole, and the next build goes on as if nothing had been."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import published_folder, verify

BASE = "https://data.example.org"
MOMENTS = 20
_PUBLISH = """
import sys; from pathlib import Path; from lod_publisher.snapshot.shelf import publish
print("begun", flush=True)
while True:
    for name in sys.argv[2:]:
        publish(Path(sys.argv[1]), name)
"""


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


def command(source: Path, data: Path) -> list[str]:
    wish = ["--base", BASE, "--jobs", "1", "--quiet", "--dumps", "none", "--without-validation"]
    return [sys.executable, "-m", "lod_publisher", "build", str(source), "--data", str(data), *wish]


def label_of_first(data: Path) -> str:
    """What the published snapshot calls the first person, after every byte of it was verified."""
    folder = published_folder(data)
    verify(folder)
    snapshot = Snapshot(folder)
    snapshot.check()
    (row,) = snapshot.select(f"SELECT ?l {{ <{BASE}/id/person/p0> <http://www.w3.org/2000/01/rdf-schema#label> ?l }}")
    return row["l"]


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with the first edition published, and one after it."""
    folder: Path = tmp_path_factory.mktemp("killed")
    for edition in (0, 1):
        subprocess.run(command(write(folder, edition), folder / "data"), check=True)
        time.sleep(1)  # a snapshot is named by the second
    return folder / "data"


def test_a_build_killed_at_twenty_moments_leaves_what_was_published_whole_and_is_made_up_for(data):
    chance = random.Random(1958)  # noqa: S311 moments, no secrets
    started = time.monotonic()
    subprocess.run(command(write(data.parent, 2), data), check=True)
    seconds = time.monotonic() - started
    last, killed = 2, 0
    for edition in range(3, 3 + MOMENTS):
        build = subprocess.Popen(command(write(data.parent, edition), data), stderr=subprocess.DEVNULL)
        try:
            build.wait(chance.uniform(0.2, 1.0) * seconds)
        except subprocess.TimeoutExpired:
            build.kill()
            killed += 1
        build.wait()
        shown = label_of_first(data)
        assert shown in (f"Person of edition {last}", f"Person of edition {edition}")
        last = int(shown.rpartition(" ")[2])
    assert killed >= MOMENTS / 2
    time.sleep(1)
    subprocess.run(command(write(data.parent, 99), data), check=True)
    assert label_of_first(data) == "Person of edition 99"
    assert not list(data.glob("snapshots/.building-*"))
    changes = Snapshot(published_folder(data)).changes.after(0, 10_000)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    versions = [change for change in changes if change.local_id == "p0"]
    assert versions[-1].label == "Person of edition 99"
    assert len({change.digest for change in versions}) == len(versions)


def test_publishing_killed_at_twenty_moments_always_leaves_one_whole_snapshot_published(data):
    chance = random.Random(1963)  # noqa: S311
    names = sorted(path.name for path in (data / "snapshots").iterdir() if path.name[0] != ".")[-2:]
    seen = set()
    for _ in range(MOMENTS):
        publishing = subprocess.Popen([sys.executable, "-c", _PUBLISH, data, *names], stdout=subprocess.PIPE)
        assert publishing.stdout is not None
        publishing.stdout.readline()
        time.sleep(chance.uniform(0, 0.05))
        publishing.kill()
        publishing.wait()
        publishing.stdout.close()
        seen.add(published_folder(data).name)
    with (data / "publications.jsonl").open("a", encoding="ascii") as log:
        log.write('{"id": "2026')  # as a power failure would leave it
    assert seen <= set(names)
    assert label_of_first(data)
    subprocess.run(command(write(data.parent, 100), data), check=True)
    assert label_of_first(data) == "Person of edition 100"
    assert not list(data.glob(".current-*"))
