"""Saved queries: their headers, parameters that are put in as values and never as text, their pages and addresses."""

import shutil
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings
from lod_publisher.snapshot.shelf import verify
from lod_publisher.web.examining import examine
from lod_publisher.web.querying.saved import SavedQuery
from lod_publisher.web.querying.tokens import tokens

BASE = "https://data.example.org"
HEADER = """# title: A question
# description: Told in
#   two lines.
# parameter year: integer = 1958
#   Which year
# parameter words: string = oil
# parameter who: iri = id/person/x
# parameter day: date = 1958-07-14
SELECT * { ?s ?p $year ; ?q $words, $who ; ?r $day . # $year in a comment
  FILTER("$year" != ?year && '''$words''' = ?words) }
"""


def test_the_header_gives_title_description_and_parameters():
    query = SavedQuery.read("a", HEADER)
    assert (query.title, query.description, query.faults) == ("A question", "Told in two lines.", ())
    assert [(each.name, each.type, each.default, each.description) for each in query.parameters] == [
        ("year", "integer", "1958", "Which year"),
        ("words", "string", "oil", ""),
        ("who", "iri", "id/person/x", ""),
        ("day", "date", "1958-07-14", ""),
    ]


def test_values_are_put_in_as_typed_literals_and_iris_where_the_parameter_stands_and_nowhere_else():
    bound = SavedQuery.read("a", HEADER).bound({"year": "1959"}, f"{BASE}/")
    xsd = "http://www.w3.org/2001/XMLSchema#"
    assert f'?s ?p "1959"^^<{xsd}integer> ; ?q "oil", <{BASE}/id/person/x> ; ?r "1958-07-14"^^<{xsd}date> .' in bound
    assert """# $year in a comment\n  FILTER("$year" != ?year && '''$words''' = ?words)""" in bound


@given(st.text(max_size=40))
def test_whatever_text_is_given_it_is_one_string_of_the_query(value):
    query = SavedQuery.read("a", "# title: T\n# parameter w: string = x\nASK { ?s ?p $w }")
    found = tokens(query.bound({"w": value}, f"{BASE}/"))
    assert [token.kind for token in found] == [
        "keyword",
        "punctuation",
        "variable",
        "variable",
        "string",
        "punctuation",
    ]
    assert found[4].value == value.replace("\0", "")


@given(st.text(max_size=40))
def test_whatever_iri_passes_it_is_one_iri_of_the_query(value):
    query = SavedQuery.read("a", "# title: T\n# parameter w: iri = x\nASK { ?s ?p $w }")
    if query.wrong({"w": value}):
        return
    found = tokens(query.bound({"w": value}, f"{BASE}/"))
    assert [token.kind for token in found] == ["keyword", "punctuation", "variable", "variable", "iri", "punctuation"]


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("integer", ["1", "-5", "+7", "007"], ["", "1.5", "x", "1 }", "١", "1\n"]),
        ("decimal", ["1", "1.5", "-.5"], ["1e5", ".", "NaN"]),
        ("boolean", ["true", "false"], ["yes", "1"]),
        ("gYear", ["1958"], ["58", "1958-01"]),
        ("gYearMonth", ["1958-07"], ["1958-13", "1958"]),
        ("date", ["1958-07-14"], ["1958-7-14", "1958-07-32", "14 July"]),
        ("dateTime", ["1958-07-14T05:00:00Z", "1958-07-14T05:00:00+03:00"], ["1958-07-14"]),
        ("iri", ["http://a.example/x", "id/person/x", "urn:x:y"], ["a b", "a>b", 'a"b', "a{b}", "a\\u0022", ""]),
        ("string", ["", "anything", 'even "this" } #'], ["x" * 1_001]),
    ],
)
def test_values_are_held_against_the_declared_type(kind, right, wrong):
    query = SavedQuery.read("a", f"# title: T\n# parameter v: {kind} = {right[0]}\nASK {{ ?s ?p $v }}")
    assert query.faults == ()
    assert [value for value in right if query.wrong({"v": value})] == []
    assert [value for value in wrong if not query.wrong({"v": value})] == []


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("ASK {}", 1, "no title"),
        ("# title: T\n# parameter x: number = 1\nASK { ?s ?p $x }", 2, "no known type"),
        ("# title: T\n# parameter x: integer\nASK { ?s ?p $x }", 2, "no default"),
        ("# title: T\n#\n# parameter x: integer = one\nASK { ?s ?p $x }", 3, "default is wrong"),
        ("# title: T\n# parameter format: string = x\nASK { ?s ?p $format }", 2, "cannot be the name"),
        ("# title: T\nASK { ?s ?p $x }", 1, "not declared"),
        ("# title: T\n# parameter x: string = a\nASK {}", 1, "not used"),
    ],
)
def test_a_header_that_says_nothing_usable_is_a_fault_with_its_line(text, line, told):
    faults = SavedQuery.read("a", text).faults
    assert any(number == line and told in what for number, what in faults)


