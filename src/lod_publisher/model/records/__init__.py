"""What the readers find in an archive's files: frozen records, in the archive's own words.

Local ids are a source's own keys; `EntityRef` points at an entity by kind and local id and is turned into an
IRI only by the mapping. Texts are plain Unicode with white space folded. Every record says where it was read.
"""

from typing import TypeAlias

from lod_publisher.model.records.agents import Organisation, Person, Place
from lod_publisher.model.records.happenings import Appointment, Event, Participation, Relation, Statement
from lod_publisher.model.records.holdings import Collection, Concept, Quads, Volume
from lod_publisher.model.records.matches import Match
from lod_publisher.model.records.parts import EntityRef, Evidence, Identifier, Name, Note, Origin
from lod_publisher.model.records.texts import (
    Annotation,
    ArchivalSource,
    DateMention,
    Derivation,
    Document,
    DocumentLink,
    Fragment,
    Mention,
    Passage,
    Redaction,
    Step,
)

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
    | Match
    | Collection
    | Concept
    | Quads
)

__all__ = [
    "Annotation",
    "Appointment",
    "ArchivalSource",
    "Collection",
    "Concept",
    "DateMention",
    "Derivation",
    "Document",
    "DocumentLink",
    "EntityRef",
    "Event",
    "Evidence",
    "Fragment",
    "Identifier",
    "Match",
    "Mention",
    "Name",
    "Note",
    "Organisation",
    "Origin",
    "Participation",
    "Passage",
    "Person",
    "Place",
    "Quads",
    "Record",
    "Redaction",
    "Relation",
    "Statement",
    "Step",
    "Volume",
]
