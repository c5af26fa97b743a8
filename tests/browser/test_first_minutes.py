"""The first five minutes from an empty data folder, counted: each click and each field that is typed into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from planner import sessions, timelog
from planner.sessions.stopping import stop_now
from planner.store import open_store
from tests.browser.conftest import OpenPage, ServedApp, settle

pytestmark = pytest.mark.timeout(240)
WIDTHS: dict[str, int] = {"laptop": 1280, "phone": 390}


@dataclass
class Hand:
    """A person at a page: what is clicked and typed is counted here, and nowhere else is anything pressed."""

    page: Page
    clicks: int = 0
    typed: int = 0

    def click(self, what: Locator) -> None:
        """One click."""
        what.click()
        self.clicks += 1
        settle(self.page)

    def type(self, field: Locator, words: str) -> None:
        """A click into a field, and what is typed there."""
        self.click(field)
        self.page.keyboard.type(words)
        self.typed += 1

    def press(self, name: str | re.Pattern[str]) -> None:
        """A click on a button."""
        self.click(self.page.get_by_role("button", name=name))

    def go(self, name: str) -> None:
        """A click on a page's name."""
        self.click(self.page.get_by_role("link", name=name, exact=True).first)


@pytest.fixture(params=WIDTHS)
def hand(request: pytest.FixtureRequest, open_page: OpenPage, app: ServedApp) -> Hand:
    """A newcomer on a laptop, and one on a phone."""
    page = open_page({"width": WIDTHS[request.param], "height": 900})
    page.goto(app.address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("What is the project")
    settle(page)
    return Hand(page)


def answer(page: Page, words: str) -> None:
    """Wait until the largest words on the page are these."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(words))


def test_a_plan_with_a_chance_takes_eight_clicks_and_two_fields(hand: Hand) -> None:
    """A name, a range, a day in the calendar, and when one can work."""
    hand.type(hand.page.get_by_role("textbox", name="Project"), "Toxic comments")
    hand.type(hand.page.get_by_role("textbox", name="Range"), "20-30")
    choose_day(hand, date.today() + timedelta(days=16))
    hand.press("Make the plan")
    answer(hand.page, "It will take about")
    hand.press("Evenings")
    answer(hand.page, r"\d+\s?%")
    assert hand.typed <= 2
    assert hand.clicks <= 8


def choose_day(hand: Hand, day: date) -> None:
    """In the calendar that the field of the deadline opens."""
    hand.click(hand.page.get_by_test_id("stDateInput").get_by_role("button"))
    if day.month != date.today().month:
        hand.click(hand.page.get_by_role("button", name="Next month"))
    hand.click(hand.page.get_by_role("gridcell").get_by_text(str(day.day), exact=True).first)


@pytest.mark.parametrize("hand", ["laptop"], indirect=True)
def test_a_training_runs_after_three_clicks(hand: Hand, home: Path) -> None:
    """On the made reviews, which the page has ready, in its usual box."""
    hand.press("Train a first model")
    hand.press(re.compile("Start: ends by"))
    answer(hand.page, "left, ends by")
    assert hand.clicks <= 3
    with open_store(home) as store:
        running = sessions.running_session(store)
        assert running is not None
        assert running.timebox_s == 600
        stop_now(running.run_folder)


def test_a_timer_runs_after_two_clicks(hand: Hand, home: Path) -> None:
    """In a project that is named later."""
    hand.press("Start a timer")
    hand.press("Explore")
    answer(hand.page, "Explore")
    assert hand.clicks <= 2
    with open_store(home) as store:
        running = timelog.running(store)
        assert running is not None
        assert running.phase.name == "Explore"


def test_closing_the_welcome_keeps_what_was_typed_beside_it(page: Page) -> None:
    """The name is still in its field, and the welcome is gone after a reload too."""
    name = page.get_by_role("textbox", name="Project")
    name.fill("Typed before")
    welcome = page.get_by_text("Plan says whether you will finish")
    page.get_by_role("button", name="Close").click()
    expect(welcome).to_have_count(0)
    settle(page)
    expect(name).to_have_value("Typed before")
    page.reload()
    answer(page, "What is the project")
    settle(page)
    expect(welcome).to_have_count(0)
