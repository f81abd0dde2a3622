"""What a record offers for comparing: readings of its names, the words of its roles, years, nations, and the list it stands in."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lod_publisher.linking.who.nations import nations_of
from lod_publisher.model.naming import PARTICLES, NameParts, fold, parse, sound
from lod_publisher.model.naming.titles import BETWEEN
from lod_publisher.model.naming.titles import TITLES as NOT_NAMES
from lod_publisher.model.records import Person

_YEAR = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d)(?!\d)")
_SUFFIX_IN_ROLE = re.compile(r"^\W*(Jr|Sr|II|III|IV)\b\.?")
_FAMILY_WORDS, _GIVEN_WORDS = 3, 3
_LONGEST, _FORMS = 200, 100  # letters of a name, and forms of it, that are looked at
_ROLE = 5_000  # letters of a description
_STOCK = 20  # records of an authority file that say the same
_ALIKE = 0.5  # of the words of the shorter description
_NAME = re.compile(r"(?:[A-Z][a-zà-ÿ]+|[A-Z]\.)(?:-[A-Z][a-z]+)?")
_WORDS_OF_ROLES = re.compile(r"(?:\w+(?:ian|ish|ese|er|or|ary|ist|man|ist|ant|ent|ic)|[A-Z][a-z]+ly)$", re.I)
_WORD = re.compile(r"[a-z]{3,}")
# Words of roles that tell nobody from anybody else.
_EMPTY = frozenset(
    [
        "and",
        "the",
        "for",
        "from",
        "until",
        "thereafter",
        "after",
        "before",
        "with",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "during",
        "through",
        "also",
        "former",
        "formerly",
        "then",
        "his",
        "her",
        "who",
        "was",
        "later",
        "beginning",
        "early",
        "late",
        "mid",
        "since",
    ]
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a name: which words are the family's and which are given; particles are left out."""

    family: tuple[str, ...]
    given: tuple[str, ...]
    suffix: str = ""
    called: tuple[str, ...] = ()
    family_first: bool = False  # by the custom of a language
    inverted: bool = False  # by a comma
    swapped: bool = False  # against the comma, or as a name without comma is more seldom meant
    key: str = ""  # the family in one word
    whole: str = ""  # the same with its particles
    sounds: tuple[str, ...] = ()  # of family and given

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name, the family first."""
        return self.family + self.given


@dataclass(slots=True)
class Profile:
    """A person's record, prepared for comparing. `listed_in` is the list that introduces each person once; "" for none."""

    number: int
    local_id: str
    label: str
    readings: tuple[Reading, ...]
    listed_in: str = ""
    role: str = ""
    role_words: frozenset[str] = frozenset()
    nations: frozenset[str] = frozenset()
    years: tuple[int, int] | None = None
    birth: int | None = None
    death: int | None = None
    identifiers: frozenset[tuple[str, str]] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)  # as printed, by what they are when folded
    titles: frozenset[str] = frozenset()
    entry: str = ""  # the entry of the list, the first one where it is set twice

    @property
    def said(self) -> tuple[object, ...]:
        """All that a comparison looks at, but for the list: entries that say the same are compared with the same result."""
        known = (self.years, self.birth, self.death, self.identifiers, self.titles)
        return self.readings, tuple(self.forms), self.role, *known

    @property
    def marks(self) -> dict[str, frozenset[str]]:
        """What one person has one of: the codes of an authority file, the entry in a list."""
        entry = frozenset((self.entry or self.local_id,))
        found: dict[str, frozenset[str]] = {f"list {self.listed_in}": entry} if self.listed_in else {}
        for scheme, value in self.identifiers:
            found[scheme] = found.get(scheme, frozenset()) | {value}
        return found


@lru_cache(maxsize=65536)
def readings_of(text: str) -> tuple[Reading, ...]:
    """The ways to read one form of a name, the likeliest first, other forms in its brackets included; none for an empty name."""
    parts = parse(text)
    found = list(_readings(parts))
    for other in parts.also:
        inner = parse(other)
        if parts.inverted and not inner.inverted and len(inner.words) <= len(parts.family):
            inner = NameParts(inner.words, parts.given, parts.suffix, inverted=True)
        found += _readings(inner)
    return tuple(dict.fromkeys(found))


def _readings(parts: NameParts) -> Iterable[Reading]:
    family = _telling(parts.family)
    given = _telling(parts.given)
    if not family and not given:
        return
    if not given:
        yield _reading(family, (), parts, False)
        return
    yield _reading(family, given, parts, False)
    if parts.inverted:
        if len(given) == 1 and len(family) == 1 and len(given[0]) > 1:
            yield _reading(given, family, parts, True)
        return
    if parts.family_first:
        return
    every = given + family
    first = _reading(every[:1], every[1:], parts, True)
    last = _reading(every[-1:], every[:-1], parts, True)
    for other in (first, last):
        if (other.family, other.given) != (family, given) and len(other.key) > 1:
            yield other


