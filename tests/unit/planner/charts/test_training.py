"""Pictures of a training session: what they encode, and what they call themselves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from planner.charts import palette, training

PROGRESS = pd.DataFrame(
    {
        "elapsed_s": [60.0, 90.0, 120.0],
        "loss": [0.9, 0.6, 0.5],
        "score": [0.81, None, 0.84],
        "learning_rate": [1e-3, 3e-3, 2.1e-3],
        "memory_mb": [900.0, 950.0, 1960.0],
    }
)


def layers(chart: Any, mark: str) -> list[dict[str, Any]]:
    """The layers of a chart that draw a kind of mark."""
    return [layer for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == mark]


def values(chart: Any, layer: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows that a layer draws."""
    spec = chart.to_dict()
    rows: list[dict[str, Any]] = spec["datasets"][layer.get("data", spec.get("data"))["name"]]
    return rows


def score_chart(progress: pd.DataFrame = PROGRESS, benchmark: float | None = 0.8) -> Any:
    """The score over the minutes of a box of five."""
    return training.score_over_minutes(progress, 300, metric="macro-F1", benchmark=benchmark, title="So far")


def test_the_score_stands_over_the_minutes_of_the_whole_box() -> None:
    """Reports without a score draw nothing; the axis reaches to the end of the box."""
    (line,) = layers(score_chart(), "line")
    rows = values(score_chart(), line)
    assert [(row["minute"], row["score"]) for row in rows] == [(1.0, 0.81), (2.0, 0.84)]
    assert line["encoding"]["x"]["scale"]["domain"] == [0, 5]
    assert line["mark"]["color"] == palette.MODEL


def test_the_benchmark_is_a_dashed_line_with_its_name() -> None:
    """Named directly on the side that the model's line leaves free; no line without a benchmark."""
    (rule,) = layers(score_chart(), "rule")
    assert rule["mark"]["strokeDash"] == list(palette.BENCHMARK_DASH)
    sides = {}
    for benchmark in (0.8, 0.9):
        chart = score_chart(benchmark=benchmark)
        named = [layer for layer in layers(chart, "text") if "n-gram" in values(chart, layer)[0]["words"]]
        sides[benchmark] = named[0]["mark"]["baseline"]
    assert sides == {0.8: "top", 0.9: "bottom"}
    assert not layers(score_chart(benchmark=None), "rule")


def test_the_last_score_is_written_at_its_point() -> None:
    """A person reads the number, not the axis."""
    chart = score_chart()
    written = [values(chart, layer)[-1]["words"] for layer in layers(chart, "text")]
    assert ".840" in written
    assert "went from 0.810 to 0.840. The benchmark has 0.800." in chart.to_dict()["description"]


@pytest.mark.parametrize(
    ("draw", "title"),
    [
        (training.loss_over_minutes, "Training loss: 0.50"),
        (training.learning_rate_over_minutes, "Learning rate: 2.1e-3"),
        (training.memory_over_minutes, "Memory, MB: 1,960"),
    ],
)
def test_small_pictures_say_their_newest_number(draw: Any, title: str) -> None:
    """Loss, learning rate and memory carry the number in the title."""
    assert draw(PROGRESS, 300).to_dict()["title"]["text"] == title


def test_planned_seconds_lie_under_used_ones() -> None:
    """A stage that was not reached says so; long times are written in minutes."""
    stages = pd.DataFrame(
        {"stage": ["Read", "Train", "Final check"], "planned_s": [3.0, 210.0, 25.0], "used_s": [1.4, 205.0, None]}
    )
    chart = training.planned_and_used(stages, title="Where")
    planned, used = layers(chart, "bar")
    assert (planned["encoding"]["x"]["field"], used["encoding"]["x"]["field"]) == ("planned_s", "used_s")
    assert planned["mark"]["color"] == palette.PLANNED
    assert planned["encoding"]["y"]["scale"]["domain"] == ["Read", "Train", "Final check"]
    said = chart.to_dict()["description"]
    assert "Read 1 s of 3 s; Train 3:25 min of 3:30 min; Final check not reached." in said


def test_only_the_largest_classes_are_drawn() -> None:
    """Two hundred bars are no picture: the twelve largest are kept."""
    many = pd.DataFrame({"label": [f"c{i}" for i in range(40)], "rows": range(400, 0, -10), "share": 1 / 40})
    counts = training.class_counts(many, title="Classes")
    assert len(values(counts, layers(counts, "bar")[0])) == training.MOST_CLASSES
    f1 = training.per_class(many.assign(benchmark=0.5, delivered=0.6), title="F1")
    drawn = [row["label"] for row in values(f1, layers(f1, "circle")[0])]
    assert drawn == [f"c{i}" for i in range(training.MOST_CLASSES)]


def test_a_rare_label_is_not_said_to_have_no_rows() -> None:
    """400 of 151,722 are no "0 %"."""
    rare = pd.DataFrame({"label": ["insult", "threat"], "rows": [7764, 400], "share": [7764 / 151722, 400 / 151722]})
    description = training.class_counts(rare, title="Labels").to_dict()["description"]
    assert description == "Rows of each class: insult 7,764 · 5 %; threat 400 · under 1 %."


def test_each_class_shows_the_way_from_the_benchmark_to_the_model() -> None:
    """A stroke for the n-gram model, a dot for the delivered one; without a benchmark, the dot alone has a number."""
    f1 = pd.DataFrame({"label": ["a", "b"], "rows": [10, 20], "benchmark": [0.7, None], "delivered": [0.75, 0.79]})
    chart = training.per_class(f1, title="F1")
    assert layers(chart, "tick")[0]["encoding"]["x"]["field"] == "benchmark"
    assert layers(chart, "circle")[0]["encoding"]["x"]["field"] == "delivered"
    assert "a .75 (n-gram .70)" in chart.to_dict()["description"]
    assert "b .79" in chart.to_dict()["description"]
    assert "nan" not in chart.to_dict()["description"]
