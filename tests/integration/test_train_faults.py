"""Training sessions killed at the wrong moment: the box is kept, and nobody is left empty-handed."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import psutil
import pytest

from model.protocol.config import LOCK_FILE
from model.protocol.events import Stage, StageStarted
from model.protocol.locks import is_held
from model.protocol.run_folder import PREPARED_FACTS
from planner.clock import now
from planner.domain.training import SessionState
from planner.planning import create_project, phases
from planner.sessions import SessionFollower, recover_sessions, stop_and_keep
from planner.store import open_store
from planner.timelog import entries
from tests.integration.real_sessions import (
    Session,
    begin,
    callit,
    has_said,
    person,
    result,
    reviews,
    said,
    start,
    until,
    worker_of,
)


def _begun(run_folder: Path) -> list[Stage]:
    return [event.body.stage for event in said(run_folder) if isinstance(event.body, StageStarted)]


@pytest.fixture(params=[begin])
def session(request: pytest.FixtureRequest, tmp_path: Path) -> Session:
    """A session of two minutes on a project, with its benchmark saved."""
    person(tmp_path)
    with open_store(tmp_path / "home") as store:
        create_project(store, "Reviews", now=now())
    table = reviews(tmp_path)
    words = ("--timebox", "2m", "--out", "out", "--project", "Reviews")
    begun: Session = request.param(tmp_path, "train", table.name, "--text", "review", "--label", "sentiment", *words)
    until(lambda: has_said(tmp_path / "out", "saved"))
    return begun


def kill(process: psutil.Process | None) -> None:
    """kill -9, as the kernel or an impatient person does."""
    assert process is not None
    process.send_signal(signal.SIGKILL)


def can_predict(folder: Path) -> bool:
    """Whether `callit predict` works on what lies there."""
    done = callit(folder, "predict", "out", "reviews.csv", "--text", "review", "--out", "labelled.csv")
    return done.returncode == 0


@pytest.mark.parametrize("session", [start], indirect=True, ids=["started"])
def test_a_killed_worker_is_followed_by_another_in_the_same_box(tmp_path: Path, session: Session) -> None:
    """The second worker reads nothing again, trains on and proves a model; that the first one died is said."""
    out = tmp_path / "out"
    first = worker_of(out)
    until(lambda: has_said(out, "progress"))  # its network is in training
    until((out / PREPARED_FACTS).exists)
    kill(first)
    until(lambda: (second := worker_of(out)) is not None and first is not None and second.pid != first.pid)
    until(lambda: _begun(out).count(Stage.TRAIN) == 2)
    stop_and_keep(out)
    _, noted = session.communicate(timeout=60)
    assert session.returncode == 0, noted
    assert "SIGKILL" in noted
    told = result(out)
    assert told["outcome"] == "stopped"
    stages = [stage["stage"] for stage in told["stages"]]
    assert stages.count("read") == stages.count("benchmark") == stages.count("smoke") == 1
    assert can_predict(tmp_path)
    with open_store(tmp_path / "home") as store:
        project = store.projects.all()[0]
        (logged,) = entries(store, project.id)
        assert not logged.attended
        assert logged.phase_id == next(phase.id for phase in phases(store, project.id) if phase.name == "Model")


def test_without_its_supervisor_the_worker_goes_on_and_the_next_command_logs_it(
    tmp_path: Path, session: Session
) -> None:
    """kill -9 on `callit train`: the worker finishes by itself, and whoever comes next writes it into the log."""
    out = tmp_path / "out"
    session.send_signal(signal.SIGKILL)
    session.communicate(timeout=10)
    assert SessionFollower(out).refresh().is_running
    stop_and_keep(out)
    until(lambda: not is_held(out / LOCK_FILE))
    assert result(out)["proven"]
    assert can_predict(tmp_path)
    with open_store(tmp_path / "home") as store:
        recover_sessions(store, now=now())
        (row,) = store.sessions.recent()
        assert row.state is SessionState.STOPPED
        assert len(entries(store, store.projects.all()[0].id)) == 1


def test_all_killed_at_once_the_truth_is_told_at_once(tmp_path: Path, session: Session) -> None:
    """kill -9 on worker and supervisor: cut short with its benchmark kept, its time logged, nothing left running."""
    out = tmp_path / "out"
    session.send_signal(signal.SIGKILL)
    kill(worker_of(out))
    session.communicate(timeout=10)
    began = time.monotonic()
    until(lambda: not is_held(out / LOCK_FILE))
    with open_store(tmp_path / "home") as store:
        recover_sessions(store, now=now())
        (row,) = store.sessions.recent()
    assert time.monotonic() - began < 10
    assert row.state is SessionState.CUT_SHORT
    assert "kept" in row.message
    assert can_predict(tmp_path)
