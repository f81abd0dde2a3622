"""XML written as text: values escaped, and without the characters that XML 1.0 has no way to write."""

import re
from html import escape
from urllib.parse import quote

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
# XML 1.0, production 2: a document with any other character is not well-formed, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def purged(value: str) -> str:
    """A text, or XML that was written by others, with a mark in the place of every character that XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", value)


def text(value: str) -> str:
    """A value as it may stand in an element or, between double quotes, in an attribute."""
    return escape(purged(value), quote=True)


def element(name: str, value: str, **attributes: str) -> str:
    """An element that holds text; an attribute whose name is a Python word ends in `_` here."""
    written = "".join(f' {key.rstrip("_")}="{text(given)}"' for key, given in attributes.items() if given)
    return f"<{name}{written}>{text(value)}</{name}>"


def elements(name: str, values: list[str]) -> str:
    """The same element for each of some values, the empty ones left out."""
    return "".join(f"<{name}>{text(value)}</{name}>" for value in values if value)


def address(iri: str) -> str:
    """An IRI as a URI, which is what the schemas of most protocols call anyURI."""
    return quote(iri, safe="%/:=&?~#+!$,;'@()*[]")
