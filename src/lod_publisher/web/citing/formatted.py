"""A reference as a sentence, by a style of the Citation Style Language: each archive's own, or the one for everything else."""

import re
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import as_file, files

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

from lod_publisher.web.citing.csl_json import item
from lod_publisher.web.citing.reference import Reference


@dataclass(frozen=True, slots=True)
class Style:
    """A style that we hold: its name in addresses, and who cites so."""

    name: str
    title: str


STYLES = {
    style.name: style
    for style in (
        Style("frus", "Office of the Historian, Foreign Relations of the United States"),
        Style("wilson-center", "Wilson Center Digital Archive"),
        Style("archive", "Archives in general"),
    )
}
# Two full stops after an abbreviation at the end of a sentence, and the space before a stop where a part is missing.
_STOPS = re.compile(r"\.\.(?!\.)")


@cache
def _style(name: str) -> CitationStylesStyle:
    with as_file(files(__package__) / "styles" / f"{name}.csl") as path:
        return CitationStylesStyle(str(path), validate=False)


def formatted(reference: Reference, style: str = "", html: bool = False) -> str:
    """The reference in one of `STYLES` ("": the one that its archive asks for), as plain text or with the italics of HTML.

    Texts of the data are escaped in HTML; the URL stands as text, to be linked by whoever shows it.
    """
    cited = CitationStylesBibliography(
        _style(style or reference.style), CiteProcJSON([item(reference)]), formatter.html if html else formatter.plain
    )
    cited.register(Citation([CitationItem(reference.iri)]))
    text = _STOPS.sub(".", "".join(str(part) for part in cited.bibliography()[0]))
    return text if html else unescape(text)
