"""The words of a name as the index keeps them: the family first, and the keys under which a word is found when spelt otherwise."""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import PARTICLES, fold, parse, sound

# Shorter words have too many neighbours, and their sound says too little.
_LEAST_FOR_SLIPS = 5
_LEAST_FOR_SOUND_SLIPS = 5
# One consonant is no sound to tell a longer word by.
_LEAST_SOUND = 2
# Marks a key as a sound, which is no word.
SOUND = "~"
_LONGEST = 40
_SURE = 0.9
LIGHT = 0.25
"""What an initial or a particle counts, beside a whole word."""
# As names of other alphabets are transcribed: Qasim and Kassem, Dawud and Daoud, Khrushchev and Kruscev.
_AS_SPOKEN = str.maketrans("qceouywz", "kkiuuius")
_TWICE = re.compile(r"(.)\1+")
_INSERTED = "()[]“”\"‘’'"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word of the index that may be meant by one that was typed: how sure that is (0 to 1), and how many bear it."""

    word: str
    number: int
    bearers: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Spellings:
    """What may be meant by one word, the likeliest first; `likeness` by word; `bearers` how many there are in all."""

    words: tuple[Spelling, ...]
    likeness: dict[str, float]
    bearers: int

    @property
    def is_known(self) -> bool:
        """Whether the index has the word itself, or one of its sound."""
        return bool(self.words) and self.words[0].likeness >= _SURE

    @property
    def first_bearers(self) -> int:
        """How many bear the likeliest of them."""
        return self.words[0].bearers if self.words else 0

    @staticmethod
    def of(found: Iterable[Spelling]) -> "Spellings":
        """Spellings in order."""
        words = tuple(sorted(found, key=lambda each: (-each.likeness, -each.bearers, each.word)))
        return Spellings(words, {each.word: each.likeness for each in words}, sum(each.bearers for each in words))


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """The folded words of a known name, the family first: their `initials`, which are `light`, the `size` of all,
    light ones counted less, and the number of the others.

    Compared by identity: hundreds are called Johnson, and what fits one of their names fits all, so `words_of` gives them one.
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    every: tuple[str, ...]
    initials: frozenset[str]
    light: frozenset[str]
    size: float
    heavy: int


@lru_cache(maxsize=32_768)
def words_of(family: str, given: str) -> Words:
    """The words of a known name, as the index writes them: with spaces between."""
    apart = tuple(map(sys.intern, family.split())), tuple(map(sys.intern, given.split()))
    every = apart[0] + apart[1]
    initials = frozenset(sys.intern(word[0]) for word in every)
    light = [word for word in every if is_light(word)]
    heavy = len(every) - len(light)
    return Words(*apart, every, initials, frozenset(light), heavy + LIGHT * len(light), heavy)


@lru_cache(maxsize=4096)
def name_words(text: str, is_person: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The folded words of a name, those of the family apart from the others; titles and ranks are left out of a person's.

    A name of titles only ("the Prime Minister") keeps them, and what is no person's name is all of one sort.
    """
    if is_person:
        parts = parse(text)
        if parts.words:
            return parts.family, parts.given
    return (), tuple(fold(text).split())


def readings(text: str, is_person: bool) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """All that a printed name holds: itself, pet names in place of the first given name, and other names in brackets."""
    found = [name_words(text, is_person)]
    if is_person and any(sign in text for sign in _INSERTED):
        parts = parse(text)
        found += [(parts.family, (pet, *parts.middle)) for pet in parts.called if parts.given]
        for other in parts.also:
            also = parse(other)
            if also.words:
                found.append((also.family, also.given or (parts.given if len(also.words) == 1 else ())))
    return list(dict.fromkeys(found))


def is_person(kind: Kind) -> bool:
    """Whether names of a kind have families, ranks and transliterations."""
    return kind is Kind.PERSON


def as_spoken(word: str) -> str:
    """A folded word with one letter for each of those that transcriptions take for each other, none of them twice: "qassem" is "kasim"."""
    return _TWICE.sub(r"\1", word.translate(_AS_SPOKEN).replace("h", ""))


def is_light(word: str) -> bool:
    """Whether a word says little by itself: an initial or a particle."""
    return len(word) == 1 or word in PARTICLES


def joined(words: tuple[str, ...]) -> Iterator[str]:
    """Neighbouring words written as one: "kuo feng" is also "kuofeng"."""
    for one, other in pairwise(words):
        if len(one) + len(other) > 3:
            yield one + other


def keys(word: str) -> set[str]:
    """The keys of a word: itself, its sound, and what is left of both when one letter is dropped.

    Two words share a key when they sound alike, or when one is the other with a letter dropped, added, changed or swapped.
    """
    word = word[:_LONGEST]
    found = {word}
    if len(word) == 1 or word.isdigit():
        return found
    if len(word) >= _LEAST_FOR_SLIPS:
        found.update(_shortened(word))
    heard = sound(word)
    if len(heard) >= _LEAST_SOUND or len(word) <= 3:
        found.add(SOUND + heard)
    if len(heard) >= _LEAST_FOR_SOUND_SLIPS:
        found.update(SOUND + each for each in _shortened(heard))
    return found


def is_kept_by_sound(word: str) -> bool:
    """Whether all words of the index that sound like a word are among its spellings, however they are written."""
    return len(word) <= _LONGEST and not word.isdigit() and len(sound(word)) >= _LEAST_SOUND


def _shortened(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]
