"""The founding collection, built once and read by every journey."""

import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ports import free_port

from lod_publisher.snapshot.read import Snapshot

ROOT = Path(__file__).parents[2]


def _build(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "lod_publisher", "build", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, cwd=ROOT)


@pytest.fixture(scope="session")
def seeds_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the founding collection published."""
    data = tmp_path_factory.mktemp("seeds") / "data"
    done = _build("seeds", "--data", data)
    assert done.returncode == 0, done.stdout + done.stderr
    return data


@pytest.fixture(scope="session")
def seeds(seeds_data) -> Snapshot:
    """The founding collection, opened."""
    return Snapshot.open(seeds_data)


@pytest.fixture
def own_copy(tmp_path: Path) -> Path:
    """A copy of the founding collection that a test may change."""
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    return tmp_path / "seeds"


@pytest.fixture(scope="session")
def build():
    """The command `lod-publisher build`, run as a user would."""
    return _build


@pytest.fixture(scope="session")
def address(build, tmp_path_factory) -> Iterator[str]:
    """The founding collection as `make run` serves it, at an address of its own."""
    port = free_port()
    base, data = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("served") / "data"
    done = build("seeds", "--data", data, "--base", base)
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "lod_publisher", "serve", "--data", str(data), "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as server:
        try:
            _wait(base, server)
            yield base
        finally:
            server.terminate()


def _wait(base: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert server.poll() is None
        try:
            with urllib.request.urlopen(f"{base}/ready", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not become ready")
