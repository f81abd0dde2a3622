"""The findings that a snapshot was published with, read from its report of one finding a line."""

from collections.abc import Iterator
from json import loads
from pathlib import Path
from typing import Any

from lod_publisher.errors import SnapshotError
from lod_publisher.model.findings import TEXTS, Finding, Severity
from lod_publisher.model.records import Origin


def read_jsonl(path: Path) -> Iterator[Finding]:
    """The findings of a report in JSON lines, as they were written.

    Raises:
        SnapshotError: it is not there, or a line is not a finding.
    """
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                number += 1
                yield _read(loads(line))
    except (OSError, KeyError, TypeError, ValueError) as problem:
        raise SnapshotError(
            f"{path}:{number}: the report cannot be read ({type(problem).__name__}), so nothing is known of the published "
            "findings. Build again."
        ) from None


def _read(told: dict[str, Any]) -> Finding:
    origin = Origin(told["file"], told["line"])
    return Finding(told["rule"], Severity(told["severity"]), origin, **{name: told[name] for name in TEXTS})
