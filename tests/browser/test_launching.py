"""Chromium starts whatever the tests before have left in this process."""

import shutil

import pytest
from tests.browser.chromium import launched

from lod_publisher.snapshot.allocator import library


def test_a_browser_starts_also_after_a_build_that_has_its_children_use_another_allocator(playwright, monkeypatch):
    program = shutil.which("chromium")
    if program is None or not library():
        pytest.skip("Chromium or the allocator is not installed")
    monkeypatch.setenv("LD_PRELOAD", library())
    started = launched(playwright.chromium, program)
    assert started.is_connected()
    started.close()
