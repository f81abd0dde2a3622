"""How well a name fits what somebody typed: word by word, whatever their order, the family before the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz.distance import DamerauLevenshtein

from lod_publisher.model.naming import same_given, sound
from lod_publisher.snapshot.namesakes.spelling import Spellings, is_light

_SAME_SOUND = 0.93
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
        return max(_SAME_SOUND - 0.03 * (slips - 1), least, spelt)
    return spelt


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed: its words, how much each tells, and which words of the index may be spellings of each."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    weights: Mapping[str, float]
    spellings: Mapping[str, Spellings]
    words: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", self.family + self.given)

    def likeness(self, word: str) -> Mapping[str, float]:
        """How likely each word of the index is meant by one that was typed."""
        known = self.spellings.get(word)
        return known.likeness if known else {}

    def weight(self, word: str) -> float:
        """How much a word tells: rare ones more, initials and particles little, the family more than given names."""
        own = self.weights.get(word, _UNKNOWN)
        if is_light(word):
            own *= _LIGHT
        return own * _FAMILY if word in self.family and self.given else own


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
        return max(0.0, (0.82 * self.typed + 0.18 * self.known) * (1 - 0.3 * self.against))


def fit(typed: Typed, family: Sequence[str], given: Sequence[str]) -> Fit:
    """How well a known name, its words as the index keeps them, fits what was typed."""
    known = [*family, *given]
    left = list(range(len(known)))
    total = got = in_family = 0.0
    missing: list[str] = []
    for word in sorted(typed.words, key=typed.weight, reverse=True):
        weight = typed.weight(word)
        total += weight
        place, likeness = _best(typed, word, known, left)
        if place < 0:
            missing.append(word)
            continue
        left.remove(place)
        got += weight * likeness
        if word in typed.family:
            in_family = max(in_family, likeness)
    if missing and left:
        got += _runs_together(typed, missing, known, left)
    light = [word for word in missing if is_light(word)]
    heavy = [word for word in missing if not is_light(word)]
    open_words = [known[place] for place in left if not is_light(known[place])]
    against = 1.0 if heavy and open_words else 0.0
    initials_against = [word for word in light if len(word) == 1 and given]
    if initials_against and not heavy:
        against = 0.8 if any(len(known[place]) > 1 for place in left) or _has_initial(known, left) else 0.2
    size = sum(_LIGHT if is_light(word) else 1.0 for word in known) or 1.0
    seen = 1 - sum(_LIGHT if is_light(known[place]) else 1.0 for place in left) / size
    return Fit(got / total if total else 0.0, seen, against, in_family)


def _has_initial(known: Sequence[str], left: Sequence[int]) -> bool:
    return any(len(known[place]) == 1 for place in left)


def _best(typed: Typed, word: str, known: Sequence[str], left: Sequence[int]) -> tuple[int, float]:
    """The place of the word of the name that fits best, -1 for none, and how well."""
    best, likeness = -1, 0.0
    spellings = typed.likeness(word)
    for place in left:
        each = known[place]
        if each == word:
            return place, 1.0
        found = spellings.get(each, 0.0)
        if not found and (len(each) == 1 or len(word) == 1):
            found = _INITIAL if each[0] == word[0] else 0.0
        if not found and word not in typed.family[-1:] and same_given(word, each):
            found = _PET_NAME
        if found > likeness:
            best, likeness = place, found
    return best, likeness


def _runs_together(typed: Typed, missing: list[str], known: Sequence[str], left: list[int]) -> float:
    """What is got by words that one side writes as one and the other as two; both lists lose what was matched."""
    got = 0.0
    for word in list(missing):
        spellings = typed.likeness(word)
        for place in list(left):
            if place + 1 in left:
                both = known[place] + known[place + 1]
                likeness = 1.0 if both == word else spellings.get(both, 0.0)
                if likeness:
                    got += typed.weight(word) * likeness
                    missing.remove(word)
                    left.remove(place)
                    left.remove(place + 1)
                    break
    for one, other in zip(typed.words, typed.words[1:], strict=False):
        both = one + other
        if one in missing and other in missing:
            spellings = typed.likeness(both)
            for place in left:
                likeness = 1.0 if known[place] == both else spellings.get(known[place], 0.0)
                if likeness:
                    got += (typed.weight(one) + typed.weight(other)) * likeness
                    missing.remove(one)
                    missing.remove(other)
                    left.remove(place)
                    break
    return got
