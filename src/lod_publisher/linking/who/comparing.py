"""How two names, and two records, agree and differ: named features with values from 0 to 1."""

import math

from rapidfuzz.distance import OSA, JaroWinkler

from lod_publisher.linking.who.profiles import Profile, Reading
from lod_publisher.model.naming import same_given, sound

Features = dict[str, float]

_WIVES = frozenset(["madame", "mme", "mrs"])  # often called by the husband's name
_WOMEN = frozenset(["miss", "ms", "lady", "dame", "queen", "princess", "empress"])
_TELLING = 3  # words that are one name in any order
_REMEMBERED = 20  # years after a death in which a list may still introduce somebody
_SAYING = 6.0  # weight of a description that says something: one rare word or two
_OF_AGE = 15  # years
_TYPO = 0.86  # Jaro-Winkler of words that differ by a slip
_NEAR_FAMILY = 0.34  # of the letters changed
_SHORT = 4  # letters of a word in which another letter makes another word


def compare_readings(one: Reading, other: Reading) -> Features:
    """What the two names say about being one person's. Families that are too far apart give `family_far`."""
    found: Features = {}
    _compare_families(one, other, found)
    _compare_given(one, other, found)
    if one.suffix and other.suffix:
        found["suffix_same" if one.suffix == other.suffix else "suffix_differs"] = 1.0
    elif one.suffix or other.suffix:
        found["suffix_of_one"] = 1.0
    if one.swapped or other.swapped:
        found["swapped"] = 1.0
    if "family_same" in found and "given_same" in found:
        return found
    if len(one.words) >= _TELLING and sorted(one.words) == sorted(other.words):
        return {name: value for name, value in found.items() if name.startswith(("suffix", "swapped"))} | {
            "words_same": 1.0
        }
    if "family_far" in found or "family_part" in found or "given_differs" in found:
        found["words_of_shorter"], found["words_of_longer"] = shared_words(one, other)
    return found


def _compare_families(one: Reading, other: Reading, found: Features) -> None:
    if one.key == other.key:
        found["family_same"] = 1.0
        return
    if one.whole == other.whole or one.whole == other.key or one.key == other.whole:
        found["family_joined"] = 1.0
        return
    if set(one.family) <= set(other.family) or set(other.family) <= set(one.family):
        found["family_part"] = 1.0
        return
    edits = OSA.distance(one.key, other.key)
    alike = one.sounds[0] == other.sounds[0]
    if alike:
        found["family_sound" if one.key[0] == other.key[0] else "family_sound_other_letter"] = 1.0
    longer = max(len(one.key), len(other.key))
    if edits == 1 and longer > _SHORT:
        found["family_one_letter"] = 1.0
    elif edits <= longer * _NEAR_FAMILY and longer > _SHORT:
        found["family_near"] = 1.0
    elif not alike:
        found["family_far"] = 1.0


def _compare_given(one: Reading, other: Reading, found: Features) -> None:
    first, second = one.given, other.given
    if not first or not second:
        found["given_missing" if first or second else "given_missing_both"] = 1.0
    elif "".join(first) == "".join(second):
        found["given_same"] = 1.0
        if len(first[0]) == 1:
            found["given_initials_only"] = 1.0
        elif len(first) > 1:
            found["middle_same" if len(first[1]) > 1 else "middle_initial"] = 1.0
    elif one.family_first and other.family_first and not _last_names_agree(first[-1], second[-1]):
        found["given_differs"] = 1.0
    else:
        kind = _first_names(first[0], second[0], one, other)
        if kind == "given_differs":
            kind = _given_otherwise(one, other)
            found[kind] = 1.0
        else:
            found[kind] = 1.0
            _compare_middle(first[1:], second[1:], found)


def _last_names_agree(one: str, other: str) -> bool:
    """In a Vietnamese or Chinese name the last word is the person's own: Tran Van Do is not Tran Van Don."""
    return one == other or _is_slip(one, other) or sound(one) == sound(other)


def _given_otherwise(one: Reading, other: Reading) -> str:
    """What else given names have in common whose first ones differ."""
    first, second = one.given, other.given
    for shorter, longer in ((first, second), (second, first)):
        if len(shorter) == 1 and len(shorter[0]) > 1 and shorter[0] in longer[1:]:
            return "given_is_middle"
    if sorted(first) == sorted(second) or _initials_swapped(first, second):
        return "given_reordered"
    if "".join(one.sounds[1:]) == "".join(other.sounds[1:]):
        return "given_sound"
    return "given_typo" if _is_slip("".join(first), "".join(second)) else "given_differs"


