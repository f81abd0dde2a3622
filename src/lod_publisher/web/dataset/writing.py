"""Statements as three texts, and their way to triples: for descriptions that our own code composes."""

from collections.abc import Iterable
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode, Triple

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
VOID = "http://rdfs.org/ns/void#"
FOAF = "http://xmlns.com/foaf/0.1/"

Value: TypeAlias = str | int | Literal
Statement: TypeAlias = tuple[str, str, Value]
"""Subject and predicate as IRIs; the object is an IRI when it is a text, an xsd:integer when it is a number, else a literal."""

TYPE = f"{RDF}type"


def moment(text: str) -> Literal:
    """A moment in ISO 8601."""
    return Literal(text, datatype=NamedNode(f"{XSD}dateTime"))


def day(text: str) -> Literal:
    """A day in ISO 8601."""
    return Literal(text, datatype=NamedNode(f"{XSD}date"))


def words(text: str) -> Literal:
    """Words of ours, in English."""
    return Literal(text, language="en")


def triples(statements: Iterable[Statement]) -> list[Triple]:
    """The statements as triples, each once, in the order given."""
    found = dict.fromkeys(
        Triple(NamedNode(subject), NamedNode(predicate), _term(value)) for subject, predicate, value in statements
    )
    return list(found)


def _term(value: Value) -> NamedNode | Literal:
    if isinstance(value, int):
        return Literal(str(value), datatype=NamedNode(f"{XSD}integer"))
    return NamedNode(value) if isinstance(value, str) else value
