"""What happened, stands, is claimed, and who held an office."""

from dataclasses import dataclass

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.records.parts import EntityRef, Evidence, Identifier, Origin


@dataclass(frozen=True, slots=True)
class Participation:
    """Who took part in an event, in which role.

    `role` "carried_out_by" is an actor (P14), "participant" a presence (P11); any other is one of our own sub-properties
    (had_addressee, had_victim, had_target, ...) or, with `office`, the office held while acting.
    """

    actor: EntityRef
    role: str = "carried_out_by"
    office: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, or with `modality` (alleged, planned, proposed, denied) only is said to.

    `nature` picks the CRM class: activity E7, event E5, death E69, formation E66, dissolution E68, joining E85, leaving E86,
    creation E65, transfer_of_custody E10, move E9. Of an event with a modality, participants, places and times are
    published only as attribute assignments, by `claimant`, within the conversation `reported_in`.
    """

    local_id: str
    origin: Origin
    label: str
    type: str
    nature: str = "activity"
    modality: str | None = None
    date: PartialDate | None = None
    places: tuple[EntityRef, ...] = ()
    participants: tuple[Participation, ...] = ()
    part_of: EntityRef | None = None
    motivated_by: tuple[EntityRef, ...] = ()
    continued: tuple[EntityRef, ...] = ()  # the activities that this one continues or answers (P134)
    used: tuple[EntityRef, ...] = ()  # the documents it used, such as the message that was sent
    purpose: str = ""
    description: str = ""
    evidence: tuple[Evidence, ...] = ()
    claimant: EntityRef | None = None
    reported_in: EntityRef | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A standing relation between two entities that a source states.

    `property` is the name of a CRM property without its prefix ("P107_has_current_or_former_member") or of one of our own;
    `kind` qualifies a membership ("commander").
    """

    subject: EntityRef
    property: str
    object: EntityRef
    origin: Origin
    kind: str = ""
    date: PartialDate | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim that is not the archive's own: published as E13, the claimed triple itself is not asserted.

    `type`: stated, editorial, cataloguing, inferred, allegation, denial; `confidence`: "", possibly, probably, reported-second-hand,
    reported-third-hand. `object` is an entity or plain text.
    """

    local_id: str
    origin: Origin
    label: str
    subject: EntityRef
    property: str
    object: EntityRef | str
    type: str
    claimant: EntityRef | None = None
    confidence: str = ""
    part_of: EntityRef | None = None  # the conversation in which it was said
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Appointment:
    """A person in an office for a time (POCOM). `mission` is the group served at, `steps` dated acts: ("appointed", date, note)."""

    local_id: str
    origin: Origin
    label: str
    person: EntityRef
    office: str
    office_label: str
    mission: EntityRef | None = None
    date: PartialDate | None = None
    steps: tuple[tuple[str, PartialDate | None, str], ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    note: str = ""
