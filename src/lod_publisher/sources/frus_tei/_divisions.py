"""Compilations, chapters and sections: what a volume consists of above its documents."""

from lxml import etree

from lod_publisher.model.iris import is_local_id
from lod_publisher.model.records import EntityRef, Passage, Volume
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._identities import report_doubts
from lod_publisher.sources.frus_tei._names import HEAD, SITE, XML_ID, is_element
from lod_publisher.sources.frus_tei._passages import PassageWriter
from lod_publisher.sources.frus_tei._persons import entry_passages, is_persons_section
from lod_publisher.sources.frus_tei._text import plain

_LEVELS = frozenset({"compilation", "chapter", "subchapter", "section"})


def division_record(
    edition: Edition, div: etree._Element, part_of: EntityRef, page: str, *, section: bool = False
) -> tuple[Volume | None, str]:
    """The record of a division with its own passages (not those of documents in it), and the page reached; None without an id."""
    key = div.get(XML_ID) or ""
    if not is_local_id(key):
        edition.report(
            "missing-id",
            div,
            edition.volume,
            f"A {div.get('type') or 'div'} has no usable xml:id.",
            key,
            consequence="It is not published as a part of the volume; its documents belong to the part above.",
            remedy="Give it an xml:id.",
        )
        return None, page
    head = div.find(HEAD)
    title = plain(head) if head is not None else ""
    level = "section" if section else (div.get("type") or "")
    passages: tuple[Passage, ...]
    if section and is_persons_section(div):
        passages = entry_passages(edition, div, page)
    else:
        writer = PassageWriter(edition, f"{edition.volume}/{key}", page)
        _write_own(writer, div)
        page = writer.page
        report_doubts(edition, f"{edition.volume}/{key}")
        passages = tuple(piece.passage for piece in writer.pieces)
    volume = Volume(
        f"{edition.volume}/{key}",
        edition.origin(div),
        title or key,
        level if level in _LEVELS else "section",
        part_of,
        source_page=f"{SITE}{edition.volume}/{key}",
        passages=passages,
    )
    return volume, page


def _write_own(writer: PassageWriter, div: etree._Element) -> None:
    """Write the notes of the head and the blocks that stand beside the documents; of the head itself, the record holds the title."""
    for child in div:
        if is_element(child) and child.get("type") not in ("document", *_LEVELS):
            writer.write(child)
