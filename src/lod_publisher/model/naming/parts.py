"""A name taken apart: "Cushman, Jr., Lieutenant General Robert E." is Robert E. of the family Cushman, the younger."""

import re
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.model.naming.folding import fold
from lod_publisher.model.naming.titles import (
    BETWEEN,
    DEGREES,
    FAMILY_FIRST,
    PARTICLES,
    SUFFIXES,
    TITLES,
    TITLES_WITH_OF,
)

_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_QUOTED = re.compile(r"[“\"„”‟]([^“”\"„]{1,40})[“\"”,']*|‘([^’‘]{2,30})’(?!\w)|[`']{1,2}((?<=[`'])\b[^'`]{2,30})''")
_ALSO = re.compile(
    r"^\W*(?:also|or|aka|a k a|formerly|alias|n[ée]e|pseudonym|i\.?e\.?|known as|called)\b[ :.,]*(?:known as|spelled)?",
    re.I,
)
_SPOUSE = re.compile(r"\W*(?:Madame|Mme|Mrs)\b", re.I)  # called by the husband's name
_INITIALS = re.compile(r"\b((?:[^\W\d_]\.){2,})")
_RUN_ON = re.compile(r"(?<=[a-z])([A-Z])\.(?=\W|$)")
_IDEOGRAPHS = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}"
)  # a whole name of Chinese or Korean writing, the family first
_DIGITS = re.compile(r"\d")
# Spellings of "servant of the", written as one word or as two.
_SERVANT = frozenset(["abdul", "abdel", "abdal", "abdol", "abdoul", "abdur", "abdal", "abdu"])


@dataclass(frozen=True, slots=True)
class NameParts:
    """What each word of a name is, folded. An initial is a word of one letter.

    `family` and `given` are as the comma tells them; without a comma (`inverted` is false) they are the likelier of two
    readings. `also` are other family names or whole names that brackets give, `called` pet names of brackets or quotes.
    Particles stay in `family` and `given` where they stand, and are listed apart too.
    """

    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    suffix: str = ""
    titles: tuple[str, ...] = ()
    particles: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    inverted: bool = False
    family_first: bool = False  # without a comma, by the custom of a language: Vietnamese, Chinese, Korean

    @property
    def middle(self) -> tuple[str, ...]:
        """What follows the first given name."""
        return self.given[1:]

    @property
    def initials(self) -> str:
        """The first letters of the given names."""
        return "".join(word[0] for word in self.given)

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name proper: given names, then the family."""
        return self.given + self.family


def words(text: str) -> tuple[str, ...]:
    """The folded words of a name without titles, ranks and honours, in the order of the text; particles are words of their own.

    A name of title words only keeps them: "King" is somebody. What stands in brackets or quotes is left out.
    """
    bare = _QUOTED.sub(" ", _BRACKETS.sub(" ", text)) or text
    found: list[str] = []
    for number, segment in enumerate(bare.split(",")):
        kept, _ = _without_titles(_split(segment), number > 0)
        found += [word for word in kept if word not in SUFFIXES and word not in DEGREES]
    return tuple(found) or _split(bare) or _split(text)


@lru_cache(maxsize=131072)
def parse(name: str) -> NameParts:
    """Take a name apart, whatever its order, titles and brackets; never fails, an empty name has no parts."""
    called: list[str] = []
    also: list[str] = []
    for match in (*_BRACKETS.finditer(name), *_QUOTED.finditer(_BRACKETS.sub(" ", name))):
        inside = next((group for group in match.groups() if group), "")
        _sort_out(inside, match.end() < len(name.rstrip(" ,.")), called, also)
    bare = _QUOTED.sub(" ", _BRACKETS.sub(" ", name))
    segments = [segment for segment in bare.split(",") if segment.strip(" .;:")]
    if not segments:
        segments = [segment for segment in re.sub(r"[(\[\])“”\"]", " ", name).split(",") if segment.strip(" .;:")]
    family, given, titles, suffix = _sorted_segments(segments)
    inverted = bool(given) and len(segments) > 1
    if not inverted and len(family) == 1 and _IDEOGRAPHS.fullmatch(family[0]):
        family = (family[0][0], family[0][1:])
        return NameParts(family[:1], family[1:], suffix, titles, (), tuple(called), tuple(also), False, True)
    family_first = not inverted and _begins_with_family(family)
    if family_first:
        family, given = family[:1], family[1:]
    elif not inverted:
        family, given = _ordered(family)
    every = given + family
    particles = tuple(word for word in every if word in PARTICLES)
    return NameParts(family, given, suffix, titles, particles, tuple(called), tuple(also), inverted, family_first)


def _split(text: str) -> tuple[str, ...]:
    """The folded words of a text; "J.C." is two initials, "deB." is de and B, "Abdul" is Abd and al."""
    text = _INITIALS.sub(lambda match: match[1].replace(".", " "), text)
    found: list[str] = []
    for word in fold(_RUN_ON.sub(r" \1", text)).split():
        if word in _SERVANT:
            found += ["abd", "al"]
        else:
            found.append(word)
    return tuple(found)


def _without_titles(found: tuple[str, ...], are_given: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words without the titles before them, and the titles; behind given names too, but William Lord is no lord."""
    first, last = 0, len(found)
    while first < last and (found[first] in TITLES or _is_title_of(found, first)):
        first += 1
        after = first
        while after < last and found[after] in BETWEEN:
            after += 1
        # "Marshal of the Soviet Union Konev" but "King of": what goes between counts if something is left behind it.
        first = after
    while are_given and last - 1 > first and found[last - 1] in TITLES:
        last -= 1
    return found[first:last], found[:first] + found[last:]


