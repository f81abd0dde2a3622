"""Sheets: the living entities of a kind cut into portions, so that lists of them can be served file by file."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.catalog import Catalog, Entity

_PORTION = 5_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A portion of the living entities of a kind in the order of their last change; sheets are numbered from 1.

    `after` and `last` are cursors: what lies behind the one, up to and with the other; `modified` is the newest change in it.
    A change moves an entity to the last sheet of its kind, so that a sheet on which nothing changed mostly stays as it was.
    """

    kind: Kind
    number: int
    after: str
    last: str
    size: int
    modified: str

    @property
    def name(self) -> str:
        """Its name in addresses."""
        return f"{self.kind}-{self.number}"


def sheets(database: sqlite3.Connection, size: int) -> list[Sheet]:
    """Cut all kinds into sheets of a size; one walk over the catalogue, so ask once a snapshot."""
    rows = database.execute(
        "SELECT kind, modified, local_id, place FROM ("
        " SELECT kind, modified, local_id, row_number() OVER sorted AS place, lead(1) OVER sorted AS next"
        " FROM entities WHERE deleted IS NULL WINDOW sorted AS (PARTITION BY kind ORDER BY modified, local_id))"
        " WHERE next IS NULL OR place % ? = 0 ORDER BY kind, place",
        (size,),
    )
    found: list[Sheet] = []
    for kind, modified, local_id, place in rows:
        before = found[-1] if found and found[-1].kind == kind else None
        last = f"{modified}|{kind}|{local_id}"
        number = before.number + 1 if before else 1
        found.append(
            Sheet(Kind(kind), number, before.last if before else "", last, place - size * (number - 1), modified)
        )
    return found


def entities_of(catalog: Catalog, sheet: Sheet) -> Iterator[Entity]:
    """The entities of a sheet, the oldest change first."""
    after = sheet.after
    last = tuple(sheet.last.split("|", 2))
    while found := catalog.modified_since(after=after, kinds=(sheet.kind,), limit=_PORTION):
        for entity in found:
            if (entity.modified, str(entity.kind), entity.local_id) > last:
                return
            if not entity.deleted:
                yield entity
        after = found[-1].cursor
