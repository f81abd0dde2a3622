"""RDF/XML: for older software."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description, prefixes


def write(description: Description) -> bytes:
    """Write the statements in the order given."""
    return serialize(description.triples, format=RdfFormat.RDF_XML, prefixes=prefixes(description.base)) or b""
