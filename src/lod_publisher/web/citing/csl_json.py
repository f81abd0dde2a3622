"""A reference as CSL-JSON, the data model of the Citation Style Language 1.0.2."""

import json
import re
from typing import Any

from lod_publisher.web.citing.names import Name
from lod_publisher.web.citing.reference import Reference

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def write(reference: Reference) -> str:
    """The reference as a list of one item, as reference managers import it."""
    return json.dumps([item(reference)], ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def item(reference: Reference) -> dict[str, Any]:
    """The reference as one item; `id` is the IRI of what is cited."""
    found: dict[str, Any] = {
        "id": reference.iri,
        "type": reference.type,
        "title": reference.title,
        "author": [_name(name) for name in reference.authors],
        "editor": [_name(name) for name in reference.editors],
        "translator": [_name(name) for name in reference.translators],
        "container-title": reference.container,
        "publisher": reference.publisher,
        "publisher-place": reference.place,
        "number": reference.number,
        "page": reference.page,
        "version": reference.version,
        "genre": reference.genre,
        "language": reference.language,
        "archive": reference.archive,
        "archive_location": reference.shelfmark,
        "ISBN": reference.isbn,
        "issued": _date(reference.issued),
        "original-date": _date(reference.written),
        "URL": reference.url,
        "note": "" if reference.url == reference.iri else f"Linked data: {reference.iri}",
    }
    return {name: value for name, value in found.items() if value}


def _name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"literal": name.whole}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: text for part, text in parts.items() if text}


def _date(edtf: str) -> dict[str, Any]:
    """A date as CSL has it: a day, a month, a year or two of them; anything vaguer keeps the words of EDTF."""
    if not edtf:
        return {}
    ends = [_DAY.fullmatch(end.partition("T")[0]) for end in edtf.split("/")]
    if len(ends) > 2 or None in ends:
        year = re.match(r"[^-]*?(\d{4})", edtf)
        return {"literal": edtf} | ({"date-parts": [[int(year[1])]]} if year else {})
    return {"date-parts": [[int(part) for part in match.groups() if part] for match in ends if match]}
