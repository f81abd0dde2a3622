"""Other spellings for words that the collection does not hold: those of names, by sound, and the nearest words of its texts."""

import sqlite3
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

from lod_publisher.snapshot.namesakes import NameIndex

_MOST = 6
# So much shorter or longer a word may be, and so many strokes may be wrong in it; in a long one, two.
_LONG = 7
_LEAST_LETTERS = 4
_LAST = "\U0010ffff"


class Spelling:
    """The words of a catalogue's full-text index."""

    def __init__(self, catalogue: sqlite3.Connection, names: NameIndex) -> None:
        """Look into the index of an open catalogue."""
        self._database = catalogue
        self._names = names
        catalogue.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'found', 'row')")

    def instead_of(self, words: Iterable[str], begun: str = "") -> dict[str, tuple[str, ...]]:
        """Words to look for in the place of those that nothing holds, the likeliest first; `begun` may go on."""
        unknown = [
            word
            for word in dict.fromkeys(words)
            if len(word) >= _LEAST_LETTERS and not word.isdigit() and not self._is_held(word, word == begun)
        ]
        return {word: others for word in unknown if (others := self._near(word))}

    def _is_held(self, word: str, is_begun: bool) -> bool:
        last = word + _LAST if is_begun else word
        query = "SELECT 1 FROM temp.vocabulary WHERE term >= ? AND term <= ? LIMIT 1"
        return bool(self._database.execute(query, (word, last)).fetchall())

    def _near(self, word: str) -> tuple[str, ...]:
        names = [name for name in self._names.spellings_of(word) if self._is_held(name, False)]
        strokes = 2 if len(word) >= _LONG else 1
        rows = self._database.execute(
            "SELECT term, doc FROM temp.vocabulary WHERE term >= ? AND term < ?", (word[0], word[0] + _LAST)
        )
        frequency = {term: documents for term, documents in rows if abs(len(term) - len(word)) <= strokes}
        near = process.extract(word, frequency.keys(), scorer=OSA.distance, score_cutoff=strokes, limit=50)
        near = [one for one in near if one[1] == min(other[1] for other in near)]
        typed = sorted((term for term, _, _ in near), key=lambda term: (-frequency[term], term))
        return tuple(dict.fromkeys([*names[: _MOST // 2], *typed]))[:_MOST]
