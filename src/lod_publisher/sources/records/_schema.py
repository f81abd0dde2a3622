"""Checks a record against the published JSON Schema, and says in words what does not fit."""

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

SCHEMA = Path(__file__).parent.parent / "schemas" / "records.schema.json"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field, and the way out. `path` leads to it."""

    path: tuple[str | int, ...]
    message: str
    remedy: str
    value: str = ""


@cache
def _schema() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return schema


def kinds() -> tuple[str, ...]:
    """The kinds of record that the schema knows."""
    return tuple(_schema()["properties"]["kind"]["enum"])


@cache
def _validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{kind}", "$defs": _schema()["$defs"]})


def problems(kind: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield everything in a record that the schema does not allow, in the order of its fields."""
    for error in sorted(_validator(kind).iter_errors(values), key=lambda error: list(map(str, error.absolute_path))):
        yield _in_words(kind, error)


def dotted(path: Iterable[str | int]) -> str:
    """A path to a part of a record as people count: "paragraphs.1" is the first."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


def _in_words(kind: str, error: ValidationError) -> Problem:
    value: Any = error.instance
    path = tuple(error.absolute_path)
    where = f"{dotted(path)!r} " if path else f"the {kind} "
    schema: Mapping[str, Any] = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator == "required":
        missing = error.message.split("'")[1]  # one error for each
        return Problem(path, f"{where}has no {missing!r}", f"Give it a {missing}.")
    if error.validator == "additionalProperties":
        known = list(schema["properties"])
        extra = next(name for name in value if name not in known)
        near = difflib.get_close_matches(str(extra), known, 1)
        remedy = f"Did you mean {near[0]!r}?" if near else f"The fields are: {', '.join(known)}."
        return Problem((*path, extra), f"{where}has no field {extra!r}", remedy, str(extra))
    shown = json.dumps(value, ensure_ascii=False, default=str)[:80]
    if error.validator == "enum":
        remedy = f"Use one of: {', '.join(map(str, schema['enum']))}."
        return Problem(path, f"{where}cannot be {shown}", remedy, shown)
    if "description" in schema:
        return Problem(path, f"{where}cannot be {shown}", f"Give {schema['description']}.", shown)
    wanted = {"array": "a list", "object": "a mapping", "string": "some words", "boolean": "true or false"}
    if error.validator == "type" and schema.get("type") in wanted:
        return Problem(path, f"{where}cannot be {shown}", f"Give {wanted[schema['type']]}.", shown)
    return Problem(path, f"{where}does not fit: {error.message}", "See the schema of records.", shown)


def from_cells(kind: str, cells: Mapping[str, str]) -> dict[str, Any]:
    """Turn the cells of a table into the values that the schema expects: lists at '|', numbers, true and false."""
    fields = _schema()["$defs"][kind]["properties"]
    return {name: _from_cell(cell, fields.get(name, {})) for name, cell in cells.items()}


def _from_cell(cell: str, field: Mapping[str, Any]) -> object:
    if field.get("type") == "array":
        items = field.get("items", {})
        return [_from_cell(part.strip(), items) for part in cell.split("|") if part.strip()]
    if field.get("type") == "boolean" and cell.lower() in ("true", "false"):
        return cell.lower() == "true"
    if field.get("type") in ("integer", "number"):
        try:
            return int(cell) if field["type"] == "integer" else float(cell)
        except ValueError:
            return cell  # the schema says what is wrong with it
    return cell
