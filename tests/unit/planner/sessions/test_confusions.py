"""Which classes are taken for which, out of what a session left."""

from __future__ import annotations

import json
from typing import Any

import pytest

from model.protocol.result import SessionResult
from planner.sessions import confusions as taken
from planner.sessions.confusions import Confusions


def confusions_of(told: dict[str, Any] | None) -> Confusions | None:
    """What a `result.json` that tells this, and no more, says of them."""
    result = None if told is None else SessionResult.parse(json.dumps({"session_id": "one", **told}))
    return taken.confusions_of(result)


RESULT = {"classes": ["neg", "neu", "pos"], "confusion": [[372, 30, 11], [87, 214, 9], [0, 5, 131]]}


def test_the_answer_names_the_most_frequent_mistake_with_its_class() -> None:
    """Texts, out of all of the true class; right answers are no mistake, however many."""
    confusions = confusions_of(RESULT)
    assert confusions is not None
    assert confusions.answer == "Most often confused: neu taken for neg, 87 of 310"


def test_mistakes_are_the_wrong_cells_that_occurred_the_most_frequent_first() -> None:
    """A cell of zero is no mistake; the share is that of the true class."""
    confusions = confusions_of(RESULT)
    assert confusions is not None
    mistakes = confusions.mistakes
    assert mistakes["rows"].tolist() == [87, 30, 11, 9, 5]
    assert mistakes["share"].iloc[0] == pytest.approx(87 / 310)


def test_rows_sum_to_one_and_a_class_without_a_text_to_zero() -> None:
    """A class that the held-out part lacks divides nothing by zero."""
    confusions = confusions_of({"classes": ["a", "b"], "confusion": [[3, 1], [0, 0]]})
    assert confusions is not None
    assert confusions.cells.groupby("true")["share"].sum().to_dict() == {"a": 1.0, "b": 0.0}


def test_a_model_without_a_mistake_is_told_so() -> None:
    """No pair of classes is named where none was confused."""
    confusions = confusions_of({"classes": ["a", "b"], "confusion": [[3, 0], [0, 9]]})
    assert confusions is not None
    assert confusions.answer == "No held-out text was taken for another class"


@pytest.mark.parametrize(
    "result",
    [
        None,
        {},
        {"classes": ["a", "b"]},
        {"classes": ["a", "b"], "confusion": None},
        {"classes": ["a", "b", "c"], "confusion": [[1, 0], [0, 1]]},
        {"classes": ["a", "b"], "confusion": {"classes": ["a", "b"], "rows": [[1, 0], [0, 1]]}},
    ],
)
def test_a_result_that_tells_none_or_another_shape_has_none(result: dict[str, Any] | None) -> None:
    """The page leaves the picture out instead of failing."""
    assert confusions_of(result) is None
