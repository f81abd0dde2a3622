"""Turns each entry of a file of annotations into its record."""

from collections.abc import Iterator, Mapping
from typing import Any

from lod_publisher.errors import DateError
from lod_publisher.model.dates import partial_date
from lod_publisher.model.findings import Finding
from lod_publisher.model.records import (
    Annotation,
    DateMention,
    Derivation,
    Document,
    EntityRef,
    Event,
    Identifier,
    Mention,
    Name,
    Note,
    Organisation,
    Participation,
    Person,
    Place,
    Relation,
    Statement,
)
from lod_publisher.sources.annotations._file import KINDS, AnnotationFile, EntryError, many

Entry = Mapping[str, Any]


def person(file: AnnotationFile, key: str, entry: Entry) -> Person:
    """Somebody the text speaks of."""
    return Person(
        key,
        file.origin("persons", key),
        entry["label"],
        names=_names(file, entry),
        identifiers=_identifiers(entry),
        birth=file.date(entry, "born"),
        death=file.date(entry, "died"),
        notes=_notes(entry),
        same_as=file.references(entry.get("same_as")),
        close_matches=tuple(entry.get("close", ())),
        exact_matches=tuple(entry.get("exact", ())),
        unnamed=entry.get("unnamed", False),
    )


def organisation(file: AnnotationFile, key: str, entry: Entry) -> Organisation:
    """A group the text speaks of."""
    return Organisation(
        key,
        file.origin("organisations", key),
        entry["label"],
        names=_names(file, entry),
        identifiers=_identifiers(entry),
        type=entry.get("type"),
        part_of=_one(file, entry, "part_of"),
        seat=_one(file, entry, "seat"),
        notes=_notes(entry),
        same_as=file.references(entry.get("same_as")),
        close_matches=tuple(entry.get("close", ())),
        exact_matches=tuple(entry.get("exact", ())),
        unnamed=entry.get("unnamed", False),
    )


def place(file: AnnotationFile, key: str, entry: Entry) -> Place:
    """A place the text speaks of."""
    where = entry.get("coordinates")
    return Place(
        key,
        file.origin("places", key),
        entry["label"],
        names=_names(file, entry),
        identifiers=_identifiers(entry),
        within=_one(file, entry, "within"),
        coordinates=(float(where[0]), float(where[1])) if where else None,
        notes=_notes(entry),
        same_as=file.references(entry.get("same_as")),
        close_matches=tuple(entry.get("close", ())),
        exact_matches=tuple(entry.get("exact", ())),
    )


def document(file: AnnotationFile, key: str, entry: Entry) -> Document:
    """A text that is only cited: no passage of it is at hand."""
    return Document(
        key,
        file.origin("documents", key),
        entry["title"],
        entry["genre"],
        language=entry.get("language", "und"),
        date=file.date(entry),
        places=file.references(entry.get("where")),
        senders=file.references(entry.get("from")),
        addressees=file.references(entry.get("to")),
        identifiers=_identifiers(entry),
        summary=entry.get("note", ""),
    )


def event(file: AnnotationFile, key: str, entry: Entry) -> Event:
    """Something that happened or is said to have.

    Raises:
        EntryError: an office is given for somebody who is not among those who did it, or a claimant without a modality.
    """
    if "claimant" in entry and "modality" not in entry:
        raise EntryError("there is a claimant but no modality", "Say modality: alleged (planned, proposed, denied).")
    offices = entry.get("offices", {})
    for who in offices:
        if who not in many(entry.get("by")):
            raise EntryError(
                f"offices: {who!r} is not among those under 'by'", "Add it there, or take the office out.", who
            )
    roles = {"carried_out_by": entry.get("by"), "participant": entry.get("with"), **entry.get("roles", {})}
    return Event(
        key,
        file.origin("events", key),
        entry["label"],
        entry["type"],
        nature=entry.get("nature", "activity"),
        modality=entry.get("modality"),
        date=file.date(entry),
        places=file.references(entry.get("where")),
        participants=tuple(
            Participation(file.reference(who), role, offices.get(who, "") if role == "carried_out_by" else "")
            for role, group in roles.items()
            for who in many(group)
        ),
        part_of=_one(file, entry, "part_of"),
        motivated_by=file.references(entry.get("because_of")),
        continued=file.references(entry.get("answers")),
        used=file.references(entry.get("used")),
        purpose=entry.get("purpose", ""),
        description=entry.get("description", ""),
        evidence=file.evidence(entry["evidence"]),
        claimant=_one(file, entry, "claimant"),
        reported_in=_one(file, entry, "reported_in"),
    )


