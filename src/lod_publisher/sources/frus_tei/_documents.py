"""A document: its passages, and what head, dateline, lists, notes and closer say of it."""

import re

from lxml import etree

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.findings import Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Document, EntityRef, Fragment, Identifier
from lod_publisher.sources._frus import SourceNote, genre_of, parse_source_note, place_ref, telegram_number
from lod_publisher.sources.frus_tei._dates import document_date
from lod_publisher.sources.frus_tei._deriving import derive
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._filing import check_filing
from lod_publisher.sources.frus_tei._gaps import report_gaps
from lod_publisher.sources.frus_tei._identities import report_acts_after_death, report_doubts
from lod_publisher.sources.frus_tei._marks import CITATION, LONGEST_MARK, marks_of
from lod_publisher.sources.frus_tei._meetings import PARTICIPANTS, meeting_of
from lod_publisher.sources.frus_tei._microfiche import microfiche_passage
from lod_publisher.sources.frus_tei._names import HEAD, LIST, PERS_NAME, PLACE_NAME, SITE, XML_ID
from lod_publisher.sources.frus_tei._parties import parties
from lod_publisher.sources.frus_tei._passages import PassageWriter, Piece
from lod_publisher.sources.frus_tei._tags import person_of
from lod_publisher.sources.frus_tei._text import FlatText, flatten

_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_SUBJECT = re.compile(r"^(?:subj(?:ect)?s?\b|$)", re.I)
_TELEGRAMS = frozenset({"telegram", "circular-telegram", "airgram", "circular-airgram", "message", "correspondence"})


def document_record(
    edition: Edition,
    div: etree._Element,
    local_id: str,
    part_of: EntityRef,
    around: str,
    years: tuple[int, int] | None,
    page: str,
) -> tuple[Document, str]:
    """Read one document, and say which page is reached.

    `around` are the titles above it, `years` those of the volume.
    """
    writer = PassageWriter(edition, local_id, page)
    writer.write_children(div)
    microfiche_passage(writer, div)
    head = _head(edition, div, local_id)
    pieces = writer.pieces
    own = [piece for piece in pieces if not piece.attached]
    datelines = [piece.flat for piece in own if piece.passage.kind == "dateline"]
    title = head.text or local_id.rpartition("/")[2]
    notes = [piece for piece in own if piece.passage.kind == "source-note"]
    genre = genre_of(title, notes[0].flat.text if notes else "")
    date = document_date(edition, local_id, years, datelines, head, around)
    found = _source(edition, div, local_id, notes, head, date)
    places = _places(datelines, head)
    lists = _lists(writer)
    sent, received = parties(edition, local_id, head, writer.lists)
    heading = next((piece for piece in own if piece.element.tag == HEAD), None)
    classification, handling = marks_of(own, found)
    document = Document(
        local_id,
        edition.origin(div),
        title,
        genre,
        div.get("n") or "",
        part_of,
        date=date,
        places=places,
        senders=sent,
        addressees=received,
        signers=_signers(edition, writer, own),
        identifiers=(*_telegram(own, genre), *found.file_number),
        classification=classification,
        handling=handling,
        archival_source=found.archival_source,
        steps=found.steps,
        subjects=_subjects(writer),
        meeting=meeting_of(local_id, edition.origin(div), title, genre, date, places, heading, lists),
        passages=derive(edition, pieces),
        summary=next((piece.flat.text for piece in own if piece.passage.kind == "summary"), ""),
        rights=edition.rights,
        source_page=f"{SITE}{local_id}",
        collection=EntityRef(Kind.COLLECTION, edition.collection) if edition.collection else None,
        unparsed_source_note=bool(notes) and not found.understood,
        fragment=Fragment("application/tei+xml", _DECLARATION + etree.tostring(div, encoding="UTF-8", with_tail=False)),
    )
    _report(edition, div, document, head, own, [items for heading, items in lists if PARTICIPANTS.match(heading)])
    return document, writer.page


def _report(
    edition: Edition,
    div: etree._Element,
    document: Document,
    head: FlatText,
    own: list[Piece],
    participants: list[list[Piece]],
) -> None:
    """Report what contradicts itself in a document that was read, and what it leaves open."""
    report_doubts(edition, document.local_id)
    for identifier in document.identifiers:
        if identifier.scheme == "central-file-number":
            notes = (piece.element for piece in own if piece.passage.kind == "source-note")
            check_filing(edition, div, next(notes, div), document, identifier.value)
    acting = [("sent it", party) for party in document.senders] + [("signed it", party) for party in document.signers]
    acting += [(f"is named for its {step.type}", actor) for step in document.steps for actor in step.actors]
    if document.meeting is not None:
        acting += [("took part in the meeting", present.actor) for present in document.meeting.participants]
    report_acts_after_death(edition, div, document.local_id, document.date, acting)
    report_gaps(edition, div, document, head, own, participants)


