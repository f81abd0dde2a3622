"""Our scorer gives the figures of the gold standard's own."""

import json
import subprocess
import sys

import pytest

from lod_publisher.errors import InputError
from lod_publisher.linking.evaluation import scores


def write(path, rows, column="people_id"):
    path.write_text(
        f"volume_id\tperson_xml_id\t{column}\n" + "".join("\t".join(row) + "\n" for row in rows), encoding="utf-8"
    )
    return path


def test_a_perfect_clustering_scores_one_and_a_split_loses_recall_only(tmp_path):
    gold = write(tmp_path / "gold.tsv", [("v1", "a", "1"), ("v2", "a", "1"), ("v1", "b", "2")])
    same = write(tmp_path / "same.tsv", [("v1", "a", "x"), ("v2", "a", "x")], "cluster")
    assert scores(same, gold)["B-cubed F1"] == 1.0
    apart = write(tmp_path / "apart.tsv", [("v1", "a", "x"), ("v2", "a", "y"), ("v1", "b", "z")], "cluster")
    found = scores(apart, gold)
    assert found["B-cubed precision"] == 1.0
    assert found["B-cubed recall"] == pytest.approx(2 / 3)


@pytest.mark.corpus
def test_the_scores_are_those_of_the_shared_scorer(shared, tmp_path):
    gold = shared / "data/people/gold-dev.tsv"
    entries = [line.split("\t")[:2] for line in gold.read_text(encoding="utf-8").splitlines()[1:]]
    predicted = write(
        tmp_path / "p.tsv", [(volume, key, key.rstrip("0123456789")) for volume, key in entries], "cluster"
    )
    command = [sys.executable, shared / "data/people/evaluate.py", predicted, gold, "--json"]
    theirs = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    ours = scores(predicted, gold)
    for measure, name in (("bcubed", "B-cubed"), ("pairwise", "pairwise")):
        for figure in ("precision", "recall", "f1"):
            assert ours[f"{name} {figure}".replace("f1", "F1")] == pytest.approx(theirs[measure][figure])


def test_files_that_cannot_be_compared_are_refused_with_a_sentence(tmp_path):
    gold = write(tmp_path / "gold.tsv", [("v1", "a", "1")])
    other = write(tmp_path / "other.tsv", [("v9", "z", "1")], "cluster")
    with pytest.raises(InputError, match="no entry in common"):
        scores(other, gold)
    with pytest.raises(InputError, match="cannot be read"):
        scores(tmp_path / "absent.tsv", gold)
    (tmp_path / "bad.tsv").write_text("x\ty\n1\t2\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns"):
        scores(tmp_path / "bad.tsv", gold)
