"""From scored pairs to persons: groups grow by their best pairs, as long as what is known of all their members agrees."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

Pairs = Mapping[tuple[int, int], float]
Marks = Mapping[str, frozenset[str]]

# Log-odds. A pair joins only above the first; two groups only when their compared pairs agree on the average as in the second
# and none is below the third. Who fits a second group that cannot be the first must fit the first better by the fourth.
# Chosen on the volumes that `benchmarks` tunes on, for precision.
_ENOUGH, _ON_AVERAGE, _AT_LEAST, _BETTER = 2.0, 0.0, -3.0, 1.0
MOST = 6.0  # beyond this a pair is as good as certain


class Clusters:
    """Groups of numbers, each number alone at first. Pairs kept `apart` never come into one group, not even through others.

    `marks` are what a person has one of: a code in an authority file, an entry in a list. Groups whose marks of one class have
    nothing in common do not grow together; whoever says that they are one can still join them.
    """

    def __init__(self, marks: Sequence[Marks], apart: Iterable[tuple[int, int]] = ()) -> None:
        self._marks = {
            number: {name: set(values) for name, values in each.items()} for number, each in enumerate(marks)
        }
        self.group = list(range(len(marks)))
        self.members: dict[int, list[int]] = {number: [number] for number in self.group}
        self._apart: dict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)

    def must_stay_apart(self, first: int, second: int) -> bool:
        """Whether members of the groups of two numbers are kept apart."""
        one, other = self.group[first], self.group[second]
        return any(self.group[enemy] == other for member in self.members[one] for enemy in self._apart.get(member, ()))

    def are_marked_apart(self, first: int, second: int, classes: str = "") -> bool:
        """Whether the marks of the groups of two numbers speak against one person; classes that begin with `classes` are let pass."""
        one, other = self._marks[self.group[first]], self._marks[self.group[second]]
        return any(
            values.isdisjoint(other[name])
            for name, values in one.items()
            if name in other and not (classes and name.startswith(classes))
        )

    def join(self, first: int, second: int) -> None:
        """Make one group of the groups of two numbers."""
        one, other = self.group[first], self.group[second]
        if one == other:
            return
        if len(self.members[one]) < len(self.members[other]):
            one, other = other, one
        for member in self.members[other]:
            self.group[member] = one
        self.members[one] += self.members.pop(other)
        for name, values in self._marks.pop(other).items():
            self._marks[one].setdefault(name, set()).update(values)

    def grow(self, scores: Pairs) -> Iterator[tuple[int, int]]:
        """Join groups by their best pairs, best first; yield the pairs that joined two groups."""
        ordered = sorted((-score, pair) for pair, score in scores.items() if score >= _ENOUGH)
        near: dict[int, list[int]] = defaultdict(list)
        for _, (first, second) in ordered:
            near[first].append(second)
            near[second].append(first)
        for _, (first, second) in ordered:
            if self.group[first] == self.group[second] or self._differ(first, second):
                continue
            average, least = self.agreement(first, second, scores)
            if average < _ON_AVERAGE or least < _AT_LEAST:
                continue
            if self._has_rival(first, second, average, near, scores) or self._has_rival(
                second, first, average, near, scores
            ):
                continue
            self.join(first, second)
            yield first, second

    def _differ(self, first: int, second: int) -> bool:
        return self.are_marked_apart(first, second) or self.must_stay_apart(first, second)

    def agreement(self, first: int, second: int, scores: Pairs) -> tuple[float, float]:
        """The mean and the least log-odds of the pairs between the groups of two numbers that were compared; zeros without any."""
        known = [
            max(-MOST, min(MOST, score))
            for member in self.members[self.group[first]]
            for stranger in self.members[self.group[second]]
            if (score := scores.get((min(member, stranger), max(member, stranger)))) is not None
        ]
        return (sum(known) / len(known), min(known)) if known else (0.0, 0.0)

    def _has_rival(self, first: int, second: int, average: float, near: Mapping[int, list[int]], scores: Pairs) -> bool:
        """Whether `first` fits a third group about as well, which is surely not the group of `second`."""
        groups = {self.group[other] for member in self.members[self.group[first]] for other in near.get(member, ())}
        for rival in sorted(groups - {self.group[first], self.group[second]}):
            if not self._differ(second, rival) or self._differ(first, rival):
                continue
            if self.agreement(first, rival, scores)[0] > average - _BETTER:
                return True
        return False
