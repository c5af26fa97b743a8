"""Every page and state as axe-core judges it: names, roles, labels, and the contrast of every text, light and dark.

On a laptop's screen and on a phone's, in both schemes, without loading a page again; and with all that can be opened
open. Large text is held to the same contrast as small text. What is drawn in a canvas (the tables that can be edited)
is not judged: its words stand beside it, in what a screen reader reads, which is looked at here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from model.protocol.locks import take_lock
from model.protocol.run_folder import LOCK_FILE
from planner import planning, sample_project, timelog
from planner.store import open_store
from tests.app.made_label_runs import made_label_run
from tests.app.made_runs import MadeRun, record
from tests.browser.conftest import LAPTOP, PATIENCE_MS, Colours, OpenPage, ServedApp, settle

pytestmark = pytest.mark.timeout(600)
axe = pytest.importorskip("axe_playwright_python.base", reason="needs axe-playwright-python, of requirements/dev.txt")

SCREENS: tuple[tuple[int, Colours], ...] = ((1280, "light"), (1280, "dark"), (390, "dark"), (390, "light"))
SERIOUS = ("serious", "critical")
CONTRAST = 4.5
# Drawn to its end: nothing moves, and for a moment nothing has changed (what is about to be drawn anew is paler).
STILL = """() => {
    if (window.changedAt === undefined) {
        const whole = {subtree: true, childList: true, attributes: true, characterData: true};
        new MutationObserver(() => { window.changedAt = performance.now(); }).observe(document.body, whole);
        window.changedAt = performance.now();
    }
    const moves = one => one.playState === 'running' && one.effect.getComputedTiming().iterations !== Infinity;
    return performance.now() - window.changedAt > 250 && !document.getAnimations().some(moves);
}"""
IN_SCHEME = """scheme => {
    const shades = getComputedStyle(document.querySelector('.stApp')).backgroundColor.match(/\\d+/g).slice(0, 3);
    return (Math.max(...shades) < 128) === (scheme === 'dark');
}"""
CHARTS = ".stVegaLiteChart [role='graphics-document']"
LEAST_WORDS = 25  # letters of a sentence
SETTINGS = {
    "checks": [
        {
            "id": "color-contrast",
            "options": {"contrastRatio": {"normal": {"expected": CONTRAST}, "large": {"expected": CONTRAST}}},
        }
    ]
}


@pytest.fixture
def tab(open_page: OpenPage) -> Page:
    """A laptop's screen at the app."""
    return open_page(LAPTOP)


def findings(page: Page) -> list[str]:
    """What axe finds serious, and charts without words, a line for each place: the rule, where it is, and why."""
    settle(page)
    page.wait_for_function(STILL)
    if not page.evaluate("'axe' in window"):
        page.evaluate(axe.AXE_SCRIPT)
        page.evaluate("settings => axe.configure(settings)", SETTINGS)
    told: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    serious = [found for found in told["violations"] if found["impact"] in SERIOUS]
    lines = [f"{found['id']}: {at['html'][:160]} {_why(at)}" for found in serious for at in found["nodes"]]
    said: list[str] = page.locator(CHARTS).evaluate_all("charts => charts.map(it => it.ariaLabel ?? '')")
    return lines + [f"a chart says only {words!r}" for words in said if len(words) < LEAST_WORDS]


def _why(place: dict[str, Any]) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in place[kind]]
    return "; ".join(checks)[:300]


def made_run(home: Path, name: str, begun_s_ago: float) -> MadeRun:
    """A run folder of a session that began then; nothing was trained."""
    return MadeRun(home / "runs" / name, name, time.time() - begun_s_ago)


@pytest.fixture
def filled(home: Path) -> None:
    """The sample project, and a session of it that has ended."""
    with open_store(home) as store:
        sample_project.add_sample_project(store, datetime.now(UTC), zone=UTC)
        record(store, made_run(home, "ended", 3600).to_the_end())


@pytest.fixture
def running(home: Path) -> Iterator[None]:
    """A session in the middle of its training, whose worker lives."""
    run = made_run(home, "running", 120).through_training(3.5)
    lock = take_lock(run.folder / LOCK_FILE)
    assert lock is not None
    with open_store(home) as store:
        record(store, run)
    yield
    lock.release()


def test_an_app_without_any_project_has_no_serious_finding(tab: Page, app: ServedApp) -> None:
    """The first page, all others, and one that is not there."""
    assert judged(tab, app, ("", "work", "train", "retrospective", "import", "nowhere-at-all")) == {}


