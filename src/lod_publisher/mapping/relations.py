"""Standing relations between two entities, such as membership."""

from lod_publisher.mapping._crm import Context, evidence, first_day, happened, part, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import keyed, slug
from lod_publisher.model.records import Relation
from lod_publisher.model.terms import Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm

_MEMBER = "P107_has_current_or_former_member"
_MEMBER_OF = "P107i_is_current_or_former_member_of"


def describe_relation(relation: Relation, context: Context) -> Description:
    """Say the relation of its subject; a membership is qualified by its kind (PC107), a dated one is a joining (E85).

    Raises:
        MappingError: the property is neither the CRM's nor ours.
    """
    published, subject = context.subject(relation.subject.kind, relation.subject.local_id)
    context.term(relation.subject)
    thing = context.term(relation.object)
    predicate = context.property(relation.property)
    out: list[Triple] = [(subject, predicate, thing)]
    evidence(out, subject, relation.evidence, context)
    evidence(out, thing, relation.evidence, context)
    if relation.property in (_MEMBER, _MEMBER_OF):
        group, member = (subject, thing) if relation.property == _MEMBER else (thing, subject)
        names = [relation.object.label, relation.subject.label]
        who, whole = names if relation.property == _MEMBER else reversed(names)
        joining = part(subject, f"joining-{keyed(thing)}")
        if relation.kind:
            joint = part(subject, f"membership-{keyed(f'{relation.kind} {thing}')}")
            kind = context.concept("membership", slug(relation.kind) or keyed(relation.kind), relation.kind)
            out += (
                (group, crm.P107_has_current_or_former_member, member),
                (group, crm.P01i_is_domain_of, joint),
                (joint, RDF_TYPE, crm.PC107_has_current_or_former_member),
                (joint, RDFS_LABEL, literal(f"{who or 'Somebody'}, {relation.kind} of {whole or 'a group'}", "en")),
                (joint, crm.P01_has_domain, group),
                (joint, crm.P02_has_range, member),
                (joint, crm.P107_1_kind_of_member, kind),
            )
        if relation.date is not None:
            out += (
                (joining, RDF_TYPE, crm.E85_Joining),
                (joining, RDFS_LABEL, literal(f"{who or 'Somebody'} joins {whole or 'a group'}", "en")),
                (joining, crm.P143_joined, member),
                (joining, crm.P144_joined_with, group),
            )
            happened(out, joining, "time", relation.date, context)
            evidence(out, joining, relation.evidence, context)
    elif relation.kind or relation.date is not None:
        words = relation.kind or relation.property
        note = f"{words} ({relation.date.text})" if relation.date is not None else words
        out.append((subject, crm.P3_has_note, literal(f"{note}: {relation.object.label}".rstrip(": "), "en")))
    kind_of_subject = relation.subject.kind
    return Description(kind_of_subject, published, "", relation.origin, unique(out), first_day(relation.date))
