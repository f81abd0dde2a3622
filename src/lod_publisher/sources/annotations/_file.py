"""One file of annotations, checked against the published schema: its entries, their lines, and what its references mean."""

import difflib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from lod_publisher.errors import DateError, SourceError
from lod_publisher.model.dates import PartialDate, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import EntityRef, Evidence, Origin
from lod_publisher.settings import Source
from lod_publisher.sources._text import text_of
from lod_publisher.sources.annotations._yaml import Place, load

SCHEMA = Path(__file__).parent.parent / "schemas" / "annotations.schema.json"
KINDS = {
    "persons": Kind.PERSON,
    "organisations": Kind.ORGANISATION,
    "places": Kind.PLACE,
    "documents": Kind.DOCUMENT,
    "events": Kind.EVENT,
    "statements": Kind.STATEMENT,
}


class EntryError(ValueError):
    """One entry says something that cannot be published; becomes a finding, and the other entries go on."""

    def __init__(self, message: str, remedy: str, value: str = "") -> None:
        super().__init__(message)
        self.message, self.remedy, self.value = message, remedy, value


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return schema


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """The file's data with what is needed to read an entry of it."""

    shown: str
    about: str
    data: Mapping[str, Any]
    lines: Mapping[Place, int]
    editorial: frozenset[str]
    keys: Mapping[str, tuple[Kind, ...]] = field(default_factory=dict)

    def origin(self, *path: str | int) -> Origin:
        """The file and the line of a part of it, or of the part around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return Origin(self.shown, self.lines.get(path))

    def entries(self, section: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The entries of a section that fit the schema; a list's are keyed by their place in it."""
        given = self.data.get(section) or {}
        pairs = enumerate(given) if isinstance(given, list) else given.items()
        for key, entry in pairs:
            if not any(_errors(section, key, entry)):
                yield str(key), entry

    def problems(self, *sections: str) -> Iterator[Finding]:
        """A finding for everything in these sections that does not fit the schema."""
        for section in sections:
            given = self.data.get(section) or {}
            pairs = enumerate(given) if isinstance(given, list) else given.items()
            for key, entry in pairs:
                for path, message, remedy in _errors(section, key, entry):
                    yield self.finding((section, key, *path), message, remedy)

    def finding(self, path: Place, message: str, remedy: str, value: str = "") -> Finding:
        """An entry that had to be left out."""
        where = ".".join(map(str, path))
        return Finding(
            "annotation-not-understood",
            Severity.VIOLATION,
            self.origin(*path),
            where,
            f"{where}: {message}",
            value,
            "The entry is left out.",
            remedy,
        )

    def reference(self, words: str) -> EntityRef:
        """What a reference means: a key of this file, or kind/key of something described elsewhere.

        Raises:
            EntryError: nothing has this key, or more than one thing does.
        """
        kinds = self.keys.get(words, ())
        if len(kinds) == 1:
            section = next(name for name, kind in KINDS.items() if kind is kinds[0])
            entry = self.data[section][words]
            known = entry if isinstance(entry, dict) else {}
            return EntityRef(kinds[0], words, str(known.get("label") or known.get("title") or ""))
        if len(kinds) > 1:
            raise EntryError(
                f"{words!r} is the key of several things", f"Say {kinds[0]}/{words} or {kinds[1]}/{words}."
            )
        kind, _, local_id = words.partition("/")
        if kind in frozenset(Kind) and is_local_id(local_id):
            return EntityRef(Kind(kind), local_id)
        near = difflib.get_close_matches(words, list(self.keys), 1)
        remedy = f"Did you mean {near[0]!r}?" if near else "Describe it in this file, or write kind/key."
        raise EntryError(f"nothing has the key {words!r}", remedy, words)

    def references(self, given: Any) -> tuple[EntityRef, ...]:
        """One reference or a list of them."""
        return tuple(self.reference(words) for words in many(given))

    def passage(self, words: str) -> EntityRef:
        """A passage: by its last segment within this file's document, or by its whole key."""
        local_id = words if "/" in words else f"{self.about}/{words}"
        if not is_local_id(local_id):
            raise EntryError(f"{words!r} cannot be the key of a passage", "Write it as p7 or fn1.", words)
        return EntityRef(Kind.DOCUMENT, local_id)

    def evidence(self, given: Any) -> tuple[Evidence, ...]:
        """The passages that say so, each with whose words it is."""
        found = []
        for item in many(given):
            words, by = (item["passage"], item["by"]) if isinstance(item, dict) else (item, "")
            passage = self.passage(words)
            found.append(Evidence(passage, by or ("editor" if passage.local_id in self.editorial else "source")))
        return tuple(found)

    def date(self, entry: Mapping[str, Any], name: str = "when") -> PartialDate | None:
        """When an entry says it was.

        Raises:
            EntryError: the date is not EDTF.
        """
        if name not in entry:
            return None
        try:
            return partial_date(str(entry[name]), str(entry.get("words", "")), str(entry.get("status", "stated")))
        except DateError as problem:
            remedy = "Write a day as 1958-07-14, a range as 1956-10/1958-07-14, a half-year as 1956-41."
            raise EntryError(f"{name}: {problem}", remedy, str(entry[name])) from None


