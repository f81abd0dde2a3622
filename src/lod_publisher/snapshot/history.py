"""What became of every entity from snapshot to snapshot: the log of changes, and the versions that newer ones took the place of."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from lod_publisher.snapshot.slices import Slice

HISTORY = "history"
_DEEPEST_COPY = 1 << 20


def begin_history(path: Path, moment: str) -> None:
    """Note in the first catalogue of all that every entity was created."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN")
        _log(db, "SELECT 'created' AS operation, kind, local_id, label, digest, elsewhere FROM entities", moment)
        db.execute("COMMIT")


def can_continue(folder: Path, previous: Path) -> bool:
    """Whether the log of the previous snapshot has the columns of the new one's, so that it can be carried over as it is."""
    try:
        return _columns(folder) == _columns(previous)
    except sqlite3.Error:
        return False


def _columns(folder: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(f"file:{folder / 'catalog.sqlite'}?mode=ro", uri=True)) as db:
        return [
            (table, name)
            for table in ("changes", "superseded", "entities", "blocks")
            for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,))
        ]


def carry_over(folder: Path, previous: Path, moment: str) -> dict[str, int]:
    """Carry the history of every entity from the previous snapshot into a new one, and add what this build changed.

    An entity that the new snapshot does not have stays in its catalogue as deleted. The version of whatever was modified or
    deleted is copied, compressed as it is, into a file of the new snapshot's `history`; the files of earlier builds are linked.
    Returns how many entities were created, modified, deleted and left unchanged.
    """
    with closing(sqlite3.connect(folder / "catalog.sqlite", isolation_level=None)) as db:
        db.execute("ATTACH ? AS old", (str(previous / "catalog.sqlite"),))
        db.execute("BEGIN")
        db.execute("INSERT INTO changes SELECT * FROM old.changes")
        db.execute("INSERT INTO superseded SELECT * FROM old.superseded")
        db.execute(
            "CREATE TEMP TABLE new AS SELECT CASE WHEN o.id IS NULL OR o.deleted IS NOT NULL THEN 'created' ELSE 'modified' END"
            " AS operation, e.kind, e.local_id, e.label, e.digest, e.elsewhere, o.id AS before"
            " FROM main.entities AS e LEFT JOIN old.entities AS o ON o.kind = e.kind AND o.local_id = e.local_id"
            " WHERE o.id IS NULL OR o.deleted IS NOT NULL OR o.digest <> e.digest"
        )
        db.execute(
            "INSERT INTO new SELECT 'deleted', o.kind, o.local_id, o.label, '', o.elsewhere, o.id FROM old.entities AS o"
            " WHERE o.deleted IS NULL AND NOT EXISTS"
            " (SELECT 1 FROM main.entities AS n WHERE n.kind = o.kind AND n.local_id = o.local_id)"
        )
        db.execute(
            "UPDATE entities SET created = o.created, modified = CASE WHEN o.digest = entities.digest AND o.deleted IS NULL"
            " THEN o.modified ELSE entities.modified END FROM old.entities AS o"
            " WHERE o.kind = entities.kind AND o.local_id = entities.local_id"
        )
        db.execute(
            "INSERT INTO entities(kind, local_id, label, date, digest, file, line, elsewhere, edtf, created, modified, deleted)"
            " SELECT kind, local_id, label, date, '', file, line, elsewhere, edtf, created, coalesce(deleted, ?1), coalesce(deleted, ?1)"
            " FROM old.entities AS o WHERE NOT EXISTS"
            " (SELECT 1 FROM main.entities AS n WHERE n.kind = o.kind AND n.local_id = o.local_id)",
            (moment,),
        )
        _keep_versions(db, folder, previous, moment)
        _log(db, "SELECT operation, kind, local_id, label, digest, elsewhere FROM new", moment)
        counts: dict[str, int] = dict(db.execute("SELECT operation, count(*) FROM new GROUP BY 1"))
        (living,) = db.execute("SELECT count(*) FROM entities WHERE deleted IS NULL").fetchone()
        db.execute("DROP TABLE new")
        db.execute("COMMIT")
        db.execute("DETACH old")
    found = {name: counts.get(name, 0) for name in ("created", "modified", "deleted")}
    return found | {"unchanged": living - found["created"] - found["modified"]}


def _log(db: sqlite3.Connection, rows: str, moment: str) -> None:
    """Number the changes of one build on from the last, in the order of the keys, so that replicas agree on the numbers."""
    (last,) = db.execute("SELECT coalesce(max(number), 0) FROM changes").fetchone()
    db.execute(
        "INSERT INTO changes SELECT ?1 + row_number() OVER (ORDER BY kind, local_id), ?2, operation, kind, local_id, label,"
        f" digest, elsewhere FROM ({rows})",
        (last, moment),
    )
    db.execute("CREATE INDEX IF NOT EXISTS changes_by_key ON changes(kind, local_id, number)")


def _keep_versions(db: sqlite3.Connection, folder: Path, previous: Path, moment: str) -> None:
    """Copy the statements of versions that are no longer the newest, and link what earlier builds kept."""
    kept = folder / HISTORY
    for file in sorted((previous / HISTORY).glob("*.gz")):
        kept.mkdir(exist_ok=True)
        (kept / file.name).hardlink_to(file)
    outgoing = db.execute(
        "SELECT (SELECT max(number) FROM old.changes AS c WHERE c.kind = new.kind AND c.local_id = new.local_id),"
        " b.place, b.file, b.start, b.length FROM new JOIN old.blocks AS b ON b.entity = new.before"
        " WHERE new.operation <> 'created' ORDER BY 1, 2"
    ).fetchall()
    if not outgoing:
        return
    kept.mkdir(exist_ok=True)
    name = f"{HISTORY}/{moment.replace('-', '').replace(':', '')}.gz"
    with (folder / name).open("wb") as target:
        for change, place, file, start, length in outgoing:
            at = target.tell()
            for part in _bytes_of(previous, Slice(file, start, length)):
                target.write(part)
            db.execute("INSERT INTO superseded VALUES (?,?,?,?,?)", (change, place, name, at, length))


def _bytes_of(folder: Path, piece: Slice) -> Iterator[bytes]:
    with (folder / piece.file).open("rb") as source:
        source.seek(piece.start)
        left = piece.length
        while left and (part := source.read(min(left, _DEEPEST_COPY))):
            left -= len(part)
            yield part
