"""The founding collection, built once and read by every journey."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

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
