"""Which records are one person: what is said, what entries point at, and what names and roles make certain."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from lod_publisher.linking.decisions import Decisions
from lod_publisher.linking.who.blocking import candidates
from lod_publisher.linking.who.grouping import MOST, Clusters
from lod_publisher.linking.who.pointers import Pointer, follow, pointers
from lod_publisher.linking.who.profiles import Profile, profiles_of
from lod_publisher.linking.who.reasons import reasons_for
from lod_publisher.linking.who.scoring import Scorer
from lod_publisher.linking.who.verdict import Pair, Verdict
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Person

Progress = Callable[[str, int, int], None]
Numbers = tuple[int, int]

# Log-odds above which a pair is worth a librarian's look: one chance in five.
_POSSIBLE = -1.4
_DOUBTFUL = 3.0  # and this for two whom a list or an authority file has as two
_STEP = 20_000
_STRANGERS = -7.0  # names that nobody would take for one person's
_POINTED = 0.999  # the entry itself says so; the volumes' 119 pointers were read one by one


def same_persons(
    records: Sequence[Person], decisions: Decisions | None = None, progress: Progress | None = None
) -> Verdict:
    """Find the records of one person among all. Cost grows with records times the size of a block of like names."""
    return _Persons(records, decisions or Decisions(), progress or (lambda _stage, _done, _of: None)).verdict()


class _Persons:
    """One run: the profiles, what is certain before any score, the scores, and the groups."""

    def __init__(self, records: Sequence[Person], decisions: Decisions, progress: Progress) -> None:
        ordered = sorted(records, key=lambda record: (record.local_id, str(record.origin)))
        self.records = ordered
        self.profiles = profiles_of(ordered)
        self.numbers: dict[str, list[int]] = defaultdict(list)
        for profile in self.profiles:
            self.numbers[profile.local_id].append(profile.number)
        self.decisions = decisions
        self.progress = progress
        self.findings: list[Finding] = []
        self.different = self._decided(decisions.different)

    def verdict(self) -> Verdict:
        pointing = pointers(self.profiles)
        silent = follow(pointing, self.profiles)
        self.scorer = Scorer(self.profiles)
        twins = self._twins(silent)
        scores = self._scores(silent | {other for _, other in twins})
        clusters = Clusters([profile.marks for profile in self.profiles], self.different)
        self._join_what_is_said(clusters)
        same = [self._pair(pointer, clusters) for pointer in pointing]
        same += self._join_twins(twins, clusters)
        same += self._join_by_codes(clusters)
        same += [self._scored(pair, scores[pair]) for pair in clusters.grow(scores)]
        return Verdict(
            tuple(sorted((pair for pair in same if pair), key=lambda pair: (pair.one, pair.other))),
            tuple(self._possible(clusters, scores)),
            tuple(self.findings),
        )

    def _decided(self, pairs: Iterable[tuple[Kind, str, str]]) -> set[Numbers]:
        return {
            (first, second)
            for kind, one, other in pairs
            if kind is Kind.PERSON
            for first in self.numbers.get(one, ())
            for second in self.numbers.get(other, ())
        }

    def _twins(self, silent: set[int]) -> list[Numbers]:
        """Entries that lists repeat word for word, each with the first of them, when what they say makes them certainly one person.

        The others need not be compared with anybody again: so the cost grows with what lists say, not with how often they say it.
        """
        decided = {number for pair in self.different for number in pair}
        alike: dict[tuple[object, ...], dict[str, Profile]] = defaultdict(dict)
        for profile in self.profiles:
            if profile.listed_in and profile.number not in silent and profile.number not in decided:
                alike[profile.said].setdefault(profile.listed_in, profile)
        found = []
        for first, *others in (tuple(by_list.values()) for by_list in alike.values()):
            if others and self.scorer.logit(first, others[0]) >= MOST:
                found += [(first.number, other.number) for other in others]
        return found

    def _join_twins(self, twins: Iterable[Numbers], clusters: Clusters) -> Iterator[Pair]:
        for one, other in twins:
            if not clusters.must_stay_apart(one, other) and not clusters.are_marked_apart(one, other):
                clusters.join(one, other)
                yield self._scored((one, other), self.scorer.logit(self.profiles[one], self.profiles[other]))

    def _scores(self, silent: set[int]) -> dict[Numbers, float]:
        """The log-odds of all pairs worth comparing; what can be no person twice is not scored at all."""
        scores: dict[Numbers, float] = {}
        for done, (first, second) in enumerate(candidates(self.profiles, silent)):
            if done % _STEP == 0:
                self.progress("Comparing names", done, 0)
            scores[first, second] = self.scorer.logit(self.profiles[first], self.profiles[second])
        return scores

    def _join_what_is_said(self, clusters: Clusters) -> None:
        """Join what a person has decided, what has one local id, and what the records themselves call the same."""
        for first, second in sorted(self._decided(self.decisions.same)):
            clusters.join(first, second)
        for same in self.numbers.values():
            for second in same[1:]:
                clusters.join(same[0], second)
        first_of = {key: numbers[0] for key, numbers in self.numbers.items()}
        for record, profile in zip(self.records, self.profiles, strict=True):
            for reference in record.same_as:
                if reference.kind is Kind.PERSON:
                    other = first_of.setdefault(
                        reference.local_id, profile.number
                    )  # a key that no record has joins those who name it
                    if not clusters.must_stay_apart(profile.number, other):
                        clusters.join(profile.number, other)

    def _pair(self, pointer: Pointer, clusters: Clusters) -> Pair | None:
        """What an entry that points at another says; None when it points at nobody, or a person has decided otherwise."""
        if pointer.other is None or clusters.must_stay_apart(pointer.one, pointer.other):
            return None
        if clusters.are_marked_apart(pointer.one, pointer.other, "list "):
            self._report_two_codes(pointer)
            return None
        clusters.join(pointer.one, pointer.other)
        one, other = self.profiles[pointer.one], self.profiles[pointer.other]
        return _of(one.local_id, other.local_id, _POINTED, (f"The entry “{one.label}” says “{pointer.words}”.",))

    def _report_two_codes(self, pointer: Pointer) -> None:
        one, other = self.records[pointer.one], self.records[pointer.other or 0]
        self.findings.append(
            Finding(
                "pointer-between-two-persons",
                Severity.INFO,
                one.origin,
                one.local_id,
                f"The entry {one.label!r} says {pointer.words!r}, which is {other.local_id}; an authority file has them as two persons.",
                value=pointer.words,
                consequence="The two stay apart.",
                remedy="Decide in decisions.csv whether they are the same or different.",
            )
        )

    def _join_by_codes(self, clusters: Clusters) -> Iterator[Pair]:
        """Join records with the same code of an authority file; if their names have nothing in common, report it instead."""
        bearers: dict[tuple[str, str], list[Profile]] = defaultdict(list)
        for profile in self.profiles:
            for identifier in profile.identifiers:
                bearers[identifier].append(profile)
        for (scheme, code), found in sorted(bearers.items()):
            for one, other in pairwise(found):
                if clusters.group[one.number] == clusters.group[other.number]:
                    continue
                if self.scorer.logit(one, other) < _STRANGERS:
                    self.findings.append(_code_of_two(scheme, code, one, self.records[other.number]))
                elif not clusters.must_stay_apart(one.number, other.number):
                    clusters.join(one.number, other.number)
                    yield _of(one.local_id, other.local_id, _POINTED, (f"Both have the code {code} of {scheme}.",))

    def _scored(self, pair: Numbers, logit: float) -> Pair:
        one, other = (self.profiles[number] for number in pair)
        return _of(
            one.local_id, other.local_id, chance(logit), reasons_for(one, other, self.scorer.features(one, other))
        )

    def _possible(self, clusters: Clusters, scores: dict[Numbers, float]) -> list[Pair]:
        """The best pair between any two groups that may be one person; not when other members of theirs surely are two."""
        best: dict[Numbers, tuple[float, Numbers]] = {}
        for pair, score in scores.items():
            one, other = sorted(clusters.group[number] for number in pair)
            if score < _POSSIBLE or one == other or clusters.must_stay_apart(*pair):
                continue
            if score >= _DOUBTFUL or not clusters.are_marked_apart(*pair):
                best[one, other] = max(best.get((one, other), (score, pair)), (score, pair))
        known = ((score, pair) for score, pair in best.values() if clusters.agreement(*pair, scores)[1] > -MOST)
        found = [self._scored(pair, score) for score, pair in known]
        return sorted(found, key=lambda pair: (-pair.score, pair.one, pair.other))


def _code_of_two(scheme: str, code: str, one: Profile, record: Person) -> Finding:
    return Finding(
        "identifier-of-two-persons",
        Severity.WARNING,
        record.origin,
        record.local_id,
        f"{record.label} and {one.label} ({one.local_id}) both have the {scheme} code {code}, but their names have nothing in common.",
        value=code,
        consequence="The two stay apart.",
        remedy="Correct the code, or decide in decisions.csv that they are the same.",
    )


def chance(logit: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, logit)))), 4)


def _of(one: str, other: str, score: float, reasons: tuple[str, ...]) -> Pair:
    return Pair(Kind.PERSON, min(one, other), max(one, other), score, reasons)