def open_file(source: Source) -> AnnotationFile:
    """Read and check a file.

    Raises:
        SourceError: it is not YAML, or its outline is not that of a file of annotations.
    """
    data, lines = load(text_of(source), source.shown)
    outline = {**_schema(), "$defs": {**_schema()["$defs"], **{name: {} for name in _ENTRIES}}}
    error = best_match(Draft202012Validator(outline).iter_errors(data))
    if error is not None:
        path, message, remedy = _in_words(error)
        line = AnnotationFile(source.shown, "", {}, lines, frozenset()).origin(*path)
        where = ".".join(map(str, path))
        raise SourceError(
            f"{line}: {where + ': ' if where else ''}{message}; nothing of the file is published. {remedy}"
        )
    about = data["annotations"]
    keys: dict[str, tuple[Kind, ...]] = {}
    for section, kind in KINDS.items():
        for key in data.get(section) or {}:
            keys[key] = (*keys.get(key, ()), kind)
    editorial = frozenset(words if "/" in words else f"{about}/{words}" for words in data.get("editorial", ()))
    return AnnotationFile(source.shown, about, data, lines, editorial, keys)


def many(given: Any) -> list[Any]:
    """A list as it is, a single thing as a list of one, nothing as none."""
    if given is None:
        return []
    return given if isinstance(given, list) else [given]


_ENTRIES = ("mention", "date", "person", "organisation", "place", "document", "event", "relation", "statement")


@cache
def _validator(section: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{section.removesuffix('s')}", "$defs": _schema()["$defs"]})


def _errors(section: str, key: str | int, entry: Any) -> Iterator[tuple[Place, str, str]]:
    if isinstance(key, str) and section != "dates" and not is_local_id(key):
        yield (), f"the key {key!r} cannot be part of an IRI", "Use letters, digits, '-', '_', '.' and '/'."
    for error in _validator(section).iter_errors(entry):
        deepest = best_match([error])
        yield _in_words(deepest or error)


def _in_words(error: ValidationError) -> tuple[Place, str, str]:
    path = tuple(error.absolute_path)
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator == "required":
        missing = error.message.split("'")[1]
        return path, f"there is no {missing!r}", f"Add {missing}."
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(schema.get("properties", ()))
        extra = next(name for name in error.instance if name not in known)
        near = difflib.get_close_matches(extra, known, 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"The fields are {', '.join(known)}."
        return (*path, extra), f"there is no field {extra!r}", remedy
    shown = json.dumps(error.instance, ensure_ascii=False, default=str)[:80]
    if error.validator == "enum":
        return path, f"{shown} is none of the choices", f"Use one of {', '.join(map(str, schema['enum']))}."
    wanted = schema.get("description")
    return path, f"{shown} does not fit", f"Give {wanted}." if wanted else f"The schema says: {error.message[:120]}."
