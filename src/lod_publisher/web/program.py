"""Which program this is, as far as answers are concerned: what was written ahead is sent only by the program that wrote it."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from lod_publisher.snapshot.prerendered import Prerendered, forms_in

_FILES = ("*.py", "*.html", "*.css", "*.js", "*.json")
_NOT_OURS = ("node_modules", "frontend")
_PACKAGES = ("flask", "jinja2", "markupsafe", "citeproc-py", "pyoxigraph")


@cache
def program() -> str:
    """One digest of all that decides what an answer looks like: our code and templates, and the packages that write."""
    package = Path(__file__).parent.parent
    files = sorted(
        path
        for pattern in _FILES
        for path in package.rglob(pattern)
        if not any(part in _NOT_OURS for part in path.parts)
    )
    told = hashlib.sha256()
    for path in files:
        told.update(f"{path.relative_to(package)}\n".encode())
        told.update(path.read_bytes())
    told.update("\n".join(f"{name} {version(name)}" for name in _PACKAGES).encode())
    return told.hexdigest()


def written_ahead(folder: Path) -> Prerendered | None:
    """The answers written ahead in a snapshot's folder; None when there are none, or when another program wrote them."""
    return Prerendered(folder, program()) if forms_in(folder) else None
