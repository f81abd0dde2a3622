"""The FORMATS table: every way to write a description, in the order in which we offer them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Triple

from lod_publisher.web.formats import jsonld, ntriples, rdfxml, turtle

Writer = Callable[[Iterable[Triple], Mapping[str, str]], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write statements: its suffix in addresses, its name for people, its media type."""

    suffix: str
    name: str
    media_type: str
    write: Writer

    @property
    def content_type(self) -> str:
        """The media type with its character set, where the type does not fix that itself."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


FORMATS = (
    Format("ttl", "Turtle", "text/turtle", turtle.write),
    Format("jsonld", "JSON-LD", "application/ld+json", jsonld.write),
    Format("nt", "N-Triples", "application/n-triples", ntriples.write),
    Format("rdf", "RDF/XML", "application/rdf+xml", rdfxml.write),
)
BY_SUFFIX = {form.suffix: form for form in FORMATS}
BY_MEDIA_TYPE = {form.media_type: form for form in FORMATS}


def prefixes(base: str) -> dict[str, str]:
    """The prefixes that our Turtle, RDF/XML and queries know without being told."""
    return {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "prov": "http://www.w3.org/ns/prov#",
        "dcterms": "http://purl.org/dc/terms/",
        "crm": "http://www.cidoc-crm.org/cidoc-crm/",
        "la": "https://linked.art/ns/terms/",
        "aat": "http://vocab.getty.edu/aat/",
        "rico": "https://www.ica.org/standards/RiC/ontology#",
        "edtf": "http://id.loc.gov/datatypes/edtf/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "void": "http://rdfs.org/ns/void#",
        "dcat": "http://www.w3.org/ns/dcat#",
        "sd": "http://www.w3.org/ns/sparql-service-description#",
        "sh": "http://www.w3.org/ns/shacl#",
        "v": f"{base}/vocab/",
    }
