"""A pool that has files surveyed and converted by a Dask cluster, and does the rest with processes of this machine."""

import pickle
import secrets
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any, Self, TypeVar

from lod_publisher.build.cluster.errand import ERRAND, RESULT, Errand, run
from lod_publisher.build.cluster.parcels import Parcels
from lod_publisher.build.convert import (
    Survey,
    convert,
    convert_shared,
    converted,
    kept_survey,
    load_plan,
    shared_converted,
    survey,
    surveyed,
)
from lod_publisher.build.converter import Converted, keep
from lod_publisher.build.inputs import code_digest
from lod_publisher.build.pool import LocalPool
from lod_publisher.errors import ClusterError, PlaceError, PublisherError
from lod_publisher.settings import Source
from lod_publisher.snapshot.places import Place

Result = TypeVar("Result")

_CONNECT_S = 10
# How long a cluster may be without any worker: those that are started anew after a loss need some time.
_WITHOUT_WORKERS_S = 60
_LOOK_S = 5
_MOST_AHEAD = 256

_KNOWN: Mapping[Callable[..., Any], Callable[..., Survey | Converted | None]] = {
    survey: surveyed,
    convert: converted,
    convert_shared: shared_converted,
}
"""What the cluster does, and who knows whether this machine's cache has it already."""


