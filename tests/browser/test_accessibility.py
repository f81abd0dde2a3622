"""Everybody can use every kind of page: in light and dark, by keyboard, at 400 %, and with names that run from right to left."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser.axe import barriers
from tests.browser.kinds import DOCUMENT, KINDS, PERSON

# A window of 1280 by 1024 pixels at 400 % (WCAG 2.2, 1.4.10).
_AT_400 = {"width": 320, "height": 256}


@pytest.fixture(scope="module")
def window(browser, address):
    """One window for all pages; nothing in it moves."""
    with browser.new_context(
        base_url=address, viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    ) as context:
        yield context.new_page()


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_no_barrier_in_light_and_none_of_contrast_in_dark(window, kind):
    window.emulate_media(color_scheme="light")
    window.goto(KINDS[kind])
    assert barriers(window) == []
    window.emulate_media(color_scheme="dark")
    assert barriers(window, "color-contrast", "link-in-text-block") == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_read_at_400_percent_without_scrolling_sideways(window, kind):
    window.set_viewport_size(_AT_400)
    window.goto(KINDS[kind])
    assert window.evaluate("document.documentElement.scrollWidth") <= _AT_400["width"]
    window.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("path", [DOCUMENT, PERSON, KINDS["search"]])
def test_every_stop_of_the_keyboard_can_be_seen_and_they_follow_the_page(window, path):
    """Focus has an outline, is on the screen, and goes forward in the order of the document (WCAG 2.2, 2.4.3, 2.4.7, 2.4.11)."""
    window.goto(path)
    before = window.evaluate_handle("document.body")
    for _ in range(25):
        window.keyboard.press("Tab")
        stop = window.evaluate(
            """(before) => { const e = document.activeElement, box = e.getBoundingClientRect(), s = getComputedStyle(e);
                 return { name: e.outerHTML.slice(0, 90),
                          forward: e === document.body || !!(before.compareDocumentPosition(e) & 4),
                          shown: s.outlineStyle !== 'none' || s.boxShadow !== 'none',
                          there: box.width > 0 && box.bottom > 0 && box.top < innerHeight }; }""",
            before,
        )
        assert stop == {"name": stop["name"], "forward": True, "shown": True, "there": True}
        before = window.evaluate_handle("document.activeElement")


def test_a_page_has_its_landmarks_and_its_first_stop_leads_to_the_content(window):
    for path in (KINDS["front"], DOCUMENT, PERSON, KINDS["query"]):
        window.goto(path)
        for role in ("banner", "main", "contentinfo", "navigation"):
            assert window.get_by_role(role).first.is_visible(), f"{path}: {role}"
        window.keyboard.press("Tab")
        window.keyboard.press("Enter")
        expect(window).to_have_url(re.compile("#content$"))
        expect(window.locator("#content")).to_be_focused()


def test_who_wants_less_motion_gets_none(window):
    for path in (KINDS["front"], DOCUMENT, KINDS["timeline"]):
        window.goto(path)
        moving = window.evaluate(
            """[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e), most = list => Math.max(...list.split(',').map(parseFloat));
                 return most(s.transitionDuration) > .01 || (s.animationName !== 'none' && most(s.animationDuration) > .01); }).length"""
        )
        assert moving == 0, path
