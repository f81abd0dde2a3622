"""What somebody typed into a search, taken apart: words, "phrases in quotes", and -words that must not occur."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_MOST_TERMS = 24
# A beginning of fewer letters would be found everywhere.
_LEAST_BEGINNING = 3
_PART = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORD = re.compile(r"\w+", re.UNICODE)


def _base_letters() -> dict[int, str]:
    """Letters that are written with marks, and the same without: one for one, so that places in a text stay what they are."""
    found = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        plain = unicodedata.normalize("NFD", chr(code))
        if len(plain) > 1 and all(map(unicodedata.combining, plain[1:])):
            found[code] = plain[0].lower()
    return found | {0x130: "i"}


_BASE_LETTERS = _base_letters()
_MARKED = re.compile("[\u00c0-\u024f\u1e00-\u1eff]")


def folded(text: str) -> str:
    """A text in small letters without marks, as long as it was."""
    plain = _MARKED.sub(lambda letter: _BASE_LETTERS.get(ord(letter[0]), letter[0]), text)
    lower = plain.lower()
    return lower if len(lower) == len(plain) else "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)


@dataclass(frozen=True, slots=True)
class Term:
    """One word or several that stand together; `is_begun` when the last may go on."""

    words: tuple[str, ...]
    is_begun: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a search."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()

    @staticmethod
    def of(text: str) -> "Terms":
        """Take apart what was typed; the last word may be a beginning, as when somebody is typing."""
        wanted: list[Term] = []
        unwanted: list[Term] = []
        for minus, phrase, other_minus, word in _PART.findall(unicodedata.normalize("NFC", text)):
            words = tuple(_WORD.findall(folded(phrase or word)))
            if not words:
                continue
            if minus or other_minus:
                unwanted.append(Term(words))
            elif phrase:
                wanted.append(Term(words))
            else:
                wanted += [Term((each,)) for each in words]
        wanted = list(dict.fromkeys(wanted))[:_MOST_TERMS]
        if wanted and text[-1:] != '"' and len(wanted[-1].words) == 1 and len(wanted[-1].words[0]) >= _LEAST_BEGINNING:
            wanted[-1] = Term(wanted[-1].words, is_begun=True)
        return Terms(tuple(wanted), tuple(unwanted[:_MOST_TERMS]))

    def expression(self, spellings: Mapping[str, tuple[str, ...]], any_of_them: bool = False) -> str:
        """The terms for FTS5: all of them, or any; quoting keeps its operators out. `spellings` are put in the place of words."""
        wanted = [_alternatives(term, spellings) for term in self.wanted]
        if not wanted:
            return ""
        joined = (" OR " if any_of_them else " AND ").join(wanted)
        return " NOT ".join([f"({joined})", *(_quoted(term) for term in self.unwanted)])


def _alternatives(term: Term, spellings: Mapping[str, tuple[str, ...]]) -> str:
    others = spellings.get(term.words[0], ()) if len(term.words) == 1 else ()
    return f"({' OR '.join(map(_quoted, map(_single, others)))})" if others else _quoted(term)


def _single(word: str) -> Term:
    return Term((word,))


def _quoted(term: Term) -> str:
    return f'"{" ".join(term.words)}"' + ("*" if term.is_begun else "")
