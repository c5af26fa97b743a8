"""The hours of all projects: by phase, and over time. A machine's hours are lighter and thinner bars."""

from __future__ import annotations

from datetime import date

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.days import full_month, short_full_date
from planner.domain.wording.durations import hours_pair

_WORDS_PX = 132  # kept free at the right for the numbers
_OVER_TIME_PX = 220
_GAP, _THIN_GAP = 0.08, 0.3  # of a step, left free on both sides of a bar


def hours_by_phase(phases: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """One bar a phase name: a person's hours, and behind them those of machines.

    `phases` is `Across.by_phase`: phase, attended_hours, unattended_hours, the most hours first.
    """
    shown = phases.assign(
        zero=0.0,
        all_hours=phases["attended_hours"] + phases["unattended_hours"],
        words=[hours_pair(*row) for row in zip(phases["attended_hours"], phases["unattended_hours"], strict=True)],
    )
    scale = alt.Scale(
        domain=[0, max(float(shown["all_hours"].max()), 0.1)],
        nice=False,
        range=[0, alt.ExprRef(f"width - {_WORDS_PX}")],
    )
    base = Chart(shown).encode(
        y=palette.named_rows("phase", shown["phase"]),
        tooltip=[alt.Tooltip("phase:N", title="Phase"), alt.Tooltip("words:N", title="Hours")],
    )
    own = base.mark_bar(color=palette.ATTENDED, height=16, cornerRadius=2)
    machine = base.transform_filter("datum.unattended_hours > 0").mark_bar(
        color=palette.UNATTENDED, height=8, cornerRadius=2
    )
    layered = palette.over_one_another(
        own.encode(x=alt.X("zero:Q", scale=scale, axis=None), x2=alt.X2("attended_hours:Q")),
        machine.encode(x=alt.X("attended_hours:Q", scale=scale, axis=None), x2=alt.X2("all_hours:Q")),
        base.mark_text(align="left", dx=5).encode(
            x=alt.X("all_hours:Q", scale=scale, axis=None), text=alt.Text("words:N")
        ),
    ).properties(height=palette.height_px(len(shown)))
    summary = "; ".join(f"{row.phase} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Hours of all projects by phase: {summary}.")


def hours_over_time(steps: pd.DataFrame, *, step: str, title: str) -> alt.LayerChart:
    """One bar a day, week, month or year (`step`): a person's hours, and above them those of machines.

    `steps` is `Across.over_time`: begins, ends (dates), attended_hours, unattended_hours.
    """
    shown = _placed(steps).assign(name=[step_name(day, step) for day in pd.to_datetime(steps["begins"])])
    hours = alt.Y("attended_hours:Q", title="hours", axis=alt.Axis(tickCount=4, grid=True))
    formats = {"day": "%-d %b", "week": "%-d %b", "month": "%b %Y", "year": "%Y"}
    begins = [_moment(day) for day in steps["begins"]]
    span = alt.Scale(domain=[begins[0], _moment(steps["ends"].iloc[-1])], nice=False)
    days = alt.Axis(format=formats[step], values=begins, labelOverlap=True, labelAlign="left", labelBound=True)
    base = Chart(shown).encode(
        tooltip=[alt.Tooltip("name:N", title=step.capitalize()), alt.Tooltip("words:N", title="Hours")]
    )
    own = base.mark_bar(color=palette.ATTENDED).encode(
        x=alt.X("own_from:T", title=None, axis=days, scale=span), x2=alt.X2("own_to:T"), y=hours, y2=alt.Y2("zero:Q")
    )
    machine = base.transform_filter("datum.unattended_hours > 0").mark_bar(color=palette.UNATTENDED)
    layered = palette.over_one_another(
        own,
        machine.encode(
            x=alt.X("thin_from:T"), x2=alt.X2("thin_to:T"), y=alt.Y("attended_hours:Q"), y2=alt.Y2("all_hours:Q")
        ),
    ).properties(height=_OVER_TIME_PX)
    summary = "; ".join(f"{row.name} {row.words}" for row in shown[shown["all_hours"] > 0].itertuples())
    return readable(layered, title=title, description=f"Hours of all projects per {step}: {summary}.")


def step_name(begins: pd.Timestamp, step: str) -> str:
    """How a step is said.

    >>> step_name(pd.Timestamp(2026, 5, 4), "week"), step_name(pd.Timestamp(2026, 5, 1), "month")
    ('the week of 4 May 2026', 'May 2026')
    """
    if step == "year":
        return f"{begins:%Y}"
    if step == "month":
        return full_month(begins)
    day = short_full_date(begins)
    return f"the week of {day}" if step == "week" else day


def _moment(day: date) -> alt.DateTime:
    """The beginning of a day, on whatever clock the browser has."""
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _placed(steps: pd.DataFrame) -> pd.DataFrame:
    """Where the bars begin and end, with what is said of them."""
    begins, ends = pd.to_datetime(steps["begins"]), pd.to_datetime(steps["ends"])
    length = ends - begins
    return pd.DataFrame({
        "own_from": begins + _GAP * length,
        "own_to": ends - _GAP * length,
        "thin_from": begins + _THIN_GAP * length,
        "thin_to": ends - _THIN_GAP * length,
        "zero": 0.0,
        "attended_hours": steps["attended_hours"],
        "unattended_hours": steps["unattended_hours"],
        "all_hours": steps["attended_hours"] + steps["unattended_hours"],
        "words": [hours_pair(*row) for row in zip(steps["attended_hours"], steps["unattended_hours"], strict=True)],
    })  # fmt: skip
