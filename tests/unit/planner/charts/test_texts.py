"""What all pictures have in common: a title, words for a screen reader, no legend, and no fear of empty tables."""

from __future__ import annotations

import doctest
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import altair as alt
import pandas as pd
import pytest

from planner.charts import learning_curve, palette, plan, retrospective, training, work

AnyChart = alt.Chart | alt.LayerChart

CLASSES = pd.DataFrame({"label": ["ham", "spam"], "rows": [870, 130], "share": [0.87, 0.13]})
PROGRESS = pd.DataFrame(
    {
        "elapsed_s": [60.0, 90.0, 120.0],
        "epoch": [0.5, 1.0, 1.5],
        "loss": [0.9, 0.6, 0.5],
        "score": [0.81, None, 0.84],
        "learning_rate": [1e-3, 3e-3, 2e-3],
        "memory_mb": [900.0, 950.0, 960.0],
    }
)
STAGES = pd.DataFrame({"stage": ["Read", "Train"], "planned_s": [3.0, 210.0], "used_s": [1.4, None]})
F1 = pd.DataFrame({"label": ["a", "b"], "rows": [10, 20], "benchmark": [0.7, 0.8], "delivered": [0.75, 0.79]})
CURVE = pd.DataFrame({"train_s": [5.0, 240.0], "value": [0.7, 0.8], "low": [0.69, 0.79], "high": [0.71, 0.81]})
PHASES = pd.DataFrame(
    {
        "phase": ["Clean", "Explore"],
        "position": [0, 1],
        "low_hours": [2.0, 2.0],
        "high_hours": [4.0, 4.0],
        "cap_hours": [5.0, 5.0],
        "attended_hours": [3.0, 9.0],
        "unattended_hours": [0.0, 5.0],
        "past_cap_hours": [0.0, 4.0],
        "planned": [True, True],
    }
)
DAYS = pd.DataFrame(
    {
        "day": [pd.Timestamp("2026-05-08").date()] * 2,
        "phase": ["Clean", "Model"],
        "start_hour": [10.0, 22.0],
        "end_hour": [12.5, 24.0],
        "attended": [True, False],
        "hours": [2.5, 2.0],
    }
)
VISITS = pd.DataFrame({"phase": ["Clean", "Explore"], "from_hours": [0.0, 2.0], "to_hours": [2.0, 3.0]})
SESSIONS = pd.DataFrame(
    {
        "number": [1, 2],
        "source": ["a.csv", "a.csv"],
        "delivered": [0.84, None],
        "low": [0.83, None],
        "high": [0.85, None],
        "benchmark": [0.8, 0.8],
    }
)
PLAN_ROWS = pd.DataFrame(
    {
        "name": ["Total", "Clean"],
        "low_hours": [20.0, None],
        "high_hours": [30.0, None],
        "cap_hours": [None, 5.0],
        "logged_hours": [6.0, 6.0],
        "label": ["6 h of 20–30 h", "6 h"],
    }
)
TODAY = pd.DataFrame(
    {
        "phase": ["Clean"],
        "start_hour": [9.0],
        "end_hour": [10.5],
        "attended": [True],
        "label": ["1.5 h"],
        "from_to": ["9:00–10:30"],
    }
)

CHARTS: dict[str, tuple[Callable[[pd.DataFrame], AnyChart], pd.DataFrame]] = {
    "classes": (lambda frame: training.class_counts(frame, title="Title"), CLASSES),
    "loss": (lambda frame: training.loss_over_minutes(frame, 300), PROGRESS),
    "learning rate": (lambda frame: training.learning_rate_over_minutes(frame, 300), PROGRESS),
    "memory": (lambda frame: training.memory_over_minutes(frame, 300), PROGRESS),
    "score": (
        lambda frame: training.score_over_minutes(frame, 300, metric="macro-F1", benchmark=0.8, title="Title"),
        PROGRESS,
    ),
    "stages": (lambda frame: training.planned_and_used(frame, title="Title"), STAGES),
    "per class": (lambda frame: training.per_class(frame, title="Title"), F1),
    "learning curve": (
        lambda frame: learning_curve.score_over_training(frame, frame, metric="macro-F1", title="Title"),
        CURVE,
    ),
    "phases": (lambda frame: retrospective.planned_against_actual(frame, title="Title"), PHASES),
    "days": (lambda frame: retrospective.days(frame, title="Title"), DAYS),
    "order": (lambda frame: retrospective.order_of_phases(frame, ["Clean", "Explore"], title="Title"), VISITS),
    "sessions": (lambda frame: retrospective.session_scores(frame, title="Title", metric="macro-F1"), SESSIONS),
    "plan": (lambda frame: plan.plan_chart(frame, title="Title"), PLAN_ROWS),
    "today": (lambda frame: work.day_chart(frame, title="Title", now_hour=11.0), TODAY),
}


def channels(spec: Any) -> Iterator[tuple[str, Any]]:
    """Every encoding channel of a specification, in all layers."""
    yield from spec.get("encoding", {}).items()
    for layer in spec.get("layer", []):
        yield from channels(layer)


@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_has_a_title_words_and_no_legend(name: str) -> None:
    """No data column decides a colour, so no rainbow and no legend can appear; a screen reader has a sentence."""
    draw, frame = CHARTS[name]
    spec = draw(frame).to_dict()
    assert spec["title"]["text"]
    assert len(spec["description"]) > 10
    assert not [channel for channel, _ in channels(spec) if channel in ("color", "fill", "stroke", "shape")]
    assert not re.search(r"\bnan\b", spec["title"]["text"] + spec["description"])


@pytest.mark.parametrize("name", CHARTS)
def test_an_empty_table_gives_an_empty_picture(name: str) -> None:
    """No rows yet is a state like any other: the chart is drawn, and its scales have a beginning and an end."""
    draw, frame = CHARTS[name]
    spec = draw(frame.head(0)).to_dict()
    json.dumps(spec, allow_nan=False)
    assert spec["title"]["text"]
    scales = [encoding.get("scale") or {} for _, encoding in channels(spec) if isinstance(encoding, dict)]
    assert all(scale["domain"][0] < scale["domain"][1] for scale in scales if "domain" in scale)


@pytest.mark.parametrize("name", CHARTS)
def test_one_row_is_enough(name: str) -> None:
    """The first row of each table is drawn without a missing number in scales or words."""
    draw, frame = CHARTS[name]
    spec = draw(frame.head(1)).to_dict()
    assert not re.search(r"\bnan\b", spec["title"]["text"] + spec["description"])


def test_colours_mean_the_same_everywhere_and_are_told_apart() -> None:
    """The palette is the published one for colour-blind eyes, and no two meanings share a colour."""
    meanings = [
        palette.PLANNED, palette.ATTENDED, palette.UNATTENDED, palette.PAST_CAP, palette.MODEL, palette.FORECAST,
    ]  # fmt: skip
    assert len(set(meanings)) == len(meanings)
    assert (palette.ATTENDED, palette.PAST_CAP, palette.MODEL) == ("#0072B2", "#D55E00", "#009E73")


def test_scores_are_written_as_the_examples_say() -> None:
    """Without the zero before the point, with a true minus sign."""
    assert doctest.testmod(palette).failed == 0
