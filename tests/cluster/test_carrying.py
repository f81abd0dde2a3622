"""Snapshots carried to a place and from there to replicas: verified before they are published, whatever the place did to them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from lod_publisher.build.pipeline import build
from lod_publisher.cli import main
from lod_publisher.errors import PlaceError, SnapshotError
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.carrying import pull, push
from lod_publisher.snapshot.places import Place


@pytest.fixture(scope="module")
def data(collection: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published snapshot."""
    folder = tmp_path_factory.mktemp("published")
    settings = BuildSettings(data=folder, jobs=1, dumps=(), validate=False, link=False)
    build([collection], settings, datetime(2026, 1, 1, tzinfo=UTC), lambda *_: None)
    return folder


def content(data: Path) -> dict[str, bytes]:
    folder = shelf.published_folder(data)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_replica_has_the_bytes_that_were_pushed(data, s3, tmp_path):
    for place in (f"{s3}/published", str(tmp_path / "disk")):
        replica = tmp_path / f"replica-of-{place.partition(':')[0][-4:]}"
        for command in (["push", place, "--data", data], ["pull", place, "--data", replica]):
            done = CliRunner().invoke(main, ["snapshots", *map(str, command)])
            assert done.exit_code == 0, done.output
        assert content(replica) == content(data)
        assert shelf.newest_seen(replica) == shelf.published_folder(replica)


def test_what_is_there_already_is_not_carried_again(data, tmp_path):
    place = Place("memory://again")
    snapshot_id = push(data, place)
    marks = place.files()
    assert push(data, place) == snapshot_id
    assert {name for name, mark in place.files().items() if marks[name] != mark} == {"current"}
    assert pull(tmp_path, place) == snapshot_id
    place.remove("snapshots")
    assert pull(tmp_path, place) == snapshot_id


def test_a_snapshot_that_was_damaged_on_the_way_is_not_kept(data, tmp_path):
    place = Place("memory://damaged")
    snapshot_id = push(data, place)
    place.write(f"snapshots/{snapshot_id}/catalog.sqlite", b"no catalogue")
    with pytest.raises(SnapshotError, match=r"catalog\.sqlite is not as it was written"):
        pull(tmp_path, place)
    assert list((tmp_path / "snapshots").iterdir()) == []
    assert not (tmp_path / "current").exists()
    place.remove(f"snapshots/{snapshot_id}/catalog.sqlite")
    with pytest.raises(PlaceError, match="there is no such file"):
        pull(tmp_path, place)
    with pytest.raises(SnapshotError, match="is no id of a snapshot"):
        pull(tmp_path, place, "../../etc")


def test_pulling_without_publishing_leaves_what_is_published(data, tmp_path):
    place = Place("memory://aside")
    push(data, place)
    pulled = pull(tmp_path, place, publish=False)
    assert not (tmp_path / "current").exists()
    shelf.verify(shelf.snapshots_folder(tmp_path) / pulled)
