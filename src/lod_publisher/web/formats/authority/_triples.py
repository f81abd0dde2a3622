"""Statements in the making, for the formats that are RDF themselves."""

import re
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from lod_publisher.web.xml_text import purged

_LINE_ENDS = re.compile("\r\n?")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FOAF = "http://xmlns.com/foaf/0.1/"
DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


class Triples:
    """Statements as they are said, thing by thing."""

    def __init__(self) -> None:
        self._said: dict[str, dict[Triple, None]] = {}

    def link(self, subject: str, predicate: str, *values: str) -> None:
        """Say that a thing has others."""
        for value in values:
            self._say(Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value)), subject)

    def text(self, subject: str, predicate: str, *values: str, datatype: NamedNode | None = None) -> None:
        """Say that a thing has texts, as XML can hold them in whatever format they are written; the empty ones are left out."""
        for value in values:
            if value:
                term = Literal(_LINE_ENDS.sub("\n", purged(value)), datatype=datatype)
                self._say(Triple(NamedNode(subject), NamedNode(predicate), term), subject)

    def _say(self, triple: Triple, subject: str) -> None:
        self._said.setdefault(subject, {})[triple] = None

    def __iter__(self) -> Iterator[Triple]:
        """Each once, those about one thing together."""
        for triples in self._said.values():
            yield from triples

    def written(self, form: RdfFormat, prefixes: dict[str, str]) -> bytes:
        """All of them in a format."""
        return serialize(self, format=form, prefixes=prefixes) or b""
