"""Pages that a person likes to read."""

import json
import re
from html import unescape

import pytest

BASE = "https://data.example.org"
TELEGRAM = "/page/document/frus1958-60v12/d145"


def read(client, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_a_document_s_page_shows_its_text_gaps_notes_and_who_wrote_to_whom(client):
    html = read(client, TELEGRAM)
    text = words(html)
    assert "chances are very good that approach is provocation" in text
    assert '<span class="gap of-line"' in html
    assert "Drafted by Rockwell and approved by Rountree" in text
    for name in ("Department of State", "Embassy in Iraq", "Top Secret", "Stuart W. Rockwell", "William M. Rountree"):
        assert name in text
    assert 'id="p7"' in html
    assert 'id="fn0"' in html


def test_every_paragraph_of_the_report_is_on_its_page_word_for_word(client, root):
    text = words(read(client, "/page/document/wilson-122512"))
    source = (root / "seeds" / "000_5e19db3785d89ebe.txt").read_text(encoding="utf-8")
    for sentence in (
        "The arms were given out only to the most trustworthy communists",
        "Five hours after the first shots had gone off Qasim",
    ):
        assert sentence in source
        assert sentence in text


def test_a_person_s_page_shows_every_form_of_the_name_with_its_document_and_what_he_did(client):
    text = words(read(client, "/page/person/qasim-abd-al-karim"))
    for form in ("Qassim", "Brigadier General Qasim", "Events", "Mentioned in", "145. Telegram"):
        assert form in text


def test_an_event_s_page_says_when_who_and_quotes_the_passage_that_says_so(client):
    text = words(read(client, "/page/event/republic-proclaimed"))
    assert "1958-07-14" in text
    assert "Abd al-Salam Arif" in text
    assert "The proclamation of the republic was read personally by Aref" in text


def test_an_alleged_event_is_marked_as_such_and_its_claims_name_their_claimant(client):
    html = read(client, "/page/event/alleged-journey-from-pishti")
    assert "spoken of as alleged; it is not published here as having happened" in words(html)
    assert "Claimed, not established" in html
    assert "/page/person/qasim-abd-al-karim" in html


def test_links_in_pages_are_paths_of_this_site_so_that_they_work_under_any_host(client):
    for path in ("/", TELEGRAM, "/page/person/qasim-abd-al-karim", "/timeline", "/browse/person", "/search?q=qasim"):
        links = re.findall(r'<a [^>]*href="([^"]*)"', read(client, path))
        assert links
        assert [link for link in links if link.startswith(BASE)] == []


def test_links_keep_the_place_where_the_application_is_mounted(client):
    html = client.get(TELEGRAM, headers={"Accept": "text/html"}, environ_overrides={"SCRIPT_NAME": "/archive"}).text
    links = re.findall(r'(?:href|src|action)="(/[^"]*)"', html)
    assert [link for link in links if not link.startswith("/archive/")] == []


def test_every_link_of_the_pages_leads_somewhere(client):
    seen: set[str] = set()
    waiting = ["/"]
    while waiting and len(seen) < 400:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        with client.get(path, headers={"Accept": "text/html, */*;q=0.1"}) as answer:
            assert answer.status_code in (200, 303), f"{path}: {answer.status_code}"
            if answer.mimetype == "text/html":
                found = re.findall(r'(?:href|src)="(/[^"#]*)', answer.text)
                waiting += [unescape(link) for link in found if not link.startswith("/sparql")]
    assert len(seen) > 250


def test_markup_in_the_data_is_shown_not_executed(client):
    for path in (
        "/page/person/hostile",
        "/browse/person",
        "/search?q=alert",
        "/",
        "/search?q=%3Cscript%3Ealert(3)%3C/script%3E",
    ):
        html = read(client, path)
        assert "<script>alert" not in html
        assert "<img src=x" not in html


def test_nothing_foreign_may_be_loaded_and_nothing_inline_may_run(client):
    answer = client.get(TELEGRAM, headers={"Accept": "text/html"})
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "style=" not in answer.text
    ours = r'<script(?! type="application/(?:ld\+)?json"| type="module" src="/static/dist/[\w./?=-]+"></script>)'
    assert not re.search(ours, answer.text)


def test_a_page_holds_schema_org_that_parses(client):
    for path in (TELEGRAM, "/page/person/hostile"):
        block = re.search(r'<script type="application/ld\+json">(.*?)</script>', read(client, path), re.DOTALL)
        content = json.loads(block.group(1) if block else "")
        assert content["@id"].startswith(f"{BASE}/id/")
        assert content["name"]


@pytest.mark.parametrize(
    "kind",
    ["event", "person", "organisation", "place", "document", "volume", "statement", "collection", "concept", "period"],
)
def test_every_entity_of_every_kind_has_a_page(app, client, kind):
    entities = app.extensions["site"].snapshot.browse(kind, limit=200)
    assert entities
    for entity in entities:
        assert client.get(f"/page/{kind}/{entity.local_id}", headers={"Accept": "text/html"}).status_code == 200


def test_one_list_of_a_page_can_be_read_on_its_own(client):
    html = read(client, "/page/person/qasim-abd-al-karim?list=events")
    assert words(html).count("Events") >= 1
    assert "Mentioned in" not in html
    for nonsense in ("?list=events&page=99999999999999999999", "?list=events&page=x", "?list=nothing", "?list=%00"):
        read(client, f"/page/person/qasim-abd-al-karim{nonsense}")


def test_lists_are_cut_into_pages_that_meet_every_entry_once(client, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.protocols.pages.elsewhere.PAGE_SIZE", 3)
    seen = []
    address = "/page/person/qasim-abd-al-karim?list=events"
    total = int(re.search(r"Events <span class=\"count\">(\d+)", read(client, address)).group(1))  # type: ignore[union-attr]
    for page in range(1, -(-total // 3) + 1):
        html = read(client, f"{address}&page={page}&x=paged")
        seen += re.findall(r'<span><a href="(/page/event/[^"]+)"', html)
    assert len(seen) == len(set(seen)) == total
