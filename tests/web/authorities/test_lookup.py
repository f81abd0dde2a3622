"""From a record elsewhere to the thing here and back, one by one and in bulk."""

import csv
import io
import json

import pytest

BASE = "https://data.example.org"
QASIM = f"{BASE}/id/person/qasim"


def _ids(answer) -> list[list[str]]:
    return [[match["id"] for match in one["matches"]] for one in answer.get_json()["results"]]


@pytest.mark.parametrize(
    "asked",
    [
        {"sameAs": "http://viaf.org/viaf/25395945"},
        {"sameAs": "https://www.viaf.org/viaf/25395945/"},
        {"sameAs": "https://www.wikidata.org/wiki/Q294928"},
        {"sameAs": "https://names.example.com/qasim"},
        {"id": "VIAF:25395945"},
        {"id": "(viaf) 25395945"},
        {"id": "wikidata:q294928"},
        {"id": "shelf:007"},
    ],
)
def test_any_spelling_of_an_address_or_code_elsewhere_leads_to_our_thing(reader, asked):
    found = reader.get("/lookup", query_string={**asked, "format": "json"}).get_json()["results"][0]
    assert [match["id"] for match in found["matches"]] == [QASIM]
    assert found["matches"][0]["certainty"] in ("same", "exact")


def test_what_is_only_possibly_the_same_is_said_to_be_so(reader):
    match = reader.get("/lookup?sameAs=https://d-nb.info/gnd/118540238&format=json").get_json()["results"][0]["matches"]
    assert [(one["id"], one["certainty"], one["doubt"]) for one in match] == [(QASIM, "close", "possible")]


def test_one_of_our_addresses_tells_where_else_the_thing_is_known(reader):
    match = reader.get("/lookup", query_string={"sameAs": QASIM, "format": "json"}).get_json()["results"][0]["matches"][
        0
    ]
    assert {(one["authority"], one["value"], one["certainty"]) for one in match["elsewhere"]} == {
        ("viaf", "25395945", "same"),
        ("wikidata", "Q294928", "same"),
        ("shelf", "007", "same"),
        ("names.example.com", "https://names.example.com/qasim", "exact"),
        ("gnd", "118540238", "close"),
    }


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", json.dumps(["VIAF:25395945", "VIAF:404", "Dean Rusk", "http://viaf.org/viaf/17"])),
        ("text/plain", "VIAF:25395945\n\nVIAF:404\nDean Rusk\r\nhttp://viaf.org/viaf/17\n"),
        ("text/csv", 'ID,note\nVIAF:25395945,"a\nnote"\nVIAF:404,\nDean Rusk,\nhttp://viaf.org/viaf/17,\n'),
    ],
)
def test_a_list_is_answered_in_its_order_and_what_is_no_code_does_not_stop_the_rest(reader, content_type, body):
    answer = reader.post("/lookup", data=body, content_type=content_type)
    assert answer.status_code == 200
    assert _ids(answer) == [[QASIM], [], [], [f"{BASE}/id/person/rusk-again", f"{BASE}/id/person/rusk"]]
    assert ["problem" in one for one in answer.get_json()["results"]] == [False, False, True, False]


def test_a_form_takes_addresses_codes_and_a_list_together(reader):
    answer = reader.post("/lookup", data={"sameAs": "http://viaf.org/viaf/25395945", "list": "VIAF:21\ngeonames:98182"})
    assert _ids(answer) == [[QASIM], [f"{BASE}/id/person/two-codes"], [f"{BASE}/id/place/baghdad"]]


def test_csv_has_a_row_for_each_match_and_one_for_each_question_without(reader):
    answer = reader.post("/lookup?format=csv", data="viaf:17\nviaf:404\n", content_type="text/plain")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True))))
    assert [(row["asked"], row["label"], row["doubt"]) for row in rows] == [
        ("viaf:17", "Rusk, David Dean", "shared"),
        ("viaf:17", "Rusk, Dean", "shared"),
        ("viaf:404", "", ""),
    ]


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("application/json", "[1]", 400),
        ("application/json", '{"sameAs": {"a": 1}}', 400),
        ("application/json", "[" * 5000, 400),
        ("application/json", "\xff".encode("latin-1"), 400),
        ("text/plain", "", 400),
        ("text/plain", "VIAF:1\n" * 10_001, 413),
        ("application/xml", "<a/>", 415),
    ],
)
def test_a_list_that_cannot_be_answered_is_refused_with_a_problem(reader, content_type, body, status):
    answer = reader.post("/lookup", data=body, content_type=content_type)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_ten_thousand_at_once_are_answered(reader):
    answer = reader.post("/lookup", data="VIAF:25395945\n" * 10_000, content_type="text/plain")
    assert len(answer.get_json()["results"]) == 10_000


def test_nothing_asked_is_a_form_for_people_and_a_problem_for_programs(reader):
    assert "<textarea" in reader.get("/lookup", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert reader.get("/lookup", headers={"Accept": "application/json"}).status_code == 400


@pytest.mark.parametrize(
    "asked", ["<script>alert(1)</script>", ":", "viaf:", "()", "viaf:\x00", "a" * 5000, "𓀀:𓀀", "isni:12"]
)
def test_a_strange_code_is_answered_on_the_page_and_never_breaks_it(reader, asked):
    answer = reader.get("/lookup", query_string={"id": asked, "format": "html"})
    assert answer.status_code == 200
    assert "<script>" not in answer.get_data(as_text=True)
