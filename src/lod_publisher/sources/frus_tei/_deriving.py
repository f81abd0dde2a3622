"""Whom the edition leaves open: names that it tags without saying whose they are, resolved by what the document says around them.

What is found so is marked as derived. Where bearers of one name cannot be told apart for certain the name stays open: an edition
that tags "Eisenhower" and points at nobody had its reasons, and one that calls the Major "President" is not believed (the rule
`title-of-another-bearer` reports it).
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from lod_publisher.model.bearers import Bearer, Choice, Said, by_title, fits, given_words, heads, telling, titled
from lod_publisher.model.beside import role_beside, titles_before
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import PARTICLES, fold, same_given
from lod_publisher.model.naming.titles import SUFFIXES, TITLES
from lod_publisher.model.records import Derivation, EntityRef, Mention, Passage
from lod_publisher.sources.frus_tei._edition import Edition
from lod_publisher.sources.frus_tei._names import PERS_NAME
from lod_publisher.sources.frus_tei._passages import Piece

_THING = re.compile(
    r"[’']?s? (?:library|presidential|papers|doctrine|plan|committee|administration|dynasty|files)\b", re.I
)
_JOINED = re.compile(r"\w[-–—]$"), re.compile(r"^[-–—]\w")  # McDonnell-Douglas
_WORD_BEFORE = re.compile(r"([^\W\d_][\w’']*)(\.?[ \u00a0-])$")
# Letters on each side of a name in which its given names, title and role stand; a long passage is not read again for every name.
_AROUND, _LONGEST_WORD = 600, 60
_BY_NAME, _BY_DOCUMENT = 0.98, 0.95  # on tags whose key was hidden; `python -m benchmarks mentions` counts them


@dataclass(frozen=True, slots=True)
class _Tag:
    """A tagged name: whom the edition says it means ("" for nobody), and what is said."""

    key: str
    open: bool
    said: Said


@dataclass(slots=True)
class _Company:
    """Whom a document names by which word; those `confirmed` are named with more than the word somewhere: given names, a title,
    a role. `doubtful` are words of which a tag contradicts the title beside it."""

    named: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    confirmed: set[str] = field(default_factory=set)
    doubtful: set[str] = field(default_factory=set)


def called_in(edition: Edition) -> dict[str, list[Bearer]]:
    """The persons of the volume's list by the words that may call them alone."""
    found: dict[str, list[Bearer]] = defaultdict(list)
    bearers = edition.bearers
    for key, entry in bearers.entries.items():
        bearer = Bearer(key, entry.name, fold(entry.role), bearers.times(key))
        for head in heads(entry.name):
            found[head].append(bearer)
    return found


def derive(edition: Edition, pieces: Sequence[Piece]) -> tuple[Passage, ...]:
    """The passages of a document, in which whoever is tagged without a key is looked for among the persons of the list."""
    passages = tuple(piece.passage for piece in pieces)
    if not any(mention.entity is None for passage in passages for mention in passage.mentions):
        return passages
    if not edition.called:
        edition.called.update(called_in(edition))
    tags = [_tags(edition, piece) for piece in pieces]
    company = _Company()
    for tag in (tag for of_piece in tags for tag in of_piece if tag is not None):
        _introduce(edition, tag, company)
    return tuple(
        _resolved(edition, passage, of_piece, company) for passage, of_piece in zip(passages, tags, strict=True)
    )


def _tags(edition: Edition, piece: Piece) -> list[_Tag | None]:
    """What each mention of a passage says of whom; None for one that is no person's name."""
    spans = iter([span for span in piece.flat.tagged if span[2].tag == PERS_NAME and piece.flat.words(span)])
    found: list[_Tag | None] = []
    for mention in piece.passage.mentions:
        if mention.entity is not None and mention.entity.kind is not Kind.PERSON:
            found.append(None)
            continue
        first, last, element = next(spans, (0, 0, piece.element))
        text = piece.flat.text
        said = _said(edition, mention.text, text[max(0, first - _AROUND) : first], text[last : last + _AROUND])
        is_open = mention.entity is None and element.get("corresp") is None
        found.append(_Tag(_key(edition, mention), is_open, said) if said else None)
    return found


