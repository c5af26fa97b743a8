"""The last lines that the terminal shows of a session."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from planner.cli.verdict import final_lines
from planner.domain.training import SessionState
from planner.sessions.view import CurveFacts, SessionView

HARDLY = "Twice the time would bring about +0.6 points (80 %: 0 to +1.5): hardly worth it."


def view(curve: CurveFacts | None) -> SessionView:
    """A session that has ended."""
    return SessionView(
        run_folder=Path("/runs/one"),
        session_id="one",
        source_name="reviews.csv",
        text_column="review",
        label_column="sentiment",
        metric="macro_f1",
        timebox_s=300.0,
        started_unix=0.0,
        state=SessionState.FINISHED,
        message="Finished inside its box.",
        verdict="Above the benchmark.",
        curve=curve,
    )


def test_what_twice_the_time_would_bring_is_a_line_of_its_own() -> None:
    """After the verdict against the benchmark; nothing is said where nothing was told."""
    empty = pd.DataFrame()
    with_curve = final_lines(view(CurveFacts(HARDLY, empty, empty)))
    assert with_curve.index(HARDLY) > with_curve.index("Above the benchmark.")
    assert not any("Twice" in line for line in final_lines(view(None)))
