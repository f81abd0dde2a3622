"""From a checked mapping to a record of the model: what each field of each kind becomes."""

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

from lod_publisher.model.iris import Kind
from lod_publisher.model.records import (
    Appointment,
    Collection,
    Concept,
    Document,
    Event,
    Organisation,
    Origin,
    Passage,
    Person,
    Place,
    Record,
    Relation,
    Statement,
    Volume,
)
from lod_publisher.sources.records._values import (
    Converter,
    FieldError,
    act,
    archival_source,
    date,
    editor,
    entity_or_text,
    evidence,
    folded,
    identifier,
    link,
    list_of,
    making,
    name,
    note,
    participant,
    passages,
    ref,
    refs,
)

_entity = ref(Kind.CONCEPT)  # the schema has seen to it that the kind is given
_same = {"names": list_of(name), "identifiers": list_of(identifier), "notes": list_of(note)} | {
    "evidence": list_of(evidence),
    "close_matches": tuple,
    "exact_matches": tuple,
}
_CONVERTERS: dict[str, tuple[Callable[..., Record], dict[str, Converter]]] = {
    "person": (
        Person,
        _same | {"birth": date, "death": date, "member_of": refs(Kind.ORGANISATION), "same_as": refs(Kind.PERSON)},
    ),
    "organisation": (
        Organisation,
        _same | {"part_of": ref(Kind.ORGANISATION), "seat": ref(Kind.PLACE), "same_as": refs(Kind.ORGANISATION)},
    ),
    "place": (Place, _same | {"within": ref(Kind.PLACE), "coordinates": tuple, "same_as": refs(Kind.PLACE)}),
    "event": (
        Event,
        {
            "date": date,
            "places": refs(Kind.PLACE),
            "participants": list_of(participant),
            "part_of": ref(Kind.EVENT),
            "motivated_by": list_of(_entity),
            "continued": refs(Kind.EVENT),
            "used": refs(Kind.DOCUMENT),
            "evidence": list_of(evidence),
            "claimant": ref(Kind.PERSON),
            "reported_in": ref(Kind.EVENT),
        },
    ),
    "relation": (
        Relation,
        {"subject": _entity, "object": _entity, "date": date, "evidence": list_of(evidence)},
    ),
    "statement": (
        Statement,
        {
            "subject": _entity,
            "object": entity_or_text,
            "claimant": ref(Kind.PERSON),
            "part_of": ref(Kind.EVENT),
            "evidence": list_of(evidence),
        },
    ),
    "appointment": (
        Appointment,
        {
            "person": ref(Kind.PERSON),
            "mission": ref(Kind.ORGANISATION),
            "date": date,
            "steps": list_of(act),
            "identifiers": list_of(identifier),
        },
    ),
    "volume": (
        Volume,
        {
            "part_of": ref(Kind.VOLUME),
            "years": tuple,
            "editors": list_of(editor),
            "place": ref(Kind.PLACE),
            "published": date,
            "identifiers": list_of(identifier),
        },
    ),
    "collection": (Collection, {"part_of": ref(Kind.COLLECTION), "languages": tuple}),
    "concept": (Concept, {}),
    "document": (
        Document,
        {
            "part_of": ref(Kind.VOLUME),
            "date": date,
            "places": refs(Kind.PLACE),
            "senders": refs(Kind.PERSON),
            "addressees": refs(Kind.PERSON),
            "signers": refs(Kind.PERSON),
            "identifiers": list_of(identifier),
            "classification": tuple,
            "handling": tuple,
            "archival_source": list_of(archival_source),
            "steps": list_of(making),
            "subjects": tuple,
            "links": list_of(link),
            "original": ref(Kind.DOCUMENT),
            "collection": ref(Kind.COLLECTION),
        },
    ),
}
_RENAMED = {"id": "local_id", "qualifier": "kind"}


def record_of(kind: str, values: Mapping[str, Any], origin: Origin) -> Record:
    """Make the record that a checked mapping describes.

    Raises:
        FieldError: a date cannot be read, or two passages have one id.
    """
    make, converters = _CONVERTERS[kind]
    given: dict[str, Any] = {}
    for key, value in values.items():
        if key in ("kind", "text", "paragraphs") or value is None:
            continue
        try:
            given[_RENAMED.get(key, key)] = converters.get(key, _plain)(value)
        except FieldError as problem:
            raise FieldError(str(problem), problem.remedy, (key, *problem.path)) from problem
    if kind == "document":
        given["passages"] = _passages_of(values)
    if kind == "statement" and "local_id" not in given:
        given["local_id"] = _statement_id(given)
    if kind == "appointment":
        given.setdefault("office_label", str(given["office"]).replace("-", " ").capitalize())
    if kind != "concept":
        given["origin"] = origin
    return make(**given)


def _plain(value: object) -> object:
    return value if isinstance(value, bool) else folded(value)


def _passages_of(values: Mapping[str, Any]) -> tuple[Passage, ...]:
    if "text" in values and "paragraphs" in values:
        raise FieldError("both 'text' and 'paragraphs' are given", "Leave one of them out.", ("text",))
    paragraphs = [part for part in re.split(r"\n\s*\n", values.get("text", "")) if part.strip()]
    try:
        return passages(values.get("paragraphs", paragraphs), str(values["id"]))
    except FieldError as problem:
        raise FieldError(str(problem), problem.remedy, ("paragraphs", *problem.path)) from problem


def _statement_id(given: Mapping[str, Any]) -> str:
    """A statement without an id is named by what it says and who says it, so that rewording its label moves nothing."""
    said = repr([given.get(key) for key in ("subject", "property", "object", "claimant", "type", "evidence")])
    return f"statement-{hashlib.blake2b(said.encode(), digest_size=6).hexdigest()}"
