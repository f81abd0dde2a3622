"""One volume's file while it is read: its ids, where its notes stand, and what is found wrong with it."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import cast

from lxml import etree

from lod_publisher.errors import SourceError
from lod_publisher.model.bearers import Bearer
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import EntityRef, Origin
from lod_publisher.settings import Source
from lod_publisher.sources import _xml
from lod_publisher.sources.frus_tei._bearers import Bearers
from lod_publisher.sources.frus_tei._names import DIV, NOTE, PERS_NAME, TEI, XML_ID, line_of

_ALL_IDS = etree.XPath("//@xml:id", smart_strings=False)
_MARKS = re.compile(r"[^A-Za-z0-9]")
_SEGMENT = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_ANOTHER_VOLUME = re.compile(r"(frus[\w-]+)(?:#([\w.-]*))?$")


@dataclass(slots=True)
class Edition:
    """A parsed volume. `notes` leads from a note's xml:id to its passage's local id, `documents` from a div's id to its own."""

    root: etree._Element
    volume: str
    shown: str
    collection: str
    rights: str = ""
    ids: Counter[str] = field(default_factory=Counter)
    persons: frozenset[str] = frozenset()
    documents: dict[str, str] = field(default_factory=dict)
    document_ids: list[str] = field(default_factory=list)  # in the order of the file
    divisions: frozenset[str] = frozenset()
    notes: dict[str, str] = field(default_factory=dict)
    pointed: Counter[str] = field(default_factory=Counter)  # how often tags point at a person, by the words of @corresp
    adopted: list[tuple[etree._Element, str]] = field(
        default_factory=list
    )  # notes under the id of another document, and theirs
    found: list[Finding] = field(default_factory=list)
    bearers: Bearers = field(default_factory=lambda: Bearers({}))  # of the list of persons, once it is read
    called: dict[str, list[Bearer]] = field(default_factory=dict)  # the same by the words that may call them

    def origin(self, element: etree._Element) -> Origin:
        """The place of an element in the file."""
        return Origin(self.shown, line_of(element))

    def report(
        self,
        rule: str,
        element: etree._Element,
        record: str,
        message: str,
        value: str = "",
        *,
        consequence: str,
        remedy: str,
        severity: Severity = Severity.WARNING,
    ) -> None:
        """Note what an editor should look at."""
        self.found.append(Finding(rule, severity, self.origin(element), record, message, value, consequence, remedy))

    def take_findings(self) -> list[Finding]:
        """The findings since the last time."""
        taken, self.found = self.found, []
        return taken

    def person(self, corresp: str, label: str) -> EntityRef | None:
        """The person a tag points at, with or without `#`, in this volume's list or another's; None when nobody is there."""
        volume, _, key = corresp.strip().rpartition("#")
        if key in self.persons and volume in ("", self.volume):
            return EntityRef(Kind.PERSON, f"{self.volume}/{key}", label)
        if volume.startswith("frus") and volume != self.volume and is_local_id(f"{volume}/{key}"):
            return EntityRef(Kind.PERSON, f"{volume}/{key}", label)
        return None

    def key_like(self, corresp: str) -> str:
        """The one key of the list that has the same letters and figures as a misspelled @corresp; "" when there is none."""
        wanted = _MARKS.sub("", corresp).lower()
        found = [key for key in self.persons if _MARKS.sub("", key).lower() == wanted]
        return found[0] if len(found) == 1 else ""

    def target(self, address: str, label: str) -> EntityRef | None:
        """What a reference leads to: a document, a note, a page of the volume, a division or another volume; else None."""
        if match := _ANOTHER_VOLUME.match(address):
            volume, key = match[1], match[2]
            if volume != self.volume:
                return _elsewhere(volume, key or "", label)
            address = key or ""
            if not address:
                return EntityRef(Kind.VOLUME, volume, label)
        key = address.removeprefix("#")
        if key in self.documents:
            return EntityRef(Kind.DOCUMENT, self.documents[key], label)
        if key in self.notes:
            return EntityRef(Kind.DOCUMENT, self.notes[key], label)
        if key in self.divisions:
            return EntityRef(Kind.VOLUME, f"{self.volume}/{key}", label)
        if key.startswith("pg_") and key in self.ids:
            return EntityRef(Kind.VOLUME, self.volume, label)
        return None


