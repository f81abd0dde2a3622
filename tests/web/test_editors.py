"""What waits for an editor, by any mixture of filters."""

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

_HTML = {"Accept": "text/html"}
_DATA = """@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@base <https://data.example.org/> .
<id/person/ann> a crm:E21_Person ; rdfs:label "Ann <b>Marsh</b>" ; skos:closeMatch <http://www.wikidata.org/entity/Q42> .
<id/person/bea> a crm:E21_Person ; rdfs:label "Bea Marsh" ; owl:sameAs <http://viaf.org/viaf/12345> .
<id/person/cea> a crm:E21_Person ; rdfs:label "Cea Moor" ; owl:sameAs <http://viaf.org/viaf/12345> .
"""


@pytest.fixture(scope="module")
def client(tmp_path_factory, root):
    """Asks a server of three persons of whom each is doubtfully linked, and of the founding collection's findings."""
    folder: Path = tmp_path_factory.mktemp("editors")
    (folder / "persons.ttl").write_text(_DATA, encoding="utf-8")
    settings = BuildSettings(data=folder / "data", base="https://data.example.org", jobs=1, validate=False)
    build([root / "seeds", folder / "persons.ttl"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    app = open_app(ServeSettings(data=folder / "data", workers=1))
    yield app.test_client()
    app.extensions["site"].workers.close()


def findings(client, **filters):
    return json.loads(client.get("/editors/findings", query_string={"format": "json", **filters}).data)


def links(client, **filters):
    return json.loads(client.get("/editors/links", query_string={"format": "json", **filters}).data)


def test_the_desk_says_how_much_of_each_is_waiting(client):
    page = client.get("/editors", headers=_HTML).text
    assert re.search(r"Doubtful links <span[^>]*>3<", page)
    assert f"<b>{len(findings(client, severity='warning'))}</b> warnings" in page


def test_findings_are_narrowed_by_severity_rule_file_and_words(client):
    every = findings(client)
    one = every[-1]
    assert {each["severity"] for each in findings(client, severity=one["severity"])} == {one["severity"]}
    assert {each["rule"] for each in findings(client, rule=one["rule"])} == {one["rule"]}
    assert {each["file"] for each in findings(client, file=one["file"])} == {one["file"]}
    assert one in findings(client, words=one["message"].upper()[:30])
    assert findings(client, words="no finding has these words") == []


def test_findings_are_as_many_in_csv_as_in_json_and_on_the_page(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/editors/findings?format=csv").text)))
    assert len(rows) == len(findings(client)) > 0
    assert f"{len(rows)} finding" in client.get("/editors/findings", headers=_HTML).text


def test_doubtful_links_are_narrowed_by_file_kind_reason_and_name(client):
    assert {(each["label"], each["doubt"]) for each in links(client)} == {
        ("Ann <b>Marsh</b>", "possible"),
        ("Bea Marsh", "shared"),
        ("Cea Moor", "shared"),
    }
    assert [each["label"] for each in links(client, words="marsh", doubt="shared")] == ["Bea Marsh"]
    assert [each["label"] for each in links(client, authority="wikidata")] == ["Ann <b>Marsh</b>"]
    assert links(client, kind="place") == []


def test_names_are_escaped_and_strange_filters_find_nothing(client):
    page = client.get("/editors/links", headers=_HTML).text
    assert "<b>Marsh" not in page
    assert "Ann &lt;b&gt;Marsh" in page
    strange = {"words": "\"><script>'%", "authority": "'; --", "after": "x", "kind": "\0"}
    answer = client.get("/editors/links", query_string=strange, headers=_HTML)
    assert answer.status_code == 200
    assert "Nothing passes" in answer.text
    assert "<script>'" not in answer.text


def test_records_that_may_be_one_are_listed_with_what_a_decision_needs(client):
    every = json.loads(client.get("/editors/pairs?format=json").data)
    one = next(each for each in every if each["one"] == "pishti")
    assert one["other"] == "pusht"
    assert one["kind"] == "place"
    table = list(csv.reader(io.StringIO(client.get("/editors/pairs?format=csv&kind=place").text)))
    assert table[0][:7] == ["what", "kind", "one", "other", "who", "when", "why"]
    assert [row[2:4] for row in table[1:]] == [["pishti", "pusht"]]
    page = client.get("/editors/pairs?words=PISHTI", headers=_HTML).text
    assert "/page/place/pusht" in page
    assert "shanshal" not in page
    assert re.search(rf"Perhaps one <span[^>]*>{len(every)}<", client.get("/editors", headers=_HTML).text)
