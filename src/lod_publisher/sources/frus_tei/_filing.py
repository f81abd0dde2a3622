"""The second witness for a date: a decimal file number ends in the day on which its document was filed ("787.00/12-358")."""

import calendar
import re
from datetime import date

from lxml import etree

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.findings import Severity
from lod_publisher.model.records import Document
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._neighbours import neighbours

_FILED = re.compile(r"/ ?(\d{1,2}) ?[-–—:]+ ?(\d{1,2})(\d{2})$")
# Measured on the 6,512 dated documents of 51 volumes with such a number: 93 % were filed within a week; a reply is filed under the
# telegram it answers and an enclosure under its letter, weeks and sometimes months apart. Of those more than 300 days apart nine in
# ten are misprints, and so are most of those that differ in the month alone.
_TOO_FAR = 300
_A_MONTH = 28


def check_filing(
    edition: Edition, div: etree._Element, element: etree._Element, document: Document, number: str
) -> None:
    """Report a file number whose filing date cannot be right beside the document's date, or is no date at all.

    `element` is where the number stands. A paper filed under another that it names ("your letter of July 9") is as it should be.
    """
    match = _FILED.search(number)
    if match is None:
        return
    local_id, written = document.local_id, document.date
    filed = _day(match)
    if filed is None:
        edition.report(
            "file-number-without-date",
            element,
            local_id,
            f"The file number {number} of {local_id} does not end in a date: there is no month {match[1]} with a day {match[2]}.",
            number,
            consequence="The number is published as it is printed, and is not found by whoever asks for the paper under its right number.",
            remedy="Compare the original; the document's own date tells which figure is wrong.",
        )
        return
    if written is None or written.earliest is None or written.latest is None:
        return
    apart = _apart(filed, written.earliest, written.latest)
    is_slip = abs(apart) >= _A_MONTH and _differs_in_month_alone(filed, written)
    if (abs(apart) <= _TOO_FAR and not is_slip) or _names(document, filed, written.earliest):
        return
    edition.report(
        "date-against-file-number",
        element,
        local_id,
        f"The document is dated {written.text!r}, but its file number {number} says that it was filed on {filed.isoformat()}, "
        f"{abs(apart)} days {'later' if apart > 0 else 'earlier'}.",
        number,
        consequence="Both are published as printed, and one of them is wrong.",
        remedy=_remedy(div, filed, written.earliest),
        severity=Severity.WARNING if abs(apart) > _TOO_FAR else Severity.INFO,
    )


def _day(match: re.Match[str]) -> date | None:
    try:
        return date(1900 + int(match[3]), int(match[1]), int(match[2]))
    except ValueError:
        return None


def _apart(filed: date, earliest: date, latest: date) -> int:
    """The days from the document's date to its filing; 0 when it lies within a date that is no single day."""
    if filed < earliest:
        return (filed - earliest).days
    return max(0, (filed - latest).days)


def _names(document: Document, filed: date, written: date) -> bool:
    """Whether the document speaks of the day of filing: with its year, if that is another than the document's own."""
    month = calendar.month_name[filed.month]
    year = f", {filed.year}" if filed.year != written.year else ""
    day = re.compile(rf"\b(?:{month}|{month[:3]}t?\.?) {filed.day}{year}\b")  # "Sept. 4"
    return any(day.search(p.text) for p in document.passages if p.kind not in ("dateline", "heading"))


def _differs_in_month_alone(filed: date, written: PartialDate) -> bool:
    first, last = written.earliest, written.latest
    return first is not None and first == last and (filed.day, filed.year) == (first.day, first.year)


def _remedy(div: etree._Element, filed: date, written: date) -> str:
    beside = neighbours(div)
    if beside and beside.admit(written) != beside.admit(filed):
        wrong = "file number" if beside.admit(written) else "date"
        return f"The documents beside it are of {beside}, so the {wrong} is probably misprinted: compare the original."
    return "Compare the original, and correct the figure that is misprinted."
