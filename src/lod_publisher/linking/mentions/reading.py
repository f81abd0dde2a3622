"""A passage as its words: each with its folded form and its place, and what stands between them."""

import re
from dataclasses import dataclass

from lod_publisher.model.naming import fold

_WORD = re.compile(r"[^\W_]+(?:[’'ʻʼʿʾ‘][^\W_]+)*")
_OWNER = re.compile(r"[’'][sS]$")
_CLOSE = re.compile(r"\.?[ \u00a0]?|[-–—]|[’']")  # between words of one name
_LONGEST_ABBREVIATION = 4  # Brig. General; more letters before a full stop end a sentence
_COMMA = re.compile(r"\.?, ?")
_SENTENCE_END = re.compile(r"[.:!?;”\"]\W*$|^\W*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|Mr|Mrs|Dr|Gen|Col|Sen|Amb|Gov|Messrs|Lt|Maj|Capt|Adm|Jr|Sr|St)$")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a passage, where it stands, and its folded form ("" when nothing is left)."""

    start: int
    end: int
    folded: str


@dataclass(slots=True)
class Reading:
    """The words of one passage."""

    text: str
    words: list[Word]

    def close(self, first: int, comma: bool = False) -> bool:
        """Whether a word and the next can belong to one name."""
        between = self.text[self.words[first].end : self.words[first + 1].start]
        if "." in between and self.words[first].end - self.words[first].start > _LONGEST_ABBREVIATION:
            return False
        return _CLOSE.fullmatch(between) is not None or (comma and _COMMA.fullmatch(between) is not None)

    def spaced(self, first: int) -> bool:
        """Whether nothing but a space stands between a word and the next."""
        return self.text[self.words[first].end : self.words[first + 1].start] in (" ", "\u00a0")

    def hyphened(self, first: int) -> bool:
        """Whether a hyphen stands between a word and the next."""
        return self.text[self.words[first].end : self.words[first + 1].start] in ("-", "‑", "–")

    def capital(self, place: int) -> bool:
        """Whether a word begins with a capital."""
        return self.text[self.words[place].start].isupper()

    def capitals(self, place: int) -> bool:
        """Whether a word is all in capitals."""
        return self.written(place, place).isupper()

    def begins_sentence(self, place: int) -> bool:
        """Whether a sentence begins with a word."""
        before = self.text[: self.words[place].start]
        return _SENTENCE_END.search(before) is not None and not _ABBREVIATED.search(before.rstrip(" ."))

    def written(self, first: int, last: int) -> str:
        """The words from one to another as they stand there."""
        return self.text[self.words[first].start : self.words[last].end]


def read(text: str) -> Reading:
    """Take a passage apart."""
    words = []
    for match in _WORD.finditer(text):
        start, end = match.span()
        if owner := _OWNER.search(match[0]):
            end -= len(owner[0])
        words.append(Word(start, end, fold(text[start:end]).replace(" ", "")))
    return Reading(text, words)
