"""What a machine of the cluster does with one task: fetch what it needs, do as a local worker does, bring back the results.

Nothing of an errand stays but its results, so one that was cut short is done again from the start, there or elsewhere.
"""

import errno
import gc
import pickle
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lod_publisher.build.converter import Plan
from lod_publisher.build.inputs import code_digest, digest_of_files
from lod_publisher.errors import ClusterError, PlaceError, PublisherError, SourceError
from lod_publisher.settings import Source
from lod_publisher.snapshot.places import Place

ERRAND, RESULT = "errand", "result"

_ROOM = "lod-publisher"
# A converter is written for a process of its own; a worker with several threads does one errand after another.
_TURN = threading.Lock()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A source on its way: names of files in the exchange, each with its place below `entry`'s folder; `entry` is the source itself."""

    entry: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """One task: `function` with a plan, a source when there is a parcel, and the arguments.

    `digest` is that of the source, "" when it is yet to be told.
    """

    plan: str
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    source: Source | None = None
    parcel: Parcel | None = None
    digest: str = ""


def run(address: str, name: str, code: str) -> list[str]:
    """Do the errand that lies in a folder of the exchange; `code` is the digest of the program that wrote it.

    Returns the names of the files that were brought into that folder beside the result itself.

    Raises:
        ClusterError: this machine has another version of the program, or no room. PublisherError: as the function does.
    """
    if code_digest() != code:
        raise ClusterError(
            "A worker of the cluster has another version of lod-publisher, or of its shapes, than this machine, so its "
            "results would differ. Nothing was published; install the same version everywhere and build again."
        )
    try:
        with _TURN, _no_collector(), _disk_errors():
            return _run(Place(address), name, _scratch())
    except PublisherError as problem:
        problem.__context__ = None  # a parser's own errors cannot be sent
        raise problem from None


def _run(place: Place, name: str, scratch: Path) -> list[str]:
    try:
        errand: Errand = pickle.loads(place.read(f"{name}/{ERRAND}"))  # noqa: S301 written by the build that we work for
    except PlaceError as problem:
        raise ClusterError(
            f"A worker of the cluster cannot read the exchange ({problem}) Nothing was published; name one with --exchange that "
            "this machine and all workers reach under the same address."
        ) from None
    plan = _unpacked_plan(place.address, errand.plan, scratch)
    cache, here = plan.parent / "cache", plan.parent / name
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    try:
        given: list[Any] = list(errand.arguments)
        if errand.source is not None and errand.parcel is not None:
            for sent, below in errand.parcel.files:
                place.fetch(sent, here / below)
            source = replace(errand.source, path=here / errand.parcel.entry)
            if errand.digest and digest_of_files([source.path]) != errand.digest:
                raise SourceError(
                    f"{source.shown}: changed while the build was reading it. Nothing was published; build again."
                )
            given.insert(0, source)
        result = errand.function(plan, *given)
        # Uncompressed lines are for a loader on the same machine; a result is brought back with the paths of the other.
        brought = [path for path in sorted(cache.iterdir()) if path.suffix in (".gz", ".rows", ".asked")]
        for path in brought:
            place.send(path, f"{name}/{path.name}")
        place.write(f"{name}/{RESULT}", pickle.dumps(result, pickle.HIGHEST_PROTOCOL))
        return [path.name for path in brought]
    finally:
        shutil.rmtree(here, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)


@lru_cache(maxsize=1)
def _unpacked_plan(address: str, name: str, scratch: Path) -> Path:
    """The plan of a build as a file of this machine, beside it room for a cache; those of other builds go."""
    shutil.rmtree(scratch / _ROOM, ignore_errors=True)
    folder = scratch / _ROOM / address.rpartition("/")[2]
    folder.mkdir(parents=True)
    plan: Plan = pickle.loads(Place(address).read(name))  # noqa: S301 written by the build that we work for
    path = folder / name
    path.write_bytes(pickle.dumps(replace(plan, cache=folder / "cache"), pickle.HIGHEST_PROTOCOL))
    return path


def _scratch() -> Path:
    # Imported here: distributed belongs to an extra that only builds on a cluster need.
    from distributed import get_worker  # noqa: PLC0415

    return Path(get_worker().local_directory)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Records and triples hold no cycles, so the collector would only walk through millions of live tuples."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise ClusterError(
                "A worker of the cluster has no room on its disk. Nothing was published; start its workers with a larger "
                "--local-directory and build again."
            ) from None
        raise
