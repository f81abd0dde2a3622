"""Persons: names with the passages that give them, identifiers, birth and death, and the list entries that introduce them."""

from lod_publisher.mapping._crm import (
    Context,
    both,
    evidence,
    happened,
    identity,
    names,
    notes,
    part,
    provenance,
    unique,
)
from lod_publisher.mapping.description import Description
from lod_publisher.model.dates import PartialDate
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Person
from lod_publisher.model.terms import Term, Triple, literal
from lod_publisher.model.vocab import RDF_TYPE, RDFS_LABEL, crm


def describe_person(person: Person, context: Context) -> Description:
    """Describe a person. Somebody unnamed gets no name but the words used, and is said to be unnamed."""
    published, node = context.subject(Kind.PERSON, person.local_id)
    out: list[Triple] = [(node, RDF_TYPE, crm.E21_Person), (node, RDFS_LABEL, literal(person.label))]
    names(out, node, person.label, person.names, context)
    if person.unnamed:
        out.append((node, crm.P2_has_type, context.concept("status", "unnamed")))
    matches = (person.close_matches, person.exact_matches)
    identity(out, node, published, person.identifiers, person.same_as, matches, context)
    if person.birth is not None:
        _life(out, node, crm.P98i_was_born, crm.E67_Birth, ("birth", person.label), person.birth, context)
    if person.death is not None:
        _life(out, node, crm.P100i_died_in, crm.E69_Death, ("death", person.label), person.death, context)
    for group in person.member_of:
        out.append((node, crm.P107i_is_current_or_former_member_of, context.term(group)))
    for entry in person.entries:
        both(out, node, "introduced_by", crm.P67i_is_referred_to_by, context.term(entry), context)
    notes(out, node, person.notes, context)
    evidence(out, node, person.evidence, context)
    provenance(out, node, person.origin, context)
    known_as = tuple(dict.fromkeys((person.label, *(name.text for name in person.names))))
    text = "\n".join(note.text for note in person.notes)
    return Description(Kind.PERSON, published, person.label, person.origin, unique(out), names=known_as, text=text)


def _life(
    out: list[Triple],
    node: Term,
    predicate: Term,
    kind: Term,
    called: tuple[str, str],
    when: PartialDate,
    context: Context,
) -> None:
    word, label = called
    event = part(node, word)
    out += (
        (node, predicate, event),
        (event, RDF_TYPE, kind),
        (event, RDFS_LABEL, literal(f"{word.capitalize()} of {label}", "en")),
    )
    happened(out, event, "time", when, context)
