"""Projects beside each other, one picture a question; names stand above their marks, which leaves a phone its width."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.durations import between_words, hours_words
from planner.domain.wording.numbers import share_words
from planner.domain.wording.scores import gain_words, score_number

_BAR_PX = 17  # one project within a phase
_PHASE_GAP_PX = 10
_ROW_PX = 48  # a project's name, and below it its mark
_TITLE_PX, _AXIS_PX = 30, 26  # a chart's height is that of all of it
_WORDS_PX = 190  # kept free at the right of the shares for a number and a name
_LONGEST_NAME = 24  # letters that fit there


def shares(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """For each phase a bar a project: its share of that project's hours. The first project is full, the others pale.

    `frame` is `side_by_side.shares_frame`: phase, project, hours, share; phases in order of their largest share.
    """
    projects, phases = list(dict.fromkeys(frame["project"])), list(dict.fromkeys(frame["phase"]))
    shown = frame.assign(
        zero=0.0,
        words=[
            f"{share_words(s, 1)}  {_short(name)}" for s, name in zip(frame["share"], frame["project"], strict=True)
        ],
        told=frame["hours"].map(hours_words),
        is_first=frame["project"] == projects[0],
    )
    scale = alt.Scale(
        domain=[0, float(shown["share"].max())], nice=False, range=[0, alt.ExprRef(f"width - {_WORDS_PX}")]
    )
    height = len(phases) * (_BAR_PX * len(projects) + _PHASE_GAP_PX)
    y = palette.named_rows("phase", phases, labelLimit=110)
    y = y.scale(domain=phases, paddingInner=_PHASE_GAP_PX * len(phases) / height, paddingOuter=0)
    base = Chart(shown).encode(
        y=y,
        yOffset=alt.YOffset("project:N", sort=None, scale=alt.Scale(domain=projects)),
        tooltip=[alt.Tooltip("project:N"), alt.Tooltip("phase:N"), alt.Tooltip("told:N", title="Hours")],
    )
    bars = base.mark_bar(color=palette.ATTENDED, cornerRadius=2, height=_BAR_PX - 4).encode(
        x=alt.X("zero:Q", scale=scale, axis=None),
        x2=alt.X2("share:Q"),
        opacity=alt.condition("datum.is_first", alt.value(1), alt.value(0.55)),
    )
    words = base.mark_text(align="left", dx=5, fontSize=12).encode(
        x=alt.X("share:Q", scale=scale, axis=None), text=alt.Text("words:N")
    )
    summary = "; ".join(
        f"{row['phase']} {share_words(row['share'], 1)} in {row['project']}" for _, row in frame.iterrows()
    )
    description = f"Share of a person's hours by phase: {summary}."
    return readable((bars + words).properties(height=height + _TITLE_PX), title=title, description=description)


def ratios(frame: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """A dot a project on a scale of doublings, its planned range as a grey band; hollow while the project goes on.

    `frame` is `side_by_side.ratios_frame`: project, hours, low_hours, high_hours, ratio, finished.
    """
    middle = frame["hours"] / frame["ratio"]
    shown = frame.assign(
        low=frame["low_hours"] / middle,
        high=frame["high_hours"] / middle,
        words=[_ratio_words(row) for _, row in frame.iterrows()],
    )
    ticks = _ticks(shown[["low", "high", "ratio"]].min().min(), shown[["low", "high", "ratio"]].max().max())
    axis = alt.Axis(values=ticks, labelExpr=_times_expression(), labelOverlap="greedy", labelFlush=True)
    x = alt.X("ratio:Q", title=None, axis=axis, scale=alt.Scale(type="log", base=2, domain=[ticks[0], ticks[-1]]))
    base = Chart(shown).encode(y=_rows(shown))
    planned = Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=palette.QUIET_TEXT, strokeDash=[2, 3])
    band = base.mark_bar(color=palette.PLANNED, opacity=0.45, height=12, cornerRadius=2, yOffset=10, minBandSize=3)
    layered = palette.over_one_another(
        planned.encode(x=x),
        band.encode(x=alt.X("low:Q"), x2=alt.X2("high:Q")),
        _dots(base.transform_filter("datum.finished"), palette.ATTENDED, x),
        _dots(base.transform_filter("!datum.finished"), palette.PAPER, x),
        _names(base),
    ).properties(height=_ROW_PX * len(shown) + _TITLE_PX + _AXIS_PX)
    summary = "; ".join(f"{row.project} {row.words}" for row in shown.itertuples())
    description = f"Hours taken against the middle of the planned range: {summary}."
    return readable(layered, title=title, description=description)


def gains(frame: pd.DataFrame, *, title: str, metric: str) -> alt.LayerChart:
    """A bar a project: what the best score rose by in an hour of a person.

    `frame` is `side_by_side.gains_frame`: project, first, best, hours, per_hour.
    """
    shown = frame.assign(
        zero=0.0,
        words=[_gain_words(row) for _, row in frame.iterrows()],
    )
    scale = alt.Scale(domain=[0, float(shown["per_hour"].max()) or 1.0], nice=False)
    base = Chart(shown).encode(y=_rows(shown))
    bar = base.mark_bar(color=palette.MODEL, height=12, cornerRadius=2, yOffset=10).encode(
        x=alt.X("zero:Q", scale=scale, axis=None),
        x2=alt.X2("per_hour:Q"),
        tooltip=[alt.Tooltip("project:N"), alt.Tooltip("words:N")],
    )
    layered = (bar + _names(base)).properties(height=_ROW_PX * len(shown) + _TITLE_PX)
    summary = "; ".join(f"{row.project} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Gain in {metric} an hour: {summary}.")


def _rows(shown: pd.DataFrame) -> alt.Y:
    """A row a project in the order given, without names at the side."""
    return palette.named_rows("project", shown["project"]).axis(None)


def _names(base: alt.Chart) -> alt.Chart:
    """The name and the numbers of a project, above its mark."""
    named = base.transform_calculate(said="datum.project + ': ' + datum.words")
    return named.mark_text(align="left", yOffset=-9, limit=alt.ExprRef("width")).encode(
        x=alt.XValue(0), text=alt.Text("said:N")
    )


def _dots(base: alt.Chart, fill: str | alt.ExprRef, x: alt.X) -> alt.Chart:
    dots = base.mark_point(stroke=palette.ATTENDED, fill=fill, strokeWidth=2.5, size=90, opacity=1, yOffset=10)
    return dots.encode(x=x, tooltip=[alt.Tooltip("project:N"), alt.Tooltip("words:N", title="Took")])


def _ratio_words(row: pd.Series) -> str:
    so_far = "" if row["finished"] else " so far"
    return f"{hours_words(row['hours'])}{so_far} of {between_words(row['low_hours'], row['high_hours'])}"


def _gain_words(row: pd.Series) -> str:
    ends = f"{score_number(row['first'])} to {score_number(row['best'])}"
    return f"{gain_words(row['per_hour'])} an hour, {ends} in {hours_words(row['hours'])}"


def _ticks(least: float, most: float) -> list[float]:
    """Doublings from half to twice, and as far beyond as the numbers reach."""
    low = min(-1, math.floor(math.log2(least)))
    high = max(1, math.ceil(math.log2(most)))
    return [2.0**power for power in range(low, high + 1)]


def _times_expression() -> str:
    """The words of a tick in Vega's language: `half`, `as planned`, `twice`; beyond them a number."""
    named = "".join(f"datum.value == {value} ? '{words}' : " for value, words in palette.TIMES_PLANNED.items())
    return f"{named}datum.value > 1 ? datum.value + ' times' : '1/' + 1 / datum.value"


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
