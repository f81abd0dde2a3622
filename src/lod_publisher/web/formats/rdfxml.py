"""RDF/XML: for older software."""

import re

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description, prefixes

# XML 1.0 has no way at all to write these characters, and a reader would turn a bare carriage return into a new line.
_NOT_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_REPLACEMENT = "\ufffd".encode()
# A property is an element, so its IRI has to end in an XML name.
_NAME_AT_END = re.compile(r"[^\W\d][\w.-]*\Z")


def write(description: Description) -> bytes:
    """Write the statements in the order given, as far as XML can.

    A character that XML 1.0 forbids becomes U+FFFD. A statement whose property ends in no XML name cannot be written at
    all; a comment says how many there are of those.
    Source: RDF 1.1 XML Syntax, 5.2 (property elements); XML 1.0, 2.2 (characters) and 2.11 (line ends).
    """
    nameless = {t.predicate for t in description.triples if not _NAME_AT_END.search(t.predicate.value)}
    triples = [t for t in description.triples if t.predicate not in nameless] if nameless else description.triples
    written = serialize(triples, format=RdfFormat.RDF_XML, prefixes=prefixes(description.base)) or b""
    written = _NOT_XML.sub(_REPLACEMENT, written).replace(b"\r", b"&#xD;")
    if left_out := len(description.triples) - len(triples):
        written += (
            f"\n<!-- {left_out} statements have properties that XML cannot name: see the other formats. -->\n".encode()
        )
    return written
