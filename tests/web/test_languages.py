"""The languages of the interface: which one is chosen, the switch, and that data and caches keep them apart."""

import re
from datetime import UTC, datetime

import pytest
from tests.browser.kinds import DOCUMENT

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.languages import LANGUAGES

_DATA = (
    "/data/document/frus1958-60v12/d145",
    "/search?q=Qassim&format=json",
    "/timeline.svg",
    "/map.svg",
    "/network.csv",
    "/dataset.ttl",
)


def _page(client, address: str, language: str):
    return client.get(address, headers={"Accept": "text/html", "Accept-Language": language})


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        ({}, "en"),
        ({"Accept-Language": "hu-HU,hu;q=0.9,en;q=0.5"}, "hu"),
        ({"Accept-Language": "de-AT"}, "de"),
        ({"Accept-Language": "ja, fr;q=0.4"}, "fr"),
        ({"Accept-Language": "ja"}, "en"),
        ({"Accept-Language": "*"}, "en"),
        ({"Accept-Language": "hu;q=0, de;q=0.1"}, "de"),
        ({"Accept-Language": "hu", "Cookie": "lang=fr"}, "fr"),
        ({"Accept-Language": "hu", "Cookie": "lang=xx"}, "hu"),
        ({"Accept-Language": "hu", "Cookie": "other=1; lang=de"}, "de"),
        ({"Cookie": 'lang="<script>"'}, "en"),
        ({"Cookie": "lang=../../etc/passwd"}, "en"),
        ({"Accept-Language": "hu;q=nonsense, \xff" + "," * 5_000}, "en"),
    ],
)
def test_the_cookie_decides_before_the_header_and_nonsense_is_ignored(app, headers, language):
    got = app.test_client(use_cookies=False).get("/", headers={"Accept": "text/html", **headers})
    assert (got.status_code, got.headers["Content-Language"]) == (200, language)
    assert f'<html lang="{language}">' in got.get_data(as_text=True)


def test_the_switch_remembers_and_leads_back_to_the_address_without_it(client):
    got = client.get("/search?q=a%26b&lang=hu&from=1958", headers={"Accept": "text/html"})
    assert (got.status_code, got.headers["Location"]) == (303, "/search?q=a%26b&from=1958")
    assert got.headers["Set-Cookie"].startswith("lang=hu; ")
    assert "SameSite=Lax" in got.headers["Set-Cookie"]
    assert got.headers["Cache-Control"] == "no-store"
    assert "Keresés" in client.get("/search?q=a%26b&from=1958", headers={"Accept": "text/html"}).get_data(as_text=True)


@pytest.mark.parametrize("path", ["//evil.example/", "/%5Cevil.example/", "//evil.example/..", "/%2F/evil.example"])
def test_the_switch_leads_to_no_other_host(client, path):
    got = client.get(f"{path}?lang=hu", headers={"Accept": "text/html"})
    location = got.headers.get("Location", "/")
    assert re.match(r"/(?![/\\])|http://localhost/", location), location


@pytest.mark.parametrize("wanted", ["xx", "", "hu%0d%0aSet-Cookie:a=b", "../hu", "HU"])
def test_a_language_that_there_is_not_is_ignored(client, wanted):
    got = client.get(f"/?lang={wanted}", headers={"Accept": "text/html"})
    assert got.status_code == 200
    assert "Set-Cookie" not in got.headers


def test_a_machine_is_not_led_astray_by_the_switch(client):
    got = client.get("/dataset.ttl?lang=hu", headers={"Accept": "text/turtle"})
    assert got.status_code == 200
    assert "Set-Cookie" not in got.headers


@pytest.mark.parametrize("address", _DATA)
def test_data_are_the_same_for_every_reader(app, address):
    client = app.test_client(use_cookies=False)
    for accept in ("*/*", "text/turtle, application/json, image/svg+xml, text/csv"):
        english, hungarian = (
            client.get(address, headers={"Accept": accept, "Accept-Language": tag, "Cookie": f"lang={tag}"})
            for tag in ("en", "hu")
        )
        assert english.status_code == hungarian.status_code == 200
        assert english.data == hungarian.data
        assert english.headers["ETag"] == hungarian.headers["ETag"]
        assert "Accept-Language" not in hungarian.headers["Vary"]
        assert "Cookie" not in hungarian.headers["Vary"]
        assert hungarian.headers["X-Cache"] == "hit", "one answer is kept for all readers"


