"""Pictures of a project looked back on: bands, bars, days, loops and scores."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from planner.charts import palette, retrospective
from planner.charts.burn_up import burn_up_chart
from planner.charts.worth import WorthEnds, worth_chart

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
        "planned": [True, True, False],
        "honest_low_hours": [4.0, 1.0, None],
        "honest_high_hours": [16.0, 7.0, None],
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


def bars(chart: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The bars of a chart by the fields at which they begin and end."""
    found = drawn(chart, "bar")
    return {(layer["encoding"]["x"]["field"], layer["encoding"]["x2"]["field"]): layer["mark"] for layer in found}


def test_each_phase_has_its_bands_its_hours_and_its_cap() -> None:
    """Grey what was planned, above purple what was honest; blue to the cap, vermillion past it; the machine apart."""
    found = bars(retrospective.planned_against_actual(PHASES, title="Phases"))
    assert {ends: mark["color"] for ends, mark in found.items()} == {
        ("low_hours", "high_hours"): palette.PLANNED,
        ("honest_low_hours", "honest_high_hours"): palette.FORECAST,
        ("zero", "within_end"): palette.ATTENDED,
        ("zero", "unplanned_end"): palette.ATTENDED,
        ("cap_end", "attended_hours"): palette.PAST_CAP,
        ("zero", "unattended_hours"): palette.UNATTENDED,
    }
    planned, honest = found["low_hours", "high_hours"], found["honest_low_hours", "honest_high_hours"]
    assert planned["yOffset"] < 0 < honest["yOffset"]  # in grey, the place tells them apart
    assert found["zero", "unattended_hours"]["height"] < found["zero", "within_end"]["height"]
    (tick,) = drawn(retrospective.planned_against_actual(PHASES, title="Phases"), "tick")
    assert tick["encoding"]["x"]["field"] == "cap_hours"


def test_a_phase_that_was_never_planned_has_a_sign_and_a_word() -> None:
    """Hollow with a dashed edge, and said; not where nothing was planned at all."""
    chart = retrospective.planned_against_actual(PHASES, title="Phases")
    assert bars(chart)["zero", "unplanned_end"]["strokeDash"]
    ends = {row["phase"]: (row["within_end"], row["unplanned_end"]) for row in rows(chart)}
    assert ends == {"Explore": (5.0, 0.0), "Set up": (0.0, 1.0), "Model": (4.7, 0.0)}
    bare = retrospective.planned_against_actual(PHASES.assign(planned=False), title="Phases")
    assert [row["unplanned_end"] for row in rows(bare)] == [0.0, 0.0, 0.0]


def test_phases_stand_in_the_order_of_the_plan_with_their_numbers() -> None:
    """Words beside the bars carry unit and machine hours; the description tells the same, with both ranges."""
    chart = retrospective.planned_against_actual(PHASES, title="Phases")
    orders = [layer["encoding"]["y"]["scale"]["domain"] for layer in drawn(chart, "bar")]
    assert all(order == ["Explore", "Set up", "Model"] for order in orders)  # also where the first has no band
    assert [row["words"] for row in rows(chart)] == ["9 h, 4 h past cap", "1 h, not planned", "4.7 h + 5.6 h machine"]
    said = chart.to_dict()["description"]
    assert "Explore 9 h, 4 h past cap, planned 2–4 h, honest then 1–7 h; Set up 1 h, not planned" in said


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
    (way,) = drawn(chart, "line")
    assert way["encoding"]["order"]["field"] == "from_hours"  # from visit to visit, and not along the rows
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
    (dot,) = drawn(chart, "circle")
    assert dot["encoding"]["y"]["axis"]["labelBound"], "a number at the upper edge would push the title out of sight"


SCORES = pd.DataFrame(
    {
        "attended_hours": [2.0, 5.0, 9.0],
        "all_hours": [2.0, 6.0, 14.0],
        "value": [0.7, 0.8, 0.75],
        "best": [0.7, 0.8, 0.8],
        "is_best": [True, True, False],
        "by": ["by hand", "s1", "s2"],
        "box_hours": [None, 0.5, 1.0],
        "benchmark": [None, 0.72, 0.73],
    }
)


def worth(*, all_hours: float) -> Any:
    ends = WorthEnds(10.0, all_hours)
    return worth_chart(SCORES, title="Best", metric="macro-F1", ends=ends, moment=(7.0, 0.8))


