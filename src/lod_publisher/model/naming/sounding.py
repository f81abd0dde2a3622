"""How a word sounds when its spelling is a matter of transliteration: Kassem is Qāsim, Teng is Deng, Chruschtschow is Khrushchev."""

import re
from functools import lru_cache

# Cyrillic and Greek letters by what English spelling makes of them, so that a name is found in its own script.
_CYRILLIC = dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziiklmnoprstufyeig", strict=True)) | {
    "ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ь": "", "ю": "yu", "я": "ya", "є": "ye", "ј": "y",
    "љ": "ly", "њ": "ny", "џ": "dj", "ћ": "ch", "ђ": "dj",
}  # fmt: skip
_GREEK = dict(zip("αβγδεζηικλμνξοπρστυφωσς", "avgdeziiklmnxoprstyfoss", strict=True)) | {
    "θ": "th", "χ": "ch", "ψ": "ps",
}  # fmt: skip
_ARABIC = dict(zip("ابتجدرزسفقكلمنهويةءپگچڤآىیک", "abtjdrzsfqklmnhwya pgcvayyk", strict=True)) | {
    "ث": "th", "ح": "h", "خ": "kh", "ذ": "dh", "ش": "sh", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "gh", "ء": "",
}  # fmt: skip
_HEBREW = dict(zip("אבגדהוזחטיכלמנסעפצקרשתםןףךץ", "abgdhvzhtyklmnsapskrstmnfks", strict=True))
_LATIN = str.maketrans(_CYRILLIC | _GREEK | _ARABIC | _HEBREW)

# Groups of letters that are one sound, the longest first. Capitals are sounds: S as in ship, C as in chip and jam.
_SOUNDS = (
    (re.compile(r"schtsch|shtch|stsch|shch|chtch|szcz|sjtsj"), "S"),
    (re.compile(r"tsch|tch|tsj|cz|dzh|dsch|dj|dz(?=h)|zh|gi(?=[aou])"), "C"),
    (re.compile(r"^ch(?=[rl])|kh|ck|gh|cq|^ch(?=ris)|qu(?=[ei])"), "k"),
    (re.compile(r"sch|sh|sz|hs|sj|^x"), "S"),
    (re.compile(r"^q(?=i[aeou]|ing|in$|i$)|ch|j"), "C"),
    (re.compile(r"ts|tz|ds|dz|c(?=[eiy])|z"), "s"),
    (re.compile(r"ph|gh(?=t)"), "f"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"[td]h"), "t"),
    (re.compile(r"^wh"), "v"),
)
_ENDINGS = re.compile(r"(?:o|e|yo)(?:ff|w|v)$")
_CLASSES = str.maketrans("bpdtgkqcvwfzsSlmnrC", "ppttkkkkfffssslmnrC")
_VOWELS = re.compile(r"(?<!^)[aeiouyh]+")
_TWICE = re.compile(r"(.)\1+")
_STARTING_VOWEL = re.compile(r"^[aeiou]+")


@lru_cache(maxsize=131072)
def sound(word: str) -> str:
    """The key of one folded word: its consonants by kind of sound, and whether it starts with a vowel.

    Words of other scripts than Latin, Cyrillic, Greek, Arabic and Hebrew are their own key. One letter stays itself.
    """
    latin = word.translate(_LATIN).replace(" ", "")
    if len(latin) <= 1 or not latin.isascii():
        return latin
    latin = _ENDINGS.sub("ef", latin)
    for letters, one in _SOUNDS:
        latin = letters.sub(one, latin)
    latin = _TWICE.sub(r"\1", latin)
    latin = _VOWELS.sub("", _STARTING_VOWEL.sub("a", latin))
    return latin.translate(_CLASSES) or word
