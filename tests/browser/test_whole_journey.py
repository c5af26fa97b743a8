"""A newcomer's whole way in a real browser: plan, time, train, look back, take a report; the app is killed once."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SCREENSHOTS, ServedApp

BOX_S = 120  # long enough to come back to, on a busy machine too; it is stopped
TRUTH_WITHIN_S = 10
ENDED = "the benchmark|kept|is delivered"  # a busy machine may have had no time for a network


def heading(page: Page, words: str) -> None:
    """Wait until the page's answer has these words."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(words))


def go(page: Page, name: str) -> None:
    """Go to a page by its name in the navigation."""
    page.get_by_role("link", name=name, exact=True).first.click()


@pytest.mark.timeout(400)
def test_from_plan_to_report(page: Page, app: ServedApp, picture: Callable[[Page, str], None], tmp_path: Path) -> None:
    """Everything the product promises, in one go, with every page as a person sees it."""
    plan(page)
    picture(page, "journey-1-plan")
    time_an_entry(page)
    picture(page, "journey-2-work")
    start_training(page)
    expect(page.get_by_text("A saved model exists since")).to_be_visible(timeout=BOX_S * 1000)
    picture(page, "journey-3-train-running")
    kill_and_come_back(page, app)
    stop_and_keep(page)
    expect(page.get_by_role("button", name="Download the model")).to_be_visible()
    picture(page, "journey-4-train-ended")
    look_back(page)
    picture(page, "journey-5-retrospective")
    take_the_report(page, tmp_path / "report.html")


def plan(page: Page) -> None:
    """A name and a range make a plan; its phases are there to be changed."""
    heading(page, "What is the project")
    page.get_by_role("textbox", name="Project").fill("Made reviews")
    page.get_by_role("textbox", name="Range").fill("20-30")
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("is planned")).to_be_visible()


def time_an_entry(page: Page) -> None:
    """Start on a phase, stop: one entry in the list."""
    go(page, "Work")
    heading(page, "No timer is running")
    page.get_by_role("button", name="Explore").click()
    heading(page, "Explore")
    page.reload()
    heading(page, "Explore")
    page.get_by_role("button", name=re.compile("^Stop")).click()
    heading(page, "No timer is running")


def start_training(page: Page) -> None:
    """The sample is chosen already; a short box, and start."""
    go(page, "Train")
    expect(page.get_by_text("Made reviews").first).to_be_visible()
    page.get_by_text("other", exact=True).click()
    page.get_by_role("spinbutton", name="Minutes").fill(f"{BOX_S / 60:g}")
    page.get_by_role("spinbutton", name="Minutes").press("Enter")
    page.get_by_role("button", name=re.compile("Start: ends by")).click()
    heading(page, "left, ends by")


def kill_and_come_back(page: Page, app: ServedApp) -> None:
    """kill -9 on the app: the training goes on, and a new app shows where it stands within ten seconds."""
    app.kill()
    app.start()
    began = time.monotonic()
    page.goto(page.url)
    heading(page, f"left, ends by|{ENDED}")
    assert time.monotonic() - began < TRUTH_WITHIN_S


def stop_and_keep(page: Page) -> None:
    """What the session has is enough: one press, which is heard at once, ends it with its model."""
    page.get_by_role("button", name="Stop and keep").click()
    expect(page.get_by_text(re.compile("Stopping: |Stopped as asked")).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(ENDED), timeout=BOX_S * 1000)
    expect(page.get_by_text(re.compile("Stopped as asked and kept")).first).to_be_visible()


def look_back(page: Page) -> None:
    """Planned against actual, the session with its score, and the hours of the machine apart from one's own."""
    go(page, "Retrospective")
    heading(page, "logged so far")
    expect(page.get_by_text(re.compile("The training session reached macro-F1"))).to_be_visible()
    expect(page.get_by_text("1 training session", exact=True)).to_be_visible()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()


def take_the_report(page: Page, file: Path) -> None:
    """One file, opened without a network: the same answer, the session, and pictures that are drawn."""
    answer = page.get_by_role("heading", level=1).inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Export HTML").click()
    download.value.save_as(file)
    page.context.set_offline(True)
    page.goto(file.as_uri())
    heading(page, re.escape(answer))
    expect(page.get_by_text("macro-F1").first).to_be_visible()
    expect(page.locator(".vega-embed svg, .vega-embed canvas").first).to_be_visible()
    page.screenshot(path=SCREENSHOTS / "journey-6-report.png", full_page=True)
