"""A reference as BibTeX, in UTF-8."""

import re

from lod_publisher.web.citing.names import Name
from lod_publisher.web.citing.reference import Reference

_TYPES = {"chapter": "incollection", "book": "book", "dataset": "misc", "manuscript": "unpublished", "entry": "misc"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip


def write(reference: Reference) -> str:
    """The reference as one entry; its key is made of the local id, so that it stays the same."""
    kind = _TYPES[reference.type]
    date = reference.issued or reference.written
    year, month = re.match(r"(\d{4})", date), re.match(r"\d{4}-(\d{2})", date)
    fields = {
        # Doubled braces keep the capitals: titles of the papers are names.
        "title": f"{{{_escaped(reference.title)}}}",
        "author": _names(reference.authors),
        "editor": _names(reference.editors),
        "booktitle": _escaped(reference.container) if kind == "incollection" else "",
        "howpublished": _escaped(reference.container or reference.archive) if kind in ("misc", "unpublished") else "",
        "publisher": _escaped(reference.publisher),
        "address": _escaped(reference.place),
        "year": year[1] if year else "",
        "month": "",
        "pages": _escaped(reference.page),
        "isbn": _escaped(reference.isbn),
        "type": _escaped(reference.genre),
        "language": _escaped(reference.language),
        "note": _escaped(_note(reference)),
        "url": reference.url,
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    if month and 1 <= int(month[1]) <= 12:
        lines.append(f"  month = {_MONTHS[int(month[1]) - 1]}")
    return f"@{kind}{{{reference.key},\n" + ",\n".join(lines) + "\n}\n"


def _note(reference: Reference) -> str:
    """What BibTeX has no field for."""
    translators = " and ".join(name.whole for name in reference.translators)
    found = (
        f"Document {reference.number}" if reference.number else "",
        f"dated {reference.written}" if reference.written and reference.issued else "",
        reference.shelfmark,
        f"translated by {translators}" if translators else "",
        f"version {reference.version}" if reference.version else "",
        f"linked data: {reference.iri}" if reference.iri != reference.url else "",
    )
    return "; ".join(part for part in found if part)


def _names(names: tuple[Name, ...]) -> str:
    """Names joined as BibTeX reads them; a group's stands in braces, so that it is not taken apart."""
    found = []
    for name in names:
        parts = (name.family, name.suffix, name.given)
        found.append(
            ", ".join(_escaped(part) for part in parts if part) if name.family else f"{{{_escaped(name.whole)}}}"
        )
    return " and ".join(found)


def _escaped(text: str) -> str:
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))
