"""From records to CIDOC-CRM 7.1.3: one file a kind of record, with the patterns that they share in `_crm`.

`describe` is called for every record. When all are described, the merge asks `implied` for what was only spoken of,
`appellations` for the surface forms of all files, and `periods` for the months and years that dates fall within.
"""

from typing import assert_never

from lod_publisher.mapping._crm import Collected, Context
from lod_publisher.mapping.annotations import describe_annotation
from lod_publisher.mapping.appointments import describe_appointment
from lod_publisher.mapping.collections import describe_collection
from lod_publisher.mapping.concepts import describe_concept
from lod_publisher.mapping.description import Description
from lod_publisher.mapping.documents import describe_document
from lod_publisher.mapping.events import describe_event
from lod_publisher.mapping.implied import appellations, implied, periods
from lod_publisher.mapping.matches import describe_match
from lod_publisher.mapping.organisations import describe_organisation
from lod_publisher.mapping.persons import describe_person
from lod_publisher.mapping.places import describe_place
from lod_publisher.mapping.quads import describe_quads
from lod_publisher.mapping.relations import describe_relation
from lod_publisher.mapping.statements import describe_statement
from lod_publisher.mapping.volumes import describe_volume
from lod_publisher.model.records import (
    Annotation,
    Appointment,
    Collection,
    Concept,
    Document,
    Event,
    Match,
    Organisation,
    Person,
    Place,
    Quads,
    Record,
    Relation,
    Statement,
    Volume,
)

__all__ = ["Collected", "Context", "Description", "appellations", "describe", "implied", "periods"]


def describe(record: Record, context: Context) -> list[Description]:  # noqa: C901 - one case a kind of record
    """Say in CIDOC-CRM what a record says; the same record gives the same triples in the same order.

    A record becomes one description, except that a document's meeting and the claims about an event have their own, and a
    concept of a closed list has none.

    Raises:
        IriError: a key or address in the record cannot be part of an IRI.
        MappingError: the record says something that has no form in the model.
    """
    match record:
        case Document():
            found = [describe_document(record, context)]
            return found if record.meeting is None else found + describe_event(record.meeting, context)
        case Volume():
            return [describe_volume(record, context)]
        case Person():
            return [describe_person(record, context)]
        case Organisation():
            return [describe_organisation(record, context)]
        case Place():
            return [describe_place(record, context)]
        case Event():
            return describe_event(record, context)
        case Relation():
            return [describe_relation(record, context)]
        case Statement():
            return [describe_statement(record, context)]
        case Annotation():
            return [describe_annotation(record, context)]
        case Appointment():
            return [describe_appointment(record, context)]
        case Match():
            return [describe_match(record, context)]
        case Collection():
            return [describe_collection(record, context)]
        case Concept():
            return describe_concept(record, context)
        case Quads():
            return [describe_quads(record, context)]
    assert_never(record)
