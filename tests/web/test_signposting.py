"""Signposting: the FAIR profile's own client follows the links of header, page and link set, and finds the same in all three."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests
from signposting import (  # type: ignore[import-untyped]
    Signposting,
    find_signposting_html,
    find_signposting_http,
    find_signposting_linkset,
)
from tests.ports import free_port
from tests.web.past import served

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

ROOT = Path(__file__).parents[2]
KINDS = {
    "document/wilson-122512": "DigitalDocument",
    "document/frus1958-60v12/d145": "DigitalDocument",
    "volume/frus1958-60v12": "Book",
    "person/qasim-abd-al-karim": "Person",
    "place/baghdad": "Place",
    "organisation/iraqi-army": "Organization",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Iterator[str]:
    """The founding collection, served under the address that its IRIs begin with."""
    port = free_port()
    data = tmp_path_factory.mktemp("signposting")
    settings = BuildSettings(data=data, base=f"http://127.0.0.1:{port}", jobs=1, validate=False)
    build([ROOT / "seeds"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    with served(data, port) as address:
        yield address


def links(found: Signposting) -> set[tuple[str, str, str, str]]:
    """What of a page's links the profile is about: relation, target, media type and profile."""
    return {(str(s.rel), str(s.target), str(s.type or ""), " ".join(s.profiles)) for s in found}


@pytest.mark.parametrize("place", KINDS)
def test_header_page_and_link_sets_hold_the_same_signposts(home, place):
    page = f"{home}/page/{place}"
    in_header = links(find_signposting_http(page))
    assert in_header == links(find_signposting_html(page))
    for linkset in find_signposting_http(page).linksets:
        assert links(find_signposting_linkset(linkset.target, str(linkset.type)).for_context(page)) == in_header


@pytest.mark.parametrize(("place", "kind"), KINDS.items())
def test_a_page_is_signposted_at_level_two(home, place, kind):
    found = find_signposting_http(f"{home}/page/{place}")
    assert found.citeAs.target == f"{home}/id/{place}"
    assert {str(s.target) for s in found.types} == {"https://schema.org/AboutPage", f"https://schema.org/{kind}"}
    assert {str(s.type) for s in found.linksets} == {"application/linkset", "application/linkset+json"}
    assert {"text/turtle", "application/ld+json", "application/x-bibtex"} <= {str(s.type) for s in found.describedBy}
    assert {"https://linked.art/ns/v1/linked-art.json"} <= {
        profile for s in found.describedBy for profile in s.profiles
    }
    assert str(found.license.target).startswith("https://creativecommons.org/")


@pytest.mark.parametrize("place", KINDS)
def test_every_signpost_leads_to_what_it_says_and_back_to_the_page(home, place):
    page = f"{home}/page/{place}"
    found = find_signposting_http(page)
    for post in (*found.describedBy, *found.items):
        answer = requests.get(post.target, timeout=60)
        assert answer.status_code == 200, post.target
        assert answer.headers["Content-Type"].startswith(str(post.type))
        back = find_signposting_http(str(post.target))
        targets = {str(s.target) for s in (*back.describes, back.collection) if s is not None}
        assert page in targets, post.target
    named = requests.get(found.citeAs.target, headers={"Accept": "text/html"}, timeout=60)
    assert named.url == page


def test_the_text_of_a_document_is_its_item_and_its_sender_its_author(home):
    found = find_signposting_http(f"{home}/page/document/frus1958-60v12/d145")
    assert "text/plain" in {str(s.type) for s in found.items}
    assert [str(s.target) for s in found.authors] == [f"{home}/id/organisation/department-of-state"]
    assert str(found.collection.target) == f"{home}/page/volume/frus1958-60v12"


def test_the_front_page_stands_for_the_dataset(home):
    found = find_signposting_http(f"{home}/")
    assert found.citeAs.target == f"{home}/"
    assert "https://schema.org/Dataset" in {str(s.target) for s in found.types}
    for post in (*found.describedBy, *found.linksets):
        assert requests.get(post.target, timeout=60).status_code == 200, post.target


@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [
        ("/linkset/person/nobody", "*/*", 404), ("/linkset/ship/x.json", "*/*", 404), ("/linkset/person/%00", "*/*", 404),
        ("/linkset/place/baghdad", "text/turtle", 406), ("/linkset/place/baghdad", "application/linkset;q=0.5", 200),
        ("/linkset/place/baghdad.links", "image/png", 200), ("/linkset", "application/json", 200),
    ],
)  # fmt: skip
def test_link_sets_are_negotiated_and_refused_with_a_reason(home, path, accept, status):
    answer = requests.get(home + path, headers={"Accept": accept}, timeout=60)
    assert answer.status_code == status
    assert "Accept" in answer.headers["Vary"]
