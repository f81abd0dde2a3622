"""When something was, no more precisely than its source says: EDTF with the bounds that CIDOC-CRM asks for."""

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lod_publisher.errors import DateError


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known.

    `text` are the source's words, `edtf` the same in EDTF level 2 (a clock time without zone is local to the
    place and stays without zone). `earliest` and `latest` are whole calendar days, both included; None is an open side.
    `status` is "stated", "implied" (a weekday, worked out by a reader) or "derived" (taken from the head or a file number).
    """

    text: str
    edtf: str
    earliest: date | None
    latest: date | None
    status: str = "stated"


_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T\d{2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:\d{2})?)?")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_YEAR = re.compile(r"(\d{4})")
# Our convention for "beginning of" and "end of" a year; EDTF's own `~` would widen by a month on each side.
_AROUND_MONTH = {"01": (1, 3), "12": (10, 12)}


def _month(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])


def _as_date(when: object) -> date | None:
    year = getattr(when, "tm_year", None)
    if year is None:
        return None
    return date(year, when.tm_mon, when.tm_mday)  # type: ignore[attr-defined]


# Seasons of the northern hemisphere and parts of years; the package answers for these with fixed days that
# are not the convention of docs (fall is September to November), so they stand here.
_PARTS = {
    "21": (3, 5), "22": (6, 8), "23": (9, 11),
    "33": (1, 3), "34": (4, 6), "35": (7, 9), "36": (10, 12),
    "37": (1, 4), "38": (5, 8), "39": (9, 12), "40": (1, 6), "41": (7, 12),
}  # fmt: skip


@lru_cache(maxsize=65536)
def bounds(edtf: str) -> tuple[date | None, date | None]:
    """The first and the last calendar day that an EDTF text allows; None for an open side.

    Raises:
        DateError: the text is not EDTF, is no day of the calendar, or ends before it begins.
    Source: EDTF 2019-02-04; CIDOC-CRM 7.1.3, P82a and P82b.
    """
    try:
        first, last = _bounds(edtf)
    except (ValueError, AttributeError, TypeError, OverflowError) as problem:
        raise DateError(f"{edtf!r} is not a date in EDTF.") from problem
    if first is not None and last is not None and last < first:
        raise DateError(f"{edtf!r} ends before it begins.")
    return first, last


def _bounds(edtf: str) -> tuple[date | None, date | None]:
    if edtf.startswith("[") and edtf.endswith("]") and ".." not in edtf:
        days = [_bounds(member) for member in edtf[1:-1].split(",")]
        starts = [first for first, _ in days if first is not None]
        ends = [last for _, last in days if last is not None]
        return min(starts), max(ends)
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        first = None if start in ("", "..") else _bounds(start)[0]
        last = None if end in ("", "..") else _bounds(end)[1]
        return first, last
    qualifier = edtf[-1] if edtf and edtf[-1] in "?~%" else ""
    plain = edtf.rstrip("?~%")
    if match := _DAY.fullmatch(plain):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _MONTH.fullmatch(plain):
        year, month = int(match[1]), match[2]
        if month == "24":  # winter begins in December
            return date(year, 12, 1), _month(year + 1, 2, 2)[1]
        if month in _PARTS:
            return _month(year, *_PARTS[month])
        if qualifier and month in _AROUND_MONTH:
            return _month(year, *_AROUND_MONTH[month])
        return _month(year, int(month), int(month))
    if match := _YEAR.fullmatch(plain):
        return date(int(match[1]), 1, 1), date(int(match[1]), 12, 31)
    return _of_the_library(edtf)


def _of_the_library(edtf: str) -> tuple[date | None, date | None]:
    """The bounds of rarer forms. The library is read for them only: its grammar takes a tenth of a server's start."""
    from edtf import parse_edtf  # noqa: PLC0415
    from edtf.parser.edtf_exceptions import EDTFParseException  # noqa: PLC0415

    try:
        parsed = parse_edtf(edtf)
        return _as_date(parsed.lower_strict()), _as_date(parsed.upper_strict())
    except EDTFParseException as problem:
        raise ValueError(edtf) from problem


