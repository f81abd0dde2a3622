"""Nothing executes, nothing breaks, and the reader is told what to do: hostile data, no scripts, going back, a server that goes away."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.hostile import MANY, RIGHT_TO_LEFT, WORD, write
from tests.browser.kinds import DOCUMENT, KINDS, PERSON
from tests.browser.serving import published, serving, start, stop
from tests.ports import free_port

PHONE = {"width": 390, "height": 844}
HOSTILE = {
    "person": "/page/person/hostile",
    "person of a list": "/page/person/hostile/p_H1",
    "quotes": "/page/person/o'neill%2522onclick=%2522window.hit=5",
    "endless": "/page/person/endless",
    "busy": "/page/person/busy",
    "event": "/page/event/hostile",
    "place": "/page/place/hostile",
    "document": "/page/document/hostile/d1",
    "undated": "/page/document/hostile/d2",
    "volume": "/page/volume/hostile",
    "front": "/",
    "persons": "/browse/person",
    "search": "/search?q=hit",
    "search for markup": "/search?q=%3Cimg+src%3Dx+onerror%3Dwindow.hit%3D9%3E%22%27",
    "timeline": "/timeline",
    "day": "/timeline?day=1958-07-14",
    "map": "/map",
    "network": "/network",
    "cite": "/cite/document/hostile/d1",
    "answer": "/sparql?format=html&query=SELECT%20%3Fs%20%3Fo%20WHERE%20%7B%20%3Fs%20rdfs%3Alabel%20%3Fo%20%7D%20LIMIT%2050",
    "mistake": "/sparql?format=html&query=%3C/textarea%3E%3Cscript%3Ewindow.hit=10%3C/script%3E",
    "report": "/report",
}


# What a page that was made of hostile data must not hold, each in words.
_HARM = """width => [
  ...(window.hit === undefined ? [] : [`script ${window.hit} was executed`]),
  ...(document.documentElement.scrollWidth > width ? [`it is ${document.documentElement.scrollWidth} pixels wide`] : []),
  ...[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => a.name.startsWith('on')).map(a => `${a.name}=${a.value}`),
  ...[...document.querySelectorAll('[href], [src], [action]')].map(e => e.getAttribute('href') ?? e.getAttribute('src') ?? e.getAttribute('action'))
    .filter(address => /^\\s*(javascript|vbscript|data):/i.test(address)).map(address => `a link to ${address}`)]"""


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory):
    """Where the hostile collection is served."""
    folder = tmp_path_factory.mktemp("hostile")
    with serving(published(write(folder), folder / "data")) as where:
        yield where


@pytest.fixture
def page(browser):
    """A phone's window; `hits` are what hostile data have done, and `asked` the addresses that it asked for."""
    with browser.new_context(viewport=PHONE) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.asked, page.errors = [], []
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("dialog", lambda dialog: page.errors.append(dialog.message))
        yield page


def test_hostile_data_do_nothing_on_any_page_and_none_is_wider_than_a_phone(page, hostile_address):
    found = []
    for name, path in HOSTILE.items():
        page.goto(f"{hostile_address}{path}")
        found += [f"{name}: {problem}" for problem in page.evaluate(_HARM, PHONE["width"])]
    assert found == []
    assert page.errors == []
    assert [url for url in page.asked if not url.startswith(hostile_address)] == []


def test_what_was_meant_as_a_script_is_read_as_text(page, hostile_address):
    for path in (HOSTILE["person"], HOSTILE["document"], HOSTILE["event"], HOSTILE["persons"]):
        page.goto(f"{hostile_address}{path}")
        assert "<script>window.hit = 1</script>" in page.locator("main").inner_text(), path


def test_a_name_from_right_to_left_is_drawn_from_right_to_left(page, hostile_address):
    page.goto(f"{hostile_address}/page/person/qasim")
    heading = page.locator("h1")
    assert heading.inner_text() == RIGHT_TO_LEFT
    drawn = (
        "e => { for (; e; e = e.parentElement) if (e.dir === 'rtl' || e.dir === 'auto') return true; return false; }"
    )
    assert heading.evaluate(drawn)
    page.goto(f"{hostile_address}{HOSTILE['document']}")
    assert RIGHT_TO_LEFT in page.locator("main").inner_text()


def test_a_word_without_end_is_broken_not_cut(page, hostile_address):
    page.goto(f"{hostile_address}{HOSTILE['endless']}")
    assert WORD in page.locator("main").inner_text().replace("\n", "")


def test_someone_with_thousands_of_events_has_a_short_page_and_all_are_reached(page, hostile_address):
    page.goto(f"{hostile_address}{HOSTILE['busy']}")
    assert page.evaluate("document.body.innerHTML.length") < 200_000
    assert re.search(rf"{MANY:,}|500\+", page.locator("main").inner_text())
    page.get_by_role("link", name="All").first.click()
    page.locator("main a[rel=next]").first.click()
    expect(page).to_have_url(re.compile("page=2"))
    expect(page.locator("main a[href*='/page/event/busy-']").nth(10)).to_be_attached()


@pytest.mark.parametrize(
    "path", ["/search?q=zzzzzzzz", "/timeline?from=1850&to=1851", "/page/person/nobody", "/nowhere"]
)
def test_who_finds_nothing_is_told_so_and_where_to_go_on(page, address, path):
    page.goto(f"{address}{path}")
    main = page.locator("main")
    assert len(main.inner_text()) > 40
    assert main.get_by_role("link").count() + main.locator("input").count() > 0


@pytest.mark.parametrize(
    "kind", ["front", "search", "document", "person", "timeline", "map", "network", "query", "validation report"]
)
def test_a_page_says_the_same_without_scripts(browser, address, kind):
    with browser.new_context(java_script_enabled=False, base_url=address, viewport=PHONE) as context:
        page = context.new_page()
        page.goto(KINDS[kind])
        assert len(page.locator("main").inner_text()) > 100
        assert page.get_by_text("enable JavaScript").count() == 0
        if kind == "query":
            page.get_by_role("textbox").last.fill("SELECT ?p WHERE { ?p a crm:E21_Person } LIMIT 3")
            page.get_by_role("button", name="Run").click()
            expect(page.locator("main tbody tr")).to_have_count(3)


def test_going_back_brings_back_the_words_and_the_place(page, address):
    page.goto(f"{address}/search?q=Qassim")
    page.locator("main a[href*='/page/']").first.click()
    page.wait_for_url("**/page/**")
    page.go_back()
    expect(page).to_have_url(f"{address}/search?q=Qassim")
    assert page.locator("input[name=q]:visible").first.input_value() == "Qassim"
    page.goto(f"{address}{PERSON}")
    page.evaluate("window.scrollTo(0, 600)")
    page.locator("main a[href*='/page/']:visible").last.click()
    expect(page).not_to_have_url(f"{address}{PERSON}")
    page.go_back()
    page.wait_for_function("window.scrollY > 0")


def test_a_reader_who_asks_again_after_the_server_was_started_anew_goes_on_reading(page, founding):
    port = free_port()
    server = start(founding, port)
    try:
        page.goto(f"http://127.0.0.1:{port}{DOCUMENT}")
        before = page.locator("main").inner_text()
        stop(server)
        with pytest.raises(Exception, match="ERR_CONNECTION_REFUSED"):
            page.goto(f"http://127.0.0.1:{port}{PERSON}")
        server = start(founding, port)
        page.goto(f"http://127.0.0.1:{port}{DOCUMENT}")
        expect(page.locator("h1")).to_be_visible()
        assert page.locator("main").inner_text() == before
    finally:
        stop(server)
