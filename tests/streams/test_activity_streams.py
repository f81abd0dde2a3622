"""The Activity Stream: a harvester that walks it sees every change once, in order, and can read what each left."""

from typing import Any

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse
from tests.streams.conftest import PERSONS

from lod_publisher.web import activities

CONTEXT = "http://iiif.io/api/discovery/1/context.json"


def get(client, published, address: str):
    assert address.startswith(f"{published.history.base}/")
    answer = client.get(address[len(published.history.base) :])
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_walk_back_from_the_last_page_meets_every_change_once_newest_first(client, published):
    changes = published.app.extensions["site"].snapshot.changes
    stream = get(client, published, f"{published.history.base}/changes")
    assert (stream["@context"], stream["type"]) == (CONTEXT, "OrderedCollection")
    assert stream["totalItems"] == changes.last > PERSONS
    met: list[dict[str, Any]] = []
    address, after = stream["last"]["id"], None
    while address:
        page = get(client, published, address)
        assert page["id"] == address
        assert page["type"] == "OrderedCollectionPage"
        assert page["partOf"]["id"] == stream["id"]
        assert page.get("next", {}).get("id") == after
        assert page["startIndex"] == changes.last - len(met) - len(page["orderedItems"])
        met += reversed(page["orderedItems"])
        after, address = address, page.get("prev", {}).get("id")
    assert after == stream["first"]["id"]
    told = [(item["type"], item["object"]["id"], item["endTime"]) for item in reversed(met)]
    here = published.app.extensions["site"]
    assert told == [
        (activities.ACTIVITIES[change.operation], activities.object_iri(here, change), change.moment)
        for change in changes.after(0, 10_000)
    ]


def test_what_changed_is_told_with_its_label_its_class_and_where_it_is_described(client, published):
    changes = published.app.extensions["site"].snapshot.changes
    newest = client.get(f"/changes/page/{-(-changes.last // 100)}").json["orderedItems"]
    by_name = {
        item["object"]["id"].rpartition("/")[2]: item
        for item in newest
        if item["endTime"] == published.history.moments[1]
    }
    assert (by_name["p005"]["type"], by_name["p007"]["type"], by_name["new"]["type"]) == ("Update", "Delete", "Create")
    assert by_name["p005"]["object"]["name"] == "Changed"
    assert by_name["p005"]["object"]["type"] == "Person"
    described = [link["id"] for link in by_name["p005"]["object"]["seeAlso"]]
    assert f"{published.history.base}/data/person/p005.jsonld" in described
    assert all(client.get(address[len(published.history.base) :]).status_code == 200 for address in described)
    assert "seeAlso" not in by_name["p007"]["object"]


def test_an_activity_has_an_address_of_its_own_where_rdf_also_tells_what_it_left(client, published):
    item = client.get("/changes/page/1").json["orderedItems"][8]
    path = item["id"][len(published.history.base) :]
    assert client.get(path).json == {"@context": CONTEXT, **item}
    quads = list(parse(client.get(path, headers={"Accept": "application/n-quads"}).data, format=RdfFormat.N_QUADS))
    assert {quad.subject.value for quad in quads if quad.graph_name == NamedNode(item["id"])} >= {item["object"]["id"]}
    member = client.get(path, headers={"Accept": "application/trig"})
    assert member.mimetype == "application/trig"
    assert item["id"] in client.get("/ldes/20260130T030405Z").text, "the event stream calls it the same"


def test_a_full_page_and_an_activity_stay_as_they_are_after_the_next_build(client, published):
    for path in ("/changes/page/1", "/changes/20260130T030405Z/9"):
        assert client.get(path).data == published.before[path]


@pytest.mark.parametrize(
    ("accept", "sent"),
    [
        ("*/*", f'application/ld+json;profile="{CONTEXT}"'),
        ("application/json", "application/json"),
        ("application/activity+json", "application/activity+json"),
        ('application/ld+json; profile="https://www.w3.org/ns/activitystreams"', 'application/ld+json;profile="https://www.w3.org/ns/activitystreams"'),
    ],
)  # fmt: skip
def test_the_media_type_is_the_one_that_was_asked_for(client, accept, sent):
    answer = client.get("/changes", headers={"Accept": accept})
    assert answer.content_type == sent
    assert "Accept" in answer.headers["Vary"]
    assert client.get("/changes", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/changes/page/1", headers={"Accept": "text/turtle"}).status_code == 406


@pytest.mark.parametrize(
    "path",
    [
        "/changes/page/0", "/changes/page/-1", "/changes/page/01", "/changes/page/3", "/changes/page/x", "/changes/page/%D9%A1",
        "/changes/page/" + "9" * 5000, "/changes/20260130T030405Z/0", "/changes/20260130T030406Z/9", "/changes/20260130T030405Z/99999",
        "/changes/20260130T030405Z/09", "/changes/x/1", "/changes/%00/1", "/changes/page", "/changes/20260201T030405Z/9",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404_with_an_explanation(client, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
    assert len(answer.json["detail"]) < 300


def test_a_wrong_verb_is_told_the_right_ones(client):
    for path in ("/changes", "/changes/page/1", "/changes/20260130T030405Z/9"):
        answer = client.post(path)
        assert answer.status_code == 405
        assert {"GET", "HEAD"} <= set(answer.headers["Allow"].split(", "))
        assert client.head(path).status_code == 200
