"""The Retrospective page: without a project, without hours, filled, and with training sessions."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from model.protocol.config import LOCK_FILE
from model.protocol.locks import take_lock
from planner import planning, sample_project, timelog
from planner.clock import now
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.training import Score, SessionState, TrainingSession
from planner.store import Store
from tests.app.train_tab import APP, chart_titles, charts, press, said, title

HOUR = timedelta(hours=1)
PLAN = (
    PhasePlan("Clean", HourRange(2, 4)),
    PhasePlan("Explore", HourRange(2, 4), cap_hours=5),
    PhasePlan("Model", HourRange(6, 7)),
)


@pytest.fixture
def project(store: Store) -> Project:
    """A plan of 10-15 hours in three phases, with nothing logged."""
    return planning.create_project(store, "Toxic", total=HourRange(10, 15), phases=PLAN, now=now() - 400 * HOUR)


def opened(project: Project | None = None) -> AppTest:
    """The Retrospective page, on a project."""
    app = AppTest.from_file(APP, default_timeout=60)
    if project:
        app.query_params["project"] = str(project.id)
    return app.switch_page("planner/pages/retrospective.py").run()


def log(store: Store, project: Project, phase: str, days_ago: int, hours: float, *, attended: bool = True) -> None:
    """One entry that ended so many days ago."""
    stop = now() - timedelta(days=days_ago)
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, stop - hours * HOUR, stop, now=now(), attended=attended)


def train(
    store: Store,
    project: Project,
    at: datetime,
    delivered: float | None,
    *,
    state: SessionState,
    metric: str = "macro_f1",
    run_folder: Path | None = None,
) -> None:
    """A training session of a ten-minute box that used nine, with a benchmark of .732."""
    session_id = f"s{at.timestamp():.0f}"
    session = TrainingSession(
        id=session_id,
        run_folder=run_folder or Path("runs") / session_id,
        source_name="comments.csv",
        text_column="text",
        label_column="label",
        timebox_s=600,
        started_at=at,
        state=SessionState.RUNNING,
        metric=metric,
        project_id=project.id,
        phase_id=planning.phase_named(store, project.id, "Model").id,
    )
    store.sessions.insert_session(session)
    if state is SessionState.RUNNING:
        return
    scores = [Score("benchmark", "held-out", metric, 0.732)]
    if delivered is not None:
        scores.append(Score("delivered", "held-out", metric, delivered, delivered - 0.01, delivered + 0.01))
    store.sessions.close_session(session_id, state=state, ended_at=at + 0.15 * HOUR, used_s=540, scores=scores)


def test_without_a_project_the_page_says_what_to_do() -> None:
    """The question, what will answer it, a plan as the main button, and the sample project beside it."""
    app = opened()
    assert title(app) == "Where did the hours go?"
    assert "Once hours are logged, this page sets them beside your plan" in said(app)
    assert [button.label for button in app.button] == ["Plan a project", "Try the sample project"]
    assert not app.get("vega_lite_chart")


def test_the_sample_project_fills_the_page_in_one_click() -> None:
    """Headline, three sentences, hours against the plan, days, order, scores and the table of sessions."""
    app = press(opened(), "Try the sample project")
    assert title(app) == "34 h instead of 20–30 h. Explore took 9 h of them, 4 h past its cap."
    assert any(part.value.startswith("- ") and part.value.count("\n- ") >= 2 for part in app.markdown)
    assert chart_titles(app) == [
        "3 of 7 planned phases overran",
        "Best ROC AUC so far, over hours",
        "Hours so far, against plan and forecast",
        "Work on 21 days, 1.7 h on a typical one",
        "From Explore back to Clean: 5 times",
        "Best session: ROC AUC .889; the first: .872",
    ]
    assert len(app.dataframe[0].value) == 7
    assert "Toxic comments (sample)" in app.selectbox[0].options


def test_a_plan_without_hours_leads_to_the_timer(project: Project) -> None:
    """No picture of nothing: a sentence, and the two ways to get hours into it."""
    app = opened(project)
    assert title(app) == "No hours are logged yet"
    assert "“Toxic” has no time entry." in said(app)
    assert not app.get("vega_lite_chart")
    press(app, "Start a timer")
    assert app.query_params["project"] in (str(project.id), [str(project.id)])


def test_hours_are_set_against_the_first_plan_with_the_machine_apart(store: Store, project: Project) -> None:
    """A raised range does not hide an overrun; a night of the machine passes no cap and no range."""
    log(store, project, "Explore", 3, 9)
    log(store, project, "Model", 1, 8, attended=False)
    rows = [PhasePlan(p.name, HourRange(9, 12), 15, phase_id=p.id) for p in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, rows, now=now())
    app = opened(project)
    assert title(app) == "9 h so far of the 10–15 h planned. Explore took 9 h of them, 4 h past its cap."
    assert chart_titles(app)[0] == "1 of 3 planned phases overran"
    assert "Explore took 9 h, 4 h past its cap of 5 h." in said(app)
    assert "The machine worked 8 h alone, beside 9 h of your own." in said(app)
    assert "machine alone" in "".join(part.proto.body for part in app.get("html"))


def test_hours_without_any_plan_are_still_shown(store: Store) -> None:
    """Without ranges nothing is said to be over or under."""
    bare = planning.create_project(
        store, "Bare", phases=(PhasePlan("Clean"), PhasePlan("Model")), now=now() - 99 * HOUR
    )
    log(store, bare, "Clean", 2, 3)
    log(store, bare, "Model", 1, 2)
    app = opened(bare)
    assert title(app) == "5 h so far. Clean took the most, 3 h."
    assert chart_titles(app)[0] == "Hours of each phase; none was planned"
    assert "No training session is logged on this project yet." in said(app)


def test_training_sessions_stand_with_box_used_time_and_score_against_the_benchmark(
    store: Store, project: Project
) -> None:
    """One of each ending, the oldest first; a lost one has no score, a running one no end."""
    log(store, project, "Clean", 4, 3)
    train(store, project, now() - 30 * HOUR, 0.745, state=SessionState.FINISHED)
    train(store, project, now() - 20 * HOUR, None, state=SessionState.FAILED)
    train(store, project, now() - 10 * HOUR, 0.741, state=SessionState.STOPPED)
    app = opened(project)
    table = app.dataframe[0].value
    assert table["Used of box"].tolist() == ["9.0 of 10 min"] * 3
    assert table["Delivered"].tolist() == [".745", "", ".741"]
    assert table["n-gram"].tolist() == [".732"] * 3
    assert table["Difference"].tolist() == ["+.013", "", "+.009"]
    assert table["How it ended"].tolist() == ["finished", "failed", "stopped"]
    assert chart_titles(app)[-1] == "Best session: macro-F1 .745; the first: .745"
    assert "The best of 3 training sessions reached macro-F1 .745, its benchmark .732." in said(app)


def test_a_session_that_still_runs_is_listed_before_any_hour_is_logged(
    store: Store, project: Project, home: Path
) -> None:
    """Its hours come with its end; until then the page does not pretend that there is nothing."""
    folder = home / "runs" / "live"
    folder.mkdir(parents=True)
    lock = take_lock(folder / LOCK_FILE)
    assert lock is not None
    train(store, project, now(), None, state=SessionState.RUNNING, run_folder=folder)
    app = opened(project)
    lock.release()
    assert title(app) == "No hours are logged yet"
    assert app.dataframe[0].value["Used of box"].tolist() == ["running, of 10 min"]


def test_a_few_seconds_are_not_called_nothing(store: Store, project: Project) -> None:
    """Half a minute of the machine is an entry, and the page says so: its picture as its sentence."""
    log(store, project, "Model", 0, 0.5 / 60, attended=False)
    app = opened(project)
    assert title(app) == "Less than a minute is logged so far."
    pictures = json.dumps(charts(app), ensure_ascii=False)
    assert "< 1 min machine" in pictures
    assert not re.search(r"(?<!< )\b1 min\b", pictures)


def test_sessions_of_two_metrics_share_no_axis(store: Store, project: Project) -> None:
    """The picture keeps the metric that most have, the table has all; for a loss the lowest is the best."""
    log(store, project, "Clean", 4, 3)
    train(store, project, now() - 30 * HOUR, 0.5, state=SessionState.FINISHED, metric="log_loss")
    train(store, project, now() - 20 * HOUR, 0.4, state=SessionState.FINISHED, metric="log_loss")
    train(store, project, now() - 10 * HOUR, 0.9, state=SessionState.FINISHED)
    app = opened(project)
    assert chart_titles(app)[-1] == "Best session: log loss .400; the first: .500"
    assert "log loss of each session: session 1 .500; session 2 .400." in charts(app)[-1]["description"]
    assert len(app.dataframe[0].value) == 3


def test_projects_can_be_switched_on_the_page(store: Store, project: Project) -> None:
    """The chosen project is the one shown, and the one in the address."""
    sample = sample_project.add_sample_project(store, now())
    app = opened(project)
    app.selectbox[0].set_value(sample.id).run()
    assert title(app).startswith("34 h instead of")
    assert app.query_params["project"] in (str(sample.id), [str(sample.id)])


@pytest.mark.slow
def test_what_is_taken_along_begins_the_next_project(store: Store) -> None:
    """One click here; the form of the next plan says which ranges it begins with, and can do without them."""
    sample_project.add_sample_project(store, now())
    app = opened()
    assert "Explore: plan 6.5–12 h, cap 9 h: it took 9 h, not 2–4 h." in "\n".join(str(m.value) for m in app.markdown)
    next(button for button in app.button if button.label == "Use in the next plan").click().run()
    next(area for area in app.text_area if area.label == "What went well?").input("Good labels")
    next(button for button in app.button if button.label == "Keep these words").click().run()
    assert "In my own words (1 of 3 answered)" in [box.label for box in app.expander]
    plan = AppTest.from_file(APP, default_timeout=60)
    plan.query_params["project"] = "new"
    plan.run()
    (along,) = [box for box in plan.checkbox if box.label.startswith("With what I took along: ")]
    assert "Explore 6.5–12 h" in along.label
    plan.text_input(key="new_name").input("Next")
    plan.text_input(key="new_range").input("20-30")
    next(button for button in plan.button if button.label == "Make the plan").click().run()
    assert planning.phase_named(store, planning.project_named(store, "Next").id, "Explore").cap_hours == 9
    plan.query_params["project"] = "new"
    plan.run()
    next(button for button in plan.button if button.label == "Forget what I took along").click().run()
    assert not [box for box in plan.checkbox if box.label.startswith("With what I took along: ")]


def test_whether_going_on_helped_is_one_click(store: Store, project: Project) -> None:
    """Asked once for each decision to go on; the answer stands in its sentence."""
    log(store, project, "Explore", 1, 3)
    phase = planning.phase_named(store, project.id, "Explore")
    made = Decision(now(), Occasion.CAP, Answer.CONTINUE, "Cap reached.", "one class is odd", phase.id, 7.0)
    store.decisions.add(project.id, made)
    app = opened(project)
    assert "Explore reached its cap; went on until 7 h, because one class is odd." in said(app)
    press(app, "It did not")
    assert "because one class is odd. It did not help." in said(app)
    assert "Did it help?" not in said(app)
