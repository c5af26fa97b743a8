"""The Work page when work stops: interrupted, stuck, a timer that was forgotten, and a score logged by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from planner import planning, results, timelog
from planner.clock import local_zone, now
from planner.domain.project import MetricTarget, PhasePlan, Project
from planner.domain.stuck import Outcome
from planner.domain.timelog import TimeEntry
from planner.store import Store, open_store
from tests.places import APP


@pytest.fixture
def project(home: Path) -> Project:
    """A project with two phases; Explore has a cap of 5 hours."""
    with open_store(home) as store:
        plans = [PhasePlan("Explore", cap_hours=5), PhasePlan("Model")]
        made = planning.create_project(
            store, "Toxic comments", phases=plans, target=MetricTarget("roc_auc", 0.9), now=now() - timedelta(days=9)
        )
    return made


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
    parts = [*app.markdown, *app.caption, *app.title, *app.warning, *app.error, *app.toast]
    return "\n".join(part.value for part in parts)


def runs(store: Store, project: Project, phase: str, since: timedelta) -> TimeEntry:
    """Have the timer run on a phase."""
    return timelog.start(store, planning.phase_named(store, project.id, phase).id, now=now(), at=now() - since)


def test_interrupted_stops_the_timer_with_its_reason_and_continue_goes_on(store: Store, project: Project) -> None:
    """The page says since when and why; going on ends it; no hour of it is work."""
    runs(store, project, "Explore", timedelta(hours=1))
    app = opened(project)
    app.text_input(key="interrupted_by").input("phone")
    press(app, "Stop for now")
    assert app.title[0].value.startswith("Interrupted since ")
    assert app.title[0].value.endswith(": phone")
    assert timelog.running(store) is None
    press(app, "Continue")
    assert app.title[0].value == "Explore"
    assert timelog.interruption(store) is None
    assert [one.reason for one in store.interruptions.of_project(project.id)] == ["phone"]


def test_an_interruption_can_end_the_work_of_a_day(store: Store, project: Project) -> None:
    """Done for now: nothing runs and nothing is interrupted."""
    runs(store, project, "Explore", timedelta(hours=1))
    timelog.interrupt(store, "", now=now())
    app = press(opened(project), "Done for now")
    assert app.title[0].value == "No timer is running"
    assert timelog.interruption(store) is None


def test_a_reload_and_another_phase_find_the_interruption(store: Store, project: Project) -> None:
    """It is in the store, not in the tab; starting another phase ends it."""
    runs(store, project, "Explore", timedelta(hours=1))
    timelog.interrupt(store, "a *meeting*", now=now())
    app = opened(project)
    assert "a \\*meeting\\*" in app.title[0].value
    assert "Away from Explore. None of it counts as work." in said(app)
    press(app, "Model")
    assert app.title[0].value == "Model"
    assert timelog.interruption(store) is None


def test_a_question_has_a_box_beside_the_timer_and_its_outcome_is_kept(store: Store, project: Project) -> None:
    """The question, what would settle it, and the hours left of the phase are in view until it is answered."""
    runs(store, project, "Explore", timedelta(hours=2))
    app = opened(project)
    app.text_input(key="stuck_question").input("Why is the loss nan?")
    app.text_input(key="stuck_settled_by").input("a run without mixed precision")
    press(app, "Try for 25 minutes")
    page = said(app)
    assert "**Why is the loss nan?**" in page
    assert "a run without mixed precision" in page
    assert "25 min left, until" in page
    assert "Explore: 3 h left of the 5 h cap" in page
    assert not any(button.label.startswith("Try for") for button in app.button)
    app.text_input(key="stuck_note").input("a label was missing")
    press(app, "Settled")
    (spell,) = timelog.spells(store, project.id)
    assert (spell.outcome, spell.note) == (Outcome.SETTLED, "a label was missing")
    assert "Why is the loss nan?" not in said(app)
    assert "Settled after" in said(app)
    assert timelog.running(store) is not None


def test_when_its_time_is_over_the_question_asks_for_an_answer_or_more_time(store: Store, project: Project) -> None:
    """It does not go away by itself."""
    phase = planning.phase_named(store, project.id, "Explore")
    timelog.say_stuck(store, phase.id, "Why?", now=now() - timedelta(minutes=40))
    app = opened(project)
    assert "The time you gave it is over. What came of it?" in said(app)
    press(app, "25 minutes more")
    assert "25 min left, until" in said(app)
    press(app, "Call it")
    assert timelog.spells(store, project.id)[0].outcome is Outcome.CALL_IT
    assert "mark it as done on the Plan page" in said(app)


def test_without_a_question_there_is_no_box(store: Store, project: Project) -> None:
    """The sentence says what is missing."""
    runs(store, project, "Explore", timedelta(hours=2))
    app = press(opened(project), "Try for 25 minutes")
    assert "The question is missing" in said(app)
    assert timelog.spells(store, project.id) == []


def test_a_forgotten_timer_is_asked_about_and_kept(store: Store, project: Project) -> None:
    """Nothing happens to it by looking; kept, it is not asked about again."""
    entry = runs(store, project, "Model", timedelta(hours=30))
    app = opened(project)
    assert "Was that work?" in said(app)
    running = timelog.running(store)
    assert running is not None
    assert running.entry == entry
    press(app, "Keep all of it")
    assert "Was that work?" not in said(app)
    assert timelog.running(store) is not None


def test_a_forgotten_timer_is_dropped_and_undo_brings_it_back(store: Store, project: Project) -> None:
    """As if it had not been started."""
    runs(store, project, "Model", timedelta(hours=30))
    app = press(opened(project), "Drop it")
    assert timelog.entries(store, project.id) == []
    press(app, "Undo")
    assert "Was that work?" in said(app)


def test_a_forgotten_timer_is_cut_where_work_ended(store: Store, project: Project) -> None:
    """Without a time nothing is cut; one on another day than the start is taken as typed."""
    entry = runs(store, project, "Model", timedelta(hours=30))
    app = press(opened(project), "Cut it there")
    assert "The time when work ended is missing" in said(app)
    assert timelog.running(store) is not None
    ended = (entry.started_at + timedelta(hours=2)).astimezone(local_zone()).replace(second=0, microsecond=0)
    app.date_input(key="cut_day").set_value(ended.date())
    app.time_input(key="cut_time").set_value(ended.time())
    press(app, "Cut it there")
    (cut,) = timelog.entries(store, project.id)
    assert cut.stopped_at == ended
    assert "Was that work?" not in said(app)


def test_a_timer_past_its_cap_proposes_the_moment_at_which_it_was_full(store: Store, project: Project) -> None:
    """A proposal that has to be taken by hand."""
    entry = runs(store, project, "Explore", timedelta(hours=6))
    app = opened(project)
    full = (entry.started_at + timedelta(hours=5)).astimezone(local_zone())
    typed = datetime.combine(_value(app.date_input(key="cut_day").value), app.time_input(key="cut_time").value)
    assert abs(typed - full.replace(tzinfo=None)) < timedelta(minutes=1)
    assert timelog.running(store) is not None


def test_a_score_is_logged_in_the_targets_metric_and_can_be_taken_back(store: Store, project: Project) -> None:
    """The form proposes the metric that counts; a removed score comes back by Undo."""
    app = opened(project)
    app.number_input(key="score_value").set_value(0.884)
    app.text_input(key="score_note").input("notebook 3")
    press(app, "Log the score")
    (logged,) = results.results(store, project.id)
    assert (logged.metric, logged.value, logged.note) == ("roc_auc", 0.884, "notebook 3")
    assert "Logged: ROC AUC .884." in said(app)
    app.button(key=f"remove_score_{logged.id}").click().run()
    assert results.results(store, project.id) == []
    app.button(key="notice_undo").click().run()
    (back,) = results.results(store, project.id)
    assert (back.value, back.logged_at, back.note) == (0.884, logged.logged_at, "notebook 3")


def test_a_score_that_cannot_be_is_refused_and_stays_typed(store: Store, project: Project) -> None:
    """The sentence says what to write; without a number it asks for one."""
    app = press(opened(project), "Log the score")
    assert "The score is missing." in said(app)
    app.number_input(key="score_value").set_value(88.4)
    press(app, "Log the score")
    assert "For 88.4 % write 0.884." in said(app)
    assert app.number_input(key="score_value").value == 88.4
    assert results.results(store, project.id) == []


def _value(day: object) -> date:
    assert isinstance(day, date)
    return day


def test_a_run_whose_end_nobody_saw_is_logged_when_the_page_is_opened(
    home: Path, store: Store, project: Project
) -> None:
    """`callit run` was killed; its hours stand in the log as the machine's."""
    from planner.timeboxed_command.journal import journal

    phase = planning.phase_named(store, project.id, "Model")
    with journal(home, phase.id, now() - timedelta(hours=1), "python train.py"):
        pass
    opened(project)
    (entry,) = timelog.entries(store, project.id)
    assert not entry.attended
    assert entry.note.startswith("python train.py (")
