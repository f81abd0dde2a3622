"""Small things said in words on pages: days, and the words searched for, marked where they are found."""

import re
from datetime import date

from markupsafe import Markup, escape

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken_day(day: str) -> str:
    """A day, month or year in words: "1958-07-14" is "14 July 1958"; what is no date stays as it is."""
    try:
        if len(day) == len("1958-07"):
            when = date.fromisoformat(f"{day}-01")
            return f"{_MONTHS[when.month - 1]} {when.year}"
        when = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


_PARTS = {
    "21": "Spring of", "22": "Summer of", "23": "Autumn of", "24": "Winter of",
    "33": "First quarter of", "34": "Second quarter of", "35": "Third quarter of", "36": "Last quarter of",
    "37": "First third of", "38": "Second third of", "39": "Last third of", "40": "First half of", "41": "Second half of",
}  # fmt: skip
_AROUND = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def spoken_edtf(edtf: str) -> str:
    """A date in EDTF in words: "1956-41" is "Second half of 1956"; a clock time is left to the source's own words."""
    if not edtf:
        return ""
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if start in ("", ".."):
            return f"until {spoken_edtf(end)}"
        return f"from {spoken_edtf(start)}" if end in ("", "..") else f"{spoken_edtf(start)} to {spoken_edtf(end)}"
    if edtf.startswith(("[", "{")):
        return " or ".join(spoken_edtf(part) for part in edtf.strip("[]{}").split(","))
    around = _AROUND.get(edtf[-1:], "")
    plain = edtf.rstrip("~?%").partition("T")[0]
    year, _, part = plain.partition("-")
    return around + (f"{_PARTS[part]} {year}" if part in _PARTS else spoken_day(plain))


def sentence(words: str) -> str:
    """Words as the beginning of a sentence; the rest of them stays as it is."""
    return words[:1].upper() + words[1:]


def marked(text: str, words: str) -> Markup:
    """A text, escaped, with the words marked wherever one begins; letters with accents count as they are written."""
    wanted = sorted({re.escape(word) for word in re.findall(r"\w+", words)}, key=len, reverse=True)
    if not wanted:
        return escape(text)
    pattern = re.compile(rf"\b(?:{'|'.join(wanted)})\w*", re.IGNORECASE)
    end, found = 0, Markup("")
    for match in pattern.finditer(text):
        found += escape(text[end : match.start()]) + Markup("<mark>{}</mark>").format(match[0])
        end = match.end()
    return found + escape(text[end:])
