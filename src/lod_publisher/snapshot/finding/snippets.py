"""Snippets: the pieces of a text in which most of the words stand, with the words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.snapshot.finding.words import folded

_WIDTH = 260
# So far a word's end is looked for.
_REACH = 40
# Of a word that stands everywhere, the first places are enough.
_MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether it is one of the words that were looked for."""

    text: str
    is_marked: bool = False


@lru_cache(maxsize=512)
def _pattern(words: tuple[tuple[str, ...], ...], begun: tuple[str, ...]) -> re.Pattern[str]:
    """Finds terms: each is the words that stand together, with anything but letters between them."""
    whole = [r"\W+".join(map(re.escape, term)) for term in sorted(words, key=len, reverse=True)]
    starts = [rf"{re.escape(word)}\w*" for word in begun]
    return re.compile(rf"\b(?:{'|'.join([*whole, *starts])})\b")


@dataclass(frozen=True, slots=True)
class Marker:
    """The words of a search as they are marked in what was found: terms of one word or several, and words that may go on."""

    words: tuple[tuple[str, ...], ...]
    begun: tuple[str, ...] = ()

    def pieces(self, text: str) -> list[Piece]:
        """A text in pieces."""
        if not self.words and not self.begun:
            return [Piece(text)]
        pieces: list[Piece] = []
        at = 0
        for match in _pattern(self.words, self.begun).finditer(folded(text)):
            pieces += [Piece(text[at : match.start()])] * (match.start() > at)
            pieces.append(Piece(text[match.start() : match.end()], is_marked=True))
            at = match.end()
        return pieces + [Piece(text[at:])] * (at < len(text))

    def snippet(self, text: str) -> list[Piece]:
        """The part of a text that holds most of the words; its beginning when it holds none."""
        start, end = _window(text, self._places(folded(text)))
        return [Piece("… ")] * bool(start) + self.pieces(text[start:end]) + [Piece(" …")] * (end < len(text))

    def _places(self, plain: str) -> list[tuple[int, int, str]]:
        """Where the first word of each term begins in a folded text, some places of each, and where the term ends."""
        found: list[tuple[int, int, str]] = []
        for term in (*self.words, *((word,) for word in self.begun)):
            at, number = plain.find(term[0]), 0
            while at >= 0 and number < _MOST_PLACES:
                if not at or not plain[at - 1].isalnum():
                    found.append((at, at + len(" ".join(term)), " ".join(term)))
                    number += 1
                at = plain.find(term[0], at + 1)
        return sorted(found)


def _window(text: str, places: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Where the piece begins and ends that holds most different terms, the first such; at the ends of words."""
    best, middle, first = 0, 0, 0
    for last, (_, end, _) in enumerate(places):
        while end - places[first][0] > _WIDTH and first < last:
            first += 1
        different = len({term for _, _, term in places[first : last + 1]})
        if different > best:
            best, middle = different, (places[first][0] + end) // 2
    start = max(0, middle - _WIDTH // 2)
    start = text.find(" ", start, start + _REACH) + 1 if start else 0
    end = min(len(text), start + _WIDTH)
    end = len(text) if end == len(text) else max(text.rfind(" ", start, end), start + 1)
    return start, end
