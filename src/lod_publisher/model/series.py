"""What the keys of *Foreign Relations of the United States* mean, for volumes and documents of which nobody has more than the key."""

import re

_KEY = re.compile(
    r"frus(?P<from>\d{4})(?:-(?P<to>\d{2,4}))?(?:v(?P<electronic>e?)(?P<number>\d+)(?:p(?P<part>\d+))?)?(?P<rest>[A-Za-z-][\w-]*)?"
    r"(?:/(?P<division>[A-Za-z0-9-]+))?(?:/(?P<note>fn\w+))?"
)
_DIVISION = re.compile(r"(?P<sort>d|ch|comp|subch)(?P<number>\d+\w*)")
_SORTS = {"d": "Document", "ch": "Chapter", "comp": "Compilation", "subch": "Subchapter"}
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def called(key: str) -> str:
    """The name of a volume, or of a document or chapter in it, by its key in the series; "" when it is no such key."""
    found = _KEY.fullmatch(key)
    if found is None:
        return ""
    volume = f"Foreign Relations of the United States, {_years(found)}{_numbered(found)}"
    division, note = found["division"], found["note"]
    if division is None:
        return volume
    said = _DIVISION.fullmatch(division)
    where = f"{_SORTS[said['sort']]} {said['number']}" if said else division
    where = f"Footnote {note.removeprefix('fn')} to {where[0].lower()}{where[1:]}" if note else where
    return f"{where} in {volume}"


def _years(found: re.Match[str]) -> str:
    first, last = found["from"], found["to"]
    return f"{first}–{first[: 4 - len(last)]}{last}" if last else first


def _numbered(found: re.Match[str]) -> str:
    words = ""
    if found["number"]:
        number = int(found["number"])
        words = f", Volume E–{number}" if found["electronic"] else f", Volume {roman(number)}"
    if found["part"]:
        words += f", Part {found['part']}"
    return words + (f" ({found['rest'].lstrip('-')})" if found["rest"] else "")


def roman(number: int) -> str:
    """A number from 1 to 399 in Roman numerals."""
    written = ""
    for value, sign in _ROMAN:
        written += sign * (number // value)
        number %= value
    return written
