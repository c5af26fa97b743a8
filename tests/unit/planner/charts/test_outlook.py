"""The pictures of the forecast: need against supply, and how the forecast changed."""

from __future__ import annotations

import doctest
import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from planner.charts import forecast_history, palette
from planner.charts.forecast_history import forecast_history_chart
from planner.charts.outlook import need_supply_chart

NEED = ("need", 22.0, 31.0, 46.0, "Need: 31 h (22–46)")
SUPPLY = ("supply", 19.0, 24.0, 28.0, "You have: 24 h (19–28)")
BUDGET = ("budget", 40.0, 40.0, 40.0, "Budget: 40 h")
Mark = tuple[str, float, float, float, str]


def outlook(*marks: Mark) -> dict[str, Any]:
    """The picture of these marks, each but a budget with a hill from half its low to twice its high hours."""
    rows = []
    for what, low, middle, high, _ in marks:
        if what != "budget":
            hill = ((low / 2, 0.0), (low, 0.4), (middle, 1.0), (high, 0.3), (high * 2, 0.0))
            rows += [(what, hours, density) for hours, density in hill]
    curves = pd.DataFrame(rows, columns=["what", "hours", "density"])
    told = pd.DataFrame(list(marks), columns=["what", "low_hours", "middle_hours", "high_hours", "label"])
    return need_supply_chart(curves, told, title="Will it fit?", subtitle="80 %", description="Two hills.").to_dict()


def history(days: int, chance: float = 0.4, **columns: list[float]) -> pd.DataFrame:
    """A forecast a day from 3 November on, of 31 hours (22-46), an hour logged each day."""
    rows = pd.DataFrame(
        {
            "day": pd.date_range("2025-11-03 09:00", periods=days, freq="D"),
            "logged_hours": [float(day) for day in range(days)],
            "low_hours": 22.0,
            "middle_hours": 31.0,
            "high_hours": 46.0,
            "chance": chance,
        }
    )
    return rows.assign(**columns)


def course(rows: pd.DataFrame, said: tuple[float, float] | None = (20.0, 30.0)) -> dict[str, Any]:
    low, high = said or (None, None)
    chart = forecast_history_chart(rows, title="About 31 h", description="How it went.", said_low=low, said_high=high)
    return chart.to_dict()


def layers(spec: dict[str, Any], mark: str = "") -> Iterator[dict[str, Any]]:
    """Every drawn layer of that mark, or of all."""
    for layer in spec.get("layer", []):
        yield from layers({"data": spec.get("data"), **layer}, mark)
    if "mark" in spec and mark in ("", spec["mark"]["type"]):
        yield spec


