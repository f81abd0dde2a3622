"""The dates of the documents on either side: volumes are in the order of time, so they are witnesses for a date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

from lod_publisher.sources.frus_tei._names import DATE, DIV, TEI

_DATELINE = TEI + "dateline"
# Within a chapter documents of one affair stand together, so that neighbours may be some weeks out of order.
_ORDER = timedelta(days=45)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The dates coded in the nearest document before and after, in the same chapter; None when there is none."""

    before: date | None
    after: date | None

    def admit(self, day: date) -> bool:
        """Whether a day can stand between the two."""
        return not (
            (self.before is not None and day < self.before - _ORDER)
            or (self.after is not None and day > self.after + _ORDER)
        )

    def __bool__(self) -> bool:
        return self.before is not None or self.after is not None

    def __str__(self) -> str:
        days = [day.isoformat() for day in (self.before, self.after) if day is not None]
        return " and ".join(days)


def document_of(element: etree._Element) -> etree._Element | None:
    """The document in which an element stands."""
    return next((div for div in element.iterancestors(DIV) if div.get("type") == "document"), None)


def neighbours(div: etree._Element) -> Neighbours:
    """What stands beside a document in its chapter."""
    return Neighbours(
        next(_dates(div.itersiblings(DIV, preceding=True)), None), next(_dates(div.itersiblings(DIV)), None)
    )


def _dates(divs: Iterator[etree._Element]) -> Iterator[date]:
    for div in divs:
        for dateline in div.iter(_DATELINE):
            for element in dateline.iter(DATE):
                coded = element.get("when") or element.get("from") or ""
                try:
                    yield date.fromisoformat(coded[: len("1958-12-04")])
                except ValueError:
                    continue
                break
            else:
                continue
            break


def other_years(day: date, years: tuple[int, int]) -> Iterator[date]:
    """The same day in each of the years."""
    for year in range(years[0], years[1] + 1):
        try:
            yield day.replace(year=year)
        except ValueError:  # 29 February
            continue
