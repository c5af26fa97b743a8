"""Hours so far over the days, against the hours planned, the deadline, and the forecast of each day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.durations import ends_words, hours_words

_HEIGHT_PX = 260
_AIR = 1.12


def burn_up_chart(
    worked: pd.DataFrame,
    forecasts: pd.DataFrame,
    *,
    title: str,
    description: str,
    said: tuple[float, float] | None,
    budget_hours: float | None = None,
    deadlines: Sequence[datetime] = (),
) -> alt.LayerChart:
    """Attended hours in blue, the hours planned as a grey band, deadlines as lines, forecasts as a purple band.

    Parameters
    ----------
    worked
        Attended hours so far: `day` (a moment of the person's clock, without a zone) and `hours`, in order.
    forecasts
        Hours in all as forecast on a `day`: `low_hours`, `middle_hours`, `high_hours`, and whether it is the one that
        first passed what was agreed on (`passed`); may be empty.
    said
        The range of the whole that was said first, in hours.
    deadlines
        Moments of the same clock: as said last, and before it as said first where that is another day.
    """
    scale = _scales(worked, forecasts, said, budget_hours, deadlines)
    layers = [
        *_planned(said, budget_hours, *scale),
        *_forecasts(forecasts, *scale),
        *_deadlines(deadlines, *scale),
        *_worked(worked, *scale, is_alone=forecasts.empty, is_early=_ends_early(worked, forecasts, deadlines)),
    ]
    layered = palette.over_one_another(*layers).properties(height=_HEIGHT_PX)
    return readable(layered, title=title, description=f"{description} {hours_words(worked['hours'].iloc[-1])} in all.")


def _scales(
    worked: pd.DataFrame,
    forecasts: pd.DataFrame,
    said_range: tuple[float, float] | None,
    budget_hours: float | None,
    deadlines: Sequence[datetime],
) -> tuple[alt.X, alt.Y]:
    moments = [*worked["day"], *forecasts["day"], *map(pd.Timestamp, deadlines)]
    hours = [*worked["hours"], *forecasts["high_hours"], *(said_range or ()), budget_hours or 0.0]
    begin, end = min(moments), max(moments)
    span = alt.Scale(domain=[palette.moment(begin), palette.moment(end)], nice=False)
    axis = alt.Axis(
        format=palette.day_format(begin, end),
        labelOverlap="greedy",
        labelSeparation=8,
        tickCount=alt.ExprRef("width / 90"),
    )
    up = alt.Axis(tickCount=5, labelExpr=palette.HOURS_LABEL)
    return (
        alt.X("day:T", title=None, scale=span, axis=axis),
        alt.Y("hours:Q", title=None, scale=alt.Scale(domain=[0, _AIR * max(hours)], nice=False), axis=up),
    )


def _ends_early(worked: pd.DataFrame, forecasts: pd.DataFrame, deadlines: Sequence[datetime]) -> bool:
    """Whether the line of the hours ends in the first half of the days that are drawn."""
    moments = [*worked["day"], *forecasts["day"], *map(pd.Timestamp, deadlines)]
    return bool(worked["day"].iloc[-1] - min(moments) < (max(moments) - min(moments)) / 2)


def _planned(said_range: tuple[float, float] | None, budget_hours: float | None, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    drawn = []
    if said_range:
        words = f"planned {ends_words(*said_range)}"
        base = Chart(pd.DataFrame({"hours": [said_range[0]], "to_hours": [said_range[1]], "words": [words]}))
        band = base.mark_rect(color=palette.PLANNED, fillOpacity=0.3, stroke=palette.PLANNED, strokeWidth=1)
        named = base.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=palette.TEXT)
        drawn += [
            band.encode(x=alt.XValue(0), x2=alt.X2Value(alt.ExprRef("width")), y=y, y2=alt.Y2("to_hours:Q")),
            named.encode(x=alt.XValue(0), y=y, text=alt.Text("words:N")),
        ]
    if budget_hours:
        base = Chart(pd.DataFrame({"hours": [budget_hours], "words": [f"budget {hours_words(budget_hours)}"]}))
        named = base.mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=palette.QUIET_TEXT)
        drawn += [
            base.mark_rule(strokeDash=list(palette.BENCHMARK_DASH)).encode(y=y),
            named.encode(x=alt.XValue(0), y=y, text=alt.Text("words:N")),
        ]
    return drawn


def _forecasts(forecasts: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The band of each day with its middle, and a diamond where it first passed; of a single one a bar."""
    if forecasts.empty:
        return []
    base = Chart(forecasts.assign(hours=forecasts["middle_hours"]))
    band = base.encode(x=x, y=alt.Y("low_hours:Q"), y2=alt.Y2("high_hours:Q"))
    bar = band.mark_bar(color=palette.FORECAST, fillOpacity=0.5, width=12, cornerRadius=2)
    tips = [
        alt.Tooltip("day:T", title="Forecast of", format=palette.FULL_DAY_FORMAT),
        alt.Tooltip("middle_hours:Q", title="Hours in all", format=",.0f"),
        alt.Tooltip("low_hours:Q", title="8 of 10: from", format=",.0f"),
        alt.Tooltip("high_hours:Q", title="to", format=",.0f"),
    ]
    area = band.mark_area(color=palette.FORECAST, fillOpacity=0.35, interpolate="step-after")
    middle = base.mark_line(color=palette.FORECAST, strokeWidth=2.5, interpolate="step-after").encode(x=x, y=y)
    return [
        bar if len(forecasts) == 1 else area,
        middle,
        base.mark_circle(size=140, opacity=0).encode(x=x, y=y, tooltip=tips),
        *_passed(forecasts, x, y),
        _name(forecasts.tail(1).assign(hours=forecasts["high_hours"].iloc[-1], words="forecast"), x, y, dy=-7),
    ]


def _passed(forecasts: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    passed = forecasts[forecasts["passed"].astype(bool)].assign(words="passed here")
    if passed.empty:
        return []
    base = Chart(passed.assign(hours=passed["middle_hours"]))
    diamond = base.mark_point(shape="diamond", filled=True, size=150, opacity=1, color=palette.TEXT)
    is_early = passed["day"].iloc[0] - forecasts["day"].iloc[0] <= forecasts["day"].iloc[-1] - passed["day"].iloc[0]
    words = base.mark_text(align="left" if is_early else "right", dx=10 if is_early else -10, dy=-10)
    return [diamond.encode(x=x, y=y), words.encode(x=x, y=y, text=alt.Text("words:N"))]


def _deadlines(deadlines: Sequence[datetime], x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """A line a deadline, named at the top; where it was moved, the first one says so."""
    names = ["deadline"] if len(deadlines) == 1 else ["first deadline", "deadline"]
    marks = pd.DataFrame({"day": list(map(pd.Timestamp, deadlines)), "words": names[: len(deadlines)]})
    if marks.empty:
        return []
    base = Chart(marks)
    rule = base.mark_rule(strokeWidth=1.5, strokeDash=[2, 2], color=palette.TEXT).encode(x=x)
    words = base.mark_text(align="right", baseline="bottom", dx=-5, color=palette.TEXT).encode(
        x=x, y=alt.YValue(alt.ExprRef("height - 4")), text=alt.Text("words:N")
    )
    return [rule, words]


def _worked(worked: pd.DataFrame, x: alt.X, y: alt.Y, *, is_alone: bool, is_early: bool) -> list[alt.Chart]:
    """The line of the hours; its name above it, or below where forecasts stand above, or behind a short one."""
    base = Chart(worked)
    tips = [
        alt.Tooltip("day:T", title="Until", format=palette.FULL_DAY_FORMAT),
        alt.Tooltip("hours:Q", title="Hours", format=",.1f"),
    ]
    line = base.mark_line(color=palette.ATTENDED, strokeWidth=2.5, interpolate="linear").encode(x=x, y=y)
    dots = base.mark_circle(color=palette.ATTENDED, size=26, opacity=1).encode(x=x, y=y, tooltip=tips)
    hours = float(worked["hours"].iloc[-1])
    end = worked.tail(1).assign(words=f"{hours_words(hours)} worked")
    if is_early:  # there is room behind it, and none in front
        return [line, dots, _name(end, x, y, align="left", dx=8)]
    return [line, dots, _name(end, x, y, dy=-12 if is_alone else 32)]


def _name(
    end: pd.DataFrame, x: alt.X, y: alt.Y, *, align: Literal["left", "right"] = "right", dx: int = 0, dy: int = 0
) -> alt.Chart:
    """Words at the end of a line."""
    return Chart(end).mark_text(align=align, dx=dx, dy=dy, fontWeight=600).encode(x=x, y=y, text=alt.Text("words:N"))
