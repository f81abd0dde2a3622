"""One document of FRUS as plain text: head, paragraphs, `[Page 356]`, and the notes as an indented numbered list at the end.

Saving a page as text glues the note marks to the words before them ("Iraq0", "1754.1", "present.3Qassim") and counts the
notes anew from 1, though the edition's source note is 0. Both are undone, so that passages have the ids that the volume's
TEI gives them; a finding records each mark. What only the TEI has (date, place, signature) is not guessed.

Options: `volume` (needed; the volume's id, such as frus1958-60v12), `rights`, and `people`, which says who the names in
the source note are: "Rockwell = rockwell-stuart-w; Rountree = rountree-william-m".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from lod_publisher.errors import SourceError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import Document, DocumentLink, EntityRef, Identifier, Origin, Passage, Record
from lod_publisher.settings import Source
from lod_publisher.sources._frus import (
    find_redactions,
    genre_of,
    office_ref,
    parse_source_note,
    telegram_number,
)
from lod_publisher.sources._text import Line, fold, fragment_of, lines_of, text_of

_HEAD = re.compile(r"\s*(?P<number>\d{1,4}[A-Za-z]?)\. (?P<title>\S.*)")
_PAGE = re.compile(r"\s*\[Page ([0-9]+|[IVXLC]+)\]\s*")
_NOTE = re.compile(r"\s+(\d{1,3})\. +(\S.*)")
_FROM_TO = re.compile(r"\bFrom (?P<sender>.+?) to (?P<addressee>.+)$")
_GLUED = r"(?<=[^\s\d(–-]){}(?=$|\s+[A-Z“\[(]|[A-Z“\[])"


@dataclass(frozen=True, slots=True)
class _Mark:
    """A note's mark as it stood in the text: glued to the words `after`, in the passage `place` ("" is the head)."""

    number: int
    place: str
    after: str
    line: int


def recognises(path: Path, head: bytes) -> bool:
    """Tell by a first line such as "145. Telegram From the ... to the ...", with or without a line break before it."""
    first = head.decode("utf-8", "replace").lstrip("\ufeff \r\n\t").partition("\n")[0]
    match = _HEAD.fullmatch(first.rstrip())
    return path.suffix in {".txt", ".md"} and match is not None and genre_of(match["title"]) != "document"


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield nothing: the offices that a head names are described where they are used."""
    yield from ()


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield the document, and a finding for each mark that was taken off a word."""
    volume = _volume(source)
    lines = list(lines_of(text_of(source)))
    if not lines:
        raise SourceError(
            f"{source.shown}:1: the file is empty; there is nothing to publish from it. Fetch it again or leave it out."
        )
    head = _HEAD.fullmatch(lines[0].text.rstrip())
    if head is None:
        raise SourceError(
            f"{source.shown}:{lines[0].number}: the text does not begin with a number and a title, such as '145. Telegram From "
            "the ...', so it has no key. Remove what stands before the head, or name another reader."
        )
    local_id = f"{volume}/d{head['number']}"
    body, notes = _split(lines[1:])
    paragraphs = [(line, page) for line, page in _pages(body) if line is not None]
    texts = [head["title"], *(fold(line.text) for line, _ in paragraphs)]
    cleaned, marks = _take_off_marks(texts, len(notes), [lines[0].number, *(line.number for line, _ in paragraphs)])
    yield from _findings(source, local_id, marks, notes, lines[0].number)
    passages = [
        _passage(f"{local_id}/p{n}", "paragraph", text, line.number, page, _links(marks, f"p{n}", local_id))
        for n, (text, (line, page)) in enumerate(zip(cleaned[1:], paragraphs, strict=True), 1)
    ]
    first_mark = marks[0].number if marks else int(bool(notes) and not notes[0][1].startswith("Source"))
    apparatus = [
        _passage(
            f"{local_id}/fn{number}", "source-note" if _is_source(text) else "footnote", text, line, "", (), str(number)
        )
        for number, (line, text) in enumerate(notes, first_mark)
    ]
    yield _document(source, volume, local_id, head["number"], cleaned[0], passages, apparatus, lines[0].number)


def _document(
    source: Source,
    volume: str,
    local_id: str,
    number: str,
    title: str,
    passages: list[Passage],
    apparatus: list[Passage],
    line: int,
) -> Document:
    noted = next((note for note in apparatus if note.kind == "source-note"), None)
    evidence = EntityRef(Kind.DOCUMENT, noted.local_id if noted else local_id)
    note_text = noted.text if noted else ""
    note = parse_source_note(note_text, _people(source, note_text), evidence)
    ends = _FROM_TO.search(title)
    sender, addressee = (office_ref(ends[end]) if ends else None for end in ("sender", "addressee"))
    openings = [passage.text for passage in passages[:2]] + ["", ""]
    genre = genre_of(title, note_text)
    telegram = telegram_number(openings[0], openings[1]) if genre.endswith(("gram", "message")) else None
    return Document(
        local_id,
        Origin(source.shown, line),
        title,
        genre,
        number=number,
        part_of=EntityRef(Kind.VOLUME, volume),
        senders=(sender,) if sender else (),
        addressees=(addressee,) if addressee else (),
        identifiers=(*((Identifier("telegram-number", telegram),) if telegram else ()), *note.file_number),
        classification=note.classification,
        handling=note.handling,
        archival_source=note.archival_source,
        steps=note.steps,
        passages=(*passages, *apparatus),
        rights=source.options.get("rights", ""),
        source_page=f"https://history.state.gov/historicaldocuments/{volume}/d{number}",
        collection=EntityRef(Kind.COLLECTION, source.collection) if source.collection else None,
        supplementary=True,
        unparsed_source_note=noted is not None and not note.understood,
        fragment=fragment_of(source),
    )


