"""Memento: what was said earlier, found by its own client and by plain requests."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
import requests
from memento_client import MementoClient  # type: ignore[import-untyped]
from pyoxigraph import RdfFormat, parse
from tests.ports import free_port
from tests.web.past import MOMENTS, build_thrice, served

from lod_publisher.web.problems import Problem
from lod_publisher.web.protocols.memento.times import requested_moment, stamp

EARLIER, LATER, LAST = (
    "Fri, 02 Jan 2026 10:30:00 GMT",
    "Mon, 02 Feb 2026 10:30:00 GMT",
    "Mon, 02 Mar 2026 10:30:00 GMT",
)
TURTLE = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def past(tmp_path_factory) -> Iterator[str]:
    """A server whose collection was built three times."""
    port = free_port()
    data = build_thrice(tmp_path_factory.mktemp("past"), f"http://127.0.0.1:{port}")
    with served(data, port) as address:
        yield address


def ask(url: str, moment: str | None = None, **headers: str) -> requests.Response:
    """Ask once, without following where the answer leads."""
    asked = headers | ({"Accept-Datetime": moment} if moment is not None else {})
    return requests.get(url, headers=asked, allow_redirects=False, timeout=60)


def labels(text: str) -> set[str]:
    """The labels in a Turtle answer."""
    return {quad.object.value for quad in parse(text, format=RdfFormat.TURTLE) if "#label" in str(quad.predicate)}


@pytest.mark.filterwarnings("ignore")
def test_the_reference_client_finds_the_version_of_each_moment_from_the_description_alone(past):
    client = MementoClient(check_native_timegate=True)
    try:
        for moment, name in (
            (datetime(2026, 1, 15), "Anna"),  # noqa: DTZ001 the client takes moments without a zone for UTC
            (datetime(2026, 2, 20), "Anna Ö."),  # noqa: DTZ001
        ):
            found = client.get_memento_info(f"{past}/memento/20260102103000/data/person/anna", moment)
            assert found["original_uri"] == f"{past}/data/person/anna"
            closest = found["mementos"]["closest"]
            assert labels(requests.get(closest["uri"][0], headers=TURTLE, timeout=60).text) == {name}
            assert found["mementos"]["first"]["uri"] == [f"{past}/memento/20260102103000/data/person/anna"]
        living = client.get_memento_info(f"{past}/data/person/zoltan", datetime(2026, 6, 1))  # noqa: DTZ001
        assert living["mementos"]["closest"]["datetime"] == MOMENTS[0].replace(tzinfo=None)
        assert living["timegate_uri"] == f"{past}/timegate/data/person/zoltan"
    finally:
        client.session.close()


def test_a_timegate_leads_to_the_version_that_held_and_varies_by_what_was_asked(past):
    for moment, wanted in (
        ("Thu, 01 Jan 2015 00:00:00 GMT", "20260102103000"),
        (EARLIER, "20260102103000"),
        ("Mon, 02 Feb 2026 10:29:59 GMT", "20260102103000"),
        (LATER, "20260202103000"),
        (None, "20260202103000"),
    ):
        answer = ask(f"{past}/timegate/id/person/anna", moment)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/memento/{wanted}/id/person/anna")
        assert {"accept-datetime", "accept"} <= {name.strip().lower() for name in answer.headers["Vary"].split(",")}
        assert "Memento-Datetime" not in answer.headers
        assert f'<{past}/id/person/anna>; rel="original"' in answer.headers["Link"]


def test_the_original_may_be_given_with_its_whole_address_too(past):
    answer = requests.get(
        f"{past}/timegate/{past}/data/person/anna.ttl", headers={"Accept-Datetime": EARLIER}, timeout=60
    )
    assert answer.status_code == 200
    assert labels(answer.text) == {"Anna"}
    assert answer.headers["Memento-Datetime"] == EARLIER


def test_a_memento_says_when_it_held_where_its_neighbours_are_and_that_it_never_changes(past):
    answer = ask(f"{past}/memento/20260202103000/data/person/anna.ttl")
    assert labels(answer.text) == {"Anna Ö."}
    assert answer.headers["Memento-Datetime"] == LATER
    assert "immutable" in answer.headers["Cache-Control"]
    link = answer.headers["Link"]
    assert (
        f'<{past}/memento/20260102103000/data/person/anna.ttl>; rel="prev first memento"; datetime="{EARLIER}"' in link
    )
    assert 'rel="last memento"' in link
    assert 'rel="timegate"' in link
    assert 'rel="timemap"' in link


def test_a_moment_between_two_versions_leads_to_the_one_that_held_then(past):
    answer = ask(f"{past}/memento/20260115000000/data/person/anna")
    assert answer.status_code == 302
    assert "/memento/20260102103000/" in answer.headers["Location"]


def test_an_earlier_description_is_negotiated_as_today_s_and_has_a_page(past):
    address = f"{past}/memento/20260102103000/data/person/anna"
    for media_type, rdf in (("application/n-triples", RdfFormat.N_TRIPLES), ("application/rdf+xml", RdfFormat.RDF_XML)):
        answer = ask(address, Accept=media_type)
        assert answer.headers["Content-Type"].startswith(media_type)
        assert any("Anna" in str(quad.object) for quad in parse(answer.content, format=rdf))
    page = ask(address, Accept="text/html")
    assert "Anna" in page.text
    assert EARLIER in page.text
    refused = ask(address, Accept="image/png")
    assert refused.status_code == 406


def test_a_time_map_lists_every_version_and_a_deletion_ends_it(past):
    text = ask(f"{past}/timemap/link/data/person/anna")
    assert text.headers["Content-Type"] == "application/link-format"
    assert re.findall(r'rel="([^"]+)"; datetime="([^"]+)"', text.text) == [
        ("first memento", EARLIER),
        ("last memento", LATER),
    ]
    listed = ask(f"{past}/timemap/json/data/person/anna").json()
    assert [memento["datetime"] for memento in listed["mementos"]["list"]] == [
        "2026-01-02T10:30:00Z",
        "2026-02-02T10:30:00Z",
    ]
    assert all(requests.get(memento["uri"], timeout=60).ok for memento in listed["mementos"]["list"])


def test_what_was_deleted_is_still_there_as_it_was(past):
    assert ask(f"{past}/data/person/anna").status_code == 410
    answer = requests.get(f"{past}/timegate/data/person/anna", headers=TURTLE, timeout=60)
    assert labels(answer.text) == {"Anna Ö."}


def test_a_description_that_did_not_change_has_one_version_for_three_builds(past):
    assert len(ask(f"{past}/timemap/json/data/person/zoltan").json()["mementos"]["list"]) == 1


def test_the_dataset_has_a_version_for_every_snapshot_that_is_kept(past):
    listed = ask(f"{past}/timemap/json/dataset").json()["mementos"]["list"]
    assert [memento["datetime"] for memento in listed] == [f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in MOMENTS]
    counts = []
    for moment in (EARLIER, LAST):
        answer = requests.get(f"{past}/timegate/dataset", headers=TURTLE | {"Accept-Datetime": moment}, timeout=60)
        assert answer.headers["Memento-Datetime"] == moment
        found = {
            str(quad.predicate): quad.object
            for quad in parse(answer.text, format=RdfFormat.TURTLE)
            if quad.subject.value == f"{past}/"
        }
        counts.append(int(found["<http://rdfs.org/ns/void#entities>"].value))
    assert counts[0] == counts[1] + 1
    assert "Earlier state" in ask(f"{past}/memento/20260102103000/dataset", Accept="text/html").text


@pytest.mark.parametrize(
    "written",
    [
        "", "yesterday", "2026-01-02T10:30:00Z", "Fri, 32 Jan 2026 10:30:00 GMT", "Fri, 02 Foo 2026 10:30:00 GMT",
        "Fri, 02 Jan 2026 25:30:00 GMT", "Fri, 02 Jan 2026 10:30:00 +0100", "Fri, 02 Jan 0000 10:30:00 GMT", "٠٢", "x" * 5000,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_400_with_an_example_of_one(written):
    with pytest.raises(Problem) as told:
        requested_moment(written)
    assert told.value.status == 400
    assert "GMT" in told.value.detail


def test_a_malformed_moment_is_answered_over_http_too(past):
    answer = ask(f"{past}/timegate/dataset", "tomorrow", Accept="application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "accept-datetime" in answer.headers["Vary"].lower()


@pytest.mark.parametrize(
    "path",
    [
        "/timegate/data/person/nobody", "/timegate/data/ship/x", "/timegate/data/person/..%2f..%2fetc", "/timegate/nothing",
        "/timegate/", "/timegate/https://elsewhere.example.org/x", "/timemap/link/data/person/anna%00", "/timemap/xml/dataset",
        "/memento/20261399000000/data/person/anna", "/memento/2026/data/person/anna", "/memento/20260102103000/sparql",
        "/memento/00000000000000/dataset", "/timegate/dataset.xyz", "/timegate/dataset/more", "/timemap/json/data/person",
        "/timegate/data/person/" + "a" * 4000, "/timegate/data/person/%E2%80%AE", "/timegate/page/person/anna.ttl",
    ],
)  # fmt: skip
def test_addresses_without_a_past_are_404_with_a_reason(past, path):
    answer = ask(past + path, Accept="application/json")
    assert answer.status_code == 404
    assert answer.json()["detail"]


def test_digits_are_a_moment_only_when_there_is_such_a_moment():
    assert stamp("20260228235959") == "2026-02-28T23:59:59Z"
    assert [stamp(digits) for digits in ("20260229000000", "2026", "2026022823595x", "٢٠٢٦٠٢٢٨٢٣٥٩٥٩")] == [
        "",
        "",
        "",
        "",
    ]
