"""A document's page of type: stretches of text with the notes that stand beside them, its head, its source note."""

import re
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from markupsafe import Markup

from lod_publisher.web.protocols.pages.printed.runs import Mark

# So many letters tell a passage from any other that begins alike.
_SURE = 12
_WHITE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Known:
    """What the dataset knows of a passage: its anchor and kind, and what is to be marked in it."""

    anchor: str
    kind: str
    text: str
    marks: dict[str, Mark] = field(default_factory=dict)


NOBODY_S = Known("", "", "")


@dataclass(slots=True)
class Stretch:
    """Blocks of text from one that has notes to the next, and these notes."""

    html: Markup
    notes: list[Markup] = field(default_factory=list)


@dataclass(slots=True)
class Printed:
    """The whole as it is set; `title` is the head alone, without the document's number."""

    title: Markup = field(default_factory=Markup)
    anchor: str = ""  # of the head
    above: list[Markup] = field(default_factory=list)  # what is printed over the head
    begins: str = ""  # the page on which it begins, and where that is shown
    begins_at: str = ""
    summary: list[Markup] = field(default_factory=list)
    source: list[Markup] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)
    citation: list[Markup] = field(default_factory=list)

    @property
    def begins_with_page(self) -> bool:
        """Whether a page of the edition begins before the first word."""
        return bool(self.stretches) and self.stretches[0].html.startswith('<div class="pagebreak">')

    def add(self, html: str, notes: Iterable[Markup] = ()) -> None:
        """Add a block; one with notes begins a stretch."""
        found = list(notes)
        safe = Markup(html)  # noqa: S704 - blocks come from the setters, which escape every text
        if found or not self.stretches:
            self.stretches.append(Stretch(safe, found))
        else:
            self.stretches[-1].html += safe


class Passages:
    """The passages of a document, each given once, to whoever sets the same words."""

    def __init__(self, passages: Iterable[Known]) -> None:
        self._waiting: dict[str, deque[Known]] = {}
        for passage in passages:
            self._waiting.setdefault(_letters(passage.text), deque()).append(passage)

    def take(self, text: str, editorial: bool = False) -> Known:
        """The next passage of these words; white space, which editors and programs treat alike badly, does not count."""
        letters = _letters(text)
        waiting = self._waiting.get(letters)
        if not waiting and len(letters) >= _SURE:  # a paragraph in a paragraph, whose words the dataset has as one
            waiting = next((w for key, w in self._waiting.items() if w and key.startswith(letters)), None)
        if not waiting:
            return NOBODY_S
        for passage in waiting:
            if (passage.kind in NOTES) == editorial:
                waiting.remove(passage)
                return passage
        return waiting.popleft()

    def left(self) -> list[Known]:
        """Those that nobody asked for."""
        return [passage for waiting in self._waiting.values() for passage in waiting]


NOTES = frozenset({"footnote", "source-note", "note", "summary"})


def _letters(text: str) -> str:
    return _WHITE.sub("", text)
