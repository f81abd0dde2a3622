"""A build that is ended from outside takes its processes with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.processes import children

PROCESSES = Path("/proc")


def _workers(build: int) -> set[int]:
    """The processes that do a build's work, which are copied from one that it has started."""
    return {worker for child in children(build) for worker in children(child)}


def _wait_for(condition, seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def _seeds(root: Path, tmp_path: Path, temporary: Path) -> subprocess.Popen[bytes]:
    temporary.mkdir(parents=True)
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "lod_publisher",
        "build",
        root / "seeds",
        "--data",
        tmp_path / "data",
    ]
    return subprocess.Popen([*command, "--jobs", "2", "--quiet"], env=os.environ | {"TMPDIR": str(temporary)})


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="processes are listed in /proc on Linux only")
def test_a_build_that_is_killed_leaves_no_process_behind(root, tmp_path):
    build = _seeds(root, tmp_path, tmp_path / "temporary")
    assert _wait_for(lambda: len(_workers(build.pid)) >= 2), "the workers have started"
    family = {*children(build.pid), *_workers(build.pid)}
    assert len(family) >= 4, "what notes the resources, what workers are copied from, and two of them"
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert _wait_for(lambda: not any((PROCESSES / str(each)).exists() for each in family))


def test_a_folder_for_temporary_files_whose_path_is_too_long_for_a_socket_does_not_stop_a_build(root, tmp_path):
    build = _seeds(root, tmp_path, tmp_path / ("long" * 25))
    assert build.wait(timeout=300) == 0
    assert (tmp_path / "data" / "current").is_dir()
