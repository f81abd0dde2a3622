"""The front page, lists, search, timeline, vocabulary, and what those who run the service ask."""

import pytest
from pyoxigraph import RdfFormat, parse

HTML = {"Accept": "text/html"}
JSON = {"Accept": "application/json"}


def test_the_front_page_says_what_there_is_and_offers_the_busiest_day(client):
    text = client.get("/", headers=HTML).text
    assert "14 July 1958" in text
    assert "/timeline?day=1958-07-14" in text
    assert "SPARQL" in text


def test_the_front_page_describes_the_dataset_to_machines(client):
    answer = client.get("/", headers={"Accept": "text/turtle"})
    said = {str(quad.triple) for quad in parse(answer.data, format=RdfFormat.TURTLE)}
    assert any("http://rdfs.org/ns/void#sparqlEndpoint" in line for line in said)
    assert client.get("/", headers={"Accept": "image/png"}).status_code == 406


def test_the_day_of_the_revolution_has_its_events_and_those_still_going_on(client):
    entries = client.get("/timeline?day=1958-07-14", headers=JSON).json["entries"]
    ids = [entry["id"].rpartition("/")[2] for entry in entries]
    assert "republic-proclaimed" in ids
    assert all(entry["date"] <= "1958-07-14" for entry in entries)
    assert any(entry["date"] < "1958-07-14" for entry in entries)
    dates = [entry["date"] < "1958-07-14" for entry in entries]
    assert dates == sorted(dates)


def test_the_timeline_is_in_order_and_marks_what_is_only_claimed(client):
    entries = client.get("/timeline", headers=JSON).json["entries"]
    dates = [entry["date"] for entry in entries]
    assert dates == sorted(dates)
    assert any(entry.get("claimed") for entry in entries)


@pytest.mark.parametrize(
    "query", ["day=x", "from=1958", "to=1957-02", "from=%00", "day=1958-07-99", "from=9999&to=0000", "day=../../.."]
)
def test_no_range_of_dates_makes_the_timeline_fail(client, query):
    assert client.get(f"/timeline?{query}", headers=HTML).status_code == 200


def test_browsing_walks_through_every_entity_once(client, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.protocols.browsing.PAGE_SIZE", 7)
    for by in ("label", "date"):
        seen, path = [], f"/browse/organisation?by={by}"
        while path:
            answer = client.get(path, headers=JSON).json
            seen += [entity["id"] for entity in answer["entities"]]
            path = answer["next"]
        assert len(seen) == len(set(seen)) > 30


def test_a_format_chosen_in_the_address_holds_for_the_next_page_too(client, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.protocols.browsing.PAGE_SIZE", 7)
    monkeypatch.setattr("lod_publisher.web.protocols.searching.PAGE_SIZE", 7)
    for path in ("/browse/person?format=json&x=1", "/search?q=qasim&format=json&x=1"):
        following = client.get(path).json["next"]
        assert client.get(following).mimetype == "application/json"


def test_search_finds_a_person_by_any_spelling_and_a_phrase_in_a_text(client):
    for words in ("Qassim", "Qasim", "Brigadier General Qasim"):
        hits = client.get(f"/search?q={words}", headers=JSON).json["hits"]
        assert any(hit["id"].endswith("qasim-abd-al-karim") for hit in hits)
    html = client.get("/search?q=extreme caution", headers=HTML).text
    assert "<mark>extreme</mark>" in html
    assert "Telegram From the Department" in html


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=",
        "q=%22",
        "q=AND+OR+NOT",
        "q=*",
        "q=(((",
        "q=" + "x" * 5000,
        "q=a&offset=-5",
        "q=a&offset=x",
        "q=a&kind=ship",
    ],
)
def test_no_words_make_search_fail(client, query):
    assert client.get(f"/search?{query}", headers=HTML).status_code == 200


@pytest.mark.parametrize("typed", ["Kassim", "General Kassim", "Qāsim, ʿAbd al-Karīm", "abdul karim qassem"])
def test_search_says_first_who_is_called_so_however_it_is_spelt(client, typed):
    names = client.get("/search", query_string={"q": typed}, headers=JSON).json["names"]
    assert names[0]["id"].endswith("/id/person/qasim-abd-al-karim")
    assert names[0]["description"]
    page = client.get("/search", query_string={"q": typed}, headers=HTML).text
    assert "Who or what is called so" in page
    assert "Abd al-Karim Qasim" in page


def test_search_in_one_kind_finds_only_that_kind(client):
    hits = client.get("/search?q=qasim&kind=event&format=json").json["hits"]
    assert {hit["kind"] for hit in hits} == {"event"}


def test_every_word_of_the_vocabulary_has_a_page_and_rdf(client, app):
    known = app.extensions["site"].vocabulary
    base = f"{app.extensions['site'].snapshot.base}/vocab/"
    names = [iri[len(base) :] for iri in known.labels if iri.startswith(base)]
    assert len(names) > 50
    for name in names[::7]:
        assert known.labels[base + name] in client.get(f"/vocab/{name}.html").text.replace("&#39;", "'")
        answer = client.get(f"/vocab/{name}", headers={"Accept": "text/turtle"}, follow_redirects=True)
        assert list(parse(answer.data, format=RdfFormat.TURTLE))
    assert client.get("/vocab", headers=HTML).status_code == 200
    assert list(parse(client.get("/vocab.ttl").data, format=RdfFormat.TURTLE))


def test_the_shapes_are_published_as_page_and_as_rdf(client):
    assert "sh:" in client.get("/shapes", headers=HTML).text
    assert list(parse(client.get("/shapes.nt").data, format=RdfFormat.N_TRIPLES))
    assert client.get("/shapes", headers={"Accept": "image/png"}).status_code == 406


def test_health_readiness_robots_and_the_report(client):
    assert client.get("/health").json == {"status": "ok"}
    assert client.get("/ready").json["entities"] > 200
    assert "Disallow: /sparql" in client.get("/robots.txt").text
    assert client.get("/report", headers=HTML).mimetype == "text/html"
    assert client.get("/report", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"
    assert client.get("/report", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/health").headers["Cache-Control"] == "no-store"


def test_a_mistake_of_ours_is_a_500_that_says_nothing_of_our_insides(app, client, monkeypatch):
    monkeypatch.setattr(app.extensions["site"].snapshot, "select", lambda *_: 1 / 0)
    answer = client.get("/ready", headers=JSON)
    assert answer.status_code == 500
    assert "division" not in answer.text
    assert answer.mimetype == "application/problem+json"
