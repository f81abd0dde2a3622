"""How well a name fits what somebody typed: word by word, whatever their order, the family before the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from lod_publisher.model.naming import same_given, sound
from lod_publisher.snapshot.namesakes.spelling import Spellings, is_light

_SAME_SOUND = 0.93
_SHORT_SOUND = 2  # consonants: "Kim" and "Khiem" are two names
_INITIAL = 0.75  # of a light word: "D." for "Dean" agrees, and says little
_PET_NAME = 0.85
_LIGHT = 0.25
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


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: its words, how rare each is, and which words of the index may be spellings of each.

    `weights` is how much each word tells, the most telling first: rare ones more, initials and particles little, the family more
    than given names. `total` is all of them together. Words `may_run_together` when the index does not know each by itself.
    """

    family: tuple[str, ...]
    given: tuple[str, ...]
    rarity: Mapping[str, float]
    spellings: Mapping[str, Spellings]
    words: tuple[str, ...] = field(init=False)
    weights: dict[str, float] = field(init=False)
    total: float = field(init=False)
    may_run_together: bool = field(init=False)

    def __post_init__(self) -> None:
        words = self.family + self.given
        weights = {word: self._weight(word) for word in sorted(words, key=self._weight, reverse=True)}
        object.__setattr__(self, "words", words)
        object.__setattr__(self, "weights", weights)
        object.__setattr__(self, "total", sum(weights.values()))
        together = any(not spellings.is_known for spellings in self.spellings.values())
        object.__setattr__(self, "may_run_together", together)

    def _weight(self, word: str) -> float:
        own = self.rarity.get(word, _UNKNOWN) * (_LIGHT if is_light(word) else 1.0)
        return own * _FAMILY if word in self.family and self.given else own

    def likeness(self, word: str) -> Mapping[str, float]:
        """How likely each word of the index is meant by one that was typed."""
        known = self.spellings.get(word)
        return known.likeness if known else {}


@dataclass(frozen=True, slots=True)
class Fit:
    """How a name fits: `typed` is the share of what was typed that it holds, `known` the share of the name that was typed,
    `against` whether given names or families contradict each other (0 or 1), `family` how well the family fits."""

    typed: float
    known: float
    against: float
    family: float

    @property
    def score(self) -> float:
        """All in one, from 0 to 1."""
        return max(0.0, (0.85 * self.typed + 0.15 * self.known) * (1 - 0.3 * self.against))


def fit(typed: Typed, family: Sequence[str], given: Sequence[str]) -> Fit:
    """How well a known name, its words as the index keeps them, fits what was typed."""
    left = [*family, *given]
    size = len(left)
    light = sum(map(is_light, left))
    got = in_family = 0.0
    missing: list[str] = []
    for word, weight in typed.weights.items():
        best, likeness = (word, 1.0) if word in left else _best(typed, word, left)
        if likeness:
            left.remove(best)
            got += weight * likeness
            if word in typed.family and (best in family or not family):
                in_family = max(in_family, likeness)
        else:
            missing.append(word)
    if typed.may_run_together and left and not all(map(is_light, missing)):
        got += _runs_together(typed, missing, left)
    left_light = sum(map(is_light, left))
    whole = size - light + _LIGHT * light
    still = len(left) - left_light + _LIGHT * left_light
    return Fit(
        got / typed.total if typed.total else 0.0,
        1 - still / whole if whole else 0.0,
        _against(missing, left, left_light, bool(given)) if missing else 0.0,
        in_family,
    )


def _against(missing: Sequence[str], left: Sequence[str], left_light: int, has_given: bool) -> float:
    """How much what was typed and a known name contradict each other: both have a word that the other lacks, or another initial."""
    if not all(map(is_light, missing)):
        return 1.0 if len(left) > left_light else 0.0
    if has_given and any(len(word) == 1 for word in missing):
        return 0.8 if left else 0.2
    return 0.0


def _best(typed: Typed, word: str, left: Sequence[str]) -> tuple[str, float]:
    """The word of a name that fits one that was typed best, and how well; 0 when none does."""
    best, likeness = "", 0.0
    spellings = typed.likeness(word)
    is_family = word in typed.family[-1:]
    for each in left:
        found = spellings.get(each, 0.0)
        if not found:
            if len(each) == 1 or len(word) == 1:
                found = _INITIAL if each[0] == word[0] else 0.0
            elif not is_family and same_given(word, each):
                found = _PET_NAME
        if found > likeness:
            best, likeness = each, found
    return best, likeness


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
