"""Ten strange documents on their real pages: no word is lost, nothing is added, nothing is executed."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from lxml import etree, html
from tests.web.printed.strange import DOCUMENTS, volume
from tests.web.printed.words import of_page, of_tei

from lod_publisher.build.pipeline import build
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

BASE = "https://data.example.org"


@pytest.fixture(scope="module")
def strange(tmp_path_factory) -> Iterator[Flask]:
    """The application over the volume of strange documents."""
    folder = tmp_path_factory.mktemp("strange")
    (folder / "in").mkdir()
    (folder / "in" / "frus-strange.xml").write_text(volume(), encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    build([folder / "in"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    app = open_app(ServeSettings(data=folder / "data", workers=1))
    yield app
    app.extensions["site"].workers.close()


def page_of(app: Flask, number: int) -> html.HtmlElement:
    answer = app.test_client().get(f"/page/document/frus-strange/d{number}", headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return html.fromstring(answer.text)


def text_of(page: etree._Element) -> str:
    """The parts of a page that are the document's own, as HTML."""
    kinds = ("above", "title", "summary", "asprinted", "text")
    found = []
    for element in page.iter():
        if set((element.get("class") or "").split()) & set(kinds):
            for made in [each for each in element.iter() if "begins" in (each.get("class") or "").split()]:
                made.clear()
            if element.get("class") == "title" and len(element) and element[0].get("class") == "number":
                element[0].text = ""
            found.append(etree.tostring(element, encoding="unicode", method="html", with_tail=False))
    return "".join(found)


@pytest.mark.parametrize("number", range(1, len(DOCUMENTS) + 1), ids=DOCUMENTS)
def test_a_strange_document_is_on_its_page_word_for_word(strange, number):
    snapshot = strange.extensions["site"].snapshot
    kept = snapshot.fragment(snapshot.entity(Kind.DOCUMENT, f"frus-strange/d{number}"))
    words, notes = of_tei(kept[1])
    shown, beside, anchors = of_page(text_of(page_of(strange, number)))
    if number == list(DOCUMENTS).index("undated") + 1:
        shown = shown[2:]  # what has no head is titled by its id
    assert shown == words
    assert beside == notes
    assert len(anchors) == len(set(anchors))


def test_nothing_in_a_hostile_document_becomes_markup_or_a_script_s_address(strange):
    page = page_of(strange, list(DOCUMENTS).index("hostile") + 1)
    assert [
        each for each in page.iter("script") if each.get("type") != "application/ld+json" and not each.get("src")
    ] == []
    assert [each for each in page.iter("img") if each.get("src") == "x"] == []
    for element in page.iter():
        assert not any(str(name).startswith("on") for name, _ in element.items())
        assert "javascript:" not in (element.get("href") or "")


def test_lists_stay_lists_and_tables_tables(strange):
    tables = page_of(strange, 1)
    assert len(tables.findall(".//div[@class='words']//th")) == 2
    assert tables.find(".//th[@colspan='2']") is not None
    assert tables.find(".//td//ul/li") is not None
    lists = page_of(strange, 2)
    assert lists.find(".//li//li//li") is not None


def test_withheld_words_are_gaps_that_say_how_much_is_missing(strange):
    gaps = [each for each in page_of(strange, 4).iter("span") if "gap" in (each.get("class") or "").split()]
    assert len(gaps) >= 5
    assert any("of-page" in (gap.get("class") or "") for gap in gaps)
    assert all(gap.get("title") for gap in gaps)


def test_every_sign_of_a_note_leads_to_a_note_of_the_page(strange):
    for number in range(1, len(DOCUMENTS) + 1):
        page = page_of(strange, number)
        anchors = {element.get("id") for element in page.iter()}
        signs = [link.get("href", "") for sign in page.iter("sup") for link in sign if sign.get("class") == "ref"]
        assert [sign for sign in signs if sign.removeprefix("#") not in anchors] == []
        assert bool(signs) == ("<note" in list(DOCUMENTS.values())[number - 1])


def test_a_document_has_its_neighbours_in_the_order_of_the_volume(strange):
    second, last = page_of(strange, 2), page_of(strange, len(DOCUMENTS))
    turns = {link.get("rel"): link.get("href") for link in second.iter("a") if link.get("rel") in ("prev", "next")}
    assert turns == {"prev": "/page/document/frus-strange/d1", "next": "/page/document/frus-strange/d3"}
    assert "Document 2 of 10" in second.text_content()
    assert [link for link in last.iter("a") if link.get("rel") == "next"] == []
