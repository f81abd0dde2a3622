"""Dumps beside the one that every snapshot has: other forms and codings, and each kind of thing by itself.

The dataset is cut into portions of one kind; the pool writes each portion in every form; then the portions are joined in the order
of kinds and of the catalogue. Compressed portions that stand one after another are a compressed file, so nothing is written twice,
and the bytes do not depend on how many processes there were.
"""

import gzip
import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from lod_publisher.build.pool import Pool, in_order
from lod_publisher.snapshot.catalog import Catalog, Entity
from lod_publisher.snapshot.chunk import TRIPLES_DUMP
from lod_publisher.snapshot.dumps import FOLDER, WHOLE, Dump, write_index
from lod_publisher.snapshot.slices import gaps
from lod_publisher.snapshot.sums import file_digest

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

Write: TypeAlias = Callable[[Path, str, Sequence[tuple[Entity | None, bytes]]], bytes]
"""Writes descriptions in a form: the folder of the snapshot, the root of its IRIs, entities each with its N-Triples.

None for an entity stands before the statements that belong to none, those of the vocabulary; b"" when the form says nothing of them.
"""

_PARTS = ".parts"
_NT = "nt"
_QUADS = "named-graphs.nq.gz"
# A portion ends when its descriptions have this many bytes, compressed: some 10 MB of lines, half a second of work in each form.
_PORTION_BYTES = 1_200_000
# For 37 MB of our Turtle and N-Triples: gzip 4 takes half of gzip 6's time for 8 % more; zstd 6 is smaller than both, and faster.
_GZIP_LEVEL = 4
_ZSTD_LEVEL = 6


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms to write, each with who writes it; `headers` gives what a file of a form begins with, for a root of IRIs.

    Given by the command, since who writes formats stands beside who builds.
    """

    writers: Mapping[str, Write]
    headers: Callable[[str], Mapping[str, bytes]] = field(default=lambda _: {})

    def chosen(self, names: Sequence[str]) -> "Forms":
        """Only those that are asked for."""
        return Forms({name: write for name, write in self.writers.items() if name in names}, self.headers)


NO_FORMS = Forms({})


@dataclass(slots=True)
class _Portion:
    """Some entities of one kind ("" for statements that belong to none), and where their statements lie in the dump."""

    number: int
    kind: str
    entities: list[Entity] = field(default_factory=list)
    places: list[list[tuple[int, int]]] = field(default_factory=list)

    def path(self, folder: Path, form: str, coding: str) -> Path:
        return folder / _PARTS / f"{self.number:06}.{form}.{coding}"


def write_dumps(folder: Path, base: str, forms: Forms, pool: Pool, progress: Callable[[int, int], None]) -> list[Dump]:
    """Write the dumps of a snapshot whose store, catalogue and first dump stand, with their checksums and the list of them.

    With no forms to write, only what stands is listed.
    """
    if not forms.writers:
        dumps = [_measured(path) for path in sorted((folder / FOLDER).iterdir())]
        write_index(folder, dumps)
        return dumps
    portions = list(_portions(folder))
    (folder / _PARTS).mkdir()
    try:
        tasks = [(_write_portion, (folder, base, portion, dict(forms.writers))) for portion in portions]
        for _ in in_order(pool, tasks, lambda done: progress(done, len(tasks))):
            pass
        dumps = [*_joined(folder, portions, forms.writers, forms.headers(base)), *_standing(folder, portions)]
    finally:
        shutil.rmtree(folder / _PARTS, ignore_errors=True)
    write_index(folder, dumps)
    return dumps


def _standing(folder: Path, portions: Sequence[_Portion]) -> Iterator[Dump]:
    """The dumps that were there before: the whole as N-Triples, and what is said of statements."""
    everything = _measured(folder / TRIPLES_DUMP)
    yield Dump(everything.name, everything.size, everything.sha256, sum(len(portion.entities) for portion in portions))
    if (quads := folder / FOLDER / _QUADS).is_file():
        yield _measured(quads)


def _measured(path: Path) -> Dump:
    return Dump(path.name, path.stat().st_size, file_digest(path))


def _portions(folder: Path) -> Iterator[_Portion]:
    """Cut the dump into portions, kind by kind; what belongs to no entity comes last."""
    catalog = Catalog(folder / "catalog.sqlite")
    length = (folder / TRIPLES_DUMP).stat().st_size
    kinds: dict[str, list[tuple[Entity, list[tuple[int, int]]]]] = {}
    taken: list[tuple[int, int]] = []
    for entity in catalog.all():
        if entity.deleted is None:
            places = [
                (s.start, s.length) for s in catalog.slices(entity.kind, entity.local_id) if s.file == TRIPLES_DUMP
            ]
            kinds.setdefault(entity.kind, []).append((entity, places))
            taken += places
    number = 0
    for kind in sorted(kinds):
        portion = _Portion(number, kind)
        size = 0
        for entity, places in kinds[kind]:
            portion.entities.append(entity)
            portion.places.append(places)
            size += sum(many for _, many in places)
            if size >= _PORTION_BYTES:
                yield portion
                number, size = number + 1, 0
                portion = _Portion(number, kind)
        if portion.entities:
            yield portion
            number += 1
    rest = list(gaps(taken, length))
    if rest:
        yield _Portion(number, "", places=[rest])


def _write_portion(folder: Path, base: str, portion: _Portion, writers: Mapping[str, Write]) -> None:
    """Write one portion in every form and coding; runs in a worker."""
    with (folder / TRIPLES_DUMP).open("rb") as dump:
        packed = [[os.pread(dump.fileno(), many, start) for start, many in places] for places in portion.places]
    lines = [_distinct([gzip.decompress(piece) for piece in pieces]) for pieces in packed]
    owners: list[Entity | None] = [*portion.entities] if portion.kind else [None]
    described = list(zip(owners, lines, strict=True))
    for form, write in writers.items():
        content = write(folder, base, described)
        if not content:
            continue
        gzipped = _copied(packed, lines) if form == _NT else _gzip(content)
        portion.path(folder, form, "gz").write_bytes(gzipped)
        portion.path(folder, form, "zst").write_bytes(_zstd(content))


def _copied(packed: list[list[bytes]], lines: list[bytes]) -> bytes:
    """The lines compressed: the dump holds most descriptions in one piece, and such a piece is copied as it is."""
    return b"".join(
        [pieces[0] if len(pieces) == 1 else _gzip(whole) for pieces, whole in zip(packed, lines, strict=True)]
    )


def _distinct(parts: list[bytes]) -> bytes:
    """The lines of a description's pieces; a statement that two of them make is said once."""
    if len(parts) == 1:
        return parts[0]
    return b"".join(dict.fromkeys(line for part in parts for line in part.splitlines(keepends=True)))


