"""When a document was written: its date elements read together with the words printed in them."""

import re

from lxml import etree

from lod_publisher.errors import DateError
from lod_publisher.model.dates import PartialDate, date_from_words, partial_date
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import DATE, TIME
from lod_publisher.sources.frus_tei._text import FlatText
from lod_publisher.sources.frus_tei._years import check_years

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_WITH_CLOCK = re.compile(r"(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?")
_CLOCK = re.compile(r"\d{2}:\d{2}:\d{2}")
_MONTH_AND_DAY = re.compile(
    r"\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2})\b(?:,? (1[89]\d\d|20\d\d))?"
)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)})\b", re.I)
_YEAR_AND_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_CODED_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T(\d{2}):(\d{2})(?::\d{2})?")
_PRINTED_CLOCK = re.compile(
    r"(?<![\d:.])(?:(?P<first>\d{1,2})(?:[:.](?P<minutes>\d{2}))?\s*[-–—]\s*)?(?P<hour>\d{1,2})(?:[:.](?P<more>\d{2}))?\s*(?P<half>[ap])\.?\s*m\b",
    re.I,
)
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d)(?!\d)")


def document_date(
    edition: Edition,
    local_id: str,
    years: tuple[int, int] | None,
    datelines: list[FlatText],
    head: FlatText,
    around: str,
) -> PartialDate | None:
    """The date of a document: of its dateline, else the date element of its head, else the words of the head, else none.

    `around` are the words above the document (a chapter "February 1961"), which lend a year to a head that has only month and day.
    """
    flats = [flat for flat in datelines if any(e.tag == DATE for _, _, e in flat.tagged)] or [head]
    for flat in flats:
        for span in flat.tagged:
            if span[2].tag == DATE:
                date = _element_date(edition, local_id, flat, span)
                if date is not None:
                    check_years(edition, local_id, span[2], date, years)
                    return date
    for flat in datelines:
        if date := date_from_words(flat.text):
            return date
    return _from_head(head.text, around, years)


def _from_head(head: str, around: str, years: tuple[int, int] | None) -> PartialDate | None:
    """Take the date from a head: its first month and day, with their own year or that of the title above.

    Further dates in a head are those of what the document is about. A year alone is taken only when it is one of the volume's.
    """
    first = _MONTH_AND_DAY.search(head)
    if first is not None:
        if first[3]:
            return date_from_words(first[0], "derived")
        found = set(_YEAR.findall(around))
        return date_from_words(f"{first[1]} {first[2]}, {found.pop()}", "derived") if len(found) == 1 else None
    date = date_from_words(head, "derived")
    if date is None or date.earliest is None or years is None:
        return date
    return date if years[0] - 1 <= date.earliest.year <= years[1] + 1 else None


def _element_date(
    edition: Edition, local_id: str, flat: FlatText, span: tuple[int, int, etree._Element]
) -> PartialDate | None:
    element = span[2]
    times = [s for s in flat.tagged if s[2].tag == TIME and s[0] >= span[1]]
    last = times[0][1] if times else span[1]
    words = flat.text[span[0] : last].strip(" ,;")
    written = date_from_words(words)
    edtf = _edtf(element, times[0][2] if times else None, words.lower())
    if edtf is None:
        return written
    try:
        coded = partial_date(edtf, words)
    except DateError:
        edition.report(
            "date-unreadable",
            element,
            local_id,
            f"The date {edtf!r} ({words!r}) is no date of the calendar.",
            edtf,
            consequence="The document is dated by its words."
            if written
            else "The document is published without a date.",
            remedy="Correct the attributes of the date element.",
        )
        return written
    if written is None or written.earliest is None or coded.earliest is None:
        return coded
    if written.edtf.startswith("[") or written.edtf.endswith("?"):
        return written  # "September 9 [30?], 1955": only the words say that the day is uncertain
    if _conflict(coded, written) or _ends_elsewhere(element, words):
        edition.report(
            "date-attribute-against-text",
            element,
            local_id,
            f"The date is coded {edtf} but printed {words!r}.",
            edtf,
            consequence="The document is published with the coded date; the printed words are kept beside it.",
            remedy="Compare the original and correct the attribute, or note the misprint.",
        )
    elif clocks := _other_clock(edtf, words):
        edition.report(
            "clock-attribute-against-text",
            element,
            local_id,
            f"The time is coded {edtf} but printed {words!r}, which is {clocks}.",
            edtf,
            consequence="The document is published with the coded time of day, and stands out of order among those of its day.",
            remedy="Compare the original and correct the attribute.",
        )
    return coded


def _conflict(coded: PartialDate, written: PartialDate) -> bool:
    """Whether the days exclude each other. A time in Greenwich may fall on the day before or after the printed one."""
    if coded.earliest is None or coded.latest is None or written.earliest is None or written.latest is None:
        return False
    slack = 1 if coded.edtf.endswith("Z") else 0
    return (coded.earliest - written.latest).days > slack or (written.earliest - coded.latest).days > slack


def _ends_elsewhere(date: etree._Element, words: str) -> bool:
    """Whether an end of a range has a year or month that the words do not print: to="1980-08-15" of "August 15, 1978, 3:50-5:30"."""
    years = set(_YEAR.findall(words))
    months = {_MONTHS.index(name.lower()) + 1 for name in _MONTH.findall(words)}
    for name in ("from", "to"):
        end = _YEAR_AND_MONTH.match(date.get(name) or "")
        if end and ((years and end[1] not in years) or (months and end[2] and int(end[2]) not in months)):
            return True
    return False


def _other_clock(edtf: str, words: str) -> str:
    """The hours that the words print, when the coded one is none of them; "" when it is, or when either says none.

    The hour of "10-11 a.m." may be either; whoever coded 10:11 is found.
    """
    coded = _CODED_CLOCK.fullmatch(edtf)
    if coded is None:
        return ""
    printed = [_in_24_hours(match) for match in _PRINTED_CLOCK.finditer(words)]
    if not printed or any(f"{coded[1]}:{coded[2]}" in clocks for clocks in printed):
        return ""
    return " or ".join(dict.fromkeys(clock for clocks in printed for clock in clocks))


def _in_24_hours(match: re.Match[str]) -> list[str]:
    """One clock time, or the two of a range that share their half of the day."""
    afternoon = match["half"].lower() == "p"
    ends = ((match["first"], match["minutes"]), (match["hour"], match["more"]))
    return [
        f"{int(hour) % 12 + 12 * afternoon:02}:{minutes or '00'}" for hour, minutes in ends if hour and int(hour) <= 12
    ]


def _edtf(date: etree._Element, time: etree._Element | None, words: str) -> str | None:
    """The attributes in EDTF. "Midnight" may be the day's begin or end, so it stays a day; "noon" is twelve whatever is coded."""
    when, first, last = (
        date.get("when"),
        date.get("from") or date.get("notBefore"),
        date.get("to") or date.get("notAfter"),
    )
    if when:
        if "midnight" in words and (match := _DAY_WITH_CLOCK.fullmatch(when)):
            return match[1]
        if "noon" in words and "after" not in words and when.endswith("T00:00:00"):
            return when[:-8] + "12:00:00"
        if time is not None and _DAY.fullmatch(when):
            return _with_clock(when, time)
        return when
    if first or last:
        return f"{first or '..'}/{last or '..'}"
    return None


def _with_clock(day: str, time: etree._Element) -> str:
    clocks = [clock for name in ("when", "from", "to") if (clock := time.get(name)) and _CLOCK.fullmatch(clock)]
    return "/".join(f"{day}T{clock}" for clock in clocks[:2]) or day
