"""The words of a document, read off its TEI and off its page by two ways that know nothing of each other."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree, html

# What begins a new word: these end a line or stand on one of their own.
_TEI_BLOCKS = frozenset(
    [
        "p",
        "head",
        "item",
        "label",
        "list",
        "row",
        "cell",
        "table",
        "lb",
        "dateline",
        "seg",
        "salute",
        "signed",
        "closer",
        "opener",
        "quote",
        "div",
        "attachment",
        "affiliation",
        "title",
        "postscript",
        "figure",
    ]
)
_HTML_BLOCKS = frozenset(
    [
        "p",
        "div",
        "li",
        "ul",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "blockquote",
        "br",
        "section",
        "aside",
        "caption",
        "hr",
    ]
)
# File lists and working marks of the microfiche supplements are no text of the document.
_NOT_TEXT = frozenset(["file", "pdf", "page-count-according-to-citation", "problem"])


def _spelled(element: etree._Element, blocks: frozenset[str], skipped) -> Iterator[str]:
    named: object = element.tag
    tag = named if isinstance(named, str) else ""
    name = tag.rpartition("}")[2]
    edge = " " if name in blocks or isinstance(element, etree._ProcessingInstruction) else ""
    yield edge
    if tag and not skipped(element, name):
        yield element.text or ""
        for child in element:
            yield from _spelled(child, blocks, skipped)
            yield child.tail or ""
    yield edge


def words(element: etree._Element, blocks: frozenset[str], skipped) -> list[str]:
    return "".join(_spelled(element, blocks, skipped)).split()


def of_tei(content: bytes) -> tuple[list[str], Counter[str]]:
    """The words of the text in their order, and the notes, each as one line."""
    root = etree.fromstring(content, etree.XMLParser(collect_ids=False))

    def apart(element: etree._Element, name: str) -> bool:
        return name in _NOT_TEXT or (name == "note" and element is not note)

    note = None
    body = words(root, _TEI_BLOCKS, apart)
    notes: Counter[str] = Counter()
    for note in root.iter("{*}note"):
        notes[" ".join(words(note, _TEI_BLOCKS, apart))] += 1
    return body, notes


def _made(element: etree._Element, _: str) -> bool:
    """What the page adds to the text: note signs, page numbers, the sentence about facsimiles."""
    kinds = (element.get("class") or "").split()
    made = {"ref", "page", "made", "omitted", "number"} & set(kinds)
    return bool(made)


def of_page(page: str) -> tuple[list[str], Counter[str], list[str]]:
    """The same of a page, and the anchors on it."""
    root: etree._Element = html.fromstring(f"<div>{page}</div>")
    notes: Counter[str] = Counter()
    anchors = [anchor for element in root.iter() if (anchor := element.get("id"))]
    for note in [element for element in root.iter() if element.get("role") == "note"]:
        notes[" ".join(words(note, _HTML_BLOCKS, _made))] += 1
        tail = note.tail
        note.clear()
        note.tail = tail
    return words(root, _HTML_BLOCKS, _made), notes, anchors
