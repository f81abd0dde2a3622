"""A file of the Digital Archive taken apart into head, labelled fields and numbered paragraphs; nothing is interpreted yet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lod_publisher.errors import SourceError
from lod_publisher.model.dates import date_from_words
from lod_publisher.model.records import Passage
from lod_publisher.settings import Source
from lod_publisher.sources._text import Line, fold, lines_of, text_of

_FIELD = re.compile(r"\*\*\s*([^*]+?)\s*:\s*\*\*")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.S)
_VERSION = re.compile(r"\s*(?:Translation|Transcription|Original) - (\w+)\s*")
_LIST_ITEM = re.compile(r"\s*[-*•] +(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}|[a-z])(?:\./|\.|\)) ")


@dataclass(slots=True)
class Layout:
    """The parts of a file; `fields` are keyed by their label in lower case."""

    title: str = ""
    title_line: int = 1
    date: str = ""
    date_line: int = 1
    fields: dict[str, list[Line]] = field(default_factory=dict)

    def words(self, label: str) -> str:
        """The text of a field on one line, "" when there is none."""
        return fold(" ".join(line.text for line in self.fields.get(label, ())))

    def line(self, label: str) -> int | None:
        """Where a field's text begins."""
        found = self.fields.get(label)
        return found[0].number if found else None

    @property
    def version(self) -> str:
        """The language that the text below says it is in ("English"), "" when it does not say."""
        for line in self.fields.get("contents", [])[:1]:
            if match := _VERSION.fullmatch(line.text):
                return match[1]
        return ""


def take_apart(source: Source) -> Layout:
    """Find head and fields.

    Raises:
        SourceError: the file cannot be read, has no labelled field, or no title.
    """
    text = text_of(source)
    layout = Layout()
    first_field = _FIELD.search(text)
    if first_field is None:
        raise SourceError(
            f"{source.shown}:1: there is no '**Citation:**' or other labelled field, so this is not a document of the "
            "Digital Archive. Name another reader for it in collection.toml."
        )
    for bold in _BOLD.finditer(text, 0, first_field.start()):
        words, number = fold(bold[1]), text.count("\n", 0, bold.start()) + 1
        if not layout.date and re.fullmatch(r"[\w ,.?\[\]~-]*\d{4}", words) and date_from_words(words):
            layout.date, layout.date_line = words, number
        elif not layout.title:
            layout.title, layout.title_line = words, number
    if not layout.title:
        raise SourceError(
            f"{source.shown}:1: there is no title in bold before the first field, so the document would be published "
            "without a label. Add '**Title**' at the top."
        )
    label = ""
    for line in lines_of(text):
        if match := _FIELD.fullmatch(line.text.strip()):
            label = match[1].lower()
            layout.fields.setdefault(label, [])
        elif label:
            layout.fields[label].append(line)
    return layout


def head_passages(layout: Layout, local_id: str) -> Iterator[Passage]:
    """What the archive wrote above the text: date, title, citation and summary."""
    if layout.date:
        yield Passage(f"{local_id}/date", "dateline", layout.date, layout.date_line, editorial=True)
    yield Passage(f"{local_id}/title", "heading", layout.title, layout.title_line, editorial=True)
    for label, kind in (("citation", "citation"), ("summary", "summary")):
        if words := layout.words(label).replace("<", "").replace(">", ""):
            yield Passage(f"{local_id}/{label}", kind, words, layout.line(label), editorial=True)


def paragraphs(layout: Layout, local_id: str) -> list[Passage]:
    """The text's paragraphs and list items, numbered as the package's docstring says."""
    number, item = 0, 0
    found: list[tuple[str, str, int, list[str]]] = []
    for position, line in enumerate(layout.fields.get("contents", [])):
        if position == 0 and _VERSION.fullmatch(line.text):
            continue
        if marked := _LIST_ITEM.match(line.text):
            number, item = number + (item == 0), item + 1
            letter = chr(ord("a") + item - 1) if item <= 26 else f"-{item}"
            found.append((f"p{number}{letter}", "list-item", line.number, [line.text[marked.end() :]]))
        elif line.opens or not found:
            number, item = number + 1, 0
            found.append((f"p{number}", "paragraph", line.number, [line.text]))
        else:
            found[-1][3].append(line.text)
    return [_passage(f"{local_id}/{name}", kind, line, fold(" ".join(words))) for name, kind, line, words in found]


def _passage(local_id: str, kind: str, line: int, text: str) -> Passage:
    mark = _NUMBER.match(text)
    return Passage(local_id, kind, text, line, number=mark[0].strip() if mark else "")
