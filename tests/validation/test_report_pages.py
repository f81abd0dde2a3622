"""The pages of the report: every finding is reachable, every link leads somewhere, and no page grows without bound."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from lxml.html import document_fromstring

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation.report import About, Build, counts_of, extended, read_history, write_report

REFERENCE = Finding(
    "reference-to-nowhere",
    Severity.WARNING,
    Origin("frus/v.xml", 5),
    "v/d1",
    "It refers to #d9.",
    value="#d9",
    consequence="It is published as text.",
    remedy="Correct its target.",
)
UNDATED = Finding("undated", Severity.INFO, Origin("frus/v.xml", 2), "v/d2", "Nothing says when it was written.")
BARE = Finding("undated", Severity.VIOLATION, Origin("all sources"), "v/d3", "Nothing says when it was written.")


def parsed(path: Path) -> Any:
    """A page; lxml's own types say of an XPath that it may be anything."""
    return document_fromstring(path.read_bytes())


def lines(path: Path, many: int = 10) -> Path:
    path.write_text("".join(f"    line {n} of many\n" for n in range(1, many + 1)), encoding="utf-8")
    return path


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    text = lines(tmp_path / "v.xml").read_text(encoding="utf-8").splitlines()
    text[4] = f'{"x" * 900}<ref target="#d9">{"y" * 900}'
    (tmp_path / "v.xml").write_text("\n".join(text), encoding="utf-8")
    return tmp_path / "v.xml"


def about(volume: Path, page_of=lambda _finding: "") -> About:
    return About("A collection", "2026-01-01T00:00:00Z", "s1", "https://data.example.org", True, page_of,
                 source_of={"frus/v.xml": volume}.get)  # fmt: skip


def pages(folder: Path) -> dict[str, Any]:
    return {
        str(path.relative_to(folder)): parsed(path)
        for path in (folder / "report.html", *sorted((folder / "report").rglob("*.html")))
    }


def dead_links(folder: Path) -> list[str]:
    made = pages(folder)
    dead = []
    for name, page in made.items():
        for href in page.xpath("//a/@href"):
            if href.startswith("https://"):
                continue
            file, _, anchor = href.partition("#")
            target = ((folder / name).parent / unquote(file)).resolve() if file else folder / name
            there = made.get(str(target.relative_to(folder.resolve())))
            if not target.is_file() or (anchor and (there is None or not there.xpath("//*[@id=$id]", id=anchor))):
                dead.append(f"{name}: {href}")
    return dead


def test_every_link_from_page_to_page_leads_to_a_page_and_a_place_in_it(tmp_path, volume):
    builds = [Build(str(n), f"2026-01-0{n}", True, counts_of([REFERENCE] * n)) for n in (1, 2)]
    write_report(tmp_path / "out", [REFERENCE, UNDATED, BARE], about(volume), builds)
    assert dead_links(tmp_path / "out") == []
    assert (tmp_path / "out/report/history.html").is_file()


def test_a_finding_links_to_the_line_of_its_source_and_a_finding_without_a_line_links_to_none(tmp_path, volume):
    write_report(
        tmp_path / "out", [REFERENCE, BARE, replace(REFERENCE, origin=Origin("frus/v.xml", 99))], about(volume)
    )
    made = pages(tmp_path / "out")
    (row, beyond) = made["report/rules/reference-to-nowhere.html"].xpath("//tbody/tr")
    (href,) = row.xpath("./td[1]/a/@href")
    page, _, anchor = href.removeprefix("../").partition("#")
    assert anchor == "L5"
    (line,) = made[f"report/{page}"].xpath("//*[@id='L5']")
    assert line.xpath(".//mark/text()") == ["#d9"]
    assert beyond.xpath("./td[1]/a") == []
    assert made["report/rules/undated.html"].xpath("//tbody/tr/td[1]/a[contains(@href, '#')]") == []


def test_an_excerpt_has_three_lines_before_and_after_and_cuts_long_ones_around_the_value(tmp_path, volume):
    write_report(tmp_path / "out", [REFERENCE], about(volume))
    (source,) = (tmp_path / "out/report/sources").iterdir()
    rows = parsed(source).xpath("//div[contains(@class, 'ln')]")
    assert [row[0].text for row in rows] == ["2", "3", "4", "5", "6", "7", "8"]
    told = rows[3].text_content()
    assert '<ref target="#d9">' in told
    assert "characters more" in told
    assert len(told) < 500
    assert rows[0].text_content() == "2line 2 of many"  # what all lines are indented by is left out


