"""Under which keys the public knows persons, organisations and places, so that a new build gives nobody another address."""

import sqlite3
from contextlib import closing
from pathlib import Path

from lod_publisher.model.identity import Known
from lod_publisher.model.iris import Kind

JOINED = "linking joined the two: they describe one"
"""How the reason of a move begins that linking made, not a collection's `moved.csv`."""

_KINDS = (Kind.PERSON, Kind.ORGANISATION, Kind.PLACE)
_CREATED = "SELECT kind, local_id, created FROM entities WHERE deleted IS NULL AND kind IN (?, ?, ?)"
_MOVED = "SELECT kind, local_id, to_local_id FROM moves WHERE kind IN (?, ?, ?) AND reason LIKE ?"


def known_keys(folder: Path) -> Known:
    """What a snapshot publishes, and what linking had joined there; nothing when its catalogue cannot be read."""
    path = folder / "catalog.sqlite"
    kinds = [str(kind) for kind in _KINDS]
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            created = db.execute(_CREATED, kinds).fetchall()
            moved = db.execute(_MOVED, (*kinds, f"{JOINED}%")).fetchall()
    except sqlite3.Error:
        return Known()
    return Known(
        {(Kind(kind), local_id): moment for kind, local_id, moment in created},
        {(Kind(kind), local_id): target for kind, local_id, target in moved},
    )
