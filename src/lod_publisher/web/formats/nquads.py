"""N-Quads: one statement a line, with the description that makes it as its graph."""

from pyoxigraph import RdfFormat, serialize

from lod_publisher.web.formats.description import Description


def write(description: Description) -> bytes:
    """Write the statements in the order given; what the description says of itself stands in the default graph."""
    if description.lines and description.page:
        about, graph = f"<{description.page}> ".encode(), f" <{description.page}> .\n".encode()
        lines = description.lines.splitlines(keepends=True)
        return b"".join(line if line.startswith(about) else line.rstrip(b" .\n") + graph for line in lines)
    return serialize(description.quads, format=RdfFormat.N_QUADS) or b""