def _is_title_of(found: tuple[str, ...], at: int) -> bool:
    return found[at] in TITLES_WITH_OF and len(found) > at + 1 and found[at + 1] == "of"


def _sorted_segments(segments: list[str]) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]:
    """What stands before the first comma, what follows without titles, the titles, and the suffix."""
    family: tuple[str, ...] = ()
    given: list[str] = []
    titles: list[str] = []
    suffix = ""
    for number, segment in enumerate(segments):
        split = _split(segment)
        while split and (split[-1] in SUFFIXES or split[-1] in DEGREES) and (len(split) > 1 or number):
            suffix = suffix or SUFFIXES.get(split[-1], "")
            split = split[:-1]
        while number and split and split[0] in SUFFIXES:
            suffix = suffix or SUFFIXES[split[0]]
            split = split[1:]
        kept, dropped = _without_titles(split, number > 0)
        if number == 0:
            if len(kept) < len(split) and (not kept or (len(segments) > 1 and len(split) == 1)):
                kept, dropped = split, ()  # "King, J.C." and "Bishop" are names
            family = kept
        elif number == 1 or not given:
            given += [word for word in kept if not _DIGITS.search(word)]
        elif kept and len(kept) <= 2 and not any(_DIGITS.search(word) for word in kept):
            given += kept
        titles += dropped
    return family, tuple(given), tuple(titles), suffix


def _begins_with_family(found: tuple[str, ...]) -> bool:
    """Whether a name is like "Pham Van Dong": a family's name of such a language, and no initials behind it."""
    return len(found) > 1 and found[0] in FAMILY_FIRST and all(len(word) > 1 for word in found)


def _ordered(found: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Family and given names of a name without comma: "Pham Van Dong" begins with the family, "Charles de Gaulle" ends with it."""
    if len(found) < 2:
        return found, ()
    if found[0] in FAMILY_FIRST and len(found[-1]) > 1 and len(found[1]) > 1:
        return found[:1], found[1:]
    first = len(found) - 1
    while first > 1 and (found[first - 1] in PARTICLES or found[first - 1] == "abd"):
        first -= 1
    return found[first:], found[:first]


def _sort_out(inside: str, more_follows: bool, called: list[str], also: list[str]) -> None:
    """Decide what brackets or quotes hold: titles and dates (nothing), a pet name, or another form of the name.

    "Nasser (Nasr, Nassir), Gamal" gives other families, "Marsh, John O. (Jack)" a pet name, "Hua Guofeng (Hua Kuo-feng)" a name.
    """
    if _DIGITS.search(inside):
        return
    inside = _ALSO.sub("", inside)
    if _SPOUSE.match(inside):
        return
    kept, _ = _without_titles(_split(inside.partition(",")[0]))
    if not kept or kept == _split("D"):
        return
    if more_follows or len(kept) > 1 or "," in inside:
        also.extend(part for each in re.split(r"\bor\b|;", inside) for part in _forms(each, more_follows))
    if len(kept) == 1 and len(kept[0]) > 1 and "," not in inside:
        called.append(kept[0])


def _forms(inside: str, are_families: bool) -> list[str]:
    forms = inside.split(",") if are_families else [inside]
    return [" ".join(form.split()) for form in forms if form.strip(" .")]
