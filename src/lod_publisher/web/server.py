"""Starting the server: Granian over the WSGI application, one snapshot and one pool of query workers a process."""

import asyncio
import gc
import signal
import socket
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from granian import Granian, loops
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from lod_publisher.errors import InputError
from lod_publisher.settings import ServeSettings, admin_token, share_metrics
from lod_publisher.snapshot import allocator
from lod_publisher.snapshot.shelf import published_folder, read_manifest
from lod_publisher.web.app import open_app, tracing
from lod_publisher.web.eager import EagerLoop
from lod_publisher.web.gateway import Gateway
from lod_publisher.web.observing import Observer
from lod_publisher.web.protocols import metrics, sparql
from lod_publisher.web.switching import Switching

_BACKLOG = 1024
# How long a thread of Python may keep the others waiting: a short answer needs its turn several times.
_SWITCH_S = 0.001
# How long answers that have begun may take when the server is told to end; less than service managers wait (systemd's unit: 30 s).
_GRACE_S = 10
# Who has not sent a whole request by then is let go: a thousand who dawdle must not fill the table of open files.
_HEADER_MS = 10_000


def run(settings: ServeSettings) -> None:
    """Serve the published snapshot until interrupted.

    Raises:
        SnapshotError: nothing is published, or it cannot be read. InputError: the address is taken or not ours.
    """
    read_manifest(published_folder(settings.data))  # the store is opened by each server process itself
    admin_token(settings)
    if settings.traces:
        tracing(settings.traces)
    _claim(settings.host, settings.port)
    allocator.for_children()
    with TemporaryDirectory(prefix="lod-publisher-metrics-") as folder:
        share_metrics(Path(folder))
        _serve(settings)


def _serve(settings: ServeSettings) -> None:
    Granian(
        "lod_publisher.web.server:application",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=settings.workers,
        http=HTTPModes.http1,  # a connection that is broken off must carry one answer only
        backlog=_BACKLOG,
        log_level=LogLevels.error,  # it warns of more threads than processors, but ours mostly wait for query workers
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE_S,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MS),
    ).serve(target_loader=partial(_open, settings), wrap_loader=False)


@loops.register("auto")  # also in a serving process that reads this module anew
def _loop() -> asyncio.AbstractEventLoop:
    loop = EagerLoop()
    asyncio.set_event_loop(loop)
    return loop


def _open(settings: ServeSettings, *_: object) -> Any:
    """The application of a server process; Granian calls what has a method `__rsgi__`."""
    for number in (
        signal.SIGTERM,
        signal.SIGINT,
    ):  # until Granian waits for them; it would not hear one that comes before
        signal.signal(number, signal.SIG_DFL)
    sys.setswitchinterval(_SWITCH_S)
    # What was read until here stays for ever: a collection that leaves it out takes a tenth of the time, in which nobody is answered.
    gc.collect()
    gc.freeze()
    application = Switching(settings, open_app)
    teller = metrics.Teller()
    observer = Observer(
        lambda: application.site.snapshot.id, lambda: teller.tell(application.site), settings.access_log
    )
    return Gateway(application, observer, sparql.MAX_BODY_BYTES, patient=(sparql.PATH, "/queries/"))


def _claim(host: str, port: int) -> None:
    """Find out before anything is started whether the address can be had; Granian would say it in a traceback."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        raise InputError(
            f"{host}:{port}: the server cannot listen there ({problem.strerror or problem}). "
            "Stop what uses that port, or choose another with --port."
        ) from None
