"""Every page and state as axe-core judges it: names, roles, labels, and the contrast of every text, light and dark.

Large text is held to the same contrast as small text. What is drawn in a canvas (the tables that can be edited) is not
judged: its words stand beside it, in what a screen reader reads.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from model.protocol.locks import take_lock
from model.protocol.run_folder import LOCK_FILE
from planner import sample_project
from planner.store import open_store
from tests.app.made_runs import MadeRun, record
from tests.browser.conftest import PATIENCE_MS, ServedApp, settle

pytestmark = pytest.mark.timeout(600)
axe = pytest.importorskip("axe_playwright_python.base", reason="needs axe-playwright-python, of requirements/dev.txt")

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SERIOUS = ("serious", "critical")
CONTRAST = 4.5
STILL = """document.getAnimations().every(
    one => one.playState !== 'running' || one.effect.getComputedTiming().iterations === Infinity
)"""
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
def tab(browser: Browser, app: ServedApp) -> Iterator[Page]:
    """A laptop's screen at the app."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def findings(page: Page) -> list[str]:
    """What axe finds serious, and charts without words, a line for each place: the rule, where it is, and why."""
    settle(page)
    page.wait_for_function(STILL)
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


def judged(page: Page, app: ServedApp, addresses: tuple[str, ...], *, saying: str = r"\S") -> dict[str, list[str]]:
    """What is found at each address, in each scheme; `saying` stands in the answer of the page."""
    found = {}
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        for address in addresses:
            page.goto(f"{app.address}/{address}")
            answer = page.get_by_role("heading", level=1)
            expect(answer).to_contain_text(re.compile(saying), timeout=3 * PATIENCE_MS)
            found[f"{scheme}: {address}"] = findings(page)
    return {where: lines for where, lines in found.items() if lines}
