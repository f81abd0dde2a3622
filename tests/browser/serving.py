"""Collections built and served for real on loopback while a test looks at them."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from tests.ports import free_port

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

BASE = "https://data.example.org"
_TRIES = 300


def published(collections: list[Path], data: Path) -> Path:
    """A data folder in which these collections are published, without validation."""
    settings = BuildSettings(data=data, base=BASE, jobs=1, validate=False)
    build(collections, settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    return data


def start(data: Path, port: int, *options: str) -> subprocess.Popen[bytes]:
    """A server of what is published there, with options of the command, ready to answer."""
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(data), "--port", str(port)]
    server = subprocess.Popen([*command, "--workers", "1", *options])
    for _ in range(_TRIES):
        try:
            with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
                return server
        except OSError:
            if server.poll() is not None:
                raise AssertionError(f"the server at port {port} ended with {server.returncode}") from None
            time.sleep(0.2)
    stop(server)
    raise AssertionError(f"the server at port {port} was not ready after {_TRIES} tries")


def stop(server: subprocess.Popen[bytes]) -> None:
    """End a server, and wait until it is gone."""
    server.terminate()
    server.wait(60)


@contextmanager
def serving(data: Path, *options: str) -> Iterator[str]:
    """The address at which this data folder is served for the time being."""
    port = free_port()
    server = start(data, port, *options)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        stop(server)
