"""The Train page of a box around a person's own training: while it runs, when it has ended, and among the others."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from model.protocol.config import LOCK_FILE
from model.protocol.locks import take_lock
from planner import planning
from planner.boxes import begin_box, close_box
from planner.boxes.facts import BoxOrder
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan
from planner.domain.training import TrainingSession
from planner.store import Store
from tests.app.train_tab import opened, press, said, title


@pytest.fixture
def box(store: Store, tmp_path: Path) -> TrainingSession:
    """One of 20 minutes that began 14 minutes ago and has a best."""
    planning.create_project(store, "Reviews", phases=[PhasePlan("Model", HourRange(4, 8))], now=now())
    folder = tmp_path / "lstm"
    folder.mkdir()
    order: dict[str, Any] = {"folder": str(folder), "timebox_s": 1200.0, "started_unix": time.time() - 840}
    (folder / "box.json").write_text(json.dumps(order))
    best = {"metric": "val_auc", "value": 0.871, "at_s": 540.0, "weights_sha256": "a" * 64}
    (folder / "manifest.json").write_text(json.dumps(best))
    (folder / LOCK_FILE).touch()
    begun = begin_box(store, BoxOrder(**order))
    assert begun is not None
    return store.sessions.session(begun.session_id)


def test_a_box_that_ended_says_what_is_kept_and_how_to_check_it(store: Store, box: TrainingSession) -> None:
    close_box(store, box)
    app = opened(session=box.id)
    assert not app.exception
    assert title(app) == "auc .871 is kept"
    assert "The kernel died after 14 min; best val_auc .871 at 9 min is kept." in said(app)
    assert app.code[0].value == f"callit verify {box.run_folder}"


def test_a_box_that_died_in_its_first_validation_says_what_is_kept(store: Store, box: TrainingSession) -> None:
    """Weights without a score are no "without a model"."""
    told = {"metric": "training auc", "value": 0.71, "at_s": 300.0, "weights_sha256": "a" * 64}
    (box.run_folder / "manifest.json").write_text(json.dumps(told))
    close_box(store, box)
    app = opened(session=box.id)
    assert title(app) == "Kept, but not validated"
    assert "the weights at 5 min are kept, not validated yet (training auc .710)" in said(app)
    assert app.code[0].value == f"callit verify {box.run_folder}"


def test_a_box_at_work_shows_its_time_and_can_be_stopped(store: Store, box: TrainingSession) -> None:
    lock = take_lock(box.run_folder / LOCK_FILE)
    assert lock is not None
    app = opened(session=box.id)
    assert not app.exception
    assert "left of 20 min" in title(app)
    assert "best val_auc .871 at 9 min is kept" in said(app)
    press(app, "Stop and keep")
    assert (box.run_folder / "stop-and-keep").exists()
    lock.release()


def test_a_box_stands_among_the_earlier_sessions(store: Store, box: TrainingSession) -> None:
    close_box(store, box)
    app = opened()
    assert not app.exception
    assert "own network (lstm)" in " ".join(button.label for button in app.button)
