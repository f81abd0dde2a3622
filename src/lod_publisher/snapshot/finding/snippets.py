"""Snippets: the pieces of a text in which most of the words stand, with the words marked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lod_publisher.snapshot.finding.words import folded

_WIDTH = 260
# After so many places, the best piece is among those that were seen.
_MOST_PLACES = 400


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
    """The words of a search as they are marked in what was found."""

    words: tuple[tuple[str, ...], ...]
    begun: tuple[str, ...] = ()

    def pieces(self, text: str) -> list[Piece]:
        """A whole text, in pieces."""
        return _cut(text, self._places(text), 0, len(text))

    def snippet(self, text: str) -> list[Piece]:
        """The part of a text that holds most of the words; its beginning when it holds none."""
        places = self._places(text)
        start, end = _window(text, places)
        pieces = _cut(text, places, start, end)
        return [Piece("… ")] * bool(start) + pieces + [Piece(" …")] * (end < len(text))

    def _places(self, text: str) -> list[tuple[int, int, str]]:
        if not self.words and not self.begun:
            return []
        found: list[tuple[int, int, str]] = []
        plain = folded(text)
        for match in _pattern(self.words, self.begun).finditer(plain):
            found.append((match.start(), match.end(), match[0]))
            if len(found) == _MOST_PLACES:
                break
        return found


def _window(text: str, places: Sequence[tuple[int, int, str]]) -> tuple[int, int]:
    """Where the piece begins and ends that holds most different words, the first such; at the ends of words."""
    best, middle = 0, 0
    first = 0
    for last, (_, end, _) in enumerate(places):
        while end - places[first][0] > _WIDTH and first < last:
            first += 1
        different = len({word for _, _, word in places[first : last + 1]})
        if different > best:
            best, middle = different, (places[first][0] + end) // 2
    start = max(0, middle - _WIDTH // 2)
    start = text.find(" ", start, start + 40) + 1 if start else 0
    end = min(len(text), start + _WIDTH)
    end = len(text) if end == len(text) else max(text.rfind(" ", start, end), start + 1)
    return start, end


def _cut(text: str, places: Sequence[tuple[int, int, str]], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for first, last, _ in places:
        if at <= first and last <= end:
            pieces += [Piece(text[at:first])] * (first > at) + [Piece(text[first:last], is_marked=True)]
            at = last
    return pieces + [Piece(text[at:end])] * (end > at)
