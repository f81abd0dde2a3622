"""A crawler of our own: it begins at robots.txt, follows the sitemap, meets every entity and no dead link."""

import gzip
from html.parser import HTMLParser
from urllib.error import HTTPError
from urllib.parse import urldefrag, urljoin, urlsplit
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

from lxml import etree
from tests.harvesting.archive import served

from lod_publisher.settings import ServeSettings
from lod_publisher.snapshot.sheets import sheets
from lod_publisher.web.app import open_app
from lod_publisher.web.protocols import sitemap

NAME = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, page):
        super().__init__()
        self.found = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag in ("a", "link") and given.get("href"):
            self.found.add(given["href"])


def listed(content):
    """The addresses in a file of the sitemap."""
    root = etree.fromstring(gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content)
    return [entry.findtext(f"{NAME}loc") for entry in root]


def test_a_crawler_that_begins_at_the_sitemap_meets_every_entity_and_no_dead_link(app):
    """Over the founding collection: every listed page is fetched with all it links to, as robots.txt allows."""
    here = app.extensions["site"].snapshot
    with served(app) as server:

        def fetch(address, method="GET", raw=False):
            request = Request(address.replace(here.base, server), method=method, headers={"Accept": "text/html, */*"})
            with urlopen(request, timeout=60) as answer:
                return answer.read() if raw else answer.read().decode("utf-8", "replace")

        rules = RobotFileParser()
        rules.parse(fetch(f"{here.base}/robots.txt").splitlines())
        assert rules.site_maps() == [f"{here.base}/sitemap.xml"]
        parts = listed(fetch(f"{here.base}/sitemap.xml", raw=True))
        pages = {page for part in parts for page in listed(fetch(part, raw=True))}
        living = {
            f"{here.base}/page/{each.kind}/{each.local_id}"
            for each in here.modified_since(limit=100_000)
            if not each.deleted
        }
        assert living <= pages
        linked: dict[str, str] = {}
        for page in sorted(pages):
            for link in Links(fetch(page)).found:
                target = urldefrag(urljoin(page, link.replace(server, here.base)))[0]
                if target.startswith(f"{here.base}/") and rules.can_fetch("crawler", target):
                    linked.setdefault(target, page)
        # Another form of a page that was fetched is asked for one thing in ten: they are made alike.
        forms = sorted(
            each for each in linked if each not in pages and urlsplit(each).path.startswith(("/data/", "/cite/"))
        )
        others = [each for each in linked if each not in pages and each not in forms]
        dead = {}
        for target in sorted([*others, *forms[::10]]):
            try:
                fetch(target, "HEAD")
            except HTTPError as problem:
                dead[target] = (problem.code, linked[target])
        assert dead == {}


def test_the_sheets_of_the_sitemap_are_cut_when_a_crawler_first_asks_and_then_kept(web_data, monkeypatch):
    walks = []

    def counted(database, size):
        walks.append(size)
        return sheets(database, size)

    monkeypatch.setattr(sitemap, "sheets", counted)
    app = open_app(ServeSettings(data=web_data, workers=1))
    try:
        client = app.test_client()
        assert b"Sitemap:" in client.get("/robots.txt").get_data()
        assert walks == []
        whole = client.get("/sitemap.xml").get_data()
        assert b"/sitemaps/person-1.xml.gz" in whole
        assert client.get("/sitemaps/person-1.xml").status_code == 200
        assert client.get("/sitemap.xml").get_data() == whole
        assert walks == [sitemap.SHEET_SIZE]
    finally:
        app.extensions["site"].workers.close()
