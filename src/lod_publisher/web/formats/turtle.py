"""Turtle: short, sorted, readable by people."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description, prefixes


def write(description: Description) -> bytes:
    """Write the statements in the order given."""
    return serialize(description.triples, format=RdfFormat.TURTLE, prefixes=prefixes(description.base)) or b""
