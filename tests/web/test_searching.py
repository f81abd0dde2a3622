"""Search: facets with their counts, vague dates, spelling, snippets, orders, addresses that stay, and every form of a result."""

import csv
import io

import pytest
from lxml import etree

HTML = {"Accept": "text/html"}
ATOM = {"atom": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def found(client):
    """Asks the search and gives its JSON."""

    def ask(**parameters):
        return client.get("/search", query_string={**parameters, "format": "json"}).json

    return ask


def test_the_count_of_every_value_is_the_number_of_results_when_it_is_chosen(client, found):
    answer = found(q="iraq")
    assert answer["total"] > 5
    assert {"kind", "year"} <= set(answer["facets"])
    for options in answer["facets"].values():
        for option in options:
            path = option["search"].removeprefix("http://localhost")
            assert client.get(path, headers={"Accept": "application/json"}).json["total"] == option["count"], path


def test_documents_are_found_by_sender_addressee_place_archive_classification_language_and_volume(found):
    for facet, key, local_id in [
        ("sender", "organisation/department-of-state", "frus1958-60v12/d145"),
        ("addressee", "organisation/embassy-in-iraq", "frus1958-60v12/d145"),
        ("place", "baghdad", "embassy-in-iraq/telegram-1753-1958"),
        ("archive", "department-of-state", "frus1958-60v12/d145"),
        ("archive", "mol/m-ks", "wilson-122512/original"),
        ("classification", "top-secret", "frus1958-60v12/d145"),
        ("language", "hu", "wilson-122512/original"),
        ("volume", "frus1958-60v12", "frus1958-60v12/d145"),
        ("genre", "telegram", "frus1958-60v12/d145"),
    ]:
        hits = found(**{facet: key})["hits"]
        assert any(hit["id"].endswith(local_id) for hit in hits), (facet, key)


def test_values_of_one_facet_widen_and_facets_narrow_each_other(found):
    one, other = (found(kind=kind)["total"] for kind in ("person", "place"))
    assert found(kind=["person", "place"])["total"] == one + other
    assert found(kind=["person", "place"], year="1958")["total"] < one
    # What is chosen from is counted as if it were not chosen from.
    assert {option["key"] for option in found(kind="person")["facets"]["kind"]} >= {"person", "place", "document"}


def test_what_was_some_time_in_a_half_year_is_found_by_any_day_of_it_but_not_when_certainty_is_asked(found):
    vague = "contact-of-communists-and-qasim"  # second half of 1955
    ids = [hit["id"].rpartition("/")[2] for hit in found(**{"from": "1955-09-01", "to": "1955-09-02"})["hits"]]
    assert vague in ids
    sure = [
        hit["id"].rpartition("/")[2]
        for hit in found(**{"from": "1955-09-01", "to": "1955-09-02", "surely": "1"})["hits"]
    ]
    assert vague not in sure
    assert vague in [hit["id"].rpartition("/")[2] for hit in found(when="1955", surely="1")["hits"]]


@pytest.mark.parametrize("words", ["July 1958", "1958-07", "14 July 1958", "1958-07-14"])
def test_dates_may_be_written_in_words(found, words):
    assert any(hit["id"].endswith("republic-proclaimed") for hit in found(when=words, kind="event")["hits"])


def test_a_date_that_is_none_is_named_and_narrows_nothing(client, found):
    answer = found(q="iraq", **{"from": "once upon a time"})
    assert answer["misread"] == ["once upon a time"]
    assert answer["total"] == found(q="iraq")["total"]
    assert "is not understood as a date" in client.get("/search?q=iraq&from=once+upon", headers=HTML).text


def test_a_slip_of_the_pen_is_mended_and_told(client, found):
    answer = found(q="extreme cauton and reserv")
    assert "caution" in answer["instead"]["cauton"]
    assert any(hit["id"].endswith("frus1958-60v12/d145") for hit in answer["hits"])
    page = client.get("/search?q=extreme cauton", headers=HTML).text
    assert "<mark>caution</mark>" in page
    assert "all the same" in page


def test_when_nothing_holds_all_the_words_what_holds_most_is_given_and_told(found):
    answer = found(q="extreme caution submarine")
    assert not answer["all_words"]
    assert any(hit["id"].endswith("frus1958-60v12/d145") for hit in answer["hits"][:5])


def test_phrases_and_words_that_must_not_occur(found):
    assert found(q='"extreme caution and reserve"')["total"] == 1
    assert found(q='"reserve and caution extreme"')["total"] == 0
    with_it, without = found(q="telegram baghdad")["total"], found(q="telegram baghdad -provocation")["total"]
    assert 0 < without < with_it


def test_the_snippet_is_the_piece_that_holds_most_of_the_words(found):
    hit = next(hit for hit in found(q="chances approach provocation")["hits"] if hit["id"].endswith("/d145"))
    assert "chances are very good that approach is provocation" in hit["snippet"]


@pytest.mark.parametrize(("sort", "key"), [("oldest", 1), ("newest", -1)])
def test_results_are_sorted_by_date_and_what_has_none_comes_last(found, sort, key):
    dates = [hit["date"] for hit in found(q="iraq", sort=sort)["hits"] if hit["date"]]
    assert dates == sorted(dates, reverse=key < 0)
    assert found(sort="name", kind="place")["hits"][0]["label"] < found(sort="name", kind="place")["hits"][-1]["label"]


def test_walking_the_pages_meets_every_result_once(client, monkeypatch):
    monkeypatch.setattr("lod_publisher.web.protocols.searching.PAGE_SIZE", 5)
    answer = client.get("/search?q=iraq&format=json").json
    seen = []
    while True:
        seen += [hit["id"] for hit in answer["hits"]]
        if not answer["next"]:
            break
        answer = client.get(answer["next"]).json
    assert len(seen) == len(set(seen)) == answer["total"]


def test_a_table_holds_the_whole_result_and_no_formula(client, found):
    answer = client.get("/search?kind=person&format=csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == found(kind="person")["total"]
    assert not any(value[:1] in "=+@" for row in rows for value in row.values() if value)


def test_a_feed_is_well_formed_whatever_labels_hold(client):
    feed = etree.fromstring(client.get("/search?q=script+alert&format=atom").data)
    titles = [title.text or "" for title in feed.findall("atom:entry/atom:title", ATOM)]
    assert any("<script>" in title for title in titles)
    links = {link.get("rel"): link.get("href", "") for link in feed.findall("atom:link", ATOM)}
    assert links["self"].endswith("format=atom")
    updated = [moment.text or "" for moment in feed.findall("atom:entry/atom:updated", ATOM)]
    assert updated == sorted(updated, reverse=True)


def test_markup_in_labels_and_words_is_shown_and_never_run(client):
    page = client.get("/search", query_string={"q": "<script>alert(1)</script>"}, headers=HTML).text
    assert "<script>alert" not in page
    page = client.get("/search", query_string={"person": '"><img src=x onerror=alert(1)>'}, headers=HTML).text
    assert "<img src=x" not in page


@pytest.mark.parametrize(
    "query",
    [
        "kind=ship",
        "year=x&year=%00",
        "from=9999&to=0000",
        "from=/&to=..",
        "q=%22%22%22",
        "q=-only",
        "q=NEAR(a b)",
        "q=label:x",
        "q=" + "a " * 100,
        "sort=x&all=x",
        "offset=99999999999999999999",
        "q=%F0%9F%92%A3",
        "when=1958-13-45",
        "person=" + "x" * 3000,
        "q=٣ محمد",
    ],
)
@pytest.mark.parametrize("form", ["html", "json", "csv", "atom"])
def test_nothing_in_an_address_makes_the_search_fail(client, query, form):
    assert client.get(f"/search?{query}&format={form}").status_code == 200


def test_an_address_is_the_same_whatever_the_order_of_what_was_asked(client):
    one = client.get("/search?year=1958&kind=document&q=iraq&format=json").json["facets"]["kind"]
    other = client.get("/search?q=iraq&kind=document&year=1958&format=json").json["facets"]["kind"]
    assert one == other


def test_what_is_typed_so_far_suggests_names_in_any_spelling(client):
    suggested = client.get("/search/suggest?q=kass").json["suggestions"]
    assert suggested[0]["id"].endswith("qasim-abd-al-karim")
    assert suggested[0]["page"].startswith("/page/")
    assert client.get("/search/suggest?q=").json["suggestions"] == []
    assert client.get("/search/suggest?q=%00%22").status_code == 200


def test_a_client_that_takes_none_of_the_forms_is_told_which_there_are(client):
    assert client.get("/search?q=iraq", headers={"Accept": "image/png"}).status_code == 406
