"""Where names stand in a passage: whole names with given names and suffixes, the titles before them, and names of things."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lod_publisher.linking.mentions.abbreviations import FULL_NAMES
from lod_publisher.linking.mentions.common import ALSO_WORDS, NOT_AFTER_A_PERSON, WATERS
from lod_publisher.linking.mentions.lexicon import Form, Known, Lexicon
from lod_publisher.linking.mentions.reading import Reading
from lod_publisher.model.bearers import Bearer, Said, given_words
from lod_publisher.model.beside import role_beside, titles_before
from lod_publisher.model.naming import PARTICLES, fold, same_given
from lod_publisher.model.naming.titles import BETWEEN, SUFFIXES, TITLES

_SOUNDING = 5
_ARTICLES = frozenset(("as", "es", "ad", "ed", "ar", "er", "ash", "esh", "an", "en", "at", "et", "az", "ez"))
_ABBREVIATION = 3
_SMALL_WORDS = frozenset(
    [
        "from",
        "to",
        "with",
        "between",
        "by",
        "and",
        "or",
        "of",
        "for",
        "but",
        "when",
        "if",
        "as",
        "at",
        "in",
        "on",
        "the",
        "that",
        "after",
        "before",
        "dear",
        "see",
    ]
)
_FIGURES = re.compile(r"\d")  # "STR 12-3 USSR" is a file
_MISSPELLED_RANK = ("air", "vice", "field")


@dataclass(frozen=True, slots=True)
class Span:
    """The words from `first` to `last` of a passage that may name somebody (`said`, whom `bearers` are) or something (`things`).

    `sounding` says that only the sound of the word is known, `weak` that the word alone is not enough to be a name.
    """

    first: int
    last: int
    said: Said | None = None
    bearers: tuple[Bearer, ...] = ()
    things: tuple[Known, ...] = ()
    sounding: bool = False
    weak: bool = False


def thing_spans(reading: Reading, found: Sequence[tuple[int, Form]]) -> Iterator[Span]:
    """The names of places and organisations."""
    for first, form in found:
        last = first + form.words - 1
        if not form.things or not reading.capital(first):
            continue
        if not all(reading.close(place, comma=True) for place in range(first, last)):
            continue
        if form.capitals and not reading.written(first, last).replace(".", "").replace(" ", "").isupper():
            continue
        if not form.capitals and not reading.capital(last):
            continue
        if _is_part_of_a_name(reading, last):
            continue
        if form.capitals and first and _FIGURES.search(reading.written(first - 1, first - 1)):
            continue
        yield Span(first, last, things=form.things)


def _is_part_of_a_name(reading: Reading, last: int) -> bool:
    """Whether what follows makes a name part of another thing's: the Taiwan Strait, the Baghdad Pact."""
    if last + 1 >= len(reading.words) or not reading.spaced(last):
        return False
    after = reading.words[last + 1].folded
    return after in WATERS or (after in NOT_AFTER_A_PERSON and reading.capital(last + 1))


def person_spans(reading: Reading, found: Sequence[tuple[int, Form]], lexicon: Lexicon) -> Iterator[Span]:
    """The names of persons, by the words that may call somebody; then words that only sound like one."""
    known: set[int] = set()
    for first, form in found:
        last = first + form.words - 1
        if form.head and reading.capital(first) and all(reading.close(place) for place in range(first, last)):
            known.add(first)
            joined = last + 1 < len(reading.words) and reading.hyphened(last)  # the Co-Chairmen
            if len(form.head) <= _ABBREVIATION and (reading.capitals(first) or joined):
                continue
            if span := _person(reading, first, last, form.head, lexicon.bearers[form.head], lexicon, False):
                yield span
    for place, word in enumerate(reading.words):
        if place in known or len(word.folded) < _SOUNDING or not reading.capital(place) or word.folded in ALSO_WORDS:
            continue
        bearers = lexicon.called(word.folded)
        if bearers and (span := _person(reading, place, place, word.folded, bearers, lexicon, True)):
            yield span


