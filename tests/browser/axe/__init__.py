"""axe-core (npm), which finds what keeps people from using a page; installed at its pinned version beside other temporary files."""

import shutil
import subprocess
import tempfile
from functools import lru_cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

_HERE = Path(__file__).parent
_ASK = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(rules ? {runOnly: {type: "rule", values: rules}} : {})});
  return found.violations.flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.target.join(" ")} | ${node.html.slice(0, 120)} | ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help}`));
}"""


@lru_cache(maxsize=1)
def program() -> str:
    """The text of axe-core; skips the test where npm cannot install it."""
    folder = Path(tempfile.gettempdir()) / "lod-publisher-axe-4.14.1"
    script = folder / "node_modules" / "axe-core" / "axe.min.js"
    npm = shutil.which("npm")
    if npm and not script.exists():
        folder.mkdir(exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(_HERE / name, folder)
        command = [npm, "ci", "--no-audit", "--no-fund", "--silent"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=200)
    if not script.exists():
        pytest.skip("npm is missing, or cannot install axe-core")
    return script.read_text(encoding="utf-8")


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core finds on a page as it is now, one line for each element; with rules, by these alone."""
    page.evaluate(program())
    found: list[str] = page.evaluate(_ASK, list(rules) or None)
    return sorted(found)
