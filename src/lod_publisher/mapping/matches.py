"""Matches: links between two of our own or to elsewhere, each with who says so, how sure, and why (E13)."""

from lod_publisher.mapping._crm import (
    Context,
    assignment,
    confidence,
    decimal,
    evidence,
    happened,
    part,
    provenance,
    source_key,
    statement_id,
    unique,
)
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import EntityRef, Match
from lod_publisher.model.terms import Term, Triple, iri, literal
from lod_publisher.model.vocab import crm, owl, skos

_PROPERTIES = {"closeMatch": skos.closeMatch, "exactMatch": skos.exactMatch, "differentFrom": owl.differentFrom}
_WORDS = {"closeMatch": "is perhaps", "exactMatch": "is", "differentFrom": "is not"}
_PROBABLE = 0.9


def describe_match(match: Match, context: Context) -> Description:
    """Describe a link as an attribute assignment beside the link itself; why a key was joined is said of that key's identifier.

    Two of ours are linked both ways, so that each one's description shows it.
    """
    if match.relation == "joined" and isinstance(match.object, EntityRef):
        return _joining(match, match.object, context)
    subject = context.term(match.subject)
    is_ours = isinstance(match.object, EntityRef)
    value = context.term(match.object) if isinstance(match.object, EntityRef) else iri(match.object)
    called = (match.object.label or match.object.local_id) if isinstance(match.object, EntityRef) else match.object
    predicate = _PROPERTIES[match.relation]
    label = f"{match.subject.label or match.subject.local_id} {_WORDS[match.relation]} {called}"
    found = assignment(
        statement_id(subject, match.relation, value, match.type),
        label,
        (subject, predicate, value),
        match.type,
        None,
        None,
        match.evidence,
        match.origin,
        context,
    )
    _, node = context.subject(Kind.STATEMENT, found.local_id)
    out: list[Triple] = found.triples
    out.append((subject, predicate, value))
    out.append((node, crm.P16_used_specific_object, part(subject, "id")))
    if is_ours:
        out.append((value, predicate, subject))
        out.append((node, crm.P16_used_specific_object, part(value, "id")))
    if match.relation == "closeMatch" and match.score is not None:
        confidence(out, node, "probably" if match.score >= _PROBABLE else "possibly", context)
    _grounds(out, node, match, context)
    if match.when is not None:
        happened(out, node, "time", match.when, context)
    provenance(out, node, match.origin, context)
    found.triples = unique(out)
    return found


def _joining(match: Match, joined: EntityRef, context: Context) -> Description:
    """Say of the identifier that a key has become why it has."""
    published, subject = context.subject(match.subject.kind, match.subject.local_id)
    node = source_key(subject, joined.local_id)
    out: list[Triple] = []
    _grounds(out, node, match, context)
    evidence(out, node, match.evidence, context)
    return Description(match.subject.kind, published, "", match.origin, unique(out))


def _grounds(out: list[Triple], node: Term, match: Match, context: Context) -> None:
    if match.score is not None:
        out.append((node, context.own("score"), decimal(round(match.score, 3))))
    for reason in match.reasons:
        out.append((node, crm.P3_has_note, literal(reason, "en")))
    if match.who:
        day = f" on {match.when.text}" if match.when else ""
        out.append((node, crm.P3_has_note, literal(f"Decided by {match.who}{day}.", "en")))
