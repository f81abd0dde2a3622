"""The volume as its header describes it: titles, editors, publisher, year and numbers."""

import re

from lxml import etree

from lod_publisher.errors import DateError
from lod_publisher.model.dates import partial_date
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Identifier, Volume
from lod_publisher.sources._frus import place_ref
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import SITE, TEI
from lod_publisher.sources.frus_tei._text import plain

_YEARS = re.compile(r"(?<!\d)(1[789]\d\d)(?:\s*[-–—]\s*(\d{4}|\d{2}))?(?!\d)")


def volume_record(edition: Edition) -> Volume:
    """The record of the whole volume; empty elements of the header (there are many) say nothing."""
    header = edition.root.find(TEI + "teiHeader")
    described = header if header is not None else etree.Element("none")
    titles: dict[str, str] = {}
    for element in described.iter(TEI + "title"):
        titles.setdefault(element.get("type") or "", plain(element))
    editors = tuple((e.get("role") or "editor", name) for e in described.iter(TEI + "editor") if (name := plain(e)))
    publication = described.find(f".//{TEI}publicationStmt")
    stated = publication if publication is not None else described
    year = _words(stated, "date")
    published = None
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", year):
        try:
            published = partial_date(year)
        except DateError:
            published = None
    identifiers = tuple(
        Identifier(idno.get("type") or "source-key", value)
        for idno in stated.iter(TEI + "idno")
        if (value := plain(idno))
    )
    subseries = titles.get("subseries", "")
    title = titles.get("complete") or titles.get("volume") or titles.get("") or edition.volume
    return Volume(
        edition.volume,
        edition.origin(edition.root),
        title,
        series=titles.get("series", ""),
        subseries=subseries if len(subseries) <= len("1969–1976, x") else "",  # one holds the volume's whole title
        number=titles.get("volumenumber", ""),
        years=years_of(subseries) or years_of(title),
        editors=editors,
        publisher=_words(stated, "publisher"),
        place=place_ref(_words(stated, "pubPlace")),
        published=published,
        identifiers=identifiers,
        source_page=f"{SITE}{edition.volume}",
    )


def years_of(words: str) -> tuple[int, int] | None:
    """The years a subseries covers: "1958–1960", "1955-57" or a single year."""
    match = _YEARS.search(words)
    if match is None:
        return None
    first = int(match[1])
    last = match[2] or match[1]
    return first, int(last) if len(last) == 4 else first // 100 * 100 + int(last)


def volume_ref(edition: Edition) -> EntityRef:
    """The volume, as its parts point at it."""
    return EntityRef(Kind.VOLUME, edition.volume)


def _words(parent: etree._Element, name: str) -> str:
    found = parent.find(TEI + name)
    return "" if found is None else plain(found)
