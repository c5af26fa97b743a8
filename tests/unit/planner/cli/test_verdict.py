"""The last lines that the terminal shows of a session."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from model.protocol.result import About, ClassScore, ClassScores, HandWork, SessionResult, Standing, VerdictFacts
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


@pytest.mark.parametrize(
    ("apart", "line"),
    [
        (0, None),
        (1, "Too few texts to be judged, and in no mean but those of all labels: label 0"),
        (7, "Too few texts to be judged, and in no mean but those of all labels: label 0, label 1, label 2, label 3, "
            "label 4 and 2 more"),
    ],
)  # fmt: skip
def test_labels_that_too_few_texts_have_are_named(apart: int, line: str | None) -> None:
    """Below the scores, which are means over the others; nothing where all labels could be judged."""
    told = tuple(ClassScore(f"label {at}", 0.5, 0.5, 0.5, 9, 0.5, judged=at >= apart) for at in range(9))
    result = SessionResult(session_id="one", several_labels=True, per_class=ClassScores(delivered=told))
    lines = final_lines(replace(view(None), result=result))
    assert [found for found in lines if "Too few" in found] == ([line] if line else [])


def test_a_score_from_elsewhere_is_compared_whatever_its_metric() -> None:
    """The session aimed at macro-F1; the score that was named is of another metric."""
    said = "Level with the outside score: mean ROC AUC -1.3 points (95 % interval -8.3 to +1.9)."
    verdict = VerdictFacts(said, About.OUTSIDE, Standing.LEVEL)
    lines = final_lines(replace(view(None), result=SessionResult(session_id="one", verdicts=(verdict,))))
    assert lines.count(said) == 1


def test_what_was_trained_beside_the_session_is_a_line() -> None:
    """Where there was anything beside it."""
    work = (HandWork("hand-1", "lab-a", trainings=3, taken=1),)
    lines = final_lines(replace(view(None), result=SessionResult(session_id="one", hands=work)))
    assert "3 trainings were done beside the session, on lab-a; 1 of their networks is part of the model." in lines
    assert not any("beside the session" in line for line in final_lines(view(None)))
