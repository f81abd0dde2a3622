"""N-Triples: one statement a line."""

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize


def write(triples: Iterable[Triple], _prefixes: Mapping[str, str]) -> bytes:
    """Write statements in the order given."""
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
