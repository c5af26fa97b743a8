"""Pictures of a project looked back on: hours against the plan, days, the order of phases, scores of its sessions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.palette import readable

_WIDE_ENOUGH_H = 2.0  # a block of a day that is long enough to carry its phase's name
_SCORES_PX = 240
_AXIS_TITLE_PX = 22


def planned_against_actual(phases: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Hours of each phase on the grey band that was planned first.

    `phases` is `retrospective.phase_comparison`: phase, position, low_hours, high_hours, attended_hours,
    unattended_hours and past_cap_hours. Attended hours beyond the cap have the colour of a cap passed.
    """
    shown = _with_ends(phases.sort_values("position"))
    most = float(shown[["total_end", "high_hours"]].max().max())
    scale = alt.Scale(domain=[0, most * 1.4 or 1.0], nice=False)
    base = alt.Chart(shown).encode(y=alt.Y("phase:N", sort=None, title=None))
    axis = alt.Axis(title="hours", tickCount=6, format="~g")
    band = base.mark_bar(color=palette.PLANNED, opacity=0.45, height=22, cornerRadius=2).encode(
        x=alt.X("low_hours:Q", scale=scale, axis=axis), x2="high_hours:Q"
    )
    layered = alt.layer(
        band,
        _segment(base, "zero", "within_end", palette.ATTENDED, scale),
        _segment(base, "within_end", "attended_hours", palette.PAST_CAP, scale),
        _segment(base, "attended_hours", "total_end", palette.UNATTENDED, scale),
        base.mark_text(align="left", dx=6).encode(x=alt.X("words_at:Q", scale=scale), text="words:N"),
    ).properties(height=palette.height_px(len(shown), axis=True) + _AXIS_TITLE_PX)
    said = "; ".join(f"{row.phase} {row.words}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Hours of each phase against its plan: {said}.")


