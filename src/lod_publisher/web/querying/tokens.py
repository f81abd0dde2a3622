"""The tokens of a SPARQL 1.1 or 1.2 text with their places, in linear time and without ever failing.

A text that is no SPARQL has tokens too: what no rule of the grammar reads is a token of kind "broken", so that an error
can be shown at its place. Nothing here recurses, so no depth of nesting does harm.

Codepoint escapes are read where the engine reads them: within strings and IRIs they are part of the content and never
end it; elsewhere `\\u0053ERVICE` is the word SERVICE (section 19.2), but an escape that stands for a quote, an angle
bracket, a `#`, a backslash or white space stays broken, as no such character is legal at such a place.

Source: SPARQL 1.1 Query Language and the SPARQL 1.2 draft, section 19.8 (terminals).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_U = _BASE + "_"
_VAR = _U + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHAR = _VAR + "\\-"
_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_IRI = rf"<(?:[^<>\"{{}}|^`\\\x00-\x20]|{_CODE_POINT})*+>"
_LONG = r"\"\"\"(?:[^\"\\]|\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
_SHORT = r"(?!\"\"\"|''')(?:\"(?:[^\"\\\n\r]|\\[^\n\r])*+\"|'(?:[^'\\\n\r]|\\[^\n\r])*+')"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
# Dots may stand within a name, never at its end. Possessive repeats never try again, so each name is read once.
_PREFIX = rf"[{_BASE}][{_CHAR}]*+(?:\.++[{_CHAR}]++)*+"
_LOCAL = rf"(?:[{_U}0-9:]|{_PLX})(?:(?:\.++(?=[{_CHAR}:%\\]))?+(?:[{_CHAR}:]|{_PLX}))*+"

_SKIPPED = re.compile(r"(?:[ \t\r\n]++|#[^\n\r]*+)++")
_TOKEN = re.compile(
    rf"(?P<iri>{_IRI})"
    rf"|(?P<string>{_LONG}|{_SHORT})"
    rf"|(?P<broken>\"\"\".*+|'''.*+|\"[^\n\r]*+|'[^\n\r]*+)"  # a string without an end: long to the text's, short to the line's
    rf"|(?P<variable>[?$][{_U}0-9][{_VAR}]*+)"
    rf"|(?P<blank>_:[{_U}0-9][{_CHAR}]*+(?:\.++[{_CHAR}]++)*+)"
    r"|(?P<number>(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)[eE][+\-]?[0-9]++|[0-9]*+\.[0-9]++|[0-9]++)"
    r"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+)"
    rf"|(?P<prefixed>:(?:{_LOCAL})?+)"
    r"|(?P<punctuation>\^\^|<=|>=|!=|&&|\|\||<<|>>|\{\||\|\}|[-{}()\[\].,;*/|^?+!=<>~@&])",
    re.DOTALL,
)
_RUN = re.compile(_PREFIX)
_AFTER_PREFIX = re.compile(rf":(?:{_LOCAL})?+")
_WORD = re.compile(rf"[{_U}][{_VAR}]*+")
_OUTSIDE = re.compile(
    rf"({_LONG}|{_SHORT}|{_IRI}|#[^\n\r]*+|\"\"\".*+|'''.*+|\"[^\n\r]*+|'[^\n\r]*+)|{_CODE_POINT}", re.DOTALL
)
_STRUCTURAL = frozenset("\"'<>#\\`")
_ESCAPE = re.compile(rf"{_CODE_POINT}|\\(.)", re.DOTALL)
_ECHAR = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}

OPENING = {"(": ")", "{": "}", "[": "]", "{|": "|}", "<<": ">>"}


class Token(NamedTuple):
    """A token: `text` as the grammar sees it (codepoint escapes of words resolved), `start` and `end` in the text as given.

    `kind` is one of keyword (any bare word: also `a`, `true` and names of functions), iri, prefixed, variable, string,
    number (without its sign), language, blank (a label; `[]` is punctuation), punctuation, broken. `line` and `column`
    count from 1, columns in characters.
    """

    kind: str
    text: str
    start: int
    end: int
    line: int
    column: int

    def is_word(self, *words: str) -> bool:
        """Tell whether this is one of some keywords, given in capitals."""
        return self.kind == "keyword" and self.text.upper() in words

    @property
    def value(self) -> str:
        """What the token stands for: a string's characters, an IRI's, a variable's name, a language tag; else its text."""
        if self.kind == "string":
            long = 3 if self.text[:3] in ('"""', "'''") and len(self.text) >= 6 else 1
            return unescaped(self.text[long:-long])
        if self.kind == "iri":
            return unescaped(self.text[1:-1])
        return self.text[1:] if self.kind in ("variable", "language") else self.text


