"""Claims that are not the archive's own: an attribute assignment (E13), while the claimed triple is not asserted."""

import hashlib
from collections.abc import Iterable

from lod_publisher.mapping._crm.context import Context
from lod_publisher.mapping._crm.patterns import both, evidence, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Evidence, Origin
from lod_publisher.model.terms import Term, Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm


def statement_id(*said: str) -> str:
    """The key of a statement: a digest of subject, property, object, claimant and passages."""
    return hashlib.blake2b("\n".join(said).encode(), digest_size=8).hexdigest()


def assignment(
    local_id: str,
    label: str,
    claim: Triple,
    kind: str,
    claimant: EntityRef | None,
    part_of: EntityRef | None,
    given: Iterable[Evidence],
    origin: Origin,
    context: Context,
) -> Description:
    """Describe a claim as somebody's act of assigning: who claims what of whom, in which conversation, by which passage."""
    published, node = context.subject(Kind.STATEMENT, local_id)
    subject, predicate, value = claim
    out: list[Triple] = [
        (node, RDF_TYPE, crm.E13_Attribute_Assignment),
        (node, RDFS_LABEL, literal(label, "en")),
        (node, crm.P2_has_type, context.concept("statement", kind)),
        (node, crm.P140_assigned_attribute_to, subject),
        (node, crm.P177_assigned_property_of_type, predicate),
        (node, crm.P141_assigned, value),
    ]
    if claimant is not None:
        out.append((node, crm.P14_carried_out_by, context.term(claimant)))
    if part_of is not None:
        out.append((node, crm.P9i_forms_part_of, context.term(part_of)))
    evidence(out, node, given, context)
    return Description(Kind.STATEMENT, published, label, origin, unique(out), names=(label,))


def confidence(out: list[Triple], node: Term, degree: str, context: Context) -> None:
    """Say how sure a claim is, or through how many mouths it came."""
    both(out, node, "confidence", crm.P2_has_type, context.concept("confidence", degree), context)
