"""Who is meant by a name in a text: of all who bear it, the one whom the words beside it and the document point at.

The same rules serve names that an edition tags without saying whose they are, and names in plain text.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from lod_publisher.model.naming import PARTICLES, NameParts, fold, parse, same_given
from lod_publisher.model.naming.titles import SUFFIXES, TITLES

# Said of anybody: they tell no bearer from another.
_POLITE = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "messrs",
        "dr",
        "sir",
        "madame",
        "mme",
        "monsieur",
        "professor",
        "prof",
        "acting",
        "former",
        "deputy",
        "the",
    ]
)
_SAYS_LITTLE = _POLITE | frozenset(
    ["of", "the", "to", "for", "in", "and", "on", "at", "a", "an", "s", "from", "by", "with", "its", "his"]
)
_NUMERALS = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii"])
_FIRST_NAMED = frozenset(
    ["al", "el", "ibn", "bin", "ben", "abd", "abdul", "abdel", "abdal"]
)  # in whose names the first word may stand alone
_SON = frozenset(("ibn", "bin", "ben"))
_SMALL = "as es ad ed ar er an en at et az ez is in on of to no he we it us so me my by be if am go up the and for ash esh third earl"
_CALL_NOBODY = PARTICLES | _FIRST_NAMED | TITLES | frozenset(SUFFIXES) | frozenset(_SMALL.split())
_SHORTEST = 2  # letters of a word by which somebody is called
# Whoever is spoken of so many times as often as all others of the name together is meant by the bare name.
_MUCH_MORE_OFTEN, _OFTEN = 8, 20
# The rules below with what they were worth on tags whose bearer was hidden (`python -m benchmarks mentions`).
_CERTAIN, _TITLED, _NAMED_BEFORE, _ALONE, _NAMED_LATER, _PLAINLY, _PREVAILS = 0.98, 0.97, 0.96, 0.95, 0.9, 0.85, 0.85


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody who may be meant: key, name, what is said of her (folded), and how often texts speak of her."""

    key: str
    name: str
    about: str = ""
    weight: int = 0

    @property
    def parts(self) -> NameParts:
        """The name taken apart."""
        return _parts(self.name)


@dataclass(frozen=True, slots=True)
class Said:
    """A name as a text has it, folded: the word by which it calls somebody, given names, the titles before, and the words of
    the role beside it ("the President's Special Assistant (Rostow)", "Mr. Dulles (CIA)")."""

    head: str
    given: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    role: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Who is meant, how sure that is (0 to 1), and why."""

    key: str
    confidence: float
    reason: str


@lru_cache(maxsize=65536)
def _parts(name: str) -> NameParts:
    return parse(name)


@lru_cache(maxsize=65536)
def heads(name: str) -> frozenset[str]:
    """The words by which somebody of a name may be called alone: the family, its other spellings, a first name where such serve."""
    parts = _parts(name)
    found = {word for word in parts.family if word not in _NUMERALS and word not in PARTICLES}
    for also in parts.also:
        for each in also.split(","):
            known = parse(each)
            found |= {word for word in known.family if word not in PARTICLES}
    everything = (*parts.family, *parts.given)
    if not parts.inverted and _SON & set(everything):  # Faisal ibn Abd al-Aziz Al Saud: of his house there are many
        return frozenset(fold(name).split()[:1]) - PARTICLES
    if not parts.inverted and parts.given and not parts.also:
        found.add(fold(name).split()[-1])  # Pham Van Dong is called by either
    if _FIRST_NAMED & set(everything):
        found |= {fold(name).split()[0]} | set(parts.given[:1])
    return frozenset(word for word in found if len(word) >= _SHORTEST and word not in _CALL_NOBODY)


@lru_cache(maxsize=65536)
def given_words(name: str) -> frozenset[str]:
    """All words of a name that may stand before the family: given names, initials, pet names."""
    parts = _parts(name)
    extra = [word for also in (*parts.also, *parts.called) for word in fold(also).split()]
    return frozenset((*parts.given, *parts.family, *parts.particles, *extra))


def fits(said: Said, bearer: Bearer) -> bool:
    """Whether the given names that a text uses may be this bearer's: an initial stands for the first name only."""
    whole = given_words(bearer.name)
    first = _parts(bearer.name).given[:1]
    return all(
        any(same_given(word, own) for own in (first if place == 0 and len(word) > 1 else whole))
        or any(same_given(word, own) for own in whole if len(own) > 1 and len(word) > 1)
        for place, word in enumerate(said.given)
    )


