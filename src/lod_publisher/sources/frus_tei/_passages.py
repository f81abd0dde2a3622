"""A division's text as passages in document order: paragraphs p1.., headings h1.., list items li1.., notes fn0.. and the rest."""

import re
from dataclasses import dataclass, field

from lxml import etree

from lod_publisher.model.findings import Severity
from lod_publisher.model.records import Passage
from lod_publisher.sources._frus import find_redactions
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import (
    FRUS,
    HEAD,
    ITEM,
    LIST,
    PB,
    PERS_NAME,
    SIGNED,
    TEI,
    XML_ID,
    is_element,
    line_of,
)
from lod_publisher.sources.frus_tei._tags import tagged_in
from lod_publisher.sources.frus_tei._text import FlatText, flatten, flatten_beside, plain

SOURCE = re.compile(r"\[?Source:")
_LABEL = TEI + "label"
_KIND_AND_PREFIX = {
    TEI + "p": ("paragraph", "p"),
    HEAD: ("heading", "h"),
    TEI + "dateline": ("dateline", "dl"),
    TEI + "seg": ("opener", "op"),
    TEI + "salute": ("salutation", "sal"),
    TEI + "signed": ("signature", "s"),
    TEI + "affiliation": ("closer", "cl"),
    TEI + "title": ("closer", "cl"),
}
_CONTAINERS = {
    TEI + name: kind for name, kind in (("opener", "opener"), ("closer", "closer"), ("postscript", "closer"))
} | {
    TEI + "quote": "quotation",
    TEI + "figure": "caption",
}
_ROW = TEI + "row"
_ATTACHMENTS = tuple(f"{space}attachment" for space in FRUS)


@dataclass(slots=True)
class Piece:
    """A passage with the element and flat text it was made of, for whoever asks further questions of it."""

    passage: Passage
    element: etree._Element
    flat: FlatText
    attached: bool  # inside an attachment, so it says nothing of the document itself


