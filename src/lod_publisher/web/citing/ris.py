"""A reference as RIS, one tag a line, as Zotero, EndNote and Mendeley read it."""

from lod_publisher.web.citing.reference import Reference

_TYPES = {"chapter": "CHAP", "book": "BOOK", "dataset": "DATA", "manuscript": "MANSCPT", "entry": "ELEC"}


def write(reference: Reference) -> str:
    """The reference as one record, from TY to ER, with the line ends that the format asks for."""
    date = reference.issued or reference.written
    rows = [
        ("TY", _TYPES[reference.type]),
        ("ID", reference.key),
        ("TI", reference.title),
        *(("AU", name.inverted) for name in reference.authors),
        *(("A2", name.inverted) for name in reference.editors),
        *(("A4", name.inverted) for name in reference.translators),
        ("T2", reference.container),
        ("PB", reference.publisher),
        ("CY", reference.place),
        ("PY", date[:4] if date[:4].isdigit() else ""),
        ("DA", _day(date)),
        ("SP", reference.page),
        ("M1", reference.number),
        ("M3", reference.genre),
        ("ET", reference.version),
        ("LA", reference.language),
        ("SN", reference.isbn),
        ("DB", reference.archive),
        ("AN", reference.shelfmark),
        ("OP", reference.written if reference.issued else ""),
        ("UR", reference.url),
        ("N1", "" if reference.url == reference.iri else f"Linked data: {reference.iri}"),
    ]
    lines = [f"{tag}  - {' '.join(text.split())}" for tag, text in rows if text]
    return "\r\n".join([*lines, "ER  - ", ""])


def _day(date: str) -> str:
    """A day or month as YYYY/MM/DD/; "" for a span or anything vaguer than a year."""
    parts = date.partition("T")[0].split("-")
    if not all(part.isdigit() for part in parts) or len(parts) > 3:
        return ""
    return "/".join([*parts, "", "", ""][:3]) + "/"
