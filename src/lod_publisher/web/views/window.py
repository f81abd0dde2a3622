"""A stretch of time that a view shows: two days, said as days, months or years, and the steps to its neighbours."""

import calendar
import re
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

_SAID = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Window:
    """From one day to another, both included."""

    first: date
    last: date

    @staticmethod
    def of(first: str, last: str, everything: tuple[int, int] | None) -> "Window | None":
        """The stretch between two days, months or years; what is not said, or is no date, is the edge of everything.

        None when nothing is dated and nothing is said.
        """
        start, end = _day(first, last=False), _day(last, last=True)
        if everything:
            start = start or date(everything[0], 1, 1)
            end = end or date(everything[1], 12, 31)
        start, end = start or end, end or start
        if start is None or end is None:
            return None
        return Window(min(start, end), max(start, end))

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def years(self) -> tuple[int, int]:
        """The years in which it begins and ends."""
        return self.first.year, self.last.year

    def at(self, day: str) -> float:
        """Where a day begins in it: 0 for its beginning, 1 for its end; days outside lie beyond."""
        return (_near(day) - self.first).days / self.days

    def moved(self, share: float) -> "Window":
        """The neighbour that begins a share of its length later (earlier, when negative)."""
        step = timedelta(days=round(self.days * share))
        return Window(_shifted(self.first, step), _shifted(self.last, step))

    def widened(self, times: float) -> "Window":
        """As long as some times this one, around the same middle."""
        more = timedelta(days=round(self.days * (times - 1) / 2))
        first, last = _shifted(self.first, -more), _shifted(self.last, more)
        return Window(first, last) if first <= last else self


def _day(said: str, *, last: bool) -> date | None:
    if not (match := _SAID.fullmatch(said.strip())):
        return None
    year, month = int(match[1]), int(match[2] or (12 if last else 1))
    try:
        end = calendar.monthrange(year, month)[1]
        return date(year, month, int(match[3] or (end if last else 1)))
    except (ValueError, calendar.IllegalMonthError):
        return None


def _near(day: str) -> date:
    try:
        return date.fromisoformat(day)
    except ValueError:
        return date(min(max(int(day[:4]), MINYEAR), MAXYEAR), 1, 1)


def _shifted(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError:
        return date.max if step.days > 0 else date.min
