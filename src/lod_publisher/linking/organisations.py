"""Organisations that are one under several names: abbreviations, word order, misprints, posts abroad, and POCOM's missions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations

from lod_publisher.linking.gazetteer import State
from lod_publisher.linking.misprints import misprints
from lod_publisher.linking.offices import Office
from lod_publisher.linking.places import ADDED
from lod_publisher.linking.who.verdict import Pair, Verdict
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import fold
from lod_publisher.model.records import EntityRef, Organisation

_SHORT = {
    "cia": "central intelligence agency", "nsc": "national security council", "nato": "north atlantic treaty organization",
    "un": "united nations", "u n": "united nations", "oecd": "organization for economic cooperation and development",
    "cento": "central treaty organization", "seato": "southeast asia treaty organization", "oas": "organization of american states",
    "usis": "united states information service", "usia": "united states information agency", "jcs": "joint chiefs of staff",
    "maag": "military assistance advisory group", "aid": "agency for international development", "us": "united states",
    "u s": "united states", "usa": "united states", "uk": "united kingdom", "ec": "european communities",
    "gatt": "general agreement on tariffs and trade", "organisation": "organization", "defence": "defense",
}  # fmt: skip
_EMPTY = frozenset({"the", "of", "in", "at", "to", "a", "an"})
_OURS = ("united", "states")
_SURE = 0.95
_ENOUGH = 3  # words that tell one body from another: "Mission" and "Council" are said of many
_KNOWN = 10  # a name used so often is no misprint
_HEIRS = 2  # of a state that broke up, the first has its embassies
_REPRESENTING = frozenset({"embassy", "legation"})


@dataclass(frozen=True, slots=True)
class GatheredOrganisations:
    """Records that add what a post's name says of it, the verdict on keys, and the keys that suit best where several are one."""

    records: tuple[Organisation, ...]
    verdict: Verdict
    chief: frozenset[str]


@dataclass(slots=True)
class _Joining:
    labels: Mapping[str, str]
    times: Mapping[str, int]
    offices: Mapping[str, Office]
    curated: Mapping[str, Organisation]
    same: dict[tuple[str, str], Pair] = field(default_factory=dict)
    possible: dict[tuple[str, str], Pair] = field(default_factory=dict)
    chief: set[str] = field(default_factory=set)

    def pair(self, one: str, other: str, score: float, reason: str) -> None:
        first, second = sorted((one, other))
        if first != second and (first, second) not in self.same:
            into = self.same if score >= _SURE else self.possible
            into.setdefault((first, second), Pair(Kind.ORGANISATION, first, second, score, (reason,)))

    def all_of(self, keys: Iterable[str], score: float, reason: str) -> None:
        """Pair the best key of a group with each of the others."""
        first, *others = sorted(keys, key=lambda key: (key not in self.curated, -self.times[key], key))
        if others and score >= _SURE:
            self.chief.add(first)
        for other in others:
            self.pair(first, other, score, reason)


def gather_organisations(
    spoken: Mapping[EntityRef, int],
    records: Iterable[Organisation],
    offices: Mapping[str, Office],
    places: Mapping[tuple[str, str], EntityRef],
) -> GatheredOrganisations:
    """Find the names of one body, and say of posts what they are and where; `offices` are the posts among the names, by key."""
    curated: dict[str, Organisation] = {}
    for record in records:
        known = curated.setdefault(record.local_id, record)
        curated[record.local_id] = replace(known, seat=known.seat or record.seat)
    labels = {key.local_id: key.label or key.local_id for key in spoken if key.kind is Kind.ORGANISATION}
    labels = {
        key: label for key, label in labels.items() if "/" not in key
    }  # a withheld or unnamed one of one document
    spoken = {key: count for key, count in spoken.items() if key.kind is Kind.ORGANISATION}
    times = {key.local_id: count for key, count in spoken.items() if key.local_id in labels}
    labels.update((key, record.label) for key, record in curated.items())
    for key in labels:
        times.setdefault(key, 0)
    joining = _Joining(labels, times, offices, curated)
    _same_words(joining)
    _same_posts(joining)
    _representations(joining)
    _misprinted(joining)
    verdict = Verdict(tuple(joining.same.values()), tuple(joining.possible.values()))
    return GatheredOrganisations(_records(joining, places), verdict, frozenset(joining.chief))


def spelled_out(name: str) -> tuple[str, ...]:
    """The words of a body's name in their order: folded, abbreviations written out, without articles and prepositions."""
    text = f" {fold(name)} "
    for short, long in _SHORT.items():
        text = text.replace(f" {short} ", f" {long} ")
    return tuple(word for word in text.split() if word not in _EMPTY)


