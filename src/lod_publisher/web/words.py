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
