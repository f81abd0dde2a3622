"""Pieces of the dumps: the statements of one description, read without what stands before them."""

import gzip
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of a file of the snapshot: one gzip member, which holds whole lines."""

    file: str
    start: int
    length: int


def gaps(taken: Iterable[tuple[int, int]], length: int) -> Iterator[tuple[int, int]]:
    """The pieces of a file of some length (start, length) that lie between those which are taken."""
    at = 0
    for start, many in sorted(taken):
        if start > at:
            yield at, start - at
        at = max(at, start + many)
    if length > at:
        yield at, length - at


class Slices:
    """Reads pieces of the files of one snapshot; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptors: dict[str, int] = {}

    def read(self, slices: Sequence[Slice]) -> bytes:
        """The lines of some pieces, each line once."""
        parts = [gzip.decompress(os.pread(self._descriptor(one.file), one.length, one.start)) for one in slices]
        if len(parts) == 1:
            return parts[0]
        return b"".join(dict.fromkeys(line for part in parts for line in part.splitlines(keepends=True)))

    def _descriptor(self, name: str) -> int:
        if name not in self._descriptors:
            self._descriptors[name] = os.open(self._folder / name, os.O_RDONLY)
        return self._descriptors[name]

    def __del__(self) -> None:
        for descriptor in self._descriptors.values():
            os.close(descriptor)
