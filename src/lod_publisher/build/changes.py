"""What this build changed against what the public has seen so far; every feed reads it from the catalogue."""

from pathlib import Path

from lod_publisher.errors import SnapshotError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.snapshot.history import begin_history, can_continue, carry_over
from lod_publisher.snapshot.shelf import MANIFEST, newest_seen, read_manifest


def record_changes(folder: Path, data: Path, moment: str) -> tuple[dict[str, int], list[Finding]]:
    """Continue the log of changes in a new snapshot; returns how many entities were created, modified, deleted, unchanged.

    Empty for the first snapshot of a data folder, and when the log of the one before cannot be continued, as another version of
    this program wrote it: then every entity counts as created, which the finding says.
    """
    previous = newest_seen(data)
    if previous is None or not _is_readable(folder, previous):
        begin_history(folder / "catalog.sqlite", moment)
        return {}, [] if previous is None else [_begins_anew(previous)]
    return carry_over(folder, previous, moment), []


def _is_readable(folder: Path, previous: Path) -> bool:
    try:
        read_manifest(previous)
    except SnapshotError:
        return False
    return can_continue(folder, previous)


def _begins_anew(previous: Path) -> Finding:
    return Finding(
        "log-of-changes-begins-anew",
        Severity.WARNING,
        Origin(f"{previous.name}/{MANIFEST}"),
        previous.name,
        "The snapshot that was published before is damaged or of another version of the program, so its log of changes ends there.",
        consequence="Harvesters are told that everything is new, and no longer what was deleted before; earlier versions are not kept.",
        remedy="Tell those who harvest you to begin anew; nothing else has to be done.",
    )