def _elsewhere(volume: str, key: str, label: str) -> EntityRef | None:
    if re.fullmatch(r"d\d+[A-Za-z]?", key):
        return EntityRef(Kind.DOCUMENT, f"{volume}/{key}", label)
    if match := re.fullmatch(r"(d\d+[A-Za-z]?)(fn\w+)", key):
        return EntityRef(Kind.DOCUMENT, f"{volume}/{match[1]}/{match[2]}", label)
    if re.fullmatch(r"(?:ch|comp|subch)\w+", key):
        return EntityRef(Kind.VOLUME, f"{volume}/{key}", label)
    return EntityRef(Kind.VOLUME, volume, label) if is_local_id(volume) else None


def open_edition(source: Source, front_only: bool = False) -> Edition:
    """Parse a volume, or its header and front matter, and learn its ids.

    Raises:
        SourceError: the file cannot be parsed or is no TEI.
    """
    root = _xml.parse(source.path, source.shown, (b"</front>", b"</text></TEI>") if front_only else None).getroot()
    if root.tag != TEI + "TEI":
        raise SourceError(
            f"{source.shown}:{line_of(root)}: the outermost element is {root.tag}, not TEI; nothing of the file is read. "
            "Choose another reader for it in collection.toml."
        )
    stated = root.findtext(f".//{TEI}publicationStmt/{TEI}idno[@type='frus']") or ""
    volume = stated.strip() if is_local_id(stated.strip()) else source.path.stem
    if not is_local_id(volume):
        raise SourceError(
            f"{source.shown}:1: the volume has no idno of type frus and {volume!r} cannot name it; nothing of the file is read. "
            "Give it an idno or a file name of ASCII letters and digits."
        )
    ids = Counter(cast("list[str]", _ALL_IDS(root)))
    tags = list(root.iter(PERS_NAME))
    persons = frozenset(key for e in tags if (key := e.get(XML_ID)) and is_local_id(key))
    edition = Edition(root, volume, source.shown, source.collection, source.options.get("rights", ""), ids, persons)
    edition.pointed.update([corresp for e in tags if (corresp := e.get("corresp"))])
    _index(edition)
    return edition


def _index(edition: Edition) -> None:
    """Give every document and note its local id, so that a reference forward finds it too."""
    divisions = []
    taken: set[str] = set()
    for div in edition.root.iter(DIV):
        key = div.get(XML_ID) or ""
        if div.get("type") != "document":
            if is_local_id(key) and div.get("type") != "toc":
                divisions.append(key)
                _index_notes(edition, (child for child in div if child.tag != DIV), key, f"{edition.volume}/{key}")
            continue
        local_id = f"{edition.volume}/{key}"
        if not is_local_id(key) or local_id in taken:
            local_id = f"{edition.volume}/document-{len(edition.document_ids) + 1}"
        taken.add(local_id)
        edition.document_ids.append(local_id)
        if key:
            edition.documents.setdefault(key, local_id)
        _index_notes(edition, (div,), key, local_id)
    edition.divisions = frozenset(divisions)


def _index_notes(edition: Edition, elements: Iterable[etree._Element], key: str, local_id: str) -> None:
    for element in elements:
        for note in element.iter(NOTE):
            note_key = note.get(XML_ID)
            if note_key and note_key not in edition.notes and (segment := note_segment(note_key, key)):
                edition.notes[note_key] = f"{local_id}/{segment}"
                if segment == note_key and key in edition.documents:
                    edition.adopted.append((note, local_id))


def note_segment(note_key: str, document_key: str) -> str:
    """The last segment of a note's local id: "fn0" of d145fn0; the whole xml:id when it is that of another document."""
    rest = note_key.removeprefix(document_key) if document_key else note_key
    segment = rest if _SEGMENT.fullmatch(rest) else note_key
    return segment if is_local_id(segment) else ""
