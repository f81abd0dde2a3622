"""The three views in a real browser: moved by hand and by buttons, on a phone, and without scripts."""

import pytest
from playwright.sync_api import expect

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}


@pytest.fixture
def look(browser, address):
    """Opens a path at a size; every complaint of the browser and every foreign request is collected."""
    contexts = []

    def open_it(path: str, size: str = "desktop", scripts: bool = True):
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts, base_url=address
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


@pytest.mark.parametrize("view", ["timeline", "map", "network"])
@pytest.mark.parametrize("size", SIZES)
def test_a_view_fits_its_screen_with_scripts_and_without(look, view, size):
    for scripts in (True, False):
        page = look(f"/{view}", size, scripts)
        assert page.locator("#view svg").is_visible()
        assert page.locator(".view-files a").count() == 4
        assert (page.locator(".view-tools button").count() > 0) == scripts
        if scripts:
            assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size][0]
        assert page.complaints == []


def test_buttons_zoom_the_timeline_and_its_address_can_be_shared(look):
    page = look("/timeline?from=1958&to=1958")
    page.get_by_role("button", name="Nearer").click()
    page.wait_for_url("**/timeline?from=1958-04-02&to=1958-09-30")
    expect(page.get_by_role("heading", level=1)).to_have_text("2 April 1958 to 30 September 1958")
    again = look(page.url)
    assert again.get_by_role("heading", level=1).inner_text() == page.get_by_role("heading", level=1).inner_text()
    assert page.complaints == []


def test_a_hand_moves_the_timeline_and_a_click_still_opens_what_is_clicked(look):
    page = look("/timeline?from=1958-07&to=1958-07")
    box = page.locator("#view svg").bounding_box()
    page.mouse.move(box["x"] + 600, box["y"] + 250)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 250, steps=4)
    page.mouse.up()
    page.wait_for_url("**/timeline?from=1958-07-*&to=1958-08-*")
    page.locator("#view svg a[href*='/page/event/']").first.click()
    page.wait_for_url("**/page/event/**")


def test_the_map_is_drawn_anew_where_it_was_moved_to(look):
    page = look("/map")
    before = page.locator("#view svg").get_attribute("data-box")
    page.get_by_role("button", name="Nearer").click()
    page.wait_for_url("**/map?box=*")
    expect(page.locator("#view svg")).not_to_have_attribute("data-box", before)
    assert page.complaints == []


def test_everybody_is_drawn_on_a_canvas_and_can_be_found_by_name(look):
    page = look("/network")
    page.get_by_role("button", name="Draw everybody").click()
    page.locator("#view canvas").wait_for()
    page.get_by_label("Find somebody in the network").fill("qasim")
    page.keyboard.press("Enter")
    expect(page.locator(".view-said")).to_contain_text("Qasim")
    assert page.complaints == []


def test_a_server_that_is_away_leaves_the_drawing_and_says_so(look):
    page = look("/timeline?from=1958&to=1958")
    page.route("**/timeline?*", lambda route: route.abort())
    page.get_by_role("button", name="Nearer").click()
    page.get_by_text("does not answer now").wait_for()
    assert page.locator("#view svg").is_visible()
