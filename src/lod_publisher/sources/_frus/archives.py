"""The archive's part of a source note: repository, record group, files, boxes and the file number at its end."""

import re

from lod_publisher.model.iris import slug
from lod_publisher.model.records import ArchivalSource, Identifier

# "787.00/12–358": class number, then the filing date as month-dayyear; the year's two digits close it.
DECIMAL = re.compile(
    r"\d{3}[A-Z]?(?:\.[A-Z\d][\w()]*|[A-Z])?(?:[–-][A-Z]{1,4}|[ .-][A-Za-z][A-Za-z.\- ]{1,29})?(?:\.\d+)?/ ?\d{1,2} ?[-–—:]+ ?\d{3,4}\b"
)
_REPOSITORY = re.compile(
    r"Department o[fr] [Ss]tate|Departmegnt of State|National Archives"
    r"|[A-Z][\w. ]+ (?:Presidential )?(?:Library|University)\b|Library of Congress"
    r"|Central Intelligence Agency|Washington National Records Center|National (?:Defense University|Security Council)"
    r"|Center of Military History|Naval Historical|Hoover Institution|[\w .’'–/()-]+(?:[Ff]iles?|Papers|Records?|Archives|Society|Meetings|Memoranda of Conversation)\b"
    r"|Department of Defense|USAMHI|University of|Yale|Council on|U\.S\. Military History"
)
_LOT = re.compile(r"(?<=[a-z)\w]):\s+(?=(?:[Ll]ot|FRC|Job|JCS|NSC)\b)|,\s+|:\s+(?=\w)")
_DATE_CUT = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2}(?:[-–]\d{1,2})?$"
)
_ONE_FILE = re.compile(r"\d")
_A_LEVEL = re.compile(
    r"\b(?:Files?|Papers|Records?|Series|Library|Collection|Box(?:es)? \d+|[Ll]ot \S+|RG \d+|FRC|Job)\b"
)
_MOST = 160  # characters: longer than any level's name in the corpus that is one


def archival_sources(text: str) -> tuple[tuple[ArchivalSource, ...], tuple[Identifier, ...]]:
    """Read the archive's sentence ("Department of State, Central Files, 787.00/12–358"); empty when it is none.

    A bare decimal number (the notes of 1948-1954) lies in the Department's central files, as those volumes' prefaces say.
    """
    words = text.strip(" .[]")
    if not words:
        return (), ()
    decimal = DECIMAL.search(words)
    numbers = (Identifier("central-file-number", decimal[0]),) if decimal else ()
    if decimal and decimal.start() == 0:
        levels: tuple[tuple[str, str], ...] = (
            ("department-of-state", "Department of State"),
            ("central-files", "Central Files"),
        )
        return (ArchivalSource(levels, decimal[0], words),), numbers
    if not _REPOSITORY.match(words):
        return (), numbers
    labels = _labels(words)
    if not labels or any(len(label) > _MOST for label in labels):
        return (), numbers
    file_number = ""
    if len(labels) > 1 and (decimal or (_ONE_FILE.search(labels[-1]) and not _A_LEVEL.search(labels[-1]))):
        file_number = labels.pop()
    levels = tuple((key, label) for label in labels if (key := slug(label)))
    return (ArchivalSource(levels, file_number, words),), numbers


def _labels(words: str) -> list[str]:
    """Split at commas and before lots, but not inside "July 18, 1975"."""
    labels: list[str] = []
    for piece in _LOT.split(words):
        label = piece.strip()
        if labels and re.fullmatch(r"\d{4}(?:\D.*)?|Jr\.?", label) and _DATE_CUT.search(labels[-1]):
            labels[-1] += f", {label}"
        elif label:
            labels.append(label)
    return labels
