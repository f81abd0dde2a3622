"""A collection's `decisions.csv`: what people have decided about who is who. They win over sources and over the program.

The columns are `what,kind,one,other,who,when,why`; a row is one decision, such as
`same,person,frus1958-60v12/p_QGAK1,qasim-abd-al-karim,M. Reader,2026-03-01,same office on the same day`. What stands in `other`
depends on the first column: another local id (`same`, `different`), the name to show (`name`), an IRI elsewhere (`exact`,
`close`). Further columns are for people, and a row without a `what` waits to be decided, so that a list of candidates becomes a
list of decisions by filling in its first column.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeAlias

from lod_publisher.errors import CollectionError
from lod_publisher.linking.groups import Groups
from lod_publisher.model.authorities import one_iri
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.iris import Kind, is_local_id
from lod_publisher.model.records import Origin

FILE = "decisions.csv"
COLUMNS = ("what", "kind", "one", "other", "who", "when", "why")

Key: TypeAlias = tuple[Kind, str]
Apart: TypeAlias = tuple[Kind, str, str]

_KINDS = {str(kind): kind for kind in (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)}
_WHATS = ("same", "different", "name", "exact", "close")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """One row: `one` and, between two of ours, `other` are local ids; of a pair the smaller one comes first."""

    what: str
    kind: Kind
    one: str
    other: str
    who: str
    when: str
    why: str
    origin: Origin

    @property
    def key(self) -> Key:
        """Of whom something is decided."""
        return self.kind, self.one

    @property
    def signature(self) -> str:
        """Who decided, when and why, as one sentence."""
        return f"Decided by {self.who} on {self.when}{f': {self.why}' if self.why else '.'}"


class Decisions:
    """The decisions that hold, once those that contradict others are found: `same` and `different` pairs, names, links."""

    def __init__(self, rows: Iterable[Decision] = (), findings: Sequence[Finding] = ()) -> None:
        self.findings = list(findings)
        newest = sorted(rows, key=lambda row: (row.when, row.what == "different", str(row.origin)), reverse=True)
        held: dict[tuple[str, Kind, str, str], Decision] = {}
        for row in newest:
            first = held.setdefault(_about(row), row)
            if (first.what, first.other) != (row.what, row.other):
                self._contradicted(row, first)
        rows = list(held.values())
        apart = [row for row in rows if row.what == "different"]
        joined = Groups((row.kind, row.one, row.other) for row in apart)
        self.all: list[Decision] = []
        for row in rows:
            if row.what == "same" and not joined.join((row.kind, row.one), (row.kind, row.other)):
                self._contradicted(row, _between(row, apart, joined))
            else:
                self.all.append(row)
        self.all.sort(key=lambda row: (row.origin.file, row.origin.line or 0))
        self.same: Mapping[Apart, Decision] = self._pairs("same")
        self.different: Mapping[Apart, Decision] = self._pairs("different")
        self.preferred: Mapping[Key, str] = {row.key: row.other for row in self.all if row.what == "name"}
        self.links = [row for row in self.all if row.what in ("exact", "close")]

    @classmethod
    def read(cls, *paths: Path) -> "Decisions":
        """Read the lists of the collections that have one; a row that cannot be read is a finding, and the rest goes on.

        Raises:
            CollectionError: a file is not CSV in UTF-8, or a column is missing.
        """
        rows: list[Decision] = []
        findings: list[Finding] = []
        for path in paths:
            for found in _read(path):
                if isinstance(found, Decision):
                    rows.append(found)
                else:
                    findings.append(found)
        return cls(rows, findings)

    def _pairs(self, what: str) -> dict[Apart, Decision]:
        return {(row.kind, row.one, row.other): row for row in self.all if row.what == what}

    def _contradicted(self, row: Decision, other: Decision) -> None:
        self.findings.append(
            Finding(
                "decision-contradicted",
                Severity.VIOLATION,
                row.origin,
                f"{row.kind}/{row.one}",
                f"{_said(row)}, says {row.who} on {row.when}; but {_said(other)}, says {other.who} on {other.when} ({other.origin}).",
                value=row.other,
                consequence="This decision is not followed; two are kept apart where it is in doubt, else the later one holds.",
                remedy="Take out the one of the two lines that is wrong.",
            )
        )


def _about(row: Decision) -> tuple[str, Kind, str, str]:
    """What only one decision can hold about: a pair, somebody's name, an address elsewhere."""
    match row.what:
        case "name":
            return "name", row.kind, row.one, ""
        case "same" | "different":
            return "pair", row.kind, row.one, row.other
        case _:
            return "link", row.kind, row.one, row.other


