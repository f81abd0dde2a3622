"""What a reader sees in a real browser: on phone, tablet and desktop, in light and dark, without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

SIZES = {"phone": (390, 844), "tablet": (820, 1180), "desktop": (1280, 900)}
PAGES = [
    "/",
    "/timeline",
    "/timeline?day=1958-07-14",
    "/browse/person",
    "/search?q=Qassim",
    "/sparql",
    "/vocab",
    "/shapes",
    "/page/document/frus1958-60v12/d145",
    "/page/document/wilson-122512",
    "/page/person/qasim-abd-al-karim",
    "/page/event/republic-proclaimed",
    "/page/event/alleged-journey-from-pishti",
    "/page/person/nobody",
]


@pytest.fixture
def open_page(browser, address):
    """Opens a path at a size and scheme; every complaint of the browser and every foreign request is collected."""
    contexts = []

    def open_it(path: str, size: str = "desktop", scheme: str = "light"):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, java_script_enabled=True, base_url=address
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda r: r.url.startswith(address) or page.complaints.append(f"foreign: {r.url}"))
        page.goto(path)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("size", SIZES)
def test_a_page_fits_its_screen_and_the_browser_has_nothing_to_complain_of(open_page, path, size):
    page = open_page(path, size, "dark" if size == "tablet" else "light")
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
    assert [text for text in page.complaints if "404" not in text] == []
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/page/document/frus1958-60v12/d145", "/search?q=Qassim", "/shapes#person-label"]
)
def test_text_stands_out_from_its_ground(open_page, path, scheme):
    """The contrast of every text is at least 4.5 to 1 (WCAG 2.2, 1.4.3)."""
    page = open_page(path, scheme=scheme)
    faint = page.evaluate(
        """() => {
          const parse = c => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
          const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
                               return .2126 * r + .7152 * g + .0722 * b; };
          const ground = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
                                if (c[3] > .99) return c.slice(0, 3); } return [255, 255, 255]; };
          return [...document.querySelectorAll('main *, header *, footer *')]
            .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && e.getClientRects().length
                         && !e.classList.contains('hidden') && !e.classList.contains('mark'))
            .map(e => { const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(ground(e));
                        return [(Math.max(a, b) + .05) / (Math.min(a, b) + .05), e.tagName + '.' + e.className]; })
            .filter(([ratio]) => ratio < 4.5).map(([ratio, name]) => name + ' ' + ratio.toFixed(2)); }"""
    )
    assert sorted(set(faint)) == []


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_the_iri_of_a_rule_leads_to_the_rule_and_the_contents_to_its_neighbours(open_page, size):
    page = open_page("/shapes#person-label", size)
    rule = page.locator(":target")
    assert "The person has no label." in rule.inner_text()
    expect(rule).to_be_in_viewport()
    page.get_by_role("navigation", name="Contents").get_by_role("link", name="Time-span", exact=True).click()
    expect(page).to_have_url(re.compile("/shapes#TimeSpan$"))
    expect(page.locator(":target")).to_contain_text("It must")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_telegram_is_found_by_a_half_remembered_phrase(open_page, size):
    page = open_page("/", size)
    page.get_by_role("combobox").fill("extreme caution and reserve")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="145. Telegram From the Department of State to the Embassy in Iraq").click()
    expect(page.locator("main")).to_contain_text("chances are very good that approach is provocation")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_from_a_person_to_whom_he_met_and_the_sentence_that_says_so(open_page, size):
    page = open_page("/page/person/qasim-abd-al-karim?list=events", size)
    page.get_by_role("link", name="Meeting of Wright and Qassim, 30 November 1958").click()
    page.get_by_role("link", name="p7").first.click()
    expect(page).to_have_url(re.compile("/page/document/frus1958-60v12/d145#p7$"))
    expect(page.locator("#p7")).to_contain_text("Wright had with Qassim November 30")


def test_a_query_is_asked_from_the_editor_and_answered_as_a_table_of_links(open_page):
    page = open_page("/sparql")
    page.get_by_role("textbox", name="Your query").fill("SELECT ?p WHERE { ?p a crm:E21_Person } ORDER BY ?p LIMIT 3")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".results tbody tr")).to_have_count(3)
    page.locator(".results tbody a").first.click()
    expect(page).to_have_url(re.compile("/page/person/"))


def test_pages_are_read_by_keyboard_and_without_javascript(browser, address):
    with browser.new_context(java_script_enabled=False, base_url=address) as context:
        page = context.new_page()
        page.goto("/page/document/frus1958-60v12/d145")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("#content$"))
        assert "provocation" in page.locator("main").inner_text()
