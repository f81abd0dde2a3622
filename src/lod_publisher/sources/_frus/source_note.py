"""A source note read as its sentences: archive, classification and handling, who drafted, cleared and approved.

The usual order is "Source: archive, files, number. Classification; precedence; distribution. Drafted by ... cleared by ... approved
by .... Repeated to ...." Whatever does not follow it is left in the note's full text, which is always published.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from lod_publisher.model.iris import slug
from lod_publisher.model.records import ArchivalSource, EntityRef, Identifier, Step
from lod_publisher.sources._frus.archives import archival_sources
from lod_publisher.sources._frus.making import making_steps


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a source note says; `understood` is false when not even the archive's part could be read."""

    archival_source: tuple[ArchivalSource, ...] = ()
    file_number: tuple[Identifier, ...] = ()
    classification: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    understood: bool = False


# Some volumes put a summary first: "Summary: Granger informed ... Source: National Archives, RG 59, ..."
_START = re.compile(r"^[\[.]?\s*(?:(?:Summary:.*?)?\b(?:[Ss]ources?(?: note)?[:;]\s*|Source (?=Dep))+)?", re.S)
_LEVELS = (
    "Top Secret", "Secret", "Confidential", "Restricted", "Limited Official Use", "For Official Use Only", "Official Use Only",
    "Unclassified", "No classification marking", "No classification markings", "No classification", "Not classified",
    "Personal and Confidential", "Administratively Confidential", "Strictly Confidential", "Classification unknown",
)  # fmt: skip
_KEYS = {
    "no-classification-markings": "no-classification-marking",
    "no-classification": "no-classification-marking",
    "not-classified": "unclassified",
    "for-official-use-only": "official-use-only",
}
_LEVEL = "|".join(sorted(map(re.escape, _LEVELS), key=len, reverse=True))
# "White House Central Files, Confidential File" is where a paper lies, not how secret it is.
_CLASSIFIED = re.compile(
    rf"(?:^|(?<=[.,;)\]])\s+|(?<=[.,;)\]]))(?P<level>{_LEVEL})(?! files?\b)(?P<more>(?:[;,/–—-]| and)[^.]*)?(?:\.|$|(?=\s+[A-Z]))",
    re.I,
)
_HANDLING = {
    "limited-distribution": "limit-distribution",
    "no-foreign-dissemination": "no-foreign-dissem",
    "controlled-dissemination": "controlled-dissem",
    "official-informal": "official-informal",
    "very-limited-distribution": "very-limit-distribution",
}
_WORDS_OF_HANDLING = 6  # longer pieces are remarks that follow a semicolon
_NOT_HANDLING = re.compile(
    r"declassified|\b(?:drafted|cleared|approved|prepared|repeated|received|sent|passed|initial+ed|signed|dated|copies|was|is|were"
    r"|by|transmitted)\b",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<=[a-z\d)\]”–])\.\s+(?=[A-Z\[(“])")


def parse_source_note(
    text: str, people: Sequence[tuple[int, int, EntityRef]], evidence: EntityRef, written: date | None = None
) -> SourceNote:
    """Read a source note.

    `people` are the spans of persons who are known in this text, in order; a name that nobody resolved stays in a step's words
    and becomes no actor. `evidence` is the note's own passage; `written`, the document's day, lends its year to "drafted on May 3".
    """
    begin = _START.match(text)
    start = begin.end() if begin else 0
    classified = _CLASSIFIED.search(text, start)
    end = classified.start("level") if classified else _first_sentence(text, start)
    archives, numbers = archival_sources(text[start:end])
    levels: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()
    if classified:
        key = slug(classified["level"])
        levels = (_KEYS.get(key, key),)
        handling = _handling(classified["more"] or "")
    steps = making_steps(text, end, people, evidence, written)
    return SourceNote(archives, numbers, levels, handling, steps, bool(archives))


def _first_sentence(text: str, start: int) -> int:
    match = _SENTENCE_END.search(text, start)
    if match:
        return match.start()
    # "501.BB/4–1348: Telegram" says after the colon what kind of paper it is
    colon = re.search(r":\s*(?:Circular )?(?:[Tt]elegram|[Aa]irgram|[Dd]espatch|[Ll]etter)", text[start:])
    return start + colon.start() if colon else len(text)


def _handling(more: str) -> tuple[str, ...]:
    keys = []
    for piece in re.split(r"[;,]|(?<=Distribution)[–—-]|(?<=Alpha)[–—-]", more):
        words = piece.strip(" .–—-/[]")
        if not words or len(words.split()) > _WORDS_OF_HANDLING or _NOT_HANDLING.search(words):
            continue
        key = slug(words)
        keys.append(_HANDLING.get(key, key))
    return tuple(dict.fromkeys(key for key in keys if key))
