"""The confusion matrix as a picture: every cell, readable on a phone, told to a screen reader."""

from __future__ import annotations

from typing import Any

import pandas as pd

from model.protocol.result import SessionResult
from planner.charts import confusion
from planner.charts.confusion import confusion_matrix
from planner.sessions.confusions import Confusions, confusions_of


def confusions(size: int) -> Confusions:
    """So many classes, each right 90 times and taken for the next one 10 times."""
    counts = [[90 if a == b else 10 if b == (a + 1) % size else 0 for b in range(size)] for a in range(size)]
    classes = tuple(f"class {place}" for place in range(size))
    found = confusions_of(SessionResult(session_id="one", classes=classes, confusion=tuple(map(tuple, counts))))
    assert found is not None
    return found


def drawn(size: int, title: str = "Most often confused: class 0 taken for class 1, 10 of 100") -> dict[str, Any]:
    """The Vega-Lite specification."""
    spec: dict[str, Any] = confusion_matrix(confusions(size).cells, title=title).to_dict()
    return spec


def rows_of(spec: dict[str, Any], layer: int) -> list[dict[str, Any]]:
    """The data of a layer."""
    found: list[dict[str, Any]] = spec["datasets"][spec["layer"][layer]["data"]["name"]]
    return found


def test_every_cell_has_its_count_and_a_few_classes_their_shares() -> None:
    """Count and share of the row; a cell of zero says nothing."""
    spec = drawn(3)
    cells = {(row["true"], row["predicted"]): (row["words"], row["percent"]) for row in rows_of(spec, 0)}
    assert cells["class 0", "class 0"] == ("90", "90 %")
    assert cells["class 0", "class 1"] == ("10", "10 %")
    assert cells["class 0", "class 2"] == ("·", "")
    texts = [layer["encoding"]["text"]["field"] for layer in spec["layer"] if "text" in layer["encoding"]]
    assert texts == ["words", "percent"]


def test_many_classes_have_counts_alone() -> None:
    """Twelve classes on a phone leave no room for two lines in a cell."""
    spec = drawn(12)
    texts = [layer["encoding"]["text"]["field"] for layer in spec["layer"] if "text" in layer["encoding"]]
    assert texts == ["words"]
    assert spec["layer"][0]["encoding"]["x"]["axis"]["labelAngle"] == -45


def test_right_answers_have_a_frame_that_needs_no_colour() -> None:
    """In grey print, the diagonal is still told from the rest."""
    frames = rows_of(drawn(4), 1)
    assert len(frames) == 4
    assert all(row["true"] == row["predicted"] for row in frames)


def test_a_long_answer_is_broken_into_lines() -> None:
    """A title that is cut off answers nothing."""
    title = drawn(3)["title"]["text"]
    assert isinstance(title, list)
    assert " ".join(title) == "Most often confused: class 0 taken for class 1, 10 of 100"
    assert max(map(len, title)) <= 42


def test_a_screen_reader_hears_each_class() -> None:
    """How many were right, and what they were taken for instead."""
    said = drawn(3)["description"]
    assert "class 2: 90 of 100 right, most often else taken for class 0 (10)" in said


def test_the_order_of_the_classes_is_kept_on_both_axes() -> None:
    """Or the diagonal is none."""
    spec = drawn(11)
    layer = spec["layer"][0]["encoding"]
    wanted = [f"class {place}" for place in range(11)]
    assert layer["x"]["scale"]["domain"] == layer["y"]["scale"]["domain"] == wanted


def test_cells_of_one_class_only_are_drawn() -> None:
    """Whatever the page hands over, there is a picture."""
    cells = pd.DataFrame({"true": ["a"], "predicted": ["a"], "rows": [3], "share": [1.0]})
    assert confusion_matrix(cells, title="No mistake").to_dict()["title"]["text"] == "No mistake"


def test_counts_read_as_their_examples_say() -> None:
    """Whole where there is room, in thousands where there is not."""
    import doctest

    assert doctest.testmod(confusion).failed == 0
