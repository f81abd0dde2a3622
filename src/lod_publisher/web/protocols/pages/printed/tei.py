"""A document set from its edition's own TEI: every word, in the editors' order, with lists, tables, notes and page breaks."""

from collections.abc import Callable

from lxml import etree
from markupsafe import Markup, escape

from lod_publisher.web.languages import gettext
from lod_publisher.web.protocols.pages.printed.lines import (
    BLOCKS,
    PARTS,
    XML_ID,
    Lines,
    all_text,
    grouped,
    name_of,
)
from lod_publisher.web.protocols.pages.printed.runs import Run, folded, joined, set_runs
from lod_publisher.web.protocols.pages.printed.setting import NOBODY_S, Known, Passages, Printed

# Elements of the edition that hold others, whatever stands beside those.
_HOLDERS = frozenset({"div", "attachment", "opener", "closer", "postscript", "quote", "figure", "body"})
_PLACES = {"center": "center", "right": "right", "flushleft": "flush", "#center": "center", "#right": "right"}
_PARSER = etree.XMLParser(collect_ids=False, resolve_entities=False, no_network=True, huge_tree=True)


class TeiSetter(Lines):
    """Sets one document. `leads` says where a reference goes, `page_image` is the address before a page's id, "" for none."""

    def __init__(self, passages: Passages, leads: Callable[[str], str], page_image: str = "") -> None:
        super().__init__(leads, page_image)
        self._passages = passages
        self._notes: list[Markup] = []
        self._out: list[str] = []
        self._printed = Printed()
        self._has_title = False

    def set(self, content: bytes) -> Printed:
        """Set a document's division."""
        self._holder(etree.fromstring(content, _PARSER), top=True)
        for passage in self._passages.left():
            if passage.kind == "caption":
                self._printed.add(f'<p class="passage caption made" id="{passage.anchor}">{escape(passage.text)}</p>')
        return self._printed

    # Blocks

    def _holder(self, element: etree._Element, top: bool = False) -> None:
        """Set what an element holds; words beside the blocks in it are one passage, in as many pieces as they are."""
        parts = self._parts(element, holds=True)
        beside = self._passages.take(joined(p for p in parts if isinstance(p, Run)))
        for group in grouped(parts):
            if isinstance(group, list):
                self._beside(group, element, beside)
                beside = Known("", beside.kind, "", beside.marks)
            elif top and name_of(group) == "head" and not self._has_title:
                self._title(group)
            elif top and name_of(group) in ("attachment", "div"):
                self._printed.add('<hr class="attachment" aria-label="{}">'.format(gettext("Attachment")))
                self._holder(group, top=True)
            else:
                self._block(group)
            if top:
                self._flush()

    def _flush(self) -> None:
        if self._out or self._notes:
            self._printed.add("".join(self._out), self._notes)
            self._out, self._notes = [], []

    def _title(self, head: etree._Element) -> None:
        runs = folded(p for p in self._parts(head) if isinstance(p, Run))
        passage = self._passages.take(joined(runs))
        self._printed.anchor = passage.anchor
        self._has_title = True
        self._flush()
        self._printed.above = [stretch.html for stretch in self._printed.stretches]
        self._notes = [note for stretch in self._printed.stretches for note in stretch.notes]
        self._printed.stretches = []
        self._printed.title = set_runs(runs, passage.marks)

    def _beside(self, runs: list[Run], element: etree._Element, passage: Known) -> None:
        runs = folded(runs)
        if joined(runs).strip():
            kind = {"opener": "dateline", "closer": "closer", "quote": "paragraph"}.get(name_of(element), "paragraph")
            self._out.append(f"<p{_attributes(passage, kind)}>{set_runs(runs, passage.marks)}</p>")
        elif pages := "".join(run.html for run in runs if "page" in run.html[:20]):
            self._out.append(f'<div class="pagebreak">{pages}</div>')

    def _block(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "list":
            self._list(element)
        elif name == "table":
            self._table(element)
        elif name in _HOLDERS:
            tag = "blockquote" if name == "quote" else "div"
            self._out.append(f'<{tag} class="{name}">')
            self._holder(element)
            self._out.append(f"</{tag}>")
        else:
            self._text(element, PARTS.get(name, "paragraph"))

    def _text(self, element: etree._Element, kind: str, tag: str = "", lead: str = "") -> None:
        """Set a paragraph or what is like one; it becomes a division when it holds lists, tables or quotations."""
        parts = self._parts(element)
        blocks = any(not isinstance(part, Run) for part in parts)
        passage = self._passages.take(joined(p for p in parts if isinstance(p, Run)))
        place = _PLACES.get(element.get("rend") or element.get("rendition") or "", "")
        tag = tag or ("div" if blocks else "h2" if kind == "heading" and not _in_list(element) else "p")
        self._out.append(f"<{tag}{_attributes(passage, f'{kind} {place}'.strip())}>{lead}")
        for group in grouped(parts):
            if isinstance(group, list):
                line = set_runs(folded(group), passage.marks)
                self._out.append(f"<p>{line}</p>" if blocks and tag != "li" else line)
            else:
                self._block(group)
        self._out.append(f"</{tag}>")

    def _list(self, element: etree._Element) -> None:
        """Set a list; a label or a page that begins between two items goes into the next."""
        kind = escape((element.get("type") or "").strip().lower())
        outer, self._out = self._out, []
        lead = ""
        for child in element:
            name = name_of(child)
            if name == "head":
                rows, self._out = self._out, outer
                self._text(child, "heading listed", "p")
                self._out = rows
            elif name in ("label", "pb"):
                lead += self._label(child) if name == "label" else self._page(child)
            elif name == "note":
                lead += self._note(child)
            elif name and name != "lb":
                self._member(child, name, lead)
                lead = ""
            if child.tail and child.tail.strip():
                self._out.append(f"<li>{escape(child.tail.strip())}</li>")
        if lead:
            self._out.append(f"<li>{lead}</li>")
        items, self._out = "".join(self._out), outer
        labelled = " labelled" if '<span class="label">' in items else ""
        self._out.append(f'<ul class="list {kind}{labelled}">{items}</ul>')

    def _label(self, label: etree._Element) -> str:
        runs = folded(part for part in self._parts(label) if isinstance(part, Run))
        return f'<span class="label">{set_runs(runs, {})}</span> '

    def _member(self, child: etree._Element, name: str, lead: str) -> None:
        if name in BLOCKS and name != "p":
            self._out.append(f"<li>{lead}")
            self._block(child)
            self._out.append("</li>")
        else:
            self._text(child, "item", "li", lead)

    def _table(self, element: etree._Element) -> None:
        self._out.append(
            '<div class="scroll" role="region" aria-label="{}" tabindex="0"><table>'.format(gettext("Table"))
        )
        rows: list[str] = []
        lead = ""
        for child in element:
            name = name_of(child)
            if name == "row":
                rows.append(self._row(child, lead))
                lead = ""
            elif name == "pb":
                lead += self._page(child)
            elif name in ("head", "caption"):
                outer, self._out = self._out, []
                self._text(child, "heading listed", "p")
                outer.append(f"<caption>{''.join(self._out)}</caption>")
                self._out = outer
            elif name == "note":
                self._note(child)
            if child.tail and child.tail.strip():
                rows.append(f'<tr><td colspan="99">{escape(child.tail.strip())}</td></tr>')
        self._out.append(f"{''.join(rows)}</table></div>{lead}")

    def _row(self, row: etree._Element, lead: str) -> str:
        cells = [(cell, self._parts(cell)) for cell in row if name_of(cell)]
        texts = [joined(folded(p for p in parts if isinstance(p, Run))) for _, parts in cells]
        passage = self._passages.take(" | ".join(texts))
        out: list[str] = []
        outer, self._out = self._out, out
        for cell, parts in cells:
            tag = "th" if "label" in (cell.get("role"), row.get("role")) else "td"
            wide = "".join(f' {a}="{n}"' for a, n in (("colspan", cell.get("cols")), ("rowspan", cell.get("rows")))
                           if n and n.isdigit())  # fmt: skip
            wide += ' class="nowrap"' * ("#nowrap" in (cell.get("rendition") or ""))
            out.append(f'<{tag}{wide} dir="auto">{lead}')
            lead = ""
            for group in grouped(parts):
                if isinstance(group, list):
                    out.append(set_runs(folded(group), passage.marks))
                else:
                    self._block(group)
            out.append(f"</{tag}>")
        self._out = outer
        anchor = f' id="{passage.anchor}"' if passage.anchor else ""
        return f"<tr{anchor}>{''.join(out)}</tr>"

    def _note(self, note: etree._Element) -> Markup:
        """Set a note beside the text, or where its kind belongs; give the sign that leads to it."""
        outer, self._out = self._out, []
        parts = self._parts(note)
        # a note is one passage with all that is in it
        passage = self._passages.take(all_text(note), editorial=True)
        key = note.get(XML_ID) or ""
        anchor = passage.anchor or escape(key)
        number = escape(note.get("n") or "")
        mine: list[str] = []
        for group in grouped(parts):
            if isinstance(group, list):
                line = set_runs(folded(group), passage.marks)
                mine += [f"<p>{line}</p>"] * bool(line)
            else:
                self._out = mine
                self._within(group, passage)
        self._out = outer
        kind = passage.kind or {"source": "source-note", "summary": "summary"}.get(note.get("type") or "", "footnote")
        place = f' id="{anchor}"' if anchor else ""
        sign = f'<span class="number">{number}</span>' if number else ""
        html = Markup(f'<div class="note" role="note"{place} dir="auto">{sign}<div>{"".join(mine)}</div></div>')  # noqa: S704
        if kind == "summary":
            self._printed.summary.append(html)
            return Markup("")
        (self._printed.source if kind == "source-note" else self._notes).append(html)
        if not anchor:
            return Markup("")
        said = gettext("Note %s") % number if number else gettext("Source note")
        return Markup(f'<sup class="ref"><a href="#{anchor}" aria-label="{said}">{number or "°"}</a></sup>')  # noqa: S704

    def _within(self, element: etree._Element, passage: Known) -> None:
        """Set a block inside a note under the marks of the note's own passage."""
        kept = self._passages
        self._passages = _Only(passage)
        self._block(element)
        self._passages = kept


class _Only(Passages):
    """A passage without an anchor, for all that is inside it."""

    def __init__(self, passage: Known) -> None:
        super().__init__(())
        self._passage = Known("", passage.kind, "", passage.marks)

    def take(self, text: str, editorial: bool = False) -> Known:
        return NOBODY_S if editorial else self._passage


def _attributes(passage: Known, kind: str) -> str:
    anchor = f' id="{passage.anchor}"' if passage.anchor else ""
    return f'{anchor} class="passage {kind}" dir="auto"'


def _in_list(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and name_of(parent) in ("list", "table", "note")
