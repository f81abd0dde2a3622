"""Serving whatever snapshot is published: another takes the place of the one before while requests go on being answered.

Each serving process looks at the link that names the published snapshot. When it leads elsewhere, the new snapshot is opened and
asked sample questions beside the old one, which goes on answering; then one assignment makes it the one that new requests get.
A request that has begun is answered from the snapshot with which it began. What cannot be opened is not served: the old one stays.
Serving processes open it one after another, so that those that wait or are done answer meanwhile.
"""

import fcntl
import gc
import logging
import os
import signal
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing import parent_process
from pathlib import Path
from threading import Event, Lock, Thread
from time import monotonic
from typing import cast
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask

from lod_publisher.errors import PublisherError, SnapshotError
from lod_publisher.settings import ServeSettings
from lod_publisher.snapshot.read import Snapshot
from lod_publisher.snapshot.shelf import MANIFEST, published_folder
from lod_publisher.web.answer_cache import Application, Headers
from lod_publisher.web.ranges import FilePart
from lod_publisher.web.site import Site

_LOOK_S = 0.25
# Who finds another process opening looks again after this, and for no longer than that: a process that hangs must not keep others back.
_LOOK_AGAIN_S = 0.02
_MOST_WAITING_S = 10.0
# A snapshot that could not be opened is tried again after this, for instance when it was still being copied.
_TRY_AGAIN_S = 30.0
# Snapshots that still answer somebody while a newer one is served; each holds files open and workers ready.
_MAX_LEAVING = 2

# Looking for what nobody uses stops all threads for a tenth of a second.
_COLLECT_EACH_S = 2.0
_LAST_LOOKS = 3

Opener = Callable[[ServeSettings], Flask]


class _Edition:
    """The application over one snapshot, and how many requests it is answering."""

    def __init__(self, app: Flask) -> None:
        self.site = cast(Site, app.extensions["site"])
        self.name = self.site.snapshot.id
        self.application = cast(Application, app.wsgi_app)
        self.given_up_at = 0.0
        self._answering = 0
        self._lock = Lock()

    @property
    def is_idle(self) -> bool:
        """Whether nobody is waiting for an answer from this snapshot."""
        return self._answering == 0

    def enter(self) -> None:
        """A request begins."""
        with self._lock:
            self._answering += 1

    def leave(self) -> None:
        """A request is answered."""
        with self._lock:
            self._answering -= 1

    def close(self) -> None:
        """End the query workers."""
        self.site.workers.close()


class _Parts:
    """An answer in parts that keeps its snapshot until it is closed."""

    def __init__(self, parts: Iterable[bytes], edition: _Edition) -> None:
        self._parts = parts
        self._edition: _Edition | None = edition
        self._lock = Lock()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._parts)

    def close(self) -> None:
        """Let go of the snapshot; called again, it does nothing."""
        with self._lock:
            edition, self._edition = self._edition, None
        if edition is None:
            return
        try:
            if hasattr(self._parts, "close"):
                self._parts.close()
        finally:
            edition.leave()


