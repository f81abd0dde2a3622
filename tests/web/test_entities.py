"""Things and their descriptions over HTTP."""

import pytest
from pyoxigraph import RdfFormat, parse

BASE = "https://data.example.org"
TELEGRAM = "document/frus1958-60v12/d145"
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "jsonld": ("application/ld+json", RdfFormat.JSON_LD),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
}


def triples(answer, form: RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in parse(answer.data, format=form)}


@pytest.mark.parametrize(
    ("accept", "where"),
    [("text/html", f"/page/{TELEGRAM}"), ("text/turtle", f"/data/{TELEGRAM}"), ("*/*", f"/data/{TELEGRAM}")],
)
def test_the_iri_of_a_thing_leads_people_to_the_page_and_machines_to_the_data(client, accept, where):
    answer = client.get(f"/id/{TELEGRAM}", headers={"Accept": accept})
    assert answer.status_code == 303
    assert answer.headers["Location"] == where
    assert "Accept" in answer.headers["Vary"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_passage_leads_to_its_place_on_its_document_s_page(client):
    answer = client.get(f"/id/{TELEGRAM}/p7", headers={"Accept": "text/html"})
    assert answer.headers["Location"] == f"/page/{TELEGRAM}#p7"
    assert (
        client.get(f"/id/{TELEGRAM}/p7", headers={"Accept": "text/turtle"}).headers["Location"] == f"/data/{TELEGRAM}"
    )
    assert client.get(f"/id/{TELEGRAM}/p777").status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_description_is_the_same_in_every_format_by_suffix_and_by_accept(client, suffix):
    media_type, form = FORMATS[suffix]
    by_suffix = client.get(f"/data/{TELEGRAM}.{suffix}")
    by_accept = client.get(f"/data/{TELEGRAM}", headers={"Accept": media_type})
    assert by_suffix.data == by_accept.data
    assert by_suffix.mimetype == media_type
    assert by_accept.headers["Content-Location"] == f"/data/{TELEGRAM}.{suffix}"
    assert triples(by_suffix, form) == triples(client.get(f"/data/{TELEGRAM}.nt"), RdfFormat.N_TRIPLES)


def test_a_description_holds_labels_of_what_it_names_and_its_own_origin(client):
    text = client.get(f"/data/{TELEGRAM}.nt").text
    assert f"<{BASE}/id/person/qasim-abd-al-karim> <http://www.w3.org/2000/01/rdf-schema#label>" in text
    assert f"<{BASE}/data/{TELEGRAM}> <http://xmlns.com/foaf/0.1/primaryTopic> <{BASE}/id/{TELEGRAM}>" in text
    assert "http://purl.org/dc/terms/modified" in text


def test_what_is_not_available_is_406_with_a_list_of_what_there_is(client):
    answer = client.get(f"/data/{TELEGRAM}", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.mimetype == "application/problem+json"
    assert {option["href"] for option in answer.json["available"]} == {
        f"/data/{TELEGRAM}.{suffix}" for suffix in FORMATS
    }
    assert "Accept" in answer.headers["Vary"]
    assert client.get(f"/id/{TELEGRAM}", headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"/page/{TELEGRAM}", headers={"Accept": "image/png"}).status_code == 406


def test_each_variant_has_a_validator_of_its_own_and_answers_304(client):
    etags = {client.get(f"/data/{TELEGRAM}.{suffix}").headers["ETag"] for suffix in FORMATS}
    assert len(etags) == len(FORMATS)
    first = client.get(f"/data/{TELEGRAM}.ttl")
    for method in (client.get, client.head):
        again = method(f"/data/{TELEGRAM}.ttl", headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert again.data == b""
        assert again.headers["ETag"] == first.headers["ETag"]
        assert "Accept" in again.headers["Vary"]
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert client.get(f"/data/{TELEGRAM}.ttl", headers={"If-None-Match": '"other"'}).status_code == 200


def test_head_says_what_get_says_without_a_body(client):
    for path in (f"/data/{TELEGRAM}.nt", "/page/person/qasim-abd-al-karim", "/"):
        head, get = client.head(path), client.get(path)
        assert head.data == b""
        assert {k: v for k, v in head.headers.items() if k != "Date"} == {
            k: v for k, v in get.headers.items() if k != "Date"
        }


def test_options_and_a_wrong_verb_say_which_verbs_are_right(client):
    options = client.options(f"/data/{TELEGRAM}")
    assert options.status_code == 200
    assert "GET" in options.headers["Access-Control-Allow-Methods"]
    wrong = client.delete(f"/data/{TELEGRAM}")
    assert wrong.status_code == 405
    assert set(wrong.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert wrong.mimetype == "application/problem+json"
    assert wrong.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path",
    [
        "/id/person/nobody", "/data/person/nobody.ttl", "/page/person/nobody", "/id/ship/x", "/data/person/..%2F..%2Fetc%2Fpasswd",
        "/page/document/%00", "/id/document/frus1958-60v12/d145/", "/data/document/.ttl", "/nothing", "/page/person/" + "x" * 5000,
        "/page/document/%E2%80%AE", "/vocab/nothing", "/browse/ships", "/vocab.png", "/shapes.png",
    ],
)  # fmt: skip
@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_what_is_not_there_is_404_in_the_client_s_format(client, path, accept):
    answer = client.get(path, headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.mimetype == ("text/html" if accept == "text/html" else "application/problem+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_deleted_entity_is_gone_not_unknown(app, client, monkeypatch):
    snapshot = app.extensions["site"].snapshot
    entity = snapshot.entity("person", "jomard-abdul-jabar")
    gone = type(entity)(
        **{name: getattr(entity, name) for name in entity.__slots__} | {"deleted": "2026-01-03T00:00:00Z"}
    )
    monkeypatch.setattr(snapshot, "entity", lambda *_: gone)
    answer = client.get("/data/person/jomard-abdul-jabar.nt")
    assert answer.status_code == 410
    assert "2026-01-03" in answer.json["detail"]
