"""A date outside the years that its volume covers: mostly a paper from before or after, sometimes a misprinted year."""

from datetime import date

from lxml import etree

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.findings import Severity
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import DATE
from lod_publisher.sources.frus_tei._neighbours import document_of, neighbours, other_years
from lod_publisher.sources.frus_tei._text import plain


def check_years(
    edition: Edition, local_id: str, element: etree._Element, written: PartialDate, years: tuple[int, int] | None
) -> None:
    """Report a year outside the volume's own: as a misprint when the documents beside it say so, else for the editor to judge.

    A volume often begins or ends with a paper of the year beside its own, which is nothing to report.
    """
    day = written.earliest
    if years is None or day is None or years[0] <= day.year <= years[1]:
        return
    shown = plain(element) if element.tag == DATE else written.text
    if meant := _meant(element, day, years):
        edition.report(
            "year-misprinted",
            element,
            local_id,
            f"The date {shown!r} lies outside the years of the volume, {years[0]} to {years[1]}, and out of order: "
            f"the documents beside it are of {meant[1]}. Probably {meant[0].year} is meant.",
            written.edtf,
            consequence="The document is published under the misprinted year, and found among papers of another time.",
            remedy="Compare the original; the filing date in its file number, if there is one, tells which year is meant.",
        )
    elif not years[0] - 1 <= day.year <= years[1] + 1:
        edition.report(
            "date-outside-volume",
            element,
            local_id,
            f"The date {shown!r} lies outside the years of the volume, {years[0]} to {years[1]}.",
            written.edtf,
            consequence="The document is published with that date.",
            remedy="Nothing, if it is an earlier or later paper that the editors added; else compare the original.",
            severity=Severity.INFO,
        )


def _meant(element: etree._Element, day: date, years: tuple[int, int]) -> tuple[date, str] | None:
    """The day in one of the volume's years that fits between the neighbours, and their dates; None when the printed one fits."""
    div = document_of(element)
    if div is None:
        return None
    beside = neighbours(div)
    if not beside or beside.admit(day):
        return None
    fitting = next((other for other in other_years(day, years) if beside.admit(other)), None)
    return (fitting, str(beside)) if fitting is not None else None
