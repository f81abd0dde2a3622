"""Another version of the program over what this one wrote, and this one over what others wrote: served, or refused with the way out."""

import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lod_publisher import __version__
from lod_publisher.build import inputs
from lod_publisher.build.pipeline import build
from lod_publisher.build.result import BuildResult
from lod_publisher.cli import main
from lod_publisher.errors import CollectionError, SnapshotError
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings, ServeSettings, read_collection
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.editions import FORMAT
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.web.app import open_app
from lod_publisher.web.switching import Switching

BASE = "https://data.example.org"
PERSON = "- kind: person\n  id: {0}\n  label: {0}\n  names:\n    - text: {0}\n      type: primary\n"


def run(collection: Path, data: Path, day: int) -> BuildResult:
    settings = BuildSettings(data=data, base=BASE, jobs=1, validate=False, dumps=())
    return build([collection], settings, datetime(2026, 1, day, tzinfo=UTC), lambda *_: None)


def typed(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a collection of two persons and a data folder with two snapshots of it, the second published."""
    folder = tmp_path_factory.mktemp("built")
    collection = folder / "people of ours"
    collection.mkdir()
    (collection / "collection.toml").write_text('format = 1\n[[sources]]\npath = "a.yaml"\nreader = "records"\n')
    (collection / "a.yaml").write_text(PERSON.format("doe-jane"))
    run(collection, folder / "data", 1)
    (collection / "a.yaml").write_text(PERSON.format("doe-jane") + PERSON.format("roe-max"))
    run(collection, folder / "data", 2)
    return folder


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    shutil.copytree(built, tmp_path / "copy", symlinks=True)
    for path in (tmp_path / "copy" / "data" / "snapshots").glob("*/manifest.json"):
        path.write_text(path.read_text(encoding="utf-8").replace(str(built), str(tmp_path / "copy")), encoding="utf-8")
    return tmp_path / "copy"


def rewritten(data: Path, number: object, version: str | None) -> Path:
    """The published snapshot, as if a program of another version had written it in its own format."""
    snapshot = (data / "current").resolve()
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    manifest["format"] = number
    if version is None:
        manifest = {"format": number, "of": ["words that this program does not know"]}
    else:
        manifest["versions"]["lod_publisher"] = version
    (snapshot / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return snapshot


def test_an_older_snapshot_is_refused_with_the_command_that_builds_it_again_and_that_command_works(folder):
    data, said = folder / "data", ""
    rewritten(data, FORMAT - 1, "0.0.7")
    for words in (("serve",), ("query", "ASK {}"), ("snapshots", "verify"), ("doctor",)):
        done = typed(*words, "--data", data)
        said = done.output
        assert done.exit_code == 3
        assert f"of format {FORMAT - 1}, written by lod_publisher 0.0.7; lod_publisher {__version__} serves" in said
        assert "Traceback" not in said
    command = re.search(r"`(lod-publisher build .*)`", said)
    assert command
    program = [sys.executable, "-m", "lod_publisher"]
    subprocess.run([*program, *shlex.split(command[1])[1:], "--jobs", "1", "--quiet"], check=True, timeout=300)
    assert Snapshot.open(data).entity(Kind.PERSON, "roe-max") is not None


def test_a_newer_snapshot_is_refused_with_the_version_that_serves_it_and_the_way_back(folder):
    data = folder / "data"
    snapshot = rewritten(data, FORMAT + 1, "8.1.0")
    done = typed("serve", "--data", data)
    assert done.exit_code == 3
    assert "Install lod_publisher 8.1.0 or later" in done.output
    back = re.search(r"`(lod-publisher snapshots rollback .*?)`", done.output)
    assert back
    assert typed(*shlex.split(back[1])[1:]).exit_code == 0
    assert Snapshot.open(data).id != snapshot.name
    assert typed("snapshots", "publish", snapshot.name, "--data", data).exit_code == 3
    assert Snapshot.open(data).id != snapshot.name


@pytest.mark.parametrize("number", [FORMAT + 1, "two", None, 2.5, [2]])
def test_a_manifest_of_words_that_nobody_knows_is_refused_in_a_sentence(folder, number):
    snapshot = rewritten(folder / "data", number, None)
    with pytest.raises(
        SnapshotError, match=r"another version of lod_publisher.*lod-publisher build COLLECTION\.\.\. --data"
    ):
        shelf.read_manifest(snapshot)


def test_the_list_says_of_what_format_a_snapshot_is_and_neither_pruning_nor_going_back_meets_it(folder):
    data = folder / "data"
    older, newest = (listing.id for listing in shelf.list_snapshots(data))
    rewritten(data, FORMAT + 1, "8.1.0")
    shown = typed("snapshots", "list", "--data", data).stdout.splitlines()
    assert shown[1] == f"* {newest}  of format {FORMAT + 1}"
    assert (
        json.loads(typed("snapshots", "list", "--json", "--data", data).stdout)[1]["problem"]
        == f"of format {FORMAT + 1}"
    )
    assert shelf.rollback(data) == older
    with pytest.raises(SnapshotError, match="no earlier snapshot"):
        shelf.rollback(data)
    assert shelf.prune(data, 1) == []


def test_a_server_goes_on_with_its_snapshot_when_another_version_publishes_in_its_data_folder(folder, caplog):
    data = folder / "data"
    older, newest = (listing.id for listing in shelf.list_snapshots(data))
    shelf.publish(data, older)
    serving = Switching(ServeSettings(data=data, workers=1), open_app)
    try:
        snapshot = data / "snapshots" / newest
        path = snapshot / "manifest.json"
        path.write_text(
            path.read_text(encoding="utf-8").replace(f'"format": {FORMAT}', f'"format": {FORMAT + 1}'), encoding="utf-8"
        )
        (data / ".next").symlink_to(Path("snapshots") / newest)
        (data / ".next").replace(data / "current")
        deadline = time.monotonic() + 60
        while "is not served" not in caplog.text and time.monotonic() < deadline:
            time.sleep(0.05)
        assert f"of format {FORMAT + 1}" in caplog.text
        assert serving.site.snapshot.id == older
    finally:
        serving.close()


def test_a_build_over_a_snapshot_of_another_format_says_that_the_log_begins_anew(folder):
    data = folder / "data"
    rewritten(data, FORMAT + 1, "8.1.0")
    result = run(folder / "people of ours", data, 3)
    assert [finding.rule for finding in result.findings] == ["log-of-changes-begins-anew"]
    snapshot = Snapshot.open(data)
    assert [moment.moment for moment in snapshot.changes.moments()] == ["2026-01-03T00:00:00Z"]
    assert snapshot.counts()["person"] == 2
    assert snapshot.manifest["findings"] == {"warning: log-of-changes-begins-anew": 1}


def test_a_log_with_other_columns_is_not_carried_over_half(folder):
    data = folder / "data"
    with closing(sqlite3.connect((data / "current").resolve() / "catalog.sqlite")) as database:
        database.execute("ALTER TABLE changes ADD COLUMN whom TEXT")
        database.commit()
    result = run(folder / "people of ours", data, 3)
    # Nothing was to do: the published snapshot is of this very input, and is left as it is.
    assert result.snapshot_id == (data / "current").resolve().name
    with (folder / "people of ours" / "a.yaml").open("a", encoding="utf-8") as records:
        records.write(PERSON.format("poe-ann"))
    result = run(folder / "people of ours", data, 4)
    assert [finding.rule for finding in result.findings] == ["log-of-changes-begins-anew"]
    assert [moment.moment for moment in Snapshot.open(data).changes.moments()] == ["2026-01-04T00:00:00Z"]


def test_what_the_cache_has_of_another_version_is_passed_over(folder, monkeypatch):
    data, collection = folder / "data", folder / "people of ours"
    good = (data / "current" / "dumps" / "dataset.nt.gz").read_bytes()
    for number, content in enumerate((b"", b"I12x\n.", b"\x80\x05c__nowhere\nname\n.")):
        kept = [
            path for path in (data / "cache").iterdir() if path.suffix in (".survey", ".converted", ".asked", ".who")
        ]
        assert len(kept) >= 2
        for path in kept:
            path.write_bytes(content)
        shutil.rmtree(data / "snapshots")
        (data / "current").unlink()
        (data / "publications.jsonl").unlink()
        run(collection, data, number + 2)
        assert (data / "current" / "dumps" / "dataset.nt.gz").read_bytes() == good
    before = inputs.code_digest()
    inputs.code_digest.cache_clear()
    monkeypatch.setattr(inputs, "version", lambda name: "99.0" if name == "lxml" else "1.0")
    try:
        assert inputs.code_digest() != before
    finally:
        inputs.code_digest.cache_clear()


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (
            "format = 2\n",
            "written for format 2 of collections; lod_publisher .* reads format 1. Nothing was built; install",
        ),
        ('format = "new"\n', "written for format new"),
        (
            'license = "x"\n',
            "unknown setting 'license'; do you mean 'licence'\\? Nothing was built; lod_publisher .* has base,",
        ),
        ('renamed_since = "x"\n', "unknown setting 'renamed_since'. Nothing was built"),
    ],
)
def test_a_collection_written_for_another_version_is_refused_in_a_sentence(tmp_path, written, sentence):
    (tmp_path / "collection.toml").write_text(written + '[[sources]]\npath = "a.yaml"\n', encoding="utf-8")
    with pytest.raises(CollectionError, match=sentence):
        read_collection(tmp_path)


# Of a snapshot these may be missing: programs of before did not write them, and a replica may leave them out.
MAY_BE_MISSING = (
    "names.sqlite", "involvement.sqlite", "identities.sqlite", "fragments.sqlite", "views.sqlite", "facets.sqlite",
    "void.json", "findings-history.json", "dumps.json",
)  # fmt: skip


def test_a_snapshot_of_an_earlier_program_of_the_same_format_is_served_without_what_it_lacks(seeds_data, tmp_path):
    shutil.copytree(seeds_data, tmp_path / "data", symlinks=True)
    snapshot = (tmp_path / "data" / "current").resolve()
    manifest = json.loads((snapshot / "manifest.json").read_text(encoding="utf-8"))
    lacking = [name for name in MAY_BE_MISSING if manifest["files"].pop(name, None)]
    assert len(lacking) > 5
    for name in lacking:
        (snapshot / name).unlink()
    for collection in manifest["collections"]:
        collection.pop("path")
    (snapshot / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    shelf.verify(snapshot)
    app = open_app(ServeSettings(data=tmp_path / "data", workers=1))
    client = app.test_client()
    try:
        kinds = Snapshot(snapshot).counts()
        pages = [f"/page/{one.kind}/{one.local_id}" for one in Snapshot(snapshot).catalog.all()][::5]
        ways = ["/", "/search?q=qasim", "/timeline", "/map", "/network", "/dataset", "/dumps/", "/sitemap.xml", "/report",
                "/oai?verb=Identify", "/reconcile", "/authority", "/editors", "/queries", "/ldes", "/changes",
                "/lookup?sameAs=https://www.geonames.org/98182", *(f"/browse/{kind}" for kind in kinds)]  # fmt: skip
        failed = {address: status for address in (*ways, *pages) if (status := client.get(address).status_code) >= 500}
    finally:
        app.extensions["site"].workers.close()
    assert failed == {}
