"""Persons with all their known names, and questions made from those names: spelt as other people would spell them.

The persons are those of the authority file and of the volumes' lists, joined by the gold standard; those of POCOM who are not among
them; and, up to 15,000, people who never lived, with the family of one and the given names of another, as namesakes would have.
"""

import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lod_publisher.model.naming import fold, words

PERSONS = 15_000
_SEED = 6
_ENTRY = re.compile(r'<persName[^>]*xml:id="(p_[^"]+)"[^>]*>(.*?)</persName>', re.S)
_TAG = re.compile(r"<[^>]+>")
_POCOM = re.compile(r"<surname>([^<]*)</surname>\s*<forename>([^<]*)</forename>", re.S)
_TITLES = ("General", "Ambassador", "Mr.", "Dr.", "Prime Minister", "Colonel", "Sir")
# What one transliteration writes for what another does.
_SOUNDS = (("ss", "s"), ("q", "k"), ("k", "q"), ("ou", "u"), ("u", "ou"), ("kh", "ch"), ("sh", "sch"), ("ch", "tch"), ("j", "dj"),
           ("y", "i"), ("ee", "i"), ("ph", "f"), ("ov", "off"), ("v", "w"), ("dh", "d"), ("th", "t"), ("z", "s"), ("ei", "ey"), ("o", "u"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Question:
    """A name as somebody might type it, who is meant, and what was done to the name."""

    text: str
    person: int
    sort: str


def persons(shared: Path) -> list[list[str]]:
    """The names of each person, as printed, each once; the first is the preferred one."""
    known: dict[str, dict[str, None]] = defaultdict(dict)
    offices: set[str] = set()
    for line in (shared / "people" / "authority.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        known[told["people_id"]].update(dict.fromkeys([told["preferred_name"], *told["variant_names"]]))
        offices.update(told.get("pocom_id", ()))
    entries: dict[str, dict[str, str]] = {}
    for line in (shared / "people" / "gold-dev.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        volume, entry, person, preferred, _ = line.split("\t")
        if volume not in entries:
            text = (shared / "frus" / f"{volume}.xml").read_text(encoding="utf-8")
            entries[volume] = {key: " ".join(_TAG.sub("", name).split()) for key, name in _ENTRY.findall(text)}
        printed = entries[volume].get(entry, "").strip(" ,")
        known[person].update(dict.fromkeys(name for name in (preferred, printed) if name))
    found = [list(names) for _, names in sorted(known.items())]
    for path in sorted((shared / "pocom" / "people").glob("**/*.xml")):
        name = _POCOM.search(path.read_text(encoding="utf-8"))
        if name and path.stem not in offices:
            found.append([f"{name[1].strip()}, {name[2].strip()}"])
    chance = random.Random(_SEED)  # noqa: S311 no secret
    parted = [names[0].split(", ", 1) for names in found if ", " in names[0]]
    taken = {fold(name) for names in found for name in names}
    while len(found) < PERSONS:
        invented = f"{chance.choice(parted)[0]}, {chance.choice(parted)[1]}"
        if fold(invented) not in taken:
            taken.add(fold(invented))
            found.append([invented])
    return found


def respelt(known: list[list[str]], count: int) -> list[Question]:
    """Questions made from names that the index knows, turned, titled, plain, transliterated otherwise, or with a slip.

    Names of one word, and those that several persons have, are left out: nobody could say who is meant.
    """
    chance = random.Random(_SEED)  # noqa: S311 no secret
    shared = _bearers(known)
    real = [
        (person, name)
        for person, names in enumerate(known)
        if len(names) > 1
        for name in names
        if len([word for word in words(name) if len(word) > 1]) > 1 and shared[_key(name)] == 1
    ]
    asked = []
    for person, name in chance.sample(real, min(count, len(real))):
        sort = chance.choice(("turned", "titled", "plain", "transliterated", "a slip"))
        asked.append(Question(_RESPELLING[sort](name, chance), person, sort))
    return asked


def held_back(known: list[list[str]], count: int) -> tuple[list[list[str]], list[Question]]:
    """One name of each of some persons taken out of the list, and asked for: a spelling that the index has never seen.

    What is left of the names must share a word with it or sound like it in no particular way: pseudonyms stay in. Names of one word
    and names that somebody else has are not asked for.
    """
    chance = random.Random(_SEED)  # noqa: S311 no secret
    shared = _bearers(known)
    left = [list(names) for names in known]
    asked = []
    for person in chance.sample(range(len(known)), len(known)):
        choices = [
            name
            for name in known[person]
            if len([word for word in words(name) if len(word) > 1]) > 1 and shared[_key(name)] == 1
        ]
        kept = {_key(name) for name in known[person]}
        if choices and len(kept) > 1 and len(asked) < count:
            name = chance.choice(choices)
            left[person] = [other for other in known[person] if _key(other) != _key(name)]
            asked.append(Question(name, person, "never seen"))
    return left, asked


def _key(name: str) -> str:
    return " ".join(sorted(words(name)))


def _bearers(known: list[list[str]]) -> Counter[str]:
    return Counter(key for names in known for key in {_key(name) for name in names})


def _turned(name: str, _: random.Random) -> str:
    if ", " in name:
        family, given = name.split(", ", 1)
        return f"{given} {family}"
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}"


def _titled(name: str, chance: random.Random) -> str:
    return f"{chance.choice(_TITLES)} {_turned(name, chance) if ', ' in name else name}"


def _plain(name: str, _: random.Random) -> str:
    return fold(name)


def _transliterated(name: str, chance: random.Random) -> str:
    """One sound of the longest word written otherwise; where there is none to write so, its last vowel."""
    word = max(re.findall(r"\w+", name), key=len)
    fitting = [(old, new) for old, new in _SOUNDS if old in word.lower()[1:] or word.lower().startswith(old)]
    if not fitting:
        return name.lower()
    old, new = chance.choice(fitting)
    return name.replace(word, word.lower().replace(old, new, 1).capitalize(), 1)


def _slipped(name: str, chance: random.Random) -> str:
    """One letter of the longest word left out, doubled, or swapped with the next."""
    word = max(re.findall(r"\w+", name), key=len)
    place = chance.randrange(1, max(2, len(word) - 1))
    slip = chance.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
            word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :],
        )
    )
    return name.replace(word, slip, 1)


_RESPELLING = {
    "turned": _turned,
    "titled": _titled,
    "plain": _plain,
    "transliterated": _transliterated,
    "a slip": _slipped,
}


def batches(asked: list[Question], size: int = 10) -> Iterator[list[Question]]:
    """The questions in batches, as a client sends them."""
    for start in range(0, len(asked), size):
        yield asked[start : start + size]
