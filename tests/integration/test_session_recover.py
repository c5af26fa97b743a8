"""Sessions in the database: closed once, by whoever finds them ended, from what the run folder says."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from model.protocol.events import EventWriter, ModelSaved, ModelScored, SessionFailed, Stage, StageEnded, StageStarted
from model.protocol.result import Interval
from planner.clock import now
from planner.domain.training import SessionState
from planner.planning import create_project, phases
from planner.sessions import Placement, SessionFollower, recover_sessions, running_session
from planner.sessions.closing import record_end, record_start
from planner.store import Store, open_store
from planner.timelog import entries
from tests.integration.session_fakes import new_run

SCORES = {"macro_f1": Interval(0.8, 0.7, 0.9)}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "home") as opened:
        yield opened


def _record(store: Store, run: Path, *, with_project: bool = False) -> int | None:
    """The id of the project on whose first phase the session's time is logged."""
    project = create_project(store, "Tweets", now=now()) if with_project else None
    phase_id = phases(store, project.id)[0].id if project else None
    view = SessionFollower(run).refresh()
    record_start(store, view, Placement(project.id if project else None, phase_id))
    return project.id if project else None


def test_a_live_session_is_the_running_one_and_is_left_alone(store: Store, tmp_path: Path) -> None:
    """While somebody holds its lock, recovery closes nothing."""
    run, lock = new_run(tmp_path / "run")
    _record(store, run)
    assert recover_sessions(store, now=now()) == []
    running = running_session(store)
    lock.release()
    assert running is not None
    assert running.id == "run"
    assert running_session(store) is None


def test_a_killed_session_is_closed_with_its_time_scores_and_stages(store: Store, tmp_path: Path) -> None:
    """All processes killed: the next page writes the truth, and the hours are on the project."""
    run, lock = new_run(tmp_path / "run", used_s=30)
    project_id = _record(store, run, with_project=True)
    written = EventWriter(run)
    written.emit(StageStarted(Stage.READ))
    written.emit(StageEnded(Stage.READ, used_s=2.5))
    written.emit(ModelSaved("benchmark", "aa"))
    written.emit(ModelScored(model="benchmark", part="validation", scores=SCORES, weights_sha256="aa"))
    lock.release()
    assert recover_sessions(store, now=now()) == ["run"]
    session = store.sessions.session("run")
    assert session.state is SessionState.CUT_SHORT
    assert session.used_s == pytest.approx(30, abs=5)
    assert session.stages[0].used_s == 2.5
    assert session.scores[0].value == 0.8
    assert project_id is not None
    logged = entries(store, project_id)
    assert [entry.session_id for entry in logged] == ["run"]
    assert not logged[0].attended


def test_recovering_twice_logs_once(store: Store, tmp_path: Path) -> None:
    """A supervisor and a page that both close a session leave one time entry."""
    run, lock = new_run(tmp_path / "run", used_s=30)
    project_id = _record(store, run, with_project=True)
    lock.release()
    EventWriter(run).emit(SessionFailed("No."))
    assert record_end(store, SessionFollower(run).refresh())
    assert recover_sessions(store, now=now()) == []
    assert project_id is not None
    assert len(entries(store, project_id)) == 1


def test_recovery_removes_the_scratch_and_keeps_the_model(store: Store, tmp_path: Path) -> None:
    """What only a live session needs is gone afterwards; the saved model stays."""
    run, lock = new_run(tmp_path / "run")
    _record(store, run)
    (run / "work").mkdir()
    (run / "stop-and-keep").touch()
    (run / "manifest.json").touch()
    lock.release()
    recover_sessions(store, now=now())
    assert sorted(path.name for path in run.iterdir()) == ["config.json", "manifest.json"]


def test_a_run_folder_that_is_gone_is_said(store: Store, tmp_path: Path) -> None:
    """Deleted by hand: the session is closed as failed, not after its box, with the folder's name."""
    run, lock = new_run(tmp_path / "run", timebox_s=60)
    _record(store, run)
    lock.release()
    shutil.rmtree(run)
    later = datetime.now(UTC) + timedelta(days=3)
    assert recover_sessions(store, now=later) == ["run"]
    session = store.sessions.session("run")
    assert session.state is SessionState.FAILED
    assert "is gone" in session.message
    assert session.used_s == 60