class Switching:
    """The application over the published snapshot, for a server process; follows the link until it is closed."""

    def __init__(self, settings: ServeSettings, open_app: Opener) -> None:
        """Open the published snapshot and begin to watch which one is.

        Raises:
            SnapshotError: nothing is published, or it cannot be read.
        """
        self._settings = settings
        self._open_app = open_app
        self._refused: tuple[str, float] = ("", 0.0)
        self._leaving: list[_Edition] = []
        self._closed_ones: list[weakref.ref[Snapshot]] = []
        self._collect_at = 0.0
        self._looks_left = 0
        self._closed = Event()
        self._current = _Edition(open_app(settings))
        self._watcher = Thread(target=self._watch, name="switching", daemon=True)
        self._watcher.start()

    @property
    def site(self) -> Site:
        """The site from which requests are answered that begin now."""
        return self._current.site

    def kept(self, environ: WSGIEnvironment) -> tuple[str, Headers, bytes] | None:
        """The answer, when the current snapshot has it at hand."""
        return self._current.application.kept(environ)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        edition = self._entered()
        try:
            answer = cast(WSGIApplication, edition.application)(environ, start_response)
        except BaseException:
            edition.leave()
            raise
        if isinstance(answer, list | FilePart):  # whole already, or read by the server itself
            edition.leave()
            return answer
        return _Parts(answer, edition)

    def _entered(self) -> _Edition:
        """The current edition, entered: one that was retired in between is left to others."""
        while True:
            edition = self._current
            edition.enter()
            if edition is self._current:
                return edition
            edition.leave()

    def close(self) -> None:
        """Stop watching, and end all query workers."""
        self._closed.set()
        self._watcher.join()
        for edition in (*self._leaving, self._current):
            edition.close()

    def _watch(self) -> None:
        starter = parent_process()  # who may be gone by now: then our parent is somebody else from the beginning
        parent = starter.pid if starter else os.getppid()
        while not self._closed.wait(_LOOK_S):
            if os.getppid() != parent:  # whoever started this process was killed: nobody else would ever end it
                os.kill(os.getpid(), signal.SIGTERM)
                return
            try:
                self._say_farewell()
                self._follow()
            except Exception:
                logging.getLogger(__name__).exception("The published snapshot could not be looked at; it is served on")

    def _follow(self) -> None:
        """Open the published snapshot if it is another one, and let it answer from now on."""
        name = _name_of(self._settings.data)
        if name in ("", self._current.name) or len(self._leaving) >= _MAX_LEAVING:
            return
        if self._refused[0] == name and monotonic() < self._refused[1]:
            return
        try:
            with _turn(self._settings.data / "current", self._closed):
                edition = _opened(self._settings, self._open_app)
        except PublisherError as problem:
            self._refused = (name, monotonic() + _TRY_AGAIN_S)
            logging.getLogger(__name__).error(  # noqa: TRY400 the sentence says it all
                "Snapshot %s is published but cannot be served, so %s is served on: %s",
                name,
                self._current.name,
                problem,
            )
            return
        before, self._current = self._current, edition
        before.given_up_at = monotonic() + self._settings.query_stream_s
        self._leaving.append(before)

    def _say_farewell(self) -> None:
        """Close the editions that answer nobody any more, or have answered as long as an answer may take."""
        done = [edition for edition in self._leaving if edition.is_idle or monotonic() > edition.given_up_at]
        self._leaving = [edition for edition in self._leaving if edition not in done]
        while done:
            edition = done.pop()
            self._closed_ones.append(weakref.ref(edition.site.snapshot))
            self._looks_left = _LAST_LOOKS
            edition.close()
            del edition
        self._let_go()

    def _let_go(self) -> None:
        """Free what was closed. An application is full of circles; until they are found, its store stays open.

        A thread that has just answered may still be leaving when we look, with a part of the snapshot in its hands, so we look again,
        and then once more: a part may outlive its snapshot.
        """
        self._closed_ones = [each for each in self._closed_ones if each() is not None]
        if self._closed_ones:
            self._looks_left = _LAST_LOOKS
        if self._looks_left and monotonic() >= self._collect_at:
            self._looks_left -= 1
            gc.collect()
            self._collect_at = monotonic() + _COLLECT_EACH_S


def _name_of(data: Path) -> str:
    """The id of the published snapshot; "" while there is none."""
    try:
        return (data / "current").readlink().name
    except OSError:
        return ""


@contextmanager
def _turn(folder: Path, ended: Event) -> Iterator[None]:
    """Wait until no other process of this machine opens the snapshot in a folder, but not for ever; keeps others waiting meanwhile."""
    with ExitStack() as held:
        with suppress(OSError):  # such as a file system without locks
            manifest = held.enter_context((folder / MANIFEST).open("rb"))
            until = monotonic() + _MOST_WAITING_S
            while monotonic() < until and not ended.is_set():
                try:
                    fcntl.flock(manifest, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    ended.wait(_LOOK_AGAIN_S)
        yield


def _opened(settings: ServeSettings, open_app: Opener) -> _Edition:
    """The application over the published snapshot, after it has answered sample questions.

    Raises:
        SnapshotError: it cannot be opened, or does not answer as its manifest says.
    """
    try:
        edition = _Edition(open_app(settings))
    except PublisherError:
        raise
    except Exception as problem:  # the store's own errors have no common class
        folder = published_folder(settings.data)
        raise SnapshotError(f"{folder}: it cannot be opened ({type(problem).__name__}: {problem}).") from problem
    try:
        edition.site.snapshot.check()
    except PublisherError:
        edition.close()
        raise
    return edition