class _Target:
    """A dump that is being joined; its digest is taken on the way, so that it need not be read again."""

    def __init__(self, path: Path, header: bytes) -> None:
        self._path = path
        self._file = path.open("wb")
        self._digest = hashlib.sha256()
        self._size = 0
        self.entities = 0
        self.add(header)

    def add(self, content: bytes) -> None:
        self._file.write(content)
        self._digest.update(content)
        self._size += len(content)

    def finish(self) -> Dump:
        self._file.close()
        return Dump(self._path.name, self._size, self._digest.hexdigest(), self.entities)


def _joined(
    folder: Path, portions: Sequence[_Portion], forms: Iterable[str], headers: Mapping[str, bytes]
) -> Iterator[Dump]:
    """Join the portions to a file of each kind and one of the whole, one form and coding after another."""
    for form in forms:
        for coding, pack in _PACKERS.items():
            header = pack(headers[form]) if form in headers else b""
            stands = (form, coding) == (_NT, "gz")
            whole = None if stands else _Target(folder / FOLDER / f"{WHOLE}.{form}.{coding}", header)
            for kind, group in groupby(portions, lambda portion: portion.kind):
                target = _Target(folder / FOLDER / f"{kind}.{form}.{coding}", header) if kind else None
                for portion in group:
                    path = portion.path(folder, form, coding)
                    content = path.read_bytes() if path.is_file() else b""
                    for each in (whole, target):
                        if each is not None:
                            each.add(content)
                            each.entities += len(portion.entities)
                if target is not None:
                    yield target.finish()
            if whole is not None:
                yield whole.finish()


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, _GZIP_LEVEL, mtime=0)


def _zstd(content: bytes) -> bytes:
    return zstd.compress(content, _ZSTD_LEVEL)


_PACKERS = {"gz": _gzip, "zst": _zstd}
