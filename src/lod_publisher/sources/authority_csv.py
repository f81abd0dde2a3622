"""Authority files as tables: a row for each person, body or place, or a row for each link (SSSOM).

Columns are known by the names under which spreadsheets, OpenRefine and Wikidata give them; one named after an authority file
(viaf, gnd, "VIAF ID") holds its codes. Several values in a cell stand apart by bars, or by semicolons where these part no columns.
"""

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeAlias

from lod_publisher.errors import SourceError
from lod_publisher.model.authorities import identifier_of, register_of
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources import _text
from lod_publisher.sources._authority import Entry, records_of, unusable

Row: TypeAlias = tuple[Origin, list[tuple[str, str]]]
_COLUMNS = {
    "key": ("id", "key", "iri", "uri", "identifier", "record_id"),
    "name": ("name", "label", "preferred_name", "preferred_label", "pref_label", "heading", "authorized_form", "display_name"),
    "variants": ("variants", "variant_names", "variant_name", "alt_label", "alt_labels", "aliases", "also_known_as", "other_names"),
    "family": ("family", "family_name", "surname", "last_name"),
    "given": ("given", "given_name", "given_names", "forename", "forenames", "first_name"),
    "birth": ("birth", "born", "birth_date", "birth_year", "date_of_birth", "year_of_birth"),
    "death": ("death", "died", "death_date", "death_year", "date_of_death", "year_of_death"),
    "kind": ("kind", "type", "entity_type"),
    "same": ("same_as", "sameas"),
    "exact": ("exact", "exact_match", "exact_matches"),
    "close": ("close", "close_match", "close_matches"),
    "note": ("note", "notes", "description", "biography", "role", "occupation"),
    "latitude": ("latitude", "lat"),
    "longitude": ("longitude", "long", "lon", "lng"),
}  # fmt: skip
_MEANING = {name: meaning for meaning, names in _COLUMNS.items() for name in names}
_LINK_COLUMNS = {"subject_id", "predicate_id", "object_id"}
_KINDS = {
    "person": Kind.PERSON, "persons": Kind.PERSON, "people": Kind.PERSON, "human": Kind.PERSON,
    "organisation": Kind.ORGANISATION, "organization": Kind.ORGANISATION, "corporatebody": Kind.ORGANISATION,
    "organisations": Kind.ORGANISATION, "organizations": Kind.ORGANISATION, "body": Kind.ORGANISATION,
    "place": Kind.PLACE, "places": Kind.PLACE, "location": Kind.PLACE,
}  # fmt: skip
_CURIES = {
    "viaf": "http://viaf.org/viaf/", "wd": "http://www.wikidata.org/entity/", "wikidata": "http://www.wikidata.org/entity/",
    "skos": "http://www.w3.org/2004/02/skos/core#", "owl": "http://www.w3.org/2002/07/owl#",
}  # fmt: skip
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SAME = ("http://www.w3.org/2002/07/owl#sameAs", f"{_SKOS}exactMatch")


def recognises(path: Path, head: bytes) -> bool:
    """A table of links by their three columns; one of persons by a key, a name, and a column of codes or dates of life."""
    if path.is_dir() or path.suffix.lower() not in (".csv", ".tsv"):
        return False
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
    first = next((line for line in text.splitlines() if not line.startswith("#")), "")
    names = {_plain(cell) for cell in re.split(r"[,;\t]", first.replace('"', ""))}
    if names >= _LINK_COLUMNS:
        return True
    if "kind" in names and "id" in names:  # the reader `records` knows these better
        return False
    means = {_MEANING.get(name, "") for name in names}
    tells = bool(means & {"birth", "death", "variants"}) or any(_scheme(name) for name in names)
    return "key" in means and ("name" in means or "family" in means) and tells


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield what each row describes, or for each thing linked a record without a name that joins others."""
    yield from records_of(_entries(source), source)


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: what an authority file describes is shared."""
    yield from ()


def _plain(name: str) -> str:
    return re.sub(r"[\s-]+", "_", re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip())).lower()


def _scheme(name: str) -> str:
    """The authority file that a column is named after; "" when it is after none."""
    register = register_of(re.sub(r"_(?:id|ids|uri|url|code|number)$", "", name))
    return register.scheme if register else ""


def _entries(source: Source) -> Iterator[Entry | Finding]:
    text = _text.text_of(source)
    lines = text.splitlines(keepends=True)
    start = next((n for n, line in enumerate(lines) if line.strip() and not line.startswith("#")), len(lines))
    if start == len(lines):
        raise SourceError(f"{source.shown}: has no row. Check that it was saved.")
    separator = max(",;\t", key=lines[start].count)
    rows = csv.reader(lines[start:], delimiter=separator, strict=True)
    try:
        header = [_plain(cell) for cell in next(rows)]
        if set(header) >= _LINK_COLUMNS:
            yield from _links(source, _rows(rows, header, start, source), _curies(lines[:start]))
            return
        if not any(_MEANING.get(name) in ("name", "family") for name in header):
            raise SourceError(
                f"{source.shown}:{start + 1}: no column holds names. Call one of them `name`; "
                f"others may be called {', '.join(names[0] for names in _COLUMNS.values())}, or after an authority file."
            )
        for row in _rows(rows, header, start, source):
            yield row if isinstance(row, Finding) else _entry(row[1], row[0], source, separator)
    except csv.Error as problem:
        raise SourceError(
            f"{source.shown}:{start + rows.line_num}: is not CSV: {problem}. Mend the quotes there."
        ) from problem