def _volume(source: Source) -> str:
    volume = source.options.get("volume", "")
    if not volume:
        raise SourceError(
            f"{source.shown}: a document number is only unique within its volume, so this text has no key. "
            'Say volume = "frus1958-60v12" (its own) in its [[sources]] entry of collection.toml.'
        )
    if not is_local_id(volume) or "/" in volume:
        raise SourceError(
            f"{source.shown}: volume = {volume!r} cannot be part of an IRI. Give the volume's id, such as frus1958-60v12."
        )
    return volume


def _people(source: Source, note: str) -> list[tuple[int, int, EntityRef]]:
    """Where the source note names somebody whom the option `people` knows."""
    found = []
    for pair in filter(None, map(str.strip, source.options.get("people", "").split(";"))):
        name, _, key = (part.strip() for part in pair.partition("="))
        if not name or not is_local_id(key):
            raise SourceError(
                f'{source.shown}: people: {pair!r} does not say who a name stands for. Write "Rockwell = rockwell-stuart-w".'
            )
        found += [
            (at.start(), at.end(), EntityRef(Kind.PERSON, key, name))
            for at in re.finditer(rf"\b{re.escape(name)}\b", note)
        ]
    return sorted(found, key=lambda span: span[:2])


def _split(lines: list[Line]) -> tuple[list[Line], list[tuple[int, str]]]:
    """Part the text from its notes: the indented list 1, 2, 3 ... that runs to the end, its lines joined."""
    start = next(
        (at for at, line in enumerate(lines) if (note := _NOTE.fullmatch(line.text)) and note[1] == "1"), len(lines)
    )
    notes: list[tuple[int, str]] = []
    for line in lines[start:]:
        match = _NOTE.fullmatch(line.text)
        if match and int(match[1]) == len(notes) + 1:
            notes.append((line.number, fold(match[2])))
        else:
            number, words = notes[-1]
            notes[-1] = (number, f"{words} {fold(line.text)}")
    return lines[:start], notes


def _pages(lines: list[Line]) -> Iterator[tuple[Line | None, str]]:
    """Every line with the page it begins on, as far as a page break has said; the breaks themselves as None."""
    page = ""
    for line in lines:
        if match := _PAGE.fullmatch(line.text):
            page = match[1]
            yield None, page
        else:
            yield line, page


def _take_off_marks(texts: list[str], count: int, lines: list[int]) -> tuple[list[str], list[_Mark]]:
    """Find the marks of so many notes, one after the other in reading order, and take them off their words.

    A mark is only believed in its turn: "1754.1" is a mark where note 1 is due, and a number anywhere else.
    """
    at_head = re.search(r"(?<=[^\s\d])([01])$", texts[0])
    due = int(at_head[1]) if at_head else 1
    marks: list[_Mark] = []
    cleaned: list[str] = []
    for index, text in enumerate(texts):
        place, begin = (f"p{index}" if index else ""), 0
        while len(marks) < count and (found := re.compile(_GLUED.format(due)).search(text, begin)):
            before, after = text[: found.start()], text[found.end() :].lstrip()
            marks.append(_Mark(due, place, before[-12:].rpartition(" ")[2], lines[index]))
            text, begin = f"{before} {after}".rstrip(), len(before)
            due += 1
        cleaned.append(text)
    return cleaned, marks


def _links(marks: list[_Mark], place: str, local_id: str) -> tuple[DocumentLink, ...]:
    return tuple(
        DocumentLink(EntityRef(Kind.DOCUMENT, f"{local_id}/fn{mark.number}"), str(mark.number))
        for mark in marks
        if mark.place == place
    )


def _passage(
    local_id: str, kind: str, text: str, line: int, page: str, links: tuple[DocumentLink, ...], number: str = ""
) -> Passage:
    return Passage(
        local_id,
        kind,
        text,
        line,
        number=number,
        page=page,
        editorial=kind != "paragraph",
        redactions=find_redactions(text),
        links=links,
    )


def _is_source(note: str) -> bool:
    return note.startswith(("Source:", "[Source:", "Sources:"))


def _findings(
    source: Source, local_id: str, marks: list[_Mark], notes: list[tuple[int, str]], first_line: int
) -> Iterator[Finding]:
    def finding(rule: str, severity: Severity, line: int, message: str, value: str, rest: tuple[str, str]) -> Finding:
        return Finding(rule, severity, Origin(source.shown, line), local_id, message, value, *rest)

    for mark in marks:
        yield finding(
            "note-mark-glued", Severity.INFO, mark.line, f"The mark of note {mark.number} is glued to a word.",
            f"{mark.after}{mark.number}", ("The mark was taken off and became a link to the note.", ""),
        )  # fmt: skip
    for number, text in chain(notes[len(marks) :]):
        yield finding(
            "note-without-mark", Severity.WARNING, number, "No mark in the text leads to this note.", text[:60],
            ("The note is published, but no passage points at it.", "Add its mark to the text."),
        )  # fmt: skip
    if not notes:
        yield finding(
            "document-without-source-note", Severity.WARNING, first_line, "There are no notes, so no source note either.", "",
            ("Archive, classification and drafters are unknown.", "Check whether the text was copied whole."),
        )  # fmt: skip
    yield finding(
        "document-without-date", Severity.INFO, first_line, "The text form of a FRUS document has no dateline.", "",
        ("Date, place and signature come from the volume's TEI when that is read too.", "Publish the volume's TEI beside it."),
    )  # fmt: skip
