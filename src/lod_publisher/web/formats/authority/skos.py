"""SKOS: persons and bodies as concepts of a scheme, for thesaurus tools; the concept has the person as its focus, it is not her."""

from pyoxigraph import NamedNode, RdfFormat

from lod_publisher.model.vocab import DCTERMS, SCHEMES, SKOS
from lod_publisher.web.formats.authority._triples import DATE_TIME, FOAF, RDF, Triples
from lod_publisher.web.formats.authority.record import record_of
from lod_publisher.web.formats.description import Description

PROFILE = "http://www.w3.org/2004/02/skos/core"
SCHEMA_ORG = "https://schema.org/"
PREFIXES = {"rdf": RDF, "skos": SKOS, "foaf": FOAF, "dcterms": DCTERMS, "schema": SCHEMA_ORG}


def write(description: Description) -> bytes:
    """One concept in Turtle."""
    return triples(description).written(RdfFormat.TURTLE, PREFIXES)


def triples(description: Description) -> Triples:
    """The statements of one concept; its labels are disjoint, as SKOS wants them."""
    about, out = record_of(description), Triples()
    node, scheme = f"{about.iri}#concept", f"{about.base}/authority#{about.kind}"
    out.link(node, f"{RDF}type", f"{SKOS}Concept")
    out.link(node, f"{SKOS}inScheme", scheme)
    out.link(scheme, f"{RDF}type", f"{SKOS}ConceptScheme")
    out.text(node, f"{SKOS}prefLabel", about.name)
    out.text(node, f"{SKOS}altLabel", *(other.text for other in about.others))
    for code in about.codes:
        out.text(node, f"{SKOS}notation", code.value, datatype=NamedNode(_kind_of_code(about.base, code.scheme)))
    out.link(node, f"{SKOS}exactMatch", *about.addresses())
    out.link(node, f"{SKOS}closeMatch", *(each for each in about.close if each not in about.addresses()))
    out.text(node, f"{SKOS}note", *about.notes)
    if not about.is_person:
        out.link(node, f"{SKOS}broader", *(f"{group.iri}#concept" for group in about.groups))
    out.text(node, f"{DCTERMS}modified", about.modified, datatype=DATE_TIME)
    out.link(node, f"{DCTERMS}source", *(source.iri for source in about.sources))
    out.link(node, f"{FOAF}focus", about.iri)
    out.link(about.iri, f"{RDF}type", f"{FOAF}Person" if about.is_person else f"{FOAF}Organization")
    out.text(about.iri, f"{SCHEMA_ORG}birthDate", about.birth.edtf if about.birth else "")
    out.text(about.iri, f"{SCHEMA_ORG}deathDate", about.death.edtf if about.death else "")
    return out


def _kind_of_code(base: str, scheme: str) -> str:
    """The notation's kind: a word of our vocabulary, or the data's own concept."""
    known = SCHEMES["identifier"]
    return f"{base}/vocab/{known.concept(scheme)}" if scheme in known.keys else f"{base}/id/concept/identifier-{scheme}"
