"""A list of persons as JSON lines: who is who according to the people database of the Office of the Historian.

One object a line: `people_id` and `preferred_name`, and where known `variant_names`, `birth_year`, `death_year`, `viaf` and
`pocom_id` (one or several ids of the Principal Officers and Chiefs of Mission).
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lod_publisher.errors import DateError, SourceError
from lod_publisher.model.dates import PartialDate, partial_date
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import EntityRef, Identifier, Name, Origin, Person, Record
from lod_publisher.settings import Source

_VIAF = re.compile(r"[1-9]\d*")


def recognises(path: Path, head: bytes) -> bool:
    """JSON lines whose first object has the database's own key."""
    return path.suffix.lower() in (".jsonl", ".ndjson") and b'"people_id"' in head.partition(b"\n")[0]


def survey(source: Source) -> Iterator[Record | Finding]:
    """Yield every person of the list; a line that cannot be read is a finding and the rest goes on."""
    seen: dict[str, int] = {}
    try:
        with source.path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield from _line(line, Origin(source.shown, number), seen)
    except OSError as problem:
        raise SourceError(f"{source.shown}: cannot be read ({problem.strerror}). Check the path.") from problem
    except UnicodeDecodeError as problem:
        raise SourceError(
            f"{source.shown}: is not UTF-8, so no name in it can be trusted. Save it as UTF-8."
        ) from problem
    if not seen:
        raise SourceError(f"{source.shown}: holds no person. Check that it is the authority file and not empty.")


def read(_source: Source) -> Iterator[Record | Finding]:
    """Nothing: persons are shared."""
    yield from ()


def _violation(origin: Origin, record: str, message: str, remedy: str, value: str = "") -> Finding:
    return Finding(
        rule="authority-line",
        severity=Severity.VIOLATION,
        origin=origin,
        record=record,
        message=message,
        value=value,
        consequence="The person of this line is left out.",
        remedy=remedy,
    )


def _line(line: str, origin: Origin, seen: dict[str, int]) -> Iterator[Record | Finding]:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as problem:
        yield _violation(origin, "", f"The line is not JSON: {problem}.", "Write one object a line.", line[:80].strip())
        return
    people_id, name = (
        (entry.get(key) for key in ("people_id", "preferred_name")) if isinstance(entry, dict) else ("", "")
    )
    if not isinstance(people_id, str) or not is_local_id(people_id):
        yield _violation(
            origin,
            "",
            "The line has no people_id that can be part of an IRI.",
            "Give the database's number.",
            str(people_id),
        )
        return
    if not isinstance(name, str) or not name.strip():
        yield _violation(origin, f"hsg-{people_id}", "The person has no preferred_name.", "Give the name to show.")
        return
    if people_id in seen:
        yield _violation(
            origin,
            f"hsg-{people_id}",
            f"The people_id {people_id} was given to another person in line {seen[people_id]}.",
            "Keep one of the two lines.",
            people_id,
        )
        return
    seen[people_id] = origin.line or 0
    yield from _person(people_id, " ".join(name.split()), entry, origin)


def _texts(entry: dict[str, Any], key: str) -> list[str]:
    value = entry.get(key) or []
    values = value if isinstance(value, list) else [value]
    return [" ".join(text.split()) for text in values if isinstance(text, str) and text.strip()]


def _person(people_id: str, name: str, entry: dict[str, Any], origin: Origin) -> Iterator[Record | Finding]:
    local_id = f"hsg-{people_id}"
    years: dict[str, PartialDate | None] = {}
    for key in ("birth_year", "death_year"):
        value = str(entry.get(key) or "").strip()
        try:
            years[key] = partial_date(value) if value else None
        except DateError as problem:
            years[key] = None
            yield Finding(
                rule="impossible-date",
                severity=Severity.WARNING,
                origin=origin,
                record=local_id,
                message=f"The {key} of {name} cannot be read: {problem}",
                value=value,
                consequence="The person is published without it.",
                remedy="Give a year of four digits, or a date in EDTF.",
            )
    viaf = [number for number in _texts(entry, "viaf") if _VIAF.fullmatch(number)]
    pocom = [key for key in _texts(entry, "pocom_id") if is_local_id(key)]
    variants = dict.fromkeys(text for text in _texts(entry, "variant_names") if text != name)
    yield Person(
        local_id=local_id,
        origin=origin,
        label=name,
        names=(Name(name, "primary"), *(Name(text, "variant") for text in variants)),
        identifiers=(
            Identifier("hsg-people-id", people_id),
            *(Identifier("viaf", number) for number in viaf),
            *(Identifier("pocom-id", key) for key in pocom),
        ),
        birth=years["birth_year"],
        death=years["death_year"],
        same_as=tuple(EntityRef(Kind.PERSON, f"pocom-{key}", name) for key in pocom),
        exact_matches=tuple(f"http://viaf.org/viaf/{number}" for number in viaf),
    )
