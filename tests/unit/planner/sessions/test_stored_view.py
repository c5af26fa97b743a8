"""A session whose folder tells nothing any more is told from the store."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from model.protocol.events import Stage
from planner.domain.training import Score, SessionState, StageTime, TrainingSession
from planner.sessions import SessionFollower, SessionView, StageState
from planner.sessions.stored_view import stored_view, view_of
from tests.made_orders import made_config

STARTED = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)


@pytest.fixture
def session(tmp_path: Path) -> TrainingSession:
    """One that took 50 of its 60 seconds and delivered a model."""
    return TrainingSession(
        "one", tmp_path / "run", "tweets.csv", "text", "label", 60, STARTED, SessionState.FINISHED, used_s=50.0,
        message="Finished.", stages=(StageTime(Stage.READ, 2.0, 1.5), StageTime(Stage.TRAIN, 30.0, None)),
        scores=(Score("delivered", "held-out", "macro_f1", 0.8),),
    )  # fmt: skip


def followed(session: TrainingSession) -> SessionView:
    """The session as the page follows it."""
    return view_of(session, lambda: SessionFollower(session.run_folder).refresh())


def test_without_its_folder_stages_scores_and_times_are_still_there(session: TrainingSession) -> None:
    """What was not done is left out, and a saved model is known from its score."""
    view = followed(session)
    assert (view.state, view.message, view.source_name) == (SessionState.FINISHED, "Finished.", "tweets.csv")
    assert view.ended_unix == STARTED.timestamp() + 50
    states = {stage.stage: stage.state for stage in view.stages}
    assert states[Stage.READ] is StageState.DONE
    assert {state for stage, state in states.items() if stage is not Stage.READ} == {StageState.LEFT_OUT}
    assert view.saved_unix is not None
    assert view.score("delivered") == session.scores[0]


def test_another_session_in_the_folder_is_not_taken_for_this_one(session: TrainingSession) -> None:
    """A folder can be used anew once it was emptied."""
    session.run_folder.mkdir()
    made_config("two").save(session.run_folder)
    assert followed(session).session_id == "one"
    assert followed(session).score("delivered") == stored_view(session).score("delivered") is not None


def test_as_long_as_the_folder_tells_it_is_believed(session: TrainingSession) -> None:
    """Its own config.json, without a word of an end: it was killed, whatever else is known."""
    session.run_folder.mkdir()
    made_config("one", started_unix=STARTED.timestamp()).save(session.run_folder)
    assert followed(session).state is SessionState.FAILED
