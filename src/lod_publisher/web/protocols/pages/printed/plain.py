"""A document set from its passages alone, where no markup of its edition is kept."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from lod_publisher.web.languages import gettext
from lod_publisher.web.protocols.pages.printed.passages import Printable
from lod_publisher.web.protocols.pages.printed.runs import Run, set_runs
from lod_publisher.web.protocols.pages.printed.setting import NOTES, Printed

_CLASSES = {"list-item": "item", "table": "table", "note": "footnote"}
_APART = frozenset({"summary", "citation"})


def set_passages(passages: Iterable[Printable], title: str) -> Printed:
    """Set passages one after another; a heading that repeats the title of the page is left to that."""
    printed = Printed()
    page = ""
    for passage in passages:
        known = passage.known
        line = set_runs([Run(known.text)], known.marks)
        if known.kind in NOTES or known.kind in _APART:
            _apart(printed, passage, line)
            continue
        if passage.page and passage.page != page:
            page = passage.page
            printed.add(f'<div class="pagebreak"><span class="page">{escape(page)}</span></div>')
        if known.kind == "heading" and " ".join(known.text.split()) in (title, title.partition(". ")[2]):
            continue
        tag = {"heading": "h2", "quotation": "blockquote"}.get(known.kind, "p")
        kind = _CLASSES.get(known.kind, known.kind)
        spoken = f' lang="{escape(passage.language)}"' if passage.language not in ("", "en") else ""
        anchor = escape(known.anchor)
        said = gettext("Link to %s") % anchor
        printed.add(
            f'<{tag} id="{anchor}" class="passage {escape(kind)}"{spoken} dir="auto">'
            f'<a class="mark" href="#{anchor}" aria-label="{said}">{anchor}</a>{line}</{tag}>'
        )
    return printed


def _apart(printed: Printed, passage: Printable, line: Markup) -> None:
    known = passage.known
    number = passage.number or ("" if known.kind != "footnote" else known.anchor)
    sign = Markup('<span class="number">{}</span>').format(number) if number else Markup("")
    html = Markup('<div class="note" role="note" id="{}" dir="auto">{}<div><p>{}</p></div></div>').format(
        known.anchor, sign, line
    )
    if known.kind == "summary":
        printed.summary.append(html)
    elif known.kind == "citation":
        printed.citation.append(html)
    elif known.kind == "source-note":
        printed.source.append(html)
    elif printed.stretches:
        printed.stretches[-1].notes.append(html)
    else:
        printed.add("", [html])
