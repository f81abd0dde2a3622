"""Whether some words may be a form of a name: spelled otherwise, shortened, run together, broken at a line's end, or initials."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "[": "", "]": ""}
)
_APOSTROPHES = re.compile(r"[’'`‘ʻʼʿ]")
_OWNER = re.compile(r"[’'`‘]s?\b(?=\W|$)")
# Words that say nothing of who it is.
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a al and at bin da de del der di dos du el i ii iii iv ibn jr la le of sr st the to van von y "
        "adm admiral amb ambassador brigadier capt captain chancellor chief col colonel congressman count deputy director dr duke emperor foreign "
        "gen general gov governor judge justice king lieutenant lord lt madame maj major marshal messrs minister miss monsieur mr mrs ms "
        "president prime prince princess prof professor queen rear rep representative secretary sen senator shah sheikh sir under vice",
    )
)
_NICKNAMES = {
    "abe": "abraham", "al": "albert alfred", "andy": "andrew", "bert": "herbert robert", "bill": "william", "bob": "robert",
    "bobby": "robert", "charlie": "charles", "chip": "charles", "chuck": "charles", "dick": "richard", "ed": "edward edwin",
    "freddie": "frederick", "gene": "eugene", "hal": "henry harold", "hank": "henry", "harry": "harold henry", "ike": "dwight",
    "jack": "john", "jim": "james", "jimmy": "james", "joe": "joseph", "larry": "lawrence laurence", "mac": "mcgeorge",
    "mike": "michael", "ned": "edward", "pat": "patrick", "peggy": "margaret", "phil": "philip", "rob": "robert", "sandy": "alexander",
    "steve": "stephen steven", "ted": "edward theodore", "tom": "thomas", "tommy": "thomas", "tony": "anthony", "will": "william",
}  # fmt: skip
_SHORTEST = 3  # letters that a shortened name keeps
_ALIKE = 0.6  # of the letters in the same order: Feisal and Faisal have two thirds, Rogers and Rodman one third
_CALLED = 5  # letters of a pet name that keeps the name's first three: Livie
_INITIALS = 4


@lru_cache(maxsize=65536)
def name_words(text: str) -> frozenset[str]:
    """The words of a name in small letters without accents, apostrophes and the editors' brackets."""
    spread = unicodedata.normalize("NFKD", _OWNER.sub("", text).translate(_LETTERS))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter)).lower()
    return frozenset(re.findall(r"[a-z]+", _APOSTROPHES.sub("", bare)))


def may_name(words: str, name: str, role: str) -> bool:
    """Whether words of the text may mean somebody of this name ("Dulles, John Foster") and description.

    True when in doubt: what has no capital, or is a title only, names nobody in particular.
    """
    said = name_words(words)
    telling = said - _EMPTY
    if not telling or words.islower() or telling & name_words(name) or telling & name_words(role):
        return True
    if name_words(name.partition(",")[0]) <= said:  # Colonel King is no king
        return True
    return _are_initials(words, name) or _is_run_together(words, name) or any(_varies(word, name) for word in telling)


def _are_initials(words: str, name: str) -> bool:
    """JFD of Dulles, John Foster; MG. B. of Bundy, McGeorge."""
    letters = re.findall(r"[A-Za-z]", words)
    capitals = [letter for letter in letters if letter.isupper()]
    return len(letters) <= _INITIALS and len(capitals) * 2 > len(letters) and set(capitals) <= _initials(name)


def _initials(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Z]", name)) | {letter.upper() for letter in re.findall(r"\b[a-z]", name)}


def _is_run_together(words: str, name: str) -> bool:
    """DeGaulle of de Gaulle, Tim-berlake of Timberlake, JCKing of King, Colonel J.C."""
    family, _, given = name.partition("(")[0].partition(",")
    written = _letters(words)
    return len(written) > _SHORTEST and (written in _letters(family + given) or written in _letters(given + family))


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", text.translate(_LETTERS)).lower())


def _varies(word: str, name: str) -> bool:
    """Fulb of Fulbright, Nhus of Nhu, Bob of Robert, Livie of Livingston, Feisal of Faisal."""
    known = name_words(name) - _EMPTY
    called = frozenset(_NICKNAMES.get(word, "").split())
    if called & known or any(_shortens(word, other) for other in known):
        return True
    surname = name_words(name.partition(",")[0]) - _EMPTY
    return any(SequenceMatcher(None, _clear(word), _clear(other)).ratio() >= _ALIKE for other in surname)


def _shortens(word: str, other: str) -> bool:
    if len(word) >= _SHORTEST and other.startswith(word):
        return True
    if (
        len(other) >= _SHORTEST
        and word.startswith(other)
        and len(word) - len(other) <= (3 if len(other) > _CALLED else 1)
    ):
        return True
    return _SHORTEST < len(word) <= _CALLED and word[:_SHORTEST] == other[:_SHORTEST]


def _clear(word: str) -> str:
    """The same spelling for what scanning confuses: rn and m, l and i."""
    return word.replace("rn", "m").replace("l", "i")
