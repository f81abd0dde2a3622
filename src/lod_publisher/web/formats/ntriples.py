"""N-Triples: one statement a line."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description


def write(description: Description) -> bytes:
    """Write the statements in the order given."""
    return description.lines or serialize(description.triples, format=RdfFormat.N_TRIPLES) or b""
