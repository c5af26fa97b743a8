"""A year in another time tracker comes in with a file, and the retrospective says where it went."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from planner.planning import projects
from planner.store import open_store
from tests.browser.conftest import ServedApp, settle

HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags"
TASKS = ("Read", "Clean", "Explore", "Clean", "Model")
FIRST = date(2025, 1, 6)  # a Monday
WEEKS = 52


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A detailed report: two hours each working day of a year, a quarter of an hour more where the model is trained."""
    lines = [HEADER]
    for week in range(WEEKS):
        for weekday, task in enumerate(TASKS):
            day = FIRST + timedelta(weeks=week, days=weekday)
            begin = datetime.combine(day, time(9))
            end = begin + timedelta(minutes=135 if task == "Model" else 120)
            lines.append(f"Ann,,,Thesis,{task},,No,{day},{begin:%H:%M:%S},{day},{end:%H:%M:%S},{end - begin},")
    file = tmp_path / "toggl.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_a_year_of_toggl_is_imported_and_looked_back_on(
    page: Page, app: ServedApp, home: Path, report: Path, picture: Callable[[Page, str], None]
) -> None:
    """The preview, one click, the year's answer and that of one month, then all of it taken back."""
    page.goto(f"{app.address}/import")
    page.locator("input[type=file]").first.set_input_files(report)
    expect(page.get_by_text("260 entries, 533 h would come in")).to_be_visible()
    picture(page, "import-preview")
    page.get_by_role("button", name="Import 260 entries, 533 h").click()
    expect(page.get_by_text("Imported 260 entries from toggl.csv.")).to_be_visible()
    settle(page)

    page.goto(f"{app.address}/retrospective")
    answer = page.get_by_role("heading", level=1)
    expect(answer).to_have_text("533 h so far. Clean took the most, 208 h.")
    expect(page.get_by_text(re.compile("From Clean back to|from Explore back to Clean")).first).to_be_visible()
    picture(page, "import-retrospective")
    page.goto(f"{app.address}/retrospective?from=2025-03-03&to=2025-03-30")
    expect(answer).to_have_text("41 h from 3 Mar to 30 Mar 2025. Clean took the most, 16 h.")

    page.goto(f"{app.address}/import")
    page.get_by_role("button", name=re.compile("Undo")).first.click()
    expect(page.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    with open_store(home) as store:
        assert projects(store) == []