def _rows(rows: Any, header: list[str], start: int, source: Source) -> Iterator[Row | Finding]:
    """Each row with its place, as pairs of column and cell that are not empty; a row of another length is a finding."""
    while True:
        origin = Origin(source.shown, start + rows.line_num + 1)
        row = next(rows, None)
        if row is None:
            return
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(header):
            message = f"The row has {len(row)} cells and the header {len(header)}."
            yield unusable(origin, row[0], message, "A cell that holds the separator needs quotation marks.")
            continue
        yield origin, [(name, cell.strip()) for name, cell in zip(header, row, strict=True) if cell.strip()]


def _entry(cells: list[tuple[str, str]], origin: Origin, source: Source, separator: str) -> Entry:
    found: dict[str, list[str]] = {}
    codes: list[tuple[str, str]] = []
    for name, cell in cells:
        if scheme := _scheme(name):
            codes += [(scheme, value) if "://" not in value else ("", value) for value in _several(cell, separator)]
        elif meaning := _MEANING.get(name):
            found.setdefault(meaning, []).append(cell)
    one = {meaning: values[0] for meaning, values in found.items()}
    stem = source.path.stem.lower()
    word = one.get("kind") or source.options.get("kind") or stem
    kind = _KINDS.get(re.sub(r"[\s_-]", "", word.lower()), Kind.PERSON)
    key = one.get("key") or next((value if "://" in value else f"({scheme}){value}" for scheme, value in codes), "")
    entry = Entry(kind, key, origin, codes=codes, birth=one.get("birth", ""), death=one.get("death", ""))
    parts = ", ".join(filter(None, (one.get("family", ""), one.get("given", ""))))
    entry.name(one.get("name") or parts, "primary")
    if one.get("name") and "," in parts:
        entry.name(parts)
    for meaning, put in (("variants", entry.name), ("note", entry.note)):
        for cell in found.get(meaning, ()):
            for value in _several(cell, separator) if meaning == "variants" else [cell]:
                put(value)
    for meaning, listed in (("same", entry.same), ("exact", entry.exact), ("close", entry.close)):
        listed += [value for cell in found.get(meaning, ()) for value in _several(cell, separator)]
    if "latitude" in one and "longitude" in one:
        entry.coordinates = (one["latitude"], one["longitude"])
    return entry


def _several(cell: str, separator: str) -> list[str]:
    parts = re.split(r"\|" if separator == ";" else r"[|;]", cell)
    return [part.strip() for part in parts if part.strip()]


def _curies(comments: list[str]) -> dict[str, str]:
    """The prefixes that the head of an SSSOM table explains, beside those that everybody knows."""
    found = (re.fullmatch(r"#\s+\"?([\w.-]+)\"?:\s*\"?(https?://\S+?)\"?\s*", line) for line in comments)
    return _CURIES | {match[1]: match[2] for match in found if match}


def _whole(name: str, curies: dict[str, str]) -> str:
    prefix, colon, rest = name.partition(":")
    return curies[prefix] + rest if colon and prefix in curies and not rest.startswith("//") else name


def _links(source: Source, rows: Iterator[Row | Finding], curies: dict[str, str]) -> Iterator[Entry | Finding]:
    """One entry for each subject. A person's or an identifier's word is exact; what a program found is close at most."""
    ours = f"{source.options.get('base', '')}/id/"
    entries: dict[tuple[Kind, str], Entry] = {}
    for row in rows:
        if isinstance(row, Finding):
            yield row
            continue
        origin, cells = row[0], dict(row[1])
        one, how, other = (_whole(cells.get(name, ""), curies) for name in ("subject_id", "predicate_id", "object_id"))
        if other.startswith(ours) and not one.startswith(ours):
            one, other = other, one
        if not one or "://" not in other or how not in (*_SAME, f"{_SKOS}closeMatch"):
            yield Finding(
                "link-unreadable", Severity.WARNING, origin, one or other, f"The row links no two things: {how or 'no predicate'}.",
                how, "It is left out.", "Give two addresses, and exactMatch, closeMatch or sameAs between them.",
            )  # fmt: skip
            continue
        segment = one.removeprefix(ours).partition("/")[0] if one.startswith(ours) else ""
        kind = _KINDS.get(segment) or _KINDS.get(source.options.get("kind", ""), Kind.PERSON)
        entry = entries.setdefault((kind, one), Entry(kind, one, origin, links_only=True))
        (entry.exact if how in _SAME and _is_sure(cells, other) else entry.close).append(other)
    yield from entries.values()


def _is_sure(cells: dict[str, str], other: str) -> bool:
    """Whether a human said so, or nobody said otherwise and an authority file's code stands at the end."""
    how = cells.get("mapping_justification", "").rpartition(":")[2].rpartition("/")[2]
    try:
        certain = float(cells.get("confidence", "1")) >= 1
    except ValueError:
        certain = False
    return how == "ManualMappingCuration" or (
        certain and how in ("", "UnspecifiedMatching") and identifier_of(other) is not None
    )
