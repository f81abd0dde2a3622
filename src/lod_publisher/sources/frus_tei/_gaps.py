"""Findings on what a document does not say, though an editor who looks at it could: who sent it, where, who met, which source."""

import re

from lxml import etree

from lod_publisher.model.findings import Severity
from lod_publisher.model.records import Document
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import HEAD, PERS_NAME, XML_ID
from lod_publisher.sources.frus_tei._neighbours import document_of
from lod_publisher.sources.frus_tei._passages import Piece
from lod_publisher.sources.frus_tei._text import FlatText

_CABLES = frozenset(
    {"telegram", "circular-telegram", "airgram", "circular-airgram", "despatch", "message", "correspondence"}
)
_FROM_TO = re.compile(r"\b[Ff]rom\b.+\bto\b")
_BEFORE_SENDER = re.compile(r"\b(?:[Ff]rom|[Bb]y)\b|^(?:No\. )?[\[\d.\]A-Za-z]{0,8}[.\]] |^No\. \w+ ")
_NO_OFFICE = re.compile(r"[\W\d]*(?:the|The|Mr|Mrs|Miss|Dr|Telegram|Airgram|Message)?[\W\d]*")
_OFFICE_AFTER = re.compile(r"\s*(?:,\s*(?!to\b|Washington\b)|of the |of |\()\s*[A-Za-z]")
_OFFICE_WORDS = re.compile(
    r"(?:the )?(?:Embassy|Legation|Department|Mission|Consulate|Delegation|Bureau|Government) (?:in|of|to|at)\b"
)
_PLACE_BEFORE_DATE = re.compile(
    r"^(?:[Ff]rom )?(?P<place>[A-Z][^\d\[]{2,40}?), (?:January|February|March|April|May|June|July|August|September|October|November|December|undated)\b"
)
_MONTH_OR_TIME = re.compile(
    r"^(?:January|February|March|April|May|June|July|August|September|October|November|December|Undated|Noon|Midnight|Received|Sent)\b"
)
_REFERS = re.compile(
    r"\b(?:same (?:list|persons?|participants|as)|[Ll]isted (?:on|in)|[Ss]ee (?:[Ll]ast|[Aa]ttached|[Aa]bove|Document))\b"
)
_OF_ANOTHER = re.compile(r"(d\d+[A-Za-z]?)fn\w+")


def report_gaps(
    edition: Edition,
    div: etree._Element,
    document: Document,
    head: FlatText,
    own: list[Piece],
    participants: list[list[Piece]],
) -> None:
    """Report what one document leaves open. `own` are its passages without attachments, `participants` its lists of those present."""
    element = div.find(HEAD)
    at = div if element is None else element
    described = {piece.passage.kind for piece in own} & {"dateline", "source-note"}
    _sender(edition, at, document, head, tagged=bool(described))
    _place(edition, document, own)
    _participants(edition, at, document, participants)
    _source_notes(edition, document, own)


def _sender(edition: Edition, at: etree._Element, document: Document, head: FlatText, *, tagged: bool) -> None:
    """The sender's tags in the head. `tagged` is false of the microfiche supplements' citations, in which nothing ever is."""
    for first, last, party in head.tagged:
        side = party.get("type")
        if party.tag != PERS_NAME or side not in ("from", "to"):
            continue
        words = head.text[first:last].strip()
        if _OFFICE_WORDS.match(words):
            edition.report(
                "office-tagged-as-person",
                party,
                document.local_id,
                f"{words!r} is tagged as a person, but it is an office.",
                words,
                consequence="It is published as a person of this document, and is missing among the papers of that office.",
                remedy='Tag it as <gloss type="from"> or <gloss type="to">.',
            )
        elif side == "from" and document.genre in _CABLES and _stands_alone(head, first, last):
            edition.report(
                "sender-without-office",
                party,
                document.local_id,
                f"The {document.genre.replace('-', ' ')} was sent by {words!r}, and the head does not say in which office.",
                words,
                consequence="It is found among the papers of that person, and of no embassy or department.",
                remedy="Name the office in the head, as in 'the Ambassador in Iraq (Gallman)', if it is known.",
                severity=Severity.INFO,
            )
    if tagged and not document.senders and _FROM_TO.search(document.title):
        edition.report(
            "sender-not-tagged",
            at,
            document.local_id,
            "The head says from whom the document comes, but nothing in it is tagged as the sender.",
            document.title[:120],
            consequence="It is published without a sender, and not found by whoever asks for one.",
            remedy='Tag the sender in the head: <gloss type="from"> for an office, <persName type="from"> for a person.',
            severity=Severity.INFO,
        )


