"""The indexes beside a finished store and catalogue: each is written in a process of its own, or carried over from the last snapshot.

An index is carried over when the catalogue says the same of all that it lists, and no statement has changed that one of the
queries could have met which the index was made from. They are noted when it is made, so that nobody has to keep a list of them.
"""

import json
import re
import shutil
import signal
import sqlite3
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

from lod_publisher.linking.gazetteer import states_in
from lod_publisher.snapshot.children import PROCESSES, end_with_parent
from lod_publisher.snapshot.continuing import Difference, Last
from lod_publisher.snapshot.facets.gathering import write_facets
from lod_publisher.snapshot.facets.writing import FILE as FACETS
from lod_publisher.snapshot.involvement.gathering import write_involvement
from lod_publisher.snapshot.involvement.tables import FILE as INVOLVEMENT
from lod_publisher.snapshot.namesakes.gathering import READ, write_name_index
from lod_publisher.snapshot.namesakes.writing import FILE as NAMES
from lod_publisher.snapshot.statements import LocalStatements
from lod_publisher.snapshot.sums import file_digest
from lod_publisher.snapshot.views.gathering import write_views
from lod_publisher.snapshot.views.tables import FILE as VIEWS

ASKED = "indexes.json"
_AT_ONCE = 2
# Fewer statements are read before a process has started.
_FEW = 200_000
Select = Callable[[str], Iterable[dict[str, str]]]

_LISTED = "SELECT id, kind, local_id, label, date, file, elsewhere, edtf FROM {db}.entities WHERE deleted IS NULL"
_NAMED = "SELECT rowid, entity, name FROM {db}.names"
_DESCRIBED = "SELECT id, digest FROM {db}.entities WHERE deleted IS NULL AND kind IN ({kinds})"
_DIFFERENT = "SELECT * FROM ({new} EXCEPT {old}) UNION ALL SELECT * FROM ({old} EXCEPT {new})"
_PREFIX = re.compile(r"PREFIX (\w+): <([^>]*)>")
_ANY_PROPERTY = re.compile(r"\?\w+\s+\?\w+\s+\?\w+")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _write_names(folder: Path, select: Select, base: str, _: Collection[str]) -> int:
    return write_name_index(folder, select, base, _states_named)


def _states_named(text: str) -> tuple[str, ...]:
    return tuple(state.label for state in states_in(text))


# The longest first, so that none is waited for alone.
_WRITERS: dict[str, Callable[[Path, Select, str, Collection[str]], int]] = {
    FACETS: write_facets,
    NAMES: _write_names,
    INVOLVEMENT: lambda folder, select, base, _: write_involvement(folder, select, base),
    VIEWS: lambda folder, select, base, _: write_views(folder, select, base),
}


def write_indexes(
    folder: Path,
    base: str,
    published: Collection[str],
    statements: int,
    last: Last | None,
    difference: Difference | None,
) -> dict[str, float]:
    """Write or carry over all indexes of a snapshot; returns the seconds that each of those took that were written.

    `published` are the ids of the collections, `statements` how many there are; `difference` says how the store differs from the last.
    """
    asked = _carried(folder, last, difference.predicates) if last is not None and difference is not None else {}
    missing = [file for file in _WRITERS if file not in asked]
    seconds = {}
    if statements < _FEW:
        for file in missing:
            asked[file], seconds[file] = _write(folder, file, base, published)
    elif missing:
        with ProcessPoolExecutor(_AT_ONCE, mp_context=PROCESSES, initializer=_start) as processes:
            writing = {file: processes.submit(_write, folder, file, base, tuple(published)) for file in missing}
            for file, done in writing.items():
                asked[file], seconds[file] = done.result()
    (folder / ASKED).write_text(json.dumps(asked, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return seconds


def _start() -> None:
    """Leave Ctrl-C to the parent."""
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _write(folder: Path, file: str, base: str, published: Collection[str]) -> tuple[list[str], float]:
    """Write one index; returns the queries that it was made from, and the seconds."""
    started = perf_counter()
    asked: dict[str, None] = {}
    store = LocalStatements(folder / "store")

    def select(query: str) -> Iterable[dict[str, str]]:
        asked[query] = None
        return store.rows(query)

    _WRITERS[file](folder, select, base, published)
    return sorted(asked), perf_counter() - started


def _carried(folder: Path, last: Last, predicates: Collection[str]) -> dict[str, list[str]]:
    """Copy those indexes that a build from nothing would write again as they are; returns the queries behind each."""
    try:
        asked: dict[str, list[str]] = json.loads((last.folder / ASKED).read_text(encoding="utf-8"))
        is_listed, is_named, is_described = _alike(folder, last.folder)
    except (OSError, ValueError, sqlite3.Error):
        return {}
    found = {}
    for file, queries in asked.items():
        is_like = is_listed and (file != NAMES or (is_named and is_described))
        if file in _WRITERS and is_like and not any(reads(query, one) for query in queries for one in predicates):
            shutil.copyfile(last.folder / file, folder / file)
            if file_digest(folder / file) == last.files.get(file):
                found[file] = queries
            else:
                (folder / file).unlink()
    return found


def _alike(folder: Path, before: Path) -> list[bool]:
    """Whether two catalogues list the same entities under the same numbers, name them alike, and have the same descriptions to read."""
    kinds = ", ".join(f"'{kind}'" for kind in READ)
    path = quote(str((before / "catalog.sqlite").absolute()))
    with closing(sqlite3.connect(f"file:{quote(str(folder / 'catalog.sqlite'))}?mode=ro", uri=True)) as db:
        db.execute("ATTACH ? AS old", (f"file:{path}?mode=ro&immutable=1",))
        return [
            not db.execute(_DIFFERENT.format(new=new, old=old)).fetchone()
            for query in (_LISTED, _NAMED, _DESCRIBED)
            for new, old in [(query.format(db="main", kinds=kinds), query.format(db="old", kinds=kinds))]
        ]


def reads(query: str, predicate: str) -> bool:
    """Whether statements of a property may be among those that a query meets."""
    where = query.partition("{")[2]
    if f"<{predicate}>" in where or _ANY_PROPERTY.search(where) or (predicate == _TYPE and re.search(r"\sa\s", where)):
        return True
    return any(
        predicate.startswith(root) and re.search(rf"\b{name}:{re.escape(predicate[len(root) :])}(?![\w-])", where)
        for name, root in _PREFIX.findall(query)
    )
