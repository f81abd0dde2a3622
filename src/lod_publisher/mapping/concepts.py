"""Concepts of the data: types that no closed list of ours holds."""

from lod_publisher.mapping._crm import Context, concept_id
from lod_publisher.mapping.description import Description
from lod_publisher.model import vocab
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Concept, Origin
from lod_publisher.model.terms import Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm, skos

_UNKNOWN = Origin("")  # concepts are made by readers from many files, and belong to none


def describe_concept(concept: Concept, context: Context) -> list[Description]:
    """Describe a concept; one that a closed list holds is defined by our ontology, and nothing is added to it."""
    scheme = vocab.SCHEMES.get(concept.scheme)
    if (scheme is not None and concept.local_id in scheme.keys) or concept.local_id in vocab.CONCEPTS:
        return []
    published, node = context.subject(Kind.CONCEPT, concept_id(concept.scheme, concept.local_id))
    label = literal(concept.label, "en")
    out: list[Triple] = [
        (node, RDF_TYPE, crm.E55_Type),
        (node, RDF_TYPE, skos.Concept),
        (node, RDFS_LABEL, label),
        (node, skos.prefLabel, label),
    ]
    if scheme is not None:
        out.append((node, skos.inScheme, context.own(scheme.name)))
    if concept.broader:
        broader = context.concept(concept.scheme, concept.broader)
        out += ((node, crm.P127_has_broader_term, broader), (node, skos.broader, broader))
    if concept.definition:
        out.append((node, skos.definition, literal(concept.definition, "en")))
    names = (concept.label,)
    return [Description(Kind.CONCEPT, published, concept.label, _UNKNOWN, out, names=names, text=concept.definition)]
