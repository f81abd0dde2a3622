"""Statements: claims that are not the archive's own."""

from lod_publisher.mapping._crm import Context, assignment, confidence, part, provenance, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Statement
from lod_publisher.model.terms import Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm


def describe_statement(statement: Statement, context: Context) -> Description:
    """Describe a claim; words that are claimed of somebody become a text of their own.

    Raises:
        MappingError: the property is neither the CRM's nor ours.
    """
    _, node = context.subject(Kind.STATEMENT, statement.local_id)
    said = statement.object
    value = context.term(said) if isinstance(said, EntityRef) else part(node, "value")
    found = assignment(
        statement.local_id,
        statement.label,
        (context.term(statement.subject), context.property(statement.property), value),
        statement.type,
        statement.claimant,
        statement.part_of,
        statement.evidence,
        statement.origin,
        context,
    )
    out: list[Triple] = found.triples
    if not isinstance(said, EntityRef):
        out += (
            (value, RDF_TYPE, crm.E33_Linguistic_Object),
            (value, RDFS_LABEL, literal(said, "en")),
            (value, crm.P190_has_symbolic_content, literal(said, "en")),
        )
    if statement.confidence:
        confidence(out, node, statement.confidence, context)
    provenance(out, node, statement.origin, context)
    found.triples = unique(out)
    return found
