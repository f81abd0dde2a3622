"""The report of a build: links to what was published, a history from build to build, and a baseline for what is new."""

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring

from lod_publisher.build.inputs import gather
from lod_publisher.build.pipeline import build
from lod_publisher.build.reporting import Pages, SourceFiles
from lod_publisher.build.result import BuildResult
from lod_publisher.errors import ViolationError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import IriScheme, keyed
from lod_publisher.model.records import Origin
from lod_publisher.settings import BuildSettings, Source
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.cataloguing import CatalogRow, Entry, compress, write_catalog

BASE = "https://data.example.org"
EVENT = "- kind: event\n  id: {id}\n  label: Talk {id}\n  type: meeting\n  date: '{date}'\n"
IMPOSSIBLE = EVENT.format(id="never", date="1958-02-30")


def run(source: Path, data: Path, day: int, **settings: object) -> BuildResult:
    made = BuildSettings(data=data, base=BASE, jobs=1, **settings)  # type: ignore[arg-type]
    return build([source], made, datetime(2026, 1, day, tzinfo=UTC), lambda *_: None)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "collection.toml").write_text('title = "Talks"\n[[sources]]\npath = "*.yaml"\nreader = "records"\n')
    (folder / "talks.yaml").write_text(text, encoding="utf-8")
    return folder


def parsed(path: Path) -> Any:
    """A page; lxml's own types say of an XPath that it may be anything."""
    return document_fromstring(path.read_bytes())


def rows(folder: Path, rule: str) -> Any:
    return parsed(folder / "report" / "rules" / f"{rule}.html").xpath("//tbody/tr")


def history(folder: Path) -> list[tuple[str, int]]:
    told = json.loads((folder / "findings-history.json").read_text(encoding="utf-8"))
    return [(b["moment"][:10], sum(sum(rules.values()) for rules in b["files"].values())) for b in told["builds"]]


def test_a_published_record_links_to_its_page_and_line_and_one_that_was_left_out_only_to_its_line(tmp_path):
    source = write(tmp_path / "talks", EVENT.format(id="first", date="1958-07-14") + IMPOSSIBLE)
    result = run(source, tmp_path / "data", 1)
    folder = shelf.published_folder(tmp_path / "data")
    (published,) = rows(folder, "event-evidence")
    assert published.xpath("./td[2]/a/@href") == [f"{BASE}/id/event/first"]
    left_out = next(finding for finding in result.findings if finding.severity is Severity.VIOLATION)
    (row,) = rows(folder, left_out.rule)
    assert row.xpath("./td[2]/a") == []
    (href,) = row.xpath("./td[1]/a/@href")
    page = folder / "report" / "rules" / href.partition("#")[0]
    (line,) = parsed(page).xpath("//*[@id=$id]", id=href.partition("#")[2])
    assert line.xpath("./a/text()") == [str(left_out.origin.line)]
    shelf.verify(folder)
    assert f"{folder.name}" in (folder / "report.html").read_text(encoding="utf-8")


def test_the_history_goes_on_from_the_published_snapshot_and_no_other(tmp_path):
    data = tmp_path / "data"
    source = write(tmp_path / "talks", EVENT.format(id="first", date="1958-07-14"))
    run(source, data, 1)
    write(source, EVENT.format(id="first", date="1958-07-14") + EVENT.format(id="second", date="1958-07-15"))
    unpublished = run(source, data, 2, publish=False).snapshot_id
    assert history(data / "snapshots" / str(unpublished)) == [("2026-01-01", 1), ("2026-01-02", 2)]
    assert history(data / "current") == [("2026-01-01", 1)]
    write(source, IMPOSSIBLE)
    with pytest.raises(ViolationError):
        run(source, data, 3, strict=True)
    assert history(data / "current") == [("2026-01-01", 1)]
    write(source, EVENT.format(id="third", date="1958-07-16") * 1)
    run(source, data, 4)
    assert history(data / "current") == [("2026-01-01", 1), ("2026-01-04", 1)]
    assert "Over time" in (data / "current" / "report.html").read_text(encoding="utf-8")


def test_a_snapshot_from_before_there_was_a_history_begins_one(tmp_path):
    data = tmp_path / "data"
    run(write(tmp_path / "talks", EVENT.format(id="first", date="1958-07-14")), data, 1)
    (data / "current" / "findings-history.json").unlink()
    run(write(tmp_path / "talks", EVENT.format(id="other", date="1958-07-14")), data, 2)
    assert history(data / "current") == [("2026-01-02", 1)]


def finding(record: str, file: str = "v.xml", focus: str = "") -> Finding:
    return Finding("rule", Severity.WARNING, Origin(file, 3), record, "Something.", focus=focus)


@pytest.fixture
def found_pages(tmp_path: Path) -> Pages:
    """The pages of a catalogue with a document, its volume, a person and an event of one key, and something foreign."""
    known = [("document", "v/d1", "v.xml"), ("volume", "v", "v.xml"), ("person", "rusk", "p.yaml"),
             ("event", "rusk", "e.yaml"), ("event", "talk/first", "e.yaml"),
             ("concept", f"elsewhere/{keyed('http://x.example/a')}", "x.ttl")]  # fmt: skip
    batch = [
        Entry(kind, key, CatalogRow(kind, key, key, "", "0", file, 1, (), compress("")), "0", ())
        for kind, key, file in known
    ]
    write_catalog(tmp_path / "catalog.sqlite", [batch], "2026-01-01T00:00:00Z")
    return Pages(Catalog(tmp_path / "catalog.sqlite"), IriScheme(BASE))


