"""JSON-LD in expanded form: every name is a whole IRI, so that no context has to be fetched."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description


def write(description: Description) -> bytes:
    """Write the statements in the order given."""
    return serialize(description.triples, format=RdfFormat.JSON_LD) or b""
