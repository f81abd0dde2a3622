"""Dates in a passage that name a month or a year, with EDTF; a date without a year has that of its document."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds, date_from_words

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower()[:3]: number for name, number in list(_MONTHS.items())} | {"sept": 9}
_MONTH = r"(?P<{0}>January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
_DASH = r" ?[-–—] ?| and | to | & "
_PATTERNS = [
    # July 28–August 3, 1958
    rf"{_MONTH.format('month')} (?P<day>\d{{1,2}})(?P<dash>{_DASH}){_MONTH.format('month2')} (?P<day2>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?(?!\d|:)",
    # March 16-17, 1962; November 24 and 27
    rf"{_MONTH.format('month')} (?P<day>\d{{1,2}})(?P<dash>{_DASH})(?P<day2>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?(?!\d|:)",
    rf"{_MONTH.format('month')} (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?(?![\d:])",
    rf"(?P<day>\d{{1,2}})(?P<dash>{_DASH})(?P<day2>\d{{1,2}}) {_MONTH.format('month')}(?:,? (?P<year>\d{{4}}))?(?!\d)",
    rf"(?P<day>\d{{1,2}}) {_MONTH.format('month')}(?:,? (?P<year>\d{{4}}))?(?![\d:])",
    r"(?P<vague>(?:second|first) half of|spring of|summer of|fall of|autumn of|winter of|beginning of|end of) (?P<year>\d{4})",
    rf"{_MONTH.format('month')},? (?P<year>1[6-9]\d\d|20\d\d)(?!\d)",
    r"(?P<year>1[6-9]\d\d|20\d\d)(?P<dash>[-–—])(?P<short>\d{4}|\d\d)(?![\d–-])",
    r"(?<![\d/–.,$#-])(?P<year>1[6-9]\d\d|20\d\d)(?![\d/–-]|,\d|\.\d)",
]
_DATE = [re.compile(rf"(?<![\w/]){pattern}", re.I if "day" in pattern else 0) for pattern in _PATTERNS]
_NOT_A_YEAR = re.compile(
    r"(?:telegrams?|embtels?|deptels?|despatch|airgram|no\.?|nos\.?|document|box|page|pages|pp?\.|lot|resolution|job|secto|tosec|cirtel|circular)\.?\s*\(?(?:\d+[\w-]*(?:,|,? and|,? to|-|–) ?)*$",
    re.I,
)
_COUNTED = re.compile(r"\s*(?:hours|tons|men|troops|miles|persons|words|million|dollars|percent|Z\b)")
_CENTURY = 100


@dataclass(frozen=True, slots=True)
class Dated:
    """Words that say when, and the date in EDTF; `stated` unless the year was that of the document."""

    start: int
    end: int
    words: str
    edtf: str
    stated: bool


def dates_in(text: str, year: int | None) -> Iterator[Dated]:
    """The dates of a passage in the order in which they stand there. `year` is the document's own; without it, dates without
    a year are passed over."""
    taken: list[tuple[int, int]] = []
    found = []
    for pattern in _DATE:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < last and first < end for first, last in taken):
                continue
            given = match.groupdict()
            if given.get("month") and given["month"] in ("may", "march"):  # no month, but may and march
                continue
            if (
                not given.get("month")
                and not given.get("vague")
                and not given.get("dash")
                and _no_year(text, start, end)
            ):
                continue
            edtf = _edtf(match[0], given, year)
            if edtf and _valid(edtf):
                taken.append((start, end))
                found.append(Dated(start, end, match[0], edtf, bool(given.get("year"))))
    yield from sorted(found, key=lambda dated: dated.start)


def _no_year(text: str, start: int, end: int) -> bool:
    """Whether four figures are a number rather than a year: of a telegram, of tons, at the head of a telegram."""
    before, after = text[:start], text[end:]
    return bool(_NOT_A_YEAR.search(before) or _COUNTED.match(after) or (not before.strip() and after[:1] == "."))


def _edtf(words: str, given: dict[str, str | None], own: int | None) -> str:
    if given.get("vague"):
        return getattr(date_from_words(words.lower()), "edtf", "")
    year = int(given["year"] or "") if given.get("year") else own
    if year is None:
        return ""
    if given.get("short"):
        last = int(str(given["short"]))
        return f"{year}/{last if last >= _CENTURY else year - year % _CENTURY + last}"
    if not given.get("month"):
        return str(year)
    month = _MONTHS[str(given["month"]).lower()]
    if not given.get("day"):
        return f"{year}-{month:02}"
    first = f"{year}-{month:02}-{int(str(given['day'])):02}"
    if not given.get("day2"):
        return first
    month2 = _MONTHS[str(given["month2"]).lower()] if given.get("month2") else month
    last_day = f"{year}-{month2:02}-{int(str(given['day2'])):02}"
    together = str(given["dash"]).strip() in ("and", "&")
    return f"{{{first},{last_day}}}" if together else f"{first}/{last_day}"


def _valid(edtf: str) -> bool:
    days = edtf[1:-1].split(",") if edtf.startswith("{") else [edtf]
    try:
        for day in days:
            bounds(day)
    except DateError:
        return False
    return True
