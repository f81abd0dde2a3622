"""What this build changed against what the public has seen so far; every feed reads it from the catalogue."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from lod_publisher.errors import SnapshotError
from lod_publisher.model.findings import Finding, Severity
from lod_publisher.model.records import Origin
from lod_publisher.snapshot.history import begin_history, can_continue, carry_over
from lod_publisher.snapshot.shelf import MANIFEST, newest_seen, read_manifest

_TOLERATED = timedelta(minutes=2)


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


def moment_after(data: Path, moment: datetime) -> tuple[datetime, list[Finding]]:
    """The moment of a build: the clock's, or a second after the newest snapshot that was published, when the clock is not past that.

    Harvesters ask for what changed since a moment, and snapshots are told apart by theirs: a clock that was set back must not send
    new changes into the past. The finding says so when the clock is behind by more than it takes to build twice.
    """
    previous = newest_seen(data)
    try:
        last = datetime.strptime(previous.name[:16] if previous else "", "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return moment, []
    if moment.astimezone(UTC).replace(microsecond=0) > last:
        return moment, []
    is_behind = last - moment > _TOLERATED
    return last + timedelta(seconds=1), [_clock_is_behind(last)] if is_behind else []


def _clock_is_behind(last: datetime) -> Finding:
    return Finding(
        "clock-is-behind",
        Severity.WARNING,
        Origin("clock"),
        "clock",
        f"The clock of this machine is behind the newest snapshot that was published, which is of {last:%Y-%m-%d %H:%M:%S} UTC.",
        consequence="This snapshot is dated a second after that one, so that harvesters miss nothing.",
        remedy="Set the clock right, and see that the machine asks a time server.",
    )


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
