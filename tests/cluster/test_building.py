"""A build on a cluster: the bytes of a local one, through every kind of exchange, whoever dies."""

import os
import shutil
import signal
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cluster.conftest import PERSON, Cluster, running

from lod_publisher.build.cluster import pool
from lod_publisher.build.collecting import collected
from lod_publisher.build.commissions import Progress
from lod_publisher.build.pipeline import build, check
from lod_publisher.cli import main
from lod_publisher.errors import ClusterError, CollectionError, SourceError
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.places import Place

THEN = datetime(2026, 1, 1, tzinfo=UTC)


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def run(collection: Path, data: Path, progress: Progress = quiet, **settings: object) -> dict[str, bytes]:
    """Build, and return the bytes that were made of it."""
    build([collection], BuildSettings(data=data, jobs=1, dumps=(), **settings), THEN, progress)  # type: ignore[arg-type]
    return statements(data)


def statements(data: Path) -> dict[str, bytes]:
    """The published dumps."""
    return {path.name: path.read_bytes() for path in (data / "current" / "dumps").glob("*.gz")}


@pytest.fixture(scope="module")
def published(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with what this machine made of the collection."""
    data = tmp_path_factory.mktemp("local") / "data"
    run(collection, data)
    return data


@pytest.fixture(scope="module")
def local(published: Path) -> dict[str, bytes]:
    """The bytes that this machine made."""
    made = statements(published)
    assert len(made["dataset.nt.gz"]) > 1_000
    return made


def test_a_cluster_makes_the_same_bytes_and_fills_the_same_cache(cluster, collection, local, tmp_path):
    exchange, data = tmp_path / "exchange", tmp_path / "data"
    assert run(collection, data, scheduler=cluster.address, exchange=str(exchange)) == local
    assert list(exchange.iterdir()) == [], "nothing stays in the exchange"
    cache = {path: path.stat().st_mtime_ns for path in (data / "cache").iterdir() if path.suffix != ".pickle"}
    assert {path.suffix for path in cache} >= {".survey", ".asked", ".converted", ".gz", ".rows"}
    check([collection], BuildSettings(data=data, jobs=1), THEN, quiet)
    assert {path: path.stat().st_mtime_ns for path in cache} == cache, "a local run has nothing to convert"


def test_collection_and_exchange_may_be_in_a_store_of_objects(cluster, collection, local, s3, tmp_path):
    place = Place(f"{s3}/volumes/pocket")
    for path in collection.iterdir():
        place.send(path, path.name)
    (brought,) = collected([place.address], tmp_path / "data", quiet)
    assert brought.name == "pocket"
    assert run(brought, tmp_path / "data", scheduler=cluster.address, exchange=f"{s3}/exchange") == local
    assert Place(f"{s3}/exchange").files() == {}


def test_the_loss_of_a_worker_that_has_tasks_changes_no_byte(collection, local, tmp_path):
    killed = threading.Event()

    def lose(worker: int) -> None:
        killed.set()
        os.kill(worker, signal.SIGKILL)

    with running(tmp_path, 2) as started:
        victim = started.workers[0].pid

        def progress(stage: str, done: int, _total: int) -> None:
            if stage == "Converting" and done == 0 and not killed.is_set():
                os.kill(victim, signal.SIGSTOP)  # it takes tasks and does none of them
                threading.Timer(1, lose, [victim]).start()

        killed_before = tmp_path / "data" / "exchange" / "build-0123"
        killed_before.mkdir(parents=True)
        made = run(collection, tmp_path / "data", progress, scheduler=started.address)
        assert not killed_before.exists(), "what a killed build left in the exchange is removed"
        assert killed.is_set(), "the build waited for what the lost worker had"
        assert started.workers[0].wait() == -signal.SIGKILL
    assert made == local


def test_a_scheduler_that_dies_ends_the_build_and_what_was_published_stays(
    published, collection, tmp_path, monkeypatch
):
    monkeypatch.setattr(pool, "_LOOK_S", 0.5)
    data = tmp_path / "data"
    shutil.copytree(published, data, symlinks=True)
    shutil.rmtree(data / "cache")
    before = (data / "current").readlink()
    with running(tmp_path, 1) as started:

        def progress(stage: str, done: int, _total: int) -> None:
            if stage == "Surveying" and done == 1:
                started.scheduler.kill()

        settings = BuildSettings(data=data, scheduler=started.address, validate=False)
        with pytest.raises(ClusterError, match=r"lost in the middle of the build\. Nothing was published"):
            build([collection], settings, THEN, progress)
    assert (data / "current").readlink() == before
    assert [path.name for path in (data / "snapshots").iterdir()] == [before.name]


def test_a_scheduler_that_is_not_there_and_one_without_workers_are_told_in_a_sentence(
    collection, tmp_path, monkeypatch
):
    monkeypatch.setattr(pool, "_CONNECT_S", 1)
    done = CliRunner().invoke(
        main, ["build", str(collection), "--data", str(tmp_path / "data"), "--scheduler", "tcp://127.0.0.1:9"]
    )
    assert done.exit_code == 3
    assert done.output.startswith("lod-publisher: tcp://127.0.0.1:9: no Dask scheduler answers there")
    assert not (tmp_path / "data" / "current").exists()
    with running(tmp_path, 0) as started:
        settings = BuildSettings(data=tmp_path / "data", scheduler=started.address, validate=False)
        with pytest.raises(ClusterError, match="it had no worker"):
            check([collection], settings, THEN, quiet)


def test_a_source_that_cannot_be_read_is_told_as_on_this_machine(cluster: Cluster, tmp_path):
    folder = tmp_path / "broken"
    folder.mkdir()
    (folder / "collection.toml").write_text('title = "Broken"\n[[sources]]\npath = "a.xml"\nreader = "frus-tei"\n')
    (folder / "a.xml").write_text("<TEI", encoding="utf-8")
    told = []
    for scheduler in ("", cluster.address):
        settings = BuildSettings(data=tmp_path / "data", jobs=1, scheduler=scheduler, validate=False)
        with pytest.raises(SourceError) as problem:
            build([folder], settings, THEN, quiet)
        told.append(str(problem.value))
    assert told[0] == told[1]


def test_a_worker_that_does_not_reach_the_exchange_says_so(cluster, collection, tmp_path):
    settings = BuildSettings(data=tmp_path, scheduler=cluster.address, exchange="memory://only-here", validate=False)
    with pytest.raises(ClusterError, match="name one with --exchange that this machine and all workers reach"):
        build([collection], settings, THEN, quiet)


def test_of_a_collection_elsewhere_only_what_has_changed_is_fetched(tmp_path):
    place = Place("memory://archive/people")
    place.remove()
    for name in ("a", "b", "deep/c"):
        place.write(f"{name}.yaml", PERSON.format(id=name[-1], label=name).encode())
    (local,) = collected([place.address], tmp_path, quiet)
    assert sorted(path.relative_to(local).as_posix() for path in local.rglob("*.yaml")) == [
        "a.yaml",
        "b.yaml",
        "deep/c.yaml",
    ]
    kept = (local / "a.yaml").stat().st_mtime_ns
    place.write("b.yaml", b"[]")
    place.remove("deep/c.yaml")
    assert collected([place.address], tmp_path, quiet) == (local,)
    assert ((local / "a.yaml").stat().st_mtime_ns, (local / "b.yaml").read_bytes()) == (kept, b"[]")
    assert not (local / "deep" / "c.yaml").exists()
    with pytest.raises(CollectionError, match="there is no file"):
        collected(["memory://archive/nothing"], tmp_path, quiet)