@dataclass(slots=True)
class PassageWriter:
    """Writes the passages of one division. `page` is the page reached, carried from one division to the next."""

    edition: Edition
    local_id: str
    page: str = ""
    pieces: list[Piece] = field(default_factory=list)
    lists: list[tuple[etree._Element, str, list[Piece]]] = field(default_factory=list)  # element, heading, its items
    _counts: dict[str, int] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _attached: int = 0
    _told: bool = False

    def write_children(self, parent: etree._Element) -> None:
        """Write what an element holds, block by block."""
        for child in parent:
            if is_element(child):
                self.write(child)

    def write(self, element: etree._Element) -> None:
        """Write one block and all that is inside it."""
        tag = element.tag
        if tag == PB:
            self.turn(element)
        elif tag in _KIND_AND_PREFIX:
            kind, prefix = _KIND_AND_PREFIX[tag]
            self._text_block(element, kind, prefix)
        elif tag == TEI + "note":
            self._note(element)
        elif tag == LIST:
            self._list(element)
        elif tag in _CONTAINERS:
            self._container(element, _CONTAINERS[tag])
        elif tag == TEI + "table":
            self._table(element)
        elif tag in _ATTACHMENTS:
            self._attached += 1
            self.write_children(element)
            self._attached -= 1
        elif tag == PERS_NAME and element.find(SIGNED) is not None:
            self.write_children(element)  # one volume has the tag outside the signature
        elif tag == PERS_NAME:
            self._text_block(element, "paragraph", "p")

    def turn(self, pb: etree._Element) -> None:
        """Take note of a page break."""
        self.page = pb.get("n") or self.page

    def add(
        self, element: etree._Element, kind: str, segment: str, flat: FlatText, *, number: str = ""
    ) -> Piece | None:
        """Add one passage; nothing when it has no text, as the text of its notes is theirs."""
        if not flat.text:
            return None
        edition = self.edition
        mentions, links = tagged_in(edition, self.local_id, element, flat) if flat.tagged else ((), ())
        passage = Passage(
            f"{self.local_id}/{segment}",
            kind,
            flat.text,
            line_of(element),
            number,
            self.page,
            kind in ("footnote", "source-note", "summary"),
            mentions,
            find_redactions(flat.text),
            links,
        )
        if passage.local_id in self._taken:
            edition.report(
                "duplicate-id",
                element,
                passage.local_id,
                f"The passage id {passage.local_id} is used twice.",
                consequence="The second passage is left out.",
                remedy="Give it an xml:id of its own.",
                severity=Severity.VIOLATION,
            )
            return None
        self._taken.add(passage.local_id)
        piece = Piece(passage, element, flat, self._attached > 0)
        self.pieces.append(piece)
        return piece

    def next_segment(self, prefix: str) -> str:
        """The next number of a kind of passage: p1, p2 ..."""
        count = self._counts.get(prefix, 0) + 1
        self._counts[prefix] = count
        return f"{prefix}{count}"

    def _text_block(self, element: etree._Element, kind: str, prefix: str, number: str = "") -> Piece | None:
        flat = flatten(element)
        piece = self.add(element, kind, self.next_segment(prefix), flat, number=number) if flat.text else None
        self._after(flat)
        return piece

    def _after(self, flat: FlatText) -> None:
        for pb in flat.pages:
            self.turn(pb)
        for note in flat.notes:
            self._note(note)
        for block in flat.blocks:
            self.write(block)

    def _container(self, element: etree._Element, kind: str) -> None:
        """An opener, closer or quotation: its parts are passages; words of its own beside them are one more."""
        blocks = [c for c in element if is_element(c) and (c.tag in _KIND_AND_PREFIX or c.tag in _CONTAINERS)]
        if not blocks:
            self._text_block(element, kind, kind[:2])
            return
        beside = flatten_beside(element)
        if beside.text:
            self.add(element, kind, self.next_segment(kind[:2]), beside)
        for child in element:
            if is_element(child) and child.tag != PERS_NAME:  # a name beside the parts is in the words beside them
                self.write(child)
        for inner in (*beside.notes, *beside.blocks):
            if inner.getparent() is not element:
                self.write(inner)

    def _list(self, element: etree._Element) -> None:
        """A list: its head, then its items one by one, numbered by their labels; lists inside items follow their item."""
        heading = ""
        items: list[Piece] = []
        self.lists.append((element, "", items))
        place = len(self.lists) - 1
        label = ""
        for child in element:
            tag = child.tag
            if tag == _LABEL:
                label = plain(child)
            elif tag == ITEM:
                if piece := self._text_block(child, "list-item", "li", label):
                    items.append(piece)
                label = ""
            elif tag == HEAD:
                if piece := self._text_block(child, "heading", "lh"):
                    heading = heading or piece.flat.text
            elif is_element(child):
                self.write(child)
        self.lists[place] = (element, heading, items)

    def _table(self, element: etree._Element) -> None:
        """A table is one passage per row, its cells divided by bars."""
        table = self.next_segment("t")
        row_number = 0
        for child in element:
            if child.tag == _ROW:
                row_number += 1
                self._row(child, f"{table}r{row_number}")
            elif is_element(child):
                self.write(child)

    def _row(self, row: etree._Element, segment: str) -> None:
        whole = FlatText()
        after: list[FlatText] = []
        cells: list[str] = []
        start = 0
        for cell in row:
            if not is_element(cell):
                continue
            flat = flatten(cell)
            whole.tagged += [(first + start, last + start, element) for first, last, element in flat.tagged]
            cells.append(flat.text)
            start += len(flat.text) + 3
            after.append(flat)
        whole.text = " | ".join(cells)
        if any(cells):
            self.add(row, "table", segment, whole)
        for flat in after:
            self._after(flat)

    def _note(self, element: etree._Element) -> None:
        flat = flatten(element, whole=True)
        type_ = element.get("type")
        is_source = type_ == "source" or (type_ is None and SOURCE.match(flat.text) is not None)
        kind = "source-note" if is_source else "summary" if type_ == "summary" else "footnote"
        self.add(element, kind, self._note_segment(element, kind), flat, number=element.get("n") or "")
        for nested in flat.notes:
            self._note(nested)

    def _note_segment(self, element: etree._Element, kind: str) -> str:
        key = element.get(XML_ID)
        local_id = self.edition.notes.get(key or "", "")
        if local_id.startswith(f"{self.local_id}/") and local_id not in self._taken:
            return local_id[len(self.local_id) + 1 :]
        if key is None and kind == "source-note":
            return self.next_segment("sn")  # the inline notes of 1948-1954 have no id, all of them
        segment = self.next_segment("note-")
        if not self._told:
            self._told = True
            what = f"has an id used before ({key})" if key else "has no xml:id"
            self.edition.report(
                "duplicate-id" if key else "missing-id",
                element,
                f"{self.local_id}/{segment}",
                f"A note of {self.local_id} {what}.",
                key or "",
                consequence=f"It is published under its position, as {segment}; references to it lead elsewhere or nowhere.",
                remedy="Give each note an xml:id of its own.",
                severity=Severity.INFO,
            )
        return segment