def drawn(spec: dict[str, Any], mark: str) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each layer of that mark that has rows, with its rows."""
    found = ((layer, spec["datasets"][layer["data"]["name"]]) for layer in layers(spec, mark))
    return [(layer, rows) for layer, rows in found if rows]


def words(spec: dict[str, Any]) -> set[str]:
    """Every text that stands in the picture."""
    texts = drawn(spec, "text")
    return {row[layer["encoding"]["text"]["field"]] for layer, rows in texts for row in rows}


def label_lines(spec: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["what"]: row for _, rows in drawn(spec, "text") for row in rows}


@pytest.mark.parametrize("marks", [(NEED, SUPPLY), (NEED,), (NEED, BUDGET), (NEED, SUPPLY, BUDGET), ()])
def test_every_number_stands_in_the_picture_and_is_said(marks: tuple[Mark, ...]) -> None:
    """Each curve and the budget carry their own label; a screen reader hears the same numbers; there is no legend."""
    spec = outlook(*marks)
    labels = {label for *_, label in marks}
    assert words(spec) == labels
    assert spec["description"].startswith("Two hills.")
    assert all(f"{label}." in spec["description"] for label in labels)
    assert not [layer for layer in layers(spec) if {"color", "fill", "stroke"} & set(layer["encoding"])]
    json.dumps(spec, allow_nan=False)


def test_need_and_supply_are_told_apart_with_and_without_colour() -> None:
    """Need is the purple of forecasts with a solid edge, supply the grey of plans, paler, with a dashed edge."""
    spec = outlook(NEED, SUPPLY)
    hills = {rows[0]["what"]: layer["mark"] for layer, rows in drawn(spec, "area")}
    edges = {rows[0]["what"]: layer["mark"]["strokeDash"] for layer, rows in drawn(spec, "line")}
    assert (hills["need"]["color"], hills["supply"]["color"]) == (palette.FORECAST, palette.PLANNED)
    assert hills["need"]["fillOpacity"] > hills["supply"]["fillOpacity"]
    assert edges["supply"] != edges["need"]


@pytest.mark.parametrize(("marks", "highest"), [((NEED, SUPPLY), 46.0), ((NEED, ("budget", 90, 90, 90, "90 h")), 90.0)])
def test_a_long_tail_is_cut_off_a_little_beyond_the_ranges(marks: tuple[Mark, ...], highest: float) -> None:
    """The axis runs from no hours to 1.4 times the largest high, and curves are clipped there."""
    spec = outlook(*marks)
    domains = [layer["encoding"]["x"]["scale"]["domain"] for layer, _ in drawn(spec, "area")]
    assert domains == [[0, pytest.approx(1.4 * highest)]] * len(domains)
    assert all(layer["mark"]["clip"] for mark in ("area", "line") for layer, _ in drawn(spec, mark))


@pytest.mark.slow
@pytest.mark.parametrize("supply", [2.0, 24.0, 31.0, 33.0])
@pytest.mark.parametrize(("need_high", "runs_right"), [(46.0, True), (33.0, False)])
def test_no_line_to_a_hill_runs_through_a_label(supply: float, need_high: float, runs_right: bool) -> None:
    """Each label has a line to itself, and words run away from the hill whose label is above, equal middles too.

    A wide need has its middle in the left half of the picture, where words have room to the right.
    """
    need = ("need", 29.0, 31.0, need_high, "Need")
    told = label_lines(outlook(need, ("supply", supply * 0.95, supply, supply * 1.05, "You have")))
    upper, lower = sorted(told.values(), key=lambda row: row["line"])
    assert (upper["line"], lower["line"]) == (0, 1)
    expected = "left" if runs_right or supply < 20 else "right"
    assert (upper["side"], lower["side"]) == (expected, expected)
    leftmost, rightmost = (upper, lower) if expected == "left" else (lower, upper)
    assert leftmost["share"] <= rightmost["share"]


def test_a_budget_is_a_line_without_a_hill_or_a_range() -> None:
    """One number of hours has no spread: only a line with its label."""
    spec = outlook(NEED, BUDGET)
    assert {rows[0]["what"] for _, rows in drawn(spec, "area")} == {"need"}
    ranges = [rows[0]["what"] for layer, rows in drawn(spec, "rule") if "x2" in layer["encoding"] and "what" in rows[0]]
    assert ranges == ["need"]
    assert [rows for _, rows in drawn(spec, "rule") if rows[0].get("what") == "budget"]


def test_hours_and_forecast_of_a_project_stand_at_the_right_end() -> None:
    """Forecast, logged hours, the range said, and the chance are named in the picture and said to a screen reader."""
    spec = course(history(12))
    assert words(spec) == {"forecast 31 h", "logged 11 h", "said 20–30 h", "chance 40 %"}
    said = "Last forecast, 14 Nov: 31 h in all (80 %: 22 h to 46 h), 11 h logged, chance 40 %."
    assert spec["description"] == f"How it went. {said}"


def test_colours_of_the_history_mean_what_they_mean_elsewhere() -> None:
    """Forecast band purple, hours logged blue, the range said grey."""
    spec = course(history(3))
    assert {layer["mark"]["color"] for layer, _ in drawn(spec, "area")} == {palette.FORECAST}
    assert {layer["mark"]["color"] for layer, _ in drawn(spec, "rect")} == {palette.PLANNED}
    logged = [layer for layer, rows in drawn(spec, "line") if "hours" in rows[0] and rows[-1]["hours"] == 2.0]
    assert [layer["mark"]["color"] for layer in logged] == [palette.ATTENDED]


def test_one_forecast_is_a_bar_with_a_dot() -> None:
    """A band of one moment would be invisible; a bar from low to high stands at the right, under its own day."""
    spec = course(history(1))
    assert not drawn(spec, "area")
    ((bar, rows),) = drawn(spec, "bar")
    assert (rows[0]["hours"], rows[0]["high_hours"]) == (22.0, 46.0)
    first, last = bar["encoding"]["x"]["scale"]["domain"]
    assert first["date"] < last["date"]
    assert [day["date"] for day in bar["encoding"]["x"]["axis"]["values"]] == [3]


@pytest.mark.parametrize("days", [0, 1, 2, 300])
def test_a_history_of_any_length_is_drawn_with_few_days_named(days: int) -> None:
    """From no forecast at all to hundreds: no missing numbers, never more than four days on the axis."""
    spec = course(history(days))
    assert "nan" not in json.dumps(spec, allow_nan=False).lower().replace("luminance", "")
    axes = [layer["encoding"]["x"].get("axis") for layer in layers(spec) if "axis" in layer["encoding"].get("x", {})]
    assert all(len(axis.get("values", [])) <= 4 for axis in axes)


def test_without_a_deadline_there_is_no_row_for_chances() -> None:
    """Chances are drawn against 80 % only where there are some, and a past one is not told as today's."""
    without = course(history(3, chance=float("nan")))
    assert not [text for text in words(without) if "chance" in text]
    assert "chance" not in without["description"]
    given_up = course(history(3).assign(chance=[0.4, 0.6, None]))
    assert "chance was 60 %" in words(given_up)
    wanted = [rows for _, rows in drawn(given_up, "rule") if rows == [{"chance": 0.8}]]
    assert len(wanted) == 1
    assert without["height"] < given_up["height"]


def test_labels_of_lines_that_meet_stand_apart() -> None:
    """At the end of a project hours logged, forecast and the range said are nearly one number, yet all can be read."""
    done = history(2, logged_hours=[0.0, 31.0])
    spec = course(done, said=(28.0, 34.0))
    places = sorted(rows[0]["at_hours"] for layer, rows in drawn(spec, "text") if "at_hours" in rows[0])
    assert len(places) == 3
    assert min(b - a for a, b in pairwise(places)) > 5
    assert doctest.testmod(forecast_history).failed == 0


def test_nothing_said_draws_no_band() -> None:
    """Without a range of the person's own there is no grey."""
    spec = course(history(3), said=None)
    assert not drawn(spec, "rect")
    assert not [text for text in words(spec) if text.startswith("said")]
