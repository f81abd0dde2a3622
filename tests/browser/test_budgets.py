"""No page of any kind is heavy, slow to show its first words, or unsteady; none complains, and none asks another host for anything.

The network is a slow mobile one, as Lighthouse takes it: answers come 150 ms after they are asked for, at 1.6 Mbit/s.
"""

import pytest
from tests.browser.kinds import KINDS

_SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1_638_400 / 8, "uploadThroughput": 750_000 / 8}
_MAX_BYTES = 200_000
_MAX_FIRST_MS = 1_000
_MAX_SHIFT = 0.05
_TRIES = 8
# Pages whose scripts may fetch more after they have loaded.
_LATER = ("front", "document", "person", "timeline", "map", "network", "query")
_MEASURED = """async () => {
  const entries = async type => { const found = []; const watch = new PerformanceObserver(list => found.push(...list.getEntries()));
    watch.observe({type, buffered: true}); await new Promise(done => setTimeout(done, 60)); watch.disconnect(); return found; };
  const [paints, shifts] = await Promise.all([entries('paint'), entries('layout-shift')]);
  return {first: paints.find(one => one.name === 'first-contentful-paint')?.startTime ?? Infinity,
          shift: shifts.filter(one => !one.hadRecentInput).reduce((sum, one) => sum + one.value, 0)};
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_keeps_its_budgets_on_a_slow_network(browser, address, kind):
    """The first paint is the best of a few tries: a busy machine can only make it later."""
    first = float("inf")
    for _ in range(_TRIES):
        with browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2) as context:
            page = context.new_page()
            complaints: list[str] = []
            sizes: dict[str, float] = {}
            page.on("console", lambda message, found=complaints: found.append(message.text))
            page.on("pageerror", lambda error, found=complaints: found.append(str(error)))
            page.on("request", lambda asked, found=complaints: _is_ours(asked.url, address) or found.append(asked.url))
            watch = context.new_cdp_session(page)
            watch.send("Network.enable")
            watch.send("Network.emulateNetworkConditions", _SLOW)
            watch.on(
                "Network.loadingFinished", lambda e, found=sizes: found.update({e["requestId"]: e["encodedDataLength"]})
            )
            page.goto(f"{address}{KINDS[kind]}", wait_until="networkidle" if kind in _LATER else "load")
            measured = page.evaluate(_MEASURED)
        # a page that is not there is answered 404, which the browser's console mentions
        assert [text for text in complaints if "404" not in text or kind != "nothing there"] == []
        assert sum(sizes.values()) <= _MAX_BYTES
        assert measured["shift"] <= _MAX_SHIFT
        first = min(first, measured["first"])
        if first <= _MAX_FIRST_MS:
            return
    assert first <= _MAX_FIRST_MS


def _is_ours(url: str, address: str) -> bool:
    return url.startswith((address, "data:", "blob:"))
