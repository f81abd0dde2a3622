"""Sources and plans on their way to the cluster: each is brought to the exchange once a build, when somebody first needs it."""

import hashlib
import os
import threading
from collections.abc import Callable
from pathlib import Path

from lod_publisher.build.cluster.errand import Parcel
from lod_publisher.settings import Source
from lod_publisher.snapshot.places import Place
from lod_publisher.sources import BESIDE


class Parcels:
    """What of a build is in its folder of the exchange; used by many threads at once."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._locks: dict[str, threading.Lock] = {}
        self._sent: set[str] = set()

    def plan(self, path: Path) -> str:
        """The name of a plan in the exchange."""
        self._once(path.name, lambda: self._place.send(path, path.name))
        return path.name

    def source(self, source: Source) -> Parcel:
        """Where the files of a source are in the exchange, with those that its reader wants beside them."""
        entry = _absolute(source.path)
        own = sorted(path for path in entry.rglob("*") if path.is_file()) if entry.is_dir() else [entry]
        more = BESIDE[source.reader](source) if source.reader in BESIDE else []
        paths = [*own, *(_absolute(path) for path in more if path.is_file())]
        above = Path(os.path.commonpath([entry.parent, *(path.parent for path in paths)]))
        files = tuple((self._file(path), path.relative_to(above).as_posix()) for path in dict.fromkeys(paths))
        return Parcel(entry.relative_to(above).as_posix(), files)

    def _file(self, path: Path) -> str:
        place = hashlib.blake2b(os.fsencode(path), digest_size=12).hexdigest()
        name = f"sources/{place}"
        self._once(name, lambda: self._place.send(path, name))
        return name

    def _once(self, name: str, send: Callable[[], None]) -> None:
        with self._locks.setdefault(name, threading.Lock()):
            if name not in self._sent:
                send()
                self._sent.add(name)


def _absolute(path: Path) -> Path:
    """The same path from the root, links not followed: readers go by the names that the collection gives."""
    return Path(os.path.normpath(path.absolute()))
