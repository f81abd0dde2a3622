"""Writes the whole report into a folder: pages, excerpts, Turtle, JSON lines, and the history."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from lod_publisher.model.findings import Finding
from lod_publisher.validation.report.grouping import broken_rules, by_file
from lod_publisher.validation.report.history import Build, history_json
from lod_publisher.validation.report.json import report_jsonl
from lod_publisher.validation.report.pages.files import counts_by_file, write_files
from lod_publisher.validation.report.pages.frame import About, Place
from lod_publisher.validation.report.pages.front import front
from lod_publisher.validation.report.pages.over_time import write_history_page
from lod_publisher.validation.report.pages.rules import rule_pages, write_rules
from lod_publisher.validation.report.pages.sources import write_sources
from lod_publisher.validation.report.turtle import report_turtle

FRONT = "report.html"
HISTORY = "findings-history.json"
PAGES = "report"


def write_report(folder: Path, findings: Sequence[Finding], about: About, builds: Sequence[Build] = ()) -> None:
    """Write report.html, report.ttl, report.jsonl, the pages below report/, and the history if there is one.

    Everything links relatively, so that the folder can be read from a disk as well as from a server. No page grows with the
    number of findings, and no file is held in memory whole. An earlier report in the folder is replaced.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = folder / PAGES
    for old in (*pages.glob("*.html"), *pages.glob("sources/*.html"), *pages.glob("rules/*.html")):
        old.unlink()
    pages.mkdir(exist_ok=True)
    groups = broken_rules(findings)
    below = Place("../", f"../{FRONT}", rules=rule_pages(groups))
    write_sources(pages / "sources", findings, about, below)
    write_rules(pages / "rules", groups, about, below)
    beside = below.seen_from("", f"../{FRONT}")
    write_files(pages, counts_by_file(by_file(findings)), about, beside)
    write_history_page(pages, builds, about, beside)
    whole = front(findings, about, below.seen_from(f"{PAGES}/", FRONT), builds)
    _write(folder / FRONT, (whole,))
    _write(folder / "report.ttl", report_turtle(findings))
    _write(folder / "report.jsonl", report_jsonl(findings))
    if builds:
        _write(folder / HISTORY, history_json(builds))


def _write(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace") as out:
        out.writelines(pieces)
