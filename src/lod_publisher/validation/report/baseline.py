"""A baseline: the findings that were accepted when a project began to watch for new ones. A text file that diffs well."""

import os
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from json import JSONDecodeError, dumps, loads
from pathlib import Path

from lod_publisher.errors import InputError
from lod_publisher.model.findings import Finding
from lod_publisher.validation.report.fingerprint import fingerprint

_HEAD = {"baseline": "lod-publisher", "version": 1}
_MEND = "Nothing was compared; restore the file, or write it anew with `lod-publisher check --write-baseline`."


@dataclass(frozen=True, slots=True)
class Compared:
    """What is new against a baseline, how many findings are in both, and how many of the baseline were not found again."""

    new: Sequence[Finding]
    known: int
    gone: int


def write_baseline(path: Path, findings: Iterable[Finding]) -> int:
    """Accept findings: one line for each different one, in the order of file, record and rule; returns how many there are.

    Raises:
        InputError: the file cannot be written.
    """
    counts: Counter[str] = Counter()
    shown: dict[str, dict[str, str | int]] = {}
    for finding in findings:
        mark = fingerprint(finding)
        counts[mark] += 1
        told = {"file": finding.origin.file, "record": finding.record, "rule": finding.rule, "value": finding.value}
        shown.setdefault(mark, {name: text for name, text in told.items() if text})
    lines = sorted(
        dumps(shown[mark] | ({"count": number} if number > 1 else {}) | {"fingerprint": mark}, ensure_ascii=False)
        for mark, number in counts.items()
    )
    temporary = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", errors="backslashreplace") as out:
            out.writelines(f"{line}\n" for line in (dumps(_HEAD), *lines))
        temporary.replace(path)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        raise InputError(
            f"{path}: the baseline cannot be written ({problem.strerror}), so no finding was accepted. "
            "Give a path in a folder that exists and may be written."
        ) from None
    return counts.total()


def read_baseline(path: Path) -> Counter[str]:
    """The fingerprints of the accepted findings, each with how often it was accepted.

    Raises:
        InputError: there is no such file, or it is not a baseline; with the line.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise InputError(
            f"{path}: there is no such baseline. {_MEND.replace('restore the file', 'correct the path')}"
        ) from None
    except (OSError, UnicodeDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8 text"
        raise InputError(f"{path}: the baseline cannot be read ({why}). {_MEND}") from None
    accepted: Counter[str] = Counter()
    lines = text.split("\n")
    if _entry(path, 1, lines[0]) != _HEAD:
        raise InputError(f"{path}:1: this is not a baseline of this program's making. {_MEND}")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        entry = _entry(path, number, line)
        mark, count = entry.get("fingerprint"), entry.get("count", 1)
        if not isinstance(mark, str) or not isinstance(count, int) or count < 1:
            raise InputError(f"{path}:{number}: the line has no fingerprint, or a count that is not a number. {_MEND}")
        accepted[mark] += count
    return accepted


def _entry(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        entry = loads(line)
    except (JSONDecodeError, RecursionError):
        entry = None
    if not isinstance(entry, dict):
        raise InputError(f"{path}:{number}: not a line of a baseline (a JSON object). {_MEND}")
    return entry


def compare(findings: Iterable[Finding], accepted: Counter[str]) -> Compared:
    """Hold findings against a baseline. Of equal findings as many are known as were accepted; the others are new."""
    left = Counter(accepted)
    new = []
    known = 0
    for finding in findings:
        mark = fingerprint(finding)
        if left[mark] > 0:
            left[mark] -= 1
            known += 1
        else:
            new.append(finding)
    return Compared(new, known, left.total())
