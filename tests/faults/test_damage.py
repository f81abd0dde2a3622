"""Every kind of file of a snapshot, torn and tampered with.

What may be lost: nothing that is whole. The damage is found by `snapshots verify`, a server does not start on it, and it is
neither published nor switched to; what was served before is served on.
"""

import json
import os
import shutil
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from benchmarks.load import waited
from tests.faults.running import BASE, built, collection, command, serving

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot import trust
from lod_publisher.snapshot.shelf import verify
from lod_publisher.snapshot.sums import file_digest

KINDS = (
    "catalog.sqlite", "names.sqlite", "facets.sqlite", "views.sqlite", "involvement.sqlite", "identities.sqlite",
    "fragments.sqlite", "store/*.sst", "store/CURRENT", "store/MANIFEST-*", "dumps/dataset.nt.gz", "dumps/person.nt.zst",
    "dumps/SHA256SUMS", "void.json", "dumps.json", "report.html", "ontology/*.ttl", "shapes/*.ttl",
)  # fmt: skip


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    """A data folder with two snapshots, the second published."""
    folder: Path = tmp_path_factory.mktemp("damage")
    built(folder, "one")
    source = collection(folder / "collection", "two")
    done = command("build", source, "--data", folder / "data", "--base", BASE, "--jobs", "1", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder / "data"


def copied(data: Path, tmp_path: Path) -> Path:
    """A data folder of one's own to damage."""
    shutil.copytree(data, tmp_path / "data", symlinks=True)
    return tmp_path / "data"


def tear(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def tamper(file: Path) -> None:
    """Change one byte in the middle, and give the file back its length and time."""
    before = file.stat()
    with file.open("r+b") as opened:
        opened.seek(before.st_size // 2)
        byte = opened.read(1)
        opened.seek(-1, os.SEEK_CUR)
        opened.write(bytes([byte[0] ^ 1]))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_torn_or_tampered_with_or_missing_is_named(data, tmp_path, kind, cli):
    damages: tuple[Callable[[Path], None], ...] = (tear, tamper, Path.unlink)
    for number, damage in enumerate(damages):
        damaged = copied(data, tmp_path / str(number))
        file = next((damaged / "current").resolve().glob(kind))
        damage(file)
        code, said = cli("snapshots", "verify", "--data", str(damaged))
        assert code == 3
        assert str(file.relative_to((damaged / "current").resolve())) in said
        assert "snapshots rollback" in said


def test_a_manifest_without_its_end_is_said_to_be_damaged(data, tmp_path, cli):
    damaged = copied(data, tmp_path)
    tear(damaged / "current" / "manifest.json")
    code, said = cli("snapshots", "verify", "--data", str(damaged))
    assert code == 3
    assert "manifest is missing or damaged" in said


@pytest.mark.parametrize("kind", ["store/*.sst", "dumps/dataset.nt.gz"])
def test_a_server_does_not_start_on_a_damaged_snapshot_and_says_the_way_out(data, tmp_path, kind, cli):
    damaged = copied(data, tmp_path)
    tamper(next((damaged / "current").resolve().glob(kind)))
    done = command("serve", "--data", damaged, "--port", "1")
    assert done.returncode == 3
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "is not as it was written, so this snapshot is not trusted and not served" in done.stderr
    assert cli("snapshots", "rollback", "--data", str(damaged))[0] == 0
    assert cli("snapshots", "verify", "--data", str(damaged))[0] == 0


def test_what_nobody_touched_is_not_read_again_at_a_start_and_what_somebody_did_is(data, tmp_path, monkeypatch):
    damaged = copied(data, tmp_path)
    read: list[Path] = []

    def read_all(folder: Path) -> None:
        read.append(folder)
        verify(folder)

    monkeypatch.setattr(trust, "verify", read_all)
    for _ in range(2):
        trust.trust_published(damaged)
    assert len(read) == 1
    (note,) = (damaged / ".verified").iterdir()
    note.write_text("{", encoding="ascii")
    trust.trust_published(damaged)
    assert len(read) == 2
    time.sleep(0.02)  # the clock of a file system may tick a hundred times a second
    tamper(damaged / "current" / "catalog.sqlite")
    with pytest.raises(SnapshotError, match="is not as it was written"):
        trust.trust_published(damaged)


def test_a_damaged_snapshot_is_neither_published_nor_gone_back_to(data, tmp_path, cli):
    damaged = copied(data, tmp_path)
    first, second = sorted(path.name for path in (damaged / "snapshots").iterdir())
    tamper(damaged / "snapshots" / first / "catalog.sqlite")
    for wish in (("publish", first), ("rollback",)):
        code, said = cli("snapshots", *wish, "--data", str(damaged))
        assert code == 3
        assert "catalog.sqlite is not as it was written" in said
        assert (damaged / "current").readlink().name == second


def falsified(snapshot: Path) -> None:
    """Make a snapshot that is as it was written, but does not hold what its manifest says."""
    manifest = snapshot / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["entities"]["person"] += 5
    manifest.write_text(json.dumps(said), encoding="utf-8")


def test_a_snapshot_that_fails_its_own_questions_is_refused_at_publishing_and_at_switching(data, tmp_path, cli):
    damaged = copied(data, tmp_path)
    first, second = sorted(path.name for path in (damaged / "snapshots").iterdir())
    falsified(damaged / "snapshots" / first)
    code, said = cli("snapshots", "publish", first, "--data", str(damaged))
    assert code == 3
    assert "the manifest says" in said
    assert (damaged / "current").readlink().name == second
    with serving(damaged, tmp_path / "log", "--workers", "1") as server:
        link = damaged / ".new"
        link.symlink_to(Path("snapshots") / first)  # somebody's script, without the command
        link.replace(damaged / "current")
        waited(lambda: "cannot be served" in server.said(), 60)
        assert f"{second} is served on" in server.said()
        assert server.ready() == second
        assert b"edition-two" in server.get("/data/person/p1.ttl")
    code, said = cli("serve", "--data", str(damaged), "--port", "1")
    assert code == 3
    assert "the manifest says" in said


def test_a_store_that_lacks_what_the_catalogue_knows_is_refused(data, tmp_path, cli):
    damaged = copied(data, tmp_path)
    first, second = sorted(path.name for path in (damaged / "snapshots").iterdir())
    catalogue = damaged / "snapshots" / second / "catalog.sqlite"
    with closing(sqlite3.connect(catalogue)) as db:
        db.execute("UPDATE entities SET local_id = 'x' || local_id WHERE kind = 'person'")
        db.commit()
    manifest = damaged / "snapshots" / second / "manifest.json"
    said = json.loads(manifest.read_text(encoding="utf-8"))
    said["files"]["catalog.sqlite"] = file_digest(catalogue)
    manifest.write_text(json.dumps(said), encoding="utf-8")
    assert cli("snapshots", "publish", first, "--data", str(damaged))[0] == 0
    code, told = cli("snapshots", "publish", second, "--data", str(damaged))
    assert code == 3
    assert "the store holds nothing about person" in told
    assert (damaged / "current").readlink().name == first
