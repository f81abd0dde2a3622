"""Who says so, for every fact on a page: the passages of the thing that speak of the fact, or the file that gives it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from lod_publisher.model.iris import is_local_id
from lod_publisher.snapshot.catalog import Entity
from lod_publisher.web.facts import Link
from lod_publisher.web.protocols.pages.evidence import Quote
from lod_publisher.web.protocols.pages.summary import Fact
from lod_publisher.web.site import KIND_NAMES, Site

_MOST_QUOTES = 4
_MOST_VALUES = 12
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Saying:
    """The source of a fact: passages that name it; else `around`, those about the thing as a whole; else the file and line."""

    quotes: list[Quote] = field(default_factory=list)
    around: list[Quote] = field(default_factory=list)
    file: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """One document with all that it says of a thing."""

    document: Link | None
    quotes: list[Quote]


def sayings(here: Site, entity: Entity, rows: Sequence[Fact], quotes: Sequence[Quote]) -> dict[str, Saying]:
    """Who says so, by the heading of each fact."""
    folded = [(quote, _fold(quote.text)) for quote in quotes]
    found = {}
    for row in rows:
        words = {word for value in row.values[:_MOST_VALUES] for word in _words(here, value)}
        named = [quote for quote, text in folded if any(word in text for word in words)][:_MOST_QUOTES]
        if named:
            found[row.name] = Saying(named)
        elif quotes:
            found[row.name] = Saying(around=list(quotes[:_MOST_QUOTES]))
        elif entity.source:
            found[row.name] = Saying(file=entity.source)
    return found


def _words(here: Site, value: Link) -> set[str]:
    """How a source may speak of a value: its label without the date in EDTF behind it, and every name of the thing it leads to."""
    written = {value.label.partition(" (")[0], value.label}
    kind, _, local_id = value.href.partition("/page/")[2].partition("/")
    local_id = local_id.partition("#")[0]
    known = {str(each): each for each in KIND_NAMES}
    if kind in known and is_local_id(local_id):
        written.update(here.snapshot.catalog.names(known[kind], local_id))
    return {folded for text in written if len(folded := _fold(text)) >= _SHORTEST}


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").split())


def by_document(quotes: Sequence[Quote]) -> list[Voice]:
    """The passages of a thing by the documents they stand in, to be read side by side."""
    found: dict[Link | None, list[Quote]] = {}
    for quote in quotes:
        document = quote.document and Link(quote.document.label, quote.document.href)
        found.setdefault(document, []).append(quote)
    return [Voice(document, said) for document, said in found.items()]
