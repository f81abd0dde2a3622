"""Filling the store of a snapshot, in a process of its own: continued from the last one, or loaded from nothing."""

import gzip
import shutil
import traceback
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from time import perf_counter
from typing import Any

from pyoxigraph import RdfFormat, Store

from lod_publisher.snapshot.children import end_with_parent
from lod_publisher.snapshot.chunk import Chunk
from lod_publisher.snapshot.continuing import Difference, Last, Lineage, continued, plain_lines

# One bulk load of 4 million triples needs 1.9 GB, of 1 million 0.97 GB: load in portions of about this many bytes.
_PORTION_BYTES = 96_000_000
# When chunks with this share of the statements are others, their lines hardly are the same, and loading must not wait for the last.
_MOST_NEW = 0.4
_FEW = 100_000
END = None


def load_store(folder: Path, last: Last | None, chunks: Any, answers: Any) -> None:
    """Take the chunks that arrive until the end mark; answers with the seconds that it took, and the difference to the last store."""
    end_with_parent()
    try:
        loader = _Loader(folder)
        answers.put(("store", {"difference": loader.take(last, iter(chunks.get, END)), "load_s": loader.busy}))
    except BaseException as problem:  # noqa: BLE001 whatever it was, the parent must hear of it
        answers.put(("error", (str(problem), traceback.format_exc())))


class _Loader:
    """One store that is being filled; `busy` are the seconds not spent waiting for chunks."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.busy = 0.0

    def take(self, last: Last | None, chunks: Iterator[Chunk]) -> Difference | None:
        """Continue the last store while little of it has changed, else load everything; None says that it was loaded."""
        seen: list[Chunk] = []
        if last is not None and (known := Lineage.read(last.folder)) is not None:
            before = {digest for digest, *_ in known.chunks}
            new = 0
            for chunk in chunks:
                seen.append(chunk)
                new += chunk.triples if chunk.digest not in before else 0
                if new > max(_FEW, _MOST_NEW * known.statements):
                    break
            else:
                started = perf_counter()
                found = self._continue(last, known, seen)
                self.busy += perf_counter() - started
                if found is not None:
                    return found
        self._load(chain(seen, chunks))
        return None

    def _continue(self, last: Last, known: Lineage, chunks: list[Chunk]) -> Difference | None:
        shutil.rmtree(self._folder, ignore_errors=True)
        found = continued(last, self._folder, known, chunks)
        for chunk in chunks if found is not None else ():
            chunk.plain.unlink(missing_ok=True)
        return found

    def _load(self, chunks: Iterable[Chunk]) -> None:
        store = Store(str(self._folder))
        portion: list[bytes] = []
        for chunk in chunks:
            started = perf_counter()
            portion.append(plain_lines(chunk))
            chunk.plain.unlink(missing_ok=True)
            if sum(map(len, portion)) >= _PORTION_BYTES:
                store.bulk_load(input=b"".join(portion), format=RdfFormat.N_TRIPLES, lenient=True)
                portion.clear()
            if chunk.quads:
                quads = gzip.decompress(chunk.quads.read_bytes())
                store.bulk_load(input=quads, format=RdfFormat.N_QUADS, lenient=True)
            self.busy += perf_counter() - started
        started = perf_counter()
        store.bulk_load(input=b"".join(portion), format=RdfFormat.N_TRIPLES, lenient=True)
        # Each portion left its own sorted files, which every look-up would ask one after another. Merged once (3 s of processor for
        # 5 million statements), joins and paths take a half to a third of the time, those of the indexes of this build, too.
        store.optimize()
        store.flush()
        self.busy += perf_counter() - started
