"""A picture of a label that is a number: how many rows have which values, and where the line or the cuts are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Literal

import altair as alt
import pandas as pd

from data.labels.numbers import shown
from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable

_BARS = 40
_HEIGHT_PX = 190
_PEAK = 5  # times the second highest bar


def number_bars(rows_of: Mapping[float, int]) -> pd.DataFrame:
    """Rows of each stretch of numbers, for a picture: columns start, end and rows; given the rows of each number.

    >>> bars = number_bars({0.0: 90, 0.5: 30, 1.0: 9})
    >>> bars[bars["rows"] > 0].to_numpy().tolist()
    [[0.0, 0.05, 90.0], [0.5, 0.55, 30.0], [1.0, 1.05, 9.0]]
    """
    numbers, rows = list(rows_of), list(rows_of.values())
    least, width = numbers[0], nice_step((numbers[-1] - numbers[0]) / _BARS)
    first = math.floor(least / width)
    places = [math.floor(number / width + 1e-9) - first for number in numbers]
    counted = [0] * (max(places) + 1)
    for place, of_number in zip(places, rows, strict=True):
        counted[place] += of_number
    edges = [float(f"{(first + place) * width:.12g}") for place in range(len(counted) + 1)]
    return pd.DataFrame({"start": edges[:-1], "end": edges[1:], "rows": counted})


def nice_step(about: float) -> float:
    """A step of one, two or five times a power of ten, at least as large; 1 where there is no stretch at all.

    >>> nice_step(0.025), nice_step(3.1), nice_step(0)
    (0.05, 5.0, 1.0)
    """
    if about <= 0 or not math.isfinite(about):
        return 1.0
    power = 10.0 ** math.floor(math.log10(about))
    return float(f"{next(power * times for times in (1, 2, 5, 10) if power * times >= about * (1 - 1e-9)):.6g}")


def number_histogram(bars: pd.DataFrame, cuts: Sequence[float], *, title: str, column: str) -> alt.LayerChart:
    """Rows of each stretch of numbers as bars, with a line at each cut. `bars` is as from `number_bars`."""
    base = Chart(bars.assign(bottom=0))
    ends = [float(bars["start"].iloc[0]), float(bars["end"].iloc[-1])]
    x = alt.X("start:Q", title=column, scale=alt.Scale(domain=ends, nice=False), axis=alt.Axis(tickCount=6))
    y = alt.Y("rows:Q", title=None, scale=alt.Scale(type=_scale_of(bars)), axis=alt.Axis(tickCount=3, format="~s"))
    tooltip = [
        alt.Tooltip("start:Q", title="from"),
        alt.Tooltip("end:Q", title="to"),
        alt.Tooltip("rows:Q", format=","),
    ]
    columns = base.mark_bar(color=palette.PLANNED, stroke=palette.PAPER, strokeWidth=1)
    drawn = columns.encode(x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2("bottom:Q"), tooltip=tooltip)
    line = Chart(pd.DataFrame({"cut": list(cuts), "words": [shown(cut) for cut in cuts]}))
    rule = line.mark_rule(color=palette.PAST_CAP, strokeWidth=2.5).encode(x=alt.X("cut:Q"))
    words = line.mark_text(align="left", baseline="top", dx=5, fontWeight=600).encode(
        x=alt.X("cut:Q"), y=alt.YValue(0), text=alt.Text("words:N")
    )
    layered = palette.over_one_another(drawn, rule, words).properties(height=_HEIGHT_PX)
    at = ", ".join(shown(cut) for cut in cuts)
    said = f"Rows by {column}, {shown(ends[0])} to {shown(ends[1])}; a line at {at}." if at else f"Rows by {column}."
    subtitle = "heights by square roots: one stretch holds most rows" if _scale_of(bars) == "sqrt" else ""
    return readable(layered, title=title, subtitle=subtitle, description=said)


def _scale_of(bars: pd.DataFrame) -> Literal["linear", "sqrt"]:
    """Square roots where one bar would flatten all others, as zeros do among shares."""
    highest = sorted(bars["rows"], reverse=True)
    return "sqrt" if len(highest) > 1 and highest[0] > _PEAK * highest[1] else "linear"
