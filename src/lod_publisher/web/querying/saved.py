"""Saved queries: files of a collection with a title, a description and parameters, asked by name.

A header of comments says what the query is; `$name` in the query is the parameter of that name. Values are checked against
the type that the header declares and put in as literals and IRIs, token by token: nothing that a client sends is ever read
as query.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

from lod_publisher.settings import DEFAULT_BASE
from lod_publisher.web.querying.edits import Edit, applied
from lod_publisher.web.querying.fulltext import literal
from lod_publisher.web.querying.tokens import tokens

FOLDER = "queries"
INDEX = "index.json"
# Names in an address that decide how a query is answered, so that none of them can be a parameter.
RESERVED = frozenset(("format", "timeout", "explain", "query", "version", "default-graph-uri", "named-graph-uri"))

_XSD = "http://www.w3.org/2001/XMLSchema#"
_FIELD = re.compile(r"#\s?(title|description|parameter\s+(?P<name>\S+))\s*:\s*(?P<value>.*)")
_DECLARED = re.compile(r"(?P<type>[A-Za-z]+)\s*(?:=\s*(?P<default>.*))?")
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|^`\\]")
# What a value of each type looks like; "" is any text. Their literals are typed, numbers and truth values included.
TYPES = {
    "string": "",
    "iri": r"[^\s<>\"{}|^`\\]+",
    "integer": r"[+-]?[0-9]{1,18}",
    "decimal": r"[+-]?(?:[0-9]{1,18}(?:\.[0-9]{0,18})?|\.[0-9]{1,18})",
    "boolean": r"true|false",
    "gYear": r"-?[0-9]{4}",
    "gYearMonth": r"-?[0-9]{4}-(?:0[1-9]|1[0-2])",
    "date": r"-?[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])",
    "dateTime": r"-?[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,9})?(?:Z|[+-][0-2][0-9]:[0-5][0-9])?",
}
_MAX_VALUE = 1_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: a name, one of TYPES, the value that holds when none is given, and what it means."""

    name: str
    type: str
    default: str
    description: str = ""

    def wrong(self, value: str) -> str:
        """What is wrong with a value; "" when nothing is."""
        if len(value) > _MAX_VALUE:
            return f"{self.name} has more than {_MAX_VALUE:,} characters."
        if self.type == "iri" and _NOT_IN_IRIS.search(value):
            return f"{self.name} is an IRI, and {value[:60]!r} holds a character that no IRI has."
        if TYPES[self.type] and not re.fullmatch(TYPES[self.type], value, re.ASCII if self.type != "iri" else 0):
            return f"{self.name} is of type {self.type}, and {value[:60]!r} is not; an example is {self.default!r}."
        return ""

    def written(self, value: str, base: str) -> str:
        """A right value as a term of SPARQL."""
        if self.type == "iri":
            return f"<{urljoin(base, value)}>"
        return literal(value) if self.type == "string" else f"{literal(value)}^^<{_XSD}{self.type}>"


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with its header. `file` is how its place is named in findings; `faults` are lines of the header that say nothing usable."""

    name: str
    title: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str
    file: str
    base: str = f"{DEFAULT_BASE}/"
    faults: tuple[tuple[int, str], ...] = ()

    @staticmethod
    def read(name: str, text: str, file: str = "", base: str = "") -> "SavedQuery":
        """Read a query from its file; `base` is the root of the IRIs that the file was written for."""
        fields, faults = dict[str, str](), list[tuple[int, str]]()
        found: dict[str, Parameter] = {}
        for line, key, name_of, value, more in _fields(text):
            if not name_of:
                fields[key] = " ".join((value, more)).strip()
                continue
            declared = _DECLARED.fullmatch(value.strip())
            if not _NAME.fullmatch(name_of) or name_of in RESERVED or name_of in found:
                faults.append((line, f"{name_of!r} cannot be the name of a parameter"))
            elif declared is None or declared["type"] not in TYPES:
                faults.append((line, f"the parameter {name_of} has no known type; there are {', '.join(TYPES)}"))
            elif declared["default"] is None:
                faults.append((line, f"the parameter {name_of} has no default; write `{declared['type']} = VALUE`"))
            else:
                found[name_of] = Parameter(name_of, declared["type"], declared["default"].strip(), more)
                if wrong := found[name_of].wrong(found[name_of].default):
                    faults.append((line, f"the default is wrong: {wrong}"))
        used = {t.value for t in tokens(text) if t.kind == "variable" and t.text[0] == "$"}
        faults += [(1, f"${name} is used and not declared as a parameter") for name in sorted(used - found.keys())]
        faults += [(1, f"the parameter {name} is declared and not used") for name in sorted(found.keys() - used)]
        if not fields.get("title"):
            faults.append((1, "there is no title"))
        title = fields.get("title") or name
        return SavedQuery(
            name,
            title,
            fields.get("description", ""),
            tuple(found.values()),
            text,
            file or f"{name}.rq",
            base or f"{DEFAULT_BASE}/",
            tuple(faults),
        )

    def wrong(self, given: Mapping[str, str]) -> list[str]:
        """Everything that is wrong with some values, and with the names of others."""
        known = {parameter.name: parameter for parameter in self.parameters}
        unknown = [f"There is no parameter {name[:60]!r}." for name in given if name not in known]
        return unknown + [
            wrong for name, value in given.items() if name in known and (wrong := known[name].wrong(value))
        ]

    def bound(self, given: Mapping[str, str], base: str) -> str:
        """The query with the values given, which must be right, and defaults for the others; `base` is the root of our IRIs."""
        written = {each.name: each.written(given.get(each.name, each.default), base) for each in self.parameters}
        found = tokens(self.text)
        edits = [
            Edit(token.start, token.end, written[token.value])
            for token in found
            if token.kind == "variable" and token.text[0] == "$" and token.value in written
        ]
        for before, token in pairwise(found):
            if before.is_word("BASE") and token.kind == "iri" and token.value in (self.base, f"{DEFAULT_BASE}/"):
                edits.append(Edit(token.start, token.end, f"<{base}>"))
        return applied(self.text, edits)


def saved_queries(snapshot: Path) -> dict[str, SavedQuery]:
    """The saved queries of a snapshot by name, in the order of their names."""
    folder = snapshot / FOLDER
    if not (folder / INDEX).is_file():
        return {}
    listed = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    return {
        entry["name"]: SavedQuery.read(
            entry["name"], (folder / f"{entry['name']}.rq").read_text(encoding="utf-8"), entry["file"], entry["base"]
        )
        for entry in listed
    }


def _fields(text: str) -> Iterator[tuple[int, str, str, str, str]]:
    """The fields of the header: line, key, the parameter's name, value, and the text of the lines that go on with it."""
    current: tuple[int, str, str, str] | None = None
    more: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            if line.strip():
                break
            continue
        if (match := _FIELD.match(line)) is not None:
            if current:
                yield (*current, " ".join(more))
            current, more = (number, match[1].split()[0], match["name"] or "", match["value"].strip()), []
        elif current and line[1:].strip():
            more.append(line[1:].strip())
    if current:
        yield (*current, " ".join(more))
