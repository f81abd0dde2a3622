"""Values that clients give and that we know, and how far they agree: from 1 (agree) to -1 (contradict); None when nothing is known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from lod_publisher.errors import DateError
from lod_publisher.model.authorities import identifier_of, register_of
from lod_publisher.model.dates import bounds, date_from_words
from lod_publisher.model.naming import fold
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.reconcile.keys import key_of

Told = str | int | Entity
"""What we know: a text, a number, or another entity."""

_YEAR = re.compile(r"(?<!\d)-?\d{4}(?!\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?=T)")
_EMPTY_WORDS = frozenset({"a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to"})
# A year that is one off is as often a slip or another calendar as another person; from five on it is another.
_NEAR = {0: 1.0, 1: 0.4, 2: 0.0}
_OFF = -0.5
_FAR_YEARS = 5
# A day is easily one off between zones or between writing and sending; letters take a week.
_DAYS_APART = ((0, 1.0), (1, 0.5), (7, 0.1), (31, -0.3), (366, -0.7))
# People are spoken of some years before their first office and after their last.
_AROUND_YEARS = 3
_LONG_AFTER_YEARS = 25
_MOST = 0.75
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Given:
    """A value from a client: its words, and its identifier when it is an entity that was reconciled before."""

    text: str
    key: str = ""


Comparison = Callable[[Given, Sequence[Told], str], float | None]
"""What is given, what is known, and "near" or "exact"."""


def years_in(text: str) -> list[int]:
    """The years written in a text or in a date of EDTF."""
    return [int(year) for year in _YEAR.findall(text)]


def as_year(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare years; of a range or a set of years that is known, the nearest counts."""
    wanted, told = years_in(given.text), [year for value in known for year in years_in(_text(value))]
    if not wanted or not told:
        return None
    distance = min(abs(one - other) for one in wanted for other in told)
    if qualifier == "exact":
        return 1.0 if distance == 0 else -1.0
    return _NEAR.get(distance, _OFF if distance < _FAR_YEARS else -1.0)


def as_span(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare years with the first and the last year that are known."""
    wanted, told = years_in(given.text), [year for value in known for year in years_in(_text(value))]
    if not wanted or not told:
        return None
    first, last = min(told), max(told)
    distance = max(first - max(wanted), min(wanted) - last, 0)
    if distance == 0:
        return 1.0
    if qualifier == "exact":
        return -1.0
    return 0.3 if distance <= _AROUND_YEARS else -0.3 if distance <= _LONG_AFTER_YEARS else -1.0


def as_date(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare days, months, years or spans of them, as EDTF or in English words: by the days that lie between."""
    wanted, told = span_of(given.text), [span for value in known if (span := span_of(_text(value)))]
    if wanted is None or not told:
        return None
    between = min(max((first - wanted[1]).days, (wanted[0] - last).days, 0) for first, last in told)
    if qualifier == "exact":
        return 1.0 if between == 0 else -1.0
    return next((agreement for days, agreement in _DAYS_APART if between <= days), -1.0)


def as_words(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare texts word by word: how many of the words that are given are known."""
    wanted = words_of(given.text)
    told = [words_of(_text(value)) for value in known]
    if any(isinstance(value, Entity) and _is(value, given) for value in known):
        return 1.0
    if not wanted or not any(told):
        return None
    if qualifier == "exact":
        return 1.0 if wanted in told else -1.0
    shared = max(len(wanted & words) / len(wanted) for words in told)
    return 1.0 if shared >= _MOST else shared if shared >= _HALF else 0.0


def as_one_of(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare with a list that is nearly complete, as of countries or volumes: what is not in it speaks against."""
    agreement = as_words(given, known, qualifier)
    return -1.0 if agreement == 0.0 else agreement


def codes_of(scheme: str) -> Comparison:
    """A comparison of the codes of one authority file, however they or their addresses are written: equal, or somebody else's."""
    register = register_of(scheme)

    def one_spelling(text: str) -> str:
        identifier = identifier_of(text)
        code = identifier.value if identifier else register.normal(text) if register else ""
        return code or re.sub(r"[\s-]", "", text).casefold()

    def as_codes(given: Given, known: Sequence[Told], _qualifier: str) -> float | None:
        wanted, told = one_spelling(given.text), {one_spelling(_text(value)) for value in known}
        return None if not told or not wanted else 1.0 if wanted in told else -1.0

    return as_codes


def _text(value: Told) -> str:
    return value.label if isinstance(value, Entity) else str(value)


def _is(entity: Entity, given: Given) -> bool:
    """Whether a client means an entity by its identifier; the part after the kind will do."""
    return key_of(entity) in (given.key, given.text) or given.text == entity.local_id


@lru_cache(maxsize=4_096)
def span_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of a date in EDTF or English words; None for what is none, or has no end."""
    day = _DAY.match(text.strip())
    try:
        first, last = bounds(day[0] if day else text.strip())
    except DateError:
        found = date_from_words(text)
        first, last = (found.earliest, found.latest) if found else (None, None)
    return (first, last) if first and last else None


@lru_cache(maxsize=4_096)
def words_of(text: str) -> frozenset[str]:
    """The words of a text, folded, without the little ones."""
    return frozenset(re.findall(r"\w+", fold(text))) - _EMPTY_WORDS