def _telling(found: tuple[str, ...]) -> tuple[str, ...]:
    """Without particles, unless nothing else is left."""
    return tuple(word for word in found if word not in PARTICLES) or found


def _reading(family: tuple[str, ...], given: tuple[str, ...], parts: NameParts, swapped: bool) -> Reading:
    key = "".join(family)
    whole = key if swapped else "".join(parts.family)
    sounds = (sound(key), *(sound(word) for word in given))
    return Reading(
        family, given, parts.suffix, parts.called, parts.family_first, parts.inverted, swapped, key, whole, sounds
    )


def profiles_of(records: Sequence[Person]) -> list[Profile]:
    """Prepare the records of a collection for comparing, numbered in their order.

    What an authority file writes into record after record ("Career appointee.") is no description and left out. Entries of one
    list that are printed alike and described alike get one mark: they are one person, set twice.
    """
    times = Counter(note.text for record in records for note in record.notes if note.passage is None)
    stock = frozenset(text for text, count in times.items() if count > _STOCK)
    found = [profile_of(record, number, stock) for number, record in enumerate(records)]
    first: dict[tuple[str, str], Profile] = {}
    for profile in found:
        if profile.listed_in:
            other = first.setdefault((profile.listed_in, fold(profile.label)), profile)
            common = len(profile.role_words & other.role_words)
            least = min(len(profile.role_words), len(other.role_words))
            if profile is other or (common >= _ALIKE * least and common > 1) or profile.role == other.role:
                profile.entry = other.local_id
    return found


def profile_of(person: Person, number: int, stock: frozenset[str] = frozenset()) -> Profile:
    """Prepare a record for comparing; notes that are in `stock` say nothing of it."""
    texts = list(dict.fromkeys([person.label, *(name.text for name in person.names)])) if not person.unnamed else []
    texts = [text[:_LONGEST] for text in texts[:_FORMS]]
    role = "; ".join(note.text for note in person.notes if note.text not in stock)[:_ROLE]
    listed_in = person.entries[0].local_id.partition("/")[0] if person.entries else ""
    suffix = _SUFFIX_IN_ROLE.match(role)
    if suffix and person.entries:
        texts[0:0] = [f"{person.label}, {suffix[1]}."]
    if listed_in and (rest := _rest_of_name(person.label, role)):
        texts, suffix = [f"{person.label}, {rest}"], None
    # A list prints one form; what a reader made of it ("Stuart W. Rockwell") says nothing new.
    texts = texts[:1] if listed_in and not suffix else texts
    years = [int(year) for year in _YEAR.findall(role)] + [int(year) for year in _YEAR.findall(listed_in)]
    folded = fold(role)
    return Profile(
        number,
        person.local_id,
        person.label,
        _consistent(tuple(dict.fromkeys(reading for text in texts for reading in readings_of(text)))),
        listed_in,
        role,
        frozenset(word[:6] for word in _WORD.findall(folded) if word not in _EMPTY),
        nations_of(role),
        (min(years), max(years)) if years else None,
        _year(person, "birth"),
        _year(person, "death"),
        frozenset((each.scheme, each.value) for each in person.identifiers if each.scheme != "volume-entry"),
        {fold(text): text for text in reversed(texts)},
        frozenset(title for text in texts for title in parse(text).titles) | frozenset(fold(role[:12]).split()[:1]),
    )


def _consistent(found: tuple[Reading, ...]) -> tuple[Reading, ...]:
    """Without the readings of "Harold Bronk Minor" that make Harold the family, when "Minor, Harold Bronk" is among the names."""
    families = {reading.key for reading in found if reading.inverted}
    return tuple(
        reading
        for reading in found
        if not families or not reading.swapped or reading.inverted or families.isdisjoint(reading.given)
    )


def _rest_of_name(label: str, role: str) -> str:
    """The given names of an entry whose tag holds the family's name alone: "Green" with "Marshall, Deputy Assistant Secretary"."""
    first, comma, _ = role.partition(",")
    found = [word for word in first.split() if fold(word) not in NOT_NAMES]
    if not comma or "," in label or len(label.split()) > _FAMILY_WORDS or not 0 < len(found) <= _GIVEN_WORDS:
        return ""
    if any(not _NAME.fullmatch(word) or fold(word) in BETWEEN or _WORDS_OF_ROLES.match(word) for word in found):
        return ""
    return " ".join(found)


def _year(person: Person, which: str) -> int | None:
    when = getattr(person, which)
    day = when and (when.earliest or when.latest)
    return day.year if day else None
