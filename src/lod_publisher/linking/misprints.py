"""Names that differ by one letter from a name that is used much more often: "Djarkarta" once beside "Djakarta" fifty times."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

# A misprint is rare beside what it misprints. In a long word one letter cannot lead from one name to another; in a short one it
# can (Iran, Iraq), so that people decide.
_TIMES = 5
_LONG, _SHORTEST = 8, 5
_ALIKE = str.maketrans({"l": "i", "1": "i", "0": "o"})  # letters that a scanner takes for one another


@dataclass(frozen=True, slots=True)
class Misprint:
    """`written` is probably a misprint of `meant` (both as given); `score` is the chance that it is."""

    written: str
    meant: str
    score: float
    reason: str


def misprints(times: Mapping[str, int], known: Collection[str], names: Mapping[str, str]) -> Iterator[Misprint]:
    """Find misprints among the keys of `times` (how often each is used) that are not in `known`, which are right as they are.

    `names` gives each key's words in the spelling for comparing; words that occur in a name that is `known` are right, so a name
    that differs only by such words is another name ("Embassy in Iraq" is no misprint of "Embassy in Iran").
    """
    right = {word for key in known for word in names[key].split()}
    frequent: dict[int, list[str]] = {}
    for key in known:
        frequent.setdefault(len(names[key]), []).append(key)
    for written in sorted(times.keys() - set(known)):
        words = names[written]
        near = [
            meant
            for length in (len(words) - 1, len(words), len(words) + 1)
            for meant in frequent.get(length, ())
            if times.get(meant, 0) >= _TIMES * times[written] and _is_near(words, names[meant])
        ]
        if len(near) != 1:
            continue
        meant = near[0]
        strange = set(words.split()) - set(names[meant].split())
        if strange & right or any(any(letter.isdigit() for letter in word) for word in strange):
            continue
        length = max((len(word) for word in strange), default=len(words))
        alike = words.translate(_ALIKE) == names[meant].translate(_ALIKE)
        if length >= _SHORTEST or alike:
            yield Misprint(
                written,
                meant,
                _score(words, names[meant], length >= _LONG or alike),
                f"One letter apart; the one is used {_count(times[written])}, the other {_count(times[meant])}.",
            )


def _score(one: str, other: str, is_safe: bool) -> float:
    """The chance that a name is a misprint of another. One letter that makes a plural may be meant: several stations, not one."""
    longer, shorter = sorted((one.split(), other.split()), key=lambda words: -sum(map(len, words)))
    if any(word == f"{single}s" for word, single in zip(longer, shorter, strict=False)):
        return 0.7
    return 0.97 if is_safe else 0.9


def _is_near(one: str, other: str) -> bool:
    return int(OSA.distance(one, other, score_cutoff=1)) <= 1


def _count(times: int) -> str:
    return "once" if times == 1 else f"{times:,} times"
