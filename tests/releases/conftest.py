"""A release on a machine of its own: what an archive without a network has before it."""

import shutil
import subprocess
import sys
import venv
from pathlib import Path

import pytest
from tests.releases.wheelhouse import needed_by, pack, required_by

# What building the source distribution needs; a checkout without bundles would ask for Node.js too.
_BUILDERS = ("hatchling", "hatch-vcs")


@pytest.fixture(scope="session")
def wheelhouse(distributions, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our wheel and all that it and the building of the source distribution need."""
    folder = tmp_path_factory.mktemp("wheelhouse")
    for installed in needed_by((*required_by(distributions.wheel), *_BUILDERS)).values():
        pack(installed, folder)
    shutil.copy(distributions.wheel, folder)
    return folder


@pytest.fixture(scope="session")
def clean(wheelhouse, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the programs of a fresh virtual environment in which the wheelhouse was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("clean") / "venv"
    venv.create(folder, with_pip=False)
    python = folder / "bin" / "python"
    line = ["pip", "--python", python, "install", "-q", "--no-index", "--find-links", wheelhouse, "--no-compile"]
    subprocess.run([sys.executable, "-m", *line, "lod_publisher"], check=True, timeout=300)
    return folder / "bin"


@pytest.fixture(scope="session")
def seeds_data(root, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the founding collection published."""
    data: Path = tmp_path_factory.mktemp("seeds") / "data"
    line = [sys.executable, "-m", "lod_publisher", "build", root / "seeds", "--data", data, "--quiet"]
    subprocess.run(line, check=True, timeout=300)
    return data
