"""Things and their descriptions over HTTP."""

import hashlib
import re
from base64 import b64encode
from functools import partial
from urllib.parse import quote

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from werkzeug.test import create_environ, run_wsgi_app

from lod_publisher.model.iris import Kind
from lod_publisher.web import describing
from lod_publisher.web.formats import formats_of

BASE = "https://data.example.org"
_NO_BREAKS = dict.fromkeys(map(ord, "\r\n\0"))
TELEGRAM = "document/frus1958-60v12/d145"
FORMATS = {
    "ttl": ("text/turtle", RdfFormat.TURTLE),
    "nt": ("application/n-triples", RdfFormat.N_TRIPLES),
    "rdf": ("application/rdf+xml", RdfFormat.RDF_XML),
    "nq": ("application/n-quads", RdfFormat.N_QUADS),
    "trig": ("application/trig", RdfFormat.TRIG),
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
        f"/data/{TELEGRAM}.{form.suffix}" for form in formats_of(Kind.DOCUMENT)
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


def test_a_description_by_lines_says_all_that_the_store_says(app, client):
    here = app.extensions["site"]
    for kind in Kind:
        for entity in here.snapshot.browse(kind, limit=20):
            said = here.snapshot.description(describing.topic_of(here, entity))
            own = {str(triple) for triple in said if here.owner(triple.subject.value) == entity}
            told = triples(client.get(f"/data/{kind}/{entity.local_id}.nt"), RdfFormat.N_TRIPLES)
            assert own <= told, entity


def test_a_description_names_whatever_it_points_at_with_label_and_type(client):
    text = client.get(f"/data/{TELEGRAM}.nt").text
    person = f"<{BASE}/id/person/qasim-abd-al-karim>"
    assert f"{person} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in text
    crm = "<http://www.cidoc-crm.org/cidoc-crm/E73_Information_Object> <http://www.w3.org/2000/01/rdf-schema#label>"
    assert crm not in text or '"@en' in text


def test_accept_profile_leads_to_the_format_of_the_profile(client):
    profile = "https://linked.art/ns/v1/linked-art.json"
    asked = {"Accept-Profile": f"<https://example.org/unknown>, <{profile}>;q=0.7"}
    answer = client.get(f"/data/{TELEGRAM}", headers=asked)
    assert answer.headers["Content-Type"] == f'application/ld+json;profile="{profile}"'
    assert f'<{profile}>; rel="profile"' in answer.headers["Link"]
    assert {"Accept", "Accept-Profile", "Accept-Encoding"} <= set(answer.headers["Vary"].split(", "))
    assert client.get(f"/id/{TELEGRAM}", headers=asked).headers["Location"] == f"/data/{TELEGRAM}.json"
    refused = client.get(f"/data/{TELEGRAM}", headers=asked | {"Accept": "text/turtle"})
    assert refused.mimetype == "text/turtle"
    by_type = client.get(f"/data/{TELEGRAM}", headers={"Accept": f'application/ld+json;profile="{profile}"'})
    assert by_type.data == answer.data


@pytest.mark.parametrize("wish", ["<", "<>;q=x", ",,,,", "<https://x>;q=2", "<a" * 5000, "nonsense"])
def test_a_malformed_profile_is_passed_over(client, wish):
    answer = client.get(f"/data/{TELEGRAM}", headers={"Accept-Profile": wish})
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")


def test_each_coding_has_bytes_a_validator_and_a_digest_of_its_own(client):
    seen = {}
    for coding in ("", "gzip", "zstd"):
        answer = client.get(f"/data/{TELEGRAM}.nt", headers={"Accept-Encoding": coding or "identity"})
        assert answer.headers.get("Content-Encoding", "") == coding
        digest = b64encode(hashlib.sha256(answer.data).digest()).decode()
        assert answer.headers["Repr-Digest"] == f"sha-256=:{digest}:"
        assert not answer.headers["ETag"].startswith("W/")
        seen[answer.headers["ETag"]] = answer.data
        again = client.get(
            f"/data/{TELEGRAM}.nt", headers={"Accept-Encoding": coding, "If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
    assert len(seen) == 3
    other = client.get(f"/data/{TELEGRAM}.nt", headers={"Accept-Encoding": "gzip", "If-None-Match": next(iter(seen))})
    assert other.status_code == 200, "the validator of the plain form is not that of the compressed one"


def test_a_description_says_when_its_thing_was_last_changed_and_is_not_sent_again(client):
    answer = client.get(f"/data/{TELEGRAM}.ttl")
    assert answer.headers["Last-Modified"] == "Fri, 02 Jan 2026 00:00:00 GMT"
    again = client.get(f"/data/{TELEGRAM}.ttl", headers={"If-Modified-Since": answer.headers["Last-Modified"]})
    assert again.status_code in (200, 304)


def test_a_description_leads_to_its_thing_to_its_other_formats_and_to_its_licence(client):
    links = client.get(f"/data/{TELEGRAM}.ttl").headers["Link"]
    assert f'<{BASE}/id/{TELEGRAM}>; rel="describes"' in links
    assert f'</data/{TELEGRAM}.nt>; rel="alternate"; type="application/n-triples"' in links


def test_a_long_description_is_cut_into_pages_that_hold_all_of_it_once(app, client, monkeypatch):
    here = app.extensions["site"]
    entity = here.snapshot.entity(Kind.DOCUMENT, TELEGRAM.partition("/")[2])
    whole = set(here.snapshot.lines(entity).splitlines(keepends=True))
    monkeypatch.setattr(describing, "PAGE_LINES", 60)
    seen, number, asked = set(), 0, f"/data/{TELEGRAM}.nt?page=1"
    while asked:
        number += 1
        answer = client.get(asked, headers={"X-Fresh": "1"})
        assert answer.headers["Content-Location"] == f"/data/{TELEGRAM}.nt?page={number}"
        lines = set(answer.data.splitlines(keepends=True))
        if number == 1:
            assert any(line.startswith(f"<{BASE}/id/{TELEGRAM}> ".encode()) for line in lines)
        seen |= whole & lines
        asked = (re.findall(r'<([^>]*)>; rel="next"', answer.headers["Link"]) or [""])[0]
        following = f"<{BASE}/data/{TELEGRAM}?page={number + 1}>"
        assert (f"core#next> {following}" in answer.text) == bool(asked)
    assert seen == whole
    assert number > 3
    assert client.get(f"/data/{TELEGRAM}.nt?page={number + 1}").status_code == 404


def test_what_others_say_of_a_thing_has_pages_with_stable_links(app, client, monkeypatch):
    person = "person/qasim-abd-al-karim"
    monkeypatch.setattr(describing, "PAGE_LINKS", 3)
    assert f"{BASE}/data/{person}?incoming=1" in client.get(f"/data/{person}.nt").text
    here = app.extensions["site"]
    expected = {(one.subject, one.predicate) for one in here.snapshot.incoming(f"{BASE}/id/{person}", 10_000)}
    found, asked = set(), f"/data/{person}.nt?incoming=1"
    while asked:
        answer = client.get(asked)
        assert "https://w3id.org/tree#Node" in answer.text
        found |= {
            (quad.subject.value, quad.predicate.value)
            for quad in parse(answer.data, format=RdfFormat.N_TRIPLES)
            if getattr(quad.object, "value", "") == f"{BASE}/id/{person}" and "/data/" not in quad.subject.value
        }
        asked = (re.findall(r'<([^>]*)>; rel="next"', answer.headers["Link"]) or [""])[0]
    assert found == expected
    assert len(expected) > 3


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "9" * 30, "\u0663", "1 "])
@pytest.mark.parametrize("name", ["page", "incoming"])
def test_a_page_number_that_is_none_is_explained(client, name, number):
    answer = client.get(f"/data/{TELEGRAM}.ttl", query_string={name: number})
    assert answer.status_code == 400
    assert "number of a page" in answer.json["detail"]


def test_a_suffix_that_a_kind_does_not_have_is_explained(client):
    answer = client.get("/data/person/qasim-abd-al-karim.tei")
    assert answer.status_code == 404
    assert "There is" in answer.json["detail"] or "there is" in answer.json["detail"]


@given(st.text(max_size=60), st.sampled_from(["id", "data", "page"]), st.text(max_size=80), st.text(max_size=80))
def test_no_address_and_no_header_makes_the_server_fail(app, path, door, accept, profile):
    headers = {"Accept": accept.encode("latin-1", "replace").decode("latin-1").translate(_NO_BREAKS)}
    headers["Accept-Profile"] = profile.encode("latin-1", "replace").decode("latin-1").translate(_NO_BREAKS)
    answer = app.test_client().get(f"/{door}/person/{quote(path, errors='replace')}", headers=headers)
    assert answer.status_code in (200, 303, 308, 404, 406)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Accept" in answer.headers["Vary"]


@pytest.mark.parametrize(
    "address", [f"/data/{TELEGRAM}", f"/data/{TELEGRAM}.json", "/data/person/qasim-abd-al-karim.nt"]
)
@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_direct_way_answers_as_the_framework_does(app, client, address, coding, method):
    asked = {"Accept-Encoding": coding, "Accept": "text/turtle, application/n-triples;q=0.3"}
    direct = client.open(address, method=method, headers=asked)
    environ = create_environ(address, method=method, headers=asked)
    slow = run_wsgi_app(partial(Flask.wsgi_app, app), environ)
    assert b"".join(slow[0]) == direct.data
    left_out = ("X-Cache", "Vary", "Date")
    assert {k: v for k, v in slow[2].items() if k not in left_out} == {
        k: v for k, v in direct.headers.items() if k not in left_out
    }
    assert set(slow[2]["Vary"].split(", ")) == set(direct.headers["Vary"].split(", "))
    environ["HTTP_IF_NONE_MATCH"] = direct.headers["ETag"]
    assert run_wsgi_app(app.wsgi_app, dict(environ))[1].startswith("304")
    assert run_wsgi_app(partial(Flask.wsgi_app, app), dict(environ))[1].startswith("304")
