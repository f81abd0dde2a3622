"""What a build promises: the same bytes for the same input, a history from build to build, and nothing lost."""

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lod_publisher.build.pipeline import build, check
from lod_publisher.build.result import BuildResult
from lod_publisher.errors import CollectionError, SnapshotError, ViolationError
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.read import Snapshot

THEN, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
PERSON = "- kind: person\n  id: {id}\n  label: {label}\n  names:\n    - text: {label}\n      type: primary\n"


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def run(paths: Sequence[Path], data: Path, moment: datetime = THEN, **settings: object) -> BuildResult:
    return build(paths, BuildSettings(data=data, jobs=1, **settings), moment, quiet)  # type: ignore[arg-type]


@pytest.fixture
def people(tmp_path: Path) -> Path:
    folder = tmp_path / "people"
    folder.mkdir()
    (folder / "collection.toml").write_text('title = "People"\n[[sources]]\npath = "*.yaml"\nreader = "records"\n')
    (folder / "a.yaml").write_text(
        PERSON.format(id="doe-jane", label="Jane Doe") + PERSON.format(id="roe-max", label="Max Roe")
    )
    return folder


def manifest(data: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((data / "current" / "manifest.json").read_text(encoding="utf-8"))
    return found


def test_history_goes_on_from_build_to_build(people, tmp_path):
    data = tmp_path / "data"
    run([people], data)
    (people / "a.yaml").write_text(
        PERSON.format(id="doe-jane", label="Jane Doe") + PERSON.format(id="poe-ann", label="Ann Poe"), encoding="utf-8"
    )
    run([people], data, NOW)
    snapshot = Snapshot.open(data)
    people_ = {entity.local_id: entity for entity in snapshot.catalog.all()}
    then, now = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
    assert (people_["doe-jane"].created, people_["doe-jane"].modified) == (then, then)
    assert (people_["poe-ann"].created, people_["poe-ann"].modified) == (now, now)
    assert people_["roe-max"].deleted == now
    assert snapshot.description(snapshot.iris.entity(Kind.PERSON, "roe-max")) == []


def test_a_file_more_changes_no_line_of_the_others(people, tmp_path):
    run([people], tmp_path / "one")
    (people / "b.yaml").write_text(PERSON.format(id="poe-ann", label="Ann Poe"), encoding="utf-8")
    run([people], tmp_path / "two")
    before, after = (
        set(gzip.decompress((tmp_path / name / "current/dumps/dataset.nt.gz").read_bytes()).splitlines())
        for name in ("one", "two")
    )
    assert before < after
    assert all(b"poe-ann" in line for line in after - before)


def test_the_number_of_processes_does_not_change_a_byte(people, tmp_path):
    (people / "b.yaml").write_text(PERSON.format(id="poe-ann", label="Ann Poe"), encoding="utf-8")
    run([people], tmp_path / "one")
    build([people], BuildSettings(data=tmp_path / "two", jobs=3), THEN, quiet)
    name = "current/dumps/dataset.nt.gz"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert manifest(tmp_path / "one")["id"] == manifest(tmp_path / "two")["id"]


def test_where_the_collection_lies_does_not_change_a_byte(people, tmp_path):
    run([people], tmp_path / "one")
    moved = people.rename(tmp_path.joinpath("elsewhere")) / ".." / "elsewhere"
    moved = moved.resolve().rename(tmp_path / "deep-people")
    (tmp_path / "deep").mkdir()
    moved = moved.rename(tmp_path / "deep" / "people")
    run([moved], tmp_path / "two")
    name = "current/dumps/dataset.nt.gz"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_another_base_gives_other_iris_and_nothing_of_the_first(people, tmp_path):
    run([people], tmp_path / "data", base="https://data.example.org")
    dump = gzip.decompress((tmp_path / "data/current/dumps/dataset.nt.gz").read_bytes()).decode()
    assert "<https://data.example.org/id/person/doe-jane>" in dump
    assert "127.0.0.1" not in dump


def test_a_snapshot_that_is_not_wanted_published_is_written_and_can_be_published_later(people, tmp_path):
    data = tmp_path / "data"
    first = run([people], data)
    (people / "b.yaml").write_text(PERSON.format(id="poe-ann", label="Ann Poe"), encoding="utf-8")
    second = run([people], data, NOW, publish=False)
    assert shelf.published_folder(data).name == first.snapshot_id
    assert second.snapshot_id is not None
    shelf.publish(data, second.snapshot_id)
    assert shelf.published_folder(data).name == second.snapshot_id
    assert shelf.rollback(data) == first.snapshot_id
    with pytest.raises(SnapshotError, match="no earlier snapshot"):
        shelf.rollback(data)


def test_only_the_newest_snapshots_are_kept_and_never_is_the_published_one_removed(people, tmp_path):
    data = tmp_path / "data"
    for day in range(1, 6):
        (people / "b.yaml").write_text(PERSON.format(id=f"poe-{day}", label="Ann Poe"), encoding="utf-8")
        run([people], data, datetime(2026, 3, day, tzinfo=UTC), keep=2)
    assert len(shelf.list_snapshots(data)) == 2
    shelf.rollback(data)
    assert len(shelf.prune(data, 1)) == 0
    assert [listing.published for listing in shelf.list_snapshots(data)] == [True, False]


def test_publishing_what_does_not_exist_is_refused(people, tmp_path):
    run([people], tmp_path / "data")
    with pytest.raises(SnapshotError, match="no such snapshot"):
        shelf.publish(tmp_path / "data", "20260101T000000Z-000000")


def test_named_graphs_are_kept_and_blank_nodes_get_iris(tmp_path):
    (tmp_path / "x.trig").write_text(
        '@prefix r: <http://www.w3.org/2000/01/rdf-schema#> . <http://x.org/a> r:label "A"@en ; r:seeAlso [ r:label "B" ] .\n'
        '<http://x.org/g> { <http://x.org/c> r:label "C"@en-GB }\n'
    )
    run([tmp_path / "x.trig"], tmp_path / "data")
    snapshot = Snapshot.open(tmp_path / "data")
    assert snapshot.select("SELECT ?g { GRAPH ?g { ?s ?p ?o } }") == [{"g": "http://x.org/g"}]
    assert (
        "genid"
        in snapshot.select("SELECT ?o { <http://x.org/a> <http://www.w3.org/2000/01/rdf-schema#seeAlso> ?o }")[0]["o"]
    )
    quads = gzip.decompress((tmp_path / "data/current/dumps/named-graphs.nq.gz").read_bytes()).decode()
    assert '"C"@en-gb <http://x.org/g>' in quads


def test_a_strict_build_stops_at_a_violation(people, tmp_path):
    (people / "b.yaml").write_text(
        PERSON.format(id="doe-jane", label="Jane Doe") + PERSON.format(id="doe-jane", label="Other")
    )
    with pytest.raises(ViolationError):
        run([people], tmp_path / "data", strict=True)
    assert not (tmp_path / "data" / "current").exists()


def test_checking_finds_what_building_finds_and_writes_no_snapshot(people, tmp_path):
    (people / "b.yaml").write_text(
        "- kind: event\n  id: never\n  label: Never\n  type: meeting\n  date: '1958-02-30'\n"
    )
    found = check([people], BuildSettings(data=tmp_path / "data", jobs=1), THEN, quiet)
    assert found.violations >= 1
    assert not (tmp_path / "data" / "current").exists()
    assert not list((tmp_path / "data").glob("snapshots/*"))


def test_one_file_named_twice_is_refused(people, tmp_path):
    with pytest.raises(CollectionError, match=r"read twice|same id"):
        run([people, people / "a.yaml"], tmp_path / "data")


def test_collections_of_different_bases_need_a_choice(people, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    for folder, base in ((people, "https://a.example"), (other, "https://b.example")):
        (folder / "collection.toml").write_text(f'base = "{base}"\n[[sources]]\npath = "a.yaml"\nreader = "records"\n')
    (other / "a.yaml").write_text(PERSON.format(id="poe-ann", label="Ann Poe"), encoding="utf-8")
    with pytest.raises(CollectionError, match="different bases"):
        run([people, other], tmp_path / "data")
    assert run([people, other], tmp_path / "data", base="https://c.example").published
