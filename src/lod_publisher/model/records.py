"""What the readers find in an archive's files: frozen records, in the archive's own words.

Local ids are a source's own keys; `EntityRef` points at an entity by kind and local id and is turned into an
IRI only by the mapping. Texts are plain Unicode with white space folded. Every record says where it was read.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

from lod_publisher.model.dates import PartialDate
from lod_publisher.model.iris import Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record was read: the file as the user knows it, and the line (counted from 1; None: the whole file)."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class EntityRef:
    """A pointer at an entity; `label` are the words used, published when nobody else describes the entity."""

    kind: Kind
    local_id: str
    label: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The passage that says so, and whose words they are.

    `asserted_by` is "source", "editor" (heads, notes, persons lists), "cataloguer" or "program".
    """

    passage: EntityRef
    asserted_by: str = "source"


@dataclass(frozen=True, slots=True)
class Name:
    """One form of a name. `type`: primary, variant, transliteration, pseudonym, title, office, abbreviation."""

    text: str
    type: str = "variant"
    language: str | None = None
    passages: tuple[EntityRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code somebody else gave: `scheme` is a concept such as "viaf", "hsg-people-id", "pocom-id", "isbn", "telegram-number"."""

    scheme: str
    value: str


@dataclass(frozen=True, slots=True)
class Note:
    """What a source says of an entity in words ("Prime Minister of Iraq from July 14, 1958"), and the passage that does."""

    text: str
    passage: EntityRef | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, as one source presents her; `entries` are the list entries that introduce her.

    Linking merges the records of one person: names, identifiers, notes and entries of every source are kept.
    """

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    birth: PartialDate | None = None
    death: PartialDate | None = None
    notes: tuple[Note, ...] = ()
    entries: tuple[EntityRef, ...] = ()
    member_of: tuple[EntityRef, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()  # other local ids of the same entity, said by a person or an identifier
    close_matches: tuple[str, ...] = ()  # IRIs elsewhere
    exact_matches: tuple[str, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A group, office, unit, party or state acting as one (E74). `part_of` is the larger body."""

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    type: str | None = None
    part_of: EntityRef | None = None
    seat: EntityRef | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()
    close_matches: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere. `coordinates` is (latitude, longitude) in degrees, WGS 84."""

    local_id: str
    origin: Origin
    label: str
    names: tuple[Name, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    within: EntityRef | None = None
    coordinates: tuple[float, float] | None = None
    notes: tuple[Note, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    same_as: tuple[EntityRef, ...] = ()
    close_matches: tuple[str, ...] = ()
    exact_matches: tuple[str, ...] = ()


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


@dataclass(frozen=True, slots=True)
class ArchivalSource:
    """Where the paper lies: from the repository down, each level (key, label), the deepest last.

    `file_number` is the unit within the deepest level ("787.00/12–358"), `text` the words of the note.
    """

    levels: tuple[tuple[str, str], ...]
    file_number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a passage. `entity` is None when nobody knows who is meant; `role` is a word such as "signer"."""

    text: str
    entity: EntityRef | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """What somebody read in a passage of another file: the mentions that the passage's own reader could not see.

    `passage` is the passage's entity (a document kind); its text and place in the document are described by the document's reader.
    """

    passage: EntityRef
    mentions: tuple[Mention, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Redaction:
    """Words withheld from a passage: the bracketed text, what kind of thing and how much of it.

    `kind`: text, name, place, amount, number, other; `extent` as (low, high, unit), unit line, word, page, paragraph ...
    """

    text: str
    kind: str = "text"
    extent: tuple[float, float, str] | None = None


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A reference from a passage to another document, note, page or volume. `relation`: refers_to, replies_to."""

    target: EntityRef
    text: str
    relation: str = "refers_to"


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document's text: paragraph, heading, list-item, footnote, source-note, summary, table, signature, dateline,
    persons-list-entry ... Its id is that of its document and a last segment: `frus1958-60v12/d145/p7`.

    `number` is the mark printed; `page` the page on which it begins. `editorial` passages (notes) belong to the edition, not the document.
    """

    local_id: str
    kind: str
    text: str
    line: int | None = None
    number: str = ""
    page: str = ""
    editorial: bool = False
    mentions: tuple[Mention, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    links: tuple[DocumentLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A step in a document's making, of a `type` that the source note states: drafting, clearing, concurring, approving,
    initialing, signing, translating. `statement` are the words that say so."""

    type: str
    actors: tuple[EntityRef, ...] = ()
    date: PartialDate | None = None
    statement: str = ""
    evidence: EntityRef | None = None
    editorial: bool = True


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the archive with all that its edition says about it."""

    local_id: str
    origin: Origin
    title: str
    genre: str  # a concept: telegram, memorandum-of-conversation, editorial-note, report ...
    number: str = ""
    part_of: EntityRef | None = None  # chapter or volume
    language: str = "en"
    date: PartialDate | None = None
    places: tuple[EntityRef, ...] = ()
    senders: tuple[EntityRef, ...] = ()
    addressees: tuple[EntityRef, ...] = ()
    signers: tuple[EntityRef, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    classification: tuple[str, ...] = ()  # concepts: secret, top-secret ...
    handling: tuple[str, ...] = ()
    archival_source: tuple[ArchivalSource, ...] = ()
    steps: tuple[Step, ...] = ()
    subjects: tuple[str, ...] = ()
    meeting: Event | None = None  # what a memorandum of conversation records
    passages: tuple[Passage, ...] = ()
    links: tuple[DocumentLink, ...] = ()
    summary: str = ""
    rights: str = ""
    source_page: str | None = None  # the edition's own page on the web
    original: EntityRef | None = None  # the text this is a translation of
    collection: EntityRef | None = None
    witnesses: tuple[str, ...] = ()  # other files that hold the same document
    supplementary: bool = False  # gives way when another reader reads the same document more fully
    unparsed_source_note: bool = False


@dataclass(frozen=True, slots=True)
class Volume:
    """A published edition, or a chapter of one (`part_of` set)."""

    local_id: str
    origin: Origin
    title: str
    level: str = "volume"  # volume, compilation, chapter, subchapter, section
    part_of: EntityRef | None = None
    series: str = ""
    subseries: str = ""
    number: str = ""
    years: tuple[int, int] | None = None
    editors: tuple[tuple[str, str], ...] = ()  # (role, name)
    publisher: str = ""
    place: EntityRef | None = None
    published: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    source_page: str | None = None
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class Collection:
    """What one publisher publishes together (E78's digital cousin; la:Set). Also an archival unit that documents lie in."""

    local_id: str
    origin: Origin
    label: str
    description: str = ""
    part_of: EntityRef | None = None
    publisher: str = ""
    licence: str = ""
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """A type in one of our SKOS schemes; `scheme` is the concept's family: genre, classification, office ..."""

    local_id: str
    label: str
    scheme: str
    broader: str | None = None
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Quads:
    """RDF that already exists, one entity's worth: N-Quads lines, with the labels and texts found for the catalogue."""

    iri: str
    origin: Origin
    lines: tuple[str, ...]
    label: str = ""
    text: str = ""


Record: TypeAlias = (
    Document
    | Volume
    | Person
    | Organisation
    | Place
    | Event
    | Relation
    | Statement
    | Annotation
    | Appointment
    | Collection
    | Concept
    | Quads
)
