"""Pictures of the texts before a session: how long they are."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable

_HEIGHT_PX = 250
_AIR = 1.15  # above the highest bar, for the name of the median


def text_lengths(bars: pd.DataFrame, *, median: int, unit: str, title: str) -> alt.LayerChart:
    """Texts of each length as bars, and the length that half of them do not pass as a line.

    `bars` has the columns start, end (excluded, in `unit`) and texts; it may be empty. The last bar holds all longer
    texts.
    """
    most = max(1.0, float(bars["texts"].max()) if len(bars) else 1.0)
    words = [_length_words(*row, unit) for row in zip(bars["start"], bars["end"], strict=True)]
    shown = bars.assign(words=words, bottom=0)
    x = alt.X("start:Q", title=unit, scale=alt.Scale(domain=_span(bars), nice=False), axis=alt.Axis(tickCount=5))
    y = alt.Y("texts:Q", axis=None, scale=alt.Scale(domain=[0, most * _AIR]))
    tooltip = [alt.Tooltip("words:N", title="length"), alt.Tooltip("texts:Q", title="texts", format=",")]
    columns = Chart(shown).mark_bar(color=palette.PLANNED, stroke=palette.PAPER, strokeWidth=1)
    layers: list[alt.Chart] = [columns.encode(x=x, x2=alt.X2("end:Q"), y=y, y2=alt.Y2("bottom:Q"), tooltip=tooltip)]
    if len(bars):
        layers += _median(median)
    layered = palette.over_one_another(*layers).properties(height=_HEIGHT_PX)
    summary = f"{int(bars['texts'].sum()):,} texts; the middle one has {median:,} {unit}."
    return readable(layered, title=title, description=f"How many texts there are of each length: {summary}")


def _median(median: int) -> list[alt.Chart]:
    base = Chart(pd.DataFrame({"at": [median], "words": [f"median {median:,}"]})).encode(x=alt.X("at:Q"))
    line = base.mark_rule(strokeWidth=1.5)
    return [
        line,
        base.mark_text(align="left", baseline="top", dx=6, dy=1).encode(y=alt.YValue(0), text=alt.Text("words:N")),
    ]


def _length_words(start: float, end: float, unit: str) -> str:
    return f"{start:,.0f} {unit}" if end - start <= 1 else f"{start:,.0f} to {end - 1:,.0f} {unit}"


def _span(bars: pd.DataFrame) -> list[float]:
    return [float(bars["start"].min()), float(bars["end"].max())] if len(bars) else [0.0, 1.0]
