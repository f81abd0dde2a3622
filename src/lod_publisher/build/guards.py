"""What guards a data folder: one build at a time, nothing left behind by a killed one, a sentence for a full disk."""

import errno
import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lod_publisher.errors import DiskFullError, SnapshotError


@contextmanager
def only_builder(data: Path) -> Iterator[None]:
    """Let one build at a time work on a data folder; what a killed build left behind is removed."""
    with (data / ".build.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise SnapshotError(
                f"{data}: another build is at work there. Wait for it, or give another --data."
            ) from None
        left = ("snapshots/.building-*", ".current-*", "cache/*.nt", "exchange/build-*")
        for leftover in [path for pattern in left for path in data.glob(pattern)]:
            shutil.rmtree(leftover) if leftover.is_dir() and not leftover.is_symlink() else leftover.unlink()
        try:
            yield
        finally:
            for plain in data.glob("cache/*.nt"):
                plain.unlink()


@contextmanager
def disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(
                "The disk is full, so the snapshot could not be written. Nothing was published and what was published "
                "stays; free some space (lod-publisher snapshots prune) and build again."
            ) from None
        raise