def test_every_language_of_a_page_has_a_validator_of_its_own_and_is_kept_by_itself(client):
    etags: dict[str, str] = {}
    for tag in [*LANGUAGES, *LANGUAGES]:
        got = _page(client, DOCUMENT, tag)
        assert {"Accept-Language", "Cookie"} <= set(got.vary)
        assert got.headers["Content-Language"] == tag
        assert f'<html lang="{tag}">' in got.get_data(as_text=True)
        assert etags.setdefault(tag, got.headers["ETag"]) == got.headers["ETag"]
    assert _page(client, DOCUMENT, "hu").headers["X-Cache"] == "hit"
    assert len(set(etags.values())) == len(LANGUAGES)
    again = client.get(DOCUMENT, headers={"Accept": "text/html", "Accept-Language": "hu", "If-None-Match": etags["en"]})
    assert again.status_code == 200, "the English page is no answer to a Hungarian reader"


def test_dates_and_numbers_are_written_as_each_language_writes_them(client):
    said = {"en": "14 July 1958", "fr": "14 juillet 1958", "de": "14. Juli 1958", "hu": "1958. július 14."}
    for tag, words in said.items():
        assert f"<h1>{words}</h1>" in _page(client, "/timeline?day=1958-07-14", tag).get_data(as_text=True)
    dataset = {tag: _page(client, "/dataset", tag).get_data(as_text=True) for tag in LANGUAGES}
    number = re.search(r"<dd>(\d+),(\d{3})</dd>", dataset["en"])
    assert number
    assert f"<dd>{number[1]}.{number[2]}</dd>" in dataset["de"]
    assert re.search(rf"<dd>{number[1]}\s?{number[2]}</dd>", dataset["hu"])


def test_scripts_are_given_their_words_and_english_pages_carry_none(client):
    assert 'id="words"' not in _page(client, DOCUMENT, "en").get_data(as_text=True)
    assert '"Close": "Bez' in _page(client, DOCUMENT, "hu").get_data(as_text=True).replace("\\u00e1", "á")


def test_a_page_of_an_error_speaks_the_language_and_its_json_english(client):
    page = _page(client, "/page/person/nobody", "hu")
    assert (page.status_code, page.headers["Content-Language"]) == (404, "hu")
    assert "Ebben a gyűjteményben nincs semmi" in page.get_data(as_text=True)
    told = client.get("/page/person/nobody", headers={"Accept": "application/json", "Accept-Language": "hu"})
    assert told.get_json()["detail"] == "There is no person nobody in this collection."
    assert "Accept-Language" not in told.headers.get("Vary", "")


def test_a_service_below_a_path_keeps_its_cookie_there(web_data):
    app = open_app(ServeSettings(data=web_data, workers=1))
    try:
        client = app.test_client()
        got = client.get(
            "/search?lang=de", headers={"Accept": "text/html"}, environ_overrides={"SCRIPT_NAME": "/archive"}
        )
        assert got.headers["Location"] == "/archive/search"
        assert "Path=/archive/" in got.headers["Set-Cookie"]
    finally:
        app.extensions["site"].workers.close()


def test_data_are_labelled_in_the_language_of_the_reader_where_the_dataset_is(tmp_path):
    (tmp_path / "labels.ttl").write_text(_LABELLED, encoding="utf-8")
    settings = BuildSettings(data=tmp_path / "data", base="https://data.example.org", jobs=1, validate=False)
    build([tmp_path / "labels.ttl"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    app = open_app(ServeSettings(data=tmp_path / "data", workers=1))
    try:
        client = app.test_client()
        heads = {tag: _page(client, "/page/place/vienna", tag).get_data(as_text=True) for tag in LANGUAGES}
        assert '<h1 dir="auto">Vienna</h1>' in heads["en"]
        assert '<h1 dir="auto">Wien</h1>' in heads["de"]
        assert '<h1 dir="auto">Bécs</h1>' in heads["hu"]
        assert '<h1 dir="auto">Vienna</h1>' in heads["fr"], (
            "what has no label in the language keeps the one that it has"
        )
        assert ">Österreich</a>" in heads["de"]
        assert ">Austria</a>" in heads["hu"]
    finally:
        app.extensions["site"].workers.close()


_LABELLED = """@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<https://data.example.org/id/place/vienna> a crm:E53_Place ; rdfs:label "Vienna"@en, "Wien"@de-AT, "Bécs"@hu ;
  crm:P89_falls_within <https://data.example.org/id/place/austria> .
<https://data.example.org/id/place/austria> a crm:E53_Place ; rdfs:label "Austria"@en, "Österreich"@de .
"""
