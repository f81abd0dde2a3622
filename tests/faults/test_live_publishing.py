"""A week of a publisher's work in seconds, while readers ask without pause: builds, a roll-back, a pruning.

What may be lost: nothing. No request fails, every answer is from one snapshot, and old snapshots leave nothing behind.
"""

import fcntl
import itertools
import re
import threading
import time
from pathlib import Path
from urllib.parse import quote

import pytest
from benchmarks.load import Ask, Load, waited
from benchmarks.mixed import family
from tests.faults.running import Server, built, command, serving

from lod_publisher.web import switching

RATE = 40.0
_EDITION = re.compile(rb"edition-(\w+)")
_ETAG = re.compile(rb"\r\netag: *([^\r]+)", re.IGNORECASE)
_MODIFIED = re.compile(rb"\r\nlast-modified: *([^\r]+)", re.IGNORECASE)
_SNAPSHOT = re.compile(r"/snapshots/([^/]+)")
_ROWS = quote("SELECT ?l { ?s rdfs:label ?l } LIMIT 250")
ASKS = (
    Ask("description", "/data/person/p1.ttl"),
    Ask("description", "/data/person/p2.jsonld"),
    Ask("page", "/page/person/p4", "text/html"),
    Ask("page", "/browse/person", "text/html"),
    Ask("SPARQL", f"/sparql?query={_ROWS}", "text/csv"),
    Ask("search", "/search?q=Person", "text/html"),
    Ask("suggest", "/search/suggest?q=Per", "application/json"),
)


class Reader:
    """Somebody who asks on and on, and looks closely at what comes."""

    def __init__(self, port: int) -> None:
        self.mixed: list[str] = []
        self.by_validator: dict[tuple[str, bytes], set[bytes]] = {}
        self.editions: set[bytes] = set()
        self.load = Load(port, itertools.cycle(ASKS), RATE, listen=self.listen)
        self._thread = threading.Thread(target=self.load.run)

    def listen(self, ask: Ask, head: bytes, body: bytes) -> None:
        found = set(_EDITION.findall(body))
        if len(found) > 1:
            self.mixed.append(f"{ask.path}: {found}")
        self.editions |= found
        for validator in (_ETAG, _MODIFIED):
            if found and (told := validator.search(head)):
                self.by_validator.setdefault((ask.path, told[1]), set()).update(found)

    def __enter__(self) -> "Reader":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.load.stopped = True
        self._thread.join()


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """A folder with a collection and a data folder, of which two editions were published already."""
    found: Path = tmp_path_factory.mktemp("live")
    for edition in ("one", "two"):
        built(found, edition)
    return found


def snapshots_in_use(server: Server) -> set[str]:
    """The snapshots for which the server has query workers, or of which it holds a file open, be it removed or not."""
    found = set()
    for process in family(server.process.pid):
        try:
            named = [Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")]
            named += [str(number.readlink()) for number in Path(f"/proc/{process}/fd").iterdir()]
        except OSError:  # it has just ended, or closed the file
            continue
        found |= {match[1] for name in named if (match := _SNAPSHOT.search(name))}
    return found


def test_readers_notice_nothing_of_builds_a_roll_back_and_a_pruning_but_the_new_content(folder, tmp_path):
    data = folder / "data"
    with serving(data, tmp_path / "log", "--workers", "2") as server, Reader(server.port) as reader:
        two = (data / "current").readlink().name
        three = built(folder, "three")
        server.until_all_serve(three)
        done = command("snapshots", "rollback", "--data", data)
        assert done.returncode == 0, done.stderr
        server.until_all_serve(two)
        assert b"edition-two" in server.get("/data/person/p1.ttl")
        four = built(folder, "four")
        server.until_all_serve(four)
        done = command("snapshots", "prune", "--keep", "1", "--data", data)
        assert two in done.stdout
        assert b"edition-four" in server.get("/data/person/p1.ttl")
        waited(lambda: snapshots_in_use(server) == {four}, 60)
    failed = [f"{each.status} {each.ask.path}" for each in reader.load.heard if each.status != 200]
    assert len(reader.load.heard) > 100
    assert failed == []
    assert reader.mixed == []
    assert reader.editions == {b"two", b"three", b"four"}
    told = {key: editions for key, editions in reader.by_validator.items() if len(editions) > 1}
    assert told == {}
    assert {path for path, _ in reader.by_validator} >= {"/data/person/p1.ttl", "/page/person/p4"}


def test_a_snapshot_is_opened_by_one_process_after_another(tmp_path):
    before, other = (built(tmp_path, edition) for edition in ("one", "two"))
    command("snapshots", "rollback", "--data", tmp_path / "data")
    with serving(tmp_path / "data", tmp_path / "log", "--workers", "1") as server:
        with (tmp_path / "data" / "snapshots" / other / "manifest.json").open("rb") as opened_elsewhere:
            fcntl.flock(opened_elsewhere, fcntl.LOCK_EX)
            command("snapshots", "publish", other, "--data", tmp_path / "data")
            time.sleep(1)
            assert server.ready() == before
        server.until_all_serve(other)


def test_a_process_that_hangs_while_it_opens_does_not_keep_the_others_back(tmp_path, monkeypatch):
    monkeypatch.setattr(switching, "_MOST_WAITING_S", 0.2)
    (tmp_path / "manifest.json").write_text("{}", encoding="utf-8")
    with (tmp_path / "manifest.json").open("rb") as hanging:
        fcntl.flock(hanging, fcntl.LOCK_EX)
        assert waited_for_a_turn(tmp_path) >= 0.2
    monkeypatch.setattr(switching, "_MOST_WAITING_S", 600)
    assert waited_for_a_turn(tmp_path) < 300
    assert waited_for_a_turn(tmp_path / "none") < 300


def waited_for_a_turn(folder: Path) -> float:
    """The seconds until a process may open the snapshot in a folder."""
    began = time.monotonic()
    with switching._turn(folder, threading.Event()):
        return time.monotonic() - began
