"""Collections that lie elsewhere, such as s3://bucket/collection: copied below the data folder, then read as any other.

One machine reads the place, so all that follows (digests, findings with their lines, what is sent to a cluster) speaks of the same bytes.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath

from lod_publisher.build.guards import only_builder
from lod_publisher.errors import CollectionError
from lod_publisher.snapshot.places import Place, is_address

_MARKS = ".marks.json"


def collected(given: Sequence[str], data: Path, progress: Callable[[str, int, int], None]) -> tuple[Path, ...]:
    """The paths of collections; those given by an address are brought here first, and only what has changed there.

    Raises:
        CollectionError: there is nothing at an address. PlaceError: it cannot be read.
    """
    if not any(is_address(one) for one in given):
        return tuple(_path(one) for one in given)
    data.mkdir(parents=True, exist_ok=True)
    with only_builder(data):
        return tuple(_copied(one, data, progress) if is_address(one) else _path(one) for one in given)


def _path(given: str) -> Path:
    return Path(given.removeprefix("file://"))


def _copied(address: str, data: Path, progress: Callable[[str, int, int], None]) -> Path:
    place = Place(address)
    shelf = data / "collections" / hashlib.blake2b(place.address.encode(), digest_size=8).hexdigest()
    local = shelf / (PurePosixPath(place.address.partition("://")[2]).name or "collection")
    if place.is_file():
        place.fetch("", local)
        return local
    there = place.files()
    if not there:
        raise CollectionError(f"{address}: there is no file, so there is nothing to publish. Correct the address.")
    if stray := next((name for name in there if ".." in PurePosixPath(name).parts), None):
        raise CollectionError(
            f"{address}: {stray} leads out of the collection. Nothing was built; give it another name."
        )
    known = _marks(shelf)
    local.mkdir(parents=True, exist_ok=True)
    for path in [path for path in local.rglob("*") if path.is_file()]:
        if path.relative_to(local).as_posix() not in there:
            path.unlink()
    for done, (name, mark) in enumerate(there.items()):
        progress("Copying the collection", done, len(there))
        if known.get(name) != mark or not (local / name).is_file():
            place.fetch(name, local / name)
    progress("Copying the collection", len(there), len(there))
    (shelf / _MARKS).write_text(json.dumps(there), encoding="utf-8")
    return local


def _marks(shelf: Path) -> dict[str, str]:
    """What the last copy was told of each file; nothing when it did not come to its end."""
    try:
        found = json.loads((shelf / _MARKS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    (shelf / _MARKS).unlink()
    return dict(found)
