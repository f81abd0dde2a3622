"""How well an entity fits what somebody typed, the best of many, and which need not be compared since they cannot be among them."""

import heapq
from dataclasses import dataclass

from lod_publisher.snapshot.namesakes.likeness import Fit, Typed, fit, score_of
from lod_publisher.snapshot.namesakes.tables import Row

LEAST_SCORE = 30.0
"""Who fits worse is not meant."""
SAID_MOST = 8.0
"""What the amount said adds to a score at most: it decides between namesakes, not between names."""
HELD = 0.93
"""So much of what was typed is all of it, but for a spelling."""
# A name that only texts use ("the Secretary", "Dean") says less than one that a source gives.
_SURFACE = 0.97
NO_FIT = Fit.of(1.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity by the catalogue's number, the form of its name that fits best, and how well: `score` is from 0 to 100."""

    number: int
    name: str
    score: float
    fit: Fit
    weight: float


def order(scored: Scored) -> tuple[float, float, int]:
    """The best come last."""
    return scored.score, scored.weight, -scored.number


def scored(row: Row, typed: Typed) -> Scored:
    """The name of an entity that fits best, and how well it does.

    Whoever is called by the family alone somewhere has given names all the same: when these contradict, so does the short name.
    """
    best, name, top, contradicted = NO_FIT, "", -1.0, False
    for known in row.names:
        fits = fit(typed, known.words)
        contradicted = contradicted or (fits.against == 1 and not known.is_surface)
        score = fits.score * (_SURFACE if known.is_surface else 1.0)
        if score > top:
            best, name, top = fits, known.text, score
    if contradicted and not best.against and best.typed < HELD:
        best = Fit.of(best.typed, best.known, 1.0, best.family)
        top = min(top, best.score)
    return Scored(row.number, name, _in_hundred(top, row), best, row.weight)


def _in_hundred(score: float, row: Row) -> float:
    return (100 - SAID_MOST) * score + SAID_MOST * row.weight


class Best:
    """The best so far, as many as are wanted, of those that fit at all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: list[tuple[tuple[float, float, int], Scored]] = []
        self.least = LEAST_SCORE
        """Who scores less is not among them."""

    def add(self, found: Scored) -> None:
        """Take one in, if it is among the best."""
        if found.score < self.least:
            return
        one = (order(found), found)
        if len(self._found) < self._most:
            heapq.heappush(self._found, one)
        else:
            heapq.heappushpop(self._found, one)
        if len(self._found) == self._most:
            self.least = self._found[0][1].score

    def in_order(self) -> list[Scored]:
        """All of them, the best first."""
        return [found for _, found in sorted(self._found, reverse=True)]


class Limit:
    """The best score that an entity may reach, told from how many of the words it bears: no less than comparing would find.

    Of forty who share a family name with somebody typed, most have other given names, and only as many are shown as are asked for.
    """

    def __init__(self, typed: Typed, is_whole: bool) -> None:
        """`is_whole`: all who bear a word were looked at, so whoever was not found to bear it does not."""
        heavy = [wanted for wanted in typed.wanted if not wanted.is_light]
        self._typed = typed
        self._words = len(typed.wanted)
        self._heavy = len(heavy)
        self._light_weight = sum(wanted.weight for wanted in typed.wanted if wanted.is_light)
        # By these a name may hold more of what was typed than the index says: pet names and initials.
        self._unforeseen = frozenset[str]().union(*(wanted.unforeseen for wanted in heavy))
        self._can_tell = (
            is_whole and bool(heavy) and not typed.may_run_together and not any(wanted.first for wanted in heavy)
        )

    def of(self, row: Row, hope: float, borne: int) -> float:
        """The limit for one of whom the index says that it bears so many heavy words, which tell so much; 100 when that is not sure.

        With a word missing, a name from a source with as many words as were typed has one left that nobody typed: it contradicts.
        """
        if not self._can_tell:
            return 100.0
        of_all = row.measure
        if not self._unforeseen.isdisjoint(of_all.words):
            return 100.0
        held = min(1.0, (hope + self._light_weight) / self._typed.total)
        known = self._words / of_all.size if of_all.size > self._words else 1.0
        contradicts = borne < self._heavy and held < HELD and of_all.heavy >= self._words
        return _in_hundred(score_of(held, known, float(contradicts)), row) + _ROUNDING


_ROUNDING = 1e-9
