"""What a browser takes for pages of the app: a real Chromium, a server of its own, each page opened anew."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUMS, FLAGS, PATIENCE_MS, ServedApp, chromium, free_port, settle

NEW_SERVER = "(new server)"
_SEEN = {"width": 1280, "height": 900}
_QUIET_MS = 1500  # nothing came for so long: it is all there
_WATCH = """
const seen = window.callItSeen = {answer: null, last: 0};
new MutationObserver(() => {
    if (!document.querySelector('.stMainBlockContainer')) return;
    seen.last = performance.now();
    if (seen.answer === null && document.querySelector('.stMainBlockContainer h1')) seen.answer = seen.last;
}).observe(document, {childList: true, subtree: true});
"""
_TOLD = """() => [
    performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    window.callItSeen.answer ?? window.callItSeen.last,
    window.callItSeen.last,
].map(ms => ms / 1000)"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Seconds from the click to the first paint, to the page's answer, and to the last element that came."""

    first_paint_s: float
    answer_s: float
    last_s: float

    @property
    def words(self) -> str:
        """The three, for a table."""
        return f"{self.first_paint_s:6.2f}{self.answer_s:6.2f}{self.last_s:6.2f}"


def no_browser_words() -> str:
    """Why no browser can be asked; empty where there is one."""
    return "" if chromium() else f"The browser's part is left out: none of {', '.join(CHROMIUMS)} was found."


def seen_in_browser(home: Path, addresses: Mapping[str, str], *, runs: int) -> dict[str, Seen]:
    """The median of so many openings of each address; before them the first one of a new server by a new browser."""
    app = ServedApp(home, free_port())
    app.start()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = _tab(browser)
            found = {NEW_SERVER: [_opened(page, app.address)]}  # what is fetched and imported once is no page's own
            for name, address in addresses.items():
                found[name] = [_opened(page, f"{app.address}/{address}") for _ in range(runs)]
            browser.close()
    finally:
        app.kill()
    return {name: _middle(openings) for name, openings in found.items()}


def _tab(browser: Browser) -> Page:
    page = browser.new_context(viewport=_SEEN).new_page()
    page.set_default_timeout(4 * PATIENCE_MS)
    page.add_init_script(_WATCH)
    return page


def _opened(page: Page, address: str) -> Seen:
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    settle(page)
    page.wait_for_function(f"performance.now() - window.callItSeen.last > {_QUIET_MS}")
    return Seen(*page.evaluate(_TOLD))


def _middle(openings: list[Seen]) -> Seen:
    of = statistics.median
    return Seen(
        of(one.first_paint_s for one in openings),
        of(one.answer_s for one in openings),
        of(one.last_s for one in openings),
    )
