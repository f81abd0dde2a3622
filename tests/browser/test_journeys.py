"""Five ways through the pages that people come for, each on a phone and at a desk."""

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Locator, expect
from tests.browser.kinds import DOCUMENT, PERSON, REPORT
from tests.browser.serving import serving

TELEGRAM = "Telegram From the Department of State to the Embassy in Iraq"
_FEDERATED = """SELECT ?person ?name WHERE {{
  ?person a crm:E21_Person .
  SERVICE <{service}> {{ ?person rdfs:label ?name }}
}} ORDER BY ?name LIMIT 4"""


@pytest.fixture(params=[(390, 844), (1280, 900)], ids=["phone", "desk"])
def page(request, browser, address):
    """A window in which any complaint of the browser fails the journey."""
    width, height = request.param
    phone = {"is_mobile": True, "has_touch": True} if width < 600 else {}
    with browser.new_context(viewport={"width": width, "height": height}, base_url=address, **phone) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.extend([message.text] * (message.type == "error")))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
        assert complaints == []


def test_a_telegram_is_found_by_a_half_remembered_phrase(page):
    page.goto("/")
    words = page.locator("input[name=q]:visible").first
    words.fill("approach is provocation")
    words.press("Enter")
    page.locator("main").get_by_role("link", name=re.compile(TELEGRAM)).first.click()
    page.wait_for_url(f"**{DOCUMENT}*")
    expect(page.locator("main")).to_contain_text("chances are very good that approach is provocation")


def test_from_a_person_to_whom_he_met_and_to_the_sentence_that_says_so(page):
    page.goto("/search?q=Qassim")
    page.locator(f"main a[href*='{PERSON}']").first.click()
    page.wait_for_url(f"**{PERSON}*")
    page.locator("main a[href*='list=events']").first.click()
    page.locator("main").get_by_role("link", name=re.compile("Meeting of Wright and Qassim")).first.click()
    expect(page.locator("main").get_by_role("link", name=re.compile("Michael Wright")).first).to_be_visible()
    _opened(page.locator(f"main a[href$='{DOCUMENT}#p7']").first).click()
    expect(page.locator("#p7")).to_contain_text("Wright had with Qassim November 30")
    expect(page.locator("#p7")).to_be_in_viewport()


def test_what_the_two_sources_say_of_one_day_is_compared(page):
    day = "/timeline?day=1958-12-04"
    for event, source in (("national-guard-grows", REPORT), ("telegram-1505-sent", DOCUMENT)):
        page.goto(day)
        expect(page.locator("main")).to_contain_text("4 December 1958")
        page.locator(f"main a[href$='/page/event/{event}']:visible").first.click()
        page.wait_for_url(f"**/page/event/{event}")
        # the sentence is quoted on the page, and stands where its link leads
        quoted = (page.locator("main blockquote").first.text_content() or "").strip()[:40]
        _opened(page.locator(f"main a[href*='{source}#']").first).click()
        page.wait_for_url(f"**{source}#*")
        expect(page.locator("main")).to_contain_text(quoted)


def test_a_query_over_two_services_is_asked_from_the_editor(page, founding, address):
    service = f"{address}/sparql"
    with serving(founding, "--local-service", service) as where:
        page.goto(f"{where}/sparql?query={quote(_FEDERATED.format(service=service))}")
        page.get_by_role("button", name="Run", exact=True).click()
        expect(page.locator("main table").first.locator("tbody tr")).to_have_count(4)
        expect(page.locator("main")).to_contain_text("Abd al-Karim Qasim")


def test_a_document_is_cited_in_another_style_and_taken_to_a_reference_manager(page):
    page.goto(DOCUMENT)
    page.locator("main").get_by_role("link", name=re.compile("styles|Cite", re.IGNORECASE)).first.click()
    expect(page.locator("main")).to_contain_text("Document 145")
    page.goto(DOCUMENT)
    link = page.locator("main a[href$='.ris']:visible").first
    taken = page.request.get(link.get_attribute("href"))
    assert taken.headers["content-type"].startswith("application/x-research-info-systems")
    assert "TY  - " in taken.text()


def _opened(link: Locator) -> Locator:
    """A link, after the click that shows it where it is folded away."""
    if not link.is_visible():
        link.locator("xpath=ancestor::details[1]/summary").click()
    return link


def test_a_hungarian_reader_switches_the_language_and_finds_the_telegram(page):
    page.goto("/")
    page.get_by_role("navigation", name="Language").get_by_role("link", name="Magyar").click()
    page.wait_for_url(re.compile("/$"))
    expect(page.locator("html")).to_have_attribute("lang", "hu")
    expect(page.get_by_role("navigation", name="Nyelv").get_by_text("Magyar")).to_be_visible()
    words = page.locator("input[name=q]:visible").first
    words.fill("approach is provocation")
    page.locator("main").get_by_role("button", name="Keresés").first.click()
    expect(page.locator("main")).to_contain_text("találat")
    page.locator("main").get_by_role("link", name=re.compile(TELEGRAM)).first.click()
    page.wait_for_url(f"**{DOCUMENT}*")
    expect(page.locator("main")).to_contain_text("Címzett")
    expect(page.locator("main .text")).to_have_attribute("lang", "en")
    page.locator("main .text a.mention").first.click()
    expect(page.locator(".whois").get_by_role("button", name="Bezárás")).to_be_visible()
