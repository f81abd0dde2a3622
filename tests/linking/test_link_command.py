"""`lod-publisher link` over the pocket volume: what it writes, prints and says of bad input."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod_publisher.cli import main

POCKET = Path(__file__).parents[1] / "pocket_corpus" / "frus-pocket.xml"


def run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(
        main, ["link", *options, "--data", str(folder / "data"), "--to", str(folder / "out"), "--jobs", "1", "--quiet"]
    )


@pytest.fixture(scope="module")
def looked(tmp_path_factory) -> tuple[Path, Result]:
    folder = tmp_path_factory.mktemp("link")
    authority = folder / "people.jsonl"
    authority.write_text(
        '{"people_id": "7", "preferred_name": "Rassendyll, Rudolf, Jr.", "pocom_id": ["rassendyll-rudolf"]}\n',
        encoding="utf-8",
    )
    return folder, run(folder, str(POCKET), "--authority", str(authority), "--json")


def test_it_prints_what_was_found_and_publishes_nothing(looked):
    folder, result = looked
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["counts"]["persons"] == 4
    assert said["rows"]["clusters.tsv"] == 3
    assert not (folder / "data" / "current").exists()


def test_it_writes_the_four_files(looked):
    folder, _ = looked
    assert {path.name for path in (folder / "out").iterdir()} == {
        "candidates.csv",
        "clusters.tsv",
        "links.csv",
        "review.html",
    }


def test_a_pointer_and_whom_it_points_at_are_one_cluster(looked):
    folder, _ = looked
    lines = (folder / "out" / "clusters.tsv").read_text(encoding="utf-8").splitlines()
    clusters = {key: cluster for _, key, cluster in (line.split("\t") for line in lines)}
    assert clusters["p_EF1"] == clusters["p_RR1"] != clusters["p_SF1"]


def test_a_path_that_does_not_exist_is_told_in_a_sentence(tmp_path):
    result = run(tmp_path, str(tmp_path / "nothing"))
    assert result.exit_code == 2
    assert "no such file" in result.output


def test_a_target_that_is_a_file_is_told_in_a_sentence(tmp_path):
    (tmp_path / "out").write_text("mine")
    result = run(tmp_path, str(POCKET))
    assert result.exit_code == 2
    assert (tmp_path / "out").read_text() == "mine"


def test_a_broken_list_of_decisions_stops_before_any_work_is_lost(tmp_path):
    (tmp_path / "volumes").mkdir()
    (tmp_path / "volumes" / "v.xml").write_bytes(POCKET.read_bytes())
    (tmp_path / "volumes" / "decisions.csv").write_text("what,one\nsame,a\n")
    result = run(tmp_path, str(tmp_path / "volumes"))
    assert result.exit_code == 2
    assert "decisions.csv:1: the column 'kind' is missing" in result.output
