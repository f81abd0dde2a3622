"""The report over HTTP: each form at its address, pages that may do nothing but be looked at, and nothing else of the disk."""

import json
import posixpath
from typing import Any

import pytest
from lxml.html import document_fromstring
from pyoxigraph import RdfFormat, parse

from lod_publisher.web.protocols import operation

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("address", "accept", "media_type"),
    [
        ("/report", "text/html", "text/html"),
        ("/report", "text/turtle", "text/turtle"),
        ("/report", "application/x-ndjson", "application/x-ndjson"),
        ("/report", "application/jsonl", "application/jsonl"),
        ("/report.html", "text/turtle", "text/html"),
        ("/report.ttl", "text/html", "text/turtle"),
        ("/report.jsonl", "*/*", "application/x-ndjson"),
        ("/findings-history.json", "*/*", "application/json"),
    ],
)
def test_each_form_of_the_report_has_an_address_and_a_media_type(client, address, accept, media_type):
    answer = client.get(address, headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, media_type)
    assert answer.headers["ETag"]
    if "json" not in media_type:
        return
    told = [json.loads(line) for line in answer.text.splitlines()] if "history" not in address else [answer.json]
    assert told


def test_all_forms_hold_the_same_findings(client):
    lines = client.get("/report.jsonl").text.splitlines()
    results = [
        triple
        for triple in parse(client.get("/report.ttl").data, format=RdfFormat.TURTLE)
        if triple.predicate.value.endswith("#result")
    ]
    assert len(lines) == len(results) > 5


def test_what_is_in_no_form_is_refused_with_what_there_is(client):
    answer = client.get("/report", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "/report.jsonl" in answer.text
    assert client.get("/report.pdf").status_code == 404


def test_every_page_of_the_report_is_served_and_its_links_lead_on(client):
    waiting, seen, entities = ["/report.html"], set(), set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address, headers=HTML)
        assert answer.status_code == 200, address
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        page: Any = document_fromstring(answer.data)
        assert page.xpath("//script | //link | //img | //@onclick") == []
        for href in page.xpath("//a/@href"):
            assert not href.startswith("http"), href
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(address), href.partition("#")[0]))
                if href[0] != "#"
                else address
            )
            if target.startswith("/report/") and target not in seen:
                waiting.append(target)
            elif not target.startswith("/report"):
                entities.add(target)
    assert any(address.startswith("/report/rules/") for address in seen)
    assert any(address.startswith("/report/sources/") for address in seen)
    assert any(address.startswith("/page/document/") for address in entities)
    for address in entities:
        assert client.get(address, headers=HTML).status_code == 200, address


def test_links_to_records_stay_below_the_place_where_the_site_is_mounted(client):
    mounted = client.get("/report", headers=HTML, environ_overrides={"SCRIPT_NAME": "/archive"}).text
    assert 'href="/archive/page/document/' in mounted
    assert 'href="/archive/"' in mounted


@pytest.mark.parametrize(
    "name",
    ["/report/absent.html", "/report/../manifest.json", "/report/..%2fmanifest.json", "/report/%2e%2e/catalog.sqlite",
     "/report//etc/passwd", "/report/", "/report/rules", "/report/rules/..%00.html"],
)  # fmt: skip
def test_nothing_but_the_pages_of_the_report_is_served_below_it(client, name):
    assert client.get(name, headers=HTML).status_code in (404, 308)


def test_a_snapshot_from_before_there_were_pages_is_served_with_what_it_has(app, client, monkeypatch):
    old = {name: digest for name, digest in app.extensions["site"].snapshot.manifest["files"].items()
           if not name.startswith("report/") and name not in ("report.jsonl", "findings-history.json")}  # fmt: skip
    monkeypatch.setitem(app.extensions["site"].snapshot.manifest, "files", old)
    fresh = {"Cache-Control": "no-cache"}
    assert client.get("/report?old", headers=HTML | fresh).status_code == 200
    for name in ("/report.jsonl?old", "/report/files.html?old", "/findings-history.json?old"):
        answer = client.get(name, headers=HTML | fresh)
        assert answer.status_code == 404
        assert "<h1" in answer.text


def test_a_large_report_is_sent_as_it_is_read_and_only_when_it_has_changed(client, monkeypatch):
    whole = client.get("/report.jsonl").data
    monkeypatch.setattr(operation, "_SENT_WHOLE_BYTES", 10)
    with client.get("/report.jsonl?streamed") as answer:
        assert answer.data == whole
        assert answer.mimetype == "application/x-ndjson"
        tag = answer.headers["ETag"]
    with client.get("/report.jsonl?streamed", headers={"If-None-Match": tag}) as again:
        assert again.status_code == 304