def _person(
    reading: Reading, first: int, last: int, head: str, bearers: Sequence[Bearer], lexicon: Lexicon, sounding: bool
) -> Span | None:
    begin, given = _leftwards(reading, first, bearers)
    end, following = _rightwards(reading, last, bearers)
    titles = titles_before(reading.text[: reading.words[begin].start])
    after = reading.words[end + 1].folded if end + 1 < len(reading.words) and reading.close(end) else ""
    if after in NOT_AFTER_A_PERSON and reading.capital(end + 1):
        return None
    said = Said(head, (*given, *following), titles, _role(reading, begin, end))
    weak = _is_other(reading, begin, end, lexicon) or (not said.given and not titles and head in ALSO_WORDS)
    return Span(begin, end, said, tuple(bearers), (), sounding, weak)


def _leftwards(reading: Reading, first: int, bearers: Sequence[Bearer]) -> tuple[int, tuple[str, ...]]:
    """Where a name begins, and its given names: the words before the family that some bearer has."""
    given: list[str] = []
    begin = place = first
    own = [given_words(bearer.name) for bearer in bearers]
    while place > 0 and reading.close(place - 1):
        word = reading.words[place - 1].folded
        if not word or (word in TITLES and word not in PARTICLES):
            break
        particle = word in PARTICLES
        if not (reading.capital(place - 1) or particle) or not any(_among(word, words) for words in own):
            break
        place -= 1
        if reading.capital(place) or (particle and reading.text[reading.words[place].end] in "-–—’'"):
            begin = place
            given = [w.folded for w in reading.words[begin:first]]
    return begin, tuple(word for word in given if word not in PARTICLES)


def _among(word: str, own: frozenset[str]) -> bool:
    return any(same_given(word, other) for other in own)


def _rightwards(reading: Reading, last: int, bearers: Sequence[Bearer]) -> tuple[int, tuple[str, ...]]:
    """Where a name ends: its suffix (", Jr."), and words that stand after the one that calls somebody (Nuri Said, Pak Chung-hui)."""
    end = last
    following: list[str] = []
    own = [frozenset(fold(bearer.name).split()) for bearer in bearers]
    while end + 1 < len(reading.words):
        word = reading.words[end + 1].folded
        if word in SUFFIXES and reading.close(end, comma=True) and reading.capital(end + 1):
            end += 1
            break
        ahead = end + 1
        while ahead < len(reading.words) - 1 and reading.words[ahead].folded in PARTICLES and reading.close(ahead):
            ahead += 1
        if reading.words[ahead].folded in _ARTICLES and ahead + 1 < len(reading.words) and reading.hyphened(ahead):
            ahead += 1  # Nuri As-Said: the article sounds like the letter after it
        word = reading.words[ahead].folded
        if (
            not reading.close(end)
            or not reading.capital(ahead)
            or len(word) < 2
            or not any(word in words for words in own)
        ):
            break
        following.append(word)
        end = ahead
    return end, tuple(following)


def _role(reading: Reading, begin: int, end: int) -> tuple[str, ...]:
    """The role beside a name, with the words behind its abbreviations."""
    role = role_beside(reading.text[: reading.words[begin].start], reading.text[reading.words[end].end :])
    return (*role, *(full for word in role for full in FULL_NAMES.get(word, ())))


def _is_other(reading: Reading, begin: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name seems to be part of a longer one that is not known: Denis Allen, Perez Asturias, Aspen Lodge."""
    if begin > 0 and reading.close(begin - 1):
        before = reading.words[begin - 1].folded
        if before in PARTICLES and not reading.capital(begin - 1) and begin > 1 and reading.capital(begin - 2):
            return True
        rank = before == "marshall" and begin > 1 and reading.words[begin - 2].folded in _MISSPELLED_RANK
        office = before in TITLES or before in BETWEEN or before in _SMALL_WORDS or rank
        if reading.capital(begin - 1) and not reading.capitals(begin - 1) and not office:
            return before in lexicon.given or not reading.begins_sentence(begin - 1)
    if (
        end + 1 < len(reading.words)
        and reading.spaced(end)
        and reading.capital(end + 1)
        and not reading.capitals(end + 1)
    ):
        return reading.words[end + 1].folded not in TITLES
    return False