def _same_words(joining: _Joining) -> None:
    """Join names of the same words ("General Assembly of the United Nations"); with or without "United States" is only likely."""
    by_words: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for key, label in joining.labels.items():
        words = spelled_out(label)
        if len(words) >= _ENOUGH or _is_post(joining.offices.get(key)):
            by_words[tuple(sorted(words))].append(key)
    for keys in by_words.values():
        joining.all_of(keys, 0.98, "The names have the same words, abbreviations written out.")
    for words, keys in by_words.items():
        if set(_OURS) <= set(words):
            rest = list(words)
            for word in _OURS:
                rest.remove(word)
            for key in by_words.get(tuple(rest), ()):
                joining.pair(
                    keys[0], key, 0.85, "One name says that it is the United States', the other does not say whose."
                )


def _is_post(office: Office | None) -> bool:
    return office is not None and office.identity is not None


def _same_posts(joining: _Joining) -> None:
    """Join posts of one kind, sent by one to one: "Embassy in Moscow", "Embassy in the Soviet Union"."""
    by_post: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for key, office in joining.offices.items():
        if office.identity is not None:
            by_post[office.identity].append(key)
    for keys in by_post.values():
        singles = [key for key in keys if not joining.offices[key].several]
        if singles:
            joining.all_of(singles, 0.98, "One kind of post, to the same government or in the same town.")
        for key in keys:
            if joining.offices[key].several and singles:
                joining.pair(singles[0], key, 0.7, "The name speaks of several posts, but of one country only.")
    posts = sorted(by_post)
    for one, other in combinations(posts, 2):
        if one[:2] != other[:2] or {by_post[one][0], by_post[other][0]} <= joining.curated.keys():
            continue  # whoever lists both keeps them apart
        first, second = joining.offices[by_post[one][0]].state, joining.offices[by_post[other][0]].state
        if first and second and _on_one_ground(first, second):
            joining.pair(
                by_post[one][0],
                by_post[other][0],
                0.8,
                f"The same kind of post; {first.label} and {second.label} shared their ground at different times.",
            )


def _on_one_ground(one: State, other: State) -> bool:
    return one.code in other.today[:_HEIRS] or other.code in one.today[:_HEIRS]


def _representations(joining: _Joining) -> None:
    """Link the embassy or legation that papers speak of with the mission whose chiefs POCOM lists, through all its ranks."""
    missions = {
        office.state.code: key
        for key, office in joining.offices.items()
        if office.kind == "mission" and office.whose == "US" and office.state is not None
    }
    for key, office in joining.offices.items():
        if office.kind in _REPRESENTING and office.whose in ("", "US") and office.state and not office.several:
            for code in (office.state.code, *office.state.today[:_HEIRS]):
                if mission := missions.get(code):
                    joining.pair(
                        key,
                        mission,
                        0.8,
                        f"Both represent the United States to {office.state.label}; the {office.kind} is the mission in one of its ranks.",
                    )
                    break


def _misprinted(joining: _Joining) -> None:
    known = {
        key
        for key, label in joining.labels.items()
        if key in joining.curated
        or joining.times[key] >= _KNOWN
        or _is_post(joining.offices.get(key))
        or len(spelled_out(label)) < 2
    }
    names = {key: fold(label) for key, label in joining.labels.items()}
    for found in misprints(joining.times, known, names):
        joining.pair(found.written, found.meant, found.score, found.reason)
        if found.score >= _SURE:
            joining.chief.add(found.meant)


def _records(joining: _Joining, places: Mapping[tuple[str, str], EntityRef]) -> tuple[Organisation, ...]:
    """Say of each post what it is, and where it sits: in the town that its name has, else in the land it is sent to.

    Whatever others are joined with or linked to has a record too, so that there is something to link; what is joined has none.
    """
    joined = {key for pair in joining.same.values() for key in (pair.one, pair.other)} - joining.chief
    linked = {key for pair in joining.possible.values() for key in (pair.one, pair.other)} | joining.chief
    made = []
    for key in sorted(linked | joining.offices.keys()):
        office, record = joining.offices.get(key), joining.curated.get(key)
        seat = None
        if office is not None and office.spot is not None and office.spot.identity and not office.several:
            seat = places.get(office.spot.identity)
        if record is None and key not in joined and (seat is not None or key in linked):
            made.append(Organisation(key, ADDED, joining.labels[key], type=_type_of(office), seat=seat))
        elif record is not None and record.seat is None and seat is not None:
            made.append(Organisation(key, ADDED, record.label, seat=seat))
    return tuple(made)


def _type_of(office: Office | None) -> str | None:
    if office is None:
        return None
    return "diplomatic-mission" if office.kind == "mission" else office.kind
