"""The Retrospective page looks back on the days that are chosen, and says which."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.store import Store
from tests.app.train_tab import title
from tests.places import APP


@pytest.fixture
def project(store: Store) -> Project:
    """Six hours on Explore a hundred days ago, one past its cap; three more, and one on Clean, yesterday."""
    begin = now() - timedelta(days=120)
    plans = [PhasePlan("Clean", HourRange(2, 4)), PhasePlan("Explore", HourRange(3, 5), cap_hours=5)]
    made = planning.create_project(store, "Reviews", total=HourRange(8, 12), phases=plans, now=begin)
    phases = {phase.name: phase.id for phase in planning.phases(store, made.id)}
    for name, days, hours in (("Explore", 100, 6), ("Explore", 1, 3), ("Clean", 2, 1)):
        start = now() - timedelta(days=days, hours=hours)
        timelog.add_entry(store, phases[name], start, start + timedelta(hours=hours), now=now())
    return made


def opened(project: Project, **url: str) -> AppTest:
    """The page with these choices in its URL."""
    app = AppTest.from_file(APP, default_timeout=60)
    app.switch_page("planner/pages/retrospective.py")
    for name, value in {"project": str(project.id), **url}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def test_a_period_has_its_own_answer_and_its_plan_is_that_of_the_whole(project: Project) -> None:
    """Ten hours of all time are four of the last weeks; all three past the cap were worked in these."""
    app = opened(project)
    assert title(app) == "10 h so far of the 8–12 h planned. Explore took 9 h of them, 4 h past its cap."
    app.selectbox(key="retro_period").select("weeks").run()
    assert not app.exception
    assert title(app) == (
        "4 h in the last 4 weeks, of the 8–12 h planned for the whole. Explore took 3 h of them, 3 h past its cap."
    )
    assert app.query_params["period"] in ("weeks", ["weeks"])


def test_days_of_ones_own_stand_in_the_url(project: Project) -> None:
    """A reload shows the same days; a range the wrong way round is said, and nothing is hidden for it."""
    first = (now() - timedelta(days=110)).date()
    until = first + timedelta(days=30)
    app = opened(project, **{"from": first.isoformat(), "to": until.isoformat()})
    assert title(app).startswith(f"6 h from {first.day} ")
    assert "1 h past its cap" in title(app)
    wrong = opened(project, **{"from": until.isoformat(), "to": first.isoformat()})
    assert "Give the earlier day first" in wrong.error[0].value
    assert title(wrong).startswith("10 h so far")


def test_days_without_work_say_so_and_lead_back(project: Project) -> None:
    """Nothing was worked in these days: one click shows all time. A day that nobody means is none."""
    assert title(opened(project, to="9999-12-31")).startswith("10 h so far")
    app = opened(project, to="2020-01-01")
    assert title(app) == "No hours until 1 Jan 2020"
    next(button for button in app.button if button.label == "Show all time").click().run()
    assert title(app).startswith("10 h so far")


def test_holes_are_those_of_the_period(store: Store, project: Project) -> None:
    """The hour past the cap a hundred days ago is no hole of the last weeks, in which three more came; ranges wait."""
    late = opened(project, period="weeks")
    words = " ".join(part.value for part in late.markdown)
    assert "Explore went 3 h past its cap of 5 h" in words
    assert "ranges, yours held" not in words
    first = (now() - timedelta(days=110)).date()
    early = opened(project, **{"from": first.isoformat(), "to": (first + timedelta(days=30)).isoformat()})
    assert "Explore went 1 h past its cap of 5 h" in " ".join(part.value for part in early.markdown)
