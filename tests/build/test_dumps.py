"""Which dumps a build writes, that their bytes do not depend on who writes them, and what `export` copies."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from rocrate.rocrate import ROCrate

from lod_publisher.build.dumps import Forms
from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings
from lod_publisher.web.dumping import WRITERS, headers

PERSON = "- kind: person\n  id: person-{n}\n  label: Person number {n}\n  names:\n    - text: Person number {n}\n      type: primary\n"
COLLECTION = 'title = "People"\n[[sources]]\npath = "people.yaml"\nreader = "records"\n'
MOMENT = datetime(2026, 1, 2, tzinfo=UTC)


def built(folder: Path, jobs: int = 1, dumps: tuple[str, ...] = tuple(WRITERS)) -> Path:
    """The dumps of a small collection."""
    source = folder / "c"
    source.mkdir(parents=True, exist_ok=True)
    (source / "people.yaml").write_text("".join(PERSON.format(n=n) for n in range(200)), encoding="utf-8")
    (source / "collection.toml").write_text(COLLECTION, encoding="utf-8")
    settings = BuildSettings(
        data=folder / "data", base="https://data.example.org", jobs=jobs, validate=False, dumps=dumps
    )
    build([source], settings, MOMENT, lambda *_: None, forms=Forms(WRITERS, headers))
    return (folder / "data" / "current").resolve() / "dumps"


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dumps that one process wrote."""
    return built(tmp_path_factory.mktemp("alone"))


def command(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "lod_publisher", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_the_same_data_give_the_same_bytes_whoever_writes_them(alone, tmp_path, monkeypatch):
    monkeypatch.setattr("lod_publisher.build.dumps._PORTION_BYTES", 1 << 40)
    together = built(tmp_path / "again", jobs=2)
    assert {path.name: path.read_bytes() for path in alone.iterdir()} == {
        path.name: path.read_bytes() for path in together.iterdir()
    }


def test_a_dataset_in_many_portions_says_the_same_as_in_one(alone, tmp_path, monkeypatch):
    monkeypatch.setattr("lod_publisher.build.dumps._PORTION_BYTES", 2_000)
    portioned = built(tmp_path)
    for name in ("person.jsonl.gz", "dataset.ttl.gz", "dataset.csv.gz"):
        texts = [
            subprocess.run(["zcat", each / name], capture_output=True, check=True).stdout for each in (alone, portioned)
        ]
        assert texts[0] == texts[1], name


def test_nothing_else_is_left_behind(alone):
    assert not (alone.parent / ".parts").exists()
    manifest = json.loads((alone.parent / "manifest.json").read_text())
    assert {f"dumps/{path.name}" for path in alone.iterdir()} <= manifest["files"].keys()
    assert command("snapshots", "verify", "--data", alone.parents[2]).returncode == 0


def test_a_build_can_do_without_further_dumps_and_changing_ones_mind_builds_again(tmp_path):
    assert {path.name for path in built(tmp_path, dumps=()).iterdir()} == {
        "dataset.nt.gz", "SHA256SUMS", "ro-crate-metadata.json",
    }  # fmt: skip
    names = {path.name for path in built(tmp_path, dumps=("csv",)).iterdir()}
    assert {"dataset.csv.zst", "person.csv.gz"} <= names
    assert "dataset.ttl.gz" not in names


def test_an_unknown_form_is_refused_with_those_that_there_are(tmp_path):
    done = command("build", tmp_path, "--data", tmp_path / "data", "--dumps", "nt,pdf")
    assert done.returncode == 2
    assert "pdf is no form of a dump" in done.stderr


def test_an_export_is_a_crate_of_its_own(alone, tmp_path):
    data = alone.parents[2]
    done = command("export", "--data", data, "--to", tmp_path / "out", "--format", "csv")
    assert done.returncode == 0, done.stderr
    copied = {path.name for path in (tmp_path / "out").iterdir()}
    assert {name for name in copied if ".csv." not in name} == {"SHA256SUMS", "ro-crate-metadata.json"}
    assert {entity.id for entity in ROCrate(tmp_path / "out").data_entities} == copied - {"ro-crate-metadata.json"}
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=True)


def test_what_was_not_built_is_not_exported_but_explained(alone, tmp_path):
    done = command("export", "--data", alone.parents[2], "--to", tmp_path / "out", "--format", "nq")
    assert done.returncode == 2
    assert "was built without dumps of the form nq" in done.stderr
    assert not (tmp_path / "out").exists()
