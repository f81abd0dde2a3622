"""Volumes of Foreign Relations of the United States in TEI, as the Office of the Historian publishes them.

A volume yields, from `survey`, the persons of its list; from `read`, itself, its chapters and sections, and its documents.
"""

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import EntityRef, Record
from lod_publisher.settings import Source
from lod_publisher.sources.frus_tei._divisions import division_record
from lod_publisher.sources.frus_tei._documents import document_record
from lod_publisher.sources.frus_tei._edition import Edition, open_edition
from lod_publisher.sources.frus_tei._gaps import report_volume
from lod_publisher.sources.frus_tei._header import volume_record, volume_ref
from lod_publisher.sources.frus_tei._names import DIV, HEAD, PB, TEI, XML_ID
from lod_publisher.sources.frus_tei._persons import bearers_of, persons
from lod_publisher.sources.frus_tei._spoken import spoken
from lod_publisher.sources.frus_tei._text import plain

__all__ = ["read", "recognises", "spoken", "survey"]

_UNREAD = frozenset({"index", "toc"})  # page numbers of the printed book


def recognises(path: Path, head: bytes) -> bool:
    """A TEI file whose first 4 kB speak of FRUS."""
    return (
        path.suffix.lower() == ".xml"
        and b"<TEI" in head
        and (b"Foreign Relations of the United States" in head or b'type="frus"' in head or b"xmlns:frus=" in head)
    )


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons of the volume's list."""
    yield from persons(open_edition(source, front_only=True))


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield the volume, its divisions and its documents, each followed by what was found wrong in it."""
    edition = open_edition(source)
    edition.bearers = bearers_of(edition)
    _report_duplicates(edition)
    report_volume(edition)
    volume = volume_record(edition)
    yield volume
    yield from edition.take_findings()
    reader = _Walk(edition, volume.years)
    for part in ("front", "body", "back"):
        element = edition.root.find(f"{TEI}text/{TEI}{part}")
        if element is not None:
            yield from reader.walk(element, volume_ref(edition), volume.title)


class _Walk:
    """Walks down the divisions, in the order of the file, and remembers the page."""

    def __init__(self, edition: Edition, years: tuple[int, int] | None) -> None:
        self._edition = edition
        self._years = years
        self._page = ""
        self._documents = 0

    def walk(self, parent: etree._Element, part_of: EntityRef, title: str) -> Iterator[Record | Finding]:
        """Yield what is in a division. `part_of` is the nearest division that has a record, `title` its head."""
        for child in parent:
            if child.tag == PB:
                self._page = child.get("n") or self._page
            elif child.tag == DIV:
                yield from self._division(child, part_of, title)

    def _division(self, div: etree._Element, part_of: EntityRef, title: str) -> Iterator[Record | Finding]:
        edition = self._edition
        type_ = div.get("type")
        if type_ == "document":
            local_id = edition.document_ids[self._documents]
            self._documents += 1
            document, self._page = document_record(edition, div, local_id, part_of, title, self._years, self._page)
            yield document
            yield from edition.take_findings()
            return
        if type_ in _UNREAD or div.get(XML_ID) in _UNREAD:
            return
        section = type_ == "section" or parent_is_matter(div)
        record, page = division_record(edition, div, part_of, self._page, section=section)
        if section:
            self._page = page
        if record is not None:
            yield record
            part_of = EntityRef(part_of.kind, record.local_id)
        yield from edition.take_findings()
        head = div.find(HEAD)
        yield from self.walk(div, part_of, plain(head) if head is not None else title)


def parent_is_matter(div: etree._Element) -> bool:
    """Whether a division stands directly in the front or back matter."""
    parent = div.getparent()
    return parent is not None and parent.tag in (TEI + "front", TEI + "back")


def _report_duplicates(edition: Edition) -> None:
    twice = {key for key, count in edition.ids.items() if count > 1}
    if not twice:
        return
    met: set[str] = set()
    for element in edition.root.iter("*"):
        key = element.get(XML_ID)
        if key in twice:
            if key in met:
                edition.report(
                    "duplicate-id",
                    element,
                    edition.volume,
                    f"The xml:id {key} stands here for the second time.",
                    key or "",
                    consequence="References to it lead to the first.",
                    remedy="Rename one of the two.",
                    severity=Severity.WARNING,
                )
            met.add(key or "")