def test_the_base_of_the_file_becomes_the_published_one():
    query = SavedQuery.read("a", "# title: T\nBASE <http://127.0.0.1:8000/>\nASK { <id/x> ?p ?o }")
    assert f"BASE <{BASE}/>" in query.bound({}, f"{BASE}/")


def test_they_are_listed_for_people_and_programs(client):
    page = client.get("/queries", headers={"Accept": "text/html"})
    assert "What somebody took part in" in page.text
    listed = client.get("/queries", headers={"Accept": "application/json"}).json
    assert len(listed) == 22
    for each in listed:
        assert client.get(each["href"], headers={"Accept": "application/json"}).status_code == 200, each["name"]


def test_a_saved_query_is_answered_in_every_format(client):
    address = "/queries/what-somebody-took-part-in"
    rows = client.get(address).json["results"]["bindings"]
    assert rows
    for accept in ("text/csv", "text/tab-separated-values", "application/sparql-results+xml"):
        answer = client.get(address, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, accept)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    for name in ("csv", "tsv", "xml", "json"):
        assert client.get(address, query_string={"format": name}).status_code == 200
    text = client.get(address, query_string={"format": "rq"})
    assert text.mimetype == "application/sparql-query"
    assert client.get("/sparql", query_string={"query": text.text}).json["results"]["bindings"] == rows
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406
    assert client.head(address).status_code == 200


def test_parameters_decide_the_answer_and_the_page_shows_them(client):
    address = "/queries/documents-of-a-day"
    assert client.get(address).json["results"]["bindings"]
    assert client.get(address, query_string={"day": "1800-01-01"}).json["results"]["bindings"] == []
    page = client.get(address, query_string={"day": "1958-12-05"}, headers={"Accept": "text/html"})
    assert 'value="1958-12-05"' in page.text
    assert "/page/document/embassy-in-iraq/telegram-1777-1958" in page.text


@pytest.mark.parametrize(
    "given",
    [
        {"day": "yesterday"},
        {"day": "1958-07-14", "nonsense": "1"},
        {"day": ["1958-07-14", "1958-07-15"]},
        {"day": '1958-07-14" } #'},
    ],
)
def test_wrong_parameters_are_refused_with_the_list_of_right_ones(client, given):
    answer = client.get("/queries/documents-of-a-day", query_string=given)
    assert answer.status_code == 400
    assert {each["name"] for each in answer.json["parameters"]} == {"day", "words"}
    assert answer.json["wrong"]


def test_there_is_no_query_that_is_not_there(client):
    assert client.get("/queries/nothing").status_code == 404
    assert client.get("/queries/..%2fmanifest").status_code == 404


def test_queries_are_tried_at_build_time_and_a_failure_names_file_and_line(tmp_path, root):
    collection = tmp_path / "collection"
    shutil.copytree(root / "seeds", collection)
    for path in (collection / "queries").iterdir():
        path.unlink()
    (collection / "queries/broken.rq").write_text("# title: Broken\nSELECT * {\n  ?s ?p OPTINAL }\n")
    (collection / "queries/empty.rq").write_text("# title: Empty\nSELECT * { ?s crm:P4_has_time_span ?o }\n")
    (collection / "queries/search.rq").write_text(
        "# title: Fine\n# parameter w: string = qassim\nSELECT * { ?s v:matches $w }\n"
    )
    settings = BuildSettings(data=tmp_path / "data", base=BASE, jobs=1, validate=False)
    moment = datetime(2026, 1, 2, tzinfo=UTC)
    result = build([collection], settings, moment, lambda *_: None, examine)
    found = {(f.rule, str(f.origin)): f.message for f in result.findings if f.rule.startswith("saved-query")}
    assert set(found) == {
        ("saved-query-fails", "collection/queries/broken.rq:3"),
        ("saved-query-finds-nothing", "collection/queries/empty.rq:1"),
    }
    assert "OPTIONAL" in found["saved-query-fails", "collection/queries/broken.rq:3"]
    assert "crm:P4_has_time-span" in found["saved-query-finds-nothing", "collection/queries/empty.rq:1"]
    verify((tmp_path / "data/current").resolve())
    assert build([collection], settings, moment, lambda *_: None, examine).unchanged
    (collection / "queries/broken.rq").write_text("# title: Mended\nSELECT * { ?s ?p ?o }\n")
    again = build([collection], settings, moment, lambda *_: None, examine)
    assert not again.unchanged
    assert [f.rule for f in again.findings if f.rule.startswith("saved-query")] == ["saved-query-finds-nothing"]
