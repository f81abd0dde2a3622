"""The query editor: completion, advice, answers as table, chart and map, and the way back from every mistake."""

import re

import pytest
from playwright.sync_api import Page, expect
from tests.browser.axe import barriers

_COUNTS = "SELECT ?class (COUNT(?s) AS ?how_many) { ?s a ?class } GROUP BY ?class ORDER BY DESC(?how_many) LIMIT 5"
_POINTS = "SELECT ?place ?where { ?place crm:P168_place_is_defined_by ?where }"


@pytest.fixture(params=[(390, 844), (1440, 900)], ids=["phone", "desk"])
def page(request, browser, address):
    """The editor at rest; complaints of the browser fail the test, but for answers that are meant to fail."""
    width, height = request.param
    with browser.new_context(viewport={"width": width, "height": height}, base_url=address) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sparql")
        yield page
        assert [each for each in complaints if "status of 400" not in each and "ERR_FAILED" not in each] == []


def write(page: Page, text: str) -> None:
    """Reach for the editor, and write in it."""
    page.locator("form.editor .box").click()
    page.locator(".CodeMirror").wait_for()
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_the_editor_is_fetched_when_somebody_reaches_for_it_and_holds_the_same_words(page):
    assert page.locator(".CodeMirror").count() == 0
    before = page.locator("#query").input_value()
    box = page.locator("form.editor .box").bounding_box()
    page.locator("form.editor .box").click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("SELECT")
    assert page.locator("#query").input_value() == before
    assert page.locator("form.editor .box").bounding_box() == box
    assert barriers(page) == []


def test_a_property_is_completed_with_what_the_dataset_holds(page):
    write(page, "SELECT * { ?place crm:defined")
    offered = page.locator(".CodeMirror-hint")
    expect(offered.first).to_contain_text("place is defined by")
    # each letter asks for a list of its own, which takes the place of the one shown
    page.wait_for_load_state("networkidle")
    expect(offered.first).to_contain_text("place is defined by")
    page.keyboard.press("Enter")
    page.keyboard.type(" ?where }")
    expect(page.locator("#query")).to_have_value("SELECT * { ?place crm:P168_place_is_defined_by ?where }")


def test_an_answer_is_a_table_that_sorts_and_a_chart_and_its_address_asks_it_again(page):
    write(page, _COUNTS)
    page.keyboard.press("Control+Enter")
    rows = page.locator(".results tbody tr")
    expect(rows).to_have_count(5)
    last = rows.last.inner_text()
    page.get_by_role("button", name="how_many").click()
    expect(rows.first).to_have_text(re.compile(re.escape(last.split()[0])))
    page.get_by_role("button", name="Chart").click()
    expect(page.locator(".answer-chart .bar")).to_have_count(5)
    assert barriers(page) == []
    page.reload()
    expect(page.locator(".results tbody tr")).to_have_count(5)


def test_points_are_drawn_on_a_map_that_comes_with_the_site(page):
    write(page, _POINTS)
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Map").click()
    expect(page.locator(".answer-map circle").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def test_a_mistake_is_named_marked_and_mended_in_place(page):
    write(page, "SELECT * { ?d rdsf:label ?l }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("Did you mean rdfs:")
    expect(page.locator(".wrong")).to_have_text(re.compile("rdsf"))
    write(page, "SELECT * { ?d rdfs:label ?l } LIMIT 3")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".results tbody tr")).to_have_count(3)


def test_the_adviser_warns_of_a_term_that_the_dataset_never_uses(page):
    write(page, "SELECT * { ?d crm:P999_unknown ?l } LIMIT 3")
    expect(page.locator("#advice")).to_contain_text("never used")


def test_an_example_is_put_into_the_editor_and_a_server_that_is_away_is_no_lost_query(page):
    page.locator("#examples a").nth(1).click()
    expect(page.locator(".CodeMirror-code")).to_contain_text("Baghdad")
    page.route("**/sparql", lambda route: route.abort())
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("alert")).to_contain_text("try again")
    expect(page.locator("#query")).to_have_value(re.compile("SELECT"))
    page.unroute("**/sparql")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".results h2")).to_contain_text("rows")


def test_the_same_button_downloads_csv_with_and_without_scripts(page):
    write(page, _COUNTS)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert download.value.path().read_text(encoding="utf-8").startswith("class,how_many")


def test_the_keyboard_leaves_the_editor_again(page):
    write(page, "ASK {}")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
