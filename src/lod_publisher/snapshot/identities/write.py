"""Writing the table of identities beside a finished catalogue; the order of its rows is that in which lists show them."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.identities.rows import OWN_KEYS, Certainty, Doubt, Row, Select, rows_of

IDENTITIES = "identities.sqlite"
VERSION = 1

_TABLE = """
CREATE TABLE identities(
  number INTEGER PRIMARY KEY, authority TEXT NOT NULL, value TEXT NOT NULL, iri TEXT NOT NULL, kind TEXT NOT NULL,
  local_id TEXT NOT NULL, certainty TEXT NOT NULL, doubt TEXT NOT NULL DEFAULT ''
);
"""
_INDEXES = """
CREATE INDEX identities_by_code ON identities(authority, value);
CREATE INDEX identities_by_iri ON identities(iri);
CREATE INDEX identities_by_entity ON identities(kind, local_id, authority);
CREATE INDEX identities_by_doubt ON identities(authority, doubt, number);
"""
_RANK = {Certainty.SAME: 0, Certainty.EXACT: 1, Certainty.CLOSE: 2}
_SEVERAL = f"""UPDATE identities SET doubt = '{Doubt.SEVERAL}' WHERE doubt = '' AND (kind, local_id, authority) IN
  (SELECT kind, local_id, authority FROM identities WHERE doubt = '' GROUP BY 1, 2, 3 HAVING count(*) > 1)"""
_SHARED = f"""UPDATE identities SET doubt = '{Doubt.SHARED}' WHERE certainty <> '{Certainty.CLOSE}' AND (authority, value) IN
  (SELECT authority, value FROM identities WHERE certainty <> '{Certainty.CLOSE}' GROUP BY 1, 2 HAVING count(*) > 1)"""


def write_identities(folder: Path, select: Select, base: str) -> int:
    """Write the table of a snapshot whose store and catalogue stand; returns the number of links."""
    with closing(sqlite3.connect(folder / IDENTITIES, isolation_level=None, uri=True)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        attach(db, folder)
        count = fill(db, select, base)
        db.execute("DETACH catalogue")
        db.execute(f"PRAGMA user_version = {VERSION:d}")
        return count


def attach(db: sqlite3.Connection, folder: Path) -> None:
    """Put a snapshot's catalogue beside the table, to be read."""
    path = quote(str((folder / "catalog.sqlite").absolute()))
    db.execute("ATTACH ? AS catalogue", (f"file:{path}?mode=ro&immutable=1",))


def fill(db: sqlite3.Connection, select: Select, base: str) -> int:
    """Read the links and write them in order: by authority file, kind and name. The surest of several links to a code is kept."""
    concepts = db.execute(
        "SELECT local_id FROM catalogue.entities WHERE kind = 'concept' AND deleted IS NULL"
        " AND local_id BETWEEN 'identifier-' AND 'identifier-~'"
    )
    best = _surest(rows_of(select, base, [local_id for (local_id,) in concepts]))
    labels = {key: label for key in {(row.kind, row.local_id) for row in best} if (label := _label(db, *key))}
    rows = [row for row in best if (row.kind, row.local_id) in labels]
    rows.sort(
        key=lambda row: (
            row.authority, row.kind, labels[row.kind, row.local_id].casefold(), row.local_id, _RANK[row.certainty], row.value
        )
    )  # fmt: skip
    db.executescript(_TABLE)
    db.execute("BEGIN")
    db.executemany(
        "INSERT INTO identities(authority, value, iri, kind, local_id, certainty, doubt) VALUES (?,?,?,?,?,?,?)",
        [
            (row.authority, row.value, row.iri, str(row.kind), row.local_id, str(row.certainty), _possible(row))
            for row in rows
        ],
    )
    db.execute("COMMIT")
    db.executescript(_INDEXES)
    keys = tuple(sorted(OWN_KEYS))
    for statement in (_SEVERAL, _SHARED):
        db.execute(f"{statement} AND authority NOT IN (?, ?)", keys)
    return len(rows)


def _surest(rows: Iterable[Row]) -> list[Row]:
    found: dict[tuple[Kind, str, str, str], Row] = {}
    for row in rows:
        key = (row.kind, row.local_id, row.authority, row.value)
        known = found.get(key)
        if known is None or _RANK[row.certainty] < _RANK[known.certainty]:
            found[key] = row
    return list(found.values())


def _label(db: sqlite3.Connection, kind: Kind, local_id: str) -> str:
    """What the catalogue calls a living thing; "" when there is none of that key."""
    row = db.execute(
        "SELECT label FROM catalogue.entities WHERE kind = ? AND local_id = ? AND deleted IS NULL",
        (str(kind), local_id),
    ).fetchone()
    return "" if row is None else str(row[0]) or local_id


def _possible(row: Row) -> str:
    return str(Doubt.POSSIBLE) if row.certainty is Certainty.CLOSE else ""
