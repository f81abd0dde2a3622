"""From YAML, JSON, JSON lines or CSV to one plain mapping a record, each with the lines of its parts."""

import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from lod_publisher.errors import SourceError

Path_: TypeAlias = Sequence[str | int]
SYNTAXES = {
    ".yaml": "YAML",
    ".yml": "YAML",
    ".json": "JSON",
    ".jsonl": "JSON lines",
    ".ndjson": "JSON lines",
    ".csv": "CSV",
}


@dataclass(frozen=True, slots=True)
class Raw:
    """A record as the file has it. `problem` says why it is none; `kind` is what the file says of all its records."""

    line: int
    values: dict[str, Any] = field(default_factory=dict)
    kind: str = ""
    problem: str = ""
    node: yaml.Node | None = None

    def line_of(self, path: Path_) -> int:
        """The line of a part of the record; of the record itself where the syntax does not tell."""
        node, line = self.node, self.line
        for step in path:
            if isinstance(node, yaml.MappingNode):
                pair = next(((key, value) for key, value in node.value if key.value == step), None)
                if pair is None:
                    break
                line, node = pair[0].start_mark.line + 1, pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                break
        return line


def raw_records(path: Path, shown: str) -> Iterator[Raw]:
    """Yield the records of a file in its own order.

    Raises:
        SourceError: the file is missing, empty, not UTF-8, of no known suffix, or broken in a way that hides where records end.
    """
    syntax = SYNTAXES.get(path.suffix.lower())
    if syntax is None:
        raise SourceError(f"{shown}: is neither YAML, JSON nor CSV by its name. Call it .yaml, .json, .jsonl or .csv.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise SourceError(f"{shown}: cannot be read ({problem.strerror}). Check the path.") from problem
    except UnicodeDecodeError as problem:
        raise SourceError(f"{shown}: is not UTF-8, so no name in it can be trusted. Save it as UTF-8.") from problem
    if not text.strip():
        raise SourceError(f"{shown}: is empty. Take it out of the sources, or check that it was saved.")
    readers = {"YAML": _yaml, "JSON": _json, "JSON lines": _json_lines, "CSV": _csv}
    yield from readers[syntax](text, shown)


# YAML in which a date stays text, "no" is a word and 007 keeps its zeros: only what JSON knows is more than text.
_Loader: Any = type("_Loader", (getattr(yaml, "CSafeLoader", yaml.SafeLoader),), {"yaml_implicit_resolvers": {}})
for _tag, _pattern, _first in (
    ("null", r"null|~|", "n~\0"),
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9]\d*)\.\d+", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"(?:{_pattern})$"), list(_first))


def _yaml(text: str, shown: str) -> Iterator[Raw]:
    loader = _Loader(text)
    try:
        top = loader.get_single_node()
        if top is not None:
            _refuse_aliases(top, shown)
    except (yaml.YAMLError, RecursionError) as problem:
        mark = getattr(problem, "problem_mark", None)
        last = text.rstrip().count("\n")  # at the end of the file the parser counts a line that is not there
        place = shown if mark is None else f"{shown}:{min(mark.line, last) + 1}"
        why = getattr(problem, "problem", None) or getattr(problem, "reason", None) or "it is nested too deeply"
        raise SourceError(f"{place}: is not YAML: {why}; nothing of the file is published. Mend it there.") from problem
    kind, nodes = "", top
    if isinstance(top, yaml.MappingNode):
        fields = {key.value: value for key, value in top.value if isinstance(key, yaml.ScalarNode)}
        kind, nodes = getattr(fields.get("kind"), "value", ""), fields.get("records")
    if not isinstance(nodes, yaml.SequenceNode):
        raise SourceError(
            f"{shown}:1: has no list of records. Put them under the key 'records', each beginning with '-'."
        )
    for node in nodes.value:
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            yield Raw(line, problem="it is not a mapping of fields")
            continue
        keys = [key.value for key, _ in node.value]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            yield Raw(line, problem=f"the field {twice!r} is given twice")
            continue
        try:
            yield Raw(line, loader.construct_object(node, deep=True), kind, node=node)
        except (yaml.YAMLError, ValueError, TypeError) as problem:
            yield Raw(
                line, problem=f"it holds something that is not plain data ({getattr(problem, 'problem', problem)})"
            )