@pytest.mark.usefixtures("filled")
def test_pages_of_a_finished_project_have_no_serious_finding(tab: Page, app: ServedApp) -> None:
    """Plan, Work with a log, an ended session, and a retrospective with every section."""
    assert judged(tab, app, ("plan", "work", "train?session=ended", "retrospective", "import")) == {}


@pytest.mark.usefixtures("running")
def test_a_running_session_has_no_serious_finding(tab: Page, app: ServedApp) -> None:
    assert judged(tab, app, ("train",), saying="left, ends by") == {}


@pytest.fixture
def several(home: Path) -> None:
    """A session on rows that may have several labels, which has ended."""
    run = made_label_run(home / "runs" / "several", "several", time.time() - 3600)
    with open_store(home) as store:
        record(store, run)


@pytest.fixture
def timed(home: Path) -> None:
    """The sample project, with a timer that runs on it."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, datetime.now(UTC), zone=UTC)
        timelog.start(store, planning.phases(store, sample.id)[0].id, now=datetime.now(UTC))


@pytest.mark.usefixtures("several")
def test_an_ended_session_of_several_labels_has_no_serious_finding(tab: Page, app: ServedApp) -> None:
    """Its scores by label, its thresholds, and what else it shows in place of classes."""
    assert judged(tab, app, ("train?session=several",)) == {}


@pytest.mark.usefixtures("timed")
def test_what_can_be_opened_has_no_serious_finding_when_it_is_open(tab: Page, app: ServedApp) -> None:
    """What is folded, and each small window, which Escape closes; on each page with what it is full of."""
    found = {}
    for address in ("plan", "work", "train", "retrospective", "import"):
        tab.goto(f"{app.address}/{address}")
        expect(tab.get_by_role("heading", level=1)).to_contain_text(re.compile(r"\S"), timeout=3 * PATIENCE_MS)
        found |= {f"{address}: {name}": lines for name, lines in opened_findings(tab)}
    assert all(any(name in where for where in found) for name in ("Keyboard", "I'm stuck", "Interrupted", "unfolded"))
    assert {where: lines for where, lines in found.items() if lines} == {}


def opened_findings(page: Page) -> Iterator[tuple[str, list[str]]]:
    """What is found with everything unfolded, and in each small window."""
    settle(page)
    folded = page.locator("[data-testid=stExpander] details:not([open]) > summary")
    while folded.count():
        folded.first.click()
        settle(page)
    yield "unfolded", findings(page)
    windows = page.locator("[data-testid=stPopover] button:enabled:visible")
    for place in range(windows.count()):
        windows.nth(place).click()
        window = page.get_by_test_id("stPopoverBody")
        expect(window).to_be_visible()
        yield windows.nth(place).inner_text(), findings(page)
        page.keyboard.press("Escape")
        expect(window).to_have_count(0)


@pytest.mark.usefixtures("filled")
def test_a_table_that_is_drawn_says_its_cells_to_a_screen_reader(tab: Page, app: ServedApp) -> None:
    """Phases and entries: a grid with its headings and rows, where the eye sees a picture only."""
    for address, heading, cell in (("plan", "Phase", "Explore"), ("work", "Note", "Six epochs beat the benchmark")):
        tab.goto(f"{app.address}/{address}")
        grid = tab.get_by_test_id("stDataFrame").first.locator("[role=grid]")
        expect(grid.locator("[role=columnheader]").filter(has_text=heading).first).to_be_attached()
        expect(grid.locator("[role=gridcell]").filter(has_text=cell).first).to_be_attached()


def judged(page: Page, app: ServedApp, addresses: tuple[str, ...], *, saying: str = r"\S") -> dict[str, list[str]]:
    """What is found at each address, on each screen; `saying` stands in the answer of the page."""
    found = {}
    for address in addresses:
        page.set_viewport_size({"width": SCREENS[0][0], "height": 900})
        page.emulate_media(color_scheme=SCREENS[0][1])
        page.goto(f"{app.address}/{address}")
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(saying), timeout=3 * PATIENCE_MS)
        for width, scheme in SCREENS:
            show_on(page, width, scheme)
            found[f"{width} {scheme}: {address}"] = findings(page)
    return {where: lines for where, lines in found.items() if lines}


def show_on(page: Page, width: int, scheme: Colours) -> None:
    """Switch a page that is open, as a person's system does in the evening, and a window that is made narrow."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.wait_for_function(IN_SCHEME, arg=scheme)