def partial_date(edtf: str, text: str = "", status: str = "stated") -> PartialDate:
    """Make a date from EDTF and the words of the source (the EDTF itself when there are none).

    Raises:
        DateError: as `bounds`.
    """
    first, last = bounds(edtf)
    if first is None and last is None:
        raise DateError(f"{edtf!r} says nothing about when.")
    return PartialDate(text or edtf, edtf, first, last, status)


_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower()[:3]: number for name, number in list(_MONTHS.items())}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_M_D_Y = rf"({_NAMES})\.? (\d{{1,2}})(\?|\(\?\))?(?: \[(\d{{1,2}})(\?)?\])?,? (\d{{4}})"
_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*(a|p)\.?\s*m\b", re.I)
_SEASONS = {"spring": "21", "summer": "22", "fall": "23", "autumn": "23", "winter": "24"}
_WORDS: list[tuple[re.Pattern[str], Callable[[re.Match[str]], str]]] = [
    (re.compile(r"second half of (\d{4})"), lambda m: f"{m[1]}-41"),
    (re.compile(r"first half of (\d{4})"), lambda m: f"{m[1]}-40"),
    (
        re.compile(r"(spring|summer|fall|autumn|winter) of (\d{4})"),
        lambda m: f"{m[2]}-{_SEASONS[m[1]]}",
    ),
    (re.compile(r"(?:at the )?beginning of (\d{4})"), lambda m: f"{m[1]}-01~"),
    (re.compile(r"(?:at the )?end of (\d{4})"), lambda m: f"{m[1]}-12~"),
    (
        re.compile(rf"(\d{{1,2}}) and (\d{{1,2}}) ({_NAMES}) (\d{{4}})"),
        lambda m: "/".join(f"{m[4]}-{_MONTHS[m[3]]:02}-{int(m[n]):02}" for n in (1, 2)),
    ),
    (
        re.compile(rf"({_NAMES}) (\d{{1,2}}) ?[-–] ?(\d{{1,2}}),? (\d{{4}})"),
        lambda m: "/".join(f"{m[4]}-{_MONTHS[m[1]]:02}-{int(m[n]):02}" for n in (2, 3)),
    ),
    (
        re.compile(_M_D_Y),
        lambda m: (
            "[" + ",".join(f"{m[6]}-{_MONTHS[m[1]]:02}-{int(m[n]):02}" for n in (2, 4)) + "]"
            if m[4]
            else f"{m[6]}-{_MONTHS[m[1]]:02}-{int(m[2]):02}" + ("?" if m[3] else "")
        ),
    ),
    (
        re.compile(rf"(\d{{1,2}}) ({_NAMES}),? (\d{{4}})"),
        lambda m: f"{m[3]}-{_MONTHS[m[2]]:02}-{int(m[1]):02}",
    ),
    (re.compile(rf"({_NAMES}),? (\d{{4}})(?!\d)"), lambda m: f"{m[2]}-{_MONTHS[m[1]]:02}"),
    (re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)"), lambda m: m[1]),
]


def date_from_words(words: str, status: str = "stated") -> PartialDate | None:
    """Read the English date in some words: a day, a month, a year, a range or one of the vague forms.

    "December 4, 1958, 5:36 p.m." keeps its clock time, "September 9 [30?], 1955" is one of two days, and words
    without a year give None.
    """
    text = " ".join(words.split())
    lower = text.lower()
    for pattern, edtf_of in _WORDS:
        if match := pattern.search(lower):
            edtf = edtf_of(match)
            clock = _CLOCK.search(text, match.end())
            if clock and len(edtf) == len("1958-12-04"):
                hour = int(clock[1]) % 12 + (12 if clock[3].lower() == "p" else 0)
                edtf += f"T{hour:02}:{int(clock[2] or 0):02}:00"
            try:
                return partial_date(edtf, text, status)
            except DateError:
                return None
    return None