def _head(edition: Edition, div: etree._Element, local_id: str) -> FlatText:
    element = div.find(HEAD)
    flat = flatten(element) if element is not None else FlatText()
    if not flat.text:
        edition.report(
            "document-without-head",
            div if element is None else element,
            local_id,
            f"The document {local_id} has no head." if element is None else f"The head of {local_id} is empty.",
            consequence="It is published under its id as a title.",
            remedy="Add a head to the document.",
        )
    if not div.get(XML_ID):
        edition.report(
            "missing-id",
            div,
            local_id,
            "A document has no xml:id.",
            consequence=f"It is published as {local_id}, from its position, which changes when documents are inserted before it.",
            remedy="Give it an xml:id.",
        )
    return flat


def _source(
    edition: Edition, div: etree._Element, local_id: str, notes: list[Piece], head: FlatText, date: PartialDate | None
) -> SourceNote:
    """Read the source note; three documents have two, then the first that names an archive is taken."""
    found = SourceNote()
    written = date.earliest if date else None
    for piece in notes:
        people = []
        for first, last, element in piece.flat.tagged:
            if element.tag == PERS_NAME and (corresp := element.get("corresp")):
                words = piece.flat.text[first:last].strip()
                if person := edition.person(corresp, words):
                    people.append((first, last, person))
        evidence = EntityRef(Kind.DOCUMENT, piece.passage.local_id)
        found = parse_source_note(piece.flat.text, people, evidence, written)
        if found.understood:
            return found
    if not notes and (match := CITATION.search(head.text)):
        # the microfiche supplements: the head ends in classification, length and archive
        evidence = EntityRef(Kind.DOCUMENT, f"{local_id}/h1")
        return parse_source_note(f"Source: {match['archive']}. {match['level']}.", (), evidence, written)
    if notes:
        edition.report(
            "source-note-not-understood",
            notes[0].element,
            local_id,
            f"The source note of {local_id} names no archive that is known.",
            notes[0].flat.text[:120],
            consequence="Its text is published, but where the paper lies is not stated.",
            remedy="Write it as 'Source: archive, files, number. Classification.'.",
            severity=Severity.INFO,
        )
    return found


def _places(datelines: list[FlatText], head: FlatText) -> tuple[EntityRef, ...]:
    for flat in (*datelines[:1], head):
        found = [place for span in flat.tagged if span[2].tag == PLACE_NAME and (place := place_ref(flat.words(span)))]
        if found:
            return tuple(dict.fromkeys(found))
    return ()


def _signers(edition: Edition, writer: PassageWriter, own: list[Piece]) -> tuple[EntityRef, ...]:
    """The persons who signed, by the tags in the signature or by its own @corresp."""
    found: list[EntityRef] = []
    for piece in own:
        if piece.passage.kind != "signature":
            continue
        named = [mention.entity for mention in piece.passage.mentions if mention.entity]
        if (
            not named
            and piece.element.get("corresp")
            and (person := person_of(edition, writer.local_id, piece.element, piece.flat.text))
        ):
            named = [person]
        found += [person for person in named if person.kind is Kind.PERSON]
    return tuple(dict.fromkeys(found))


def _lists(writer: PassageWriter) -> list[tuple[str, list[Piece]]]:
    """The lists with what each is; one that stands in a list of participants, a delegation, is of participants too."""
    called = {element: heading or _typed(element) for element, heading, _ in writer.lists}
    found = []
    for element, _, items in writer.lists:
        above = (called.get(outer, "") for outer in element.iterancestors(LIST))
        found.append((next(filter(PARTICIPANTS.match, above), called[element]), items))
    return found


def _typed(element: etree._Element) -> str:
    """What a list without a head is, by its type (one is spelled with trailing spaces)."""
    return (element.get("type") or "").strip()


def _subjects(writer: PassageWriter) -> tuple[str, ...]:
    """What a document says its subject is. Lists of this type may be headed REF or DATE, so the head decides."""
    found = []
    for element, heading, items in writer.lists:
        is_subject = bool(_SUBJECT.match(heading)) if heading else _typed(element) == "subject"
        if is_subject and (heading or _typed(element)):
            found += [piece.flat.text for piece in items if not piece.attached]
    return tuple(dict.fromkeys(found))


def _telegram(own: list[Piece], genre: str) -> tuple[Identifier, ...]:
    if genre not in _TELEGRAMS:
        return ()
    paragraphs = [piece.flat.text for piece in own if piece.passage.kind == "paragraph"][:4]
    for position, text in enumerate(paragraphs[:3]):
        following = paragraphs[position + 1] if position + 1 < len(paragraphs) else ""
        if number := telegram_number(text, following):
            return (Identifier("telegram-number", number),)
        if len(text) > LONGEST_MARK or text[0].isdigit():
            break  # not a mark such as "Secret, Priority" above the text, but the text
    return ()
