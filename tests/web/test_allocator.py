"""The allocator that the engine wants, in the processes that use the engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conformance.sparql.conftest import running
from tests.ports import free_port
from tests.processes import children

from lod_publisher.snapshot.allocator import library

pytestmark = pytest.mark.skipif(not library(), reason="mimalloc is not installed")

_PLAIN = {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
_TELL = """
import os, sys
from pathlib import Path
from lod_publisher.snapshot.allocator import for_this_program
for_this_program()
print(os.getpid(), "mimalloc" in Path("/proc/self/maps").read_text(), os.environ.get("LD_PRELOAD", ""), sys.argv[1:])
"""


def told(environment: dict[str, str]) -> tuple[int, str, list[str]]:
    """What a program that wants the allocator says of itself: the id with which it was started, errors, and its words."""
    with subprocess.Popen(
        [sys.executable, "-c", _TELL, "one", "two words"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as program:
        said, errors = program.communicate(timeout=60)
    return program.pid, errors, said.split(maxsplit=3)


def test_a_program_starts_anew_with_the_allocator_as_the_same_process_with_the_same_arguments():
    pid, _, said = told(_PLAIN)
    assert said == [str(pid), "True", library(), "['one', 'two words']\n"]


def test_an_allocator_that_somebody_chose_stays(tmp_path):
    chosen = str(tmp_path / "libjemalloc.so")  # is not there: the system says so, and goes on without
    _, errors, said = told(_PLAIN | {"LD_PRELOAD": chosen})
    assert said[1:3] == ["False", chosen]
    assert errors.count("libjemalloc.so") == 1


def test_serving_processes_have_it_from_the_command_line(web_data):
    port = free_port()
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "lod_publisher",
        "serve",
        "--data",
        web_data,
        "--port",
        str(port),
    ]
    with running([*command, "--workers", "2"], port, "/sparql") as server:
        serving = children(server.pid)
        assert len(serving) == 2
        for child in serving:
            assert library() in Path(f"/proc/{child}/maps").read_text(encoding="utf-8")
