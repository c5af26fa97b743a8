"""A box of a person's own training stands beside the sessions: its time, its score, and what it was when it died."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from callit import box_folder, timebox
from model.protocol import config
from planner import planning, results, sessions, timelog
from planner.boxes import begin_box, facts
from planner.boxes.facts import BoxOrder
from planner.domain.errors import NotFound
from planner.domain.project import Project
from planner.domain.training import SessionState
from planner.retrospective.provenance import provenance_frame, same_weights
from planner.store import Store
from tests.unit.made_projects import planned_project

STARTED = datetime(2026, 5, 8, 9, 0, tzinfo=UTC)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    return planned_project(store, "Reviews", {"Model": (4, 8), "Write up": (2, 4)}, now)


def made_box(folder: Path, **asked: Any) -> BoxOrder:
    """A box of 20 minutes that was opened in a folder; nobody holds it any more."""
    folder.mkdir(parents=True)
    told = {"folder": str(folder), "timebox_s": 1200.0, "started_unix": STARTED.timestamp(), **asked}
    (folder / "box.json").write_text(json.dumps(told))
    (folder / "worker.lock").touch()
    os.utime(folder / "worker.lock", (STARTED.timestamp() + 840,) * 2)
    return BoxOrder(**told)


def keep(
    folder: Path, metric: str = "val_auc", value: float = 0.871, weights: str = "a" * 64, *, by_keras: bool = False
) -> None:
    told: dict[str, Any] = {"metric": metric, "value": value, "at_s": 540.0, "weights_sha256": weights}
    if by_keras:
        told["proof"] = {"metric": metric.removeprefix("val_")}
    (folder / "manifest.json").write_text(json.dumps(told))


def end(folder: Path, ending: str = "box over", used_s: float = 1195.0) -> None:
    (folder / "result.json").write_text(json.dumps({"ending": ending, "used_s": used_s, "sentence": "So it ended."}))


def closed(store: Store, order: BoxOrder, now: datetime) -> Any:
    begun = begin_box(store, order)
    assert begun is not None
    assert sessions.recover_sessions(store, now=now) == [begun.session_id]
    return sessions.session(store, begun.session_id)


def test_a_box_is_logged_as_time_of_the_machine_with_its_score(
    store: Store, project: Project, tmp_path: Path, now: datetime
) -> None:
    order = made_box(tmp_path / "lstm", phase="Model", data_sha256="d" * 64)
    keep(tmp_path / "lstm")
    end(tmp_path / "lstm")
    session = closed(store, order, now)
    assert session.state is SessionState.FINISHED
    assert (session.timebox_s, session.used_s) == (1200, 1195)
    (entry,) = timelog.entries(store, project.id)
    assert not entry.attended
    assert entry.started_at == STARTED
    assert entry.stopped_at == STARTED + timedelta(seconds=1195)
    (result,) = results.results(store, project.id)
    assert (result.metric, result.value) == ("auc", 0.871)
    (score,) = session.scores
    assert (score.part, score.weights_sha256, score.data_sha256) == ("validation", "a" * 64, "d" * 64)


def test_one_that_died_is_closed_at_its_last_sign_as_what_it_was(
    store: Store, project: Project, tmp_path: Path, now: datetime
) -> None:
    order = made_box(tmp_path / "lstm")
    keep(tmp_path / "lstm")
    session = closed(store, order, now)
    assert session.state is SessionState.CUT_SHORT
    assert session.message == "The kernel died after 14 min; best val_auc .871 at 9 min is kept."
    assert timelog.entries(store, project.id)[0].stopped_at == STARTED + timedelta(minutes=14)


def test_one_that_died_before_it_scored_leaves_its_time(
    store: Store, project: Project, tmp_path: Path, now: datetime
) -> None:
    session = closed(store, made_box(tmp_path / "lstm"), now)
    assert session.state is SessionState.FAILED
    assert "nothing had been scored and saved yet" in session.message
    assert results.results(store, project.id) == []
    assert len(timelog.entries(store, project.id)) == 1


def test_one_that_died_in_its_first_validation_has_weights_and_no_result(
    store: Store, project: Project, tmp_path: Path, now: datetime
) -> None:
    """What training measured of itself is no score to compare with others."""
    order = made_box(tmp_path / "lstm")
    keep(tmp_path / "lstm", metric="training auc")
    session = closed(store, order, now)
    assert session.state is SessionState.CUT_SHORT
    assert session.message == (
        "The kernel died after 14 min; the weights at 9 min are kept, not validated yet (training auc .871)."
    )
    assert results.results(store, project.id) == []
    assert len(timelog.entries(store, project.id)) == 1


@pytest.mark.parametrize(
    ("metric", "by_keras", "is_result"),
    [
        ("loss", True, False),
        ("val_loss", True, True),
        ("train_loss", False, False),
        ("auc", False, True),  # only the person's loop knows on what it was measured
    ],
)
def test_a_score_of_training_is_no_result(
    store: Store, project: Project, tmp_path: Path, now: datetime, *, metric: str, by_keras: bool, is_result: bool
) -> None:
    """Keras says by `val_` what was measured on validation; it is never logged as what it is not."""
    order = made_box(tmp_path / "lstm")
    keep(tmp_path / "lstm", metric=metric, by_keras=by_keras)
    session = closed(store, order, now)
    assert len(results.results(store, project.id)) == int(is_result)
    assert session.message.endswith("is kept." if is_result else "is kept, a score of training.")


@pytest.mark.parametrize(
    ("ending", "state"),
    [
        ("finished", SessionState.FINISHED),
        ("interrupted", SessionState.STOPPED),
        ("memory", SessionState.CUT_SHORT),
        ("failed", SessionState.CUT_SHORT),
        ("a word of a later version", SessionState.CUT_SHORT),
    ],
)
@pytest.mark.usefixtures("project")
def test_each_ending_has_its_state(
    store: Store, tmp_path: Path, now: datetime, ending: str, state: SessionState
) -> None:
    order = made_box(tmp_path / "lstm")
    keep(tmp_path / "lstm")
    end(tmp_path / "lstm", ending)
    assert closed(store, order, now).state is state


def test_two_boxes_with_the_same_weights_are_pointed_out_in_the_retrospective(
    store: Store, project: Project, tmp_path: Path, now: datetime
) -> None:
    for name in ("first", "second"):
        order = made_box(tmp_path / name)
        keep(tmp_path / name)
        end(tmp_path / name)
        closed(store, order, now)
    (sentence,) = same_weights(store, project.id)
    assert "count that score once" in sentence
    sources = provenance_frame(store, project.id)["source"]
    assert sorted(sources) == ["own network (first)", "own network (second)"]


def test_a_loss_is_kept_as_what_it_is(store: Store, project: Project, tmp_path: Path, now: datetime) -> None:
    order = made_box(tmp_path / "lstm")
    keep(tmp_path / "lstm", "test_loss", 0.31)
    end(tmp_path / "lstm")
    (score,) = closed(store, order, now).scores
    assert (score.metric, score.part, score.value) == ("loss", "held-out", 0.31)


def test_without_any_project_nothing_is_asked_and_nothing_kept(store: Store, tmp_path: Path) -> None:
    assert begin_box(store, made_box(tmp_path / "lstm")) is None
    with pytest.raises(NotFound, match="no project yet"):
        begin_box(store, made_box(tmp_path / "other", phase="Model"))


def test_a_project_or_phase_that_is_not_there_is_refused(store: Store, project: Project, tmp_path: Path) -> None:
    for number, asked in enumerate(({"project": "Nowhere"}, {"phase": "Nothing"})):
        with pytest.raises(NotFound):
            begin_box(store, made_box(tmp_path / str(number), **asked))
    assert planning.current_project(store) == project


def test_the_names_of_files_are_those_of_sessions_and_of_callit() -> None:
    """A session and a box are alive by the same lock, and are asked to stop by the same file."""
    assert facts.LOCK_FILE == config.LOCK_FILE == box_folder.LOCK_FILE
    assert config.STOP_FILE == timebox.STOP_FILE
    for name in ("BOX_FILE", "RESULT_FILE", "MANIFEST_FILE"):
        assert getattr(facts, name) == getattr(box_folder, name)
