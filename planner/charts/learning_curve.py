"""Picture of a learning curve: scores after trainings of rising length, and where twice the time would lead."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.scores import score_number

_HEIGHT_PX = 220


def score_over_training(points: pd.DataFrame, band: pd.DataFrame, *, metric: str, title: str) -> alt.LayerChart:
    """Score on validation against minutes of training, each dot a whole training; the curve with its 80 % band.

    `points` has the columns train_s and value; `band` train_s, value, low and high, up to twice the last training, or
    it is empty. `metric` is the name on screens.
    """
    marks = _in_minutes(points).assign(words=[score_number(value) for value in points["value"]])
    x = _minutes([*marks["minute"], *_in_minutes(band.tail(1))["minute"]])
    layers: list[alt.Chart] = [] if band.empty else _curve(_in_minutes(band), x)
    dots = Chart(marks).mark_circle(color=palette.MODEL, size=80, opacity=1)
    tips = [alt.Tooltip("minute:Q", title="minutes", format=".1f"), alt.Tooltip("value:Q", title=metric, format=".3f")]
    layers.append(dots.encode(x=x, y=_scores("value"), tooltip=tips))
    if band.empty:
        named = Chart(marks.tail(1)).mark_text(baseline="bottom", dy=-8, fontWeight=600)
        layers.append(named.encode(x=x, y=_scores("value"), text=alt.Text("words:N")))
    subtitle = f"{metric} on validation texts by time of training" + ("" if band.empty else ", with an 80 % band")
    layered = palette.over_one_another(*layers).properties(height=_HEIGHT_PX)
    return readable(layered, title=title, subtitle=subtitle, description=_words(marks, band, metric))


def score_over_rows(points: pd.DataFrame, *, metric: str, title: str) -> alt.LayerChart:
    """Score on validation against rows trained on: for each number of rows, the longest training on them.

    `points` has the columns train_s, rows and value, with at least two numbers of rows.
    """
    longest = points.sort_values("train_s").groupby("rows", as_index=False).last()
    marks = longest.assign(words=[score_number(value) for value in longest["value"]])
    axis = alt.Axis(values=marks["rows"].tolist(), format=",", labelOverlap=True)
    scale = alt.Scale(type="log", nice=False, padding=14)
    x = alt.X("rows:Q", title="rows trained on", scale=scale, axis=axis)
    base = Chart(marks).encode(x=x, y=_scores("value"))
    line = base.mark_line(color=palette.MODEL, strokeWidth=2, strokeDash=[2, 3])
    tips = [alt.Tooltip("rows:Q", format=","), alt.Tooltip("value:Q", title=metric, format=".3f")]
    dots = base.mark_circle(color=palette.MODEL, size=80, opacity=1).encode(tooltip=tips)
    words = base.mark_text(baseline="bottom", dy=-8).encode(text=alt.Text("words:N"))
    layered = palette.over_one_another(line, dots, words).properties(height=_HEIGHT_PX)
    summary = "; ".join(f"{row.rows:,} rows {row.words}" for row in marks.itertuples())
    subtitle = f"{metric} on validation texts by rows, the longest training on each"
    return readable(layered, title=title, subtitle=subtitle, description=f"{metric} by rows: {summary}.")


def _curve(band: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """The band, its middle, and a ring at twice the time, named in the corner that the curve leaves free."""
    base = Chart(band).encode(x=x)
    area = base.mark_area(color=palette.FORECAST, opacity=0.3).encode(y=_scores("low"), y2=alt.Y2("high:Q"))
    line = base.mark_line(color=palette.MODEL, strokeWidth=2, strokeDash=[2, 3]).encode(y=_scores("value"))
    end = band.tail(1).assign(words=[f"twice the time: about {score_number(band['value'].iloc[-1])}"])
    last = Chart(end).encode(x=x)
    ring = last.mark_point(color=palette.MODEL, size=90, filled=False, strokeWidth=2, opacity=1)
    is_rising = band["value"].iloc[-1] >= band["value"].iloc[0]
    corner: dict[str, Any] = {"baseline": "bottom", "dy": -4} if is_rising else {"baseline": "top", "dy": 4}
    name = last.mark_text(align="right", fontWeight=600, **corner)
    at = alt.YValue("height" if is_rising else 0)
    return [area, line, ring.encode(y=_scores("value")), name.encode(y=at, text=alt.Text("words:N"))]


def _minutes(ticks: list[float]) -> alt.X:
    """Each doubling is a step to the right of one length: on such an axis a power law falls evenly."""
    words = "datum.value < 1 ? format(60 * datum.value, '.0f') + ' s' : format(datum.value, '.2~r') + ' min'"
    axis = alt.Axis(values=ticks, labelExpr=words)
    scale = alt.Scale(type="log", nice=False, padding=14)
    return alt.X("minute:Q", title="time of training", scale=scale, axis=axis)


def _scores(column: str) -> alt.Y:
    scale = alt.Scale(zero=False, nice=False, padding=18)
    return alt.Y(f"{column}:Q", title=None, scale=scale, axis=palette.score_axis())


def _in_minutes(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(minute=table["train_s"].astype(float) / 60)


def _words(marks: pd.DataFrame, band: pd.DataFrame, metric: str) -> str:
    summary = "; ".join(f"{row.minute:.1f} minutes {row.words}" for row in marks.itertuples())
    if band.empty:
        return f"{metric} after whole trainings of {summary}."
    end = band.iloc[-1]
    low, high = sorted((end["low"], end["high"]))
    ahead = f"{score_number(end['value'])} (80 %: {score_number(low)} to {score_number(high)})"
    return f"{metric} after whole trainings of {summary}. Twice the time would bring about {ahead}."
