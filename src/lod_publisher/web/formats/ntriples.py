"""N-Triples: one statement a line."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description


def write(description: Description) -> bytes:
    """Write the statements in the order given, those of named graphs among them."""
    if description.lines and not description.statements and (description.plain or not description.has_graphs):
        return description.lines
    return serialize(description.triples, format=RdfFormat.N_TRIPLES) or b""
