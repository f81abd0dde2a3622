"""Writing a snapshot: two processes take chunks as they come, one loads the store, one fills the catalogue."""

import hashlib
import io
import os
import shutil
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty
from time import perf_counter
from typing import Any

from lod_publisher.errors import DiskFullError, SnapshotError
from lod_publisher.snapshot.cataloguing import Entry, write_catalog
from lod_publisher.snapshot.children import PROCESSES, end_with_parent, undisturbed
from lod_publisher.snapshot.chunk import QUADS_DUMP, TRIPLES_DUMP, Chunk, read_entries
from lod_publisher.snapshot.continuing import Difference, Last, Lineage
from lod_publisher.snapshot.fragments import FRAGMENTS, FragmentWriter
from lod_publisher.snapshot.loading import END, load_store


def _fill_catalog(path: Path, moment: str, files: Any, answers: Any) -> None:
    """Write the catalogue from the entries that arrive until the end mark; runs in a process of its own."""
    end_with_parent()
    busy = 0.0

    def batches() -> Iterator[list[Entry]]:
        nonlocal busy
        while (arrived := files.get()) is not END:
            started = perf_counter()
            entries = read_entries(*arrived)
            for entry in entries:
                if entry.row is not None and entry.row.fragment is not None:
                    fragments.add(entry.kind, entry.local_id, entry.row.fragment)
            yield entries
            busy += perf_counter() - started

    try:
        with FragmentWriter(path.parent / FRAGMENTS) as fragments:
            count = write_catalog(path, batches(), moment)
        answers.put(("catalog", {"catalog_s": busy, "entities": count}))
    except BaseException as problem:  # noqa: BLE001 whatever it was, the parent must hear of it
        answers.put(("error", (str(problem), traceback.format_exc())))


@dataclass
class SnapshotWriter:
    """Takes chunks in order and makes of them store, catalogue and dumps below `folder`.

    `last` is the snapshot that may be continued; `difference` says, when all is written, what differs from it, None when the store
    was loaded from nothing. Used as a context manager; leaving it by an exception ends its processes and keeps nothing open.
    """

    folder: Path
    moment: str
    last: Last | None = None
    difference: Difference | None = None
    timings: dict[str, float] = field(default_factory=dict)
    triples: int = 0
    _digests: Any = field(default_factory=hashlib.sha256)
    _chunks: list[tuple[str, int, int, int]] = field(default_factory=list)

    def __enter__(self) -> "SnapshotWriter":
        (self.folder / "dumps").mkdir(parents=True)
        (self.folder / "store").mkdir()
        self._answers: Any = PROCESSES.Queue()
        self._to_store: Any = PROCESSES.Queue()
        self._to_catalog: Any = PROCESSES.Queue()
        self._processes: list[BaseProcess] = [
            PROCESSES.Process(
                target=load_store, args=(self.folder / "store", self.last, self._to_store, self._answers), daemon=True
            ),
            PROCESSES.Process(
                target=_fill_catalog,
                args=(self.folder / "catalog.sqlite", self.moment, self._to_catalog, self._answers),
                daemon=True,
            ),
        ]
        self._dump = (self.folder / TRIPLES_DUMP).open("wb")
        self._quads: io.BufferedWriter | None = None
        try:  # the last thing here, as nobody ends those processes before the block of this writer has begun
            with undisturbed():
                for process in self._processes:
                    process.start()
        except BaseException:  # told to end meanwhile: the queues go with us, which a starting child would complain of
            self._kill()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        self._dump.close()
        if self._quads:
            self._quads.close()
        if exception[0] is not None:
            self._kill()
        for process in self._processes:
            process.join()

    def _kill(self) -> None:
        for process in self._processes:
            if process.pid is not None:
                process.kill()
                process.join()

    def add(self, chunk: Chunk) -> None:
        """Take the next chunk.

        Raises:
            SnapshotError: a writing process has failed.
        """
        self._look_for_trouble()
        self._to_store.put(chunk)
        self._to_catalog.put((chunk.rows, self._dump.tell(), self._quads.tell() if self._quads else 0))
        with chunk.lines.open("rb") as lines:
            shutil.copyfileobj(lines, self._dump, 1 << 20)
        if chunk.quads:
            if self._quads is None:
                self._quads = (self.folder / QUADS_DUMP).open("wb")
            with chunk.quads.open("rb") as quads:
                shutil.copyfileobj(quads, self._quads, 1 << 20)
        beside = chunk.quads.stat().st_size if chunk.quads else 0
        self._chunks.append((chunk.digest, chunk.triples, chunk.lines.stat().st_size, beside))
        self.triples += chunk.triples
        self._digests.update(chunk.digest.encode())

    def finish(self) -> str:
        """Wait until store and catalogue are written; returns the digest of all statements in the order of the dump.

        Raises:
            DiskFullError: there is no room left. SnapshotError: a writing process has failed otherwise.
        """
        self._to_store.put(END)
        self._to_catalog.put(END)
        waiting = {"store", "catalog"}
        while waiting:
            try:
                name, answer = self._answers.get(timeout=1)
            except Empty:
                if any(process.exitcode not in (None, 0) for process in self._processes):
                    raise SnapshotError(
                        "A process that writes the snapshot was ended from outside (often for want of memory). "
                        "Nothing was published; run the build again, with more memory or fewer --jobs."
                    ) from None
                continue
            if name == "error":
                _raise(answer)
            waiting.discard(name)
            if name == "store":
                self._note_lineage(answer.pop("difference"))
            self.timings.update(answer)
        digest: str = self._digests.hexdigest()
        return digest

    def _note_lineage(self, difference: Difference | None) -> None:
        before = Lineage.read(self.last.folder) if self.last and difference else None
        drift = before.drift + difference.statements if before and difference else 0
        Lineage(tuple(self._chunks), drift).write(self.folder)
        self.difference = difference

    def _look_for_trouble(self) -> None:
        try:
            name, answer = self._answers.get_nowait()
        except Empty:
            return
        if name == "error":
            _raise(answer)
        self._answers.put((name, answer))


def _raise(answer: tuple[str, str]) -> None:
    message, trace = answer
    if "No space left" in message or "disk is full" in message or "ENOSPC" in trace:
        raise DiskFullError(
            "The disk is full, so the snapshot could not be written. Nothing was published and what was "
            "published stays; free some space (lod-publisher snapshots prune) and build again."
        )
    raise SnapshotError(f"The snapshot could not be written: {message}. Nothing was published.")


def sync_tree(folder: Path) -> None:
    """Ask the operating system to bring every file below a folder, and the folders, to the disk."""
    for path in (*sorted(folder.rglob("*")), folder):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