def relation(file: AnnotationFile, key: str, entry: Entry) -> Relation:
    """A relation between two entities."""
    return Relation(
        file.reference(entry["subject"]),
        entry["property"],
        file.reference(entry["object"]),
        file.origin("relations", int(key)),
        entry.get("kind", ""),
        file.date(entry),
        file.evidence(entry["evidence"]),
    )


def statement(file: AnnotationFile, key: str, entry: Entry) -> Statement:
    """A claim.

    Raises:
        EntryError: it claims nothing, or two things at once.
    """
    if ("object" in entry) == ("text" in entry):
        raise EntryError("it needs an object or a text, and not both", "Give one of the two.")
    return Statement(
        key,
        file.origin("statements", key),
        entry["label"],
        file.reference(entry["subject"]),
        entry["property"],
        entry["text"] if "text" in entry else file.reference(entry["object"]),
        entry["type"],
        _one(file, entry, "claimant"),
        entry.get("confidence", ""),
        _one(file, entry, "part_of"),
        file.evidence(entry["evidence"]),
    )


def forms(file: AnnotationFile) -> Iterator[tuple[str, str, str]]:
    """Every surface form of the file, with its section and key."""
    for section in KINDS:
        for key, entry in file.entries(section):
            for words in entry.get("mentions", {}):
                yield section, key, words
    for section in ("mentions", "dates"):
        for key, entry in file.entries(section):
            for words in entry:
                yield section, key, words


def annotations(file: AnnotationFile) -> Iterator[Annotation | Finding]:
    """What stands in each passage, in the order in which the file first names the passages; a finding for what means nothing."""
    found: dict[EntityRef, list[Mention]] = {}
    dates: dict[EntityRef, list[DateMention]] = {}
    for section, key, words in forms(file):
        entry = file.data[section][key]
        try:
            if section == "dates":
                for passage, derived in _said(file, entry[words]):
                    found.setdefault(passage, [])
                    when = partial_date(key, words, "derived" if derived else "stated")
                    dates.setdefault(passage, []).append(DateMention(when, derived))
            elif section == "mentions":
                for passage, derived in _said(file, entry[words]):
                    found.setdefault(passage, []).append(Mention(words, file.reference(key), derived=derived))
            else:
                thing = EntityRef(KINDS[section], key, entry.get("label") or entry.get("title", ""))
                for written in many(entry["mentions"][words]):
                    found.setdefault(file.passage(written), []).append(Mention(words, thing))
        except DateError as problem:
            yield file.finding((section, key, words), str(problem), "Write the day as 1958-07-14.", key)
        except EntryError as problem:
            yield file.finding((section, key, words), problem.message, problem.remedy, problem.value)
    for passage, mentions in found.items():
        yield Annotation(passage, tuple(mentions), file.origin("annotations"), tuple(dates.get(passage, ())))


def _said(file: AnnotationFile, given: Any) -> Iterator[tuple[EntityRef, Derivation | None]]:
    """The passages of a form; with how sure a program is that nobody has confirmed yet."""
    derived = None
    if isinstance(given, dict):
        derived = Derivation(float(given["confidence"]), given.get("because", ""))
        given = given["passages"]
    for written in many(given):
        yield file.passage(written), derived


def _names(file: AnnotationFile, entry: Entry) -> tuple[Name, ...]:
    """The label as the primary name unless there is another, and the forms whose type the file tells, with their passages."""
    names = []
    for words, given in entry.get("names", {}).items():
        how = given if isinstance(given, dict) else {"type": given}
        passages = tuple(file.passage(written) for written in many(entry.get("mentions", {}).get(words)))
        names.append(Name(words, how.get("type", "variant"), how.get("language"), passages))
    if not entry.get("unnamed") and not any(name.type == "primary" for name in names):
        names.insert(0, Name(entry["label"], "primary"))
    return tuple(names)


def _identifiers(entry: Entry) -> tuple[Identifier, ...]:
    return tuple(Identifier(scheme, str(value)) for scheme, value in entry.get("identifiers", {}).items())


def _notes(entry: Entry) -> tuple[Note, ...]:
    return (Note(entry["note"]),) if "note" in entry else ()


def _one(file: AnnotationFile, entry: Entry, name: str) -> EntityRef | None:
    return file.reference(entry[name]) if name in entry else None
