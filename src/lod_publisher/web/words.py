"""Small things said in words on pages: days, and the words searched for, marked where they are found."""

import re
from datetime import date

from markupsafe import Markup, escape

from lod_publisher.web.languages import N_, day_in_words, gettext, ngettext, number


def spoken_day(day: str) -> str:
    """A day, month or year in words: "1958-07-14" is "14 July 1958"; what is no date stays as it is."""
    try:
        if len(day) == len("1958-07"):
            return day_in_words(date.fromisoformat(f"{day}-01"), "yMMMM")
        return day_in_words(date.fromisoformat(day))
    except ValueError:
        return day


def spoken_day_of_year(day: str) -> str:
    """A day of any year in words: "07-14" is "14 July"."""
    return day_in_words(date.fromisoformat(f"2000-{day}"), "MMMMd")


_PARTS = {
    "21": N_("Spring of %s"), "22": N_("Summer of %s"), "23": N_("Autumn of %s"), "24": N_("Winter of %s"),
    "33": N_("First quarter of %s"), "34": N_("Second quarter of %s"), "35": N_("Third quarter of %s"), "36": N_("Last quarter of %s"),
    "37": N_("First third of %s"), "38": N_("Second third of %s"), "39": N_("Last third of %s"),
    "40": N_("First half of %s"), "41": N_("Second half of %s"),
}  # fmt: skip
# What the index of names says in a line about somebody, see snapshot/namesakes/facts.py.
_ACTIVE = re.compile(r"active ([0-9–]+)")
_COUNTED = re.compile(r"in ([0-9,]+) documents?")
_AROUND = {"~": N_("about %s"), "?": N_("perhaps %s"), "%": N_("perhaps about %s")}


def spoken_edtf(edtf: str) -> str:
    """A date in EDTF in words: "1956-41" is "Second half of 1956"; a clock time is left to the source's own words."""
    if not edtf:
        return ""
    if "/" in edtf:
        start, _, end = edtf.partition("/")
        if start in ("", ".."):
            return gettext("until %s") % spoken_edtf(end)
        if end in ("", ".."):
            return gettext("from %s") % spoken_edtf(start)
        return gettext("%(start)s to %(end)s") % {"start": spoken_edtf(start), "end": spoken_edtf(end)}
    if edtf.startswith(("[", "{")):
        return gettext(" or ").join(spoken_edtf(part) for part in edtf.strip("[]{}").split(","))
    around = gettext(_AROUND.get(edtf[-1:], "")) or "%s"
    plain = edtf.rstrip("~?%").partition("T")[0]
    year, _, part = plain.partition("-")
    return around % (gettext(_PARTS[part]) % year if part in _PARTS else spoken_day(plain))


def told_in_words(description: str) -> str:
    """The line that tells somebody from namesakes, with what a program said in it in the reader's language."""
    parts = []
    for part in description.split("; "):
        if match := _ACTIVE.fullmatch(part):
            parts.append(gettext("active %s") % match[1])
        elif match := _COUNTED.fullmatch(part):
            count = int(match[1].replace(",", ""))
            parts.append(
                ngettext("in %(number)s document", "in %(number)s documents", count) % {"number": number(count)}
            )
        else:
            parts.append(part)
    return "; ".join(parts)


def a_kind(words: str) -> str:
    """The name of a kind of thing as the beginning of a sentence, in the reader's language."""
    return sentence(gettext(words[:1].lower() + words[1:]))


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
