"""A librarian's session in OpenRefine: add the service, match a column, look, decide, fetch columns."""

import json
import re
from collections.abc import Mapping

from flask.testing import FlaskClient
from tests.web.reconciliation.openrefine import OpenRefine

QASIM, SMITHS = "person/qasim", {"person/smith-1901", "person/smith-1920"}


def first(refine: OpenRefine, row: Mapping[str, object], type_: str = "person", **details: str) -> dict[str, object]:
    [found] = refine.reconcile([row], "Name", type_, details)
    assert found, f"nothing for {row}"
    return found[0]


def test_openrefine_guesses_that_a_column_of_names_holds_persons(refine):
    assert refine.guess_types(["Qasim, Abd al-Karim", "Dulles, Allen Welsh", "Smith, John"])[0] == "person"


def test_an_unmistakable_name_is_matched_with_its_description_and_the_parts_of_its_score(refine):
    found = first(refine, {"Name": "Qasim, Abd al-Karim"})
    assert (found["id"], found["name"], found["match"]) == (QASIM, "Qasim, Abd al-Karim", True)
    assert found["type"] == [{"id": "person", "name": "person"}]
    assert "Prime Minister of Iraq" in str(found["description"])
    assert isinstance(found["features"], list)
    assert all(isinstance(feature["value"], float | int) for feature in found["features"])


def test_the_name_may_be_spelt_and_turned_as_in_any_other_list(refine):
    for name in ("Abdul Karim Kassem", "Qāsim, ʿAbd al-Karīm", "General Abdul Karim Kassim", "عبد الكريم قاسم"):
        assert first(refine, {"Name": name})["id"] == QASIM, name


def test_of_two_namesakes_neither_is_a_match_until_a_year_of_birth_tells_them_apart(refine):
    [found] = refine.reconcile([{"Name": "John Smith"}], "Name", "person")
    assert {one["id"] for one in found[:2]} == SMITHS
    assert not any(one["match"] for one in found)
    with_year = first(refine, {"Name": "John Smith", "Born": 1920}, Born="birth")
    assert (with_year["id"], with_year["match"]) == ("person/smith-1920", True)


def test_a_year_of_birth_that_contradicts_sinks_a_candidate_and_prevents_the_match(refine):
    without = first(refine, {"Name": "Qasim, Abd al-Karim"})
    found = first(refine, {"Name": "Qasim, Abd al-Karim", "Born": "1850"}, Born="birth")
    assert (found["id"], found["match"]) == (QASIM, False)
    assert float(str(found["score"])) < float(str(without["score"])) / 2
    assert {"id": "birth", "value": -1.0} in list(found["features"])  # type: ignore[call-overload]


def test_an_office_in_other_words_and_a_date_as_openrefine_writes_it_both_count(refine):
    by_office = first(refine, {"Name": "Smith, J.", "Role": "ambassador, Iran"}, Role="office")
    assert by_office["id"] == "person/smith-1920"
    by_date = first(refine, {"Name": "Smith, J.", "Born": "1901-05-01T00:00:00Z"}, Born="birth")
    assert by_date["id"] == "person/smith-1901"


def test_an_identifier_of_another_authority_file_decides_between_namesakes(refine):
    for written in ("102333412", "VIAF:102333412", "https://viaf.org/viaf/102333412/"):
        found = first(refine, {"Name": "Smith, John", "Viaf": written}, Viaf="viaf")
        assert (found["id"], found["match"]) == ("person/smith-1920", True), written


def test_an_identifier_in_the_place_of_the_name_leads_to_its_entity(refine):
    for written in (
        QASIM,
        f"https://data.example.org/id/{QASIM}",
        "VIAF:25395945",
        "https://www.wikidata.org/wiki/Q311645",
    ):
        found = first(refine, {"Name": written})
        assert (found["id"], found["score"], found["match"]) == (QASIM, 100.0, True), written


def test_an_identifier_from_before_two_entries_were_joined_leads_to_what_they_are_now(refine):
    assert first(refine, {"Name": "person/abdul-karim"})["id"] == QASIM


def test_places_events_and_organisations_are_matched_as_persons_are(refine):
    for type_, name, identifier in (
        ("place", "Baghdad", "place/baghdad"),
        ("event", "Revolution of 14 July", "event/coup"),
        ("organisation", "Free Officers", "organisation/free-officers"),
    ):
        assert first(refine, {"Name": name}, type_)["id"] == identifier


def test_of_sixty_telegrams_of_one_title_the_one_of_the_day_is_found(refine):
    row = {"Name": "Telegram From the Embassy in Iraq", "Sent": "17 December 1958"}
    found = first(refine, row, "document", Sent="date")
    assert found["id"] == "document/telegram-1958-17"
    assert {"id": "date", "value": 1.0} in list(found["features"])  # type: ignore[call-overload]


def test_a_cell_that_was_matched_before_constrains_by_its_identifier(refine):
    row = {"Name": "Revolution of 14 July", "Where": {"id": "place/baghdad", "name": "Baghdad"}}
    found = first(refine, row, "event", Where="place")
    assert found["id"] == "event/coup"
    assert {"id": "place", "value": 1.0} in list(found["features"])  # type: ignore[call-overload]


