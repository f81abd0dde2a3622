"""What is linked with an authority file, what is doubtful and what is missing; and names that lead to their bearers."""

import csv
import io
import sqlite3

import pytest

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.identities import IDENTITIES, Doubt
from lod_publisher.snapshot.identities.read import Identities

BASE = "https://data.example.org"


def _labels(reader, name: str, **asked: str) -> list[str]:
    return [one["label"] for one in reader.get(f"/authority/{name}.json", query_string=asked).get_json()["entries"]]


def test_each_list_of_an_authority_file_holds_what_it_says(reader):
    assert _labels(reader, "viaf") == [
        "Dong, Pham Van", "Dong, Pham Van", "Qasim, Abd al-Karim", "Rusk, David Dean", "Rusk, Dean",
    ]  # fmt: skip
    assert _labels(reader, "viaf", list="missing", kind="person") == ["Zenda, Rudolf"]
    doubtful = reader.get("/authority/viaf.json?list=doubtful").get_json()["entries"]
    assert [(one["label"], one["doubt"]) for one in doubtful] == [
        ("Free Officers", "possible"), ("Dong, Pham Van", "several"), ("Dong, Pham Van", "several"),
        ("Rusk, David Dean", "shared"), ("Rusk, Dean", "shared"),
    ]  # fmt: skip


def test_a_doubtful_link_says_who_made_it_and_why(reader):
    [first, *rest] = reader.get("/authority/viaf.json?list=doubtful").get_json()["entries"]
    assert any("The name alone is the same." in reason for reason in first["reasons"])
    assert any("M. Reader" in reason for reason in first["reasons"])
    assert reader.get(first["statement"].removeprefix(BASE), headers={"Accept": "text/turtle"}).status_code == 303
    assert not any("statement" in one for one in rest)
    page = reader.get("/authority/viaf?list=doubtful", headers={"Accept": "text/html"}).get_data(as_text=True)
    assert "M. Reader" in page
    assert "M. Reader" in reader.get("/authority/viaf.csv?list=doubtful").get_data(as_text=True)


def test_the_counts_say_how_much_is_linked_doubtful_and_missing(reader):
    told = reader.get("/authority/viaf.json").get_json()
    assert (told["linked"], told["doubtful"], told["missing"]["person"]) == ({"organisation": 0, "person": 4}, 5, 1)


def test_the_list_of_files_names_those_that_are_linked_and_those_that_are_not(reader):
    told = reader.get("/authority", headers={"Accept": "application/json"}).get_json()
    assert {one["authority"] for one in told["authorities"]} == {
        "geonames",
        "gnd",
        "names.example.com",
        "shelf",
        "viaf",
        "wikidata",
    }
    assert "isni" in told["unused"]


def test_of_a_file_that_nothing_is_linked_with_everything_is_missing(reader):
    assert len(_labels(reader, "isni", list="missing")) == 5
    assert _labels(reader, "tgn", list="missing") == ["Baghdad"]


def test_csv_gives_a_list_as_a_whole(reader):
    rows = list(csv.DictReader(io.StringIO(reader.get("/authority/viaf.csv").get_data(as_text=True))))
    assert [row["address"] for row in rows if row["id"] == f"{BASE}/id/person/rusk"] == ["http://viaf.org/viaf/17"]
    assert len(rows) == 5


@pytest.mark.parametrize(
    "path", ["/authority", *(f"/authority/viaf?list={name}" for name in ("linked", "doubtful", "missing"))]
)
def test_people_see_the_same_lists_as_pages(reader, path):
    answer = reader.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "VIAF" in answer.get_data(as_text=True) or "Virtual International Authority File" in answer.get_data(
        as_text=True
    )


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/authority/viaf?list=all", 400), ("/authority/viaf?kind=ghost", 400), ("/authority/none-such", 404),
        ("/authority/viaf?after=x", 200), ("/authority/viaf?after=99999999999999999999", 200),
        ("/authority/viaf?list=missing&after=ghost", 200), ("/authority/.csv", 404),
    ],
)  # fmt: skip
def test_a_list_that_there_is_not_is_a_problem_and_a_strange_place_the_beginning(reader, path, status):
    assert reader.get(path, headers={"Accept": "application/json"}).status_code == status


def test_pages_of_a_list_follow_one_another_without_gap_or_double(library):
    table = library.extensions["site"].snapshot.identities
    seen, after = [], 0
    while page := table.linked("viaf", after, 2):
        seen += [(one.local_id, one.value) for one in page]
        after = page[-1].place
    assert seen == [(one.local_id, one.value) for one in table.linked("viaf")]
    persons, last = [], ""
    while rows := table.missing("isni", Kind.PERSON, last, 2):
        persons += rows
        last = rows[-1][0]
    assert persons == table.missing("isni", Kind.PERSON)


def test_a_snapshot_from_before_there_was_the_table_answers_alike(library, tmp_path):
    snapshot = library.extensions["site"].snapshot
    (tmp_path / "catalog.sqlite").symlink_to(snapshot.folder / "catalog.sqlite")
    with sqlite3.connect(snapshot.folder / IDENTITIES) as db:
        assert db.execute("SELECT count(*) FROM identities").fetchone()[0] == 11
    late = Identities(tmp_path, snapshot.select, BASE)
    assert late.linked("viaf") == snapshot.identities.linked("viaf")
    assert {one.doubt for one in late.of_code("viaf", "17")} == {Doubt.SHARED}


def test_a_name_that_one_bears_leads_to_her_in_any_spelling_of_its_letters(reader):
    for name in ("Zenda, Rudolf", "zenda, rudolf", "Kassem", "عبد الكريم قاسم"):
        answer = reader.get(f"/label/{name}")
        assert answer.status_code == 303, name
        assert answer.headers["Location"] == answer.headers["X-URI"].removeprefix(BASE)


def test_a_name_that_several_bear_gives_them_all(reader):
    answer = reader.get("/label/Rusk", headers={"Accept": "application/json"})
    assert answer.status_code == 300
    assert {one["id"].rpartition("/")[2] for one in answer.get_json()["choices"]} == {"rusk", "rusk-again"}
    assert "Rusk, Dean" in reader.get("/label/Rusk", headers={"Accept": "text/html"}).get_data(as_text=True)


@pytest.mark.parametrize("name", ["Flavia", "Rusk?kind=place", "%F0%93%80%80", "a/b/c", "x" * 2000])
def test_a_name_that_nobody_bears_is_not_found(reader, name):
    assert reader.get(f"/label/{name}").status_code == 404


def test_what_is_missing_begins_with_those_of_whom_the_dataset_says_most(app):
    table = app.extensions["site"].snapshot.identities
    whole = table.missing("viaf", Kind.PERSON, limit=10_000, by="weight")
    assert sorted(whole) == sorted(table.missing("viaf", Kind.PERSON, limit=10_000))
    index = app.extensions["site"].snapshot.name_index
    told = [
        index.facts(app.extensions["site"].snapshot.entity(Kind.PERSON, local_id)).documents for local_id, _ in whole
    ]
    assert told[0] == max(told) > told[-1]
    paged, last = [], ""
    while rows := table.missing("viaf", Kind.PERSON, last, 7, "weight"):
        paged += rows
        last = rows[-1][0]
    assert paged == whole
