"""The statements on a page of a fragment, and how many the fragment has in all, as far as that can be told without counting."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Triple

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.statements import Pattern

PAGE_TRIPLES = 100
# Steps at which it is asked whether a fragment goes on, for an estimate of the right order: the last costs 4 ms.
_STEPS = (1_000, 10_000)
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a fragment: its statements, how many there are in all (an estimate unless `is_exact`), whether more follow."""

    triples: Sequence[Triple]
    total: int
    is_exact: bool
    goes_on: bool


def read_part(snapshot: Snapshot, patterns: Sequence[Pattern], page: int) -> Part:
    """A page, counted from 1, of the statements that fit one of the patterns, each once."""
    skipped = (page - 1) * PAGE_TRIPLES
    told = _told(snapshot, patterns[0]) if len(patterns) == 1 else None
    if told is not None and skipped >= max(
        told, 1
    ):  # known to lie behind the end, so nothing is stepped over to see it
        return Part((), told, is_exact=True, goes_on=False)
    if len(patterns) == 1:
        found = _fitting(snapshot, patterns[0], skipped, PAGE_TRIPLES + 1)
    else:
        found = _of_any(snapshot, patterns, skipped + PAGE_TRIPLES + 1)[skipped:]
    goes_on = len(found) > PAGE_TRIPLES
    seen = skipped + min(len(found), PAGE_TRIPLES)
    if not goes_on and (found or page == 1):
        return Part(found, seen, is_exact=True, goes_on=False)
    total = told if told is not None else sum(_estimated(snapshot, pattern) for pattern in patterns)
    return Part(found[:PAGE_TRIPLES], max(total, seen + goes_on), told is not None, goes_on)


def _of_any(snapshot: Snapshot, patterns: Sequence[Pattern], limit: int) -> list[Triple]:
    """The first statements that fit any of some patterns, each once."""
    found: dict[Triple, None] = {}
    for pattern in dict.fromkeys(patterns):
        if len(found) >= limit:
            break
        found.update(dict.fromkeys(snapshot.matching(pattern, limit)))
    return list(found)[:limit]


def _fitting(snapshot: Snapshot, pattern: Pattern, skipped: int, limit: int) -> list[Triple]:
    """A part of the statements of one pattern.

    All statements of all properties are read one property after another, so that what lies before a page is stepped over by
    adding up known counts rather than row by row.
    """
    if pattern != (None, None, None) or snapshot.statistics is None:
        return snapshot.matching(pattern, limit, skipped)
    found: list[Triple] = []
    for name, count in sorted(snapshot.statistics.properties.items()):
        if skipped >= count.triples:
            skipped -= count.triples
            continue
        found += snapshot.matching((None, NamedNode(name), None), limit - len(found), skipped)
        skipped = 0
        if len(found) >= limit:
            break
    return found


def _told(snapshot: Snapshot, pattern: Pattern) -> int | None:
    """How many statements fit a pattern when that was counted at the build; None when it was not."""
    subject, predicate, value = pattern
    known = snapshot.statistics
    if known is None or subject is not None:
        return None
    if predicate is None:
        return sum(count.triples for count in known.properties.values()) if value is None else None
    name = str(getattr(predicate, "value", ""))
    if value is None:
        return known.properties[name].triples if name in known.properties else 0
    return known.classes.get(str(getattr(value, "value", "")), 0) if name == _TYPE else None


def _estimated(snapshot: Snapshot, pattern: Pattern) -> int:
    """About how many statements fit a pattern: the average of its property, or a step that there are more than."""
    told = _told(snapshot, pattern)
    if told is not None:
        return told
    subject, predicate, value = pattern
    known = snapshot.statistics
    average = 0
    if known is not None and predicate is not None:
        counted = known.properties.get(str(getattr(predicate, "value", "")))
        if counted is None:
            return 0
        average = counted.triples // max(1, counted.objects if subject is None else counted.subjects)
    if value is None and subject is not None:  # a subject has few statements, and a list of its own
        return max(average, 1)
    reached = [step for step in _STEPS if snapshot.matching(pattern, 1, step - 1)] if value is not None else []
    return max(average, *reached, 1)
