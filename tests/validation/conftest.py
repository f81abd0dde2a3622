"""Records in Turtle, judged by the project's own shapes."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from lod_publisher.model.findings import Finding
from lod_publisher.model.records import Origin
from lod_publisher.validation import Shapes, Subject

BASE = "https://data.example.org"
PREFIXES = f"""
@prefix id: <{BASE}/id/> .
@prefix v: <{BASE}/vocab/> .
@prefix crm: <http://www.cidoc-crm.org/cidoc-crm/> .
@prefix la: <https://linked.art/ns/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@base <{BASE}/id/> .
"""

Described = Callable[[str], Subject]
Check = Callable[[str], list[Finding]]


def subject(turtle: str, kind: str = "event", local_id: str = "e") -> Subject:
    """One entity with all the triples of a Turtle text, read in line 7 of a file."""
    triples = [
        (str(t.subject), str(t.predicate), str(t.object))
        for t in parse(input=PREFIXES + turtle, format=RdfFormat.TURTLE)
    ]
    return Subject(kind, local_id, f"{BASE}/id/{kind}/{local_id}", Origin("archive.xml", 7), triples)


@pytest.fixture(scope="session")
def shapes(root: Path) -> Shapes:
    """The project's shapes."""
    return Shapes.load(root / "shapes", BASE, root / "ontology")


@pytest.fixture
def described() -> Described:
    """Makes a subject from Turtle."""
    return subject


@pytest.fixture
def check(shapes: Shapes) -> Check:
    """Judges one subject, given in Turtle, by the project's shapes."""
    return lambda turtle: shapes.check([subject(turtle)], BASE)
