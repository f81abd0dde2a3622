"""Snapshots carried to a place that many machines reach, and from there to each: replicas serve the same bytes.

There, `snapshots/{id}/` holds the files of a snapshot, its manifest written last; `current` names the one to serve.
"""

import os
import shutil
from pathlib import Path, PurePosixPath

from lod_publisher.errors import SnapshotError
from lod_publisher.snapshot import shelf
from lod_publisher.snapshot.places import Place
from lod_publisher.snapshot.write import sync_tree

_SNAPSHOTS, _CURRENT = "snapshots", "current"


def push(data: Path, place: Place, snapshot_id: str = "") -> str:
    """Copy a snapshot, the published one when none is named, to a place and name it there as the one to serve; returns its id.

    A snapshot that is there already is not sent again.

    Raises:
        SnapshotError: there is no such snapshot, or it is not as it was written. PlaceError: the place fails.
    """
    folder = shelf.snapshots_folder(data) / _plain(snapshot_id) if snapshot_id else shelf.published_folder(data)
    shelf.verify(folder)
    below = f"{_SNAPSHOTS}/{folder.name}"
    manifest = (folder / shelf.MANIFEST).read_bytes()
    if not place.has(f"{below}/{shelf.MANIFEST}") or place.read(f"{below}/{shelf.MANIFEST}") != manifest:
        for name in sorted(shelf.read_manifest(folder)["files"]):
            place.send(folder / name, f"{below}/{name}")
        place.write(f"{below}/{shelf.MANIFEST}", manifest)
    place.write(_CURRENT, f"{folder.name}\n".encode())
    return folder.name


def pull(data: Path, place: Place, snapshot_id: str = "", publish: bool = True) -> str:
    """Copy a snapshot, the one to serve when none is named, from a place, verify it and publish it; returns its id.

    Until everything is there and as the manifest says, what is published here stays as it is.

    Raises:
        SnapshotError: the snapshot is damaged or of another version. PlaceError: there is none, or the place fails.
    """
    snapshot_id = _plain(snapshot_id or place.read(_CURRENT).decode("utf-8", "replace").strip())
    folder = shelf.snapshots_folder(data) / snapshot_id
    if not _stands(folder):
        _fetch(place, f"{_SNAPSHOTS}/{snapshot_id}", folder)
    if publish and not _is_published(data, folder):
        shelf.publish(data, snapshot_id)
    return snapshot_id


def _fetch(place: Place, below: str, folder: Path) -> None:
    """Copy the files that the manifest names, verify them, and only then give the folder its name."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    for leftover in folder.parent.glob(f".pulling-{folder.name}-*"):
        shutil.rmtree(leftover)
    arriving = folder.parent / f".pulling-{folder.name}-{os.getpid()}"
    try:
        place.fetch(f"{below}/{shelf.MANIFEST}", arriving / shelf.MANIFEST)
        for name in shelf.read_manifest(arriving)["files"]:
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise SnapshotError(
                    f"{place.address}/{below}: its manifest names {name}, outside of it; nothing was kept."
                )
            place.fetch(f"{below}/{name}", arriving / name)
        shelf.verify(arriving)
        sync_tree(arriving)
        if folder.exists():
            shutil.rmtree(folder)
        arriving.rename(folder)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _stands(folder: Path) -> bool:
    """Whether a snapshot is here already, as it was written."""
    try:
        shelf.verify(folder)
    except SnapshotError:
        return False
    return True


def _is_published(data: Path, folder: Path) -> bool:
    return (data / "current").is_dir() and (data / "current").resolve() == folder.resolve()


def _plain(snapshot_id: str) -> str:
    """The id of a snapshot, refused when it would lead elsewhere."""
    if not snapshot_id or not snapshot_id[0].isdigit() or "/" in snapshot_id:
        raise SnapshotError(
            f"{snapshot_id!r} is no id of a snapshot. `lod-publisher snapshots list` shows those that exist."
        )
    return snapshot_id
