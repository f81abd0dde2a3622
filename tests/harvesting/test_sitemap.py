"""What crawlers find: the sitemap with true times, and robots.txt by configuration."""

import gzip
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from lxml import etree
from tests.harvesting.schemas import SITEMAP

from lod_publisher.errors import InputError
from lod_publisher.web.protocols import sitemap

NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, address):
    """The entries of a file of the sitemap, which follows the schema: address and time of the last change."""
    path = urlsplit(address).path
    answer = client.get(path)
    assert answer.status_code == 200
    root = etree.fromstring(gzip.decompress(answer.data) if path.endswith(".gz") else answer.data)
    SITEMAP.assertValid(root)
    return {entry.findtext(f"{NAME}loc"): entry.findtext(f"{NAME}lastmod") for entry in root}


def listed(client):
    """Every page that the sitemap lists."""
    return {page: time for part in read(client, "/sitemap.xml") for page, time in read(client, part).items()}


def test_every_living_entity_is_listed_once_with_the_time_of_its_own_last_change(changed):
    with changed.app() as app:
        client = app.test_client()
        found = listed(client)
        snapshot = app.extensions["site"].snapshot
        things = {page: time for page, time in found.items() if "/page/" in page}
        living = [entity for entity in snapshot.modified_since() if not entity.deleted]
        assert things == {f"{changed.base}/page/{each.kind}/{each.local_id}": each.modified for each in living}
        page = f"{changed.base}/page/document/vol1/d{{}}"
        assert found[page.format(3)] == "2026-02-03T04:05:06Z"
        assert found[page.format(1)] == "2026-01-02T03:04:05Z"
        assert page.format(4) not in found
        parts = read(client, "/sitemap.xml")
        assert parts[f"{changed.base}/sitemaps/person-1.xml.gz"] == "2026-01-02T03:04:05Z"
        assert parts[f"{changed.base}/sitemaps/document-1.xml.gz"] == "2026-02-03T04:05:06Z"


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8])
def test_a_kind_with_too_many_things_is_cut_into_files_that_together_list_each_once(changed, monkeypatch, size):
    monkeypatch.setattr(sitemap, "SHEET_SIZE", size)
    with changed.app() as app:
        client = app.test_client()
        files = [part for part in read(client, "/sitemap.xml") if "/document-" in part]
        pages = [list(read(client, part)) for part in files]
    assert [len(page) for page in pages[:-1]] == [size] * (len(pages) - 1)
    assert len(pages) == -(-len(changed.documents) // size)
    assert sorted(address for page in pages for address in page) == sorted(
        f"{changed.base}/page/document/vol1/d{number}" for number in changed.documents
    )


def test_the_same_sitemap_gives_the_same_bytes_and_a_validator(client):
    first, second = client.get("/sitemaps/person-1.xml.gz"), client.get("/sitemaps/person-1.xml.gz")
    assert first.data == second.data
    etag = first.headers["ETag"]
    assert client.get("/sitemaps/person-1.xml.gz", headers={"If-None-Match": etag}).status_code == 304
    assert gzip.decompress(first.data) == client.get("/sitemaps/person-1.xml").data


@pytest.mark.parametrize("name", ["nonsense", "person-2", "person-0", "..%2f..%2fetc%2fpasswd", "%00", "x" * 3000])
def test_a_file_that_the_sitemap_does_not_have_is_404_with_an_explanation(client, name):
    answer = client.get(f"/sitemaps/{name}.xml.gz")
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_robots_txt_follows_the_policy(tmp_path):
    base = "https://data.example.org"
    rules = RobotFileParser()
    rules.parse(sitemap.robots_of("welcome", base).splitlines())
    assert rules.site_maps() == [f"{base}/sitemap.xml"]
    assert rules.can_fetch("anybody", f"{base}/page/person/x")
    assert not rules.can_fetch("anybody", f"{base}/sparql?query=x")
    closed = RobotFileParser()
    closed.parse(sitemap.robots_of("closed", base).splitlines())
    assert not closed.can_fetch("anybody", f"{base}/")
    own = tmp_path / "robots.txt"
    own.write_text("User-agent: greedy\nDisallow: /\n", encoding="utf-8")
    assert sitemap.robots_of(str(own), base) == f"User-agent: greedy\nDisallow: /\n\nSitemap: {base}/sitemap.xml\n"
    with pytest.raises(InputError, match="welcome"):
        sitemap.robots_of(str(tmp_path / "missing"), base)