def test_a_line_as_long_as_a_volume_and_bytes_that_are_no_text_are_shown_in_part(tmp_path):
    path = tmp_path / "v.json"
    path.write_bytes(b"\xff\x00<b>" + b"a" * 3_000_000 + b"#d9" + b"\xfe" * 3_000_000)
    finding = replace(REFERENCE, origin=Origin("v.json", 1))
    write_report(tmp_path / "out", [finding] * 100, replace(about(path), source_of=lambda _file: path))
    (source,) = (tmp_path / "out/report/sources").iterdir()
    assert source.stat().st_size < 40_000
    assert "and 60 more findings (line 1), on the pages of the rules" in source.read_text(encoding="utf-8")


def test_a_file_that_has_gone_is_named_but_not_linked_line_by_line(tmp_path):
    write_report(tmp_path / "out", [REFERENCE], about(tmp_path / "gone.xml"))
    made = pages(tmp_path / "out")
    assert made["report/rules/reference-to-nowhere.html"].xpath("//tbody/tr/td[1]/a") == []
    (source,) = [page for name, page in made.items() if "sources" in name]
    assert "The file itself could not be shown" in source.text_content()
    assert "It refers to #d9." in source.text_content()
    assert dead_links(tmp_path / "out") == []


def test_a_record_links_to_its_page_only_when_it_has_one(tmp_path, volume):
    page = "https://data.example.org/id/document/v/d2"
    write_report(tmp_path / "out", [REFERENCE, UNDATED], about(volume, lambda f: page if f.record == "v/d2" else ""))
    made = pages(tmp_path / "out")
    assert made["report/rules/undated.html"].xpath("//tbody/tr/td[2]/a/@href") == [page]
    assert made["report/rules/reference-to-nowhere.html"].xpath("//tbody/tr/td[2]/a") == []


def test_every_finding_is_on_a_page_of_its_rule_and_no_page_is_endless(tmp_path, volume):
    many = [replace(REFERENCE, record=f"v/d{n}", origin=Origin("frus/v.xml", n)) for n in range(1, 2_351)]
    write_report(tmp_path / "out", many, about(lines(volume, 4_000)))
    made = pages(tmp_path / "out")
    rules = [page for name, page in made.items() if name.startswith("report/rules/")]
    shown = [cell.text_content() for page in rules for cell in page.xpath("//tbody/tr/td[2]")]
    assert sorted(shown) == sorted(finding.record for finding in many)
    assert max(len(page.xpath("//tbody/tr")) for page in made.values()) <= 2_000
    assert max(path.stat().st_size for path in (tmp_path / "out/report").rglob("*.html")) < 1_000_000
    assert dead_links(tmp_path / "out") == []


def test_a_file_with_more_places_than_are_shown_says_so(tmp_path, volume):
    many = [replace(REFERENCE, origin=Origin("frus/v.xml", n)) for n in range(1, 3_501)]
    write_report(tmp_path / "out", many, about(lines(volume, 4_000)))
    sources = sorted((tmp_path / "out/report/sources").iterdir())
    assert "Only the first 3,000 of 3,500 lines with findings are shown here." in sources[0].read_text(encoding="utf-8")
    assert len(sources) == 20
    assert dead_links(tmp_path / "out") == []


def test_a_rule_broken_in_many_files_names_the_first_dozen_and_opens_on_the_others(tmp_path, volume):
    many = [replace(REFERENCE, origin=Origin(f"frus/v{n}.xml")) for n in range(30) for _ in range(30 - n)]
    write_report(tmp_path / "out", many, about(volume))
    page = pages(tmp_path / "out")["report/rules/reference-to-nowhere.html"]
    first, others = page.xpath("//ul[@class='files']")
    assert [first[0].text_content(), len(first), len(others)] == ["frus/v0.xml 30", 12, 18]
    assert page.xpath("//summary/text()") == ["18 more files"]


def test_a_rule_with_two_severities_has_a_page_for_each(tmp_path, volume):
    write_report(tmp_path / "out", [UNDATED, BARE], about(volume))
    assert {path.name for path in (tmp_path / "out/report/rules").iterdir()} == {"undated.html", "undated.info.html"}
    assert "v/d3" in (tmp_path / "out/report/rules/undated.html").read_text(encoding="utf-8")


