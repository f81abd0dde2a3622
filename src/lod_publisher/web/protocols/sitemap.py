"""For crawlers: `/robots.txt`, and the sitemap index with a file for every kind, each with the true time of its last change.

Source: sitemaps.org, protocol 0.9 (at most 50,000 addresses and 50 MB a file); RFC 9309 for robots.txt.
"""

from functools import cached_property
from pathlib import Path
from typing import cast

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState

from lod_publisher.errors import InputError
from lod_publisher.snapshot.sheets import Sheet, entities_of, sheets
from lod_publisher.web import surface
from lod_publisher.web.compression import compress
from lod_publisher.web.problems import not_found
from lod_publisher.web.site import KIND_NAMES, Site, site
from lod_publisher.web.xml_text import DECLARATION, element

blueprint = Blueprint("sitemap", __name__)

# The protocol's bound is 50,000 and 50 MB uncompressed; an entry of ours has up to 300 bytes.
SHEET_SIZE = 50_000
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XML = "application/xml"
_PAGES = "pages"
# What stands beside the pages of things, where this service has it. What asks for work without end is not for crawlers.
_ROOMS = ("/", "/timeline", "/map", "/network", "/dataset", "/dumps/", "/vocab", "/shapes", "/queries", "/authority")
_NOT_FOR_CRAWLERS = ("/sparql", "/search", "/fragments", "/reconcile", "/oai", "/lookup", "/timegate/")


class Sitemap:
    """The sheets of one snapshot by name, cut when a crawler first asks for one, and the text of robots.txt."""

    def __init__(self, here: Site, robots: str) -> None:
        self.robots = robots
        self._here = here

    @cached_property
    def sheets(self) -> dict[str, Sheet]:
        """The sheets by name. Cutting them walks over the catalogue (0.1 s for 36,000 things), which nobody shall wait for who is no crawler."""
        return {sheet.name: sheet for sheet in sheets(self._here.snapshot.catalog.database, SHEET_SIZE)}

    @property
    def modified(self) -> str:
        """The moment of the newest change; "" when nothing is published."""
        return max((sheet.modified for sheet in self.sheets.values()), default="")


@blueprint.record
def _prepare(state: BlueprintSetupState) -> None:
    here = cast(Site, state.app.extensions["site"])
    state.app.extensions["sitemap"] = Sitemap(here, robots_of(state.app.config["CRAWLERS"], here.snapshot.base))


def robots_of(policy: str, base: str) -> str:
    """The text of robots.txt for a policy: "welcome", "closed", or the path of a file with the rules.

    The sitemap is named after the rules, unless the doors are closed or the file names one itself.

    Raises:
        InputError: there is no such file, or it is not text.
    """
    if policy == "closed":
        return "User-agent: *\nDisallow: /\n"
    rules = "\n".join(("User-agent: *", *(f"Disallow: {path}" for path in _NOT_FOR_CRAWLERS)))
    if policy != "welcome":
        try:
            rules = Path(policy).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as problem:
            raise InputError(
                f"{policy}: the rules for crawlers cannot be read ({problem}). Give `welcome`, `closed`, or the path of a text file."
            ) from None
    own = any(line.lower().startswith("sitemap:") for line in rules.splitlines())
    return f"{rules}\n" if own else f"{rules}\n\nSitemap: {base}/sitemap.xml\n"


def _sitemap() -> Sitemap:
    return cast(Sitemap, current_app.extensions["sitemap"])


@blueprint.get("/robots.txt")
@surface.declare(surface.TEXT)
def robots() -> Response:
    """Who may crawl, as it was configured, and where the sitemap is."""
    return Response(_sitemap().robots, content_type="text/plain; charset=utf-8")


@blueprint.get("/sitemap.xml")
@surface.declare(surface.XML)
def index() -> Response:
    """The index: a file for every kind of thing, and one for the rooms of the site."""
    here, sitemap = site(), _sitemap()
    parts = [(_PAGES, sitemap.modified), *((name, sheet.modified) for name, sheet in sitemap.sheets.items())]
    entries = "".join(
        f"<sitemap>{_entry(f'{here.snapshot.base}/sitemaps/{name}.xml.gz', modified)}</sitemap>\n"
        for name, modified in parts
    )
    return Response(f'{DECLARATION}<sitemapindex xmlns="{_NAMESPACE}">\n{entries}</sitemapindex>\n', mimetype=_XML)


@blueprint.get("/sitemaps/<name>.xml")
@surface.declare(surface.XML)
def plain(name: str) -> Response:
    """One file of the sitemap."""
    return Response(_file(name), mimetype=_XML)


@blueprint.get("/sitemaps/<name>.xml.gz")
@surface.declare("application/gzip")
def packed(name: str) -> Response:
    """The same, compressed: the same sitemap gives the same bytes."""
    return Response(compress(_file(name), "gzip"), mimetype="application/gzip")


def _file(name: str) -> bytes:
    here, sitemap = site(), _sitemap()
    if name == _PAGES:
        entries = "".join(f"<url>{_entry(address, modified)}</url>\n" for address, modified in _rooms(here, sitemap))
    elif name in sitemap.sheets:
        base = here.snapshot.base
        entries = "".join(
            f"<url>{_entry(f'{base}/page/{entity.kind}/{entity.local_id}', entity.modified)}</url>\n"
            for entity in entities_of(here.snapshot.catalog, sitemap.sheets[name])
        )
    else:
        raise not_found(f"The sitemap has no part {name}; {request.script_root}/sitemap.xml lists those that it has.")
    return f'{DECLARATION}<urlset xmlns="{_NAMESPACE}">\n{entries}</urlset>\n'.encode()


def _entry(address: str, modified: str) -> str:
    return element("loc", address) + (element("lastmod", modified) if modified else "")


def _rooms(here: Site, sitemap: Sitemap) -> list[tuple[str, str]]:
    """The pages that are about no single thing, as far as this service has them, with the newest change that they can show.

    What does not depend on the things has no time: a wrong one would cost the sitemap its credit with crawlers.
    """
    known = {rule.rule for rule in current_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    dated = {"/", "/timeline", "/map", "/network", "/dataset", "/dumps/", "/authority"}
    found = [(path, sitemap.modified if path in dated else "") for path in _ROOMS if path in known]
    for kind in KIND_NAMES:
        newest = max((sheet.modified for sheet in sitemap.sheets.values() if sheet.kind is kind), default="")
        if newest:
            found.append((f"/browse/{kind}", newest))
    return [(here.snapshot.base + path, modified) for path, modified in found]