def _said(edition: Edition, words: str, before: str, after: str) -> Said | None:
    """A tagged name taken apart, with what stands beside it; None when it calls nobody or is part of another name."""
    inside = [word for word in fold(words).split() if word not in SUFFIXES]
    own = [word for word in inside if word not in TITLES and word not in PARTICLES]
    if (
        not own
        or _THING.match(after)
        or any(join.search(side) for join, side in zip(_JOINED, (before[-2:], after[:2]), strict=True))
    ):
        return None
    given = own[:-1]
    known = [given_words(bearer.name) for bearer in edition.called.get(own[-1], ())]
    while word := _WORD_BEFORE.search(before, max(0, len(before) - _LONGEST_WORD)):
        folded = fold(word[1])
        if folded in PARTICLES:
            before = before[: word.start()]
            continue
        if not word[1][0].isupper() or folded in TITLES or not any(same_given(folded, w) for k in known for w in k):
            break
        given.insert(0, folded)
        before = before[: word.start()]
    titles = (*titles_before(before), *(word for word in inside if word in TITLES))
    return Said(own[-1], tuple(given), titles, role_beside(before, after))


def _key(edition: Edition, mention: Mention) -> str:
    """The key in this volume's list that a tag points at; "" for none."""
    entity = mention.entity
    if entity is None or entity.kind is not Kind.PERSON:
        return ""
    volume, _, key = entity.local_id.partition("/")
    return key if volume == edition.volume else ""


def _introduce(edition: Edition, tag: _Tag, company: _Company) -> None:
    """Take note of whom a tag means beyond doubt, and of a tag that the title beside it contradicts."""
    bearers = edition.called.get(tag.said.head, ())
    choice = _by_name(tag.said, bearers)
    if choice is not None:
        company.confirmed.add(choice.key)
    if tag.key:
        company.named[tag.said.head].add(tag.key)
        meant = [bearer for bearer in bearers if bearer.key == tag.key]
        others = any(titled(telling(tag.said), bearer) for bearer in bearers if bearer.key != tag.key)
        if others and not any(titled(telling(tag.said), bearer) for bearer in meant):
            company.doubtful.add(tag.said.head)
    elif choice is not None:
        company.named[tag.said.head].add(choice.key)


def _by_name(said: Said, bearers: Sequence[Bearer]) -> Choice | None:
    """Whom the name itself or its title means, whatever else the document says."""
    fitting = {bearer.key: bearer for bearer in bearers if fits(said, bearer)}
    titles = telling(said)
    if said.given and len(fitting) == 1:
        only = next(iter(fitting.values()))
        return Choice(only.key, _BY_NAME, f"only {only.name} of the volume's list bears this name")
    chosen = by_title(said, list(fitting.values())) if len(fitting) > 1 else None
    if chosen and titles and not titled(titles, fitting[chosen.key]):
        return None
    return chosen


def _resolved(edition: Edition, passage: Passage, tags: Sequence[_Tag | None], company: _Company) -> Passage:
    mentions = [
        _derived(edition, mention, tag, company) if tag is not None and tag.open else mention
        for mention, tag in zip(passage.mentions, tags, strict=True)
    ]
    return replace(passage, mentions=tuple(mentions)) if mentions else passage


def _derived(edition: Edition, mention: Mention, tag: _Tag, company: _Company) -> Mention:
    choice = chosen(tag.said, edition.called.get(tag.said.head, ()), company)
    if choice is None:
        return mention
    person = EntityRef(Kind.PERSON, f"{edition.volume}/{choice.key}", mention.text)
    return replace(mention, entity=person, derived=Derivation(choice.confidence, choice.reason))


def chosen(said: Said, bearers: Sequence[Bearer], company: _Company) -> Choice | None:
    """Whom of the list a name means: by name or title, or because the document names nobody else of the name."""
    if choice := _by_name(said, bearers):
        return choice
    named = company.named.get(said.head, set())
    if said.head in company.doubtful or len(named) != 1:
        return None
    only = next((bearer for bearer in bearers if bearer.key in named and fits(said, bearer)), None)
    if only is None or only.key not in company.confirmed or (telling(said) and not titled(telling(said), only)):
        return None
    return Choice(only.key, _BY_DOCUMENT, f"the document names {only.name} and nobody else called {said.head}")
