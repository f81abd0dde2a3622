"""Another snapshot is published while the server answers: nobody notices but by what is answered."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from tests.ports import free_port

from lod_publisher.build.pipeline import build
from lod_publisher.errors import SnapshotError
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import publish, snapshots_folder
from lod_publisher.web.app import open_app
from lod_publisher.web.switching import Switching

BASE = "https://data.example.org"
PERSONS = 400
EDITIONS = re.compile(rb"edition-\w+")
_SERVE = (
    "import sys; from pathlib import Path; from lod_publisher.settings import ServeSettings;"
    "from lod_publisher.web.server import run; run(ServeSettings(data=Path(sys.argv[1]), port=int(sys.argv[2]), workers=2))"
)
PATHS = (
    "/data/person/p1.ttl",
    "/page/person/p2",
    f"/sparql?query={quote('SELECT ?l { ?s rdfs:label ?l } LIMIT 300')}",
    "/browse/person?format=json",
)


def collection(folder: Path, edition: str, persons: int = PERSONS) -> Path:
    """A file of persons whose labels all name the edition."""
    path = folder / "persons.ttl"
    crm = (
        "@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
    )
    rows = (
        f'<{BASE}/id/person/p{n}> a crm:E21_Person ; rdfs:label "Person {n} of edition-{edition}" .'
        for n in range(persons)
    )
    path.write_text(crm + "\n".join(rows), encoding="utf-8")
    return path


def built(folder: Path, edition: str, second: int, persons: int = PERSONS, **more: object) -> str:
    """Build and publish an edition; returns the snapshot's id."""
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False, keep=10, dumps=(), **more)  # type: ignore[arg-type]
    source = collection(folder, edition, persons)
    return build([source], settings, datetime(2026, 1, 2, 0, 0, second, tzinfo=UTC), lambda *_: None).snapshot_id or ""


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> tuple[Path, list[str]]:
    """A data folder with two snapshots of the same persons under other names, the second published."""
    folder = tmp_path_factory.mktemp("editions")
    return folder / "data", [built(folder, name, second) for second, name in enumerate(("one", "two"))]


@pytest.fixture
def server(editions) -> Iterator[int]:
    """The port of a real server over the data folder, with two serving processes."""
    data, names = editions
    publish(data, names[0])
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", _SERVE, str(data), str(port)])
    try:
        for _ in range(600):
            try:
                asked(port, "/ready")
                break
            except OSError:
                time.sleep(0.1)
        yield port
    finally:
        os.kill(process.pid, signal.SIGINT)
        process.wait(60)


def asked(port: int, path: str) -> bytes:
    """What the server answers; an HTTP error raises."""
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers={"Connection": "close"}), timeout=60) as answer:
        body: bytes = answer.read()
        return body


def ready(port: int) -> str:
    return str(json.loads(asked(port, "/ready"))["snapshot"])


def until_all_serve(port: int, name: str) -> None:
    """Wait until both processes serve a snapshot: many questions in a row are answered from it."""
    deadline = time.monotonic() + 60
    while not all(ready(port) == name for _ in range(12)):
        assert time.monotonic() < deadline, f"{name} is not served after 60 s"
        time.sleep(0.1)


def test_no_request_fails_and_none_is_answered_from_two_snapshots_while_they_are_switched(editions, server):
    data, names = editions
    stopped, failures, seen = threading.Event(), list[str](), set[bytes]()

    def ask_on(path: str) -> None:
        while not stopped.is_set():
            try:
                found = set(EDITIONS.findall(asked(server, path)))
            except OSError as problem:
                failures.append(f"{path}: {problem}")
                continue
            if len(found) != 1:
                failures.append(f"{path}: {found}")
            seen.update(found)

    threads = [threading.Thread(target=ask_on, args=(path,)) for path in PATHS]
    for thread in threads:
        thread.start()
    try:
        for turn in range(1, 7):
            publish(data, names[turn % 2])
            until_all_serve(server, names[turn % 2])
    finally:
        stopped.set()
        for thread in threads:
            thread.join()
    assert failures == []
    assert seen == {b"edition-one", b"edition-two"}


def test_an_answer_that_has_begun_is_finished_from_the_snapshot_it_began_with(editions, server):
    data, names = editions
    rows = "SELECT ?l { ?s rdfs:label ?l . ?t rdfs:label ?m . ?u rdfs:label ?n } LIMIT 400000"
    request = Request(f"http://127.0.0.1:{server}/sparql?query={quote(rows)}", headers={"Accept": "text/csv"})
    with urlopen(request, timeout=60) as answer:
        body = answer.read(1000)
        publish(data, names[1])
        until_all_serve(server, names[1])
        body += answer.read()
    assert body.count(b"\r\n") == 400_001
    assert set(EDITIONS.findall(body)) == {b"edition-one"}
    assert b"edition-two" in asked(server, PATHS[0])


def test_a_damaged_snapshot_is_not_switched_to_and_the_log_says_why(editions, caplog):
    data, names = editions
    publish(data, names[0])
    damaged = snapshots_folder(data) / "20260103T000000Z-damage"
    shutil.copytree(snapshots_folder(data) / names[1], damaged)
    shutil.rmtree(damaged / "store")
    try:
        switching = Switching(ServeSettings(data=data, workers=1), open_app)
        try:
            publish(data, damaged.name)
            deadline = time.monotonic() + 60
            while "cannot be served" not in caplog.text and time.monotonic() < deadline:
                time.sleep(0.05)
            assert f"{names[0]} is served on" in caplog.text
            assert switching.site.snapshot.id == names[0]
            publish(data, names[1])
            while switching.site.snapshot.id != names[1] and time.monotonic() < deadline:
                time.sleep(0.05)
            assert switching.site.snapshot.id == names[1]
        finally:
            switching.close()
    finally:
        shutil.rmtree(damaged)


@pytest.mark.parametrize("torn", ["catalog.sqlite", "dumps/dataset.nt.gz"])
def test_sample_questions_find_a_torn_file(editions, tmp_path, torn):
    data, names = editions
    copy = tmp_path / names[0]
    shutil.copytree(snapshots_folder(data) / names[0], copy)
    with (copy / torn).open("r+b") as file:
        file.truncate(5000 if torn == "catalog.sqlite" else 10)
    with pytest.raises(SnapshotError, match=re.escape(str(copy))):
        Snapshot(copy).check()


def test_a_snapshot_that_lacks_too_much_is_kept_but_not_published(tmp_path):
    first = built(tmp_path, "whole", 1)
    with pytest.raises(
        SnapshotError, match=r"lacks 390 of the 401 entities .*97%.*snapshots publish \S+-\w+ --data"
    ) as refused:
        built(tmp_path, "whole", 2, persons=10)
    assert (tmp_path / "data" / "current").readlink().name == first
    kept = re.search(r"publish (\S+) --data", str(refused.value))
    assert kept is not None
    assert (snapshots_folder(tmp_path / "data") / kept[1] / "manifest.json").is_file()
    assert built(tmp_path, "whole", 3, persons=10, max_loss=1.0) != first
