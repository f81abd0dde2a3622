"""Who is who in a build: addresses stay, joined keys lead on, people's decisions hold, and only what changed is done again."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.build.result import BuildResult
from lod_publisher.model.iris import Kind
from lod_publisher.model.vocab import crm, owl, skos
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.read import Snapshot

POCKET = Path(__file__).parents[1] / "pocket_corpus" / "frus-pocket.xml"
DECIDED = "what,kind,one,other,who,when,why\n"


def run(paths: Sequence[Path], data: Path, day: int, link: bool = True) -> BuildResult:
    settings = BuildSettings(data=data, jobs=1, validate=False, dumps=(), link=link)
    return build(paths, settings, datetime(2026, 1, day, tzinfo=UTC), lambda *_: None)


def write_volume(folder: Path, volume: str) -> Path:
    """The pocket volume once more, under another name: the same persons stand in its list."""
    path = folder / f"{volume}.xml"
    path.write_text(POCKET.read_text(encoding="utf-8").replace("frus-pocket", volume), encoding="utf-8")
    return path


class Grown(NamedTuple):
    """A collection that was built with one volume, then with a second."""

    folder: Path
    data: Path
    first: Path
    results: tuple[BuildResult, BuildResult]
    converted_before: dict[str, int]
    snapshot: Snapshot


def converted(data: Path) -> dict[str, int]:
    """What the cache holds of converted files, and when each was written."""
    return {path.name: path.stat().st_mtime_ns for path in (data / "cache").glob("*.converted")}


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> Grown:
    folder = tmp_path_factory.mktemp("grown") / "volumes"
    folder.mkdir()
    data = folder.parent / "data"
    write_volume(folder, "frus-pocket")
    first = run([folder], data, 1)
    before, opened = converted(data), (data / "current").resolve()
    write_volume(folder, "frus-earlier")
    second = run([folder], data, 2)
    return Grown(folder, data, opened, (first, second), before, Snapshot.open(data))


def test_a_volume_more_gives_nobody_another_address(grown):
    persons = {entity.local_id for entity in grown.snapshot.catalog.all() if entity.kind is Kind.PERSON}
    assert "frus-pocket/p_SF1" in persons
    assert "frus-earlier/p_SF1" not in persons


def test_the_address_that_a_joined_key_would_have_leads_to_the_published_one(grown):
    (move,) = grown.snapshot.catalog.moves(Kind.PERSON, "frus-earlier/p_SF1")
    assert move.target == (Kind.PERSON, "frus-pocket/p_SF1")


def test_the_person_has_the_keys_and_entries_of_both_volumes_and_is_told_why(grown):
    iri = grown.snapshot.iris.entity(Kind.PERSON, "frus-pocket/p_SF1")
    found = {(predicate, value) for _, predicate, value in grown.snapshot.description(iri)}
    values = {str(value) for _, value in found}
    assert any("frus-earlier/persons/p_SF1" in value for value in values)
    assert any("frus-pocket/persons/p_SF1" in value for value in values)
    assert any("Joined with frus-pocket/p_SF1." in value for value in values)
    assert any("frus-earlier.xml" in value for value in values)


def test_a_volume_in_which_nobody_has_another_key_is_not_converted_again(grown):
    after = converted(grown.data)
    volume = [name for name in grown.converted_before if after.get(name) == grown.converted_before[name]]
    assert volume, "the first volume was converted again"


def test_a_collection_that_has_not_changed_is_not_linked_again(grown):
    (verdict,) = (grown.data / "cache").glob("*.verdict")
    written = verdict.stat().st_mtime_ns
    assert run([grown.folder], grown.data, 3).unchanged
    assert verdict.stat().st_mtime_ns == written


def test_a_decision_takes_apart_what_was_joined_and_a_mistaken_one_is_found(tmp_path):
    volumes = tmp_path / "volumes"
    volumes.mkdir()
    for volume in ("frus-earlier", "frus-pocket"):
        write_volume(volumes, volume)
    (volumes / "decisions.csv").write_text(
        DECIDED + "different,person,frus-pocket/p_SF1,frus-earlier/p_SF1,M. Reader,2026-01-01,two colonels\n"
        "name,person,frus-pocket/p_RR1,Rudolf Rassendyll,M. Reader,2026-01-01,\n"
        "exact,person,frus-pocket/p_RR1,http://viaf.org/viaf/1,M. Reader,2026-01-01,the same dates\n"
        "same,person,frus-pocket/p_SF1,nobody,M. Reader,2026-01-01,\n"
        "perhaps,person,frus-pocket/p_SF1,frus-earlier/p_SF1,M. Reader,2026-01-01,\n",
        encoding="utf-8",
    )
    result = run([volumes], tmp_path / "data", 1)
    snapshot = Snapshot.open(tmp_path / "data")
    persons = {entity.local_id: entity for entity in snapshot.catalog.all() if entity.kind is Kind.PERSON}
    assert {"frus-pocket/p_SF1", "frus-earlier/p_SF1"} <= persons.keys()
    assert persons["frus-earlier/p_RR1"].label == "Rudolf Rassendyll"
    assert {"decision-cannot-be-read", "decision-about-nobody"} <= {finding.rule for finding in result.findings}
    person = snapshot.iris.term(Kind.PERSON, "frus-earlier/p_RR1")
    said = snapshot.description(person[1:-1])
    assert f"<{skos.exactMatch[1:-1]}>" in {str(predicate) for _, predicate, _ in said}
    statements = [entity for entity in snapshot.catalog.all() if entity.kind is Kind.STATEMENT]
    labels = {entity.label for entity in statements}
    assert any("is not" in label for label in labels)
    assert any(label.endswith("is http://viaf.org/viaf/1") for label in labels)
    kept_apart = next(entity for entity in statements if "is not" in entity.label)
    told = snapshot.description(snapshot.iris.entity(Kind.STATEMENT, kept_apart.local_id))
    told_values = {str(value) for _, _, value in told}
    assert any("Decided by M. Reader on 2026-01-01." in value for value in told_values)
    assert owl.differentFrom in told_values
    assert crm.P177_assigned_property_of_type in {str(predicate) for _, predicate, _ in told}


def test_without_linking_only_what_is_said_is_joined(tmp_path):
    for volume in ("frus-earlier", "frus-pocket"):
        write_volume(tmp_path, volume)
    run([tmp_path / "frus-earlier.xml", tmp_path / "frus-pocket.xml"], tmp_path / "data", 1, link=False)
    persons = {entity.local_id for entity in Snapshot.open(tmp_path / "data").catalog.all()}
    assert {"frus-pocket/p_SF1", "frus-earlier/p_SF1"} <= persons
