"""What a session says at its end, of what it tried and of what it delivers."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from model.protocol.result import Outcome
from model.session.early_stop import WhyEarly
from model.session.network_stages import ShortTrainings, Trained
from model.session.run import _average_words, _ending
from model.session.training_runs import TrainingRuns
from tests.unit.proven_sessions import MadeSession

NOTHING = "2 more trainings with other seeds and one of 128 units brought nothing"


def _trained(reason: str, nothing_more: str) -> Trained:
    runs = TrainingRuns(nothing_more=nothing_more)
    return Trained(cast(Any, None), runs, ShortTrainings(), WhyEarly(reason, no_longer_helps=bool(reason)))


@pytest.mark.parametrize(
    ("reason", "because"),
    [("as 9 epochs were no better than 3", f"as 9 epochs were no better than 3, and {NOTHING}"), ("", f"as {NOTHING}")],
)
def test_called_early_says_what_was_tried(tmp_path: Path, reason: str, because: str) -> None:
    """The ladder's reason, and the further trainings to no avail."""
    session = MadeSession(tmp_path, 600.0)
    session.hands.now_s = 420.0
    ending = _ending(session.context, _trained(reason, NOTHING))
    assert ending.outcome is Outcome.CALLED_EARLY
    assert ending.message == f"Called early, {because}: 3:00 min given back."
    assert ending.early_reason == because


def test_a_box_that_further_trainings_used_up_is_not_called_early(tmp_path: Path) -> None:
    """Whatever the ladder found."""
    session = MadeSession(tmp_path, 600.0)
    session.hands.now_s = 590.0
    assert _ending(session.context, _trained("as 9 epochs were no better than 3", "")).outcome is Outcome.FINISHED


def test_several_networks_are_told_with_what_labelling_takes(tmp_path: Path) -> None:
    """One is told nothing of: it is the plain case."""
    session = MadeSession(tmp_path)
    session.context.measured["predict_s"] = 8.6
    said = [_average_words(session.context, cast(Any, _Proof(count))) for count in (0, 1, 3)]
    assert said == ["", "", " 3 networks are averaged; 10,000 such texts are labelled in about 9 s."]


class _Proof:
    def __init__(self, networks: int) -> None:
        self.networks = networks
