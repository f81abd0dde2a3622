"""Entries that stand for another entry: "Dong, see Pham Van Dong"; "Playdon, William D., pseudonym for Tracy Barnes"."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lod_publisher.linking.who.profiles import Profile, readings_of
from lod_publisher.model.naming import fold

_SEE = re.compile(
    r"^[\W_]*(?:see(?: under)?\s*(?=[A-Z“\"ʿʾ‘’])|(?P<pseudonym>pseudonym (?:for|of)|alias (?:for|of)|code ?name (?:for|of)|also known as|"
    r"same as)\s+)(?P<who>[^;:]{2,80}?)[\s.;)]*$",
    re.I,
)
_FITS = 0.7  # of the words that are pointed at


@dataclass(frozen=True, slots=True)
class Pointer:
    """The entry `one` says that it is the same as `other` of its own list, or as somebody called `name` who is not in the list.

    Both are missing when several entries of the list fit.
    """

    one: int
    other: int | None
    name: str
    words: str


def pointers(profiles: Sequence[Profile]) -> list[Pointer]:
    """Find the entries that point, and whom they mean: the entry of their list that fits, if one fits better than all others."""
    found = []
    by_list: dict[str, dict[str, list[Profile]]] = defaultdict(lambda: defaultdict(list))
    pointing = [(profile, match) for profile in profiles if profile.listed_in and (match := _SEE.match(profile.role))]
    lists = {profile.listed_in for profile, _ in pointing}
    are_pointing = {profile.number for profile, _ in pointing}
    for profile in profiles:
        if profile.listed_in in lists and profile.number not in are_pointing:
            for word in {word for reading in profile.readings for word in reading.words}:
                by_list[profile.listed_in][word].append(profile)
    for profile, match in pointing:
        targets = _targets(profile, match["who"], by_list[profile.listed_in])
        name = "" if targets else match["who"]
        found.append(Pointer(profile.number, targets[0] if len(targets) == 1 else None, name, match[0].strip(" .")))
    return found


def follow(found: Sequence[Pointer], profiles: Sequence[Profile]) -> set[int]:
    """Let the profiles know what the pointers say: the target bears the other name too, who points outside the list bears the target's.

    Returns the entries that are not to be compared by their own names, as those are bare family names often.
    """
    silent = set()
    for pointer in found:
        profile = profiles[pointer.one]
        if pointer.other is not None:
            target = profiles[pointer.other]
            aliases = tuple(reading for reading in profile.readings if reading.given and not reading.swapped)
            target.readings = tuple(dict.fromkeys((*target.readings, *aliases)))
        if pointer.name:
            profile.readings, profile.forms = readings_of(pointer.name), {fold(pointer.name): pointer.name}
            profile.role, profile.role_words = "", frozenset()
        else:
            silent.add(pointer.one)
    return silent


def _targets(profile: Profile, who: str, words: dict[str, list[Profile]]) -> list[int]:
    """The entries of the list that fit best: one when it is clear, none when nobody fits."""
    wanted = {word for reading in readings_of(who) for word in reading.words}
    own = {word for reading in profile.readings for word in reading.words} | set(fold(profile.label).split())
    candidates = {each.number: each for word in wanted for each in words.get(word, ())}
    ranked = []
    for candidate in candidates.values():
        theirs = {word for reading in candidate.readings for word in reading.words}
        fits = len(_met(wanted, theirs)) / len(wanted)
        starts = max(
            (reading.family[:1] == readings_of(who)[0].family[:1] for reading in candidate.readings), default=False
        )
        ranked.append(((fold(who) in candidate.forms, fits, starts, len(own & theirs), -len(theirs)), candidate.number))
    fitting = [rank for rank in ranked if rank[0][1] >= _FITS]
    best = max((rank[0][:4] for rank in fitting), default=None)
    return [number for rank, number in fitting if rank[:4] == best]


def _met(wanted: set[str], theirs: set[str]) -> set[str]:
    return {
        word
        for word in wanted
        if word in theirs
        or (len(word) == 1 and any(other[0] == word for other in theirs))
        or any(len(other) == 1 and other == word[0] for other in theirs)
    }
