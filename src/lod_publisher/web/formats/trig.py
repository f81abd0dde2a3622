"""TriG: Turtle with the description as a named graph."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description, prefixes


def write(description: Description) -> bytes:
    """Write the statements in the order given; what the description says of itself stands in the default graph."""
    return serialize(description.quads, format=RdfFormat.TRIG, prefixes=prefixes(description.base)) or b""
