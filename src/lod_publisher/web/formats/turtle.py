"""Turtle: short, sorted, readable by people."""

from pyoxigraph import RdfFormat, parse, serialize

from lod_publisher.web.formats.description import Description, prefixes


def write(description: Description) -> bytes:
    """Write the statements in the order given; lines without named graphs go from parser to writer as they are."""
    if description.lines and not description.statements:
        lines = parse(description.lines, format=RdfFormat.N_TRIPLES)
        try:
            return serialize(lines, format=RdfFormat.TURTLE, prefixes=prefixes(description.base)) or b""
        except SyntaxError:  # the fourth term of a line in a named graph
            pass
    return serialize(description.triples, format=RdfFormat.TURTLE, prefixes=prefixes(description.base)) or b""
