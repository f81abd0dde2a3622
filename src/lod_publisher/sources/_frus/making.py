"""Who drafted, cleared and approved a document, taken only from the sentence of a source note that says so."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from lod_publisher.model.dates import PartialDate, date_from_words
from lod_publisher.model.records import EntityRef, Step

_TYPES = {
    "drafted": "drafting",
    "redrafted": "drafting",
    "prepared": "preparing",
    "cleared": "clearing",
    "concurred": "concurring",
    "approved": "approving",
    "authorized": "authorizing",
    "initialed": "initialing",
    "initialled": "initialing",
    "signed": "signing",
    "transcribed": "transcribing",
    "translated": "translating",
    "dictated": "dictating",
    "revised": "revising",
}
_VERB = "|".join(sorted(_TYPES, key=len, reverse=True))
_VERBS = re.compile(rf"\b(?P<verb>{_VERB})\b", re.I)
# A sentence that reports the making of this paper: "Drafted by ...", "Also cleared with ...", "The memorandum was drafted by ...".
_OPENING = re.compile(
    rf"(?:(?:Also|Subsequently|Text|Jointly|It was|(?:The|This) (?:[\w.’'-]+ ){{0,3}}?(?:telegram|memorandum|message|letter|paper"
    rf"|source text|airgram|despatch|conversation|report|note|minutes|record|memorandum of conversation) (?:was|is|were))\s+"
    rf"(?:also )?)?(?:{_VERB})\b",
    re.I,
)
_HEDGED = re.compile(
    r"\b(?:presumably|probably|apparently|possibly|may have|might|not|no|never|unsigned|uninitialed|indicates?|should)\b",
    re.I,
)
_SENTENCES = re.compile(
    r"(?<=[a-z\d)\]”A-Z])(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Jr|Sr|Lt|No))(?<!\b(?:Gen|Col|Mrs|Amb))\.\s+(?=[A-Z\[(“])"
)
_BEFORE_ACTORS = re.compile(r"\b(?:by|with)\b")
_NOT_AN_ACTOR = re.compile(
    r"\b(?:for|from|to|behalf of|discussed with|conversation with|between|of a)\s+"
    r"(?:(?:the|Secretary|Acting|President|Ambassador|General|Mr\.|Dr\.|Under|Deputy|Assistant|of State)\s+)*$"
)
_END_OF_CLAUSE = re.compile(
    r"\b(?:repeated|sent|pouched|received|who signed|who initial+ed|based on|from (?:a|his|her|their|notes)|after|with (?:the )?concurrences?)\b"
)
_TAIL = re.compile(r"[\s;,.]*(?:\b(?:and|but|also|was|not)\b[\s;,.]*)*$")
_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_ON_A_DAY = re.compile(rf"\bon ((?:{_MONTH}) \d{{1,2}})(?:,? (\d{{4}}))?\b")


def making_steps(
    text: str, start: int, people: Sequence[tuple[int, int, EntityRef]], evidence: EntityRef, written: date | None
) -> tuple[Step, ...]:
    """The steps that the sentences of a note from `start` on state; hedged ones ("presumably drafted by") make no step."""
    return tuple(_steps(text, start, people, evidence, written))


def _steps(
    text: str, start: int, people: Sequence[tuple[int, int, EntityRef]], evidence: EntityRef, written: date | None
) -> Iterator[Step]:
    if not _VERBS.search(text, start):
        return
    for first, last in _sentences(text, start):
        opening = _OPENING.match(text, first)
        if opening is None or _HEDGED.search(text, first, _VERBS.search(text, first).end()):  # type: ignore[union-attr]
            continue
        for types, begin, end in _clauses(text, first, last):
            cut = _END_OF_CLAUSE.search(text, begin, end)
            body_end = cut.start() if cut else end
            body_end = _TAIL.search(text, begin, body_end).start()  # type: ignore[union-attr]
            if _HEDGED.search(text, max(first, begin - 5), body_end):
                continue
            actors = _actors(text, begin, body_end, people)
            day = _day(text[begin:body_end], written)
            words = text[begin:body_end]
            for type_ in types:
                yield Step(type_, actors, day, words, evidence)


def _sentences(text: str, start: int) -> Iterator[tuple[int, int]]:
    begin = start
    while begin < len(text) and not text[begin].isalpha():
        begin += 1
    for match in _SENTENCES.finditer(text, start):
        if match.end() > begin:
            yield begin, match.start()
            begin = match.end()
    if begin < len(text):
        yield begin, len(text)


def _clauses(text: str, first: int, last: int) -> Iterator[tuple[list[str], int, int]]:
    """Split "Drafted and approved by Rusk and cleared by Handley" into its verbs with what belongs to each group of them."""
    found = [
        (match.start(), match.end(), _TYPES[match["verb"].lower()]) for match in _VERBS.finditer(text, first, last)
    ]
    group: list[str] = []
    begin = first
    for index, (verb_start, verb_end, type_) in enumerate(found):
        if not group:
            begin = verb_start
        group.append(type_)
        following = found[index + 1][0] if index + 1 < len(found) else last
        if index + 1 < len(found) and re.fullmatch(r"[\s,;]*(?:and|or)?[\s,]*", text[verb_end:following]):
            continue
        yield group, begin, following
        group = []


def _actors(text: str, begin: int, end: int, people: Sequence[tuple[int, int, EntityRef]]) -> tuple[EntityRef, ...]:
    """The known persons after "by" (or "with"), but not those for whom or from whose words it was done."""
    by = _BEFORE_ACTORS.search(text, begin, end)
    if by is None:
        return ()
    found = [
        ref
        for first, last, ref in people
        if first >= by.end() and last <= end and not _NOT_AN_ACTOR.search(text, begin, first)
    ]
    return tuple(dict.fromkeys(found))


def _day(clause: str, written: date | None) -> PartialDate | None:
    """The day of "on May 3"; its year is the one that brings it nearest to the day the document was written."""
    match = _ON_A_DAY.search(clause)
    if match is None:
        return None
    if match[2]:
        return date_from_words(f"{match[1]}, {match[2]}")
    if written is None:
        return None
    candidates = [
        date_from_words(f"{match[1]}, {year}", "implied") for year in (written.year - 1, written.year, written.year + 1)
    ]
    days = [day for day in candidates if day is not None and day.earliest is not None]
    nearest = min(days, key=lambda day: abs((day.earliest - written).days) if day.earliest else 0, default=None)
    return PartialDate(match[0], nearest.edtf, nearest.earliest, nearest.latest, "implied") if nearest else None
