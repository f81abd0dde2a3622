"""MADS/RDF: the Library of Congress's vocabulary for authority data, in RDF/XML as its own site gives it.

The authority is a record of a name; the person or body that it identifies is our entity.
Source: MADS/RDF 1.0 primer and ontology, http://www.loc.gov/mads/rdf/v1.
"""

from pyoxigraph import NamedNode, RdfFormat

from lod_publisher.model.vocab import EDTF
from lod_publisher.web.formats.authority._triples import DATE_TIME, RDF, Triples
from lod_publisher.web.formats.authority.record import AuthorityRecord, record_of
from lod_publisher.web.formats.description import Description

MADS = "http://www.loc.gov/mads/rdf/v1#"
PROFILE = "http://www.loc.gov/mads/rdf/v1"
RECORD_INFO = "http://id.loc.gov/ontologies/RecordInfo#"
PREFIXES = {"rdf": RDF, "madsrdf": MADS, "ri": RECORD_INFO}
_DATE = NamedNode(EDTF)


def write(description: Description) -> bytes:
    """One authority in RDF/XML."""
    return triples(description).written(RdfFormat.RDF_XML, PREFIXES)


def triples(description: Description) -> Triples:
    """The statements of one authority: the name established, its variants, what it identifies, and its matches elsewhere."""
    about, out = record_of(description), Triples()
    node = f"{about.iri}#authority"
    kind = f"{MADS}{'PersonalName' if about.is_person else 'CorporateName'}"
    out.link(node, f"{RDF}type", f"{MADS}Authority", kind)
    out.text(node, f"{MADS}authoritativeLabel", f"{about.name}, {about.years}" if about.years else about.name)
    _elements(out, node, about.name, about.years)
    out.link(node, f"{MADS}isMemberOfMADSScheme", f"{about.base}/authority#{about.kind}")
    for number, name in enumerate(about.others, start=1):
        variant = f"{node}-variant-{number}"
        out.link(node, f"{MADS}hasVariant", variant)
        out.link(variant, f"{RDF}type", f"{MADS}Variant", kind)
        out.text(variant, f"{MADS}variantLabel", name.text)
        _elements(out, variant, name.text, "")
    out.link(node, f"{MADS}hasExactExternalAuthority", *about.addresses())
    out.link(node, f"{MADS}hasCloseExternalAuthority", *(each for each in about.close if each not in about.addresses()))
    for number, code in enumerate(about.codes, start=1):
        identifier = f"{node}-identifier-{number}"
        out.link(node, f"{MADS}hasIdentifier", identifier)
        out.link(identifier, f"{RDF}type", f"{MADS}Identifier")
        out.text(identifier, f"{MADS}idScheme", code.scheme)
        out.text(identifier, f"{MADS}idValue", code.value)
    for source in about.sources:
        out.link(node, f"{MADS}hasSource", source.iri)
        out.link(source.iri, f"{RDF}type", f"{MADS}Source")
        out.text(source.iri, f"{MADS}citationSource", source.label)
    out.text(node, f"{MADS}note", *about.notes)
    if about.modified:
        record = f"{node}-record"
        out.link(node, f"{MADS}adminMetadata", record)
        out.link(record, f"{RDF}type", f"{RECORD_INFO}RecordInfo")
        out.text(record, f"{RECORD_INFO}recordChangeDate", about.modified, datatype=DATE_TIME)
    _identified(out, node, about)
    return out


def _identified(out: Triples, node: str, about: AuthorityRecord) -> None:
    """The person or body in the world."""
    out.link(node, f"{MADS}identifiesRWO", about.iri)
    out.link(about.iri, f"{RDF}type", f"{MADS}RWO")
    out.link(about.iri, f"{MADS}isIdentifiedByAuthority", node)
    for name, when in (("birth", about.birth), ("death", about.death)):
        if when is not None:
            out.text(about.iri, f"{MADS}{name}Date", when.edtf, datatype=_DATE)
            if when.place:
                out.link(about.iri, f"{MADS}{name}Place", when.place.iri)
    for number, group in enumerate(about.groups, start=1):
        affiliation = f"{node}-affiliation-{number}"
        out.link(about.iri, f"{MADS}hasAffiliation", affiliation)
        out.link(affiliation, f"{RDF}type", f"{MADS}Affiliation")
        out.link(affiliation, f"{MADS}organization", group.iri)


def _elements(out: Triples, owner: str, name: str, years: str) -> None:
    """The list of a name's parts; we do not know more of it than the name as a whole and the years."""
    parts = [("FullNameElement", name)] + ([("DateNameElement", years)] if years else [])
    nodes = [f"{owner}-list-{number}" for number in range(1, len(parts) + 1)]
    out.link(owner, f"{MADS}elementList", nodes[0])
    for number, ((kind, value), node) in enumerate(zip(parts, nodes, strict=True), start=1):
        element = f"{owner}-element-{number}"
        out.link(node, f"{RDF}first", element)
        out.link(node, f"{RDF}rest", nodes[number] if number < len(nodes) else f"{RDF}nil")
        out.link(element, f"{RDF}type", f"{MADS}{kind}")
        out.text(element, f"{MADS}elementValue", value)