def test_the_files_table_counts_every_severity_and_adds_up(tmp_path, volume):
    write_report(tmp_path / "out", [REFERENCE, REFERENCE, UNDATED, BARE], about(volume))
    rows = pages(tmp_path / "out")["report/files.html"].xpath("//tbody/tr")
    assert [[cell.text_content() for cell in row] for row in rows] == [
        ["all sources", "1", "0", "0", "1"],
        ["frus/v.xml", "0", "2", "1", "3"],
        ["All files", "1", "2", "1", "4"],
    ]


def test_an_earlier_report_in_the_folder_is_replaced(tmp_path, volume):
    write_report(tmp_path / "out", [REFERENCE], about(volume))
    (tmp_path / "out/notes.txt").write_text("mine", encoding="utf-8")
    write_report(tmp_path / "out", [UNDATED], about(volume))
    assert [path.name for path in (tmp_path / "out/report/rules").iterdir()] == ["undated.html"]
    assert (tmp_path / "out/notes.txt").is_file()


def test_findings_over_time_are_shown_from_the_second_build_on_with_their_differences(tmp_path, volume):
    now = Build("s2", "2026-01-02T10:00:00Z", True, counts_of([REFERENCE, UNDATED, BARE]))
    write_report(tmp_path / "one", [REFERENCE], about(volume), [now])
    assert "Over time" not in (tmp_path / "one/report.html").read_text(encoding="utf-8")
    before = Build("s1", "2026-01-01T10:00:00Z", False, counts_of([REFERENCE] * 4))
    write_report(tmp_path / "two", [REFERENCE, UNDATED, BARE], about(volume), [before, now])
    tables = pages(tmp_path / "two")["report/history.html"].xpath("//table")
    head = [cell.text_content() for cell in tables[0].xpath(".//thead//th")]
    assert head == ["Source file", "2026-01-0210:00", "2026-01-0110:00not validated"]
    rows = [[cell.text_content() for cell in row] for row in tables[0].xpath(".//tbody/tr")]
    assert rows == [
        ["frus/v.xml", "2▼\u2009\u22122", "4"],
        ["all sources", "1▲\u2009+1", "0"],
        ["All", "3▼\u2009\u22121", "4"],
    ]
    front = (tmp_path / "two/report.html").read_text(encoding="utf-8")
    assert "Over time" in front
    assert "All 2 builds" in front


def test_a_history_reads_back_keeps_the_last_fifty_builds_and_a_build_made_again_takes_its_own_place(tmp_path, volume):
    builds: list[Build] = []
    for number in range(60):
        builds = extended(builds, Build(f"s{number}", "2026", True, counts_of([REFERENCE])))
    assert [builds[0].id, builds[-1].id, len(builds)] == ["s10", "s59", 50]
    again = extended(builds, Build("s59", "2027", True, {}))
    assert [again[-1].moment, len(again)] == ["2027", 50]
    write_report(tmp_path / "out", [REFERENCE], about(volume), builds)
    path = tmp_path / "out/findings-history.json"
    assert read_history(path) == builds
    told = json.loads(path.read_text(encoding="utf-8"))
    assert told["builds"][0]["files"] == {"frus/v.xml": {"warning: reference-to-nowhere": 1}}


@pytest.mark.parametrize(
    "content", [None, b"", b"[1]", b'{"version": 2, "builds": []}', b'{"version": 1, "builds": [{}]}', b"\xff"]
)
def test_a_snapshot_without_a_readable_history_begins_a_new_one(tmp_path, content):
    if content is not None:
        (tmp_path / "h.json").write_bytes(content)
    assert read_history(tmp_path / "h.json") == []


def test_a_source_with_markup_of_its_own_is_shown_as_text(tmp_path, volume):
    volume.write_text("</code></div><script>alert(1)</script>\n" * 9, encoding="utf-8")
    write_report(tmp_path / "out", [replace(REFERENCE, value="<script>")], about(volume))
    (source,) = (tmp_path / "out/report/sources").iterdir()
    page = parsed(source)
    assert page.xpath("//script") == []
    assert page.xpath("//mark/text()") == ["<script>"]
