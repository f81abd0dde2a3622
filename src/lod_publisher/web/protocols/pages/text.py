"""A document's text as its edition prints it: passages in their order, gaps where words are withheld, names that lead on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lod_publisher.web.facts import CRM, Facts
from lod_publisher.web.site import Site, natural

# How each kind of passage is set; any other is a paragraph.
_SET = {
    "heading": "heading",
    "list-item": "item",
    "table": "table",
    "signature": "signature",
    "dateline": "dateline",
    "opener": "dateline",
    "closer": "signature",
    "salutation": "salutation",
    "quotation": "quotation",
    "caption": "caption",
    "summary": "summary",
    "citation": "citation",
}
_NOTES = frozenset({"footnote", "source-note", "note"})
_APART = frozenset({"summary", "citation"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: plain, a link to somebody named, or a gap."""

    text: str
    href: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage as it is set: `anchor` is the last segment of its IRI, `page` the page that begins with it."""

    anchor: str
    kind: str
    style: str
    number: str
    page: str
    language: str
    pieces: list[Piece]


@dataclass(slots=True)
class Text:
    """The body in its order, the notes of the edition, and what stands apart (summary, citation)."""

    body: list[Passage] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    apart: list[Passage] = field(default_factory=list)


def text_of(here: Site, facts: Facts, title: str) -> Text:
    """Read the passages of a document from its description; a heading that only repeats the page's title is left to that."""
    vocabulary = f"{here.snapshot.base}/vocab/"
    forms = _marks(here, facts)
    text = Text()
    passages = [node for node in facts.by_subject if facts.one(node, f"{vocabulary}position")]
    page = ""
    for node in sorted(passages, key=lambda n: (int(facts.one(n, f"{vocabulary}position")), natural(n))):
        values = facts.by_subject[node].get(f"{CRM}P190_has_symbolic_content")
        if not values:
            continue
        types = [name.rpartition("/")[2] for name in facts.all(node, "P2_has_type")]
        kind = next((name for name in types if name in _NOTES or name in _SET), types[0] if types else "paragraph")
        begins = facts.one(node, f"{vocabulary}page")
        passage = Passage(
            anchor=node.rpartition("/")[2],
            kind=kind,
            style=_SET.get(kind, "paragraph"),
            number=facts.one(node, f"{vocabulary}printed_number"),
            page=begins if begins != page and kind not in _NOTES else "",
            language=values[0].language,
            pieces=pieces(values[0].text, forms.get(node, ())),
        )
        if kind == "heading" and " ".join(values[0].text.split()) in (title, title.partition(". ")[2]):
            continue
        if kind in _NOTES:
            text.notes.append(passage)
        elif kind in _APART:
            text.apart.append(passage)
        else:
            page = begins or page
            text.body.append(passage)
    return text


def _marks(here: Site, facts: Facts) -> dict[str, list[Piece]]:
    """What is to be found in each passage: the forms of names in it with whom they name, and its gaps."""
    mentions = {node: facts.all(node, "P67_refers_to") for node in facts.by_subject if "#" not in node}
    named = here.snapshot.named({name for names in mentions.values() for name in names if "#" in name})
    found = {
        node: [Piece(named[name][1], here.href(named[name][0])) for name in names if name in named]
        for node, names in mentions.items()
    }
    for node in facts.by_subject:
        if "#" in node and (form := facts.one(node, "P190_has_symbolic_content")):
            for passage in facts.all(node, "P106i_forms_part_of"):
                found.setdefault(passage, []).append(Piece(form, gap=True))
    return found


def pieces(text: str, marks: Iterable[Piece]) -> list[Piece]:
    """Cut a text where a name or a gap stands, each time that it does; the longest form wins where several begin.

    The pieces joined are the text, character for character.
    """
    by_form = {mark.text: mark for mark in marks if mark.text}
    if not by_form:
        return [Piece(text)] if text else []
    longest_first = sorted(by_form, key=lambda form: (-len(form), form))
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in longest_first))
    found: list[Piece] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        found.append(by_form[match[0]])
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:]))
    return found
