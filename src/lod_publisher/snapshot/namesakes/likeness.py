"""How well a name fits what somebody typed: word by word, whatever their order, the family before the rest."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import DamerauLevenshtein

from lod_publisher.model.naming import pet_names, same_given, sound
from lod_publisher.snapshot.namesakes.spelling import LIGHT, Spellings, Words, is_kept_by_sound, is_light

_SAME_SOUND = 0.93
_SHORT_SOUND = 2  # consonants: "Kim" and "Khiem" are two names
_INITIAL = 0.75  # of a light word: "D." for "Dean" agrees, and says little
_PET_NAME = 0.85
_FAMILY = 1.5
_UNKNOWN = 8.0


def alike(typed: str, known: str) -> float:
    """How sure it is, from 0 to 1, that two folded words are spellings of one.

    Words of one sound are rather one the more of it there is: "Chruschtschow" is Khrushchev, but "Sze" need not be "Shah".
    """
    if typed == known:
        return 1.0
    slips = DamerauLevenshtein.distance(typed, known)
    spelt = (1 - slips / max(len(typed), len(known))) * (0.95 if typed[0] == known[0] else 0.88)
    heard = sound(typed)
    if heard == sound(known):
        least = min(0.8, 0.45 + 0.09 * len(heard))
        a_slip = 0.03 if len(heard) > _SHORT_SOUND else 0.06
        return max(_SAME_SOUND - a_slip * (slips - 1), least, spelt)
    return spelt


class Wanted:
    """A word that was typed: how `likely` each word of known names is meant by it; those that are not in there are other words.

    Other spellings, pet names and an initial stand there from the beginning. Only words that begin with `first`, when it is not empty,
    are judged when they are met: they go on after an initial that was typed, or sound the same though the index cannot tell.
    """

    __slots__ = ("among", "first", "in_family", "is_light", "likely", "unforeseen", "weight", "word")

    def __init__(self, word: str, weight: float, spellings: Mapping[str, float], family: Sequence[str]) -> None:
        """`family` are the words that were typed as the family, of which the last has no pet names."""
        self.word, self.weight = word, weight
        self.is_light, self.in_family = is_light(word), word in family
        is_initial, has_pets = len(word) == 1, len(word) > 1 and word not in family[-1:]
        self.first = word[0] if is_initial or (has_pets and not is_kept_by_sound(word)) else ""
        pets = pet_names(word) if has_pets else frozenset[str]()
        self.unforeseen = (pets | {word[0]}) - {word}
        self.likely = {**dict.fromkeys(pets, _PET_NAME), word[0]: _INITIAL, **spellings, word: 1.0}
        self.among: Callable[[Iterable[str]], set[str]] = (
            self.likely.keys().__and__
        )  # asked so often that finding it would show

    def best(self, known: Words, left: Sequence[str]) -> str:
        """The word of a name that is meant the likeliest, the first of equals among those that are `left`; "" when none is."""
        if self.first in known.initials:
            beginning = [word for word in left if word[0] == self.first and word not in self.likely]
            if len(self.word) == 1:
                self.likely.update(dict.fromkeys(beginning, _INITIAL))
            else:
                self.likely.update((word, _PET_NAME) for word in beginning if same_given(self.word, word))
        meant = self.among(known.every)
        if not meant:
            return ""
        if len(meant) == 1:
            (best,) = meant
            return best if best in left else ""
        return max([word for word in left if word in meant], key=self.likely.__getitem__, default="")


class Fit(NamedTuple):
    """How a name fits: `typed` is the share of what was typed that it holds, `known` the share of the name that was typed,
    `against` whether given names or families contradict each other (0 or 1), `family` how well the family fits; `score` all in one."""

    typed: float
    known: float
    against: float
    family: float
    score: float

    @staticmethod
    def of(typed: float, known: float, against: float, family: float) -> "Fit":
        """A fit with its score."""
        return Fit(typed, known, against, family, score_of(typed, known, against))


def score_of(typed: float, known: float, against: float) -> float:
    """All parts of a fit in one, from 0 to 1."""
    return max(0.0, (0.85 * typed + 0.15 * known) * (1 - 0.3 * against))


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: its words, how rare each is, and which words of the index may be spellings of each.

    `wanted` are its words with how much each tells, the most telling first: rare ones more, initials and particles little, the
    family more than given names. `total` is all of them together. Words `may_run_together` when the index does not know each by itself.
    `fits` are the names that were compared: many entities share one.
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    rarity: Mapping[str, float]
    spellings: Mapping[str, Spellings]
    words: tuple[str, ...] = field(init=False)
    weights: dict[str, float] = field(init=False)
    wanted: tuple[Wanted, ...] = field(init=False)
    total: float = field(init=False)
    may_run_together: bool = field(init=False)
    fits: dict[Words, Fit] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        words = self.family + self.given
        weights = {word: self._weight(word) for word in sorted(words, key=self._weight, reverse=True)}
        wanted = (Wanted(word, weight, self.likeness(word), self.family) for word, weight in weights.items())
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "wanted", tuple(wanted))
        object.__setattr__(self, "total", sum(weights.values()))
        together = any(not spellings.is_known for spellings in self.spellings.values())
        object.__setattr__(self, "may_run_together", together)

    def _weight(self, word: str) -> float:
        own = self.rarity.get(word, _UNKNOWN) * (LIGHT if is_light(word) else 1.0)
        return own * _FAMILY if word in self.family and self.given else own

    def likeness(self, word: str) -> Mapping[str, float]:
        """How likely each word of the index is meant by one that was typed."""
        known = self.spellings.get(word)
        return known.likeness if known else {}


def fit(typed: Typed, known: Words) -> Fit:
    """How well a known name fits what was typed."""
    found = typed.fits.get(known)
    if found is None:
        found = typed.fits[known] = _fit(typed, known)
    return found


def _fit(typed: Typed, known: Words) -> Fit:
    left = list(known.every)
    got = in_family = 0.0
    missing: list[str] = []
    missing_light = 0
    for wanted in typed.wanted:
        best = wanted.word if wanted.word in left else wanted.best(known, left)
        if best:
            likeness = wanted.likely[best]
            left.remove(best)
            got += wanted.weight * likeness
            if wanted.in_family and likeness > in_family and (best in known.family or not known.family):
                in_family = likeness
        else:
            missing.append(wanted.word)
            missing_light += wanted.is_light
    if typed.may_run_together and left and missing_light < len(missing):
        got += _runs_together(typed, missing, left)
        missing_light = sum(map(is_light, missing))
    left_light = len([word for word in left if word in known.light]) if known.light else 0
    still = len(left) - left_light + LIGHT * left_light
    return Fit.of(
        got / typed.total if typed.total else 0.0,
        1 - still / known.size if known.size else 0.0,
        _against(missing, missing_light, len(left), left_light, bool(known.given)) if missing else 0.0,
        in_family,
    )


def _against(missing: Sequence[str], missing_light: int, left: int, left_light: int, has_given: bool) -> float:
    """How much what was typed and a known name contradict each other: both have a word that the other lacks, or another initial.

    `left` are so many words of the known name, `missing` those that were typed and it does not hold; so many of each are light.
    """
    if missing_light < len(missing):
        return 1.0 if left > left_light else 0.0
    if has_given and any(len(word) == 1 for word in missing):
        return 0.8 if left else 0.2
    return 0.0


def _runs_together(typed: Typed, missing: list[str], left: list[str]) -> float:
    """What is got by words that one side writes as one and the other as two; both lists lose what was matched."""
    got = 0.0
    for word in list(missing):
        spellings = typed.likeness(word)
        for one, other in pairwise(tuple(left)):
            likeness = 1.0 if one + other == word else spellings.get(one + other, 0.0)
            if likeness:
                got += typed.weights[word] * likeness
                missing.remove(word)
                left.remove(one)
                left.remove(other)
                break
    for one, other in pairwise(typed.words) if len(missing) > 1 else ():
        if one in missing and other in missing and one != other:
            spellings = typed.likeness(one + other)
            for word in left:
                likeness = 1.0 if word == one + other else spellings.get(word, 0.0)
                if likeness:
                    got += (typed.weights[one] + typed.weights[other]) * likeness
                    missing.remove(one)
                    missing.remove(other)
                    left.remove(word)
                    break
    return got
