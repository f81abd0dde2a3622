"""N-Quads: one statement a line, with the description that makes it as its graph."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description


def write(description: Description) -> bytes:
    """Write the statements in the order given; what the description says of itself stands in the default graph."""
    return serialize(description.quads, format=RdfFormat.N_QUADS) or b""
