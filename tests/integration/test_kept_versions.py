"""What was written by earlier versions is still read: model folders, run folders, databases, backups.

One of each kind is kept of every version, see `tests/fixtures/versions/README.md`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from model.folder.artifact import read_model
from model.folder.predict import predict_file
from model.folder.predictor import load_model
from model.network.network_weights import array_shapes
from model.protocol.events import Stage
from model.protocol.result import Outcome, Standing
from model.protocol.run_folder import KERAS_FILE, PROBABILITY_COLUMN
from model.session.resume import load_best, load_current, load_held_out, load_session
from planner import planning, timelog
from planner.backup import checked_backup, restore_backup
from planner.clock import now
from planner.domain.training import SessionState
from planner.sessions import SessionFollower, StageState
from planner.sessions.continuing import can_continue, continued_order
from planner.store import open_store
from tests.kept_versions import KEPT, VERSIONS, put_database, seen_now, seen_then

ROWS = 500  # of the sessions "weather" and "interrupted"
CURVE_POINTS = {"0.1.0": 5, "0.2.0": 4}  # of the session "weather"


@pytest.fixture(params=VERSIONS)
def kept(request: pytest.FixtureRequest) -> Path:
    """What is kept of one version."""
    return KEPT / str(request.param)


def predictions(kept: Path, name: str) -> tuple[list[str], list[str], np.ndarray[Any, Any]]:
    """Classes, texts and probabilities (texts, classes), as the model of a session told them then."""
    told = json.loads((kept / f"predictions-{name}.json").read_text(encoding="utf-8"))
    return told["classes"], told["texts"], np.array(told["probabilities"])


@pytest.mark.parametrize("name", ["weather", "words", "interrupted"])
def test_a_model_folder_says_what_it_said_then(kept: Path, name: str) -> None:
    """With a network and without, of a session that ended and of one that was killed: to 1e-5."""
    classes, texts, then = predictions(kept, name)
    predictor = load_model(kept / "runs" / name)
    assert list(predictor.classes) == classes
    np.testing.assert_allclose(predictor.probabilities(texts), then, rtol=0, atol=1e-5)


def test_a_network_is_part_of_the_model_that_needs_one(kept: Path) -> None:
    """No n-gram sees which of two words comes first: the model with the network still tells it."""
    classes, texts, then = predictions(kept, "weather")
    delivered, manifest = read_model(kept / "runs" / "weather")
    assert delivered.network is not None
    assert manifest.has_network
    assert manifest.proven is not None
    first = [min(("sun", "rain"), key=text.split().index) for text in texts if {"sun", "rain"} <= {*text.split()}]
    assert len(first) == 6
    assert [classes[place] for place in then.argmax(axis=1)[: len(first)]] == [f"{word} first" for word in first]
    assert read_model(kept / "runs" / "words")[0].network is None


def test_the_keras_file_holds_the_same_network(kept: Path) -> None:
    """It is for a person's own use, and plain Keras reads it."""
    import keras

    delivered, _ = read_model(kept / "runs" / "weather")
    assert delivered.network is not None
    there = keras.models.load_model(kept / "runs" / "weather" / KERAS_FILE)
    for own, other in zip(delivered.network.build().get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(own, other)


def test_predict_labels_a_table_with_it(kept: Path, tmp_path: Path) -> None:
    """In the column of the training, without being told."""
    classes, texts, then = predictions(kept, "weather")
    pd.DataFrame({"text": texts}).to_csv(tmp_path / "new.csv", index=False)
    assert predict_file(kept / "runs" / "weather", tmp_path / "new.csv", tmp_path / "out.csv") == len(texts)
    labelled = pd.read_csv(tmp_path / "out.csv")
    assert labelled["predicted_label"].tolist() == [classes[place] for place in then.argmax(axis=1)]
    np.testing.assert_allclose(labelled[PROBABILITY_COLUMN], then.max(axis=1), rtol=0, atol=1e-5)


def lines_of(run: Path, kind: str) -> list[dict[str, Any]]:
    """The lines of one kind, read without the code that is tested."""
    lines = map(json.loads, (run / "events.jsonl").read_text(encoding="utf-8").splitlines())
    return [line for line in lines if line["kind"] == kind]


def test_a_session_that_ended_is_shown(kept: Path) -> None:
    """Stages, course, scores and the result, each as its file tells."""
    run = kept / "runs" / "weather"
    view = SessionFollower(run).refresh()
    assert (view.state, view.session_id) == (SessionState.FINISHED, lines_of(run, "session_started")[0]["session_id"])
    done = [stage.stage for stage in view.stages if stage.state is StageState.DONE]
    assert done == [Stage(line["stage"]) for line in lines_of(run, "stage_ended")]
    assert view.read is not None
    assert (view.read.rows, view.read.columns) == (ROWS, ("text", "label"))
    assert view.cleaned is not None
    assert sum(view.cleaned.classes.values()) == view.cleaned.rows_after == ROWS
    assert view.progress["loss"].tolist() == [line["loss"] for line in lines_of(run, "progress")]
    assert view.curve is not None
    assert len(view.curve.points) == len(lines_of(run, "curve")[0]["points"]) == CURVE_POINTS[kept.name]
    delivered = view.score("delivered")
    assert delivered is not None
    assert delivered.value == lines_of(run, "scored")[-1]["scores"]["macro_f1"]["value"]
    assert view.result is not None
    assert view.result.outcome is Outcome.CALLED_EARLY
    assert view.result.against_benchmark is not None
    assert view.result.against_benchmark.standing is Standing.BETTER


def test_a_session_that_was_killed_is_shown(kept: Path) -> None:
    """In the middle of its training: what was saved by then is what there is."""
    run = kept / "runs" / "interrupted"
    view = SessionFollower(run).refresh()
    assert view.state is SessionState.CUT_SHORT
    assert view.result is None
    assert view.saved_what == lines_of(run, "saved")[-1]["what"]
    assert view.stages[-1].state is StageState.LEFT_OUT
    assert len(view.progress) == len(lines_of(run, "progress"))


@pytest.mark.parametrize("name", ["weather", "interrupted"])
def test_what_a_new_box_goes_on_from_is_read(kept: Path, name: str) -> None:
    """The order, the texts as they were split, and the best weights with their optimiser."""
    run = kept / "runs" / name
    assert can_continue(run)
    table = continued_order(run, timebox_s=60.0).table
    assert (table.source_name, table.text_column, table.label_column) == (f"{name}.csv", "text", "label")
    session = load_session(run)
    assert session is not None
    data = session.fitted.data
    assert data.classes == ("rain first", "sun first")
    assert len(data.train) + len(data.validation) + len(data.held_out) == ROWS
    assert len(session.encoded.training.tokens) == len(data.train)
    best = load_best(run)
    assert best is not None
    sizes = {weight: size for weight, (_, size) in array_shapes(session.encoded.shape).items()}
    assert {weight: array.shape for weight, array in best.weights.items()} == sizes
    assert best.optimiser
    held_out = load_held_out(run)
    assert (None if held_out is None else held_out.shape) == ((len(data.held_out), 2) if name == "weather" else None)


def test_where_a_training_stood_is_read(kept: Path) -> None:
    """What another worker goes on from in the same box."""
    run = kept / "runs" / "interrupted"
    found = load_current(run)
    assert found is not None
    _, standing = found
    last = lines_of(run, "progress")[-1]
    assert standing.number + 1 == last["training"]
    assert len(standing.done) == standing.number
    assert 0 < standing.share_done <= last["epoch"] / last["epochs"]


def test_a_session_that_kept_nothing_cannot_be_gone_on_from(kept: Path) -> None:
    """It ended before any network was tried."""
    assert not can_continue(kept / "runs" / "words")


def test_a_database_shows_what_it_showed_then(kept: Path, home: Path) -> None:
    """Plan, log, scores, sessions and decisions of every project, through all migrations since."""
    put_database(kept, home)
    with open_store(home) as store:
        store.check()
        assert seen_now(kept, store) == seen_then(kept)


def test_a_database_holds_what_was_put_into_it(kept: Path, home: Path) -> None:
    """Added up by hand: 2 h 30 and 1 h 15; 2 h, 3 h, 1 h and 45 min; 15 min are claimed twice within the project."""
    put_database(kept, home)
    with open_store(home) as store:
        thesis = planning.project_named(store, "Thesis “größer als” 日本")
        ids = {phase.name: phase.id for phase in planning.phases(store, thesis.id)}
        hours = timelog.hours_by_phase(store, thesis.id, now())
        assert (hours[ids["Explore"]].attended, hours[ids["Write up"]].attended) == (3.75, 6.75)
        overlaps = timelog.overlaps(store, thesis.id)
        within = [one for one in overlaps if {one.first.phase_id, one.second.phase_id} <= {*ids.values()}]
        assert [one.hours for one in within] == [0.25]
        assert [one.project.name for one in store.projects.deleted()] == ["Given up"]


def test_a_backup_is_checked_and_restored(kept: Path, home: Path) -> None:
    """What a person sees is there, and the model in it says what it said then."""
    contents = checked_backup(kept / "backup.zip")
    assert (contents.holdings.projects, contents.holdings.sessions, contents.with_models) == (2, 8, True)
    restore_backup(home, kept / "backup.zip", now())
    with open_store(home) as store:
        assert seen_now(kept, store) == seen_then(kept)
        (session,) = [one for one in store.sessions.recent(1) if one.source_name == "words.csv"]
    assert session.run_folder == home / "runs" / "words"
    assert SessionFollower(session.run_folder).refresh().state is SessionState.FINISHED
    _, texts, then = predictions(kept, "words")
    np.testing.assert_allclose(load_model(session.run_folder).probabilities(texts), then, rtol=0, atol=1e-5)


def test_what_is_kept_is_small() -> None:
    """A repository is no archive: less than a megabyte a version."""
    for version in VERSIONS:
        assert sum(path.stat().st_size for path in (KEPT / version).rglob("*") if path.is_file()) < 1_000_000
