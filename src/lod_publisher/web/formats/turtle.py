"""Turtle: short, sorted, readable by people."""

from collections.abc import Iterable, Mapping

from pyoxigraph import RdfFormat, Triple, serialize


def write(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write statements in the order given."""
    return serialize(triples, format=RdfFormat.TURTLE, prefixes=dict(prefixes)) or b""
