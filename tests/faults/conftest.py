"""The commands, asked within the test's own process: starting one takes a second."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner

from lod_publisher.cli import main


@pytest.fixture
def cli() -> Callable[..., tuple[int, str]]:
    """Runs a command; returns its code and what it said."""

    def run(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, arguments)
        return result.exit_code, result.output

    return run
