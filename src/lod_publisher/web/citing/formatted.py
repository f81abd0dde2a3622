"""A reference as a sentence, by a style of the Citation Style Language: each archive's own, or the one for everything else."""

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import as_file, files
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]

from lod_publisher.web.citing.csl_json import item
from lod_publisher.web.citing.reference import Reference
from lod_publisher.web.words import spoken_edtf


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
# Two full stops meet where an abbreviation ends a sentence.
_STOPS = re.compile(r"\.\.(?!\.)")
# The processor does not escape every text of its data, and reads markup in some; so none may reach it as markup. Characters of a
# private area stand in for the three letters while it works.
_HIDDEN = {"<": "\ue000", ">": "\ue001", "&": "\ue002"}
_HIDE = str.maketrans(_HIDDEN)
_ESCAPE = str.maketrans({hidden: escape(letter) for letter, hidden in _HIDDEN.items()})
_REVEAL = str.maketrans({hidden: letter for letter, hidden in _HIDDEN.items()})


@cache
def _style(name: str) -> CitationStylesStyle:
    with as_file(files(__package__) / "styles" / f"{name}.csl") as path:
        return CitationStylesStyle(str(path), validate=False)


def formatted(reference: Reference, style: str = "", html: bool = False) -> str:
    """The reference in one of `STYLES` ("": the one that its archive asks for), as plain text or with the italics of HTML.

    Texts of the data are escaped in HTML; the URL stands as text, to be linked by whoever shows it.
    """
    told = _hidden(item(reference))
    for name in ("issued", "original-date"):
        if name in told and (len(told[name].get("date-parts", ())) != 1 or "literal" in told[name]):
            # Spans of days make the processor fail, and of what is vague it says only the year.
            words = spoken_edtf(reference.written if name == "original-date" else reference.issued)
            told[name] = {"literal": words.translate(_HIDE)}
    cited = CitationStylesBibliography(
        _style(style or reference.style), CiteProcJSON([told]), formatter.html if html else formatter.plain
    )
    cited.register(Citation([CitationItem(told["id"])]))
    text = _STOPS.sub(".", "".join(str(part) for part in cited.bibliography()[0]))
    return text.translate(_ESCAPE if html else _REVEAL)


def _hidden(value: Any) -> Any:
    """A value of CSL-JSON with its markup letters hidden."""
    if isinstance(value, str):
        return value.translate(_HIDE)
    if isinstance(value, dict):
        return {name: _hidden(part) for name, part in value.items()}
    return [_hidden(part) for part in value] if isinstance(value, list) else value
