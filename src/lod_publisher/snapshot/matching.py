"""Full-text search for queries: how well every entity matches some words, how many do, and within a time limit."""

import re
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lod_publisher.errors import BadQueryError, QueryTimeoutError
from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import snippet_of

MAX_TERMS = 32
# A search of 100,000 texts takes milliseconds; only one-letter beginnings (`a* b*`) take longer.
_LIMIT_S = 3.0
_STEPS = 2_000  # of SQLite's machine between two looks at the clock
_TERM = re.compile(r'"([^"]*)"|(\w+)(\*?)', re.UNICODE)


@dataclass(frozen=True, slots=True)
class Match:
    """An entity that matches: its IRI, its score (higher is better), and a piece of its text, or its label, around the words."""

    iri: str
    score: float
    snippet: str


@dataclass(frozen=True, slots=True)
class Matches:
    """The best matches, and how many there are in all."""

    best: tuple[Match, ...]
    total: int


def expression(words: str) -> str:
    """What is looked for, in the index's own language: all words, `"a phrase"`, `beginn*`; its other operators stay outside.

    Raises:
        BadQueryError: no word at all, or more than anybody looks for.
    """
    terms = []
    for phrase, word, star in _TERM.findall(words):
        inner = " ".join(re.findall(r"\w+", phrase)) if phrase else word
        if inner:
            terms.append(f'"{inner}"{star}')
    if not terms:
        raise BadQueryError("A search needs at least one word.")
    if len(terms) > MAX_TERMS:
        raise BadQueryError(f"A search takes at most {MAX_TERMS} words; this one has {len(terms)}.")
    return " ".join(terms)


def matches(
    catalog: Path, iris: IriScheme, words: str, limit: int, with_snippets: bool = False, only: str = ""
) -> Matches:
    """Find the entities that match; `only` asks of one IRI alone, whether it does.

    Raises:
        BadQueryError: there is no word to look for. QueryTimeoutError: the search took too long.
    """
    wanted = expression(words)
    end = time.monotonic() + _LIMIT_S
    with closing(sqlite3.connect(f"file:{quote(str(catalog))}?mode=ro&immutable=1", uri=True)) as db:
        db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
        try:
            return _search(db, iris, wanted, words, limit, with_snippets, only)
        except sqlite3.OperationalError as problem:
            if "interrupt" not in str(problem):
                raise
            raise QueryTimeoutError(
                f"The search for “{words[:100]}” was stopped after {_LIMIT_S:g} s. Use whole words instead of short beginnings."
            ) from None


def _search(
    db: sqlite3.Connection, iris: IriScheme, wanted: str, words: str, limit: int, with_snippets: bool, only: str
) -> Matches:
    values: dict[str, object] = {"wanted": wanted, "limit": limit, "only": None}
    if only:
        key = iris.split(only)
        row = (
            db.execute("SELECT id FROM entities WHERE kind = ? AND local_id = ?", (str(key[0]), key[1])).fetchone()
            if key
            else db.execute("SELECT id FROM entities WHERE elsewhere = ?", (only,)).fetchone()
        )
        if row is None:
            return Matches((), 0)
        values["only"] = row[0]
    one = "AND rowid = :only" if only else ""
    body = "t.body" if with_snippets else "NULL"
    rows = db.execute(
        f"SELECT e.kind, e.local_id, e.elsewhere, e.label, f.rank, {body}"
        f" FROM (SELECT rowid, rank FROM found WHERE found MATCH :wanted {one} ORDER BY rank LIMIT :limit) AS f"
        " JOIN entities AS e ON e.id = f.rowid LEFT JOIN texts AS t ON t.entity = e.id ORDER BY f.rank, e.id",
        values,
    ).fetchall()
    total = len(rows)
    if total == limit:
        (total,) = db.execute(f"SELECT count(*) FROM found WHERE found MATCH :wanted {one}", values).fetchone()
    plain = words.replace('"', " ").replace("*", " ")
    return Matches(
        tuple(
            Match(
                elsewhere or iris.entity(Kind(kind), local_id),
                round(-rank, 6),
                (snippet_of(text, plain) or label) if with_snippets else "",
            )
            for kind, local_id, elsewhere, label, rank, text in rows
        ),
        total,
    )