def days(blocks: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Each day a row, each time entry a block from its start to its end; machine hours lighter and thinner.

    `blocks` is `retrospective.day_timeline`: day, phase, start_hour, end_hour, attended and hours.
    """
    shown = blocks.assign(
        day_words=[f"{day:%a} {day.day} {day:%b}" for day in blocks["day"]],
        name=blocks["phase"].where(
            (blocks["end_hour"] - blocks["start_hour"] >= _WIDE_ENOUGH_H) & blocks["attended"], ""
        ),
        who=blocks["attended"].map({True: "attended", False: "machine alone"}),
    )
    order = list(dict.fromkeys(shown.sort_values("day")["day_words"]))
    hours = alt.Axis(values=list(range(0, 25, 3)), labelExpr="datum.value + ':00'", title=None, labelOverlap=True)
    base = alt.Chart(shown).encode(
        y=alt.Y("day_words:N", sort=order, title=None, axis=alt.Axis(labelOverlap=False)),
        x=alt.X("start_hour:Q", scale=alt.Scale(domain=_hours_shown(shown), nice=False), axis=hours),
        tooltip=[alt.Tooltip("phase:N"), alt.Tooltip("hours:Q", format=".1f"), alt.Tooltip("who:N", title="hours are")],
    )
    own = base.transform_filter("datum.attended").mark_bar(color=palette.ATTENDED, height=15, cornerRadius=2)
    machine = base.transform_filter("!datum.attended").mark_bar(color=palette.UNATTENDED, height=8, cornerRadius=2)
    names = base.mark_text(align="left", dx=4, color="white", fontSize=11).encode(text="name:N")
    layered = (own.encode(x2="end_hour:Q") + machine.encode(x2="end_hour:Q") + names).properties(
        height=palette.height_px(len(order), axis=True)
    )
    return readable(layered, title=title, description=f"{title} {len(order)} days with {len(shown)} blocks of work.")


def order_of_phases(visits: pd.DataFrame, phases: list[str], *, title: str) -> alt.LayerChart:
    """Which phase had the attention, over the attended hours so far: a loop is seen as a zigzag.

    `visits` is `phase_order.phase_visits`; `phases` are the names in the plan's order.
    """
    base = alt.Chart(visits).encode(y=alt.Y("phase:N", sort=phases, scale=alt.Scale(domain=phases), title=None))
    x = alt.X("from_hours:Q", title="attended hours so far", axis=alt.Axis(tickCount=6, format="~g"))
    blocks = base.mark_bar(color=palette.ATTENDED, height=14, cornerRadius=2).encode(
        x=x,
        x2="to_hours:Q",
        tooltip=[alt.Tooltip("phase:N"), alt.Tooltip("to_hours:Q", title="until hour", format=".1f")],
    )
    way = base.mark_line(color=palette.QUIET_TEXT, strokeWidth=1, interpolate="step-after", opacity=0.6).encode(x=x)
    layered = (way + blocks).properties(height=palette.height_px(len(phases), axis=True) + _AXIS_TITLE_PX)
    first_visits = ", ".join(str(phase) for phase in visits["phase"].head(30))
    return readable(layered, title=title, description=f"{title} Phases in the order of their visits: {first_visits}.")


def session_scores(sessions: pd.DataFrame, *, title: str, metric: str) -> alt.LayerChart:
    """The delivered model of each training session with its 95 % interval, the benchmark as a dashed stroke.

    `sessions` is `retrospective.sessions_frame` for one metric, with each session's `number`: delivered, low, high and
    benchmark.
    """
    shown = sessions.assign(
        words=sessions["delivered"].map(palette.score_number), top=sessions["high"].fillna(sessions["delivered"])
    )
    first = shown.dropna(subset=["benchmark"]).head(1).assign(words="n-gram benchmark")
    y = alt.Y("delivered:Q", title=None, scale=alt.Scale(zero=False, padding=18), axis=palette.score_axis())
    x = alt.X("number:O", title="training session", axis=alt.Axis(labelAngle=0))
    base = alt.Chart(shown).encode(x=x)
    interval = base.mark_rule(color=palette.MODEL, strokeWidth=2, opacity=0.5).encode(y=alt.Y("low:Q"), y2="high:Q")
    dot = base.mark_circle(color=palette.MODEL, size=100, opacity=1).encode(
        y=y, tooltip=["source:N", alt.Tooltip("delivered:Q", title=metric, format=".3f")]
    )
    words = base.mark_text(baseline="bottom", dy=-4, fontWeight=600).encode(y=alt.Y("top:Q"), text="words:N")
    dashed = alt.Chart(first).mark_text(align="left", baseline="top", dx=-6, dy=8, color=palette.QUIET_TEXT)
    stroke = base.mark_line(color=palette.TEXT, strokeDash=list(palette.BENCHMARK_DASH), strokeWidth=1.5).encode(
        y=alt.Y("benchmark:Q")
    )
    named = dashed.encode(x=x, y=alt.Y("benchmark:Q"), text="words:N")
    layered = (stroke + interval + dot + words + named).properties(height=_SCORES_PX)
    said = "; ".join(f"session {row.number} {row.words}" for row in shown.itertuples())
    return readable(
        layered, title=title, description=f"{metric} of each session: {said}. The n-gram benchmark is dashed."
    )


def _with_ends(phases: pd.DataFrame) -> pd.DataFrame:
    known = phases.fillna({"attended_hours": 0.0, "unattended_hours": 0.0, "past_cap_hours": 0.0})
    total_end = known["attended_hours"] + known["unattended_hours"]
    return known.assign(
        zero=0.0,
        within_end=known["attended_hours"] - known["past_cap_hours"],
        total_end=total_end,
        words_at=pd.concat([total_end, known["high_hours"]], axis=1).max(axis=1),
        words=[
            _hours_words(*row)
            for row in zip(known["attended_hours"], known["unattended_hours"], known["past_cap_hours"], strict=True)
        ],
    )


def _segment(base: alt.Chart, start: str, end: str, colour: str, scale: alt.Scale) -> alt.Chart:
    bar = base.transform_filter(f"datum.{end} > datum.{start}").mark_bar(color=colour, height=10)
    return bar.encode(x=alt.X(f"{start}:Q", scale=scale), x2=f"{end}:Q")


def _hours_words(attended: float, unattended: float, past_cap: float) -> str:
    machine = f" + {unattended:.1f} machine" if unattended >= 0.05 else ""
    cap = f", {past_cap:.1f} past the cap" if past_cap >= 0.05 else ""
    return f"{attended:.1f} h{machine}{cap}"


def _hours_shown(blocks: pd.DataFrame) -> list[float]:
    """From the earliest start to the latest end, on full threes of hours: nights without work are not drawn."""
    earliest, latest = float(blocks["start_hour"].min()), float(blocks["end_hour"].max())
    return [earliest // 3 * 3, max(-(-latest // 3) * 3, earliest // 3 * 3 + 3)]
