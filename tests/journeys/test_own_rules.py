"""An archive adds rules of its own: what docs/validation.md tells is what happens."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from lod_publisher.snapshot.read import Snapshot

ROOT = Path(__file__).parents[2]
BASE = "https://data.example.org"


@pytest.fixture(scope="module")
def told() -> str:
    return (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")


def block(told: str, kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", told, re.DOTALL)
    assert found
    return found[1]


@dataclass
class Checkout:
    """A checkout in which commands are run."""

    folder: Path

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(self.folder / "src")}
        line = [sys.executable, "-m", "lod_publisher", *arguments]
        return subprocess.run(
            line, cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=300
        )


@pytest.fixture(scope="module")
def run(tmp_path_factory, told) -> Checkout:
    """A checkout with the rules of the document, and beside it the collection of the document."""
    found = Checkout(tmp_path_factory.mktemp("own-rules"))
    for name in ("src/lod_publisher", "shapes", "ontology"):
        shutil.copytree(ROOT / name, found.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (found.folder / "shapes" / "letters.ttl").write_text(block(told, "turtle"), encoding="utf-8")
    assert found("init", "town").returncode == 0
    with (found.folder / "town" / "records.yaml").open("a", encoding="utf-8") as records:
        records.write(block(told, "yaml"))
    return found


def test_the_rules_of_the_document_find_what_it_says(run, told):
    done = run("check", "town", "--jobs", "1", "--quiet")
    assert done.returncode == 1, done.stderr
    shown = told.partition("$ lod-publisher check town --quiet\n")[2].partition("\n...")[0]
    lines = [line for line in shown.splitlines() if line.strip()]
    assert len(lines) > 8
    assert [line for line in lines if line not in done.stdout] == []
    assert "town/records.yaml:16  document/letter-2 (Postcard from the seaside)" in done.stdout


def test_only_what_the_record_shows_keeps_a_record_out(run):
    done = run("build", "town", "--jobs", "1", "--base", BASE, "--quiet")
    assert done.returncode == 1, done.stderr
    snapshot = Snapshot.open(run.folder / "data")
    published = {f"{entity.kind}/{entity.local_id}" for entity in snapshot.catalog.all()}
    assert {"document/letter-1", "person/doe-jane", "person/doe-john"} <= published
    assert published.isdisjoint({"document/letter-2", "document/letter-3"})
    assert snapshot.manifest["findings"]["violation: correspondent-wrote"] == 1
    assert (snapshot.folder / "shapes" / "letters.ttl").is_file()


def test_old_findings_are_accepted_and_new_ones_are_not(run, told):
    accepted = run("check", "town", "--jobs", "1", "--write-baseline", "accepted.jsonl", "--quiet")
    assert "9 findings are accepted in accepted.jsonl." in accepted.stdout
    again = run("check", "town", "--jobs", "1", "--baseline", "accepted.jsonl", "--quiet")
    assert again.returncode == 0
    assert again.stdout.splitlines()[0] in told


@pytest.mark.parametrize(
    ("statement", "refusal"),
    [
        ("shape:x sh:minCout 1 .", "SHACL has no term sh:minCout."),
        ("shape:x sh:path crm:P9999_nothing ; sh:minCount 1 .", "CIDOC-CRM 7.1.3 has no term P9999_nothing."),
        ("shape:x a sh:NodeShape ; sh:node shape:x .", "the shape refers to itself"),
    ],
)
def test_a_shape_that_means_nothing_is_refused_with_its_line(run, told, statement, refusal):
    head = "".join(line + "\n" for line in block(told, "turtle").splitlines()[:7])
    broken = run.folder / "shapes" / "broken.ttl"
    broken.write_text(head + statement, encoding="utf-8")
    try:
        done = run("check", "town", "--jobs", "1", "--quiet")
    finally:
        broken.unlink()
    assert done.returncode == 2
    assert f"broken.ttl:8: {refusal}" in done.stderr
    assert refusal in told
