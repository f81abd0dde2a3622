"""Values that clients give and that we know, and how far they agree: from 1 (agree) to -1 (contradict); None when nothing is known."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.model.authorities import identifier_of, register_of
from lod_publisher.model.naming import fold
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.protocols.reconcile.keys import key_of

Told = str | int | Entity
"""What we know: a text, a number, or another entity."""

_YEAR = re.compile(r"(?<!\d)-?\d{4}(?!\d)")
_EMPTY_WORDS = frozenset({"a", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to"})
# A year that is one off is as often a slip or another calendar as another person; from five on it is another.
_NEAR = {0: 1.0, 1: 0.4, 2: 0.0}
_OFF = -0.5
_FAR_YEARS = 5
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


def as_words(given: Given, known: Sequence[Told], qualifier: str) -> float | None:
    """Compare texts word by word: how many of the words that are given are known."""
    wanted = _words(given.text)
    told = [_words(text) for value in known for text in _texts(value)]
    if any(isinstance(value, Entity) and given.key == key_of(value) for value in known if given.key):
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


def _texts(value: Told) -> tuple[str, ...]:
    return (value.label, value.local_id) if isinstance(value, Entity) else (str(value),)


@lru_cache(maxsize=4_096)
def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", fold(text))) - _EMPTY_WORDS
