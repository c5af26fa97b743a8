"""One day as a picture: when which phase was worked on."""

from __future__ import annotations

import math

import altair as alt
import pandas as pd

from planner.charts.drawn import Chart
from planner.charts.palette import (
    ATTENDED,
    CLOCK_LABEL,
    QUIET_TEXT,
    TEXT,
    UNATTENDED,
    height_px,
    named_rows,
    over_one_another,
    readable,
)

_LABELS_PX = 92  # kept free at the right for the hours
_OFFICE_HOURS = (8, 18)  # shown even on a day that has less
_MOST_TICKS = 6


def day_chart(blocks: pd.DataFrame, *, title: str, now_hour: float | None = None) -> alt.LayerChart:
    """Blocks of one day, a person's thick and the machine's thin.

    Parameters
    ----------
    blocks
        One interval a row: `phase`, `start_hour` and `end_hour` on the day's local clock (0-24), `attended`,
        `label` (the hours of the whole phase on this day, in words) and `from_to` (such as `9:05-10:40`).
    now_hour
        The present moment as a line; None for a day that is over.
    """
    hours = _hour_axis(*_shown_hours(blocks))
    base = Chart(blocks).encode(y=named_rows("phase", blocks["phase"], minExtent=70))
    layers = [
        _blocks(base.transform_filter("datum.attended"), hours, ATTENDED, height_px=16),
        _blocks(base.transform_filter("!datum.attended"), hours, UNATTENDED, height_px=7),
        _totals(base),
    ]
    if now_hour is not None:
        layers.append(_now_line(now_hour, hours))
    subtitle = "" if blocks["attended"].all() else "thick: your time · thin: the machine alone"
    whole_px = height_px(blocks["phase"].nunique(), subtitle=bool(subtitle), axis=True)
    chart = over_one_another(*layers).properties(height=whole_px)
    return readable(chart, title=title, subtitle=subtitle, description=_in_words(blocks))


def _shown_hours(blocks: pd.DataFrame) -> tuple[int, int]:
    if not len(blocks):
        return _OFFICE_HOURS
    first = min(_OFFICE_HOURS[0], math.floor(blocks["start_hour"].min()))
    return first, max(_OFFICE_HOURS[1], math.ceil(blocks["end_hour"].max()))


def _hour_axis(first: int, last: int) -> alt.X:
    step = next(step for step in (2, 3, 4, 6) if (last - first) / step <= _MOST_TICKS)
    ticks = [hour for hour in range(first, last + 1) if hour % step == 0]
    return alt.X(
        "start_hour:Q",
        scale=alt.Scale(domain=[first, last], nice=False, range=[0, alt.ExprRef(expr=f"width - {_LABELS_PX}")]),
        axis=alt.Axis(title=None, grid=True, values=ticks, labelExpr=CLOCK_LABEL, labelFlush=False),
    )


def _blocks(base: alt.Chart, hours: alt.X, colour: str, *, height_px: int) -> alt.Chart:
    return base.mark_bar(color=colour, stroke=colour, strokeWidth=1, height=height_px, cornerRadius=2).encode(
        x=hours,
        x2=alt.X2("end_hour:Q"),
        tooltip=[alt.Tooltip("phase:N", title="Phase"), alt.Tooltip("from_to:N", title="Time")],
    )


def _totals(base: alt.Chart) -> alt.Chart:
    once = base.transform_aggregate(label="max(label)", groupby=["phase"])
    return once.mark_text(align="right", color=QUIET_TEXT).encode(
        x=alt.XValue(alt.ExprRef(expr="width")), text=alt.Text("label:N")
    )


def _now_line(now_hour: float, hours: alt.X) -> alt.Chart:
    now = Chart(alt.InlineData(values=[{"start_hour": now_hour}]))
    return now.mark_rule(color=TEXT, strokeDash=[3, 3]).encode(x=hours)


def _in_words(blocks: pd.DataFrame) -> str:
    return "; ".join(f"{phase} {span}" for phase, span in zip(blocks["phase"], blocks["from_to"], strict=True))
