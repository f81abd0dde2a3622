"""What a format is given to write: statements about one thing, or any other graph, with what the formats want to know of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse

from lod_publisher.model.iris import Kind

PREFIXES: Mapping[str, str] = {
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
}


def prefixes(base: str) -> dict[str, str]:
    """The prefixes that our Turtle, RDF/XML, JSON-LD and queries know without being told."""
    return {**PREFIXES, "v": f"{base}/vocab/"}


@dataclass(frozen=True, slots=True)
class Source:
    """The piece of a source file that a document was read from, as the file has it, and what it is written in."""

    media_type: str
    content: bytes


@dataclass(frozen=True)
class Description:
    """The statements to write, under the base IRI of the collection.

    `iri` and `kind` name the thing that is described; a graph that is about no single thing (a vocabulary) has neither.
    `page` is the IRI of the description itself: quads name their graph by it.
    """

    base: str
    statements: Sequence[Triple] = ()
    iri: str = ""
    kind: Kind | None = None
    page: str = ""
    lines: bytes = b""
    """The same as N-Triples or N-Quads, when that is what is at hand: they are parsed only for formats that want them so."""
    plain: bool = False
    """Whether the lines are known to be triples all, so that nobody needs to look for graphs among them."""
    licence: str = ""
    source: Source | None = field(default=None, repr=False)

    @cached_property
    def _parsed(self) -> Sequence[Quad]:
        return list(parse(self.lines, format=RdfFormat.N_QUADS))

    @property
    def has_graphs(self) -> bool:
        """Whether some of the lines stand in named graphs of their own."""
        return any(quad.graph_name != DefaultGraph() for quad in self._parsed)

    @cached_property
    def triples(self) -> Sequence[Triple]:
        """The statements, in the order in which formats write them; those of named graphs among them."""
        return self.statements or [quad.triple for quad in self._parsed]

    @cached_property
    def by_subject(self) -> Mapping[str, list[Triple]]:
        """The statements of each subject that has an IRI."""
        found: dict[str, list[Triple]] = {}
        for triple in self.triples:
            if isinstance(triple.subject, NamedNode):
                found.setdefault(triple.subject.value, []).append(triple)
        return found

    @cached_property
    def quads(self) -> Sequence[Quad]:
        """The statements in the graph that the description is; what it says of itself is in none, as all is without a page.

        Statements of named graphs stay in theirs.
        """
        page, default = NamedNode(self.page) if self.page else None, DefaultGraph()
        quads = [Quad(t.subject, t.predicate, t.object) for t in self.statements] if self.statements else self._parsed
        if page is None:
            return quads
        return [
            quad
            if quad.graph_name != default or quad.subject == page
            else Quad(quad.subject, quad.predicate, quad.object, page)
            for quad in quads
        ]