class ClusterPool:
    """Sends what is to be converted to a cluster through the exchange; results come into the cache as if made here.

    Each task waits in a thread of its own, since it mostly waits: for the upload, the cluster, the download.

    Raises:
        ClusterError: no scheduler answers, or it has no worker. PlaceError: the exchange cannot be used.
    """

    def __init__(self, scheduler: str, exchange: str, jobs: int) -> None:
        self._scheduler = scheduler
        self._jobs = jobs
        self._client = _connected(scheduler)
        self._local: LocalPool | None = None
        self._numbers = count(1)
        self._ended = threading.Event()
        self._looking, self._loading = threading.Lock(), threading.Lock()
        self._waiting: set[threading.Event] = set()
        load_plan.cache_clear()  # another build of this process had its plan under the same name
        try:
            self._build = f"build-{secrets.token_hex(8)}"
            self._place = Place(exchange) / self._build
            self._parcels = Parcels(self._place)
            workers = self._workers(_CONNECT_S)
        except BaseException:
            self._client.close()
            raise
        self.ahead = min(max(3 * jobs, 2 * workers + 2), _MOST_AHEAD)
        self._threads = ThreadPoolExecutor(self.ahead, "cluster")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        # The snapshot stands by now, or an error is on its way; a store that fails here is not worth another.
        with suppress(PlaceError):
            self._place.remove()

    def submit(self, function: Callable[..., Result], /, *arguments: Any) -> Future[Result]:
        """Have a task done by the cluster when it is one of converting, else by a process of this machine."""
        if function in _KNOWN:
            return self._threads.submit(self._elsewhere, function, *arguments)
        if self._local is None:
            self._local = LocalPool(self._jobs)
        return self._local.submit(function, *arguments)

    def end(self) -> None:
        """Take back all tasks and let go of the cluster; what its workers are doing at the moment comes to nothing."""
        if self._ended.is_set():
            return
        self._ended.set()
        for waiting in list(self._waiting):
            waiting.set()
        self._threads.shutdown(wait=True, cancel_futures=True)
        if self._local is not None:
            self._local.end()
            self._local.shutdown()
        with suppress(OSError):
            self._client.close()

    def _elsewhere(self, function: Callable[..., Any], path: Path, *arguments: Any) -> Any:
        with self._loading:
            plan = load_plan(path)
        if (known := _KNOWN[function](path, *arguments)) is not None:
            return known
        name = f"{function.__name__}-{next(self._numbers)}"
        errand = self._errand(function, self._parcels.plan(path), arguments)
        self._place.write(f"{name}/{ERRAND}", pickle.dumps(errand, pickle.HIGHEST_PROTOCOL))
        files = self._done(name, errand.source.shown if errand.source else "entities that belong to no file")
        result = self._brought(name, files, plan.cache)
        if isinstance(result, Survey) and errand.source is not None:
            keep(kept_survey(plan, errand.source, result.digest), result)
        return result

    def _errand(self, function: Callable[..., Any], plan: str, arguments: tuple[Any, ...]) -> Errand:
        match arguments:
            case (Source() as source, *others):
                digest = others[0] if others else ""
                return Errand(plan, function, tuple(others), source, self._parcels.source(source), digest)
            case _:
                return Errand(plan, function, arguments)

    def _done(self, name: str, what: str) -> list[str]:
        """Have an errand done, and wait for it; returns the names of the files that it brought.

        Raises:
            ClusterError: the cluster fails. PublisherError: as the function does.
        """
        from distributed import KilledWorker  # noqa: PLC0415

        try:
            promise = self._client.submit(
                run, self._place.address, name, code_digest(), key=f"{self._build}-{name}", pure=False
            )
            self._wait(promise)
            files: list[str] = promise.result(timeout=_CONNECT_S)
            promise.release()
        except PublisherError:
            raise
        except KilledWorker as problem:
            raise ClusterError(
                f"{self._scheduler}: several workers died while they converted {what}, often for want of memory. "
                "Nothing was published; give them more, or leave that file out."
            ) from problem
        except (CancelledError, OSError) as problem:
            raise self._lost() from problem
        except Exception as problem:
            raise ClusterError(
                f"{self._scheduler}: a worker failed on {what} ({type(problem).__name__}: {problem}). Nothing was published; "
                "look whether the workers have the same version of lod-publisher and of Python as this machine."
            ) from problem
        return files

    def _wait(self, promise: Any) -> None:
        """Wait until a promise is kept or broken; look after the cluster now and then."""
        done = threading.Event()
        self._waiting.add(done)
        promise.add_done_callback(lambda _: done.set())
        while not done.wait(_LOOK_S) and promise.status == "pending":
            if self._client.status != "running":
                raise self._lost()
            if self._looking.acquire(blocking=False):
                try:
                    self._workers(_WITHOUT_WORKERS_S)
                finally:
                    self._looking.release()
        self._waiting.discard(done)
        if self._ended.is_set():
            raise CancelledError

    def _workers(self, patience_s: float) -> int:
        """How many workers the cluster has; waits for the first.

        Raises:
            ClusterError: there is none in this time.
        """
        try:
            self._client.wait_for_workers(1, timeout=patience_s)
            return len(self._client.nthreads())
        except TimeoutError:
            raise ClusterError(
                f"{self._scheduler}: the scheduler answers, but for {patience_s:.0f} s it had no worker. Nothing was published; "
                f"start some with `dask worker {self._scheduler} --nthreads 1` and build again."
            ) from None
        except OSError as problem:
            raise self._lost() from problem

    def _lost(self) -> ClusterError:
        return ClusterError(
            f"{self._scheduler}: the Dask scheduler was lost in the middle of the build. Nothing was published; start it again "
            "and build again: what came back before is kept in the cache."
        )

    def _brought(self, name: str, files: list[str], cache: Path) -> Any:
        """Take the results of an errand from the exchange into the cache."""
        for file in files:
            self._place.fetch(f"{name}/{file}", cache / file)
        result = pickle.loads(self._place.read(f"{name}/{RESULT}"))  # noqa: S301 a worker of ours wrote it
        self._place.remove(name)
        if isinstance(result, Converted):
            chunk = result.chunk
            result.chunk = replace(
                chunk,
                lines=cache / chunk.lines.name,
                plain=cache / chunk.plain.name,
                quads=cache / chunk.quads.name if chunk.quads else None,
                rows=cache / chunk.rows.name,
            )
            keep(cache / f"{chunk.rows.stem}.converted", result)
        return result


def _connected(scheduler: str) -> Any:
    # Imported here: distributed belongs to an extra, and takes half a second that no other build should pay.
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError:
        raise ClusterError(
            "--scheduler needs dask.distributed, which is not installed. Run `pip install 'lod_publisher[cluster]'`."
        ) from None
    try:
        return Client(scheduler, timeout=_CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as problem:
        raise ClusterError(
            f"{scheduler}: no Dask scheduler answers there ({str(problem).splitlines()[0]}). Nothing was published; start one "
            "(`dask scheduler`), correct --scheduler, or leave it out to convert on this machine."
        ) from None
