"""A document in a real browser: notes beside the text or below it, names that open cards, and all of it without JavaScript."""

import pytest
from playwright.sync_api import expect

TELEGRAM = "/page/document/frus1958-60v12/d145"


def place(page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None
    return dict(found)


@pytest.fixture
def telegram(browser, address, bundles):
    """Opens the telegram at a width."""
    contexts = []

    def open_it(width: int, **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(TELEGRAM)
        return page

    yield open_it
    for context in contexts:
        context.close()


def test_on_a_wide_screen_a_note_stands_level_with_its_paragraph_and_on_a_phone_below_it(telegram):
    wide = telegram(1440)
    paragraph, note = place(wide, "#p1"), place(wide, "#fn1")
    assert note["x"] > paragraph["x"] + paragraph["width"]
    assert abs(note["y"] - paragraph["y"]) < 20
    phone = telegram(390)
    paragraph, note = place(phone, "#p1"), place(phone, "#fn1")
    assert note["y"] >= paragraph["y"] + paragraph["height"]
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1440])
def test_a_name_opens_a_card_by_keyboard_that_escape_closes_and_that_stays_on_the_screen(telegram, width):
    page = telegram(width)
    name = page.locator("#p7 a.mention", has_text="Qassim").first
    name.focus()
    page.keyboard.press("Enter")
    card = page.locator(".whois")
    card.wait_for()
    assert "Abd al-Karim Qasim" in card.inner_text()
    box = card.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert page.url.endswith(TELEGRAM)
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(name).to_be_focused()
    name.click()
    page.locator(".whois h2 a").click()
    page.wait_for_url("**/page/person/qasim-abd-al-karim")


def test_without_javascript_a_name_is_a_link(telegram):
    page = telegram(1440, java_script_enabled=False)
    page.locator("#p7 a.mention", has_text="Qassim").first.click()
    page.wait_for_url("**/page/person/qasim-abd-al-karim")