@pytest.mark.parametrize(
    ("given", "page"),
    [
        (finding("document/v/d1", focus=f"{BASE}/id/document/v/d1"), "/id/document/v/d1"),
        (finding("document/v/d1", focus=f"{BASE}/id/document/v/d1#creation"), "/id/document/v/d1"),
        (finding("v/d1"), "/id/document/v/d1"),
        (finding("v/d1/note-2"), "/id/document/v/d1#note-2"),
        (finding("v"), "/id/volume/v"),
        (finding("event/talk/first"), "/id/event/talk/first"),
        (finding("rusk", "e.yaml"), "/id/event/rusk"),
        (finding("rusk", "other.yaml"), ""),
        (finding("v/d2"), ""),
        (finding("v/d2/note-1"), ""),
        (finding("document/v/d2", focus=f"{BASE}/id/document/v/d2"), ""),
        (finding("http://x.example/a", focus="http://x.example/a"),
         f"/id/concept/elsewhere/{keyed('http://x.example/a')}"),
        (finding("http://x.example/b", focus="http://x.example/b"), ""),
        (finding("not a key at all: <x>"), ""),
        (finding(""), ""),
    ],
)  # fmt: skip
def test_a_finding_leads_to_the_page_of_the_one_entity_that_it_is_about(found_pages, given, page):
    assert found_pages.page_of(given) == (f"{BASE}{page}" if page else "")


def test_a_source_is_found_by_the_name_that_findings_use_and_nothing_outside_it(tmp_path):
    folder = write(tmp_path / "talks", "")
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a.xml").write_text("<a/>")
    known = SourceFiles((*gather([folder], None).sources, Source(tmp_path / "tree", "tree", "pocom-xml", "c")))
    assert known.path_of("talks/talks.yaml") == folder / "talks.yaml"
    assert known.path_of("tree/deep/a.xml") == tmp_path / "tree" / "deep" / "a.xml"
    for name in ("all sources", "tree", "tree/../talks/talks.yaml", "tree/deep", "/etc/passwd", ""):
        assert known.path_of(name) is None


def lod_publisher(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod_publisher", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_a_check_against_a_baseline_shows_only_what_is_new_and_fails_only_then(tmp_path):
    accepted, data = tmp_path / "accepted.jsonl", tmp_path / "data"
    source = write(tmp_path / "talks", IMPOSSIBLE + EVENT.format(id="first", date="1958-07-14"))
    plain = ("check", source, "--data", data, "--quiet")
    assert lod_publisher(*plain).returncode == 1
    done = lod_publisher(*plain, "--write-baseline", accepted)
    assert (done.returncode, "findings are accepted" in done.stdout) == (0, True), done.stderr
    write(source, EVENT.format(id="new", date="1958-07-14") + IMPOSSIBLE)  # what was known has moved down
    done = lod_publisher(*plain, "--baseline", accepted, "--report", tmp_path / "report")
    assert done.returncode == 1
    assert done.stdout.startswith("Against the baseline: 1 new, 1 known, 1 of the baseline not found again")
    assert "event/new" in done.stdout
    assert "never" not in done.stdout
    assert "talks.yaml:1" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    write(source, IMPOSSIBLE)
    done = lod_publisher(*plain, "--baseline", accepted)
    assert (done.returncode, done.stdout.count("\n")) == (0, 1), done.stdout
    done = lod_publisher(*plain, "--baseline", accepted, "--format", "jsonl")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Against the baseline: 0 new" in done.stderr


def test_a_build_against_a_baseline_fails_only_for_what_is_new_changed_or_not(tmp_path):
    accepted, data = tmp_path / "accepted.jsonl", tmp_path / "data"
    source = write(tmp_path / "talks", IMPOSSIBLE + EVENT.format(id="first", date="1958-07-14"))
    lod_publisher("check", source, "--data", data, "--quiet", "--write-baseline", accepted)
    done = lod_publisher("build", source, "--data", data, "--baseline", accepted)
    assert done.returncode == 0, done.stderr
    assert "Against the baseline: 0 new, 2 known" in done.stdout
    (tmp_path / "none.jsonl").write_text(accepted.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    done = lod_publisher("build", source, "--data", data, "--baseline", tmp_path / "none.jsonl")
    assert done.returncode == 1
    assert "Against the baseline: 2 new, 0 known" in done.stdout
    assert "Nothing has changed" in done.stdout


def test_a_baseline_that_is_not_there_is_refused_before_any_work(tmp_path):
    source = write(tmp_path / "talks", EVENT.format(id="first", date="1958-07-14"))
    done = lod_publisher("check", source, "--data", tmp_path / "data", "--baseline", tmp_path / "absent")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "absent: there is no such baseline" in done.stderr
    done = lod_publisher("check", source, "--data", tmp_path / "data", "--write-baseline", tmp_path / "no" / "b")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_json_lines_on_the_terminal_are_those_of_the_snapshot(tmp_path):
    source = write(tmp_path / "talks", EVENT.format(id="first", date="1958-07-14"))
    run(source, tmp_path / "data", 1)
    done = lod_publisher("check", source, "--data", tmp_path / "data", "--base", BASE, "--format", "jsonl", "--quiet")
    assert done.stdout == (tmp_path / "data" / "current" / "report.jsonl").read_text(encoding="utf-8")
