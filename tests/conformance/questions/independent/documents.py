"""Answers about documents: who sent them, when, where, how secret, from which archive, and what is withheld in them."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from lxml import etree
from tests.conformance.questions.independent.tei import NOTE, PERSON, PLACE, Doc, Volume, text_of

Rows = list[tuple[str, ...]]

_LEVELS = {
    "top secret": "top-secret",
    "secret": "secret",
    "confidential": "confidential",
    "restricted": "restricted",
    "for official use only": "official-use-only",
    "official use only": "official-use-only",
    "limited official use": "limited-official-use",
    "unclassified": "unclassified",
    "not classified": "unclassified",
    "no classification marking": "no-classification-marking",
    "no classification markings": "no-classification-marking",
    "no classification": "no-classification-marking",
    "personal and confidential": "personal-and-confidential",
    "strictly confidential": "strictly-confidential",
    "administratively confidential": "administratively-confidential",
}
# "Confidential File" is a file of the White House.
_LEVEL = re.compile(
    rf"(?:^|[.;,)\]])\s*({'|'.join(sorted(_LEVELS, key=len, reverse=True))})(?! Files?\b)(?=\s*[.;,\]/–—-]| (?:[A-Z]|and )|$)",
    re.I,
)
_GAP = re.compile(r"\[[^\[\]]*not declassified[^\[\]]*\]", re.I)


def telegrams_from_baghdad(docs: Iterable[Doc]) -> Rows:
    """Question 1: the head begins "Telegram" after its number, the office tagged as sender is "Embassy in Iraq" (as FRUS calls the
    embassy in Baghdad), and the dateline's code is a moment of July 1958. Rows: document, moment as coded; in order of time.
    """
    found = [
        (doc.written[0], doc.key)
        for doc in docs
        if doc.title.startswith("Telegram")
        and "Embassy in Iraq" in doc.offices("from")
        and doc.written
        and "1958-07-01" <= doc.written[1] <= doc.written[2] <= "1958-07-31"
    ]
    return [(key, when) for when, key in sorted(found)]


_SENTENCE_OF_DRAFTING = re.compile(
    r"(?:^|[.\])] )(?:Also |Presumably )?[Dd]rafted(?:,? (?:and )?(?:approved|cleared|initialed|signed|sent|authorized|revised|transmitted))*\b(?!,)"
)
_STEP = re.compile(
    r"\b(?:cleared|approved|concurred|concurrence|concurrences|initialed|signed|revised|authorized|transmitted|sent|repeated|read"
    r"|reviewed|released|seen|submitted|coordinated|forwarded)\b|;|(?<![A-Z])(?<!Jr)(?<!Sr)(?<!Dr)(?<!Mr)(?<!Gen)\.(?=\s|$)"
)


def drafted_by(volume: Volume, entry: str) -> list[str]:
    """Question 2, within a volume: a source note has a sentence that begins "Drafted ... by", and the person is tagged in it after
    "by", before the next verb of another step ("cleared", "approved" ...), semicolon or full stop. "Drafted and approved by" is
    drafting too; "presumably" is not, nor what "another copy indicates".
    """
    return sorted(doc.key for doc in volume.docs if any(entry in drafters(volume, note) for note in doc.source_notes))


def drafters(volume: Volume, note: etree._Element) -> set[str]:
    """The list entries of those whom a source note's own sentence names as drafters."""
    marked = " ".join(_with_marks(volume, note).split())
    found: set[str] = set()
    for match in _SENTENCE_OF_DRAFTING.finditer(marked):
        clause = marked[match.end() :]
        stop = _STEP.search(clause)
        _, by, names = clause[: stop.start() if stop else None].partition("by ")
        if by and "Presumably" not in match[0]:
            found |= set(re.findall(r"⟦([^⟧]+)⟧", names))
    return found