def _refuse_aliases(top: yaml.Node, shown: str) -> None:
    """An alias is the same node in a second place; a few of them in one another can stand for billions."""
    seen: set[int] = set()
    waiting = [top]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise SourceError(
                f"{shown}:{node.start_mark.line + 1}: an anchor is used by an alias ('*'), which is not read. Write it out."
            )
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            waiting += [part for pair in node.value for part in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


class _TwiceError(ValueError):
    """A JSON object gives one key two values, and nobody knows which is meant."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _TwiceError(f"the field {next(key for key in keys if keys.count(key) > 1)!r} is given twice")
    return found


def _no_constant(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)
_GAP = re.compile(r"[\s,]*")
_LIST = re.compile(r'"records"\s*:\s*\[|\A\s*\[')


def _json(text: str, shown: str) -> Iterator[Raw]:
    try:
        whole = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        line = getattr(problem, "lineno", 1)
        why = getattr(problem, "msg", None) or problem
        raise SourceError(
            f"{shown}:{line}: is not JSON: {why}; nothing of the file is published. Mend it there."
        ) from problem
    kind = whole.get("kind", "") if isinstance(whole, dict) else ""
    start = _LIST.search(text)
    if not isinstance(whole.get("records") if isinstance(whole, dict) else whole, list) or start is None:
        raise SourceError(f"{shown}:1: has no list of records. Put them in an array under the key 'records'.")
    # decoded once more, one by one, because json does not say where a value stands
    at, line, counted = start.end(), 1, 0
    while True:
        at += len(_GAP.match(text, at)[0])  # type: ignore[index]  # it matches nothing too
        if text[at] == "]":
            return
        line, counted = line + text.count("\n", counted, at), at
        value, at = json.JSONDecoder().raw_decode(text, at)
        yield _raw(text[counted:at], line, kind, value)


def _raw(text: str, line: int, kind: str, value: object) -> Raw:
    try:
        _DECODER.decode(text)
    except _TwiceError as problem:
        return Raw(line, problem=str(problem))
    if not isinstance(value, dict):
        return Raw(line, problem="it is not an object with fields")
    return Raw(line, value, kind)


def _json_lines(text: str, _shown: str) -> Iterator[Raw]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line, parse_constant=_no_constant)
        except (ValueError, RecursionError) as problem:
            yield Raw(number, problem=f"the line is not JSON ({problem})")
            continue
        yield _raw(line.strip(), number, "", value)


def _csv(text: str, shown: str) -> Iterator[Raw]:
    header_line = text.partition("\n")[0]
    delimiter = max(",;\t", key=header_line.count)
    rows = csv.reader(text.splitlines(keepends=True), delimiter=delimiter, strict=True)
    try:
        header = [name.strip() for name in next(rows)]
        if len(set(header)) < len(header) or "" in header:
            raise SourceError(
                f"{shown}:1: two columns have the same name, or one has none. Give each field one column."
            )
        while True:
            line = rows.line_num + 1
            row = next(rows, None)
            if row is None:
                return
            if len(row) != len(header) and any(cell.strip() for cell in row):
                yield Raw(
                    line,
                    problem=f"it has {len(row)} cells and the header {len(header)}; a cell with '{delimiter}' needs quotes",
                )
            elif any(cell.strip() for cell in row):
                yield Raw(line, {name: cell.strip() for name, cell in zip(header, row, strict=True) if cell.strip()})
    except csv.Error as problem:
        raise SourceError(f"{shown}:{rows.line_num}: is not CSV: {problem}. Mend the quotes there.") from problem
