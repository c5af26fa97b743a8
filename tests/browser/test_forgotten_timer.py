"""Forget a timer over night: the page asks in the morning, the cut is right, and undo asks again."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from planner import planning, timelog
from planner.clock import now
from planner.store import open_store
from tests.browser.conftest import ServedApp, settle
from tests.browser.tables import cell

MORNING_HOUR = 10


@pytest.fixture(autouse=True)
def morning(monkeypatch: pytest.MonkeyPatch) -> ZoneInfo:
    """A zone in which it is about ten in the morning, whenever this runs; set before the app is started."""
    behind_hours = (datetime.now(UTC).hour - MORNING_HOUR) % 24
    name = f"Etc/GMT+{behind_hours}" if behind_hours <= 12 else f"Etc/GMT-{24 - behind_hours}"
    monkeypatch.setenv("TZ", name)
    return ZoneInfo(name)


def test_a_timer_forgotten_over_night_is_cut_where_work_ended(
    morning: ZoneInfo, home: Path, page: Page, app: ServedApp
) -> None:
    """Started at 22:00 and never stopped; cut at 23:30 the evening has 1.5 hours; undone, it is asked again."""
    evening = datetime.now(morning).replace(hour=22, minute=0, second=0, microsecond=0) - timedelta(days=1)
    with open_store(home) as store:
        project = planning.create_project(store, "Toxic comments", phases=["Explore", "Model"], now=evening)
        timelog.start(store, planning.phases(store, project.id)[0].id, now=now(), at=evening.astimezone(UTC))
    page.goto(f"{app.address}/work?project={project.id}")
    question = page.get_by_text("Explore ran over night")
    expect(question).to_be_visible()
    page.get_by_role("button", name="Cut at…").click()
    page.get_by_role("spinbutton", name="hour, Work ended at").press_sequentially("2330")
    page.get_by_role("button", name="Cut it there").click()
    expect(question).to_have_count(0)
    settle(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("No timer is running")
    expect(cell(page, 0, "To")).to_have_text(re.compile("23:30"))
    expect(cell(page, 0, "Length")).to_have_text("1.5 h")
    expect(page.get_by_role("heading", name=re.compile(": 1.5 h$"))).to_be_visible()
    page.get_by_role("button", name="Undo: cut Explore").click()
    expect(question).to_be_visible()
    with open_store(home) as store:
        timer = timelog.running(store)
    assert timer is not None
    assert timer.entry.started_at == evening
