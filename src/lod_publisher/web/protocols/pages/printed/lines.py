"""Lines of TEI: what an element holds as runs of words, the signs between them, and the blocks that stand among them."""

from abc import ABC, abstractmethod
from collections.abc import Callable

from lxml import etree
from markupsafe import Markup, escape

from lod_publisher.web.languages import gettext
from lod_publisher.web.protocols.pages.printed.runs import Run

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
BLOCKS = frozenset({"p", "list", "table", "quote", "figure", "div", "attachment", "opener", "closer", "postscript"})
# Blocks where they stand in a holder, words in a line where they stand in a text.
PARTS = {
    "head": "heading",
    "dateline": "dateline",
    "seg": "opener",
    "salute": "salutation",
    "signed": "signature",
    "affiliation": "closer",
    "title": "closer",
    "p": "paragraph",
}
# Working marks and file lists of the microfiche supplements: the dataset says in a sentence what they hold.
NOT_TEXT = frozenset({"file", "pdf", "page-count-according-to-citation", "problem", "graphic"})
_SPACED = frozenset({"cell", "item", "label", "row", "seg", "salute"})

Part = Run | etree._Element


def name_of(element: etree._Element) -> str:
    """The name of an element without its namespace; "" for a comment or an instruction."""
    tag: object = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


class Lines(ABC):
    """Reads lines. `leads` says where a reference goes, `page_image` is the address before a page's id, "" for none."""

    def __init__(self, leads: Callable[[str], str], page_image: str = "") -> None:
        self._leads, self._page_image = leads, page_image

    @abstractmethod
    def _note(self, note: etree._Element) -> str:
        """Set a note where it belongs; give the sign that leads to it."""

    def _parts(self, element: etree._Element, holds: bool = False) -> list[Part]:
        """What an element holds as runs, with the blocks among them left as they are."""
        found: list[Part] = []
        self._walk(element, found, (), "", holds)
        return found

    def _walk(
        self, element: etree._Element, found: list[Part], styles: tuple[str, ...], href: str, holds: bool
    ) -> None:
        if element.text:
            found.append(Run(element.text, styles, href))
        for child in element:
            name = name_of(child)
            sign = self._sign(child, name)
            if sign is not None:
                found += [sign] * bool(sign.html)
            elif name in BLOCKS or (holds and (name in PARTS or _has_part(child))):
                found.append(child)
            elif name and name not in NOT_TEXT:
                inner = (*styles, child.get("rend") or "") if name in ("hi", "del") else styles
                space = [Run(" ")] * (name in _SPACED)
                found += space
                self._walk(
                    child, found, inner, self._leads(child.get("target") or "") if name == "ref" else href, False
                )
                found += space
            if child.tail:
                found.append(Run(child.tail, styles, href))

    def _sign(self, child: etree._Element, name: str) -> Run | None:
        """What stands in a line without being words of it: where a note, a page or a line begins, or something is left out."""
        if name == "note":
            return Run("", html=self._note(child))
        if name == "pb":
            return Run("", html=self._page(child))
        if name == "gap":
            return Run("", html=_left_out(child))
        if name == "lb" or isinstance(child, etree._ProcessingInstruction):  # two volumes have a stray <?lb?>
            return Run(" ", html="<br>")
        return None

    def _page(self, pb: etree._Element) -> str:
        number, key = escape(pb.get("n") or ""), pb.get(XML_ID) or ""
        anchor = f' id="{escape(key)}"' if key else ""
        if not number:
            return ""
        if self._page_image and key and pb.get("facs"):
            address = escape(f"{self._page_image}{key}")
            said = gettext("Page %(number)s as printed") % {"number": number}
            return f'<a class="page"{anchor} href="{address}" aria-label="{said}">{number}</a>'
        return f'<span class="page"{anchor}>{number}</span>'


def grouped(parts: list[Part]) -> list[list[Run] | etree._Element]:
    """Runs that follow one another together, blocks alone; runs of nothing but white space between blocks are left out."""
    found: list[list[Run] | etree._Element] = []
    for part in parts:
        if not isinstance(part, Run):
            found.append(part)
        elif found and isinstance(found[-1], list):
            found[-1].append(part)
        else:
            found.append([part])
    return [g for g in found if not isinstance(g, list) or any(run.html or run.text.strip() for run in g)]


def _has_part(element: etree._Element) -> bool:
    """A name around a signature, as one volume has it."""
    return name_of(element) == "persName" and any(name_of(child) in PARTS for child in element)


def _left_out(gap: etree._Element) -> Markup:
    words = " ".join(filter(None, (gap.get("quantity"), gap.get("unit") or gap.get("extent"), gap.get("reason"))))
    return Markup('<span class="gap omitted" title="{}">…</span>').format(words or gettext("Left out by the editors"))


def all_text(note: etree._Element) -> str:
    """The words of a note without those of the notes in it."""
    found = [note.text or ""]
    for child in note:
        if name_of(child) and name_of(child) not in ("note", *NOT_TEXT):
            found.append(all_text(child))
        found.append(child.tail or "")
    return "".join(found)
