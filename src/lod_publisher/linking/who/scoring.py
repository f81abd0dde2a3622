"""From features to the chance that two records are one person's: a logistic model with coefficients fitted by `benchmarks`."""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence

from lod_publisher.linking.who.coefficients import COEFFICIENTS, INTERCEPT
from lod_publisher.linking.who.common import AT_LEAST, COMMON
from lod_publisher.linking.who.comparing import Features, compare_readings, compare_records
from lod_publisher.linking.who.profiles import Profile, Reading
from lod_publisher.model.naming.titles import TITLES

_WEAK = (
    "given_initial",
    "given_missing",
    "given_missing_both",
    "given_initials_only",
    "given_is_middle",
    "given_differs",
)

# What the volumes have no or too few examples of, so that it is stated, not fitted.
STATED = {
    "birth_same": 3.0,
    "birth_differs": -12.0,
    "death_same": 2.0,
    "death_differs": -12.0,
    "active_before_birth": -12.0,
    "active_after_death": -12.0,
    "suffix_differs": -8.0,
    "bare_unexplained": -8.0,
    "by_hand": -2.0,  # who writes a record by hand can say whom it means, so that silence is a doubt
}
_EXPLAINED, _EXPLAINING = 0.5, 3  # of a role, and words, that two must share to be one by a name of one word
_HOPELESS = -10.0  # log-odds of two names; roles, nations and the same print add 7 at most
_TELLING = 4  # letters
_WHOLLY = 0.9  # of a role of two words, such as "King of Morocco"
_UNSEEN = 500  # records that are imagined beside those of a collection, whose roles have other words
_REMEMBERED = 50_000  # comparisons of names


class Scorer:
    """Scores pairs of one collection; knows how common its words, families and names are."""

    def __init__(
        self, profiles: Sequence[Profile], coefficients: dict[str, float] | None = None, intercept: float = INTERCEPT
    ):
        self.coefficients = COEFFICIENTS if coefficients is None else coefficients
        self.intercept = intercept
        words = Counter(word for profile in profiles for word in profile.role_words)
        total = len(profiles) + _UNSEEN
        self.weight_of = {word: math.log(total / (times + 1)) for word, times in words.items()}
        givens: dict[str, set[tuple[str, str]]] = defaultdict(set)
        middles: dict[tuple[str, str], set[str]] = defaultdict(set)
        for profile in profiles:
            for reading in profile.readings[:1]:
                if reading.given and len(reading.given[0]) > 1:
                    givens[reading.sounds[0]].add((reading.given[0][0], reading.sounds[1]))
                    if len(reading.given) > 1:
                        middles[reading.sounds[0], reading.sounds[1]].add(reading.given[1][0])
        self.givens = {family: Counter(initial for initial, _ in names) for family, names in givens.items()}
        self.middles = {name: len(letters) for name, letters in middles.items()}
        self._names: dict[tuple[Reading, Reading], Features] = {}

    def features(self, one: Profile, other: Profile) -> Features:
        """All features of a pair, by the readings of the two names that agree best."""
        return self._with_records(one, other, self._names_of(one, other))

    def logit(self, one: Profile, other: Profile) -> float:
        """The log-odds that the two are one person; names that no role can outweigh are not looked at further."""
        found = self._names_of(one, other)
        score = self._sum(found)
        return score if score < _HOPELESS else self._sum(self._with_records(one, other, found))

    def _names_of(self, one: Profile, other: Profile) -> Features:
        compared = [self._compare(first, second) for first in one.readings for second in other.readings]
        return max(compared, key=self._sum, default={}) if len(compared) != 1 else compared[0]

    def _with_records(self, one: Profile, other: Profile, found: Features) -> Features:
        found = found | compare_records(one, other, self.weight_of)
        if one.forms.keys() & other.forms.keys():
            found["printed_same"] = 1.0
        weak = any(name in found for name in _WEAK) or "family_same" not in found
        if weak:
            found["roles_weak_name"] = found.get("roles", 0.0)
            if "nations_differ" in found:
                found["nations_differ_weak_name"] = 1.0
        if ("given_missing" in found or "given_missing_both" in found) and not self._is_explained(one, other, found):
            found["bare_unexplained"] = 1.0
        return found

    def _is_explained(self, one: Profile, other: Profile, found: Features) -> bool:
        """Whether a name of one word is enough: with one office, or printed alike in an authority file and borne by nobody else."""
        common = len(one.role_words & other.role_words)
        if found.get("roles", 0.0) >= _EXPLAINED and common > 1:
            return common >= _EXPLAINING or found["roles"] >= _WHOLLY
        if (one.listed_in and other.listed_in) or (one.role and other.role) or "printed_same" not in found:
            return False
        key = max((reading.key for reading in one.readings if not reading.given), key=len, default="")
        return len(key) >= _TELLING and key not in TITLES and found["bare_rivals"] == 0.0

    def _compare(self, one: Reading, other: Reading) -> Features:
        known = self._names.get((one, other))
        if known is None:
            known = compare_readings(one, other)
            counts = self.givens.get(one.sounds[0], Counter())
            prior = AT_LEAST if one.key in COMMON or other.key in COMMON else 0
            bearers = max(sum(counts.values()), prior)
            known["family_common"] = min(math.log2(1 + bearers), 6) / 6
            if any(name in known for name in ("given_initial", "given_initials_only")):
                rivals = max(counts[one.given[0][0]], prior // 8)
                known["initial_rivals"] = math.log2(max(rivals, 1))
            if "given_missing" in known or "given_missing_both" in known:
                known["bare_rivals"] = math.log2(max(bearers, 1))
            if "middle_of_one" in known:
                named = one if len(one.sounds) > 1 else other
                known["middle_rivals"] = math.log2(max(self.middles.get((named.sounds[0], named.sounds[1]), 1), 1))
            if len(self._names) >= _REMEMBERED:
                self._names.clear()
            self._names[one, other] = known
        return known

    def _sum(self, found: Features) -> float:
        of = self.coefficients
        return self.intercept + sum(
            (of.get(name, 0.0) + STATED.get(name, 0.0)) * value for name, value in found.items()
        )