def _with_marks(volume: Volume, element: etree._Element) -> str:
    """The text with ⟦entry⟧ after each resolved person."""
    pieces = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            pieces.append(_with_marks(volume, child))
            if child.tag == PERSON and (entry := volume.person(child)):
                pieces.append(f"⟦{entry}⟧")
        pieces.append(child.tail or "")
    return "".join(pieces)


def classification(doc: Doc) -> str | None:
    """The first classification that a source note states as a clause of its own ("... 787.00/12–358. Top Secret; Niact")."""
    for note in doc.source_notes:
        if match := _LEVEL.search(text_of(note, ())):
            return _LEVELS[match[1].lower()]
    return None


def classifications(docs: Iterable[Doc]) -> Counter[str]:
    """Question 6: how many documents have which classification."""
    return Counter(level for doc in docs if (level := classification(doc)))


def gaps(doc: Doc) -> int:
    """Question 7: brackets that say "not declassified" in the text (head and dateline included) and in each of its notes.

    Text and notes are read apart, because a note may stand within a bracket.
    """
    texts = [text_of(doc.element), *(text_of(note) for note in doc.element.iter(NOTE))]
    return sum(len(_GAP.findall(text)) for text in texts)


def withheld(docs: Iterable[Doc]) -> dict[str, int]:
    """Question 7: the documents with gaps, and how many each has."""
    return {doc.key: number for doc in docs if (number := gaps(doc))}


def places(doc: Doc) -> set[str]:
    """Where it was written: the places tagged in its datelines, without the editors' brackets and punctuation."""
    return {text_of(place).strip(" \t,.;:?[]()") for line in doc.datelines for place in line.iter(PLACE)}


def written_in(docs: Iterable[Doc], place: str, months: tuple[str, ...]) -> Rows:
    """Question 8: documents written in a place, by the month of their date. Rows: month, document."""
    return sorted(
        (doc.written[1][:7], doc.key)
        for doc in docs
        if doc.written
        and doc.written[1][:7] == doc.written[2][:7]
        and doc.written[1][:7] in months
        and place in places(doc)
    )


def dated_between(docs: Iterable[Doc], first: str, last: str) -> Rows:
    """Question 9: documents whose whole date lies within these days, both included. Rows: volume, document."""
    return sorted(
        (doc.volume, doc.key) for doc in docs if doc.written and first <= doc.written[1] <= doc.written[2] <= last
    )


def from_whitman_file(docs: Iterable[Doc]) -> list[str]:
    """Question 10: the source note begins with the Eisenhower Library and goes on to the Whitman File.

    A note that only says where a copy lies, and an "ibid." that stands for the Whitman File, are not counted. The microfiche
    supplements have no source notes; there the citation stands in the head.
    """
    file = re.compile(r"\[?(?:Source: )?Eisenhower Library, Whitman File\b", re.I)
    return sorted(
        doc.key
        for doc in docs
        if any(file.match(text_of(note, ())) for note in doc.source_notes)
        or (not doc.source_notes and file.search(doc.head))
    )


def editorial_notes(docs: Iterable[Doc]) -> tuple[int, int]:
    """Question 13: (editorial notes, all documents); a note is known by its head alone."""
    titles = [doc.title for doc in docs]
    return sum(1 for title in titles if re.match(r"\[?Editorial Note", title)), len(titles)


def in_words(day: date) -> str:
    """A day as FRUS prints it."""
    return f"{day:%B} {day.day}, {day.year}"


_PRINTED_DAY = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}, \d{4}"
)


def misdated(docs: Iterable[Doc]) -> set[str]:
    """Question 20: documents whose date prints one day ("December 4, 1958 ...") and is coded as another."""
    found: set[str] = set()
    for doc in docs:
        if doc.written is None or doc.written[1] != doc.written[2]:
            continue
        printed = _PRINTED_DAY.match(doc.printed)
        if printed and not doc.printed.startswith(in_words(date.fromisoformat(doc.written[1]))):
            found.add(doc.key)
    return found
