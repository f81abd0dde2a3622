"""Organisations: groups, offices, units, parties, and states that act as one."""

from lod_publisher.mapping._crm import Context, evidence, identity, names, notes, provenance, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind, slug
from lod_publisher.model.records import Organisation
from lod_publisher.model.terms import Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm


def describe_organisation(group: Organisation, context: Context) -> Description:
    """Describe an organisation and the larger body that it is part of."""
    published, node = context.subject(Kind.ORGANISATION, group.local_id)
    out: list[Triple] = [(node, RDF_TYPE, crm.E74_Group), (node, RDFS_LABEL, literal(group.label))]
    names(out, node, group.label, group.names, context)
    if group.type:
        kind = context.concept("organisation", slug(group.type) or group.type, group.type.replace("-", " "))
        out.append((node, crm.P2_has_type, kind))
    if group.unnamed:
        out.append((node, crm.P2_has_type, context.concept("status", "unnamed")))
    matches = (group.close_matches, group.exact_matches)
    identity(out, node, published, group.identifiers, group.same_as, matches, context)
    if group.part_of is not None:
        whole = context.term(group.part_of)
        out.append((node, crm.P107i_is_current_or_former_member_of, whole))
        out.append((whole, crm.P107_has_current_or_former_member, node))
    if group.seat is not None:
        out.append((node, crm.P74_has_current_or_former_residence, context.term(group.seat)))
    notes(out, node, group.notes, context)
    evidence(out, node, group.evidence, context)
    provenance(out, node, group.origin, context)
    known_as = tuple(dict.fromkeys((group.label, *(name.text for name in group.names))))
    text = "\n".join(note.text for note in group.notes)
    return Description(Kind.ORGANISATION, published, group.label, group.origin, unique(out), names=known_as, text=text)
