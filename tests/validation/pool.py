"""One small pool of terms made to collide, and the parameters that shapes ask of them; all in Turtle."""

from pyoxigraph import RdfFormat, parse

from lod_publisher.model.records import Origin
from lod_publisher.model.terms import Term, Triple
from lod_publisher.validation import Subject

BASE = "https://data.example.org"
PREFIXES = """\
@prefix ex: <https://data.example.org/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NODES = ("ex:a", "ex:b", "ex:c", "ex:été")
BLANKS = ("_:x", "_:y")
CLASSES = ("ex:C", "ex:D", "ex:E")
PROPERTIES = ("ex:p", "ex:q", "ex:r")
_NUMBERS = (
    "1", "2", "10", "-1", "01", "1.0", "1.50", "2e0", '"2"^^xsd:int', '"300"^^xsd:byte', '"1"^^xsd:double', '"INF"^^xsd:double',
    '"abc"^^xsd:integer', '"1_0"^^xsd:integer', '"1e1"^^xsd:decimal', '"-2"^^xsd:nonNegativeInteger',
)  # fmt: skip
_MOMENTS = (
    '"1961-05-01"^^xsd:date', '"1961-05-02"^^xsd:date', '"1961-05-01Z"^^xsd:date', '"1961-13-01"^^xsd:date',
    '"1961"^^xsd:gYear', '"1962"^^xsd:gYear', '"sixty"^^xsd:gYear', '"1961-05"^^xsd:gYearMonth',
    '"1961-05-01T10:00:00"^^xsd:dateTime', '"1961-05-01T10:00:00Z"^^xsd:dateTime', '"1961-05-01T12:00:00+02:00"^^xsd:dateTime',
    '"1961-05-01T25:00:00"^^xsd:dateTime', '"10:00:00"^^xsd:time', '"P1D"^^xsd:duration',
)  # fmt: skip
_TEXTS = (
    '""', '"a"', '"A"', '"ab"', '"1"', '"é"', '"\U0001F4DC"', r'"a\nb"', r'"a\"b"', r'"a\\b"', r'"\u0001\u007F"', r'"a\\"', '"a@en"',
    '"a^^b"', '"a"@en', '"a"@de', '"b"@en', '"a"@en-gb', '"a"@de-ch-1996', '"a"^^xsd:token', '"ex:a"^^xsd:anyURI',
    '"https://data.example.org/id/a"', '"a"^^ex:type', '"true"^^xsd:boolean', '"1"^^xsd:boolean', '"maybe"^^xsd:boolean',
)  # fmt: skip
LITERALS = (*_NUMBERS, *_MOMENTS, *_TEXTS)


SHAPE_SPELLINGS = ('"a"@EN', '"a"@en-GB', '"a"^^xsd:string')  # a shape may spell some of the same terms otherwise
KINDS = ("IRI", "BlankNode", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral")
DATATYPES = (
    "xsd:integer", "xsd:decimal", "xsd:double", "xsd:int", "xsd:byte", "xsd:string", "xsd:date", "xsd:dateTime", "xsd:gYear",
    "xsd:boolean", "xsd:token", "xsd:time", "xsd:nonNegativeInteger", "rdf:langString", "ex:type", "rdfs:Literal", "rdfs:Datatype",
)  # fmt: skip
PATTERNS = (
    "a",
    "^A",
    "b$",
    "^$",
    ".",
    r"\\d+",
    r"^a\\nb",
    "^b$",
    r"^https://data\\.example\\.org/id/",
    "^a.b$",
    r"\\\\",
    "é",
)
BOUNDS = (*_NUMBERS[:8], *_MOMENTS, '"a"', '"b"@en', '"A"^^xsd:string', '"true"^^xsd:boolean')
TAGS = ('"en"', '"EN"', '"de"', '"de-CH"', '"en-GB"', '"*"')
LENGTHS = ("0", "1", "1", "2", "3")


def subjects_of(turtle: str) -> list[Subject]:
    """One subject for every node that something is said of, spelled as the mappings spell."""
    about: dict[Term, list[Triple]] = {}
    for each in parse(turtle, format=RdfFormat.TURTLE):
        triple = str(each.subject), str(each.predicate), str(each.object)
        about.setdefault(triple[0], []).append(triple)
    return [
        Subject("node", str(number), term.strip("<>"), Origin("graph.ttl", number + 1), triples)
        for number, (term, triples) in enumerate(about.items())
    ]