def titled(titles: Iterable[str], bearer: Bearer) -> bool:
    """Whether what is known of somebody has one of these titles."""
    about = set(f"{bearer.about} {fold(bearer.name)}".split())
    return any(title in about for title in titles)


def telling(said: Said) -> tuple[str, ...]:
    """The titles that not everybody has."""
    return tuple(word for word in said.titles if word not in _POLITE)


@dataclass(slots=True)
class Document:
    """What one document has said so far of whom, by the word that calls them; `later` is what it says in full anywhere."""

    named: dict[str, list[str]] = field(default_factory=dict)
    later: dict[str, list[str]] = field(default_factory=dict)

    def remember(self, head: str, key: str) -> None:
        """Take note that the document has named somebody."""
        self.named.setdefault(head, []).append(key)

    def foresee(self, head: str, key: str) -> None:
        """Take note that the document names somebody in full, wherever."""
        known = self.later.setdefault(head, [])
        if key not in known:
            known.append(key)

    def meant(self, said: Said, bearers: Sequence[Bearer]) -> Choice | None:
        """Which of the bearers is meant; None when the text leaves it open or none fits."""
        by_key = {  # one person may stand there under several names
            bearer.key: bearer for bearer in reversed(bearers) if fits(said, bearer)
        }
        fitting = list(by_key.values())
        if not fitting:
            return None
        if said.given and len(fitting) == 1:
            return Choice(fitting[0].key, _CERTAIN, f"only {fitting[0].name} bears this name")
        if len(fitting) == 1:
            return Choice(fitting[0].key, _ALONE, f"only {fitting[0].name} is called {said.head}")
        return by_title(said, fitting) or self._by_document(said, by_key) or _by_use(said, fitting, bearers)

    def _by_document(self, said: Said, by_key: Mapping[str, Bearer]) -> Choice | None:
        """The bearer whom the document named before, or the only one whom it names in full."""
        if before := next((key for key in reversed(self.named.get(said.head, [])) if key in by_key), ""):
            return Choice(before, _NAMED_BEFORE, f"the document named {by_key[before].name} before")
        ahead = [key for key in self.later.get(said.head, []) if key in by_key]
        if len(ahead) == 1:
            return Choice(
                ahead[0],
                _NAMED_LATER,
                f"the document names {by_key[ahead[0]].name} in full, and nobody else of the name",
            )
        return None


def by_title(said: Said, fitting: Sequence[Bearer]) -> Choice | None:
    """The bearer whose description agrees best with the role beside the name, or alone has the title before it."""
    for words in (said.role, telling(said)):
        wanted = {word for word in words if word not in _SAYS_LITTLE}
        agreeing = {bearer.key: len(wanted & set(bearer.about.split())) for bearer in fitting}
        best = max(agreeing.values())
        holders = [bearer for bearer in fitting if agreeing[bearer.key] == best]
        if best and len(holders) == 1:
            role = " ".join(words)
            return Choice(holders[0].key, _TITLED, f"of those called {said.head} {holders[0].name} is the {role}")
    return None


def _by_use(said: Said, fitting: Sequence[Bearer], bearers: Sequence[Bearer]) -> Choice | None:
    """The bearer whose whole family name this is, or who is spoken of much more often than the others."""
    plain = {bearer.key for bearer in bearers if bearer.parts.family == (said.head,)}
    plainly = [bearer for bearer in fitting if bearer.key in plain]
    if len(plainly) == 1:
        return Choice(plainly[0].key, _PLAINLY, f"only {plainly[0].name} is called {said.head} and nothing more")
    first, *others = sorted(fitting, key=lambda bearer: -bearer.weight)
    if first.weight >= _OFTEN and first.weight >= _MUCH_MORE_OFTEN * sum(other.weight for other in others):
        reason = f"{first.name} is spoken of {first.weight} times, the others called {said.head} rarely"
        return Choice(first.key, _PREVAILS, reason)
    return None
