"""Answers written when the snapshot was built: descriptions and pages as they are sent, found without making them.

They lie in a file of their own, which a replica may leave out: what is not there is made when it is asked for. They are worth
something only to the program that wrote them, since another one may write another page from the same data.
"""

import json
import sqlite3
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PRERENDERED = "prerendered.sqlite"

# Level 3, as the server compresses: the bytes are those that it would send itself.
_LEVEL = 3
# An answer of 6 kB in pages of this size takes one or two reads.
_PAGE_BYTES = 8_192
_ONE = "SELECT headers, size, body FROM answers WHERE form = ? AND kind = ? AND local_id = ?"


def _packed(content: bytes) -> bytes:
    compressor = zstd.ZstdCompressor(_LEVEL)
    return compressor.compress(content) + compressor.flush()


def _unpacked(content: bytes) -> bytes:
    return zstd.ZstdDecompressor().decompress(content)  # what we packed is one frame


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it is kept: its headers but those that depend on the request, its length in bytes, its body in zstd."""

    headers: tuple[tuple[str, str], ...]
    size: int
    packed: bytes

    @staticmethod
    def of(headers: Iterable[tuple[str, str]], body: bytes) -> "Answer":
        """An answer with this body."""
        return Answer(tuple(headers), len(body), _packed(body))

    @property
    def body(self) -> bytes:
        """The body as it is sent to those who take no coding."""
        return _unpacked(self.packed)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The answer in a form ("html", or the suffix of a format) about the thing of a kind and local id."""

    form: str
    kind: str
    local_id: str
    answer: Answer


class PrerenderedWriter:
    """Writes the answers of the snapshot in a folder, for the program whose digest is given; they are there when all are."""

    def __init__(self, folder: Path, program: str, forms: Iterable[str]) -> None:
        self._path = folder / PRERENDERED
        self._begun = folder / f".{PRERENDERED}"  # who writes the answers opens the snapshot, and finds none yet
        self._database = sqlite3.connect(self._begun, isolation_level=None)
        self._database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("CREATE TABLE written(program TEXT NOT NULL, forms TEXT NOT NULL)")
        self._database.execute(
            "CREATE TABLE answers(form TEXT NOT NULL, kind TEXT NOT NULL, local_id TEXT NOT NULL, headers BLOB NOT NULL,"
            " size INTEGER NOT NULL, body BLOB NOT NULL)"
        )
        self._database.execute("INSERT INTO written VALUES (?,?)", (program, " ".join(sorted(forms))))

    def __enter__(self) -> "PrerenderedWriter":
        self._database.execute("BEGIN")
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        if kind is None:
            self._database.execute("CREATE UNIQUE INDEX answers_by_key ON answers(form, kind, local_id)")
            self._database.execute("COMMIT")
        self._database.close()
        if kind is None:
            self._begun.rename(self._path)

    def add(self, rendered: Iterable[Rendered]) -> None:
        """Keep some answers."""
        self._database.executemany(
            "INSERT INTO answers VALUES (?,?,?,?,?,?)",
            (
                (
                    one.form,
                    one.kind,
                    one.local_id,
                    _packed(json.dumps(one.answer.headers).encode()),
                    one.answer.size,
                    one.answer.packed,
                )
                for one in rendered
            ),
        )


class Prerendered:
    """Reads the answers of a snapshot; there are none when the file is not there. Safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        path = folder / PRERENDERED
        self.program = ""
        self.forms: frozenset[str] = frozenset()
        self._database: sqlite3.Connection | None = None
        if path.is_file():
            self._database = sqlite3.connect(
                f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, isolation_level=None, check_same_thread=False
            )
            self.program, forms = self._database.execute("SELECT program, forms FROM written").fetchone()
            self.forms = frozenset(forms.split())

    def read(self, form: str, kind: str, local_id: str) -> Answer | None:
        """The answer in a form about a thing; None when it was not written."""
        if self._database is None or form not in self.forms:
            return None
        row = self._database.execute(_ONE, (form, kind, local_id)).fetchone()
        return None if row is None else Answer(tuple(map(tuple, json.loads(_unpacked(row[0])))), row[1], row[2])
