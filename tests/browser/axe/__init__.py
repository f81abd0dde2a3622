"""axe-core (npm), which finds what keeps people from using a page; installed at its pinned version beside other temporary files."""

from functools import lru_cache

import pytest
from playwright.sync_api import Page
from tests.npm import installed

_ASK = """async (rules) => {
  const found = await axe.run(document, {resultTypes: ["violations"], ...(rules ? {runOnly: {type: "rule", values: rules}} : {})});
  return found.violations.flatMap(one => one.nodes.map(
    node => `${one.id}: ${node.target.join(" ")} | ${node.html.slice(0, 120)} | ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? one.help}`));
}"""


@lru_cache(maxsize=1)
def program() -> str:
    """The text of axe-core; skips the test where npm cannot install it."""
    script = installed("axe-4.14.1", "axe-core/axe.min.js")
    if script is None:
        pytest.skip("npm is missing, or cannot install axe-core")
    return script.read_text(encoding="utf-8")


def barriers(page: Page, *rules: str) -> list[str]:
    """What axe-core finds on a page as it is now, one line for each element; with rules, by these alone."""
    page.evaluate(program())
    found: list[str] = page.evaluate(_ASK, list(rules) or None)
    return sorted(found)
