"""Who bears which name in a volume's list of persons, and which tags of a document point at somebody whom their words do not mean."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from lod_publisher.model.dates import date_from_words
from lod_publisher.sources.frus_tei._likeness import may_name, name_words

_TITLE = re.compile(
    r"\b(?P<title>President|Secretary|General|Major|Colonel|Ambassador|Senator|Representative|Congressman|Governor|Justice|Admiral"
    r"|Minister|Chancellor|King|Prince|Queen|Captain|Marshal|Judge) $",
    re.I,
)
_BEFORE = 40  # characters in which a title can stand
_ANY_TITLE = re.compile(
    r"\b(?:[A-Z][a-z]+|[A-Z]{3,}) $"
)  # "Prime Minister Nehru" says which Nehru; "meeting which Wright" does not
_PLAIN_TITLE = re.compile(r"\b(?:Mr|Messrs|Mrs|Miss|Dr)\.? $")
_DIED = re.compile(
    r"\b(?:until (?:his|her) death|died|found murdered|was (?:killed|murdered|assassinated|executed))\b[, ]*(?:on |in )?(?:prison in )?"
    r"(?P<when>(?:[A-Z][a-z]+ (?:\d{1,2}, )?)?\d{4})"
)
# Whoever is named much more often than the others of the name is meant by the bare name (Secretary Dulles, not his brother).
_MUCH_MORE_OFTEN, _OFTEN = 3, 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A person of the list: the name as printed there, and the description that follows it."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """A tag that probably points at the wrong person; `instead` is the key of whom the words mean, if the list tells."""

    rule: str
    element: etree._Element
    words: str
    key: str
    instead: str = ""
    times: int = 1


@dataclass(slots=True)
class _Use:
    """What one form of a name does with one person: the surname, if several share it, and whether more than it is said."""

    strange: bool
    surname: frozenset[str]
    bare: bool


@dataclass(slots=True)
class Bearers:
    """The persons of the list by their keys, and what the tags of the document that is being read point at.

    `pointed` counts how often each @corresp occurs in the volume.
    """

    entries: Mapping[str, Entry]
    volume: str = ""
    pointed: Mapping[str, int] = field(default_factory=dict)
    deaths: dict[str, date] = field(default_factory=dict)
    _sharing: dict[frozenset[str], list[str]] = field(default_factory=dict)
    _uses: dict[tuple[str, str], _Use | None] = field(default_factory=dict)
    _met: list[tuple[etree._Element, str, str, str, _Use]] = field(default_factory=list)

    def __post_init__(self) -> None:
        sharing: dict[frozenset[str], list[str]] = defaultdict(list)
        for key, entry in self.entries.items():
            family, comma, _ = entry.name.partition(",")
            if comma:
                sharing[name_words(family)].append(key)
            died = _DIED.search(entry.role)
            if died and (day := date_from_words(died["when"])) and day.latest:
                self.deaths[key] = day.latest
        self._sharing = {name: keys for name, keys in sharing.items() if len(keys) > 1}

    def meet(self, element: etree._Element, words: str, text: str, first: int, local_id: str) -> None:
        """Take note of a tag that points at a person. Its words begin at `first` in a text."""
        asked = (words, local_id)
        if asked not in self._uses:
            volume, _, key = local_id.partition("/")
            self._uses[asked] = self._use(words, key) if volume == self.volume else None
        use = self._uses[asked]
        if use is not None:
            before = text[max(0, first - _BEFORE) : first].rstrip() + " "
            self._met.append((element, words, before, local_id.partition("/")[2], use))

    def _use(self, words: str, key: str) -> _Use | None:
        entry = self.entries.get(key)
        if entry is None:
            return None
        strange = not may_name(words, entry.name, entry.role)
        surname = name_words(entry.name.partition(",")[0])
        said = name_words(words)
        if surname not in self._sharing or not surname <= said:
            surname = frozenset()
        return _Use(strange, surname, said == surname) if strange or surname else None

    def take_doubts(self) -> list[Doubt]:
        """What is doubtful about the tags met since the last time, each pair of words and person once."""
        if not self._met:
            return []
        met, self._met = self._met, []
        found: dict[tuple[str, str, str], Doubt] = {}
        for doubt in self._doubts(met):
            known = found.setdefault((doubt.rule, doubt.words, doubt.key), doubt)
            if known is not doubt:
                found[doubt.rule, doubt.words, doubt.key] = Doubt(
                    known.rule, known.element, known.words, known.key, known.instead, known.times + 1
                )
        return list(found.values())

    def _doubts(self, met: list[tuple[etree._Element, str, str, str, _Use]]) -> Iterator[Doubt]:
        in_full: dict[frozenset[str], list[str]] = defaultdict(list)
        ever_in_full = {key for _, _, _, key, use in met if use.surname and not use.bare}
        for element, words, before, key, use in met:
            if use.strange:
                yield Doubt("mention-of-another-name", element, words, key)
            elif not use.surname:
                continue
            elif not use.bare:
                in_full[use.surname].append(key)
            elif title := _TITLE.search(before):
                if other := self._titled(title["title"], key, use.surname):
                    yield Doubt("title-of-another-bearer", element, title[0].strip() + " " + words, key, other)
            elif key not in ever_in_full and (_PLAIN_TITLE.search(before) or not _ANY_TITLE.search(before)):
                earlier = [other for other in in_full[use.surname] if other != key]
                if earlier and not self._prevails(key, earlier):
                    yield Doubt("surname-of-another-bearer", element, words, key, earlier[-1])

    def _titled(self, title: str, key: str, surname: frozenset[str]) -> str:
        """The key of another of the name whose entry has a title that this person's has not; "" without one."""
        holds = re.compile(rf"\b{title}\b", re.I)
        if holds.search(f"{self.entries[key].name} {self.entries[key].role}"):
            return ""
        others = (other for other in self._sharing[surname] if other != key)
        return next((o for o in others if holds.search(f"{self.entries[o].name} {self.entries[o].role}")), "")

    def _prevails(self, key: str, others: list[str]) -> bool:
        times = self.times(key)
        return times > _OFTEN and times > _MUCH_MORE_OFTEN * max(self.times(other) for other in others)

    def times(self, key: str) -> int:
        """How often the volume's tags point at a person of the list."""
        return self.pointed.get(f"#{key}", 0) + self.pointed.get(key, 0)
