"""The clock jumps: forwards for one build, then back.

What may be lost: nothing. Snapshots stay in the order in which they were made, harvesters who ask for what changed since their last
visit are told all of it, a roll-back leads to the snapshot before, and pruning keeps the newest.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.faults.running import BASE, collection

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.app import open_app

FUTURE = datetime(2050, 1, 1, 12, tzinfo=UTC)
NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)


def built(folder: Path, edition: str, moment: datetime, keep: int = 10) -> str:
    """Build and publish an edition when the clock says a moment; returns the snapshot's id."""
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False, keep=keep, dumps=())
    source = collection(folder / "collection", edition, persons=5)
    return build([source], settings, moment, lambda *_: None).snapshot_id or ""


@pytest.fixture(scope="module")
def jumped(tmp_path_factory) -> tuple[Path, list[str]]:
    """Four editions: of now, of a clock that ran ahead by 24 years, and two of the clock that was set right."""
    folder: Path = tmp_path_factory.mktemp("jumped")
    moments = (NOW, FUTURE, NOW + timedelta(hours=1), NOW + timedelta(hours=2))
    return folder, [built(folder, f"{number}", moment) for number, moment in enumerate(moments)]


def test_snapshots_stay_in_the_order_in_which_they_were_made(jumped):
    folder, ids = jumped
    assert ids == sorted(ids)
    assert [listing.id for listing in shelf.list_snapshots(folder / "data")] == ids
    assert (folder / "data" / "current").readlink().name == ids[-1]
    for name in ids:
        shelf.verify(shelf.snapshots_folder(folder / "data") / name)


def test_the_log_of_changes_never_goes_back_in_time_and_holds_every_version(jumped):
    folder, _ = jumped
    snapshot = Snapshot.open(folder / "data")
    changes = snapshot.changes.after(0, 1000)
    assert [change.number for change in changes] == list(range(1, len(changes) + 1))
    moments = [change.moment for change in changes]
    assert moments == sorted(moments)
    versions = [change for change in changes if change.local_id == "p1"]
    assert [change.label for change in versions] == [f"Person 1 of edition-{number}" for number in range(4)]
    for number, change in enumerate(versions[:-1]):
        assert f"edition-{number}".encode() in snapshot.version(change)


def test_the_report_says_that_the_clock_is_behind(jumped):
    folder, ids = jumped
    said = [
        (shelf.snapshots_folder(folder / "data") / name / "report.jsonl").read_text(encoding="utf-8") for name in ids
    ]
    assert ["clock-is-behind" in each for each in said] == [False, False, True, True]


def test_validators_tell_the_editions_apart(jumped):
    folder, ids = jumped
    seen = set()
    for name in ids:
        shelf.publish(folder / "data", name)
        app = open_app(ServeSettings(data=folder / "data", workers=1))
        try:
            answer = app.test_client().get("/data/person/p1.ttl")
        finally:
            app.extensions["site"].workers.close()
        seen.add((answer.headers["ETag"], answer.headers["Last-Modified"]))
    assert len({etag for etag, _ in seen}) == len({modified for _, modified in seen}) == 4


def test_going_back_and_pruning_know_what_is_newest(jumped):
    folder, ids = jumped
    shelf.publish(folder / "data", ids[-1])
    assert shelf.rollback(folder / "data") == ids[-2]
    after = built(folder, "after", NOW + timedelta(hours=3), keep=2)
    assert [listing.id for listing in shelf.list_snapshots(folder / "data")] == [ids[-1], after]
