"""The memory allocator of the processes that use the engine.

The engine allocates so often that the C library's allocator takes a fifth to a third of a query's time; the engine's own server
is built with mimalloc for the same reason. An allocator can only be put in the place of another when a program starts.
"""

import os
import sys
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, files

_PACKAGE = "cmeel-mimalloc"
_LIBRARY = "libmimalloc.so"
# How much address space it takes at a time, in KiB. Its own choice of 1 GiB would count against a worker's limit, and so raise what
# a query may really use.
_RESERVE_KIB = 65_536


@lru_cache(maxsize=1)
def library() -> str:
    """The path of mimalloc's shared library; "" where the package is not there, as outside Linux."""
    if sys.platform != "linux":
        return ""
    try:
        found = next((each for each in files(_PACKAGE) or () if each.name == _LIBRARY), None)
    except PackageNotFoundError:
        return ""
    return str(found.locate()) if found is not None else ""


def environment() -> dict[str, str]:
    """The environment in which a program starts that is to use it; an allocator that somebody chose before stays."""
    chosen = os.environ.get("LD_PRELOAD", "")
    path = library()
    if not path or "malloc" in chosen:
        return dict(os.environ)
    told = {"LD_PRELOAD": f"{path}:{chosen}".rstrip(":"), "MIMALLOC_ARENA_RESERVE": str(_RESERVE_KIB)}
    return {**told, **os.environ, "LD_PRELOAD": told["LD_PRELOAD"]}


def for_children() -> None:
    """Let the processes that this one starts from now on use it: those of a server, and those of a build."""
    os.environ.update(environment())


def for_this_program() -> None:
    """Start this program anew with it, unless it has it; to be called before the program has done anything."""
    told = environment()
    if told.get("LD_PRELOAD") != os.environ.get("LD_PRELOAD"):
        with suppress(OSError):  # then it goes on without
            os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], told)  # noqa: S606 (this program itself)
