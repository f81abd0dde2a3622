"""Answers written when the snapshot was built: descriptions and pages as they are sent, found without making them.

Each form lies in a file of its own, which a replica may leave out: what is not there is made when it is asked for. Answers are worth
something only to the program that wrote them, since another one may write another page from the same data.
"""

import json
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

PRERENDERED = "prerendered"

# Level 3, as the server compresses: the bytes are those that it would send itself.
_LEVEL = 3
# An answer of 6 kB in pages of this size takes one or two reads.
_PAGE_BYTES = 8_192
_SCHEMA = (
    "CREATE TABLE written(program TEXT NOT NULL)",
    "CREATE TABLE answers(kind TEXT NOT NULL, local_id TEXT NOT NULL, headers BLOB NOT NULL, size INTEGER NOT NULL, body BLOB NOT NULL)",
    "CREATE UNIQUE INDEX answers_by_key ON answers(kind, local_id)",
)
_ONE = "SELECT headers, size, body FROM answers WHERE kind = ? AND local_id = ?"


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

    def __len__(self) -> int:
        return self.size

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
    """Writes the answers of a new snapshot in one form, for the program whose digest is given.

    `before` is the file of an earlier snapshot whose answers stay as they are, but those about the things in `but`.
    """

    def __init__(
        self,
        folder: Path,
        form: str,
        program: str,
        before: Path | None = None,
        but: Iterable[tuple[str, str]] = (),
    ) -> None:
        self._path = path_of(folder, form)
        self._begun = self._path.with_suffix(".begun")  # who writes the answers opens the snapshot, and finds none yet
        self._begun.parent.mkdir(exist_ok=True)
        if before is not None:
            shutil.copyfile(before, self._begun)
        self._database = sqlite3.connect(self._begun, isolation_level=None)
        self._database.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("PRAGMA synchronous = OFF")
        self._database.execute("BEGIN")
        if before is None:
            for statement in _SCHEMA:
                self._database.execute(statement)
            self._database.execute("INSERT INTO written VALUES (?)", (program,))
        self._database.executemany("DELETE FROM answers WHERE kind = ? AND local_id = ?", but)

    def __enter__(self) -> "PrerenderedWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *exception: object) -> None:
        if kind is None:
            self._database.execute("COMMIT")
        self._database.close()
        if kind is None:
            self._begun.rename(self._path)

    def add(self, rendered: Rendered) -> None:
        """Keep an answer."""
        answer = rendered.answer
        headers = _packed(json.dumps(answer.headers).encode())
        self._database.execute(
            "INSERT INTO answers VALUES (?,?,?,?,?)",
            (rendered.kind, rendered.local_id, headers, answer.size, answer.packed),
        )


class Prerendered:
    """Reads the answers of a snapshot in all their forms. Safe to use from several threads."""

    def __init__(self, folder: Path, program: str) -> None:
        """Open those that a program wrote, which is known by its digest."""
        paths = {form: path_of(folder, form) for form in forms_in(folder)}
        self._databases = {form: _opened(path) for form, path in paths.items() if writer_of(path) == program}

    def read(self, form: str, kind: str, local_id: str) -> Answer | None:
        """The answer in a form about a thing; None when it was not written, or cannot be read any more."""
        if (database := self._databases.get(form)) is None:
            return None
        try:
            row = database.execute(_ONE, (kind, local_id)).fetchone()
            return None if row is None else Answer(tuple(map(tuple, json.loads(_unpacked(row[0])))), row[1], row[2])
        except (sqlite3.Error, zstd.ZstdError, ValueError):  # a torn file, which `snapshots verify` finds
            return None


def _opened(path: Path) -> sqlite3.Connection:
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)


def path_of(folder: Path, form: str) -> Path:
    """The file of a snapshot in which the answers in a form lie."""
    return folder / PRERENDERED / f"{form}.sqlite"


def forms_in(folder: Path) -> list[str]:
    """The forms in which a snapshot has answers."""
    return sorted(path.stem for path in (folder / PRERENDERED).glob("*.sqlite"))


def writer_of(path: Path) -> str:
    """The digest of the program that wrote a file of answers; "" when it is not there, or cannot be read."""
    try:
        with closing(_opened(path)) as database:
            return str(database.execute("SELECT program FROM written").fetchone()[0])
    except sqlite3.Error:
        return ""
