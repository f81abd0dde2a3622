"""The shelf of snapshots in a data folder: which there are, which is published, which are as they were written."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot.editions import OtherFormatError, refuse_other_formats
from lod_publisher.snapshot.sums import file_digest

MANIFEST = "manifest.json"
_PUBLICATIONS = "publications.jsonl"
# Threads that read files; the sums are made outside the interpreter's lock.
_READERS = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """One snapshot on the shelf; `problem` is why it is not served, in two or three words, and then its counts are -1."""

    id: str
    published: bool
    triples: int
    entities: int
    problem: str = ""


def snapshots_folder(data: Path) -> Path:
    """Where the snapshots of a data folder lie."""
    return data / "snapshots"


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read a snapshot's manifest.

    Raises:
        SnapshotError: it is missing, damaged or of another version.
    """
    path = folder / MANIFEST
    try:
        manifest = dict(json.loads(path.read_text(encoding="utf-8")))
        number = manifest["format"]
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise SnapshotError(
            f"{path}: the manifest is missing or damaged ({type(problem).__name__}), so this snapshot cannot be "
            "served. Build again, or publish another one (lod-publisher snapshots list)."
        ) from None
    refuse_other_formats(folder, number, manifest)
    return manifest


def published_folder(data: Path) -> Path:
    """The folder of the published snapshot.

    Raises:
        SnapshotError: nothing is published.
    """
    current = data / "current"
    if not current.is_dir():
        raise SnapshotError(
            f"{data}: nothing is published there. Run `lod-publisher build COLLECTION --data {data}` first."
        )
    return current.resolve()


def list_snapshots(data: Path) -> list[Listing]:
    """The snapshots of a data folder, the oldest first; folders that are still being written are not listed."""
    current = (data / "current").resolve() if (data / "current").exists() else None
    found = []
    for folder in sorted(snapshots_folder(data).glob("[0-9]*")):
        try:
            manifest = read_manifest(folder)
        except OtherFormatError as problem:
            found.append(Listing(folder.name, folder.resolve() == current, -1, -1, f"of format {problem.number}"))
            continue
        except SnapshotError:
            found.append(Listing(folder.name, folder.resolve() == current, -1, -1, "damaged"))
            continue
        found.append(
            Listing(folder.name, folder.resolve() == current, manifest["triples"], sum(manifest["entities"].values()))
        )
    return found


def verify(folder: Path) -> None:
    """Hold every file of a snapshot against its manifest.

    Raises:
        SnapshotError: a file is missing, changed, or was added.
    """
    manifest = read_manifest(folder)
    expected: dict[str, str] = manifest["files"]
    for name in expected:
        if not (folder / name).is_file():
            raise SnapshotError(_damage(folder, f"{name} is missing"))
    with ThreadPoolExecutor(_READERS) as readers:
        for (name, digest), found in zip(
            expected.items(), readers.map(file_digest, [folder / name for name in expected]), strict=True
        ):
            if found != digest:
                raise SnapshotError(_damage(folder, f"{name} is not as it was written"))
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    if added := sorted(present - set(expected) - {MANIFEST}):
        raise SnapshotError(_damage(folder, f"{added[0]} does not belong to it"))


def _damage(folder: Path, what: str) -> str:
    return (
        f"{folder}: {what}, so this snapshot is not trusted and not served. "
        "Publish another one (lod-publisher snapshots rollback) or build again."
    )


def publish(data: Path, snapshot_id: str) -> None:
    """Make a snapshot the published one; readers see the old or the new one, never neither.

    Raises:
        SnapshotError: there is no such snapshot, or its manifest is damaged.
    """
    folder = snapshots_folder(data) / snapshot_id
    if not folder.is_dir() or "/" in snapshot_id:
        raise SnapshotError(
            f"{folder}: there is no such snapshot. `lod-publisher snapshots list` shows those that exist."
        )
    read_manifest(folder)
    link = data / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / snapshot_id)
    _note_publication(data, snapshot_id)
    link.replace(data / "current")
    descriptor = os.open(data, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _note_publication(data: Path, snapshot_id: str) -> None:
    """Write down since when a snapshot is in service."""
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    with (data / _PUBLICATIONS).open("a", encoding="ascii") as log:
        log.write(json.dumps({"id": snapshot_id, "moment": moment}) + "\n")


def publications(data: Path) -> list[tuple[str, str]]:
    """Which snapshot went into service when, the first first; a line torn by a power failure is passed over."""
    path = data / _PUBLICATIONS
    found = []
    for line in path.read_text(encoding="ascii", errors="replace").splitlines() if path.is_file() else ():
        try:
            said = json.loads(line)
            found.append((str(said["id"]), str(said.get("moment", ""))))
        except (ValueError, KeyError, TypeError):
            continue
    return found


def newest_seen(data: Path) -> Path | None:
    """The newest snapshot that the public has seen and that is still there, the published one or one that was rolled back.

    Its log of changes is the one that harvesters know, so the next build continues it.
    """
    seen = {name for name, _ in publications(data)}
    folders = [snapshots_folder(data) / one for one in sorted(seen, reverse=True)]
    current = data / "current"
    folders += [current.resolve()] if current.is_dir() else []
    return next((folder for folder in folders if (folder / MANIFEST).is_file()), None)


def rollback(data: Path) -> str:
    """Publish the snapshot before the published one; returns its id.

    Raises:
        SnapshotError: there is none before it.
    """
    before = before_published(data)
    publish(data, before)
    return before


def before_published(data: Path) -> str:
    """The id of the snapshot before the published one.

    Raises:
        SnapshotError: there is none before it.
    """
    listings = list_snapshots(data)
    current = next((number for number, listing in enumerate(listings) if listing.published), 0)
    before = [listing for listing in listings[:current] if listing.triples >= 0]
    if not before:
        raise SnapshotError(f"{data}: there is no earlier snapshot to go back to; the published one stays.")
    return before[-1].id


def prune(data: Path, keep: int) -> list[str]:
    """Remove all but the newest `keep` snapshots, never the published one; returns the ids removed."""
    listings = list_snapshots(data)
    removed = []
    for listing in listings[: max(0, len(listings) - keep)]:
        if not listing.published:
            shutil.rmtree(snapshots_folder(data) / listing.id)
            removed.append(listing.id)
    return removed
