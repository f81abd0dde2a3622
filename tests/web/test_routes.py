"""The applications that one process makes one after another have one map of addresses, and each answers from its own snapshot."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app
from lod_publisher.web.routes import RoutedFlask
from lod_publisher.web.vocabulary import Vocabulary

BASE = "https://data.example.org"
EDITIONS = ("one", "two")
LABELS = "SELECT ?l { ?s rdfs:label ?l }"
# What stands for the parts of an address, and what is asked for there: by endpoint, else by the name of the part.
PARTS = {
    "kind": "person",
    "local_id": "p1",
    "suffix": "json",
    "name": "person-1",
    "number": "1",
    "path": "page/person/p1",
}
PARTS |= {"address": "data/person/p1", "form": "json", "what": "entity", "moment": "20260102000000"}
NAMES = {"files.file": "style.css", "ontology.term": "Document", "dumps.download": "ntriples.nt.gz", "ldes.node": "all"}
NAMES |= {"operation.report_page": "index.html", "authorities.one": "viaf", "authorities.beacon": "viaf"}
SUFFIXES = {
    "ontology.vocabulary_file": "ttl",
    "ontology.shapes_file": "ttl",
    "operation.report": "ttl",
    "citations.all_as": "bib",
}
QUERIES = {
    "searching.search": {"q": "person"},
    "searching.suggest": {"q": "person"},
    "authorities.lookup": {"q": "Person 1"},
    "sparql.sparql": {"query": LABELS},
    "oai_pmh.oai": {"verb": "ListRecords", "metadataPrefix": "oai_dc"},
    "fragments.fragment": {"predicate": "http://www.w3.org/2000/01/rdf-schema#label"},
    "reconcile.reconcile": {"queries": json.dumps({"q": {"query": "Person 1"}})},
    "reconcile.suggestions": {"prefix": "Person"},
    "reconcile.card": {"id": "person/p1"},
    "reconcile.flyout": {"id": "person/p1"},
}
MATCH = {"queries": [{"conditions": [{"matchType": "name", "propertyValue": "Person 1"}]}]}


def data_of(folder: Path, edition: str) -> Path:
    """A data folder with a snapshot of four persons whose labels name the edition."""
    (folder / "persons.ttl").write_text(
        "@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        + "\n".join(
            f'<{BASE}/id/person/p{n}> a crm:E21_Person ; rdfs:label "Person {n} of edition-{edition}" .'
            for n in range(4)
        ),
        encoding="utf-8",
    )
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False, dumps=())
    build([folder / "persons.ttl"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return folder / "data"


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    """A data folder for each edition."""
    return {edition: data_of(tmp_path_factory.mktemp(edition), edition) for edition in EDITIONS}


@pytest.fixture(scope="module")
def apps(folders) -> Iterator[dict[str, Flask]]:
    """An application for each edition, both in this process, the second with other settings."""
    settings = (
        ServeSettings(data=folders["one"], workers=1),
        ServeSettings(data=folders["two"], workers=1, crawlers="closed", cache_seconds=7),
    )
    made = {name: open_app(each) for name, each in zip(EDITIONS, settings, strict=True)}
    yield made
    for app in made.values():
        app.extensions["site"].workers.close()


def asked(app: Flask) -> Iterator[tuple[str, str, bytes]]:
    """Every address with every method that it has: the rule, the method and the answer, with its head."""
    client = app.test_client()
    for rule in app.url_map.iter_rules():
        chosen = {"name": NAMES, "suffix": SUFFIXES}
        built = re.sub(
            r"<(?:[^<>]*:)?(\w+)>",
            lambda part: chosen.get(part[1], {}).get(rule.endpoint, PARTS[part[1]]),  # noqa: B023 called at once
            rule.rule,
        )
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            said = QUERIES.get(rule.endpoint, {})
            if method == "GET":
                answer = client.open(built, method=method, query_string=said)
            elif "reconcile/v1" in rule.rule:
                answer = client.open(built, method=method, json=MATCH)
            else:
                answer = client.open(built, method=method, data=said, content_type="application/x-www-form-urlencoded")
            yield rule.rule, method, str(answer.headers).encode() + answer.get_data()


def test_two_applications_of_a_process_answer_every_address_from_their_own_snapshot(apps):
    assert apps["one"].url_map is apps["two"].url_map
    telling = dict.fromkeys(EDITIONS, 0)
    both = zip(
        asked(apps["one"]), asked(apps["two"]), strict=True
    )  # in turn, so that one asks where the other has just asked
    for each in both:
        for edition, (rule, method, answer) in zip(EDITIONS, each, strict=True):
            others = EDITIONS[edition == "one"]
            assert f"edition-{others}".encode() not in answer, (method, rule)
            telling[edition] += f"edition-{edition}".encode() in answer
    assert telling["one"] == telling["two"]
    assert telling["one"] >= 20, telling


def test_what_does_not_change_with_the_snapshot_is_read_once_for_both(apps):
    one, two = (apps[name].extensions for name in EDITIONS)
    assert one["assets"] is two["assets"]
    assert one["site"].vocabulary is two["site"].vocabulary
    assert one["site"].names is not two["site"].names


def test_a_vocabulary_is_read_again_when_its_files_say_something_else_or_the_base_is_another(tmp_path):
    file = tmp_path / "own.ttl"
    file.write_text('<vocab/a> <http://www.w3.org/2000/01/rdf-schema#label> "before" .', encoding="utf-8")
    before = Vocabulary.read(tmp_path, BASE)
    assert Vocabulary.read(tmp_path, BASE) is before
    assert Vocabulary.read(tmp_path, "https://other.example.org").labels == {
        "https://other.example.org/vocab/a": "before"
    }
    file.write_text('<vocab/a> <http://www.w3.org/2000/01/rdf-schema#label> "after" .', encoding="utf-8")
    assert Vocabulary.read(tmp_path, BASE).labels == {f"{BASE}/vocab/a": "after"}


def test_each_application_keeps_its_own_settings(apps):
    one, two = (apps[name].test_client() for name in EDITIONS)
    assert "Sitemap:" in one.get("/robots.txt").text
    assert "Sitemap:" not in two.get("/robots.txt").text
    assert "max-age=7" not in one.get("/page/person/p1").headers["Cache-Control"]
    assert "max-age=7" in two.get("/page/person/p1").headers["Cache-Control"]


def small(*addresses: str) -> RoutedFlask:
    """An application with some addresses."""
    app = RoutedFlask(__name__, static_folder=None)
    for address in addresses:
        app.add_url_rule(address, address[1:], lambda: "answered")
    app.share_rules()
    return app


def test_applications_with_other_addresses_or_methods_share_nothing():
    first, same, other = small("/a"), small("/a"), small("/a", "/b")
    assert first.url_map is same.url_map
    assert first.url_map is not other.url_map
    assert other.test_client().get("/b").text == "answered"
    assert first.test_client().get("/b").status_code == NotFound.code
    posted = RoutedFlask(__name__, static_folder=None)
    posted.add_url_rule("/a", "a", lambda: "answered", methods=["POST"])
    posted.share_rules()
    assert posted.url_map is not first.url_map


def test_an_address_that_is_added_later_is_refused_because_other_applications_would_get_it():
    app, other = small("/early"), small("/early")
    with pytest.raises(RuntimeError, match=re.escape("before `share_rules`")):
        app.add_url_rule("/late", "late", lambda: "answered")
    assert other.test_client().get("/late").status_code == NotFound.code
