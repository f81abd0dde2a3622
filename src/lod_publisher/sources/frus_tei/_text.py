"""From an element to the text a reader sees: white space folded, notes left out, with what is tagged inside."""

import re
from dataclasses import dataclass, field

from lxml import etree

from lod_publisher.sources.frus_tei._names import TEI

_WHITE = re.compile(r"\s+")
_SPACES = ("\n", "  ", "\t", "\r", "\u00a0", "\u2002", "\u2003", "\u2009")

# What the walk does at an element; a name that is not here is walked through.
_NOTE, _BREAK, _PAGE, _BLOCK, _TAGGED, _SPACED = range(6)
_ACTIONS = (
    {TEI + "note": _NOTE, TEI + "lb": _BREAK, TEI + "pb": _PAGE}
    | {TEI + name: _TAGGED for name in ("persName", "ref", "gloss", "placeName", "date", "time")}
    | {TEI + name: _BLOCK for name in ("list", "table", "quote", "figure", "gap")}
    | {TEI + name: _SPACED for name in ("p", "cell", "item", "label", "head", "row", "seg", "salute")}
)
_APART = _ACTIONS | {
    TEI + name: _BLOCK
    for name in (
        "head",
        "p",
        "dateline",
        "seg",
        "salute",
        "signed",
        "label",
        "affiliation",
        "title",
        "opener",
        "closer",
        "postscript",
    )
}
_ALL_INLINE = _ACTIONS | {TEI + name: _SPACED for name in ("list", "table", "quote", "figure")}


@dataclass(slots=True)
class FlatText:
    """The text of an element, with the spans of what is tagged in it and what was set aside.

    `tagged` holds (first, last, element) of names, references and dates; `notes` and `blocks` (lists, tables and quotations inside a
    paragraph) are pieces of their own; `pages` the page breaks passed.
    """

    text: str = ""
    tagged: list[tuple[int, int, etree._Element]] = field(default_factory=list)
    notes: list[etree._Element] = field(default_factory=list)
    blocks: list[etree._Element] = field(default_factory=list)
    pages: list[etree._Element] = field(default_factory=list)

    def words(self, span: tuple[int, int, etree._Element]) -> str:
        """The words of a tagged span, without white space at their edges."""
        return self.text[span[0] : span[1]].strip()


class _Writer:
    """Joins pieces of text while folding white space across their borders."""

    __slots__ = ("ended_in_space", "length", "pieces")

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.ended_in_space = True  # so that leading white space goes

    def write(self, piece: str) -> None:
        for space in _SPACES:
            if space in piece:
                piece = _WHITE.sub(" ", piece)
                break
        if self.ended_in_space and piece[0] == " ":
            piece = piece[1:]
            if not piece:
                return
        self.pieces.append(piece)
        self.length += len(piece)
        self.ended_in_space = piece[-1] == " "


def flatten(element: etree._Element, whole: bool = False) -> FlatText:
    """Write an element's text; with `whole`, lists and tables inside it belong to it (a footnote), else they are set aside."""
    flat = FlatText()
    writer = _Writer()
    if element.text:
        writer.write(element.text)
    if len(element):
        _walk(element, flat, writer, _ALL_INLINE if whole else _ACTIONS)
    flat.text = "".join(writer.pieces)
    if flat.text.endswith(" "):
        flat.text = flat.text[:-1]
    return flat


def flatten_beside(element: etree._Element) -> FlatText:
    """Write the text that stands beside the parts of an opener or closer: "Chairman, Joint Chiefs of Staff" after a signature."""
    flat = FlatText()
    writer = _Writer()
    if element.text:
        writer.write(element.text)
    _walk(element, flat, writer, _APART)
    flat.text = "".join(writer.pieces).strip()
    return flat


def _walk(element: etree._Element, flat: FlatText, writer: _Writer, actions: dict[str, int]) -> None:
    for child in element:
        tag: object = child.tag
        # a comment, or one of the two stray <?lb?>, has no name but a function
        action = actions.get(tag) if isinstance(tag, str) else _BREAK
        if action is None or action >= _TAGGED:
            _write_inside(child, flat, writer, actions, action)
        else:
            _set_aside(child, flat, writer, action)
        tail = child.tail
        if tail:
            writer.write(tail)


def _set_aside(child: etree._Element, flat: FlatText, writer: _Writer, action: int) -> None:
    if action == _NOTE:
        flat.notes.append(child)
    elif action == _PAGE:
        flat.pages.append(child)
    else:
        if action == _BLOCK:
            flat.blocks.append(child)
        writer.write(" ")


def _write_inside(
    child: etree._Element, flat: FlatText, writer: _Writer, actions: dict[str, int], action: int | None
) -> None:
    if action == _SPACED:
        writer.write(" ")
    first = writer.length
    text = child.text
    if text:
        writer.write(text)
    if len(child):
        _walk(child, flat, writer, actions)
    if action == _TAGGED:
        flat.tagged.append((first, writer.length, child))
    elif action == _SPACED:
        writer.write(" ")


def plain(element: etree._Element) -> str:
    """The text of an element without its notes."""
    return flatten(element, whole=True).text
