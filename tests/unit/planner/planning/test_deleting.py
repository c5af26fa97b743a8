"""Deleting a project: its name is asked, it comes back whole within thirty days, and is gone for good after that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from planner import planning, timelog
from planner.domain.deleting import DeletedProject
from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.hours import HourRange
from planner.domain.project import Phase, Project
from planner.domain.training import Score, SessionState, StageTime, TrainingSession
from planner.store import Store

NAME = "Toxic comments"


@pytest.fixture
def project(store: Store, home: Path, now: datetime) -> Project:
    """A project with an estimate, an entry, an interruption, a result by hand, and two ended training sessions.

    The model of one lies in the data folder, that of the other elsewhere.
    """
    made = planning.create_project(store, NAME, total=HourRange(20, 30), now=now)
    model = planning.phase_named(store, made.id, "Model")
    timelog.add_entry(store, model.id, now - timedelta(hours=3), now - timedelta(hours=1), now=now)
    store.results.add(made.id, "roc_auc", 0.88, logged_at=now)
    for session_id, folder in (("inside", home / "runs" / "inside"), ("outside", home.parent / "out" / "outside")):
        folder.mkdir(parents=True)
        (folder / "manifest.json").write_text("{}")
        _train(store, model, session_id, folder, now)
    return made


def _train(store: Store, phase: Phase, session_id: str, folder: Path, now: datetime) -> None:
    started_at = now - timedelta(hours=1 if session_id == "inside" else 2)
    store.sessions.insert_session(
        TrainingSession(
            id=session_id, run_folder=folder, source_name="reviews.csv", text_column="text", label_column="label",
            timebox_s=600, started_at=started_at, state=SessionState.RUNNING, project_id=phase.project_id,
            phase_id=phase.id, metric="macro_f1",
        )
    )  # fmt: skip
    score = Score("delivered", "held-out", "macro_f1", 0.7, 0.69, 0.71, "w" * 64, "d" * 64)
    store.sessions.close_session(
        session_id, state=SessionState.FINISHED, ended_at=started_at + timedelta(minutes=10), used_s=600,
        stages=[StageTime("read", 5.0, 4.0)], scores=[score],
    )  # fmt: skip


def everything(store: Store, project: Project) -> list[object]:
    """All that a project has: itself, phases, estimates, entries, results and sessions."""
    return [
        planning.project(store, project.id),
        planning.phases(store, project.id),
        store.estimates.of_project(project.id),
        timelog.entries(store, project.id),
        store.results.of_project(project.id),
        store.sessions.sessions_of(project.id),
    ]


@given(typed=some.text() | some.sampled_from(["", " ", "Toxic", "Toxic comments 2", "Toxic  commentss", "*"]))
def test_only_its_name_would_delete_it(typed: str) -> None:
    """Whatever else is typed is another name."""
    if " ".join(typed.split()).casefold() != "toxic comments":
        assert not planning.is_its_name(typed, NAME)


def test_a_wrong_name_deletes_nothing(store: Store, project: Project, now: datetime) -> None:
    """The sentence says what was found and what to type."""
    before = everything(store, project)
    with pytest.raises(InvalidPlan, match=r"'Toxic' is not its name\. Type 'Toxic comments' to delete it; nothing was"):
        planning.delete_named_project(store, project.id, "Toxic", now=now)
    with pytest.raises(InvalidPlan, match="The name is missing"):
        planning.delete_named_project(store, project.id, "  ", now=now)
    assert everything(store, project) == before


def test_capitals_and_blanks_do_not_matter(store: Store, project: Project, now: datetime) -> None:
    """The name is asked to be sure which project is meant, not as a test of typing."""
    planning.delete_named_project(store, project.id, "  toxic  COMMENTS ", now=now)
    assert planning.projects(store) == []


@pytest.mark.parametrize("days", [0, 29, 30.9])
def test_it_comes_back_whole_for_thirty_days(store: Store, project: Project, now: datetime, days: float) -> None:
    """With estimates, entries, results, sessions and models; the last day counts as a whole."""
    before = everything(store, project)
    planning.delete_named_project(store, project.id, NAME, now=now)
    later = now + timedelta(days=days)
    assert planning.purge_deleted(store, now=later) == []
    assert [one.project for one in planning.deleted_projects(store, now=later)] == [project]
    planning.restore_project(store, project.id, now=later)
    assert everything(store, project) == before
    assert (store.sessions.session("inside").run_folder / "manifest.json").is_file()


def test_after_thirty_days_it_is_gone_for_good(store: Store, home: Path, project: Project, now: datetime) -> None:
    """With the model in the data folder and what was labelled with it; a model elsewhere, and other projects, stay."""
    labelled = home / "predictions" / "inside" / "new labelled.csv"
    labelled.parent.mkdir(parents=True)
    labelled.write_text("text")
    other = planning.create_project(store, "Reviews", now=now)
    planning.delete_named_project(store, project.id, NAME, now=now)
    later = now + timedelta(days=31)
    assert planning.deleted_projects(store, now=later) == []
    with pytest.raises(NotFound):
        planning.restore_project(store, project.id, now=later)
    assert planning.purge_deleted(store, now=later) == [project]
    assert (store.projects.deleted(), store.sessions.recent(), planning.projects(store)) == ([], [], [other])
    assert not (home / "runs" / "inside").exists()
    assert not labelled.exists()
    assert (home.parent / "out" / "outside" / "manifest.json").is_file()


def test_a_link_in_the_data_folder_is_not_followed(store: Store, home: Path, project: Project, now: datetime) -> None:
    """A run folder that a person moved to another disk and linked to is theirs to remove."""
    folder, elsewhere = home / "runs" / "inside", home.parent / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)
    planning.delete_named_project(store, project.id, NAME, now=now)
    planning.purge_deleted(store, now=now + timedelta(days=31))
    assert (elsewhere / "manifest.json").is_file()


def test_a_project_that_trains_is_not_deleted(store: Store, home: Path, project: Project, now: datetime) -> None:
    """A session writes its hours and result there when it ends."""
    store.sessions.insert_session(
        TrainingSession(
            id="now", run_folder=home / "runs" / "now", source_name="reviews.csv", text_column="text",
            label_column="label", timebox_s=600, started_at=now, state=SessionState.RUNNING, project_id=project.id,
            phase_id=None, metric="macro_f1",
        )
    )  # fmt: skip
    with pytest.raises(InvalidPlan, match="A training session runs on 'Toxic comments'"):
        planning.delete_named_project(store, project.id, NAME, now=now)
    assert planning.projects(store) == [project]


def test_its_running_timer_is_stopped_and_kept(store: Store, project: Project, now: datetime) -> None:
    """The time so far comes back with the project."""
    timelog.start(store, planning.phase_named(store, project.id, "Explore").id, now=now)
    planning.delete_named_project(store, project.id, NAME, now=now + timedelta(hours=1))
    assert timelog.running(store) is None
    planning.restore_project(store, project.id, now=now + timedelta(days=2))
    assert timelog.entries(store, project.id)[-1].hours(now) == 1.0


def test_what_belongs_to_a_project_is_counted(store: Store, project: Project, now: datetime) -> None:
    """A person's hours and the machine's apart; sessions, results, and the end of the last work."""
    belongs = store.holdings.of_projects()[project.id]
    assert (belongs.entries, belongs.sessions, belongs.results) == (3, 2, 3)
    assert (belongs.attended_hours, round(belongs.unattended_hours, 3)) == (2.0, 0.333)
    assert belongs.last_work_at == now - timedelta(minutes=50)


@given(
    deleted_at=some.datetimes(timezones=some.just(UTC), max_value=datetime(9000, 1, 1)),
    hours_east=some.integers(-12, 14),
    seconds=some.integers(0, 40 * 86_400),
)
def test_the_last_day_that_is_named_is_kept_as_a_whole(deleted_at: datetime, hours_east: int, seconds: int) -> None:
    """Nothing is gone before the day named on the screen has ended, on any clock."""
    clock = timezone(timedelta(hours=hours_east))
    one = DeletedProject(Project(1, NAME, deleted_at), deleted_at)
    instant = deleted_at + timedelta(seconds=seconds)
    if one.is_gone(instant):
        assert instant.astimezone(clock).date() > one.until.astimezone(clock).date()
