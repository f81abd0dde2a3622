"""A collection's `moved.csv`: what has another name now, what was divided, what was withdrawn; so that no address that was ever cited breaks.

The columns are `old,new,when,why`, with kind and local id as they stand in addresses: `person/dulles-j-f,person/dulles-john-foster,
2026-03-01,two records of one man`. Several new names, with spaces between, for what was divided; none for what was withdrawn.
"""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from lod_publisher.build.inputs import Inputs, digest_of_files
from lod_publisher.errors import CollectionError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import Origin
from lod_publisher.snapshot.cataloguing import MovedRow, write_moves

FILE = "moved.csv"
_COLUMNS = ["old", "new", "when", "why"]
_KINDS = frozenset(str(kind) for kind in Kind)


def files_of(inputs: Inputs) -> list[Path]:
    """The lists of the collections that have one."""
    return [path for collection in inputs.collections if (path := collection.root / FILE).is_file()]


def digest(inputs: Inputs) -> str:
    """One digest of all lists, which are read as well: a mistake in one is told before the work begins.

    Raises:
        CollectionError: see `read_moves`.
    """
    lists = files_of(inputs)
    for path in lists:
        read_moves(path)
    return digest_of_files(lists)


def read_moves(path: Path) -> list[tuple[int, MovedRow]]:
    """The rows of a list, each with the line it stands in.

    Raises:
        CollectionError: the columns are others, or a key or a day is not one.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path, file))
    except UnicodeDecodeError as problem:
        raise CollectionError(f"{path}: not UTF-8 ({problem.reason}). Save it as UTF-8.") from None
    except csv.Error as problem:
        raise CollectionError(f"{path}: not CSV ({problem}).") from None


def record_moves(inputs: Inputs, catalog: Path, joined: Sequence[MovedRow] = ()) -> list[Finding]:
    """Write all lists into the catalogue; what leads to nothing is found, since whoever follows it would be sent astray.

    `joined` are the keys that linking joined; where a list says something of one of them, the list holds.

    Raises:
        CollectionError: see `read_moves`; or two lists send one address to different places.
    """
    rows: dict[MovedRow, Origin] = {}
    places: dict[tuple[str, str], Path] = {}
    for path in files_of(inputs):
        for line, row in read_moves(path):
            if places.setdefault((row.kind, row.local_id), path) != path:
                raise CollectionError(
                    f"{path}:{line}: {row.kind}/{row.local_id} is moved by {places[row.kind, row.local_id]} too. Take one out."
                )
            rows[row] = Origin(f"{path.parent.resolve().name}/{FILE}", line)
    return [
        Finding(
            "moved-to-nowhere",
            Severity.WARNING,
            rows[row],
            f"{row.kind}/{row.local_id}",
            f"{row.to_kind}/{row.to_local_id} is not in the collection.",
            consequence="Who asks for the old address is told that the thing is gone or unknown.",
            remedy="Correct the new name, or leave it empty for what was withdrawn.",
        )
        for row in write_moves(catalog, [*rows, *(row for row in joined if (row.kind, row.local_id) not in places)])
        if row in rows
    ]


def _rows(path: Path, file: Iterator[str]) -> Iterator[tuple[int, MovedRow]]:
    reader = csv.DictReader(file, strict=True)
    if reader.fieldnames != _COLUMNS:
        raise CollectionError(f"{path}:1: the columns are {','.join(_COLUMNS)}, in this order.")
    known = set[tuple[str, str]]()
    for row in reader:
        where = f"{path}:{reader.line_num}"
        if None in row or None in row.values():
            raise CollectionError(
                f"{where}: four columns are needed; put a value that holds a comma in quotation marks."
            )
        old = _key(where, row["old"].strip())
        if old in known:
            raise CollectionError(f"{where}: {row['old']} stands here twice. Put all its new names into one line.")
        known.add(old)
        when = row["when"].strip()
        try:
            date.fromisoformat(when)
        except ValueError:
            raise CollectionError(f"{where}: {when!r} is not a day; write it as 2026-03-01.") from None
        targets = [_key(where, name) for name in row["new"].split()] or [("", "")]
        for target in targets:
            if target == old:
                raise CollectionError(f"{where}: {row['old']} would lead to itself.")
            yield reader.line_num, MovedRow(*old, *target, when, row["why"].strip())


def _key(where: str, name: str) -> tuple[str, str]:
    kind, _, local_id = name.partition("/")
    if kind not in _KINDS or not is_local_id(local_id):
        raise CollectionError(f"{where}: {name!r} names no thing; write kind and local id, such as person/rusk-dean.")
    return kind, local_id
