"""The answer of the Plan page as a picture: hours still needed against hours there are; the overlap is the risk."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from planner.charts.drawn import Chart
from planner.charts.palette import (
    FORECAST,
    HAIRLINE,
    HOURS_LABEL,
    PAPER,
    PLANNED,
    QUIET_TEXT,
    TEXT,
    over_one_another,
    readable,
)
from planner.domain.forecasts import DRAWN_BEYOND

_HEIGHT_PX = 236  # title, subtitle and axis included
_LINE_PX = 19  # one label above the areas
_GAP_PX = 6
_RANGE_PX = 11  # one 80 % range below the areas
_LETTER_PX = 6.6  # a little more than a letter of a label is wide
_LEAST_DENSITY = 0.003  # below, the edge of a hill would be a line along the ground

# In grey print purple and grey are the same, so that need is full and solid, supply pale and dashed.
_MEANS: dict[str, dict[str, Any]] = {
    "supply": {"color": QUIET_TEXT, "strokeDash": [5, 3]},
    "need": {"color": FORECAST, "strokeDash": [1, 0]},
    "budget": {"color": QUIET_TEXT, "strokeDash": [1, 0]},
}
_FILLS: dict[str, dict[str, Any]] = {
    "supply": {"color": PLANNED, "fillOpacity": 0.25},
    "need": {"color": FORECAST, "fillOpacity": 0.55},
}


def need_supply_chart(
    curves: pd.DataFrame, marks: pd.DataFrame, *, title: str, subtitle: str, description: str
) -> alt.LayerChart:
    """Hours needed as a purple hill, hours there are as a pale one with a dashed edge, or a budget as a line.

    Parameters
    ----------
    curves
        `what` (need or supply), `hours` (ascending in each) and `density`, smooth, highest at 1 or less. Either may
        be absent.
    marks
        `what` (need, supply or budget, each at most once), `low_hours`, `middle_hours` and `high_hours` (the 80 %
        range; all three equal for a budget) and `label`, the numbers in words, such as "Need: 31 h (22–46)". No
        number may be missing.
    description
        What the picture shows, for a screen reader; the labels are said after it.
    """
    end_hours = _end_hours(marks)
    placed = _placed(marks, end_hours)
    floor_px = _RANGE_PX * int((placed["what"] != "budget").sum()) + _GAP_PX
    x = _hours(end_hours)
    hills = _hills(curves, x, _density(len(placed), floor_px))
    lines = [layer for what in _MEANS for layer in _line(placed[placed["what"] == what], what, floor_px)]
    layers: list[alt.Chart | alt.LayerChart] = [_ground(x, floor_px), *hills, *lines, *_labels(placed)]
    chart = over_one_another(*layers).properties(height=_HEIGHT_PX)
    summary = " ".join([description, *(f"{label}." for label in placed["label"])])
    return readable(chart, title=title, subtitle=subtitle, description=summary)


def _end_hours(marks: pd.DataFrame) -> float:
    highest = float(marks["high_hours"].max()) if len(marks) else 0.0
    return DRAWN_BEYOND * highest if highest > 0 else 1.0


def _placed(marks: pd.DataFrame, end_hours: float) -> pd.DataFrame:
    """Each mark with the line of its label, the side it is written on, and the row of its range.

    From the left: the further right a middle, the lower its label, written to the right, so that no line to a hill
    runs through a label. Where all middles lie in the right half, the other way round.
    """
    share = marks["middle_hours"] / end_hours
    is_right = bool(len(marks)) and bool(share.min() > 0.5)
    placed = marks.assign(
        share=share,
        side="right" if is_right else "left",
        line=share.rank(method="first", ascending=not is_right) - 1,
        row=marks["what"].map({"need": 0, "supply": 1, "budget": 2}).rank(method="first") - 1,
        width_px=marks["label"].astype(str).str.len() * _LETTER_PX,
    )
    return placed.sort_values("line")


def _hours(end_hours: float) -> alt.X:
    """Hours from nothing on, with few numbers."""
    words = "datum.value > 0 && datum.value < 1 ? format(60 * datum.value, '.0f') + ' min' : "
    words += HOURS_LABEL
    axis = alt.Axis(tickCount=4, labelExpr=words, labelFlush=True)
    return alt.X("hours:Q", title=None, scale=alt.Scale(domain=[0, end_hours], nice=False), axis=axis)


def _density(labels: int, floor_px: float) -> alt.Y:
    top_px = _LINE_PX * labels + _GAP_PX
    scale = alt.Scale(domain=[0, 1], nice=False, range=[alt.ExprRef(expr=f"height - {floor_px}"), top_px])
    return alt.Y("density:Q", scale=scale, axis=None)


def _ground(x: alt.X, floor_px: float) -> alt.LayerChart:
    """The ground that the hills stand on, and the line of no hours."""
    y = alt.YValue(alt.ExprRef(expr=f"height - {floor_px}"))
    base = Chart(pd.DataFrame({"hours": [0.0]}))
    ground = base.mark_rule(color=HAIRLINE).encode(x=alt.XValue(0), x2=alt.X2Value("width"), y=y)
    return over_one_another(ground, base.mark_rule(color=HAIRLINE).encode(x=x))


def _hills(curves: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """Filled curves, then their edges, the dashed one on top, cut off where the axis ends."""
    bases = {what: Chart(curves[curves["what"] == what]).encode(x=x, y=y) for what in _FILLS}
    fills = [base.mark_area(clip=True, **_FILLS[what]) for what, base in bases.items()]
    edge: dict[str, Any] = {"clip": True, "strokeWidth": 2, "strokeJoin": "round"}
    edges = [bases[what].mark_line(**edge, **_MEANS[what]) for what in ("need", "supply")]
    return [*fills, *(line.transform_filter(f"datum.density > {_LEAST_DENSITY}") for line in edges)]


def _line(marks: pd.DataFrame, what: str, floor_px: float) -> list[alt.Chart]:
    """The middle as a line from its label to the ground, and the 80 % range below."""
    if marks.empty:
        return []
    base = Chart(marks).encode(tooltip=alt.Tooltip("label:N", title="Hours"))
    top, ground = alt.ExprRef(expr=f"datum.line * {_LINE_PX} + 2"), alt.ExprRef(expr=f"height - {floor_px}")
    width = 3 if what == "budget" else 1.5
    middle = base.mark_rule(strokeWidth=width, **_MEANS[what]).encode(
        x=alt.X("middle_hours:Q"), y=alt.YValue(top), y2=alt.Y2Value(ground)
    )
    return [middle] if what == "budget" else [middle, *_range(base, what, floor_px)]


def _range(base: alt.Chart, what: str, floor_px: float) -> list[alt.Chart]:
    row_px = floor_px - _GAP_PX - _RANGE_PX / 2
    y = alt.YValue(alt.ExprRef(expr=f"height - {row_px} + datum.row * {_RANGE_PX}"))
    bar = base.mark_rule(strokeWidth=3, **_MEANS[what]).encode(x=alt.X("low_hours:Q"), x2=alt.X2("high_hours:Q"), y=y)
    ends = {"color": _MEANS[what]["color"], "thickness": 2, "size": 8, "opacity": 1, "orient": "vertical"}
    low, high = (base.mark_tick(**ends).encode(x=alt.X(f"{end}_hours:Q"), y=y) for end in ("low", "high"))
    dot = base.mark_circle(color=_MEANS[what]["color"], size=55, opacity=1).encode(x=alt.X("middle_hours:Q"), y=y)
    return [bar, low, high, dot]


def _labels(marks: pd.DataFrame) -> list[alt.Chart]:
    """The words beside the upper ends of the lines, pushed in where they would run out of the picture."""
    at = "datum.share * width"
    from_left = f"{at} + 7 + datum.width_px > width"
    from_right = f"{at} - 7 < datum.width_px"
    x = f"datum.side == 'left' ? ({from_left} ? width : {at} + 7) : ({from_right} ? 0 : {at} - 7)"
    align = f"datum.side == 'left' ? ({from_left} ? 'right' : 'left') : ({from_right} ? 'left' : 'right')"
    base = Chart(marks).encode(
        x=alt.XValue(alt.ExprRef(expr=x)),
        y=alt.YValue(alt.ExprRef(expr=f"(datum.line + 0.5) * {_LINE_PX}")),
        text=alt.Text("label:N"),
    )
    style: dict[str, Any] = {"align": alt.ExprRef(expr=align), "baseline": "middle", "fontWeight": 600}
    halo = base.mark_text(stroke=PAPER, strokeWidth=5, strokeJoin="round", color=PAPER, **style)
    return [halo, base.mark_text(color=TEXT, **style)]
