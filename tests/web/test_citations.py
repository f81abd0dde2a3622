"""Citations: as the archives word them, and as reference managers read them."""

import json

import pytest
import rispy  # type: ignore[import-untyped]
from bibtexparser.entrypoint import parse_string
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.citing import CITATION_FORMATS, STYLES, Reference, formatted
from lod_publisher.web.citing.names import Name

REPORT = "/cite/document/wilson-122512"
TELEGRAM = "/cite/document/frus1958-60v12/d145"
VOLUME = Reference(
    "https://data.example.org/id/document/frus1969-76v19p1/d75",
    "frus1969-76v19p1:d75",
    "chapter",
    "Memorandum From Kissinger & Haig to Nixon: 100% <secret>",
    "https://history.state.gov/historicaldocuments/frus1969-76v19p1/d75",
    style="frus",
    editors=(Name.of_person("Daniel J. Lawler"), Name.of_person("Erin R. Mahan")),
    container="Foreign Relations of the United States, 1969–1976, Volume XIX, Part 1, Korea, 1969–1972",
    publisher="Government Printing Office",
    place="Washington",
    number="75",
    issued="2010",
    written="1970-12-18",
)
TEXTS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=30)


def test_the_frus_style_words_a_document_as_the_office_of_the_historian_does():
    assert formatted(VOLUME) == (
        "Foreign Relations of the United States, 1969–1976, Volume XIX, Part 1, Korea, 1969–1972, "
        "eds. Daniel J. Lawler and Erin R. Mahan (Washington: Government Printing Office, 2010), Document 75. "
        "https://history.state.gov/historicaldocuments/frus1969-76v19p1/d75"
    )


def test_the_wilson_center_is_cited_with_shelfmark_and_translator(client):
    assert client.get(f"{REPORT}.txt").text == (
        "“Report of the Hungarian Ambassador in Baghdad on the preparations for the Iraqi revolution in 1958”, "
        "December 18, 1958, Wilson Center Digital Archive, MOL M-KS 288.f.32/1958 7.ó.e. Translated by András Bocz. "
        "https://digitalarchive.wilsoncenter.org/document/122512\n"
    )


def test_a_document_of_a_volume_is_cited_by_the_volume_and_its_number(client):
    # Of this volume the founding collection knows no more than its key, which says which one it is.
    text = client.get(f"{TELEGRAM}.txt").text
    volume = "Foreign Relations of the United States, 1958–1960, Volume XII"
    assert text.startswith(f"{volume}, Document 145. https://history.state.gov/historicaldocuments/frus1958-60v12")


def test_a_person_is_cited_as_an_entry_of_the_dataset_by_its_name_here(client):
    text = client.get("/cite/person/qasim-abd-al-karim.txt").text
    assert text.startswith("“Abd al-Karim Qasim”, Two texts on the Iraqi revolution")
    assert text.endswith("https://data.example.org/id/person/qasim-abd-al-karim\n")


def test_the_dataset_is_cited_with_its_version(client, app):
    assert f"version {app.extensions['site'].snapshot.id}" in client.get("/cite.txt").text


@pytest.mark.parametrize("path", [REPORT, TELEGRAM, "/cite/volume/frus1958-60v12", "/cite/place/baghdad", "/cite"])
def test_reference_managers_read_every_format(client, path):
    found = parse_string(client.get(f"{path}.bib").text)
    assert not found.failed_blocks
    assert found.entries[0].fields_dict["title"].value
    (record,) = rispy.loads(client.get(f"{path}.ris").text)
    assert record["title"]
    assert record["urls"][0].startswith("http")
    (item,) = client.get(f"{path}.csl").json
    assert item["id"].startswith("https://data.example.org/")
    assert item["title"] == record["title"]


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/x-research-info-systems", "application/x-research-info-systems"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
        ("application/json", "application/vnd.citationstyles.csl+json"),
        ("text/x-bibliography; style=archive", "text/x-bibliography"),
        ("text/html,*/*;q=0.1", "text/html"),
        ("text/plain", "text/plain"),
    ],
)
def test_the_same_address_answers_each_client_in_its_format(client, accept, wanted):
    answer = client.get(REPORT, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.mimetype == wanted


def test_a_style_is_chosen_by_query_or_accept_and_an_unknown_one_is_400(client):
    by_query = client.get(f"{REPORT}.txt?style=archive").text
    by_accept = client.get(REPORT, headers={"Accept": "text/x-bibliography; style=archive"}).text
    assert by_query == by_accept != client.get(f"{REPORT}.txt").text
    answer = client.get(f"{REPORT}.txt?style=apa", headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json["available"] == sorted(STYLES)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cite/person/nobody.bib", 404), ("/cite/ship/x", 404), ("/cite.xyz", 404), ("/cite/person/%00.ris", 404),
        ("/cite/person/../../etc/passwd", 404), ("/cite/document/" + "x" * 5000, 404),
    ],
)  # fmt: skip
def test_what_cannot_be_cited_is_said_so(client, path, status):
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == status
    assert answer.json["detail"]


def test_what_is_wanted_in_no_format_there_is_406(client):
    answer = client.get(REPORT, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "application/x-bibtex" in {entry["type"] for entry in answer.json["available"]}


def test_the_citation_stands_on_the_page_with_its_files(client):
    text = client.get("/page/document/wilson-122512", headers={"Accept": "text/html"}).text
    assert "Translated by András Bocz. https://digitalarchive.wilsoncenter.org/document/122512" in text
    assert f'href="{REPORT}.bib"' in text
    assert 'hreflang="hu"' in text


def test_markup_in_a_title_stays_text_in_html():
    text = formatted(VOLUME, "archive", html=True)
    assert "100% &lt;secret&gt;" in text
    assert "Kissinger &amp; Haig" in text
    assert "<i>Foreign Relations" in text


@given(title=TEXTS, names=st.lists(TEXTS, max_size=3), written=st.sampled_from(
    ["", "1958", "1958-12", "1958-12-18", "1958-12-18/1958-12-20", "1958-12-18~", "../1958", "1958-XX", "-0044", "[1958,1959]", "1958-21"]
))  # fmt: skip
def test_no_title_name_or_date_breaks_a_citation(title, names, written):
    told = Reference(
        "https://x.example/a", "a", "manuscript", title, "https://x.example/a", authors=tuple(map(Name.of_person, names)), written=written
    )  # fmt: skip
    for style in STYLES:
        assert formatted(told, style).endswith("https://x.example/a")
        assert "<script" not in formatted(told, style, html=True)
    bib, ris, csl = (form.write(told) for form in CITATION_FORMATS)
    assert bib.count("\n@") == 0
    assert not parse_string(bib).failed_blocks
    assert ris.endswith("ER  - \r\n")
    assert json.loads(csl)[0]["id"] == "https://x.example/a"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("Daniel J. Lawler", ("Lawler", "Daniel J.", "")),
        ("Cumming, Hugh S., Jr.", ("Cumming", "Hugh S.", "Jr.")),
        ("Hugh S. Cumming, Jr.", ("Cumming", "Hugh S.", "Jr.")),
        ("Charles Evans Hughes III", ("Hughes", "Charles Evans", "III")),
        ("Thompson, Llewellyn E.", ("Thompson", "Llewellyn E.", "")),
        ("Nasser", ("", "", "")),
    ],
)
def test_a_person_s_name_is_taken_apart_and_a_single_word_is_not(written, parts):
    name = Name.of_person(written)
    assert (name.family, name.given, name.suffix) == parts
