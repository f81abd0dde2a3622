"""Stand-off annotations: a YAML file that says who and what a text speaks of, each with the passage that says so.

The file names its document (`annotations: wilson-122512`) and has the sections persons, organisations, places, documents (cited
only), events, relations and statements, mentions (of what is described elsewhere) and dates; `schemas/annotations.schema.json` describes every field. Passages are written by their
last segment (p7, fn1), entities by their key in the file, and things described elsewhere as kind/key.

Option: `text`, a text file beside the annotations in which every annotated form must stand word for word.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Record
from lod_publisher.settings import Source
from lod_publisher.sources._text import fold, text_of
from lod_publisher.sources.annotations import _entries
from lod_publisher.sources.annotations._file import AnnotationFile, EntryError, open_file

_SHARED: dict[str, Callable[[AnnotationFile, str, dict[str, Any]], Record]] = {
    "persons": _entries.person,
    "organisations": _entries.organisation,
    "places": _entries.place,
}
_OWN: dict[str, Callable[[AnnotationFile, str, dict[str, Any]], Record]] = {
    "documents": _entries.document,
    "events": _entries.event,
    "relations": _entries.relation,
    "statements": _entries.statement,
}


def recognises(path: Path, head: bytes) -> bool:
    """Tell by the line that names the annotated document."""
    return path.suffix in {".yaml", ".yml"} and any(line.startswith(b"annotations:") for line in head.splitlines())


def beside(source: Source) -> list[Path]:
    """The text that the annotations are held against, if one is named."""
    named = source.options.get("text")
    return [source.path.parent / named] if named else []


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, organisations and places."""
    yield from _records(open_file(source), _SHARED)


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield cited documents, events, relations and statements, then the mentions, passage by passage."""
    file = open_file(source)
    yield from _records(file, _OWN)
    yield from file.problems("mentions", "dates")
    yield from _entries.annotations(file)
    if named := source.options.get("text"):
        text = fold(text_of(replace(source, path=source.path.parent / named, shown=named)))
        for section, key, words in _entries.forms(file):
            if words not in text:
                yield Finding(
                    "words-not-in-text", Severity.WARNING, file.origin(section, key, "mentions", words), key,
                    f"{words!r} does not stand in {named}.", words, "The mention is published without a form that a reader can find.",
                    "Copy the words from the text.",
                )  # fmt: skip


def _records(
    file: AnnotationFile, sections: dict[str, Callable[[AnnotationFile, str, dict[str, Any]], Record]]
) -> Iterator[Record | Finding]:
    yield from file.problems(*sections)
    for section, record_of in sections.items():
        for key, entry in file.entries(section):
            try:
                yield record_of(file, key, entry)
            except EntryError as problem:
                place = (section, int(key) if section == "relations" else key)
                yield file.finding(place, problem.message, problem.remedy, problem.value)
