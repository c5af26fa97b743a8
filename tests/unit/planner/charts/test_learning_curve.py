"""The picture of a learning curve: its dots, its band, and the end at twice the time."""

from __future__ import annotations

from typing import Any

import pandas as pd

from planner.charts import learning_curve

POINTS = pd.DataFrame({"train_s": [5.0, 10.0, 20.0, 240.0], "value": [0.7, 0.73, 0.75, 0.8]})
BAND = pd.DataFrame(
    {"train_s": [5.0, 240.0, 480.0], "value": [0.7, 0.8, 0.81], "low": [0.69, 0.79, 0.8], "high": [0.71, 0.81, 0.83]}
)


def spec(band: pd.DataFrame = BAND) -> dict[str, Any]:
    """The chart as Vega-Lite."""
    chart = learning_curve.score_over_training(POINTS, band, metric="macro-F1", title="What more time would bring")
    return dict(chart.to_dict())


def marks(chart: dict[str, Any]) -> list[str]:
    """What its layers draw, from the back."""
    return [layer["mark"]["type"] for layer in chart["layer"]]


def test_each_training_is_a_dot_and_the_curve_has_a_band_to_twice_the_time() -> None:
    """The dots lie on top of band and curve; the ring at the end is named with its score."""
    chart = spec()
    assert marks(chart) == ["area", "line", "point", "text", "circle"]
    rows = [row for table in chart["datasets"].values() for row in table]
    assert {row["minute"] for row in rows} >= {5 / 60, 4.0, 8.0}
    assert any(row.get("words") == "twice the time: about .810" for row in rows)


def test_without_a_band_only_the_trainings_are_drawn() -> None:
    """The last one carries its score, and no word claims what more time would bring."""
    chart = spec(BAND.head(0))
    assert marks(chart) == ["circle", "text"]
    assert "Twice" not in chart["description"]


def test_the_words_for_a_screen_reader_say_scores_and_band() -> None:
    """All that the picture shows, in one sentence or two."""
    said = spec()["description"]
    assert "0.1 minutes .700" in said
    assert "Twice the time would bring about .810 (80 %: .800 to .830)." in said


def test_scores_by_rows_take_the_longest_training_on_each() -> None:
    """Rows from few to many; a shorter training on the same rows is left out."""
    points = pd.DataFrame(
        {"train_s": [3.0, 9.0, 20.0], "rows": [1000, 1000, 4000], "epochs": [1, 3, 3], "value": [0.7, 0.75, 0.8]}
    )
    chart = learning_curve.score_over_rows(points, metric="macro-F1", title="Rows").to_dict()
    assert chart["description"] == "macro-F1 by rows: 1,000 rows .750; 4,000 rows .800."
    assert len(next(iter(chart["datasets"].values()))) == 2
