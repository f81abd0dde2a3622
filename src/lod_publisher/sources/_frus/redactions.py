"""Words that were withheld: FRUS says so in brackets, "[less than 1 line of source text not declassified]", without markup."""

import re
from functools import lru_cache

from lod_publisher.model.records import Redaction

_BRACKET = re.compile(r"\[[^\[\]]*?(?:not declassified|remains? classified)[^\[\]]*\]", re.I)
_SENTENCE = re.compile(r"[^.;]*not declassified[^.;]*", re.I)
_NUMBER = r"(?P<{0}>\d+(?:[-–]?(?:½|¼|¾)|[-–]\d/\d|/\d)?|½|¼|¾)"
_EXTENT = re.compile(
    rf"(?P<less>less th[ae]n )?{_NUMBER.format('n')}[- ](?:\d-column )?"
    r"(?P<unit>line|word|page|paragraph|sentence|name|place|column|footnote|dollar)s?\b",
    re.I,
)
_LAST_UNIT = re.compile(r"\(([^()]*)\)")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_KINDS = (
    ("name", re.compile(r"\b(?:names?|initials?|recipient|title|identit\w+|cryptonym|pseudonym|codeword)\b", re.I)),
    ("place", re.compile(r"\b(?:places?|location|country|city)\b", re.I)),
    ("amount", re.compile(r"\b(?:dollar|amounts?|figures?|percentage)\b", re.I)),
    ("number", re.compile(r"\b(?:numbers?|dates?|indicators?)\b", re.I)),
    ("other", re.compile(r"\b(?:handling|distribution|restriction|indicator)\b", re.I)),
)


def find_redactions(text: str) -> tuple[Redaction, ...]:
    """The gaps in a text, in order.

    A whole source note can stand in the brackets ("[Source: ... Secret. 2 pages of source text not declassified.]"): the gap is
    then its last sentence only.
    """
    if "classified" not in text:
        return ()
    return tuple(_redaction(match[0]) for match in _BRACKET.finditer(text))


@lru_cache(maxsize=4096)
def _redaction(bracketed: str) -> Redaction:
    words = bracketed
    if len(bracketed) > 90 and (sentence := _SENTENCE.search(bracketed[1:-1])):
        words = sentence[0].strip()
    extent = _extent(words)
    plain = re.sub(r"not declassified.*", "", words, flags=re.I)
    for kind, pattern in _KINDS:
        # "name and less than 1 line": the extent is of the text, but what is missed first is the name
        if pattern.search(plain):
            return Redaction(words, kind, extent)
    return Redaction(words, "text", extent)


def _extent(words: str) -> tuple[float, float, str] | None:
    """How much is missing; "1 paragraph (3 lines of source text)" is three lines, the finer of the two measures."""
    inner = _LAST_UNIT.search(words)
    match = (_EXTENT.search(inner[1]) if inner else None) or _EXTENT.search(words)
    if match is None:
        return None
    amount = _amount(match["n"])
    return (0.0 if match["less"] else amount, amount, match["unit"].lower())


def _amount(spelled: str) -> float:
    """Read "2", "½", "2½", "2-½", "2-1/2" and "1/2"."""
    total = 0.0
    for sign, value in _FRACTIONS.items():
        if sign in spelled:
            total, spelled = value, spelled.replace(sign, "")
    for piece in re.split(r"[-–]", spelled):
        if "/" in piece:
            top, bottom = piece.split("/")
            total += int(top) / (int(bottom) or 1)
        elif piece:
            total += int(piece)
    return total
