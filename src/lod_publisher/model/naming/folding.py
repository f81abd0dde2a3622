"""One spelling for comparing: small letters without marks, apostrophes and punctuation, in any script."""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not take apart though readers of other languages drop the stroke or the tie.
_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "ø": "o", "Ø": "O", "ı": "i"}
    | {"æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H", "ŋ": "ng"}
)
# Apostrophes, ʿ and ʾ in all their disguises stand inside a word, and are not said in most spellings of it.
_WITHIN = dict.fromkeys(map(ord, "'’‘‛`´′ʹʻʼʽʾʿˈˊˋ＇ʺ״׳ـ\u00ad\u200b\u200c\u200d\u200e\u200f"))
_PLAIN = re.compile(r"[^a-z0-9]+")
# Marks that can be left out of a word without making another of it; the vowel signs of Indic scripts cannot.
_DROPPED: tuple[tuple[int, int], ...] = (
    *((0x300, 0x36F), (0x483, 0x489), (0x591, 0x5C7), (0x610, 0x61A), (0x64B, 0x65F), (0x670, 0x670)),
    *((0x6D6, 0x6ED), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F)),
)


@lru_cache(maxsize=65536)
def _letter(letter: str) -> str:
    """What is left of one character of decomposed text: itself, nothing, or a space for what parts words."""
    code = ord(letter)
    if any(first <= code <= last for first, last in _DROPPED):
        return ""
    return letter if unicodedata.category(letter)[0] in "LMN" else " "


@lru_cache(maxsize=131072)
def fold(text: str) -> str:
    """The text for comparing: no marks, case, apostrophes or punctuation; hyphens and stops are spaces; single spaces.

    "Qāsim, ʿAbd al-Karīm" is "qasim abd al karim". Folding what is folded changes nothing.
    """
    text = text.translate(_WITHIN)
    if text.isascii():
        return _PLAIN.sub(" ", text.lower()).strip()
    spread = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).translate(_LETTERS).casefold())
    kept = "".join(map(_letter, spread.translate(_LETTERS).translate(_WITHIN)))
    return " ".join(unicodedata.normalize("NFC", kept).split())
