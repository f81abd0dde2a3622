"""What this build changed against what the public has seen so far; every feed reads it from the catalogue."""

from pathlib import Path

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot.history import begin_history, carry_over
from lod_publisher.snapshot.shelf import newest_seen, read_manifest


def record_changes(folder: Path, data: Path, moment: str) -> dict[str, int]:
    """Continue the log of changes in a new snapshot; returns how many entities were created, modified, deleted, unchanged.

    Empty for the first snapshot of a data folder, and when the one before was written by another version of this program:
    then every entity counts as created.
    """
    previous = newest_seen(data)
    if previous is not None:
        try:
            read_manifest(previous)
        except SnapshotError:
            previous = None
    if previous is None:
        begin_history(folder / "catalog.sqlite", moment)
        return {}
    return carry_over(folder, previous, moment)
