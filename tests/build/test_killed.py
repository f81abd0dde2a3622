"""A build that is ended from outside takes its processes with it."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PROCESSES = Path("/proc")


def _children(parent: int) -> set[int]:
    """The living processes that a process started."""
    found = set()
    for folder in PROCESSES.glob("[0-9]*"):
        try:
            after_name = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent and after_name[0] != "Z":
            found.add(int(folder.name))
    return found


def _wait_for(condition, seconds: float = 90.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.skipif(not PROCESSES.is_dir(), reason="processes are listed in /proc on Linux only")
def test_a_build_that_is_killed_leaves_no_process_behind(root, tmp_path):
    command = [
        sys.executable,
        "-m",
        "lod_publisher",
        "build",
        root / "seeds",
        "--data",
        tmp_path,
        "--jobs",
        "2",
        "--quiet",
    ]
    build = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert _wait_for(lambda: len(_children(build.pid)) >= 3), "the workers have started"
    children = _children(build.pid)
    build.send_signal(signal.SIGKILL)
    build.wait()
    assert _wait_for(lambda: not any((PROCESSES / str(child)).exists() for child in children))
