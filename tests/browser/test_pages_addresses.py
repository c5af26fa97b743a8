"""Addresses as they are typed, shared and gone back to, in a real browser."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner import planning, sample_project, timelog
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.store import open_store
from tests.browser.conftest import ServedApp, settle
from tests.browser.tables import type_into

PAGES = {
    "": ("Plan", "What is the project"),
    "plan": ("Plan", "What is the project"),
    "work": ("Work", "No timer is running"),
    "train": ("Train", "Train a model"),
    "retrospective": ("Retrospective", "Where did the hours go"),
    "import": ("Import & backup", "Bring in hours"),
}


@pytest.fixture
def two(home: Path) -> tuple[Project, Project]:
    """Two projects, each with a plan of its own."""
    with open_store(home) as store:
        first = planning.create_project(store, "Comments", total=HourRange(20, 30), now=now() - timedelta(days=2))
        return first, planning.create_project(store, "Reviews", total=HourRange(5, 8), now=now())


def answer(page: Page, words: str) -> None:
    """Wait until the largest words on the page are these."""
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(words))
    settle(page)


def go(page: Page, name: str) -> None:
    """Choose a page in the navigation."""
    page.get_by_test_id("stTopNavLink").filter(has_text=name).click()
    settle(page)


def test_every_page_answers_at_its_own_name_and_the_navigation_marks_it(page: Page, app: ServedApp) -> None:
    """No dialog says that a page was not found; the root is Plan; capitals and a slash at the end do not matter."""
    for address, (name, words) in {**PAGES, "plan/": PAGES["plan"], "Train": PAGES["train"]}.items():
        page.goto(f"{app.address}/{address}")
        answer(page, words)
        expect(page.get_by_role("dialog")).to_have_count(0)
        if address in PAGES:
            marked = page.locator('[data-testid="stTopNavLink"][aria-current="page"]')
            expect(marked).to_contain_text(name)


def test_an_unknown_address_leads_to_the_page_that_was_meant_with_its_project(
    page: Page, app: ServedApp, two: tuple[Project, Project]
) -> None:
    """One sentence and one button; what the address says of the project is kept."""
    page.goto(f"{app.address}/retro?project={two[0].id}")
    answer(page, "There is no page “retro”")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("button", name="Go to Retrospective").click()
    page.wait_for_url(f"{app.address}/retrospective?project={two[0].id}")
    expect(page.get_by_text("“Comments” has no time entry")).to_be_visible()


def test_a_click_is_one_step_and_back_shows_what_the_address_says(
    page: Page, app: ServedApp, two: tuple[Project, Project]
) -> None:
    """Pages and projects in the order of the clicks; back shows the former project, not its address with another."""
    first, second = two
    page.goto(f"{app.address}/plan?project={first.id}")
    answer(page, r"about 25.h")
    for name, address in (("Work", "work"), ("Train", "train"), ("Import", "import"), ("Plan", "plan")):
        go(page, name)
        page.wait_for_url(f"{app.address}/{address}?project={first.id}")
    page.get_by_role("combobox", name="Project").click()
    page.get_by_role("option", name="Reviews").click()
    page.wait_for_url(f"{app.address}/plan?project={second.id}")
    answer(page, r"about 6\.?\d*.h")
    page.go_back()
    page.wait_for_url(f"{app.address}/plan?project={first.id}")
    answer(page, r"about 25.h")
    expect(page.get_by_role("combobox", name="Project")).to_have_value("Comments")
    for address, words in (
        ("import", "Bring in hours"),
        ("train", "Train a model"),
        ("work", "No timer is"),
        ("plan", "25"),
    ):
        page.go_back()
        page.wait_for_url(f"{app.address}/{address}?project={first.id}")
        answer(page, words)  # the browser is a step ahead of the page: what it shows is what has come
    page.go_forward()
    page.wait_for_url(f"{app.address}/work?project={first.id}")
    answer(page, "No timer is")
    expect(page.get_by_role("combobox", name="Project")).to_have_value("Comments")


def test_filters_follow_the_address_back_and_forward(page: Page, app: ServedApp, home: Path) -> None:
    """The period of a retrospective and the minutes of a session: the page shows what its address says."""
    with open_store(home) as store:
        sample = sample_project.add_sample_project(store, now())
    page.goto(f"{app.address}/retrospective?project={sample.id}")
    answer(page, "34.h instead of")
    period = page.get_by_role("combobox", name="Period")
    for chosen in ("This year", "Last 4 weeks"):
        period.click()
        page.get_by_role("option", name=chosen).click()
        settle(page)
        expect(period).to_have_value(chosen)
    page.wait_for_url(re.compile("period=weeks"))
    for shown, said in (("This year", "period=year"), ("All time", f"project={sample.id}$")):
        page.go_back()
        page.wait_for_url(re.compile(said))
        expect(period).to_have_value(shown)
        settle(page)
    page.goto(f"{app.address}/train?project={sample.id}")
    answer(page, "Train a model")
    for minutes in ("5", "30"):
        page.get_by_role("radio", name=minutes, exact=True).click()
        page.wait_for_url(re.compile(f"minutes={minutes}"))
        settle(page)
    page.go_back()
    page.wait_for_url(re.compile("minutes=5"))
    expect(page.get_by_role("radio", name="5", exact=True)).to_be_checked()
    page.go_back()
    expect(page.get_by_role("radio", name="10", exact=True)).to_be_checked()


def test_an_entry_deleted_in_one_tab_is_not_brought_back_or_changed_by_the_other(
    page: Page, app: ServedApp, home: Path, two: tuple[Project, Project]
) -> None:
    """A table typed into in a second tab says what happened when it is saved, and saves nothing."""
    with open_store(home) as store:
        phase = planning.phases(store, two[0].id)[0]
        start = now() - timedelta(hours=5)
        entry = timelog.add_entry(store, phase.id, start, start + timedelta(hours=1), now=now())
    page.goto(f"{app.address}/work?project={two[0].id}")
    answer(page, "No timer is running")
    type_into(page, 0, "Note", "odd rows")
    expect(page.get_by_text("Not saved yet")).to_be_visible()
    with open_store(home) as store:  # as a click in another tab does
        timelog.delete_entry(store, entry.id, now=now())
        timelog.add_entry(store, phase.id, start, start + timedelta(minutes=30), now=now())
    page.get_by_role("button", name="Save the entries").click()
    expect(page.get_by_text("Nothing is saved yet")).to_be_visible()
    expect(page.get_by_text("Changed elsewhere meanwhile: 1 entry")).to_be_visible()
    with open_store(home) as store:
        assert [left.note for left in timelog.entries(store, two[0].id)] == [""]
