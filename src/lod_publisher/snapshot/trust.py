"""Whether a snapshot may be served: every file as it was written, and answers that fit its manifest.

Reading every byte of a large snapshot takes seconds. Files that the file system says nobody touched since they were last read and
found right are not read again when a server starts; `snapshots verify` and `snapshots publish` always read all.
"""

import json
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path

from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import MANIFEST, published_folder, verify

_NOTES = ".verified"


def trust(folder: Path) -> None:
    """Read every byte of a snapshot and ask it sample questions.

    Raises:
        SnapshotError: a file is not as it was written, or the answers are not what the manifest says.
    """
    verify(folder)
    Snapshot(folder).check()


def trust_published(data: Path, *, has_store: bool = True) -> None:
    """Do the same before the published snapshot is served, but read only what may have changed since the last time.

    The questions are asked by a process of their own: a store leaves threads behind that a server must not be forked with.
    A snapshot whose statements are in a remote store (`has_store` is false) is asked nothing.

    Raises:
        SnapshotError: nothing is published, a file is not as it was written, or the answers are not what the manifest says.
    """
    folder = published_folder(data)
    _unchanged_or_verified(folder, data / _NOTES / f"{folder.name}.json")
    if has_store:
        with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as apart:
            apart.submit(_ask, folder).result()


def _ask(folder: Path) -> None:
    Snapshot(folder).check()


def _unchanged_or_verified(folder: Path, note: Path) -> None:
    before = _state(folder)
    try:
        if json.loads(note.read_text(encoding="ascii")) == before:
            return
    except (OSError, ValueError):
        pass  # never held against its manifest here, or the note was torn: read all
    verify(folder)
    if _state(folder) == before:
        _write(note, before)


def _state(folder: Path) -> dict[str, list[int]]:
    """What the file system says of each file: no program can change a file and leave the time of its last change as it was."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            about = path.stat()
            found[str(path.relative_to(folder))] = [about.st_size, about.st_mtime_ns, about.st_ctime_ns, about.st_ino]
    return found


def _write(note: Path, state: dict[str, list[int]]) -> None:
    """Keep the note, and none of snapshots that have gone; a data folder that may only be read gets none."""
    with suppress(OSError):
        note.parent.mkdir(exist_ok=True)
        for old in note.parent.glob("*.json"):
            if not (note.parent.parent / "snapshots" / old.stem / MANIFEST).is_file():
                old.unlink()
        written = note.with_suffix(f".{os.getpid()}")
        written.write_text(json.dumps(state), encoding="ascii")
        written.replace(note)
