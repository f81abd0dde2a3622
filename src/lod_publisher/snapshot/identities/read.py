"""The table of identities, read: which of our things a code or address elsewhere means, and how far each authority file is linked."""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import quote

from lod_publisher.model.authorities import identifier_of, register_of
from lod_publisher.model.iris import Kind
from lod_publisher.snapshot.identities.rows import OWN_KEYS, Certainty, Doubt, Select
from lod_publisher.snapshot.identities.write import IDENTITIES, VERSION, attach, fill
from lod_publisher.snapshot.namesakes.writing import FILE as NAMES


@dataclass(frozen=True, slots=True)
class Identity:
    """A thing of ours and the record of it in an authority file; `iri` is "" when the file has no addresses.

    `doubt` is None for what is certain. `place` is where the row stands in the order of its list.
    """

    kind: Kind
    local_id: str
    authority: str
    value: str
    iri: str
    certainty: Certainty
    doubt: Doubt | None
    place: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of each kind an authority file is known to have, or may have (`named`), and how many links are in doubt."""

    authority: str
    linked: dict[Kind, int]
    named: dict[Kind, int]
    doubtful: int


_OWN = ", ".join(f"'{key}'" for key in sorted(OWN_KEYS))
_COLUMNS = "kind, local_id, authority, value, iri, certainty, doubt, number"


def _identity(row: tuple[Any, ...]) -> Identity:
    kind, local_id, authority, value, iri, certainty, doubt, place = row
    sure = Certainty(certainty)
    return Identity(Kind(kind), local_id, authority, value, iri, sure, Doubt(doubt) if doubt else None, place)


class Identities:
    """The table of a snapshot, opened at the first question; one that was written without it is read from its statements then."""

    def __init__(self, folder: Path, select: Select, base: str) -> None:
        self._folder, self._select, self._base = folder, select, base
        self._lock = Lock()
        self._opened: sqlite3.Connection | None = None

    def of_address(self, iri: str) -> list[Identity]:
        """Our things that are what an address elsewhere is about, the surest first; any spelling of a known file's address will do."""
        known = identifier_of(iri)
        return self.of_code(known.scheme, known.value) if known else self._rows("WHERE iri = ?", iri)

    def of_code(self, authority: str, value: str) -> list[Identity]:
        """Our things that an authority file has under a code, the surest first."""
        register = register_of(authority)
        if register is not None:
            authority, value = register.scheme, register.normal(value) or value
        return self._rows("WHERE authority = ? AND value = ?", authority, value)

    def of_entity(self, kind: Kind, local_id: str) -> list[Identity]:
        """Where else a thing is known, by authority file."""
        return self._rows("WHERE kind = ? AND local_id = ?", str(kind), local_id, order="authority, number")

    def tallies(self) -> list[Tally]:
        """The authority files that anything is linked with, by name."""
        found: dict[str, Tally] = {}
        for authority, kind, sure, named, doubtful in self._ask(
            "SELECT authority, kind, count(DISTINCT CASE WHEN certainty <> 'close' THEN local_id END),"
            " count(DISTINCT local_id), sum(doubt <> '') FROM identities GROUP BY 1, 2 ORDER BY 1, 2"
        ):
            if authority not in OWN_KEYS:
                known = found.get(authority, Tally(authority, {}, {}, 0))
                linked, all_named = {**known.linked, Kind(kind): sure}, {**known.named, Kind(kind): named}
                found[authority] = Tally(authority, linked, all_named, known.doubtful + doubtful)
        return list(found.values())

    def linked(self, authority: str, after: int = 0, limit: int = 1000, kind: Kind | None = None) -> list[Identity]:
        """The links with an authority file that are certain, in the order of kinds and names, after a place in it."""
        return self._listed("certainty <> 'close'", authority, after, limit, kind)

    def all(self, authority: str, after: int = 0, limit: int = 1000) -> list[Identity]:
        """Every link with an authority file, in the same order."""
        return self._listed("TRUE", authority, after, limit, None)

    def doubtful(self, authority: str, after: int = 0, limit: int = 1000, kind: Kind | None = None) -> list[Identity]:
        """Those that somebody should look at: possible ones, codes that two things share, things with two codes."""
        return self._listed("doubt <> ''", authority, after, limit, kind)

    def doubts(
        self, authority: str = "", kind: str = "", doubt: str = "", words: str = "", after: int = 0, limit: int = 1000
    ) -> list[Identity]:
        """Doubtful links of all authority files, each filter left out when it is ""; `words` stand in the thing's name."""
        return self._rows(
            "WHERE doubt <> '' AND number > ?1 AND (?2 = '' OR authority = ?2) AND (?3 = '' OR kind = ?3)"
            f" AND (?4 = '' OR doubt = ?4) AND authority NOT IN ({_OWN})"
            " AND (?5 = '' OR EXISTS (SELECT 1 FROM catalogue.entities AS e WHERE e.kind = identities.kind"
            " AND e.local_id = identities.local_id AND instr(lower(e.label), lower(?5)) > 0))",
            after, authority, kind, doubt, words, limit, order="number LIMIT ?6",
        )  # fmt: skip

    def doubt_counts(self) -> list[tuple[str, str, str, int]]:
        """How many doubtful links there are, by authority file, kind and reason."""
        return self._ask(
            f"SELECT authority, kind, doubt, count(*) FROM identities WHERE doubt <> '' AND authority NOT IN ({_OWN})"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        )

    def missing(
        self, authority: str, kind: Kind, after: str = "", limit: int = 1000, by: str = "label"
    ) -> list[tuple[str, str]]:
        """Local id and name of the living things of a kind that no link, not even a doubtful one, joins to an authority file.

        After the local id given, in the order of names; `by` "weight" puts first of what the dataset says most, and sorts
        them all for each page.
        """
        db = self._database()
        weighed = by == "weight" and any(name == "names" for _, name, _ in db.execute("PRAGMA database_list"))
        weight = "(SELECT -weight FROM names.about WHERE entity = e.id)" if weighed else "0"
        order = f"(coalesce({weight}, 0), label COLLATE NOCASE, local_id)"
        known = self._ask(
            f"SELECT coalesce({weight}, 0), label, local_id FROM catalogue.entities AS e WHERE kind = ? AND local_id = ?",
            str(kind), after,
        )  # fmt: skip
        where, values = (f" AND {order} > (?, ?, ?)", known[0]) if known else ("", ())
        return self._ask(
            "SELECT local_id, label FROM catalogue.entities AS e WHERE kind = ? AND deleted IS NULL" + where + " AND"
            " NOT EXISTS (SELECT 1 FROM identities AS i WHERE i.kind = e.kind AND i.local_id = e.local_id AND i.authority = ?)"
            f" ORDER BY {order[1:-1]} LIMIT ?",
            str(kind), *values, authority, limit,
        )  # fmt: skip

    def _listed(self, what: str, authority: str, after: int, limit: int, kind: Kind | None) -> list[Identity]:
        return self._rows(
            f"WHERE authority = ?1 AND {what} AND number > ?2 AND (?3 IS NULL OR kind = ?3)",
            authority, after, None if kind is None else str(kind), limit, order="number LIMIT ?4",
        )  # fmt: skip

    def _rows(self, where: str, *values: object, order: str = "certainty = 'close', number") -> list[Identity]:
        rows = self._ask(f"SELECT {_COLUMNS} FROM identities {where} ORDER BY {order}", *values)
        return [_identity(row) for row in rows]

    def _ask(self, query: str, *values: object) -> list[Any]:
        return self._database().execute(query, values).fetchall()

    def _database(self) -> sqlite3.Connection:
        with self._lock:
            if self._opened is None:
                self._opened = self._open()
            return self._opened

    def _open(self) -> sqlite3.Connection:
        path = self._folder / IDENTITIES
        if path.is_file():
            db = self._connect(f"file:{quote(str(path))}?mode=ro&immutable=1")
            if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
                return db
            db.close()
        db = self._connect(":memory:")
        fill(db, self._select, self._base)
        return db

    def _connect(self, address: str) -> sqlite3.Connection:
        db = sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)
        attach(db, self._folder)
        names = self._folder / NAMES
        if names.is_file():
            db.execute("ATTACH ? AS names", (f"file:{quote(str(names))}?mode=ro&immutable=1",))
        return db
