"""Bad input gets an error that names it, and the rest of its batch goes on."""

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.web.protocols import reconcile

GOOD = {"query": "Qasim, Abd al-Karim"}
VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
FIELDS = st.sampled_from(["query", "type", "type_strict", "limit", "properties", "conditions"])
ITEMS = st.dictionaries(
    st.sampled_from(["pid", "v", "matchType", "propertyId", "propertyValue", "matchQuantifier"]), VALUES
)
QUERIES = st.dictionaries(FIELDS, VALUES | st.lists(ITEMS, max_size=3), max_size=4) | VALUES


def asked(client: FlaskClient, queries: object):
    return client.post("/reconcile", data={"queries": json.dumps(queries)})


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({}, "neither a `query`"),
        ({"query": "  "}, "neither a `query`"),
        ({"query": ["a"]}, "`query` must be a text"),
        ("Qasim", "must be a JSON object"),
        ({"query": "Qasim", "type": "unicorn"}, "no type 'unicorn'"),
        ({"query": "Qasim", "limit": -1}, "`limit` must be a positive number"),
        ({"query": "Qasim", "properties": {"pid": "birth"}}, "`properties` must be an array"),
        ({"query": "Qasim", "properties": [{"pid": "birth"}]}, "property 1 must have"),
        ({"query": "Qasim", "type_strict": "never"}, "`type_strict`"),
        ({"properties": [{"pid": "birth", "v": 1914}]}, "needs a name"),
        ({"query": "Qasim", "type": ["person", "place"], "type_strict": "all"}, "all these types"),
    ],
)
def test_a_query_that_is_none_is_named_and_the_others_are_answered(client: FlaskClient, bad: object, why: str):
    answer = asked(client, {"good": GOOD, "row 7": bad, "also good": GOOD})
    told = answer.get_json()
    assert answer.status_code == 200
    assert told["row 7"]["result"] == []
    assert told["row 7"]["error"].startswith("Query row 7: ")
    assert why in told["row 7"]["error"]
    assert told["good"]["result"][0]["id"] == told["also good"]["result"][0]["id"] == "person/qasim"


@pytest.mark.parametrize(
    ("bad", "why"),
    [
        ({"conditions": []}, "no `conditions`"),
        ({"query": "Qasim"}, "no `conditions`"),
        ({"conditions": [{"matchType": "name"}]}, "condition 1: it must have"),
        ({"conditions": [{"matchType": "colour", "propertyValue": "red"}]}, "`matchType` must be"),
        (
            {"conditions": [{"matchType": "name", "propertyValue": "x", "matchQuantifier": "some"}]},
            "`matchQuantifier` must be",
        ),
        ({"conditions": [{"matchType": "name", "propertyValue": "x"}], "type": ["person"]}, "single identifier"),
        (
            {
                "conditions": [
                    {"matchType": "property", "propertyId": "birth", "propertyValue": 1, "matchQualifier": "vaguely"}
                ]
            },
            "must be one of near, exact",
        ),
        (
            {
                "conditions": [
                    {"matchType": "property", "propertyId": "shoe size", "propertyValue": 9, "required": True}
                ]
            },
            "it is required",
        ),
    ],
)
def test_so_it_is_in_the_draft(match, bad: object, why: str):
    good = {"conditions": [{"matchType": "name", "propertyValue": "Baghdad"}]}
    wrong, right = match(bad, good)
    assert wrong["candidates"] == []
    assert wrong["error"].startswith("Query 1: ")
    assert why in wrong["error"]
    assert right["candidates"][0]["id"] == "place/baghdad"


def test_an_unknown_property_is_not_looked_at_and_the_answer_says_so(client: FlaskClient):
    told = asked(client, {"q0": GOOD | {"properties": [{"pid": "shoe size", "v": 9}]}}).get_json()["q0"]
    assert told["result"][0]["id"] == "person/qasim"
    assert told["warnings"] == ["Query q0: there is no property 'shoe size' here."]


