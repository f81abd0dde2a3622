"""The pieces of the source files that documents were read from, so that their own markup can be had beside what we made of it.

They lie beside the catalogue in a file of their own, which a replica may leave out. Nothing but their own address needs them.
"""

import sqlite3
import zlib
from pathlib import Path
from typing import TypeAlias
from urllib.parse import quote

from lod_publisher.model.iris import Kind

FRAGMENTS = "fragments.sqlite"

Packed: TypeAlias = tuple[str, bytes]
"""A media type, and the compressed bytes."""

# 1 compresses the documents of a TEI volume to 35 % at 104 MB/s, 6 to 32 % at 55 MB/s.
_COMPRESSION = 1


def packed(media_type: str, content: bytes) -> Packed:
    """A fragment as it is kept."""
    return media_type, zlib.compress(content, _COMPRESSION)


class FragmentWriter:
    """Writes the fragments of a new snapshot; the first of a key stays."""

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(path, isolation_level=None)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute(
            "CREATE TABLE fragments(kind TEXT NOT NULL, local_id TEXT NOT NULL, media_type TEXT NOT NULL, body BLOB NOT NULL)"
        )
        self._database.execute("CREATE UNIQUE INDEX fragments_by_key ON fragments(kind, local_id, media_type)")

    def __enter__(self) -> "FragmentWriter":
        self._database.execute("BEGIN")
        return self

    def __exit__(self, *exception: object) -> None:
        self._database.execute("COMMIT")
        self._database.close()

    def add(self, kind: str, local_id: str, fragment: Packed) -> None:
        """Keep a fragment."""
        self._database.execute("INSERT OR IGNORE INTO fragments VALUES (?,?,?,?)", (kind, local_id, *fragment))


class Fragments:
    """Reads the fragments of a snapshot; there are none when the file is not there."""

    def __init__(self, path: Path) -> None:
        self._database: sqlite3.Connection | None = None
        if path.is_file():
            self._database = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )

    def media_type(self, kind: Kind, local_id: str) -> str:
        """The media type of an entity's fragment; "" when there is none. Reads the index alone."""
        row = self._ask("SELECT media_type FROM fragments WHERE kind = ? AND local_id = ? LIMIT 1", kind, local_id)
        return "" if row is None else str(row[0])

    def read(self, kind: Kind, local_id: str) -> tuple[str, bytes] | None:
        """The media type and bytes of an entity's fragment; None when there is none."""
        row = self._ask(
            "SELECT media_type, body FROM fragments WHERE kind = ? AND local_id = ? LIMIT 1", kind, local_id
        )
        return None if row is None else (str(row[0]), zlib.decompress(row[1]))

    def _ask(self, query: str, kind: Kind, local_id: str) -> tuple[str, bytes] | None:
        if self._database is None:
            return None
        row: tuple[str, bytes] | None = self._database.execute(query, (str(kind), local_id)).fetchone()
        return row
