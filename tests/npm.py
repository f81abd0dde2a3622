"""Programs from npm that tests read our answers with, each installed once beside other temporary files."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

_PATIENCE_S = 400


@cache
def installed(name: str, file: str) -> Path | None:
    """A file below `node_modules` of what `PACKAGES` has by this name; None where npm is missing or cannot install it.

    What is being installed stands apart until it is whole: neither a time-out nor another run of the tests leaves half of it.
    """
    folder = Path(gettempdir()) / f"lod-publisher-{name}"
    found, npm = folder / "node_modules" / file, shutil.which("npm")
    if found.exists() or npm is None:
        return found if found.exists() else None
    shutil.rmtree(folder, ignore_errors=True)
    with TemporaryDirectory(prefix="lod-publisher-npm-", ignore_cleanup_errors=True) as made:
        package = PACKAGES[name]
        if isinstance(package, Path):
            for each in ("package.json", "package-lock.json"):
                shutil.copy(package / each, made)
        else:
            Path(made, "package.json").write_text(json.dumps({"private": True, **package}), encoding="utf-8")
        command = [npm, "ci" if isinstance(package, Path) else "install", "--no-audit", "--no-fund", "--silent"]
        with suppress(subprocess.TimeoutExpired, OSError):  # the folder may be there by now: another run was first
            subprocess.run(command, cwd=made, capture_output=True, check=False, timeout=_PATIENCE_S)
            Path(made).chmod(0o755)
            if Path(made, "node_modules", file).exists():
                Path(made).rename(folder)
    return found if found.exists() else None


PACKAGES: Mapping[str, Path | Mapping[str, Any]] = {
    "axe-4.14.1": Path(__file__).parent / "browser" / "axe",
    # The version of undici that Comunica would take wants a newer Node.js than Debian's long-lived ones.
    "comunica-5.4.1": {"dependencies": {"@comunica/query-sparql": "5.4.1"}, "overrides": {"undici": "7.16.0"}},
    "jsonld-9.0.0": {"dependencies": {"jsonld": "9.0.0"}},
    "ldes-client-0.3.0": {"dependencies": {"ldes-client": "0.3.0"}},
}
