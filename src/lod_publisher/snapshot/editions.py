"""Which snapshots this program serves: those of its own format. Of any other it says who wrote it, and the command that builds it again."""

import shlex
from pathlib import Path
from typing import Any

from lod_publisher import __version__
from lod_publisher.errors import SnapshotError

FORMAT = 2
"""Raised whenever a program of before could not serve what is written, or this one not what was written before."""


class OtherFormatError(SnapshotError):
    """A snapshot is of another format than this program's; `number` is which."""

    def __init__(self, sentence: str, number: object) -> None:
        super().__init__(sentence)
        self.number = number


def refuse_other_formats(folder: Path, number: object, manifest: dict[str, Any]) -> None:
    """Let pass what this program serves.

    Raises:
        OtherFormatError: the snapshot was written in an older or a newer format.
    """
    if number == FORMAT:
        return
    again = f"build it again: `{rebuilding(folder, manifest)}`"
    if isinstance(number, int) and number > FORMAT:
        way_out = (
            f"Install {_program_of(manifest)} or later, publish one of before (`lod-publisher snapshots rollback --data "
            f"{_data(folder)}`), or {again}."
        )
    else:
        way_out = f"{again[0].upper()}{again[1:]}."
    raise OtherFormatError(
        f"{folder}: this snapshot is of format {number}, written by {_program_of(manifest)}; lod_publisher {__version__} serves "
        f"format {FORMAT}, so it is not served. {way_out}",
        number,
    )


def rebuilding(folder: Path, manifest: dict[str, Any]) -> str:
    """The command that builds the same collections again, into the same data folder."""
    collections = manifest.get("collections")
    paths = (
        [each.get("path") for each in collections if isinstance(each, dict)] if isinstance(collections, list) else []
    )
    words = [path for path in paths if isinstance(path, str)]
    named = shlex.join(words) if words and len(words) == len(paths) else "COLLECTION..."
    base = manifest.get("base")
    rooted = f" --base {shlex.quote(base)}" if isinstance(base, str) else ""
    return f"lod-publisher build {named} --data {shlex.quote(str(_data(folder)))}{rooted}"


def _data(folder: Path) -> Path:
    return folder.parent.parent


def _program_of(manifest: dict[str, Any]) -> str:
    versions = manifest.get("versions")
    version = versions.get("lod_publisher") if isinstance(versions, dict) else None
    return f"lod_publisher {version}" if isinstance(version, str) else "another version of lod_publisher"
