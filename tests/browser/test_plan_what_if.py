"""In a real browser: say when you can work, see the chance, try what would help, make it the plan, take it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner import planning
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.store import open_store
from tests.browser.conftest import ServedApp, settle
from tests.browser.tables import cell

Picture = Callable[[Page, str], None]


@pytest.fixture
def project(home: Path) -> Project:
    """A project of three phases, due in two weeks."""
    phases = [
        PhasePlan("Clean", HourRange(2, 4)),
        PhasePlan("Model", HourRange(8, 12)),
        PhasePlan("Write up", HourRange(3, 5)),
    ]
    with open_store(home) as store:
        return planning.create_project(
            store,
            "Toxic comments",
            total=HourRange(15, 20),
            deadline=now() + timedelta(days=14),
            phases=phases,
            now=now() - timedelta(days=2),
        )


def chance(page: Page) -> int:
    """The chance in the headline, in per cent, once there is one and the page is still."""
    headline = page.get_by_role("heading", level=1)
    expect(headline).to_contain_text("Will I finish?")
    settle(page)
    found = re.search(r"(\d+)\s%", headline.inner_text())
    assert found
    return int(found[1])


def press(page: Page, name: str | re.Pattern[str]) -> None:
    """Press a button, and wait for what it did."""
    page.get_by_role("button", name=name).first.click()
    settle(page)


def test_from_hours_to_a_plan_that_fits_and_back(
    page: Page, app: ServedApp, project: Project, picture: Picture
) -> None:
    """The chance promised is the chance of the plan; Undo has the plan as it was, in the table as well."""
    page.goto(f"{app.address}/?project={project.id}")
    expect(page.get_by_role("heading", level=1)).to_contain_text("It will take about")
    say_when(page, "Mon-Sun 18:00-20:00")
    before = chance(page)
    picture(page, "what-if-1-chance")
    promised = try_a_remedy(page)
    assert promised > before
    picture(page, "what-if-2-tried")
    press(page, "Make this the plan")
    expect(page.get_by_text("This is the plan now.")).to_be_visible()
    assert abs(chance(page) - promised) <= 1
    picture(page, "what-if-3-saved")
    press(page, "Undo")
    expect(page.get_by_text("The plan is as it was.")).to_be_visible()
    assert chance(page) == before
    expect(cell(page, 1, "Phase")).to_have_text("Model")
    history_unfolds(page)


def say_when(page: Page, week: str) -> None:
    """Type the week into the form below the phases."""
    page.get_by_text(re.compile("Say when you can work: week")).click()
    page.get_by_role("textbox", name="Your week").fill(week)
    page.get_by_role("button", name="Save these hours").click()
    expect(page.get_by_text("Your hours are saved.")).to_be_visible()


def try_a_remedy(page: Page) -> int:
    """Press the first remedy for the largest phase; the chance that it brings."""
    press(page, re.compile("^(Cap|Drop) Model"))
    expect(page.get_by_text("Tried, not saved:")).to_be_visible()
    return chance(page)


def history_unfolds(page: Page) -> None:
    """The forecasts of this visit are a picture; what was put back is a dated change of mind."""
    page.get_by_text(re.compile("How did the forecast change")).click()
    settle(page)
    expect(page.get_by_text("Hours in all, as forecast then").first).to_be_attached()
    expect(page.get_by_text("The plan was changed").or_(page.get_by_text("The plan stands"))).to_be_visible()
