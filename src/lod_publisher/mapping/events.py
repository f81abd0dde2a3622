"""Events: what happened is asserted; what is only alleged, planned, proposed or denied is somebody's claim."""

from collections.abc import Iterator

from lod_publisher.errors import MappingError
from lod_publisher.mapping._crm import (
    Context,
    assignment,
    both,
    edtf_of,
    evidence,
    first_day,
    part,
    provenance,
    statement_id,
    time_span,
    unique,
)
from lod_publisher.mapping.description import Description
from lod_publisher.model import vocab
from lod_publisher.model.iris import Kind, keyed, slug
from lod_publisher.model.records import EntityRef, Event, Participation
from lod_publisher.model.terms import Term, Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm

_CLASSES = {
    "activity": crm.E7_Activity,
    "event": crm.E5_Event,
    "death": crm.E69_Death,
    "formation": crm.E66_Formation,
    "dissolution": crm.E68_Dissolution,
    "joining": crm.E85_Joining,
    "leaving": crm.E86_Leaving,
    "creation": crm.E65_Creation,
    "transfer_of_custody": crm.E10_Transfer_of_Custody,
    "move": crm.E9_Move,
}
_WITHOUT_ACTOR = frozenset({"event", "death", "dissolution"})  # E5, E69 and E68 are no activities
_NEEDED = {  # the property's domain is one of these natures
    "joined": "joining", "joined_with": "joining", "separated": "leaving", "separated_from": "leaving", "died": "death",
    "formed": "formation", "formed_from": "formation", "dissolved": "dissolution", "created": "creation",
    "moved": "move", "custody_surrendered_by": "transfer_of_custody", "custody_received_by": "transfer_of_custody",
}  # fmt: skip
_PERSONS_AND_GROUPS = (Kind.PERSON, Kind.ORGANISATION)
_CLAIMS = {"alleged": "allegation", "denied": "denial"}
# What a claim says, in the words of its label.
_WORDS = {
    crm.P14_carried_out_by: "was carried out by", crm.P11_had_participant: "had as participant",
    crm.P7_took_place_at: "took place at", crm.P4_has_time_span: "happened", crm.P9i_forms_part_of: "was part of",
    crm.P17_was_motivated_by: "was motivated by", crm.P134_continued: "continued", crm.P16_used_specific_object: "used",
}  # fmt: skip


def describe_event(event: Event, context: Context) -> list[Description]:
    """Describe an event, and after it one claim for all that is only said of it.

    Raises:
        MappingError: the nature or a role is none that the model knows, or they contradict each other.
    """
    published, node = context.subject(Kind.EVENT, event.local_id)
    if event.nature not in _CLASSES:
        raise MappingError(
            f"{event.origin}: event {event.local_id} has the nature {event.nature!r}, which no class of the CRM "
            f"stands for, so it cannot be published. Give one of {', '.join(_CLASSES)}."
        )
    out: list[Triple] = [
        (node, RDF_TYPE, _CLASSES[event.nature]),
        (node, RDFS_LABEL, literal(event.label, "en")),
        (node, crm.P2_has_type, context.concept("activity", slug(event.type) or event.type)),
    ]
    claims: list[Description] = []
    if event.modality is None:
        for predicate, value, own, _ in _said(event, context):
            out.append((node, predicate, value))
            if own:
                out.append((node, context.own(own), value))
        _offices(out, node, event, context)
    else:
        both(out, node, "modality", crm.P2_has_type, context.concept("modality", event.modality), context)
        claims = list(_claims(event, node, context))
    if event.date is not None:  # of a claimed event the time-span is described, but only the claim points at it
        time_span(out, part(node, "time"), event.date, context)
        if event.modality is None:
            out.append((node, crm.P4_has_time_span, part(node, "time")))
    if event.purpose:
        key = slug(event.purpose)[:60].strip("-") or keyed(event.purpose)
        purpose = context.concept("purpose", key, event.purpose)
        out.append(
            (node, crm.P21_had_general_purpose if event.nature not in _WITHOUT_ACTOR else crm.P2_has_type, purpose)
        )
    if event.description:
        out.append((node, crm.P3_has_note, literal(event.description, "en")))
    evidence(out, node, event.evidence, context)
    provenance(out, node, event.origin, context)
    day = first_day(event.date)
    found = Description(
        Kind.EVENT,
        published,
        event.label,
        event.origin,
        unique(out),
        day,
        (event.label,),
        event.description,
        edtf=edtf_of(event.date) if day else "",
    )
    return [found, *claims]


