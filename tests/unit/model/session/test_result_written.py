"""What the worker writes as `result.json`, whatever kind of numbers it has worked with."""

from __future__ import annotations

import json

import numpy as np

from model.protocol.result import ClassScore, ClassScores, Scores, SessionResult, Suspects
from model.session.result import as_read


def test_numbers_of_numpy_are_written_as_any_others() -> None:
    """JSON knows but one kind."""
    made = SessionResult(
        session_id="one",
        trained_rows=np.int64(40),  # type: ignore[arg-type]
        epochs=np.float32(2.5),  # type: ignore[arg-type]
        with_network=np.bool_(False),  # type: ignore[arg-type]
        suspects=Suspects(share=np.float64(0.25)),
    )
    told = json.loads(as_read(made).to_json())
    assert (told["trained_rows"], told["epochs"], told["with_network"]) == (40, 2.5, False)
    assert told["suspects"]["share"] == 0.25


def test_a_number_that_is_none_does_not_cost_the_session_its_end() -> None:
    """What could not be measured is left out, and the rest is written."""
    nan = float("nan")
    classes = ClassScores(delivered=(ClassScore("a", nan, nan, nan, 3),))
    told = as_read(SessionResult(session_id="one", proven_unix=nan, per_class=classes, seed=7))
    assert json.loads(told.to_json())["seed"] == 7
    assert told.proven_unix is None
    assert told.per_class == ClassScores()
    assert told.scores == Scores()
