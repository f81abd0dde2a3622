"""A document of the Wilson Center Digital Archive saved as text: bold head, labelled fields, then the translation.

`**date**`, `**title**`, then `**Citation:**`, `**Summary:**`, `**Original Language:**` and `**Contents:**`, each
followed by its text. Paragraphs are counted p1, p2 ...; a list takes one number and its items the letters a, b, c
(p5a), so that adding a line to a list moves no other paragraph.

Options: `id` and `source_page` in place of the citation's address, `rights`, `original_rights`.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lod_publisher.errors import SourceError
from lod_publisher.model.dates import date_from_words
from lod_publisher.model.findings import Finding
from lod_publisher.model.iris import Kind, is_local_id, slug
from lod_publisher.model.records import (
    Document,
    EntityRef,
    Evidence,
    Identifier,
    Name,
    Origin,
    Passage,
    Person,
    Record,
    Step,
)
from lod_publisher.settings import Source
from lod_publisher.sources._text import fragment_of
from lod_publisher.sources.wilson_text._citation import ADDRESS, shelfmark, translator_name
from lod_publisher.sources.wilson_text._layout import Layout, head_passages, paragraphs, take_apart
from lod_publisher.sources.wilson_text._remarks import language_code, remarks

_MARKING = re.compile(r"((?:strictly|top|very) )?(confidential|secret)!?", re.I)
_GENRES = frozenset(
    {"report", "telegram", "letter", "memorandum", "minutes", "note", "cable", "record", "speech", "protocol"}
)


def recognises(path: Path, head: bytes) -> bool:
    """Tell by the bold label of the citation, which every document of the archive has."""
    return path.suffix in {".txt", ".md"} and b"**Citation:**" in head


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the translator."""
    layout = take_apart(source)
    local_id = _local_id(source, layout)
    if translator := _translator(layout, local_id):
        passage = EntityRef(Kind.DOCUMENT, f"{local_id}/citation")
        yield Person(
            translator.local_id,
            Origin(source.shown, layout.line("citation")),
            translator.label,
            names=(Name(translator.label, "primary", None, (passage,)),),
            evidence=(Evidence(passage, "editor"),),
        )


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield the document, the original that it translates, and what an editor should know of both."""
    layout = take_apart(source)
    local_id = _local_id(source, layout)
    body = paragraphs(layout, local_id)
    yield from remarks(layout, body, source.shown, local_id)
    date = date_from_words(layout.date)
    genre = _genre(layout.title)
    held = shelfmark(layout.words("citation"))
    original = EntityRef(Kind.DOCUMENT, f"{local_id}/original") if _is_translation(layout) else None
    translator = _translator(layout, local_id)
    citation = EntityRef(Kind.DOCUMENT, f"{local_id}/citation")
    collection = EntityRef(Kind.COLLECTION, source.collection) if source.collection else None
    number = ADDRESS.search(layout.words("citation"))
    document = Document(
        local_id,
        Origin(source.shown, layout.title_line),
        layout.title,
        genre,
        language=language_code(layout.version or "English"),
        date=date,
        identifiers=(Identifier("wilson-digital-archive-id", number[1]),) if number else (),
        classification=_classification(body),
        archival_source=() if original or not held else (held,),
        steps=(Step("translating", (translator,), None, f"Translated by {translator.label}.", citation),)
        if translator
        else (),
        passages=(*head_passages(layout, local_id), *body),
        summary=layout.words("summary"),
        rights=source.options.get("rights", ""),
        source_page=source.options.get("source_page") or (number[0] if number else None),
        original=original,
        collection=collection,
        fragment=fragment_of(source),
    )
    yield document
    if original:
        yield Document(
            original.local_id,
            Origin(source.shown, layout.line("original language")),
            f"[{layout.words('original language')} original of: {layout.title}]",
            genre,
            language=language_code(layout.words("original language")),
            date=date,
            classification=document.classification,
            archival_source=(held,) if held else (),
            rights=source.options.get("original_rights", ""),
            collection=collection,
        )


def _local_id(source: Source, layout: Layout) -> str:
    if given := source.options.get("id"):
        if is_local_id(given):
            return given
        raise SourceError(
            f"{source.shown}: the option id = {given!r} cannot be part of an IRI. Use letters, digits, '-', '_', '.' and '/'."
        )
    if match := ADDRESS.search(layout.words("citation")):
        return f"wilson-{match[1]}"
    raise SourceError(
        f"{source.shown}:{layout.line('citation') or 1}: the citation has no address ending in /document/ and a number, so the "
        "document has no key of its own. Add the address, or give the option id in collection.toml."
    )


def _translator(layout: Layout, local_id: str) -> EntityRef | None:
    name = translator_name(layout.words("citation"))
    # Scoped by the document: a bare name is not yet an identity, only a person may say that two are one.
    return EntityRef(Kind.PERSON, f"{local_id}/{slug(name)}", name) if slug(name) else None


def _is_translation(layout: Layout) -> bool:
    original = layout.words("original language")
    return bool(original) and original.lower() != (layout.version or "English").lower()


def _genre(title: str) -> str:
    first = slug(title.split()[0]) if title else ""
    return first if first in _GENRES else "document"


def _classification(body: list[Passage]) -> tuple[str, ...]:
    for passage in body[:2]:
        if _MARKING.fullmatch(passage.text):
            return (slug(passage.text),)
    return ()
