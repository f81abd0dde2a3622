"""TEI: the piece of the edition's own file that a document was read from."""

from lod_publisher.web.formats.description import Description

MEDIA_TYPE = "application/tei+xml"


def write(description: Description) -> bytes:
    """Give the fragment as it was kept."""
    return description.source.content if description.source is not None else b""
