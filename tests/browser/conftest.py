"""The founding collection served for real, and a Chromium that looks at it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright
from tests.browser.chromium import launched
from tests.browser.serving import published, serving

ROOT = Path(__file__).parents[2]
expect.set_options(timeout=30_000)  # what is expected comes; how soon, a busy machine decides


@pytest.fixture(scope="session")
def founding(tmp_path_factory) -> Path:
    """A data folder in which the founding collection is published."""
    return published([ROOT / "seeds"], tmp_path_factory.mktemp("browser") / "data")


@pytest.fixture(scope="session")
def address(founding, bundles) -> Iterator[str]:
    """Where the founding collection is served while the tests run, with the scripts of the pages."""
    assert bundles.name == "dist"
    with serving(founding) as where:
        yield where


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers, once for all tests."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def browser(playwright) -> Iterator[Browser]:
    """A Chromium of its own for each module: what one leaves behind troubles no other."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed (apt-get install chromium)")
    started = launched(playwright.chromium, program)
    yield started
    started.close()
