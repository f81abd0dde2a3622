"""Bodies and places of several sources that have one code of an authority file: one, when their names or places agree."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeAlias

from lod_publisher.linking.concordance import Authority, kind_of
from lod_publisher.linking.who import Pair, Verdict
from lod_publisher.model.authorities import register_of
from lod_publisher.model.naming import fold, sound
from lod_publisher.model.records import Identifier, Organisation, Person, Place

_NEAR_KM = 50.0
_KM_A_DEGREE = 111.2
_SHORTEST = 3  # letters of a word that can tell names apart
_OF_BODIES = frozenset(
    ("the", "and", "for", "office", "department", "ministry", "committee", "united", "states", "state", "national")
)
_CERTAIN, _UNSURE = 1.0, 0.5
_MOST = 20  # records of one code; a code in more of them is no code

_Named: TypeAlias = Organisation | Place


def same_codes(records: Sequence[Authority]) -> Verdict:
    """Pair what has one code: certain when a telling word or the place is the same too, for a person to decide when not.

    Persons are left to those who compare persons. A wrong code is a common mistake and a changed name no rare thing, so neither
    decides alone.
    """
    same: dict[tuple[str, str], Pair] = {}
    possible: dict[tuple[str, str], Pair] = {}
    for code, bearers in _bearers(records):
        for one, other in combinations(bearers[:_MOST], 2):
            reason = f"Both have the code {code.value} of {code.scheme}."
            agreed = _agreement(one, other)
            key = (min(one.local_id, other.local_id), max(one.local_id, other.local_id))
            if agreed:
                same.setdefault(key, Pair(kind_of(one), *key, _CERTAIN, (reason, agreed)))
            else:
                reasons = (reason, f"Nothing else agrees in “{one.label}” and “{other.label}”.")
                possible.setdefault(key, Pair(kind_of(one), *key, _UNSURE, reasons))
    return Verdict(tuple(same.values()), tuple(pair for key, pair in possible.items() if key not in same))


def _bearers(records: Iterable[Authority]) -> Iterator[tuple[Identifier, list[_Named]]]:
    """Codes that records with different keys share, with the records, one for each key; both in order."""
    found: dict[tuple[str, Identifier], dict[str, _Named]] = defaultdict(dict)
    for record in records:
        if not isinstance(record, Person):
            for code in record.identifiers:
                if register_of(code.scheme):
                    found[kind_of(record), code].setdefault(record.local_id, record)
    for (_, code), by_key in sorted(found.items(), key=lambda item: (item[0][0], item[0][1].scheme, item[0][1].value)):
        if len(by_key) > 1:
            yield code, [by_key[key] for key in sorted(by_key)]


def _agreement(one: _Named, other: _Named) -> str:
    """What two records agree in, in a sentence; "" when in nothing."""
    if isinstance(one, Place) and isinstance(other, Place) and one.coordinates and other.coordinates:
        apart = _kilometres(one.coordinates, other.coordinates)
        return f"They lie {apart:.0f} km from each other." if apart <= _NEAR_KM else ""
    common = _words(one) & _words(other)
    return f"Their names share the word “{min(common)}”." if common else ""


def _words(record: _Named) -> set[str]:
    forms = (record.label, *(name.text for name in record.names))
    words = {word for form in forms for word in fold(form).split() if len(word) >= _SHORTEST}
    return {sound(word) or word for word in words - _OF_BODIES} | words - _OF_BODIES


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The distance of two points, exact enough for near ones."""
    east = (one[1] - other[1] + 180) % 360 - 180
    return _KM_A_DEGREE * math.hypot(one[0] - other[0], east * math.cos(math.radians((one[0] + other[0]) / 2)))
