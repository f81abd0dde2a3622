"""The report in a real browser: readable on a phone, in the dark, and without a script."""

import pytest
from playwright.sync_api import expect

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.validation.report import About, write_report

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
_OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_the_report_is_wider_than_the_screen_and_none_breaks_its_own_policy(browser, address, size, scheme):
    page = browser.new_page(viewport=size, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{address}/report")
    rule = page.locator("a[href*='report/rules/']").first.get_attribute("href")
    source = page.locator("a[href*='report/sources/']").first.get_attribute("href")
    for name in ("report", rule, source, "report/files.html"):
        page.goto(f"{address}/{name}")
        assert page.evaluate(_OVERFLOW) <= 0, name
    assert complaints == []
    page.close()


@pytest.fixture
def reader(browser):
    """A browser window without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    yield context.new_page()
    context.close()


def test_the_line_of_a_finding_is_two_clicks_away(reader, address):
    reader.goto(f"{address}/report")
    reader.locator("a[href*='report/rules/note-mark-glued']").first.click()
    reader.locator("td a[href*='#L']").first.click()
    expect(reader.locator(".ln.hit:target")).to_be_visible()


def test_one_severity_can_be_shown_alone_on_pages_read_from_a_disk(reader, tmp_path):
    (tmp_path / "v.xml").write_text("a\n" * 30, encoding="utf-8")
    findings = [
        Finding("bad-date", Severity.WARNING, Origin("v.xml", 4), "d1", "The date is wrong."),
        Finding("no-id", Severity.INFO, Origin("v.xml", 25), "d2", "There is no id."),
    ]
    write_report(tmp_path / "out", findings, About("", "", source_of=lambda _file: tmp_path / "v.xml"))
    reader.goto((tmp_path / "out" / "report.html").as_uri())
    reader.get_by_label("Warnings").check()
    expect(reader.locator("#warning-bad-date")).to_be_visible()
    expect(reader.locator("#note-no-id")).to_be_hidden()
    reader.locator("a[href*='report/sources/']").first.click()
    expect(reader.locator("#L25")).to_be_visible()
    reader.get_by_label("Warnings").check()
    expect(reader.locator("#L4")).to_be_visible()
    expect(reader.locator("#L25")).to_be_hidden()