def _stands_alone(head: FlatText, first: int, last: int) -> bool:
    """Whether no word before a sender's name, nor after it, can be an office."""
    if any(e.get("type") == "from" and e.tag != PERS_NAME for _, _, e in head.tagged):
        return False
    starts = [match.end() for match in _BEFORE_SENDER.finditer(head.text, 0, first)]
    before = head.text[starts[-1] if starts else 0 : first]
    return _NO_OFFICE.fullmatch(before) is not None and _OFFICE_AFTER.match(head.text, last) is None


def _place(edition: Edition, document: Document, own: list[Piece]) -> None:
    if document.places:
        return
    for piece in own:
        if piece.passage.kind != "dateline":
            continue
        match = _PLACE_BEFORE_DATE.match(piece.flat.text)
        if match and not _MONTH_OR_TIME.match(match["place"]):
            edition.report(
                "place-not-tagged",
                piece.element,
                document.local_id,
                f"The dateline says where the document was written ({match['place']!r}), but nothing in it is tagged as a place.",
                piece.flat.text,
                consequence="It is published without a place, and is missing from the map.",
                remedy="Put the place into <placeName>.",
                severity=Severity.INFO,
            )
        return


def _participants(edition: Edition, at: etree._Element, document: Document, lists: list[list[Piece]]) -> None:
    """A volume without a list of persons can resolve nobody: that is one finding of the volume, not of each meeting."""
    if document.meeting is None or document.meeting.participants or not edition.persons:
        return
    if any(_REFERS.search(piece.flat.text) for items in lists for piece in items):
        message = (
            "Instead of a list of participants the document refers to that of another, or to one that stands elsewhere."
        )
        remedy = "Repeat the participants in an annotation file, or tag them where their list stands."
    elif lists:
        message = "The list of participants tags nobody who is in the volume's list of persons."
        remedy = "Tag the participants with @corresp; nothing, if none of them is in the list of persons."
    else:
        message = "The document records a meeting, but has no list of participants and names nobody in its head."
        remedy = "Tag those present in the head, or give their list the type 'participants'."
    edition.report(
        "meeting-without-participants",
        at,
        document.local_id,
        message,
        document.title[:120],
        consequence="The meeting is published without anybody who took part in it.",
        remedy=remedy,
        severity=Severity.INFO,
    )


def _source_notes(edition: Edition, document: Document, own: list[Piece]) -> None:
    notes = [piece for piece in own if piece.passage.kind == "source-note"]
    if len(notes) > 1:
        edition.report(
            "several-source-notes",
            notes[1].element,
            document.local_id,
            f"{document.local_id} has {len(notes)} source notes.",
            notes[1].flat.text[:120],
            consequence="All are published, but archive and classification are read from the first that names an archive.",
            remedy="Join them, or take type='source' from those that tell of another copy.",
            severity=Severity.INFO,
        )


def report_volume(edition: Edition) -> None:
    """Report what concerns the volume as a whole, and what was seen while its ids were learned."""
    if not edition.persons:
        edition.report(
            "volume-without-persons-list",
            edition.root,
            edition.volume,
            "The volume has no list of persons.",
            consequence="Whoever is named in it is published as text, and senders and addressees as persons of this volume alone; "
            "its meetings have no participants.",
            remedy="Nothing within the volume; an annotation file can say who is meant.",
            severity=Severity.INFO,
        )
    for note, local_id in edition.adopted:
        key = note.get(XML_ID) or ""
        match = _OF_ANOTHER.fullmatch(key)
        if match and match[1] in edition.documents:
            edition.report(
                "note-id-of-another-document",
                note,
                local_id,
                f"A note of {local_id} has the xml:id {key}, as if it belonged to {match[1]}.",
                key,
                consequence=f"References to {key} lead here, not to a note of {match[1]}.",
                remedy="Give it the number of its own document.",
                severity=Severity.INFO,
            )
    if any("#" not in corresp for corresp in edition.pointed):
        _report_bare_tags(edition)


def _report_bare_tags(edition: Edition) -> None:
    """Tags that work only because the reader is lenient, once in each document."""
    bare: dict[str, list[etree._Element]] = {}
    for tagged in edition.root.iter(PERS_NAME):
        corresp = tagged.get("corresp")
        if corresp and "#" not in corresp:
            div = document_of(tagged)
            key = "" if div is None else div.get(XML_ID) or ""
            bare.setdefault(edition.documents.get(key, edition.volume), []).append(tagged)
    for local_id, tags in bare.items():
        corresp = tags[0].get("corresp") or ""
        edition.report(
            "person-tag-without-hash",
            tags[0],
            local_id,
            f"A person tag points at {corresp} without the # that makes it a reference; of such tags there are {len(tags)} here.",
            corresp,
            consequence="It is read as if the # were there; other programs find nobody.",
            remedy="Write # before the id.",
            severity=Severity.INFO,
        )