def _said(event: Event, context: Context) -> Iterator[tuple[Term, Term, str, str]]:
    """All that is said of an event: the CRM's property, the object, our own sub-property ("" when none), the object's words."""
    for who in event.participants:
        yield *_participation(event, who, context), who.actor.label
    for place in event.places:
        yield crm.P7_took_place_at, context.term(place), "", place.label
    if event.part_of is not None:
        yield crm.P9i_forms_part_of, context.term(event.part_of), "", event.part_of.label
    active = event.nature not in _WITHOUT_ACTOR
    several = (
        (crm.P17_was_motivated_by, crm.P67_refers_to, event.motivated_by),
        (crm.P134_continued, crm.P67_refers_to, event.continued),
        (crm.P16_used_specific_object, crm.P12_occurred_in_the_presence_of, event.used),
    )
    for predicate, _, objects in several:
        for thing in objects:
            if not active:
                raise _contradiction(event, predicate)
            yield predicate, context.term(thing), "", thing.label


def _contradiction(event: Event, what: str) -> MappingError:
    return MappingError(
        f"{event.origin}: event {event.local_id} is of the nature {event.nature!r}, which cannot have {what.strip('<>')}, "
        "so it cannot be published. Make its nature 'activity', or leave this out."
    )


def _participation(event: Event, who: Participation, context: Context) -> tuple[Term, Term, str]:
    """The property by which somebody (or something) took part: the CRM's, the actor, and our own sub-property."""
    actor = context.term(who.actor)
    if who.role in _NEEDED and event.nature != _NEEDED[who.role]:
        raise _contradiction(event, f"the role {who.role!r}")
    if who.role in vocab.ROLES and who.role not in ("carried_out_by", "participant"):
        return vocab.ROLES[who.role], actor, ""
    if who.actor.kind is Kind.PLACE:
        return crm.P7_took_place_at, actor, ""
    if who.actor.kind not in _PERSONS_AND_GROUPS:
        return crm.P12_occurred_in_the_presence_of, actor, ""
    if who.role in vocab.PARTICIPANT_ROLES:
        return crm.P11_had_participant, actor, who.role
    if who.role == "participant" or event.nature in _WITHOUT_ACTOR:
        return crm.P11_had_participant, actor, ""
    return crm.P14_carried_out_by, actor, ""


def _offices(out: list[Triple], node: Term, event: Event, context: Context) -> None:
    """Say in which office somebody acted, or in which role when there is no property of that name."""
    for who in event.participants:
        free = who.role not in vocab.ROLES and who.role not in vocab.PARTICIPANT_ROLES
        scheme, words = ("office", who.office) if who.office else ("role", who.role)
        if not (who.office or free) or _participation(event, who, context)[0] != crm.P14_carried_out_by:
            continue
        actor = context.term(who.actor)
        joint = part(node, f"role-{keyed(f'{words} {actor}')}")
        label = f"{who.actor.label} as {words}" if who.actor.label else f"In the role of {words}"
        key = slug(words) or keyed(words)
        out += (
            (node, crm.P01i_is_domain_of, joint),
            (joint, RDF_TYPE, crm.PC14_carried_out_by),
            (joint, RDFS_LABEL, literal(label, "en")),
            (joint, crm.P01_has_domain, node),
            (joint, crm.P02_has_range, actor),
            (joint, crm.P14_1_in_the_role_of, context.concept(scheme, key, words.replace("_", " "))),
        )


def _claims(event: Event, node: Term, context: Context) -> Iterator[Description]:
    """One attribute assignment for each thing said of an event that is not known to have happened."""
    kind = _CLAIMS.get(str(event.modality), "stated")
    said = list(_said(event, context))
    if event.date is not None:
        said.append((crm.P4_has_time_span, part(node, "time"), "", event.date.text))
    passages = [piece.passage.local_id for piece in event.evidence]
    claimant: EntityRef | None = event.claimant
    for predicate, value, own, words in said:
        exact = context.own(own) if own else predicate
        key = statement_id(node, exact, value, claimant.local_id if claimant else "", *passages)
        label = f"Claim ({event.modality}): {event.label} {_WORDS.get(predicate, 'involved')} {words}".rstrip()
        claim = (node, exact, value)
        yield assignment(key, label, claim, kind, claimant, event.reported_in, event.evidence, event.origin, context)
