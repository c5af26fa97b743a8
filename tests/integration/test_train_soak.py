"""Long fault tests, run by `make soak`: real sessions hit at moments drawn by lot, from the first save on."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import psutil
import pytest

from model.folder.predictor import load_model
from model.protocol.config import LOCK_FILE
from model.protocol.locks import is_held
from model.protocol.run_folder import has_model
from planner.clock import now
from planner.domain.training import SessionState
from planner.sessions import recover_sessions
from planner.store import open_store
from tests.integration.real_sessions import callit, reviews, start, until, worker_of

BOX_S = 60.0
SPAN_S = 50.0  # after the first save: most moments lie before the end, some after it

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(not os.environ.get("CALLIT_SOAK"), reason="a long fault test: run by make soak"),
]


@pytest.fixture
def session(tmp_path: Path) -> subprocess.Popen[str]:
    """A session of a minute that has just saved its first model."""
    table = reviews(tmp_path)
    columns = ("--text", "review", "--label", "sentiment")
    begun = start(tmp_path, "train", table.name, *columns, "--timebox", f"{BOX_S:.0f}s", "--out", "out")
    until(lambda: has_model(tmp_path / "out"))
    return begun


def _after(moments: random.Random, session: subprocess.Popen[str]) -> None:
    """Let the session work until a moment drawn by lot, or to its own end."""
    end = time.monotonic() + moments.uniform(0, SPAN_S)
    while time.monotonic() < end and session.poll() is None:
        time.sleep(0.05)


def _is_over(folder: Path, session: subprocess.Popen[str]) -> None:
    """Nothing of it runs, the truth is in the database, and the model labels texts in a process of its own."""
    session.communicate(timeout=BOX_S + 15)
    until(lambda: not is_held(folder / "out" / LOCK_FILE), within_s=BOX_S + 15)
    with open_store(folder / "home") as store:
        recover_sessions(store, now=now())
        (row,) = store.sessions.recent()
    assert row.state is not SessionState.RUNNING
    assert row.used_s is not None
    assert row.used_s <= BOX_S + 0.5
    assert load_model(folder / "out").classes
    done = callit(folder, "predict", "out", "reviews.csv", "--text", "review", "--out", "labelled.csv")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("seed", range(12))
def test_a_kill_at_any_moment_leaves_a_usable_model(tmp_path: Path, session: subprocess.Popen[str], seed: int) -> None:
    """The worker, its supervisor, or both, by turns."""
    moments = random.Random(seed)
    _after(moments, session)
    worker = worker_of(tmp_path / "out")
    if seed % 3 != 1 and worker is not None:
        worker.send_signal(signal.SIGKILL)
    if seed % 3 != 0 and session.poll() is None:
        session.send_signal(signal.SIGKILL)
    _is_over(tmp_path, session)


@pytest.mark.parametrize("seed", range(3))
def test_frozen_past_the_deadline_it_ends_at_once_and_keeps_its_model(
    tmp_path: Path, session: subprocess.Popen[str], seed: int
) -> None:
    """All its processes stand still, as on a machine asleep, and go on when the box is over."""
    began = time.monotonic()
    _after(random.Random(100 + seed), session)
    family = [psutil.Process(session.pid), worker_of(tmp_path / "out")] if session.poll() is None else []
    for process in filter(None, family):
        process.suspend()
    until(lambda: time.monotonic() - began > BOX_S, within_s=BOX_S + 10)
    thawed = time.monotonic()
    for process in filter(None, family):
        process.resume()
    session.communicate(timeout=15)
    assert time.monotonic() - thawed < 10
    until(lambda: not is_held(tmp_path / "out" / LOCK_FILE))
    assert load_model(tmp_path / "out").classes
