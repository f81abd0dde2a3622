"""Records that an archive writes itself, in YAML, JSON, JSON lines or CSV, so that it can publish without writing Python.

`schemas/records.schema.json` says what they may hold. A file of YAML or JSON has its records under the key `records`; a line of
JSON lines is a record; a row of CSV is a record of the kind that the option `kind`, a column `kind` or the file's name
(persons.csv) gives. One bad record is a finding, and the others go on.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin, Record
from lod_publisher.settings import Source
from lod_publisher.sources.records._fields import record_of
from lod_publisher.sources.records._schema import dotted, from_cells, kinds, problems
from lod_publisher.sources.records._tables import Path_, Raw, raw_records
from lod_publisher.sources.records._values import FieldError

_SHARED = ("person", "organisation", "place", "concept")
_YAML = re.compile(rb"^(?:records:|- kind:)", re.M)
_JSON = re.compile(rb'"records"\s*:\s*\[')
_OTHERS = re.compile(rb"^(?:entities|annotations|text|source|passages):", re.M)
_PLURALS = {"people": "person", "persons": "person", "organizations": "organisation", "organization": "organisation"}


def _kind_of_name(path: Path) -> str:
    stem = path.stem.lower()
    kind = _PLURALS.get(stem, stem.removesuffix("s"))
    return kind if kind in kinds() else ""


def recognises(path: Path, head: bytes) -> bool:
    """YAML and JSON by their list of records, a line or a row by its kind (which a file called persons.csv need not repeat)."""
    first = head.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].strip()
    match path.suffix.lower():
        case ".yaml" | ".yml":
            return _YAML.search(head) is not None and _OTHERS.search(head) is None
        case ".json":
            return _JSON.search(head) is not None
        case ".jsonl" | ".ndjson":
            return any(b'"kind": "%s"' % kind.encode() in first.replace(b'":"', b'": "') for kind in kinds())
        case ".csv":
            columns = {cell.strip().strip(b'"') for cell in re.split(rb"[,;\t]", first)}
            return b"id" in columns and (b"kind" in columns or _kind_of_name(path) != "")
        case _:
            return False


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield the persons, organisations, places and concepts of the file."""
    yield from _records(source, shared=True)


def read(source: Source) -> Iterator[Record | Finding]:
    """Yield the records of all other kinds, and a finding for what is of no kind."""
    yield from _records(source, shared=False)


def _violation(
    source: Source, raw: Raw, record: str, message: str, remedy: str, path: Path_ = (), value: str = ""
) -> Finding:
    return Finding(
        rule="record",
        severity=Severity.VIOLATION,
        origin=Origin(source.shown, raw.line_of(path)),
        record=record,
        message=f"{message}.",
        value=value,
        consequence="The record is left out.",
        remedy=remedy,
    )


def _records(source: Source, *, shared: bool) -> Iterator[Record | Finding]:
    named = source.options.get("kind", "")
    seen: dict[tuple[str, str], int] = {}
    for raw in raw_records(source.path, source.shown):
        kind = raw.values.get("kind") or raw.kind or named or _kind_of_name(source.path)
        if (kind in _SHARED) is not shared:
            continue
        key = str(raw.values.get("id", ""))
        if raw.problem:
            yield _violation(source, raw, key, f"This is no record: {raw.problem}", "Write it anew.")
        elif kind not in kinds():
            message = f"The record has the kind {kind!r}, which does not exist" if kind else "The record has no kind"
            yield _violation(source, raw, key, message, f"Give it one of: {', '.join(kinds())}.", ("kind",), str(kind))
        elif key and (kind, key) in seen:
            message = f"The {kind} {key} was described before, in line {seen[kind, key]}"
            yield _violation(
                source, raw, key, message, "Give each an id of its own, or make them one record.", ("id",), key
            )
        else:
            seen[kind, key] = raw.line
            yield from _record(source, raw, str(kind), key)


def _record(source: Source, raw: Raw, kind: str, key: str) -> Iterator[Record | Finding]:
    is_table = source.path.suffix.lower() == ".csv"
    values = (
        from_cells(kind, raw.values)
        if is_table
        else {name: value for name, value in raw.values.items() if value is not None}
    )
    found = list(problems(kind, values))
    for problem in found:
        yield _violation(source, raw, key, problem.message, problem.remedy, problem.path, problem.value)
    if found:
        return
    origin = Origin(source.shown, raw.line)
    try:
        record = record_of(kind, values, origin)
    except FieldError as problem:
        yield _violation(source, raw, key, f"{dotted(problem.path)!r}: {problem}", problem.remedy, problem.path)
        return
    yield record
