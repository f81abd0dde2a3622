"""What an address of the search asks for, and the addresses of its neighbours: stable, so that they can be shared and kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode

from flask import request
from werkzeug.datastructures import MultiDict

from lod_publisher.errors import DateError
from lod_publisher.model.dates import bounds, date_from_words
from lod_publisher.snapshot.facets import NAMES
from lod_publisher.snapshot.finding import SORTS, Question

_MAX_WORDS = 200
_MAX_OFFSET = 10_000
_MAX_KEYS = 20
_LONGEST_KEY = 300
_LONGEST_DATE = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address says it: days in the reader's own words, keys by facet, and where the page begins."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    since: str = ""
    until: str = ""
    surely: bool = False
    sort: str = ""
    offset: int = 0
    whole: str = ""
    form: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for."""
        return not (self.words or self.chosen or self.since or self.until)

    @property
    def question(self) -> Question:
        """The same for the finder; a date that is none does not narrow."""
        first, last = _days(self.since)[0], _days(self.until)[1]
        return Question(self.words, self.chosen, first, last, self.surely, self.sort or "best")

    @property
    def misread(self) -> list[str]:
        """The dates that cannot be understood."""
        return [text for text in (self.since, self.until) if text and _days(text) == ("", "")]

    def without(self, facet: str, key: str) -> "Asked":
        """The same, not narrowed by a value."""
        kept = {name: tuple(one for one in keys if (name, one) != (facet, key)) for name, keys in self.chosen.items()}
        return replace(self, chosen={name: keys for name, keys in kept.items() if keys}, offset=0)

    def narrowed(self, facet: str, key: str) -> "Asked":
        """The same, narrowed by one more value; values of one facet widen each other."""
        keys = (*self.chosen.get(facet, ()), key)
        return replace(self, chosen={**self.chosen, facet: keys}, offset=0, whole="")

    def address(self, form: str = "") -> str:
        """The address, with the parameters always in one order."""
        query = urlencode(self.parameters(form), quote_via=quote, safe="/:")
        return f"{request.script_root}/search{'?' if query else ''}{query}"

    def parameters(self, form: str = "") -> list[tuple[str, str]]:
        """The parameters of the address."""
        found = [("q", self.words), *((name, key) for name in NAMES for key in self.chosen.get(name, ()))]
        found += [("from", self.since), ("to", self.until), ("surely", "1" if self.surely else "")]
        found += [("sort", self.sort), ("all", self.whole), ("offset", str(self.offset or "")), ("format", form)]
        return [(name, value) for name, value in found if value]


def asked(arguments: MultiDict[str, str]) -> Asked:
    """What the parameters of an address ask for; what cannot be is left out."""
    when = arguments.get("when", "")
    chosen = {}
    for name in NAMES:
        keys = dict.fromkeys(key[:_LONGEST_KEY] for key in arguments.getlist(name) if key.strip())
        if keys:
            chosen[name] = tuple(keys)[:_MAX_KEYS]
    sort, whole = arguments.get("sort", ""), arguments.get("all", "")
    return Asked(
        arguments.get("q", "").strip()[:_MAX_WORDS],
        chosen,
        arguments.get("from", when).strip()[:_LONGEST_DATE],
        arguments.get("to", when).strip()[:_LONGEST_DATE],
        arguments.get("surely", "") == "1",
        sort if sort in SORTS and sort != "best" else "",
        _offset(arguments.get("offset", "0")),
        whole if whole in NAMES else "",
        arguments.get("format", ""),
    )


def following(this: Asked, size: int, total: int) -> Asked | None:
    """The next page; None on the last."""
    further = this.offset + size
    return replace(this, offset=further) if further < total and further <= _MAX_OFFSET else None


def previous(this: Asked, size: int) -> Asked | None:
    """The page before; None on the first."""
    return replace(this, offset=max(this.offset - size, 0)) if this.offset else None


def _offset(text: str) -> int:
    try:
        return min(max(int(text), 0), _MAX_OFFSET)
    except ValueError:
        return 0


def _days(text: str) -> tuple[str, str]:
    """The first and last day that a date allows, in EDTF ("1958-07") or in words ("July 1958"); "" for an open side or no date."""
    if not text:
        return "", ""
    try:
        first, last = bounds(text)
    except DateError:
        try:
            told = date_from_words(text)
        except (DateError, ValueError):
            told = None
        if told is None:
            return "", ""
        first, last = told.earliest, told.latest
    return first.isoformat() if first else "", last.isoformat() if last else ""