def _first_names(first: str, second: str, one: Reading, other: Reading) -> str:
    if first == second:
        return "given_same" if len(first) > 1 else "given_initials_only"
    if len(first) == 1 or len(second) == 1:
        return "given_initial" if first[0] == second[0] else "given_differs"
    if first in other.called or second in one.called or same_given(first, second):
        return "given_alike"
    if (first.startswith(second) or second.startswith(first)) and min(len(first), len(second)) > 2:
        return "given_shortened"
    if _is_slip(first, second):
        return "given_typo"
    return "given_differs"


def _is_slip(one: str, other: str) -> bool:
    return min(len(one), len(other)) > _SHORT - 1 and JaroWinkler.similarity(one, other) >= _TYPO


def _initials_swapped(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """G. William and William G."""
    return len(first) == len(second) == 2 and same_given(first[0], second[1]) and same_given(first[1], second[0])


def _compare_middle(first: tuple[str, ...], second: tuple[str, ...], found: Features) -> None:
    if not first and not second:
        return
    if not first or not second:
        found["middle_of_one"] = 1.0
        return
    one, other = first[0], second[0]
    if one == other:
        found["middle_same" if len(one) > 1 else "middle_initial"] = 1.0
    elif len(one) == 1 or len(other) == 1:
        if one[0] == other[0]:
            found["middle_initial"] = 1.0
        else:
            found["middle_differs"] = 1.0
    elif same_given(one, other) or _is_slip(one, other) or one in second or other in first:
        found["middle_alike"] = 1.0
    else:
        found["middle_differs"] = 1.0


def shared_words(one: Reading, other: Reading) -> tuple[float, float]:
    """How much of the shorter and of the longer name, counted in words, the other has in any order, by letters or by sound."""
    left = list(other.words)
    matched = 0
    for word in one.words:
        alike = (
            word
            if word in left
            else next((each for each in left if len(each) > 1 < len(word) and same_given(word, each)), None)
        )
        if alike:
            left.remove(alike)
            matched += 1
    lengths = len(one.words), len(other.words)
    return matched / min(lengths), matched / max(lengths)


def compare_records(one: Profile, other: Profile, weight_of: dict[str, float]) -> Features:
    """What the rest of the records says: roles, nations, years, life dates, the lists they stand in."""
    found: Features = {}
    if one.listed_in and one.listed_in == other.listed_in:
        found["same_list"] = 1.0
    if bool(one.titles & _WIVES) != bool(other.titles & _WIVES) or (
        bool(one.titles & _WOMEN) != bool(other.titles & _WOMEN) and one.titles and other.titles
    ):
        found["woman_one"] = 1.0
    common = one.role_words & other.role_words
    if one.role_words and other.role_words:
        total = min(_weight(one.role_words, weight_of), _weight(other.role_words, weight_of))
        found["roles"] = _weight(common, weight_of) / max(total, _SAYING)
        if not common:
            found["roles_nothing"] = 1.0
    if one.nations and other.nations:
        found["nations_same" if one.nations & other.nations else "nations_differ"] = 1.0
    if one.years and other.years:
        gap = max(one.years[0], other.years[0]) - min(one.years[1], other.years[1])
        found["years_apart"] = min(max(gap, 0), 40) / 10
    if any(not each.listed_in and not each.identifiers for each in (one, other)):
        found["by_hand"] = 1.0
    _compare_lives(one, other, found)
    return found


def _compare_lives(one: Profile, other: Profile, found: Features) -> None:
    if one.birth and other.birth:
        found["birth_same" if abs(one.birth - other.birth) <= 1 else "birth_differs"] = 1.0
    if one.death and other.death:
        found["death_same" if abs(one.death - other.death) <= 1 else "death_differs"] = 1.0
    for first, second in ((one, other), (other, one)):
        if first.birth and second.years and second.years[1] < first.birth + _OF_AGE:
            found["active_before_birth"] = 1.0
        if first.death and second.years and second.years[0] > first.death + _REMEMBERED:
            found["active_after_death"] = 1.0


def _weight(found: frozenset[str], weight_of: dict[str, float]) -> float:
    return math.fsum(weight_of.get(word, 1.0) for word in found)  # the same in any order, to the last digit
