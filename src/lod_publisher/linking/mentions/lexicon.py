"""Whom and what the dataset knows by which names, made ready for finding them in texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick

from lod_publisher.linking.mentions.abbreviations import ABBREVIATIONS
from lod_publisher.linking.mentions.common import ALSO_WORDS, OFFICES
from lod_publisher.model.bearers import Bearer, heads
from lod_publisher.model.iris import Kind
from lod_publisher.model.naming import PARTICLES, fold, parse, sound
from lod_publisher.model.naming.titles import BETWEEN, TITLES

_ARTICLE = re.compile(r"^(?:the|The|THE) ")
_TITLES = (
    TITLES
    | BETWEEN
    | frozenset(["special", "senior", "personal", "general", "certain", "all", "national", "joint", "u", "s"])
)
_NO_PERSON = OFFICES | {"affairs"}  # an entry of a list of persons that is an office
_POSSESSIVE = re.compile(r"[a-z][’']s(?: |$)")
_INSIDE = ("of", "y", "e", "dos", "und", "zu", "pseudonym", "ibni", "abd", "see", "for", "and", "known", "as", "deB")
_NAMED_ALIKE = 3  # letters of the shortest form of a place or an organisation that is not an abbreviation
_SOUNDING = 5  # letters from which a word that nobody is called may be another spelling of one


@dataclass(frozen=True, slots=True)
class Known:
    """An entity with its names and what is said of it.

    `about` are its offices and notes, `documents` the number of texts that speak of it, `volumes` those whose lists have it,
    `years` the first and last in which it is spoken of or held office.
    """

    kind: Kind
    key: str
    label: str
    names: tuple[str, ...] = ()
    about: str = ""
    documents: int = 0
    volumes: frozenset[str] = frozenset()
    years: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Form:
    """What stands behind a form in the automaton: a word that calls persons, or a name of places and organisations.

    `capitals` says that only the word in capitals is meant ("US", not "us").
    """

    words: int
    head: str = ""
    things: tuple[Known, ...] = ()
    capitals: bool = False


@dataclass(slots=True)
class Lexicon:
    """All names, in an automaton over folded words; every person as the bearer of her names.

    `given` are given names that somebody has: a word that may stand before a family name.
    """

    persons: dict[str, Known] = field(default_factory=dict)
    bearers: dict[str, list[Bearer]] = field(default_factory=lambda: defaultdict(list))
    sounds: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    given: set[str] = field(default_factory=set)
    things: dict[tuple[Kind, str], Known] = field(default_factory=dict)
    automaton: ahocorasick.Automaton = field(default_factory=ahocorasick.Automaton)

    def forms(self, words: Sequence[str]) -> Iterator[tuple[int, Form]]:
        """Every form that stands in a sequence of folded words: the place of its first word, and the form."""
        text = f" {' '.join(words)} "
        begins: dict[int, int] = {}
        at = 0
        for number, word in enumerate(words):
            begins[at] = number
            at += len(word) + 1
        if not words or not len(self.automaton):
            return
        for end, (length, form) in self.automaton.iter(text):
            yield begins[end - length + 1], form

    def called(self, word: str) -> list[Bearer]:
        """The persons whom a folded word may call, and whoever is called by a word that sounds like it when there is none."""
        found = self.bearers.get(word)
        if found is not None:
            return found
        alike = self.sounds.get(sound(word), ()) if len(word) >= _SOUNDING and word not in ALSO_WORDS else ()
        return [
            bearer
            for other in sorted(alike)
            if other[0] == word[0] or _may_begin(word, other)
            for bearer in self.bearers[other]
        ]


def _may_begin(word: str, other: str) -> bool:
    return sound(word)[:1] == sound(other)[:1] and abs(len(word) - len(other)) <= 2


def lexicon_of(known: Iterable[Known]) -> Lexicon:
    """Make a lexicon of all entities that may be mentioned."""
    lexicon = Lexicon()
    named: dict[tuple[str, bool], dict[tuple[Kind, str], Known]] = defaultdict(dict)
    for entity in known:
        if entity.kind is Kind.PERSON:
            _add_person(lexicon, entity)
        else:
            lexicon.things[entity.kind, entity.key] = entity
            for form in _names_of(entity):
                folded = fold(form)
                short = len(folded.replace(" ", "")) <= _NAMED_ALIKE or folded in ALSO_WORDS
                capitals = form.replace(".", "").replace(" ", "").isupper()
                if folded and (capitals or not short):
                    named[folded, capitals][entity.kind, entity.key] = entity
    for folded in {*lexicon.bearers, *(folded for folded, _ in named)}:
        plain, abbreviated = named.get((folded, False), {}), named.get((folded, True), {})
        head = folded if folded in lexicon.bearers else ""
        known_as = Form(folded.count(" ") + 1, head, tuple((plain | abbreviated).values()), capitals=not plain)
        lexicon.automaton.add_word(f" {folded} ", (len(folded) + 2, known_as))
    if len(lexicon.automaton):
        lexicon.automaton.make_automaton()
    return lexicon


def _names_of(entity: Known) -> Iterator[str]:
    """The forms under which a thing may stand in a text: no titles, no words for any office of a kind, no list of two offices."""
    names = [_ARTICLE.sub("", name) for name in dict.fromkeys((entity.label, *entity.names))]
    for name in names:
        folded = fold(name).split()
        alone = len(folded) == 1 and not name.isupper() and (name != entity.label or entity.kind is Kind.ORGANISATION)
        general = all(word in _TITLES for word in folded) or all(word in OFFICES for word in folded)
        if not alone and not general and " to the " not in name:
            yield name
    for name in names:
        yield from ABBREVIATIONS.get(fold(name), ())


def _is_name(text: str) -> bool:
    """Whether a form is a name, and not words by which a text describes somebody ("Qasim's deputy")."""
    words = fold(text).split()
    if _NO_PERSON & set(words) or _POSSESSIVE.search(text):
        return False
    written = re.findall(r"[^\W\d_]+", text)
    return all(
        word[0].isupper() or word[0] == word[0].swapcase() or word in PARTICLES or word in _INSIDE for word in written
    )


def _add_person(lexicon: Lexicon, person: Known) -> None:
    lexicon.persons[person.key] = person
    about = fold(person.about)
    names = list(dict.fromkeys((person.label, *person.names)))
    names = [name for name in names if _is_name(name)]
    whole = [name for name in names if " " in name.strip()] or names
    met: set[str] = set()
    for name in whole:
        bearer = Bearer(person.key, name, about, person.documents)
        lexicon.given.update(word for word in parse(name).given if len(word) > 2)
        for head in heads(name):
            if head not in met or name == person.label:
                lexicon.bearers[head].append(bearer)
            met.add(head)
    for name in names:
        word = fold(name)
        if " " not in word and word and word not in met and any(sound(word) == sound(head) for head in met):
            met.add(word)
            lexicon.bearers[word].append(Bearer(person.key, person.label, about, person.documents))
    for head in met:
        lexicon.sounds[sound(head)].add(head)
