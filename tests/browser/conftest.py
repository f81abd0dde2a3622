"""The founding collection served for real, and a Chromium that looks at it."""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, sync_playwright

from lod_publisher.build.pipeline import build
from lod_publisher.settings import BuildSettings

ROOT = Path(__file__).parents[2]
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def address(tmp_path_factory) -> Iterator[str]:
    """Where the founding collection is served while the tests run."""
    data = tmp_path_factory.mktemp("browser") / "data"
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = BuildSettings(data=data, base="https://data.example.org", jobs=1, validate=False)
    build([ROOT / "seeds"], settings, datetime(2026, 1, 2, tzinfo=UTC), lambda *_: None)
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "serve",
        "--data",
        str(data),
        "--port",
        str(port),
        "--workers",
        "1",
    ]
    server = subprocess.Popen(command)
    try:
        for _ in range(100):
            try:
                with urlopen(f"http://127.0.0.1:{port}/ready", timeout=5):
                    break
            except OSError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without its background chatter."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        yield started
        started.close()