def test_a_batch_of_ten_thousand_is_too_large_and_the_answer_says_how_many_are_not(client: FlaskClient):
    for answer in (
        asked(client, {f"q{number}": {"query": "a"} for number in range(10_000)}),
        client.post("/reconcile/v1/match", json={"queries": [{}] * 10_000}),
        client.post("/reconcile", data={"extend": json.dumps({"ids": ["person/qasim"] * 10_000, "properties": []})}),
    ):
        assert answer.status_code == 413
        assert answer.get_json()["batchSize"] == client.get("/reconcile").get_json()["batchSize"] == 100
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("form", [{"queries": "{"}, {"queries": "[]"}, {"queries": "7"}, {"extend": "[]"}, {"query": "x"}, {},
                                  {"queries": "[" * 100_000}, {"extend": '{"ids": [1], "properties": []}'}])  # fmt: skip
def test_what_is_no_batch_at_all_is_a_400(client: FlaskClient, form: dict[str, str]):
    answer = client.post("/reconcile", data=form)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"


def test_the_draft_takes_json_only_and_posts_only(client: FlaskClient):
    assert client.post("/reconcile/v1/match", data={"queries": "[]"}).status_code == 415
    assert client.post("/reconcile/v1/match", data=b"\xff", content_type="application/json").status_code == 400
    assert client.post("/reconcile/v1/match", json=[]).status_code == 400
    assert client.get("/reconcile/v1/match").status_code == 405
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=-1").status_code == 400
    assert client.get("/reconcile/suggest/entity?prefix=a&cursor=9999999999").status_code == 400


@pytest.mark.parametrize("callback", ["", "alert(1)", "a;b", "a-b", "a.", "<script>", "a\n", "ä", "x" * 600, "[1]"])
def test_a_callback_that_is_no_name_of_a_function_is_refused(client: FlaskClient, callback: str):
    answer = client.get("/reconcile", query_string={"callback": callback})
    assert answer.status_code == 400
    assert answer.mimetype != "text/javascript"


def test_unknown_identifiers_and_properties_get_empty_cells_and_are_named(client: FlaskClient):
    query = {"ids": ["person/nobody", "person/qasim", "\ud800"], "properties": [{"id": "birth"}, {"id": "shoe size"}]}
    told = client.post("/reconcile", data={"extend": json.dumps(query)}).get_json()
    assert told["rows"]["person/nobody"] == {"birth": [], "shoe size": []}
    assert told["rows"]["person/qasim"]["birth"] == [{"str": "1914"}]
    assert any("shoe size" in error for error in told["errors"])
    assert any("person/nobody" in error for error in told["errors"])


@pytest.mark.parametrize(
    "name", ["\ud800", "\0", "'\"; DROP TABLE names; --", "a" * 100_000, "١٩٥٨", "名前", "%", '"*" OR', "-", "ʿ"]
)
def test_names_in_any_script_and_of_any_length_are_answered(client: FlaskClient, match, name: str):
    assert asked(client, {name: {"query": name}}).status_code == 200
    match({"conditions": [{"matchType": "name", "propertyValue": name}]})
    assert (
        client.get("/reconcile/suggest/entity", query_string={"prefix": name.encode(errors="replace")}).status_code
        == 200
    )


@given(QUERIES)
def test_no_query_whatever_makes_the_service_fail(app, query):
    client = app.test_client()
    answer = asked(client, {"q": query})
    assert answer.status_code == 200
    assert isinstance(answer.get_json()["q"]["result"], list)
    draft = client.post("/reconcile/v1/match", data=json.dumps({"queries": [query]}), content_type="application/json")
    assert draft.status_code == 200
    assert len(draft.get_json()["results"]) == 1


def test_the_rest_of_a_batch_that_took_so_long_is_refused_by_name(client: FlaskClient, monkeypatch):
    monkeypatch.setattr(reconcile, "_BATCH_S", -1.0)
    told = asked(client, {"q0": GOOD}).get_json()["q0"]
    assert told == {
        "result": [],
        "error": "Query q0: the batch took too long; send this query again, in a smaller one.",
    }
