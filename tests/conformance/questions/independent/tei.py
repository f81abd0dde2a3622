"""A FRUS volume as lxml sees it: documents, heads, dates, places and source notes, read without the project's own code.

Every definition used to answer the questions independently stands in the docstrings of this folder. They are written anew
from what the volumes hold, so that an error of the readers or of the mapping cannot hide in them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import etree

_NS = "{http://www.tei-c.org/ns/1.0}"
_ID = "{http://www.w3.org/XML/1998/namespace}id"
NOTE, PERSON, PLACE, DATE, DATELINE, LIST, ITEM, HEAD, GLOSS, LB, DIV = (
    _NS + name
    for name in ["note", "persName", "placeName", "date", "dateline", "list", "item", "head", "gloss", "lb", "div"]
)
_ATTACHMENT = "{http://history.state.gov/frus/ns/1.0}attachment"
_NUMBER = re.compile(r"^(?:No\. ?)?\[?\d+[A-Za-z]?\]?\.?\s*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def text_of(element: etree._Element, without: tuple[str, ...] = (NOTE,)) -> str:
    """An element's text, white space folded: line breaks count as space, the named elements inside it are left out."""
    pieces: list[str] = []

    def walk(node: etree._Element) -> None:
        pieces.append(node.text or "")
        for child in node:
            if isinstance(child.tag, str):
                if child.tag == LB:
                    pieces.append(" ")
                elif child.tag not in without:
                    walk(child)
            pieces.append(child.tail or "")

    walk(element)
    return " ".join("".join(pieces).split())


@dataclass(frozen=True)
class Doc:
    """One `div[@type='document']`."""

    volume: str
    element: etree._Element

    @property
    def key(self) -> str:
        """Volume and xml:id, the key that the published IRI ends with."""
        return f"{self.volume}/{self.element.get(_ID)}"

    @cached_property
    def head(self) -> str:
        """The words of the head, without notes."""
        head = self.element.find(HEAD)
        return "" if head is None else text_of(head)

    @property
    def title(self) -> str:
        """The head without the document's number."""
        return _NUMBER.sub("", self.head)

    @cached_property
    def datelines(self) -> list[etree._Element]:
        """The datelines of the document itself: not those of an attachment or of a quoted text in a note."""
        return [line for line in self.element.iter(DATELINE) if not inside(line, self.element, (_ATTACHMENT, NOTE))]

    @cached_property
    def _date(self) -> tuple[str, str, str, str] | None:
        for place in [*self.datelines, *self.element.findall(HEAD)]:
            for date in place.iter(DATE):
                if inside(date, place, (NOTE,)):
                    continue
                when, start, end = date.get("when"), date.get("from"), date.get("to")
                if when and _DAY.match(when):
                    return when, when[:10], when[:10], text_of(date)
                if start and end and _DAY.match(start) and _DAY.match(end):
                    return start, start[:10], end[:10], text_of(date)
        return None

    @property
    def written(self) -> tuple[str, str, str] | None:
        """When it was written, as (coded, first day, last day): the first date with a code in its datelines, else in its head.

        `coded` is the attribute as it stands; a month or year gives None here (no question asks for those).
        """
        return self._date[:3] if self._date else None

    @property
    def printed(self) -> str:
        """The words of that date."""
        return self._date[3] if self._date else ""

    @cached_property
    def source_notes(self) -> list[etree._Element]:
        """Notes typed as source, or else notes that begin "Source:" (1,183 of the volumes' are present but not typed)."""
        notes = [note for note in self.element.iter(NOTE) if not inside(note, self.element, (_ATTACHMENT,))]
        typed = [note for note in notes if note.get("type") == "source"]
        return typed or [note for note in notes if re.match(r"\[?Source:", text_of(note, ()))]

    def offices(self, role: str) -> list[str]:
        """The offices tagged in the head as sender ("from") or addressee ("to"), a leading "the" dropped."""
        head = self.element.find(HEAD)
        if head is None:
            return []
        return [re.sub(r"^the ", "", text_of(gloss)) for gloss in head.iter(GLOSS) if gloss.get("type") == role]


def inside(element: etree._Element, top: etree._Element, tags: tuple[str, ...]) -> bool:
    """Tell whether an element stands in one of these, below `top`."""
    for above in element.iterancestors():
        if above is top:
            return False
        if above.tag in tags:
            return True
    return False


class Volume:
    """One parsed volume."""

    def __init__(self, path: Path) -> None:
        safe = etree.XMLParser(huge_tree=True, collect_ids=False, resolve_entities=False, no_network=True)
        self.name = path.stem
        self.root = etree.parse(path, safe).getroot()
        self.docs = [Doc(self.name, div) for div in self.root.iter(DIV) if div.get("type") == "document"]

    @cached_property
    def entries(self) -> dict[str, str]:
        """The persons list: xml:id and the name as the list prints it."""
        found: dict[str, str] = {}
        for name in self.root.iter(PERSON):
            key = name.get(_ID)
            if key and key not in found:
                found[key] = text_of(name).strip(" ,")
        return found

    def person(self, tag: etree._Element) -> str | None:
        """The list entry that a person's tag points at, with or without "#"; None when it points nowhere."""
        key = (tag.get("corresp") or "").lstrip("#")
        return key if key in self.entries else None


def volumes(folder: Path, names: tuple[str, ...]) -> Iterator[Volume]:
    """Parse these volumes, one at a time."""
    for name in names:
        yield Volume(folder / f"{name}.xml")
