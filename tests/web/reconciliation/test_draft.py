"""The draft of version 1.0: conditions that are required, excluded or qualified, and answers in the order of the questions."""

import pytest
from flask.testing import FlaskClient


def name(value: object, **more: object) -> dict[str, object]:
    return {"matchType": "name", "propertyValue": value} | more


def property_(identifier: str, value: object, **more: object) -> dict[str, object]:
    return {"matchType": "property", "propertyId": identifier, "propertyValue": value} | more


def ids(result: dict[str, list[dict[str, object]]]) -> list[object]:
    return [one["id"] for one in result["candidates"]]


def test_the_manifest_announces_what_the_draft_has_and_no_scripts(client: FlaskClient):
    told = client.get("/reconcile/v1?callback=f").get_json()
    assert told["versions"] == ["1.0-draft"]
    assert told["view"]["url"] == "https://data.example.org/id/{+id}"
    assert told["suggest"] == {"entity": True, "type": True, "property": True}
    assert told["standardizedScore"] is True
    assert client.get("/reconcile/v1/").get_json() == told


def test_answers_come_in_the_order_of_the_questions_with_names_for_their_features(match):
    first, second = match(
        {"conditions": [name("Baghdad")], "type": "place"}, {"conditions": [name("Dulles, Allen Welsh")]}
    )
    assert ids(first)[0] == "place/baghdad"
    assert ids(second)[0] == "person/dulles"
    assert all(feature["name"] for feature in second["candidates"][0]["features"])


def test_several_names_are_alternatives_and_an_excluded_name_is_left_out(match):
    [either] = match({"conditions": [name(["Nobody At All", "Kassem, Abdul Karim"])]})
    assert ids(either)[0] == "person/qasim"
    [neither] = match(
        {
            "conditions": [
                name("Smith, John"),
                {"matchType": "id", "propertyValue": "person/smith-1901", "matchQuantifier": "none"},
            ]
        }
    )
    assert "person/smith-1901" not in ids(neither)
    assert "person/smith-1920" in ids(neither)


def test_an_identifier_needs_no_name(match):
    [by_own] = match({"conditions": [{"matchType": "id", "propertyValue": "person/qasim"}]})
    [by_code] = match({"conditions": [property_("viaf", "25395945")]})
    assert ids(by_own) == ids(by_code) == ["person/qasim"]
    assert by_own["candidates"][0]["match"]
    assert by_code["candidates"][0]["match"]


def test_what_is_required_filters_and_what_is_not_only_sorts(match):
    [sorted_] = match({"conditions": [name("Smith, John"), property_("birth", 1901)]})
    [filtered] = match({"conditions": [name("Smith, John"), property_("birth", 1901, required=True)]})
    assert ids(sorted_)[0] == "person/smith-1901"
    assert "person/smith-1920" in ids(sorted_)
    assert ids(filtered) == ["person/smith-1901"]


def test_a_value_that_nobody_may_have_leaves_out_who_has_it(match):
    [found] = match(
        {"conditions": [name("Smith, John"), property_("birth", [1901, 1899], required=True, matchQuantifier="none")]}
    )
    assert "person/smith-1901" not in ids(found)
    assert "person/smith-1920" in ids(found)


def test_one_year_off_is_near_but_not_exact(match):
    near = property_("birth", 1902, required=True)
    [loose] = match({"conditions": [name("Smith, John"), near | {"matchQualifier": "near", "required": False}]})
    [exact] = match({"conditions": [name("Smith, John"), near | {"matchQualifier": "exact"}]})
    assert ids(loose)[0] == "person/smith-1901"
    assert ids(exact) == []


def test_properties_are_suggested_with_the_ways_in_which_they_are_compared(client: FlaskClient):
    [birth] = client.get("/reconcile/v1/suggest/property?prefix=birth").get_json()["result"]
    assert [one["id"] for one in birth["matchQualifiers"]] == ["near", "exact"]


def test_columns_are_fetched_in_the_order_of_the_question(client: FlaskClient):
    body = {"ids": ["place/baghdad", "person/qasim"], "properties": [{"id": "within"}, {"id": "birth"}]}
    told = client.post("/reconcile/v1/extend", json=body)
    assert told.headers["Content-Language"] == "en"
    rows = told.get_json()["rows"]
    assert [row["id"] for row in rows] == body["ids"]
    assert rows[0]["properties"] == [
        {"id": "within", "values": [{"id": "place/iraq", "name": "Iraq"}]},
        {"id": "birth", "values": []},
    ]
    assert client.get("/reconcile/v1/extend/propose?type=person&limit=2").get_json()["limit"] == 2
    assert client.get("/reconcile/v1/preview?id=person/qasim").status_code == 200


@pytest.mark.parametrize("path", ["/reconcile/v1/match", "/reconcile/v1/extend"])
def test_a_page_of_another_site_may_post_json_here(client: FlaskClient, path: str):
    asked = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    allowed = client.options(path, headers=asked).headers
    assert allowed["Access-Control-Allow-Origin"] == "*"
    assert "POST" in allowed["Access-Control-Allow-Methods"]
    assert "Content-Type" in allowed["Access-Control-Allow-Headers"]
