"""Debian's Chromium, started so that it holds on a machine that does much else."""

import os

from playwright.sync_api import Browser, BrowserType, Error

_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]
# How often it is started before we take its failure for the answer: on a busy machine the first start may time out.
_LAUNCHES = 3


def launched(kind: BrowserType, program: str) -> Browser:
    """A browser without background chatter; some starts may fail."""
    for _ in range(_LAUNCHES - 1):
        try:
            return kind.launch(executable_path=program, args=_ARGUMENTS, env=_environment())
        except Error:
            continue
    return kind.launch(executable_path=program, args=_ARGUMENTS, env=_environment())


def _environment() -> dict[str, str | float | bool]:
    """This process's environment without an allocator to preload.

    A build in this process with more than one job has its children use mimalloc, through LD_PRELOAD. Chromium brings an allocator
    of its own, and one that is put before that ends it at its start with SIGTRAP.
    """
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"}
