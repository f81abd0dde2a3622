"""What the values of fields mean: references, dates, names, passages, each in its short and its long form."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from lod_publisher.errors import DateError
from lod_publisher.model.dates import PartialDate, date_from_words, partial_date
from lod_publisher.model.iris import Kind, is_local_id, keyed, slug
from lod_publisher.model.records import (
    ArchivalSource,
    DocumentLink,
    EntityRef,
    Evidence,
    Identifier,
    Mention,
    Name,
    Note,
    Participation,
    Passage,
    Redaction,
    Step,
)

_KINDS = {str(kind): kind for kind in Kind}
PREFIXED = re.compile(rf"({'|'.join(_KINDS)})/(.+)", re.S)
_WORD = re.compile(r"[A-Za-z]{3}")
Converter: TypeAlias = Callable[[Any], Any]


class FieldError(ValueError):
    """A value fits the schema and still means nothing; `remedy` is the way out."""

    def __init__(self, message: str, remedy: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.remedy = remedy
        self.path = path


def folded(value: object) -> str:
    return " ".join(str(value).split())


def reference(value: str | Mapping[str, str], kind: Kind) -> EntityRef:
    """Read a pointer: "kind/local-id", a local id of the expected kind, or a plain name, whose slug is the local id.

    A word in lower case ("washington") is a local id, anything with a capital or a space ("Washington") a name.
    """
    words, label = (value["ref"], value.get("label", "")) if isinstance(value, Mapping) else (value, "")
    words, label = folded(words), folded(label)
    prefixed = PREFIXED.fullmatch(words)
    if prefixed and is_local_id(prefixed[2]):
        return EntityRef(_KINDS[prefixed[1]], prefixed[2], label)
    if is_local_id(words) and (words == words.lower() or "/" in words):
        return EntityRef(kind, words, label)
    key = words
    if kind is Kind.ORGANISATION:
        key = re.sub(r"^the\s+", "", words, flags=re.I)
    return EntityRef(kind, slug(key) or keyed(words), label or words)


def ref(kind: Kind) -> Converter:
    return lambda value: reference(value, kind)


def list_of(converter: Converter) -> Converter:
    def convert(values: list[object]) -> tuple[object, ...]:
        found = []
        for number, value in enumerate(values):
            try:
                found.append(converter(value))
            except FieldError as problem:
                raise FieldError(str(problem), problem.remedy, (number, *problem.path)) from problem
        return tuple(found)

    return convert


def refs(kind: Kind) -> Converter:
    return list_of(ref(kind))


def _pair(value: str) -> tuple[str, str]:
    key, _, rest = value.partition("=")
    return folded(key), folded(rest)


def date(value: str | int | Mapping[str, Any]) -> PartialDate:
    """Read EDTF or, when it has words in it, English; a digit-only text that is no day of the calendar is never guessed at."""
    words = value.get("words", "") if isinstance(value, Mapping) else ""
    text = folded(value["edtf"] if isinstance(value, Mapping) else value)
    try:
        return partial_date(text, folded(words))
    except DateError as problem:
        found = date_from_words(text) if _WORD.search(text) and not isinstance(value, Mapping) else None
        if found is None:
            remedy = "Give EDTF, such as 1958-07-14 or 1958-07/1958-12, or words such as 'fall of 1956'."
            raise FieldError(f"{text!r} cannot be read as a date: {problem}", remedy) from problem
        return found


def name(value: str | Mapping[str, str]) -> Name:
    if isinstance(value, str):
        return Name(folded(value))
    return Name(folded(value["text"]), value.get("type", "variant"), value.get("language"))


def identifier(value: str | Mapping[str, object]) -> Identifier:
    scheme, code = _pair(value) if isinstance(value, str) else (str(value["scheme"]), folded(value["value"]))
    return Identifier(scheme, code)


def note(value: str | Mapping[str, str]) -> Note:
    if isinstance(value, str):
        return Note(folded(value))
    passage = value.get("passage")
    return Note(folded(value["text"]), reference(passage, Kind.DOCUMENT) if passage else None)


def evidence(value: str | Mapping[str, str]) -> Evidence:
    if isinstance(value, str) or "ref" in value:
        return Evidence(reference(value, Kind.DOCUMENT))
    return Evidence(reference(value["passage"], Kind.DOCUMENT), value.get("asserted_by", "source"))


def participant(value: str | Mapping[str, Any]) -> Participation:
    if isinstance(value, str):
        role, who = _pair(value) if "=" in value else ("carried_out_by", value)
        return Participation(reference(who, Kind.PERSON), role)
    actor = reference(value["actor"], Kind.PERSON)
    return Participation(actor, value.get("role", "carried_out_by"), folded(value.get("office", "")))


def act(value: str | Mapping[str, Any]) -> tuple[str, PartialDate | None, str]:
    if isinstance(value, str):
        act, when = _pair(value)
        return act, date(when), ""
    return value["type"], date(value["date"]) if "date" in value else None, folded(value.get("note", ""))


def making(value: str | Mapping[str, Any]) -> Step:
    if isinstance(value, str):
        act, who = _pair(value)
        return Step(act, (reference(who, Kind.PERSON),))
    return Step(
        type=value["type"],
        actors=tuple(reference(who, Kind.PERSON) for who in value.get("actors", ())),
        date=date(value["date"]) if "date" in value else None,
        statement=folded(value.get("statement", "")),
        evidence=reference(value["evidence"], Kind.DOCUMENT) if "evidence" in value else None,
        editorial=value.get("editorial", True),
    )


def archival_source(value: str | Mapping[str, Any]) -> ArchivalSource:
    if isinstance(value, str):
        value = {"levels": [level for level in value.split(">") if level.strip()], "text": value}
    levels = []
    for level in value["levels"]:
        label = folded(level if isinstance(level, str) else level["label"])
        levels.append(
            ((level.get("key") if isinstance(level, Mapping) else None) or slug(label) or keyed(label), label)
        )
    return ArchivalSource(tuple(levels), folded(value.get("file_number", "")), folded(value.get("text", "")))


def editor(value: str | Mapping[str, str]) -> tuple[str, str]:
    return _pair(value) if isinstance(value, str) else (folded(value["role"]), folded(value["name"]))


def mention(value: str | Mapping[str, Any]) -> Mention:
    if isinstance(value, str):
        words, who = _pair(value) if "=" in value else (folded(value), "")
        return Mention(words, reference(who, Kind.PERSON) if who else None)
    entity = reference(value["entity"], Kind.PERSON) if "entity" in value else None
    return Mention(folded(value["text"]), entity, value.get("role"))


def redaction(value: str | Mapping[str, Any]) -> Redaction:
    if isinstance(value, str):
        return Redaction(folded(value))
    extent = value.get("extent")
    return Redaction(folded(value["text"]), value.get("kind", "text"), tuple(extent) if extent else None)


def link(value: str | Mapping[str, Any]) -> DocumentLink:
    if isinstance(value, str) or "ref" in value:
        target = reference(value, Kind.DOCUMENT)
        return DocumentLink(target, target.label or target.local_id)
    target = reference(value["target"], Kind.DOCUMENT)
    return DocumentLink(target, folded(value.get("text", "")) or target.local_id, value.get("relation", "refers_to"))


_LAST_SEGMENTS = {"paragraph": "p", "heading": "h", "list-item": "li", "footnote": "fn", "table": "t"}


def passages(values: list[str | Mapping[str, Any]], document: str) -> tuple[Passage, ...]:
    """Number a document's passages in its order, each kind apart: p1, p2, fn1 ... unless they have ids of their own."""
    counts: Counter[str] = Counter()
    found: dict[str, Passage] = {}
    for number, value in enumerate(values):
        given = {"text": value} if isinstance(value, str) else value
        kind = given.get("kind", "paragraph")
        prefix = _LAST_SEGMENTS.get(kind, kind)
        counts[prefix] += 1
        local_id = f"{document}/{given.get('id') or f'{prefix}{counts[prefix]}'}"
        if local_id in found:
            raise FieldError(
                f"the passage id {local_id!r} is used twice", "Give each passage an id of its own.", (number,)
            )
        found[local_id] = Passage(
            local_id=local_id,
            kind=kind,
            text=folded(given["text"]),
            number=folded(given.get("number", "")),
            page=folded(given.get("page", "")),
            editorial=bool(given.get("editorial", kind in ("footnote", "source-note"))),
            mentions=tuple(mention(each) for each in given.get("mentions", ())),
            redactions=tuple(redaction(each) for each in given.get("redactions", ())),
            links=tuple(link(each) for each in given.get("links", ())),
        )
    return tuple(found.values())


def entity_or_text(value: str | Mapping[str, str]) -> EntityRef | str:
    if isinstance(value, str) and not PREFIXED.fullmatch(value):
        return folded(value)
    return reference(value, Kind.CONCEPT)