def test_typing_suggests_entities_types_and_properties(refine):
    [qasim, *_] = refine.suggest("entity", "qas")
    assert (qasim["id"], qasim["notable"]) == (QASIM, [{"id": "person", "name": "person"}])
    assert "Prime Minister" in qasim["description"]
    assert refine.suggest("entity", "bagh", type="person") == []
    assert [one["id"] for one in refine.suggest("type", "org")] == ["organisation"]
    assert {one["id"] for one in refine.suggest("property", "birth")} == {"birth"}
    assert refine.suggest("entity", QASIM)[0]["id"] == QASIM


def test_more_suggestions_follow_after_a_cursor(refine):
    ids = [one["id"] for one in refine.suggest("entity", "smith")]
    assert set(ids) == SMITHS
    assert [one["id"] for one in refine.suggest("entity", "smith", cursor="1")] == ids[1:]


def test_a_card_tells_namesakes_apart_and_may_stand_in_the_frame_of_another_site(refine, client: FlaskClient):
    answer = client.get(refine.preview_address(QASIM))
    assert answer.status_code == 200
    assert "Prime Minister of Iraq" in answer.text
    assert "1914" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "default-src 'none'" in policy


def test_what_a_source_says_is_text_in_a_card_and_never_markup(refine, client: FlaskClient):
    for text in (client.get(refine.preview_address("person/hostile")).text, refine.flyout("entity", "person/hostile")):
        assert "<script>" not in text
        assert "<img" not in text


def test_the_card_of_what_is_not_there_says_so(refine, client: FlaskClient):
    answer = client.get(refine.preview_address("person/nobody"))
    assert answer.status_code == 404
    assert "person/nobody" in answer.text


def test_a_click_on_a_candidate_leads_to_its_page(refine, client: FlaskClient):
    path = refine.view_address(QASIM).removeprefix("https://data.example.org")
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("/page/person/qasim")


def test_columns_are_fetched_with_entities_numbers_and_texts_as_values(refine):
    assert {"birth", "death", "office", "viaf", "exact_match"} <= {one["id"] for one in refine.proposed("person")}
    assert "coordinates" in {one["id"] for one in refine.proposed("place")}
    told = refine.extend(
        [QASIM, "person/smith-1901"], {"id": "birth"}, {"id": "viaf"}, {"id": "name", "settings": {"limit": "2"}}
    )
    assert [column["id"] for column in told["meta"]] == ["birth", "viaf", "name"]
    assert told["rows"][QASIM]["birth"] == [{"str": "1914"}]
    assert told["rows"][QASIM]["viaf"] == [{"str": "25395945"}]
    assert len(told["rows"][QASIM]["name"]) == 2
    assert told["rows"]["person/smith-1901"]["viaf"] == []
    places = refine.extend(["place/baghdad", "event/coup"], {"id": "within"}, {"id": "coordinates"}, {"id": "date"})
    assert places["rows"]["place/baghdad"]["within"] == [{"id": "place/iraq", "name": "Iraq"}]
    assert places["rows"]["place/baghdad"]["coordinates"] == [{"str": "POINT(44.4 33.3)"}]
    assert places["rows"]["event/coup"]["date"] == [{"str": "1958-07-14"}]
    assert places["meta"][0]["type"] == {"id": "place", "name": "place"}


def test_an_older_openrefine_loads_answers_as_scripts(client: FlaskClient):
    answer = client.get("/reconcile?callback=jQuery34109_17&_=17")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.text.startswith("/**/jQuery34109_17({")
    assert answer.text.endswith("});")
    assert json.loads(answer.text.removeprefix("/**/jQuery34109_17(").removesuffix(");"))["versions"] == ["0.2"]
    queries = json.dumps({"q0": {"query": "</script> O'Hara"}})
    scripted = client.get("/reconcile", query_string={"queries": queries, "callback": "a.b"}).text
    assert scripted.startswith("/**/a.b(")
    assert "<" not in scripted
    assert client.get("/reconcile/suggest/entity?prefix=qas&callback=f").text.startswith("/**/f({")


def test_every_part_of_a_score_and_every_property_is_explained_at_an_address_of_its_own(refine, client: FlaskClient):
    found = first(refine, {"Name": "Qasim, Abd al-Karim", "Born": 1914, "Viaf": "25395945"}, Born="birth", Viaf="viaf")
    text = client.get(refine.manifest["documentation"]).text
    anchors = re.findall(r'id="([\w.-]+)"', text)
    explained = [str(refine.manifest["feature_view"]["url"]).replace("{{id}}", one["id"]) for one in found["features"]]  # type: ignore[attr-defined]
    assert explained
    assert all(address.startswith(f"{refine.manifest['documentation']}#") for address in explained)
    assert {address.partition("#")[2] for address in explained} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_an_answer_that_depends_on_the_address_asked_is_kept_by_no_cache(client: FlaskClient):
    told = [client.get("/reconcile", headers={"Host": host}) for host in ("one.example", "two.example")]
    assert [one.get_json()["preview"]["url"].split("/")[2] for one in told] == ["one.example", "two.example"]
    assert all(one.headers["Cache-Control"] == "no-cache" for one in told)
    assert client.get("/reconcile/suggest/type?prefix=p").headers["Cache-Control"].startswith("public")
    assert client.get("/reconcile/suggest/type?prefix=p&callback=f").headers["Cache-Control"] == "no-cache"