def test_the_score_has_a_line_over_a_persons_hours_and_one_over_all() -> None:
    """Each in its colour with its name at its end; the benchmark is dashed, and no bar where it is unknown."""
    steps = [layer for layer in drawn(worth(all_hours=15.0), "line") if "strokeDash" not in layer["mark"]]
    lines = {layer["mark"]["color"]: layer for layer in steps}
    own, everything = lines[palette.ATTENDED], lines[palette.UNATTENDED]
    data = worth(all_hours=15.0).to_dict()["datasets"]
    assert [row["hours"] for row in data[own["data"]["name"]]] == [2.0, 5.0, 9.0, 10.0]
    assert [row["hours"] for row in data[everything["data"]["name"]]] == [2.0, 6.0, 14.0, 15.0]
    dashed = [layer for layer in drawn(worth(all_hours=15.0), "line") if "strokeDash" in layer["mark"]]
    assert [row["benchmark"] for row in data[dashed[0]["data"]["name"]]] == [0.72, 0.73]


def test_without_hours_of_machines_there_is_one_line() -> None:
    """Two lines that lie on each other would say nothing."""
    assert len([layer for layer in drawn(worth(all_hours=10.1), "line") if "strokeDash" not in layer["mark"]]) == 1


def test_each_session_is_a_mark_with_its_box_full_where_it_was_the_best() -> None:
    """Hollow where it was not kept as the best; a result by hand has a square and no box."""
    chart = worth(all_hours=15.0)
    spec = chart.to_dict()
    boxes = [layer for layer in drawn(chart, "rule") if layer["encoding"].get("x2", {}).get("field") == "hours"]
    assert [(row["from_hours"], row["hours"]) for row in spec["datasets"][boxes[0]["data"]["name"]]] == [
        (4.5, 5.0),
        (8.0, 9.0),
    ]
    hollow, full, moment = drawn(chart, "point")
    assert (hollow["transform"][0]["filter"], full["transform"][0]["filter"]) == ("!datum.is_best", "datum.is_best")
    assert moment["mark"]["shape"] == "diamond"
    assert ".700 after 2 h; .800 after 5 h" in spec["description"]


def test_the_burn_up_has_the_plan_the_deadline_the_forecasts_and_the_hours() -> None:
    """Each in its colour and with its name; a diamond where the forecast first passed the deadline."""
    days = [pd.Timestamp(2026, 5, day) for day in (1, 3, 5)]
    worked = pd.DataFrame({"day": days, "hours": [0.0, 4.0, 9.0]})
    forecasts = pd.DataFrame({"day": days[:2], "low_hours": [8.0, 9.0], "middle_hours": [12.0, 15.0]})
    forecasts = forecasts.assign(high_hours=[20.0, 30.0], passed=[False, True])
    chart = burn_up_chart(
        worked, forecasts, title="T", description="D.", said=(10.0, 14.0), deadlines=[days[1], pd.Timestamp(2026, 5, 9)]
    )
    spec = chart.to_dict()
    (plan,) = drawn(chart, "rect")
    (band,) = drawn(chart, "area")
    assert (plan["mark"]["color"], band["mark"]["color"]) == (palette.PLANNED, palette.FORECAST)
    assert [layer["mark"]["color"] for layer in drawn(chart, "line")] == [palette.FORECAST, palette.ATTENDED]
    (diamond,) = drawn(chart, "point")
    assert [row["middle_hours"] for row in spec["datasets"][diamond["data"]["name"]]] == [15.0]
    words = {row["words"] for table in spec["datasets"].values() for row in table if "words" in row}
    assert words == {"planned 10–14 h", "passed here", "forecast", "first deadline", "deadline", "9 h worked"}
    assert drawn(chart, "line")[0]["encoding"]["x"]["scale"]["domain"][1]["date"] == 9  # as far as the deadline


def test_the_burn_up_does_without_plan_and_forecast() -> None:
    """Hours of an imported log alone."""
    worked = pd.DataFrame({"day": [pd.Timestamp(2026, 5, 1), pd.Timestamp(2026, 5, 2)], "hours": [0.0, 4.0]})
    nothing = pd.DataFrame(columns=["day", "low_hours", "middle_hours", "high_hours", "passed"])
    chart = burn_up_chart(worked, nothing, title="T", description="D.", said=None)
    assert [layer["mark"]["color"] for layer in drawn(chart, "line")] == [palette.ATTENDED]
    assert chart.to_dict()["description"] == "D. 4 h in all."
