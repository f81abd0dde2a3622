"""JSON-LD in expanded form: every name is a whole IRI, so that no context has to be fetched."""

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize


def write(triples: Iterable[Triple], _prefixes: Mapping[str, str]) -> bytes:
    """Write statements in the order given."""
    return serialize(triples, format=RdfFormat.JSON_LD) or b""
