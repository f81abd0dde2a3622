"""The commands that README and documentation show to harvesters are typed as they stand, against the real server."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHOWN = "http://127.0.0.1:8000"
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_PROMISE = re.compile(r"^# prints: ?(.*)$", re.MULTILINE)


def blocks(page: str) -> list[str]:
    return [
        found
        for found in _BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
        if SHOWN in found and "curl" in found
    ]


@pytest.mark.parametrize("commands", blocks("docs/harvesting.md"))
def test_a_harvesters_first_ten_minutes(commands, address, tmp_path):
    promised = _PROMISE.findall(commands)
    assert promised, "a block says what it prints"
    printed = typed(commands, address, tmp_path)
    assert printed.strip()
    assert promised[0] in printed


@pytest.mark.parametrize("commands", blocks("README.md"))
def test_the_tour_of_the_readme(commands, address, tmp_path):
    printed = typed(commands, address, tmp_path)
    assert "Qasim" in printed
    assert '"detail"' not in printed


def typed(commands: str, address: str, folder: Path) -> str:
    """What the commands print, when every one of them succeeds."""
    done = subprocess.run(
        ["bash", "-eu", "-c", commands.replace(SHOWN, address)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=folder,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout
