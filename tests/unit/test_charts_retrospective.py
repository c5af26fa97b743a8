"""Pictures of a project looked back on: bands, bars, days, loops and scores."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from planner.charts import palette, retrospective

PHASES = pd.DataFrame(
    {
        "phase": ["Model", "Explore", "Set up"],
        "position": [2, 0, 1],
        "low_hours": [6.0, 2.0, None],
        "high_hours": [7.0, 4.0, None],
        "cap_hours": [None, 5.0, None],
        "attended_hours": [4.7, 9.0, 1.0],
        "unattended_hours": [5.6, 0.0, 0.0],
        "past_cap_hours": [0.0, 4.0, 0.0],
    }
)


def drawn(chart: Any, mark: str) -> list[dict[str, Any]]:
    """The layers of a chart that draw a kind of mark."""
    return [layer for layer in chart.to_dict()["layer"] if layer["mark"]["type"] == mark]


def rows(chart: Any) -> list[dict[str, Any]]:
    """The rows of a chart's own table, that of its first layer."""
    spec = chart.to_dict()
    table: list[dict[str, Any]] = spec["datasets"][spec.get("data", spec["layer"][0].get("data"))["name"]]
    return table


def test_each_phase_has_its_band_its_hours_and_its_cap() -> None:
    """Grey what was planned; blue to the cap, vermillion past it; the machine's hours start at zero, apart."""
    chart = retrospective.planned_against_actual(PHASES, title="Phases")
    bars = {layer["mark"]["color"]: layer for layer in drawn(chart, "bar")}
    ends = {colour: (bar["encoding"]["x"]["field"], bar["encoding"]["x2"]["field"]) for colour, bar in bars.items()}
    assert ends == {
        palette.PLANNED: ("low_hours", "high_hours"),
        palette.ATTENDED: ("zero", "within_end"),
        palette.PAST_CAP: ("within_end", "attended_hours"),
        palette.UNATTENDED: ("zero", "unattended_hours"),
    }
    assert bars[palette.UNATTENDED]["mark"]["height"] < bars[palette.ATTENDED]["mark"]["height"]
    assert drawn(chart, "tick")[0]["encoding"]["x"]["field"] == "cap_hours"


def test_phases_stand_in_the_order_of_the_plan_with_their_numbers() -> None:
    """Words beside the bars carry unit and machine hours; the description tells the same."""
    chart = retrospective.planned_against_actual(PHASES, title="Phases")
    orders = [layer["encoding"]["y"]["scale"]["domain"] for layer in drawn(chart, "bar")]
    assert all(order == ["Explore", "Set up", "Model"] for order in orders)  # also where the first has no band
    assert [row["words"] for row in rows(chart)] == ["9 h, 4 h past cap", "1 h", "4.7 h + 5.6 h machine"]
    assert "Explore 9 h, 4 h past cap; Set up 1 h" in chart.to_dict()["description"]


def test_a_plan_without_hours_and_hours_without_a_plan_are_drawn() -> None:
    """The scale has an end either way."""
    nothing = PHASES.assign(attended_hours=0.0, unattended_hours=0.0, past_cap_hours=0.0)
    unplanned = PHASES.assign(low_hours=None, high_hours=None, cap_hours=None).astype({"low_hours": float})
    for frame in (nothing, unplanned):
        chart = retrospective.planned_against_actual(frame.astype({"high_hours": float}), title="Phases").to_dict()
        (end,) = {layer["encoding"]["x"]["scale"]["domain"][1] for layer in chart["layer"] if "x2" in layer["encoding"]}
        assert end > 0


def test_days_are_rows_and_entries_blocks_on_the_clock() -> None:
    """Own hours thick, the machine's thin; the axis leaves out nights without work."""
    blocks = pd.DataFrame(
        {
            "day": [date(2026, 5, 9), date(2026, 5, 8), date(2026, 5, 8)],
            "phase": ["Model", "Clean", "Explore"],
            "start_hour": [0.0, 10.0, 13.0],
            "end_hour": [1.5, 12.5, 14.0],
            "attended": [False, True, True],
            "hours": [1.5, 2.5, 1.0],
        }
    )
    chart = retrospective.days(blocks[blocks["attended"]], title="Days")
    own, machine = drawn(chart, "bar")
    assert own["encoding"]["x"]["scale"]["domain"] == [9.0, 15.0]
    assert own["mark"]["height"] > machine["mark"]["height"]
    both = retrospective.days(blocks, title="Days")
    assert drawn(both, "bar")[0]["encoding"]["y"]["scale"]["domain"] == ["Fri 8 May", "Sat 9 May"]
    assert [row["name"] for row in rows(both)] == ["", "Clean", ""]  # only a long block has room for its name


def test_the_order_of_phases_keeps_the_order_of_the_plan() -> None:
    """A loop is a zigzag only if rows stand as the plan has them."""
    visits = pd.DataFrame({"phase": ["Explore", "Clean"], "from_hours": [0.0, 2.0], "to_hours": [2.0, 3.0]})
    chart = retrospective.order_of_phases(visits, ["Clean", "Explore"], title="Order")
    (blocks,) = drawn(chart, "bar")
    assert blocks["encoding"]["y"]["scale"]["domain"] == ["Clean", "Explore"]
    assert (blocks["encoding"]["x"]["field"], blocks["encoding"]["x2"]["field"]) == ("from_hours", "to_hours")
    assert "order of their visits: Explore, Clean." in chart.to_dict()["description"]


def test_sessions_show_score_interval_and_benchmark_and_one_without_a_model_keeps_its_place() -> None:
    """A lost session is part of the story, not a gap."""
    sessions = pd.DataFrame(
        {
            "number": [1, 2],
            "source": ["a.csv", "a.csv"],
            "delivered": [0.84, None],
            "low": [0.83, None],
            "high": [0.85, None],
            "benchmark": [0.8, 0.81],
        }
    )
    chart = retrospective.session_scores(sessions, title="Sessions", metric="macro-F1")
    (interval,) = drawn(chart, "rule")
    assert (interval["encoding"]["y"]["field"], interval["encoding"]["y2"]["field"]) == ("low", "high")
    (dashes,) = drawn(chart, "line")
    assert dashes["mark"]["strokeDash"] == list(palette.BENCHMARK_DASH)
    assert "session 1 .840; session 2 no model." in chart.to_dict()["description"]