def _between(row: Decision, apart: Sequence[Decision], joined: Groups) -> Decision:
    """The decision that keeps apart the groups that a row would join."""
    ends = {joined.root((row.kind, row.one)), joined.root((row.kind, row.other))}
    return next(
        each for each in apart if {joined.root((each.kind, each.one)), joined.root((each.kind, each.other))} == ends
    )


def _said(row: Decision) -> str:
    match row.what:
        case "name":
            return f"{row.one} is to be called {row.other!r}"
        case "same":
            return f"{row.one} and {row.other} are the same"
        case "different":
            return f"{row.one} and {row.other} are different"
        case _:
            return f"{row.one} has {row.other} as {row.what} match"


def _read(path: Path) -> Iterator[Decision | Finding]:
    shown = f"{path.resolve().parent.name}/{path.name}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            heading = file.readline()
            file.seek(0)
            reader = csv.DictReader(file, delimiter=max(",;\t", key=heading.count))
            missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
            if missing:
                raise CollectionError(
                    f"{path}:1: the column {missing[0]!r} is missing. The first line names the columns: {','.join(COLUMNS)}."
                )
            for row in reader:
                cells = {name: " ".join((row[name] or "").split()) for name in COLUMNS}
                if cells["what"]:
                    yield _decision(cells, Origin(shown, reader.line_num))
    except UnicodeDecodeError as problem:
        raise CollectionError(f"{path}: not UTF-8 ({problem.reason}). Save it as UTF-8.") from None
    except csv.Error as problem:
        raise CollectionError(f"{path}: not CSV ({problem}).") from None
    except OSError as problem:
        raise CollectionError(f"{path}: cannot be read ({problem.strerror}). Check the path.") from None


def _decision(cells: dict[str, str], origin: Origin) -> Decision | Finding:
    what, kind = cells["what"].casefold(), _KINDS.get(cells["kind"].casefold())
    one, other = (cells[name].removeprefix(f"{kind}/") for name in ("one", "other"))
    wrong = _wrong_in_row(what, one, other) or _unsigned(cells)
    if kind is None:
        wrong = f"{cells['kind']!r} is not a kind about which one can decide; write one of {', '.join(_KINDS)}"
    if wrong or kind is None:
        return Finding(
            "decision-cannot-be-read",
            Severity.VIOLATION,
            origin,
            cells["one"],
            f"The decision cannot be followed: {wrong}.",
            value=cells["other"],
            consequence="It is as if the line were not there.",
            remedy="Correct the line, or empty its first column.",
        )
    if what in ("same", "different"):
        one, other = sorted((one, other))
    elif what in ("exact", "close"):
        other = one_iri(other)
    return Decision(what, kind, one, other, cells["who"], cells["when"], cells["why"], origin)


def _wrong_in_row(what: str, one: str, other: str) -> str:
    """What is wrong with a decision; "" when nothing is."""
    if what not in _WHATS:
        return f"{what!r} is no decision; write one of {', '.join(_WHATS)}, or nothing while it is open"
    if not is_local_id(one):
        return f"{one!r} names nobody; write the local id as it stands in addresses, such as frus1958-60v12/p_QGAK1"
    if what in ("same", "different") and (not is_local_id(other) or one == other):
        return f"{other!r} is not another local id, so there are no two that could be compared"
    if what == "name" and not other:
        return "the name is missing"
    if what in ("exact", "close") and not _ADDRESS.fullmatch(other):
        return f"{other!r} is not the address of a record elsewhere, such as http://viaf.org/viaf/49264990"
    return ""


def _unsigned(cells: dict[str, str]) -> str:
    if not cells["who"]:
        return "nobody signed it; a decision that wins over sources needs a name in the column who"
    if not _is_day(cells["when"]):
        return f"{cells['when']!r} is not a day; write it as 2026-03-01"
    return ""


def _is_day(text: str) -> bool:
    try:
        return len(text) == len("2026-03-01") and bool(date.fromisoformat(text))
    except ValueError:
        return False