def unescaped(content: str) -> str:
    """The characters that the content of a string or of an IRI stands for."""
    if "\\" not in content:
        return content

    def character(match: re.Match[str]) -> str:
        if match[1] is not None:
            return _ECHAR.get(match[1], match[1])
        return _character(match[0]) or "\ufffd"

    return _ESCAPE.sub(character, content)


def tokens(text: str) -> list[Token]:
    """All tokens of a text, in order; white space and comments lie between them."""
    return list(scan(text))


def scan(text: str) -> Iterator[Token]:
    """Yield the tokens of a text one by one, for whoever may have enough before its end."""
    if "\\u" not in text and "\\U" not in text:
        return _scan(text)
    return _placed(text)


def _scan(text: str) -> Iterator[Token]:
    match, skip, run, word, after = _TOKEN.match, _SKIPPED.match, _RUN.match, _WORD.match, _AFTER_PREFIX.match
    place, end = 0, len(text)
    line, line_start = 1, 0
    plain_until = 0  # up to here no run of name characters ends with a colon, so that none is read twice
    while place < end:
        if skipped := skip(text, place):
            line, line_start = _lines(text, place, skipped.end(), line, line_start)
            place = skipped.end()
            if place == end:
                return
        kind = "broken"
        stop = place + 1
        if (found := word(text, place)) is not None and not text.startswith("_:", place):
            kind, stop = "keyword", found.end()
            if place >= plain_until and (named := run(text, place)) is not None:
                if (local := after(text, named.end())) is not None:
                    kind, stop = "prefixed", local.end()
                else:
                    plain_until = named.end()
        elif (token := match(text, place)) is not None:
            kind, stop = token.lastgroup or "broken", token.end()
        yield Token(kind, text[place:stop], place, stop, line, place - line_start + 1)
        if kind in ("string", "broken"):
            line, line_start = _lines(text, place, stop, line, line_start)
        place = stop


def _lines(text: str, start: int, stop: int, line: int, line_start: int) -> tuple[int, int]:
    """The line in which a place lies, and where that line begins, counted on from an earlier place."""
    if newlines := text.count("\n", start, stop):
        return line + newlines, text.rindex("\n", start, stop) + 1
    return line, line_start


def _placed(text: str) -> Iterator[Token]:
    """The tokens of a text with codepoint escapes outside strings and IRIs; places are those of the text as given."""
    pieces: list[str] = []
    new_places, shifts = [0], [0]  # from a place in the resolved text on, how much further on that is in the text given
    length = last = 0
    for match in _OUTSIDE.finditer(text):
        if match[1] is not None:
            continue
        character = _character(match[0])
        if not character or character in _STRUCTURAL or character <= " ":
            continue
        pieces += (text[last : match.start()], character)
        length += match.start() - last + 1
        last = match.end()
        new_places.append(length)
        shifts.append(last - length)
    resolved = "".join((*pieces, text[last:]))

    line, line_start, seen = 1, 0, 0
    for token in _scan(resolved):
        # An escape's own place is that of its first character; its end that of its last.
        start = _given(new_places, shifts, token.start)
        stop = token.end + shifts[bisect_right(new_places, token.end) - 1]
        line, line_start = _lines(text, seen, start, line, line_start)
        seen = start
        yield Token(token.kind, token.text, start, stop, line, start - line_start + 1)


def _given(new_places: list[int], shifts: list[int], place: int) -> int:
    return place + shifts[bisect_right(new_places, place) - 1]


def _character(escape: str) -> str:
    """The character of a codepoint escape; "" when there is none (a surrogate, or beyond Unicode)."""
    number = int(escape[2:], 16)
    return "" if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF else chr(number)
