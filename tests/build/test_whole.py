"""What only the whole dataset shows is found across files, with file and line of the record that is wrong."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lod_publisher.build.pipeline import build, check
from lod_publisher.build.result import BuildResult
from lod_publisher.model.records import Origin
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.read import Snapshot

Work = Callable[[Sequence[Path], BuildSettings, datetime, Callable[[str, int, int], None]], BuildResult]
THEN = datetime(2026, 1, 1, tzinfo=UTC)
MEETING = (
    "- kind: event\n  id: talks\n  label: Talks\n  type: meeting\n  evidence: [letter/p1]\n"
    "  participants:\n    - actor: {actor}\n  places: [{place}]\n"
)
TOWN = "- kind: place\n  id: basra\n  label: Basra\n  names:\n    - text: Basra\n      type: primary\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A collection in two files: a place, and a meeting that is yet to be written."""
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "collection.toml").write_text('title = "A"\n[[sources]]\npath = "*.yaml"\nreader = "records"\n')
    (folder / "places.yaml").write_text(TOWN, encoding="utf-8")
    return folder


def _built(archive: Path, data: Path, work: Work = build) -> BuildResult:
    return work([archive], BuildSettings(data=data, jobs=1), THEN, lambda *_: None)


@pytest.mark.parametrize("work", [build, check])
def test_a_person_among_the_places_is_found_though_another_file_says_that_she_is_one(archive, tmp_path, work):
    (archive / "b.yaml").write_text("# in October\n" + MEETING.format(actor="person/doe-jane", place="person/doe-jane"))
    (archive / "c.yaml").write_text("- kind: person\n  id: doe-jane\n  label: Jane Doe\n", encoding="utf-8")
    found = {finding.rule: finding for finding in _built(archive, tmp_path / "data", work).findings}
    wrong = found["place-is-a-place"]
    assert (wrong.record, wrong.origin) == ("event/talks", Origin("archive/b.yaml", 2))
    assert wrong.value.endswith("/id/person/doe-jane")
    assert "participant-is-an-actor" not in found
    if work is build:
        assert Snapshot.open(tmp_path / "data").catalog.counts()["event"] == 1, "a warning keeps nothing out"


def test_who_is_described_in_another_file_is_an_actor(archive, tmp_path):
    (archive / "b.yaml").write_text(MEETING.format(actor="person/doe-jane", place="place/basra"), encoding="utf-8")
    (archive / "c.yaml").write_text("- kind: person\n  id: doe-jane\n  label: Jane Doe\n", encoding="utf-8")
    rules = {finding.rule for finding in _built(archive, tmp_path / "data").findings}
    assert "participant-is-an-actor" not in rules
    assert "link-to-nowhere" not in rules


def test_a_circle_of_places_is_found_in_the_store(archive, tmp_path):
    (archive / "b.yaml").write_text(
        "".join(
            f"- kind: place\n  id: {part}\n  label: {part}\n  within: place/{whole}\n"
            for part, whole in (("a", "b"), ("b", "c"), ("c", "a"))
        ),
        encoding="utf-8",
    )
    circles = [f.record for f in _built(archive, tmp_path / "data").findings if f.rule == "whole-within-its-part"]
    assert sorted(circles) == ["place/a", "place/b", "place/c"]
