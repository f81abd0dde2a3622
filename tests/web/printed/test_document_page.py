"""What the page of a document says beside the text."""

import re
from html import unescape

TELEGRAM = "/page/document/frus1958-60v12/d145"


def read(client, path: str) -> str:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return str(answer.text)


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def test_the_source_note_is_taken_apart_beside_its_own_words(client):
    source = re.search(r'<section class="source".*?</section>', read(client, TELEGRAM), re.DOTALL)
    assert source is not None
    told = words(source[0])
    for part in (
        "Archival source",
        "787.00/12–358",
        "Drafted by Stuart W. Rockwell",
        "Approved by William M. Rountree",
    ):
        assert part in told
    assert "Drafted by Rockwell and approved by Rountree" in told


def test_withheld_words_say_how_much_is_missing_and_how_large_it_was(client):
    assert 'title="Withheld from publication: less than 1 line"' in read(client, TELEGRAM)


def test_a_document_leads_to_those_it_answers(client):
    html = read(client, TELEGRAM)
    related = re.search(r'<section class="related".*?</section>\s*</div>', html, re.DOTALL)
    assert related is not None
    assert "Telegram 1753" in words(related[0])


def test_a_dated_document_leads_to_all_of_its_day(client):
    assert "/timeline?day=1958-12-18" in read(client, "/page/document/wilson-122512")


def test_a_card_says_in_a_few_lines_whom_a_name_means_and_escapes_it(client):
    card = read(client, "/card/person/qasim-abd-al-karim")
    assert '<a href="/page/person/qasim-abd-al-karim">' in card
    assert "<html" not in card
    assert "<script" not in read(client, "/card/person/hostile")
    assert client.get("/card/person/nobody").status_code == 404
