"""Cards of entities as OpenRefine shows them: in a frame of the size that the manifest tells, without rights."""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from jinja2 import Environment, PackageLoader

from lod_publisher.web.protocols.reconcile.manifests import HEIGHT, WIDTH
from lod_publisher.web.protocols.reconcile.preview import Card, Row
from lod_publisher.web.words import sentence

FRAME = '<iframe id="card" sandbox="" width="{}" height="{}" src="{}/reconcile/preview?id=person%2Fqasim-abd-al-karim"></iframe>'
_LOWEST = (
    "() => Math.max(...[...document.querySelectorAll('h1, p, dt, dd')].map(one => one.getBoundingClientRect().bottom))"
)
_WIDEST = (
    "() => Math.max(...[...document.querySelectorAll('h1, p, dt, dd')].map(one => one.getBoundingClientRect().right))"
)


@pytest.fixture
def openrefine(address, tmp_path) -> Iterator[str]:
    """A site at another origin whose page frames a card as OpenRefine does."""
    (tmp_path / "index.html").write_text(FRAME.format(WIDTH, HEIGHT, address))
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/index.html"
        server.shutdown()


def test_a_card_shows_in_the_frame_of_another_site(browser, openrefine):
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(openrefine)
    assert page.frame_locator("#card").locator("h1").inner_text() == "Abd al-Karim Qasim"
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
    page.close()


def test_the_fullest_card_fits_its_frame(browser):
    """Every row that a person can have, each longer than the frame is wide."""
    rows = ("Life", "Offices", "Countries", "Also", "Years", "Sources", "Identifiers")
    card = Card(
        "Longname " * 30,
        "person",
        "http://127.0.0.1/",
        "Minister of everything " * 15,
        tuple(Row(name, "long " * 60) for name in rows),
    )
    templates = Environment(loader=PackageLoader("lod_publisher.web"), autoescape=True, trim_blocks=True)
    templates.filters["sentence"] = sentence
    html = templates.get_template("reconcile_card.html").render(card=card, width=WIDTH, height=HEIGHT, is_page=True)
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(html)
    assert page.evaluate(_LOWEST) <= HEIGHT
    assert page.evaluate(_WIDEST) <= WIDTH
    page.close()
