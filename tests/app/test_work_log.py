"""The Work page's log: overlaps and their repair, the start of the day, tags, and the history of an entry."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, preferences, timelog
from planner.domain.project import Phase, Project
from planner.store import Store, open_store
from tests.places import APP

MODULES = ("day", "entries", "adding", "forgotten", "overlaps", "history", "timer")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the page's clock; half past four (Berlin) on Friday 8 May at first."""
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def set_clock(moment: datetime) -> None:
        for module in MODULES:
            monkeypatch.setattr(f"planner.pages.work_page.{module}.now", lambda: moment)

    set_clock(now)
    return set_clock


@pytest.fixture
def project(home: Path, now: datetime) -> Project:
    """A project with two phases."""
    with open_store(home) as store:
        return planning.create_project(store, "Toxic comments", phases=["Explore", "Model"], now=now - 90 * 24 * HOUR)


@pytest.fixture
def phases(store: Store, project: Project) -> list[Phase]:
    """Explore and Model."""
    return planning.phases(store, project.id)


def opened(project: Project) -> AppTest:
    """A tab on the Work page of a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/work.py").run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button whose label begins so."""
    return next(button for button in app.button if button.label.startswith(label)).click().run()


def said(app: AppTest) -> str:
    """All sentences on the page, and what was said in passing."""
    parts = [*app.markdown, *app.caption, *app.subheader, *app.warning, *app.error, *app.toast]
    return "\n".join(part.value for part in parts)


def test_an_overlap_is_repaired_by_one_click_and_undo_brings_it_back(
    store: Store, project: Project, phases: list[Phase], now: datetime
) -> None:
    """The table marks both entries, one sentence says who claims what; cut, it is gone; undone, it is there again."""
    first = timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - 3 * HOUR, now=now)
    timelog.add_entry(store, phases[1].id, now - 4 * HOUR, now - 2 * HOUR, now=now)
    app = opened(project)
    sentence = "Explore 11:30–13:30 and Model 12:30–14:30 claim the same hour."
    assert sentence in said(app)
    press(app, "Cut Explore at 12:30")
    assert timelog.entry(store, first.id).stopped_at == now - 4 * HOUR
    assert sentence not in said(app)
    press(app, "Undo: repaired an overlap")
    assert sentence in said(app)
    assert timelog.entry(store, first.id) == first


def test_an_overlap_of_another_month_is_one_click_away_and_can_be_left_as_it_is(
    store: Store, project: Project, phases: list[Phase], now: datetime
) -> None:
    """It is counted under its month; the click shows its week; left, nothing asks any more."""
    then = now - 50 * 24 * HOUR
    for phase in phases:
        timelog.add_entry(store, phase.id, then, then + HOUR, now=now)
    timelog.add_entry(store, phases[0].id, now - HOUR, now, now=now)
    app = opened(project)
    assert "claim" not in said(app)
    press(app, "1 overlap in March: show it")
    assert app.query_params["week"] in ("2026-03-19", ["2026-03-19"])
    assert "Thu 19 Mar: Explore 15:30–16:30 and Model 15:30–16:30 claim the same hour." in said(app)
    press(app, "Leave as it is")
    assert "claim" not in said(app)
    assert not any("overlap in" in button.label for button in app.button)


def test_the_day_starts_when_the_person_says(
    store: Store, project: Project, phases: list[Phase], now: datetime, at: Callable[[datetime], None]
) -> None:
    """At half past one in the night of Sunday to Monday: today and the week still count what was done on Sunday."""
    night = datetime.fromisoformat("2026-05-11T01:30:00+02:00")
    at(night)
    timelog.add_entry(store, phases[0].id, night - 3.5 * HOUR, night - HOUR / 2, now=night)
    app = opened(project)
    assert any(word.startswith("11 May – 17 May: 1 h") for word in said(app).splitlines())
    app.selectbox(key="day_starts_0").set_value(4).run()
    assert preferences.day_starts_hour(store) == 4
    assert "Days start at 4:00 now." in said(app)
    assert any(word.startswith("4 May – 10 May: 3 h") for word in said(app).splitlines())


def test_an_entry_by_hand_has_tags_and_its_history_leads_back(
    store: Store, project: Project, phases: list[Phase], now: datetime
) -> None:
    """Typed with commas between; what it was before stands with the step that changed it, and can be put back."""
    app = opened(project)
    app.time_input(key="add_from").set_value(datetime(2026, 5, 8, 9).time())
    app.time_input(key="add_to").set_value(datetime(2026, 5, 8, 10).time())
    app.date_input(key="add_day").set_value(now.date())
    app.text_input(key="add_tags").input("gpu, night run,")
    press(app, "Add the entry")
    (added,) = timelog.entries(store, project.id)
    assert added.tags == ("gpu", "night run")
    timelog.edit_entry(store, added.id, phase_id=phases[1].id, tags=(), now=now)
    app.run()
    told = said(app)
    assert "added an entry on Explore" in told
    assert "changed an entry on Model" in told
    assert "before: Explore · Fri 8 May 09:00–10:00 · 1 h · gpu · night run" in told
    press(app, "Put back as it was")
    assert timelog.entry(store, added.id) == added
    press(app, "Undo: put back an entry on Explore")
    assert timelog.entry(store, added.id).tags == ()
