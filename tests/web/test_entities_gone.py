"""What was deleted, renamed, divided or withdrawn keeps its address."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from lod_publisher.build.pipeline import build
from lod_publisher.errors import CollectionError
from lod_publisher.model.iris import Kind
from lod_publisher.settings import BuildSettings, ServeSettings
from lod_publisher.web.app import open_app

BASE = "https://data.example.org"
MOVED = """old,new,when,why
person/old-name,person/newer-name,2026-02-01,the form of the authority
person/newer-name,person/kept,2026-02-01,
person/two-men,person/first person/second,2026-02-01,"a father, and his son"
person/mistake,,2026-02-01,not a person
person/ring-a,person/ring-b,2026-02-01,
person/ring-b,person/ring-a,2026-02-01,
person/astray,person/nobody,2026-02-01,
"""


def people(*names: str) -> str:
    lines = [
        "@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .",
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .",
    ]
    lines += [f'<{BASE}/id/person/{name}> a crm:E21_Person ; rdfs:label "Person {name}" .' for name in names]
    return "\n".join(lines) + "\n"


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("gone")
    collection = folder / "people"
    collection.mkdir()
    settings = BuildSettings(data=folder / "data", base=BASE, jobs=1, validate=False)
    source = collection / "people.ttl"
    source.write_text(people("kept", "first", "second", "two-men", "mistake", "plain"), encoding="utf-8")
    build([collection], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    source.write_text(people("kept", "first", "second"), encoding="utf-8")
    (collection / "moved.csv").write_text(MOVED, encoding="utf-8")
    result = build([collection], settings, datetime(2026, 2, 3, tzinfo=UTC), lambda *_: None)
    assert [(f.record, f.origin.line) for f in result.findings if f.rule == "moved-to-nowhere"] == [
        ("person/astray", 8)
    ]
    return folder / "data"


@pytest.fixture(scope="module")
def client(data) -> Iterator[FlaskClient]:
    app = open_app(ServeSettings(data=data, workers=1, query_timeout_s=5.0))
    yield app.test_client()
    app.extensions["site"].workers.close()


@pytest.mark.parametrize("door", ["/id/{}", "/data/{}", "/data/{}.ttl", "/page/{}", "/data/{}.nt?incoming=1"])
def test_a_renamed_thing_is_redirected_to_at_every_door(client, door):
    answer = client.get(door.format("person/old-name"))
    assert answer.status_code == 301
    assert answer.headers["Location"] == door.format("person/kept")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get(answer.headers["Location"], follow_redirects=True).status_code == 200


def test_a_deleted_thing_leaves_a_tombstone_in_the_client_s_format(client):
    for address in ("/id/person/two-men", "/data/person/two-men", "/data/person/two-men.ttl", "/page/person/two-men"):
        for accept in ("text/html", "text/turtle", "application/n-triples", "application/problem+json"):
            answer = client.get(address, headers={"Accept": accept})
            assert answer.status_code == 410
            if not address.endswith(".ttl") and not (address.startswith("/page") and "/t" not in accept):
                assert answer.mimetype == accept or address.startswith("/page")
            assert "2026-02-03" in answer.text, (address, accept)


def test_a_tombstone_says_what_it_was_when_it_went_why_and_what_replaced_it(client):
    told = client.get("/data/person/two-men.nt").text
    thing = f"<{BASE}/id/person/two-men>"
    assert f'{thing} <http://www.w3.org/2000/01/rdf-schema#label> "Person two-men"' in told
    assert f'{thing} <http://www.w3.org/ns/prov#invalidatedAtTime> "2026-02-03T00:00:00Z"' in told
    assert f'{thing} <http://www.w3.org/ns/prov#generatedAtTime> "2026-01-02T00:00:00Z"' in told
    assert f"{thing} <http://purl.org/dc/terms/isReplacedBy> <{BASE}/id/person/first>" in told
    assert f"<{BASE}/id/person/second> <http://www.w3.org/2000/01/rdf-schema#label>" in told
    page = client.get("/page/person/two-men", headers={"Accept": "text/html"}).text
    assert "a father, and his son" in page
    assert '<a href="/page/person/second">Person second</a>' in page
    withdrawn = client.get("/data/person/mistake", headers={"Accept": "application/problem+json"})
    assert withdrawn.json["label"] == "Person mistake"
    assert "not a person" in withdrawn.json["detail"]
    assert client.get("/data/person/plain.nt").status_code == 410


def test_a_circle_of_names_and_one_that_leads_to_nothing_end_at_404(client):
    for name in ("ring-a", "ring-b", "astray"):
        assert client.get(f"/id/person/{name}").status_code == 404


def test_a_tombstone_is_known_to_the_catalogue_with_what_replaced_it(data, client):
    snapshot = client.application.extensions["site"].snapshot
    assert snapshot.replacement(Kind.PERSON, "old-name") == (Kind.PERSON, "newer-name")
    assert snapshot.replacement(Kind.PERSON, "two-men") is None
    assert len(snapshot.catalog.moves(Kind.PERSON, "two-men")) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("old;new\n", ":1: the columns are"),
        ("old,new,when,why\nperson/a,person/b,2026-02-01\n", ":2: four columns"),
        ("old,new,when,why\nship/a,person/b,2026-02-01,\n", ":2: 'ship/a' names no thing"),
        ("old,new,when,why\nperson/../a,person/b,2026-02-01,\n", "names no thing"),
        ("old,new,when,why\nperson/a,person/a,2026-02-01,\n", "lead to itself"),
        ("old,new,when,why\nperson/a,person/b,1 Feb,\n", "is not a day"),
        ("old,new,when,why\nperson/a,person/b,2026-02-01,\nperson/a,person/c,2026-02-01,\n", ":3: person/a stands"),
    ],
)
def test_a_mistake_in_the_list_is_told_with_its_line_before_the_work_begins(tmp_path, text, told):
    (tmp_path / "people.ttl").write_text(people("a"), encoding="utf-8")
    (tmp_path / "moved.csv").write_text(text, encoding="utf-8")
    settings = BuildSettings(data=tmp_path / "data", base=BASE, jobs=1, validate=False)
    with pytest.raises(CollectionError, match=told):
        build([tmp_path], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
