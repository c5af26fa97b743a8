"""The Retrospective page of one project in each of its states: what it asks, and what it leaves out."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, timelog
from planner.clock import now
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.forecasts import KeptForecast
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.training import Score, SessionState, TrainingSession
from planner.store import Store
from tests.app.train_tab import APP, chart_titles, charts, said, title

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLAN = (PhasePlan("Clean", HourRange(2, 4)), PhasePlan("Explore", HourRange(2, 4), 5), PhasePlan("Model"))


@pytest.fixture
def project(store: Store) -> Project:
    """A plan of 10-15 hours until tomorrow; Model has no range."""
    return planning.create_project(
        store, "Toxic", total=HourRange(10, 15), deadline=now() + DAY, phases=PLAN, now=now() - 40 * DAY
    )


def opened(project: Project) -> AppTest:
    """The Retrospective page alone, on a project: without the entrance, which tests of pages cover."""
    page = Path(APP).parent / "planner" / "pages" / "retrospective.py"
    app = AppTest.from_file(str(page), default_timeout=60)
    app.query_params["project"] = str(project.id)
    return app.run()


def log(store: Store, project: Project, phase: str, days_ago: int, hours: float) -> None:
    """One entry that ended so many days ago."""
    stop = now() - days_ago * DAY
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, stop - hours * HOUR, stop, now=now())


def train(store: Store, project: Project, name: str, days_ago: int, score: float) -> None:
    """A finished session of ten minutes on the phase Model."""
    phase_id, at = planning.phase_named(store, project.id, "Model").id, now() - days_ago * DAY
    store.sessions.insert_session(
        TrainingSession(
            name, Path("runs") / name, "x.csv", "text", "label", 600, at, SessionState.RUNNING, project.id, phase_id
        )
    )
    scores = [
        Score("benchmark", "held-out", "macro_f1", 0.7, weights_sha256="b" * 64),
        Score("delivered", "held-out", "macro_f1", score, weights_sha256=name[0] * 64, data_sha256="d" * 64),
    ]
    ended_at = at + 0.15 * HOUR
    store.sessions.close_session(name, state=SessionState.FINISHED, ended_at=ended_at, used_s=540, scores=scores)


def questions(app: AppTest) -> list[str]:
    """What the page asks, from the top."""
    assert not app.exception
    return [str(heading.value) for heading in app.subheader]


def test_without_entries_nothing_is_asked(project: Project) -> None:
    """No picture of nothing."""
    app = opened(project)
    assert title(app) == "No hours are logged yet"
    assert (questions(app), chart_titles(app)) == ([], [])


def test_entries_without_a_plan_are_shown_without_a_judgement(store: Store) -> None:
    """An imported log: hours, days and order, no ranges and no forecast, and that is said."""
    bare = planning.create_project(store, "Bare", phases=(PhasePlan("Clean"), PhasePlan("Model")), now=now() - 9 * DAY)
    for days_ago, phase in ((3, "Clean"), (2, "Model"), (1, "Clean")):
        log(store, bare, phase, days_ago, 2)
    app = opened(bare)
    assert questions(app)[:4] == ["Where did the hours go?", "When?", "On which days?", "In what order?"]
    assert "On none of these 3 days was a forecast kept, so none is drawn." in said(app)
    assert "planned" not in charts(app)[0]["description"]
    assert "honest" not in said(app)


def test_a_plan_without_results_says_nothing_of_worth(store: Store, project: Project) -> None:
    """The phases with both ranges, what was never planned, and the day on which the forecast passed the deadline."""
    log(store, project, "Explore", 3, 3)
    log(store, project, "Model", 1, 2)
    store.forecasts.add(project.id, KeptForecast(now() - 2 * DAY, 3.0, 5.0, 9.0, 20.0, 0.3))
    app = opened(project)
    assert "What were the training hours worth?" not in questions(app)
    assert "Which holes?" not in questions(app)
    assert "Never planned: Model (2 h)." in said(app)
    assert "Explore 3 h, planned 2–4 h, honest then" in charts(app)[0]["description"]
    assert "the forecast first passed the deadline, 3 days ahead: the chance to make it had fallen to 30 %." in said(
        app
    )


def test_results_by_hand_have_their_worth_and_their_note(store: Store, project: Project) -> None:
    """No session is needed for a score to count; where it comes from is its note."""
    for days_ago in (3, 1):
        log(store, project, "Model", days_ago, 3)
    for days_ago, value in ((3, 0.7), (2, 0.71), (1, 0.74)):
        store.results.add(project.id, "f1", value, logged_at=now() - days_ago * DAY, note="a notebook")
    app = opened(project)
    assert "f1 went from .700 to .740 in 3 h of your work" in said(app)
    assert "Best f1 so far, over hours" in chart_titles(app)
    (table,) = [frame.value for frame in app.dataframe if "Weights" in frame.value]
    assert table["Session"].tolist() == ["by hand"] * 3
    assert table["Data or note"].tolist() == ["a notebook"] * 3
    assert "No training session is logged on this project yet." in said(app)


def test_sessions_stand_with_their_benchmark_and_their_hashes(store: Store, project: Project) -> None:
    """The same weights under two names are pointed out."""
    for days_ago in (4, 2, 1):
        log(store, project, "Model", days_ago, 2)
    for name, days_ago, score in (("a1", 3, 0.71), ("a2", 1, 0.71)):
        train(store, project, name, days_ago, score)
    app = opened(project)
    (table,) = [frame.value for frame in app.dataframe if "Weights" in frame.value]
    assert set(table["Session"]) == {"a1", "a2"}
    assert set(table["Weights"]) == {"a" * 12, "b" * 12}
    assert "The same weights stand behind a1 and a2: count that score once." in said(app)
    assert "The first macro-F1, .710, stayed the best for" in said(app)
    assert any("on-paper" in part.proto.body for part in app.get("html"))  # tables that are scrolled are printed, too


def test_a_finished_project_past_its_cap_has_its_reasons(store: Store, project: Project) -> None:
    """What was answered at the cap, whether it helped, and how many ranges held."""
    log(store, project, "Explore", 3, 9)
    log(store, project, "Clean", 2, 3)
    phase = planning.phase_named(store, project.id, "Explore")
    made = Decision(now() - 3 * DAY, Occasion.CAP, Answer.CONTINUE, "Cap reached.", "one class is odd", phase.id, 7.0)
    store.decisions.mark_helped(store.decisions.add(project.id, made).id, helped=False)
    planning.finish_project(store, project.id, now=now())
    app = opened(project)
    assert title(app) == "12 h, inside the 10–15 h planned. Explore took 9 h of them, 4 h past its cap."
    assert "Which holes?" in questions(app)
    assert "You went on because “one class is odd” (it did not help)." in said(app)
