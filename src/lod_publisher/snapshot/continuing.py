"""The store of the last snapshot, made into that of the next: what changed chunks no longer state leaves it, what they state now enters.

A rebuild after one changed file states almost what the last build did. The engine's files of the last store are linked, not copied,
as they are never written again; so the published store stays as it is, and only the differences are work.
"""

import gzip
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import accumulate
from pathlib import Path

from pyoxigraph import RdfFormat, Store, parse

from lod_publisher.model.iris import IriScheme, Kind
from lod_publisher.snapshot.catalog import Catalog
from lod_publisher.snapshot.chunk import QUADS_DUMP, TRIPLES_DUMP, Chunk
from lod_publisher.snapshot.slices import Slice, Slices
from lod_publisher.snapshot.sums import file_digest

CHUNKS = "chunks.json"
STORE = "store"
_FORMATS = {TRIPLES_DUMP: RdfFormat.N_TRIPLES, QUADS_DUMP: RdfFormat.N_QUADS}
# Past this share of the statements a new store is made in the same time, and none of the strings is left that nothing states any more.
_MOST_CHANGED = 0.1


@dataclass(frozen=True, slots=True)
class Lineage:
    """Which chunks a snapshot was made of, in the order of its dumps: their digests, statements, and bytes in each dump.

    `drift` is how many statements left or entered its store since one was loaded from nothing.
    """

    chunks: tuple[tuple[str, int, int, int], ...] = ()
    drift: int = 0

    def write(self, folder: Path) -> None:
        """Put it into a snapshot's folder."""
        (folder / CHUNKS).write_text(json.dumps(asdict(self)) + "\n", encoding="ascii")

    @staticmethod
    def read(folder: Path) -> "Lineage | None":
        """That of a snapshot; None when it was written before there was one."""
        try:
            told = json.loads((folder / CHUNKS).read_text(encoding="ascii"))
            return Lineage(tuple((str(a), int(b), int(c), int(d)) for a, b, c, d in told["chunks"]), int(told["drift"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @property
    def statements(self) -> int:
        """How many there are in all chunks together."""
        return sum(statements for _, statements, _, _ in self.chunks)

    def most(self) -> float:
        """How many statements may differ before a store is rather loaded from nothing."""
        return _MOST_CHANGED * self.statements - self.drift


@dataclass(frozen=True, slots=True)
class Last:
    """The snapshot that may be continued: its folder, the root of its IRIs, and the digests of its files when it was written."""

    folder: Path
    base: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """How a store came from the last one: how many statements left or entered it, with which properties; what stayed, by digest."""

    statements: int
    predicates: frozenset[str]
    kept: dict[str, str] = field(default_factory=dict)


def continued(last: Last, store: Path, known: Lineage, chunks: Sequence[Chunk]) -> Difference | None:
    """Make a new store from the last snapshot's; None, and no new store, when too much differs or the last is not as it was written.

    Raises:
        OSError: the disk is full.
    """
    if not _is_sound(last):
        return None
    now = {chunk.digest for chunk in chunks}
    before = {digest for digest, *_ in known.chunks}
    gone = _gone(last.folder, known, now)
    come = {dump: _lines(_contents([c for c in chunks if c.digest not in before], dump)) for dump in _FORMATS}
    changed = [line for dump in _FORMATS for line in gone[dump] ^ come[dump]]
    if len(changed) > known.most() or any(line.startswith(b"_:") or b" _:" in line for line in changed):
        return None
    kept = [chunk for chunk in chunks if chunk.digest in before]
    replaced = {}
    for dump in _FORMATS:
        subjects = {_subject(line) for line in gone[dump] - come[dump]}
        replaced[dump] = _replaced(gone[dump], come[dump], _stated(last, known, now, dump, subjects, kept))
    Store.read_only(str(last.folder / STORE)).backup(str(store))
    opened = Store(str(store))
    for dump, (leaving, entering) in replaced.items():
        for quad in parse(b"".join(sorted(leaving)), _FORMATS[dump], lenient=True):
            opened.remove(quad)
        if entering:
            opened.bulk_load(b"".join(sorted(entering)), _FORMATS[dump], lenient=True)
    opened.flush()
    return Difference(
        len(changed),
        frozenset(line.split(b" ", 2)[1][1:-1].decode() for line in changed),
        {name: digest for name, digest in last.files.items() if name.endswith(".sst")},
    )


def _replaced(gone: set[bytes], come: set[bytes], elsewhere: set[bytes]) -> tuple[set[bytes], set[bytes]]:
    """The lines to take out, as nothing states them any more, and those to put in.

    Two spellings of a number are one statement to the engine, so whatever else is said, `elsewhere` too, of a thing that loses a
    statement is said again.
    """
    subjects = {_subject(line) for line in gone - come}
    still = elsewhere | {line for line in come if _subject(line) in subjects}
    return gone - come - still, (come - gone) | still


def _stated(
    last: Last, known: Lineage, now: set[str], dump: str, subjects: set[bytes], kept: Sequence[Chunk]
) -> set[bytes]:
    """What unchanged chunks state of some things.

    The last catalogue knows where everything is that is said of an entity of ours or its parts. Of all else (a term of the
    vocabulary, a thing of others) anybody may say something, so that all lines have to be looked at.
    """
    ends = list(accumulate(lengths[list(_FORMATS).index(dump)] for _, _, *lengths in known.chunks))
    iris, catalog, pieces = IriScheme(last.base), Catalog(last.folder / "catalog.sqlite"), set[Slice]()
    anywhere = set()
    for subject in subjects:
        found = _about(iris.split(subject[1:-1].decode()), catalog)
        if not found:
            anywhere.add(subject)
        pieces.update(piece for piece in found if piece.file == dump)
    slices = Slices(last.folder)
    near = [slices.read([one]) for one in pieces if known.chunks[bisect_right(ends, one.start)][0] in now]
    found_near = {line for line in _lines(near) if _subject(line) in subjects}
    far = _contents(kept, dump) if anywhere else ()
    return found_near | {line for content in far for line in _lines([content]) if _subject(line) in anywhere}


def _about(key: tuple[Kind, str] | None, catalog: Catalog) -> list[Slice]:
    """Where the descriptions of an entity lie, and of those that it is a part of."""
    kind, local_id = key or (None, "")
    found: list[Slice] = []
    while kind is not None and local_id:
        found += catalog.slices(kind, local_id)
        local_id = local_id.rpartition("/")[0]
    return found


def plain_lines(chunk: Chunk) -> bytes:
    """The lines of a chunk's default graph."""
    return chunk.plain.read_bytes() if chunk.plain.is_file() else gzip.decompress(chunk.lines.read_bytes())


def _contents(chunks: Iterable[Chunk], dump: str) -> Iterator[bytes]:
    for chunk in chunks:
        if dump == TRIPLES_DUMP:
            yield plain_lines(chunk)
        elif chunk.quads:
            yield gzip.decompress(chunk.quads.read_bytes())


def _is_sound(last: Last) -> bool:
    """Whether all that is read of the last snapshot is as it was written."""
    try:
        return all(
            file_digest(last.folder / name) == digest
            for name, digest in last.files.items()
            if name.startswith(f"{STORE}/") or name in (*_FORMATS, CHUNKS)
        )
    except OSError:
        return False


def _gone(folder: Path, known: Lineage, now: set[str]) -> dict[str, set[bytes]]:
    """The lines of those chunks of the last snapshot that are no longer there, by dump."""
    found: dict[str, set[bytes]] = {dump: set() for dump in _FORMATS}
    starts = dict.fromkeys(_FORMATS, 0)
    for digest, _, *lengths in known.chunks:
        for dump, length in zip(_FORMATS, lengths, strict=True):
            if length and digest not in now:
                with (folder / dump).open("rb") as file:
                    file.seek(starts[dump])
                    found[dump] |= _lines([gzip.decompress(file.read(length))])
            starts[dump] += length
    return found


def _lines(contents: Iterable[bytes]) -> set[bytes]:
    return {line for content in contents for line in content.splitlines(keepends=True)}


def _subject(line: bytes) -> bytes:
    return line[: line.find(b" ")]
