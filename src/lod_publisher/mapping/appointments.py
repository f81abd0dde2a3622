"""Appointments: a person in an office for a time."""

from lod_publisher.mapping._crm import Context, both, edtf_of, first_day, happened, identifier, part, provenance, unique
from lod_publisher.mapping.description import Description
from lod_publisher.model.iris import Kind, keyed, slug
from lod_publisher.model.records import Appointment
from lod_publisher.model.terms import Term, Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, aat, crm

_LEAVING = ("left", "terminat", "died", "resign", "recall", "relieved", "superseded", "end")
_JOINING = ("appointed", "commission", "presented", "entered", "oath", "arriv", "start", "began", "took")


def describe_appointment(appointment: Appointment, context: Context) -> Description:
    """Describe an appointment: whose, to which office, at which mission, from taking charge to leaving."""
    published, node = context.subject(Kind.APPOINTMENT, appointment.local_id)
    person = context.term(appointment.person)
    joint = part(node, "role")
    out: list[Triple] = [
        (node, RDF_TYPE, crm.E7_Activity),
        (node, RDFS_LABEL, literal(appointment.label, "en")),
        (node, crm.P2_has_type, aat.professional_activity),
        (node, crm.P14_carried_out_by, person),
        (node, crm.P01i_is_domain_of, joint),
        (joint, RDF_TYPE, crm.PC14_carried_out_by),
        (joint, RDFS_LABEL, literal(appointment.office_label or appointment.office, "en")),
        (joint, crm.P01_has_domain, node),
        (joint, crm.P02_has_range, person),
        (joint, crm.P14_1_in_the_role_of, context.concept("office", appointment.office, appointment.office_label)),
    ]
    if appointment.mission is not None:
        mission = context.term(appointment.mission)
        both(out, node, "at_mission", crm.P11_had_participant, mission, context)
    if appointment.date is not None:
        happened(out, node, "time", appointment.date, context)
    for number, _ in enumerate(appointment.steps):
        _step(out, node, person, appointment, number, context)
    for code in appointment.identifiers:
        identifier(out, node, code.scheme, code.value, context)
    if appointment.note:
        out.append((node, crm.P3_has_note, literal(appointment.note, "en")))
    provenance(out, node, appointment.origin, context)
    day = first_day(appointment.date)
    return Description(
        Kind.APPOINTMENT,
        published,
        appointment.label,
        appointment.origin,
        unique(out),
        day,
        (appointment.label,),
        appointment.note,
        edtf=edtf_of(appointment.date),
    )


def _step(out: list[Triple], node: Term, person: Term, appointment: Appointment, number: int, context: Context) -> None:
    """Describe one dated act: coming into the office is a joining of the mission, going a leaving."""
    word, when, note = appointment.steps[number]
    key = slug(word) or keyed(word)
    same = sum(step[0] == word for step in appointment.steps[:number])
    step = part(node, f"{key}-{same + 1}" if same else key)
    mission = context.term(appointment.mission) if appointment.mission is not None else None
    words = word.replace("-", " ").capitalize()
    out += (
        (node, crm.P9_consists_of, step),
        (step, RDFS_LABEL, literal(f"{words}: {appointment.label}", "en")),
        (step, crm.P2_has_type, context.concept("appointment-step", key, words)),
    )
    if key.startswith(_LEAVING):
        out += ((step, RDF_TYPE, crm.E86_Leaving), (step, crm.P145_separated, person))
        if mission is not None:
            out.append((step, crm.P146_separated_from, mission))
    elif key.startswith(_JOINING):
        out += ((step, RDF_TYPE, crm.E85_Joining), (step, crm.P143_joined, person))
        if mission is not None:
            out.append((step, crm.P144_joined_with, mission))
    else:
        out += ((step, RDF_TYPE, crm.E7_Activity), (step, crm.P11_had_participant, person))
    if when is not None:
        happened(out, step, "time", when, context)
    if note:
        out.append((step, crm.P3_has_note, literal(note, "en")))
