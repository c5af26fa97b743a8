"""Pictures of a project looked back on: hours against the plan, days, the order of phases, scores of its sessions."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.joined_visits import MOST_APART, joined_visits, seen_way
from planner.charts.palette import readable
from planner.domain.wording.days import short_day
from planner.domain.wording.durations import between_words, hours_words
from planner.domain.wording.scores import score_number

_WIDE_ENOUGH_H = 2.0  # a block of a day that is long enough to carry its phase's name
_SCORES_PX = 240
_AXIS_TITLE_PX = 22
_HOURS_WORDS_PX = 150  # kept free at the right for the numbers
_PHASE_PX = 34  # a row of two half bands, what was planned above what was honest, with the hours across both
_HALF_BAND_PX = 13
_WAY, _DENSE_WAY = 0.6, 0.25  # opacity of a line, and of one that fills the picture


def planned_against_actual(phases: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Hours of each phase on the grey band that was planned first, above the purple one that was honest then.

    `phases` is `retrospective.phase_comparison`: phase, position, low_hours, high_hours, cap_hours, attended_hours,
    unattended_hours, past_cap_hours and planned; `hindsight.with_honest_ranges` adds honest_low_hours and
    honest_high_hours. Attended hours beyond the cap have the colour of a cap passed; those of a phase that was never
    planned, while others were, are hollow with a dashed edge. A machine's hours are a thin bar of their own.
    """
    shown = _with_ends(phases.sort_values("position"))
    most = shown[["high_hours", "honest_high_hours", "cap_hours", "attended_hours", "unattended_hours"]].max().max()
    domain = [0.0, float(most) if most > 0 else 1.0]
    scale = alt.Scale(domain=domain, nice=False, range=[0, alt.ExprRef(expr=f"width - {_HOURS_WORDS_PX}")])
    base = Chart(shown).encode(
        y=palette.named_rows("phase", shown["phase"]),
        tooltip=[alt.Tooltip("phase:N", title="Phase"), alt.Tooltip("told:N", title="Hours")],
    )
    cap = base.transform_filter("isValid(datum.cap_hours)").mark_tick(
        color=palette.PAST_CAP, opacity=1, thickness=2, height=2 * _HALF_BAND_PX
    )
    layered = palette.over_one_another(
        _half_band(base, "low_hours", "high_hours", palette.PLANNED, scale, above=True),
        _half_band(base, "honest_low_hours", "honest_high_hours", palette.FORECAST, scale, above=False),
        _segment(base, "zero", "within_end", palette.ATTENDED, scale),
        _hollow(base, scale),
        _segment(base, "cap_end", "attended_hours", palette.PAST_CAP, scale),
        _segment(base, "zero", "unattended_hours", palette.UNATTENDED, scale, height=5, y_offset=_HALF_BAND_PX - 3),
        cap.encode(x=alt.X("cap_hours:Q", scale=scale)),
        base.mark_text(align="right").encode(x=alt.XValue(alt.ExprRef(expr="width")), text=alt.Text("words:N")),
        palette.zero_line().encode(x=alt.X("hours:Q", scale=scale)),
    ).properties(height=_PHASE_PX * len(shown) + _AXIS_TITLE_PX + 8)
    summary = "; ".join(f"{row.phase} {row.told}" for row in shown.itertuples())
    return readable(layered, title=title, description=f"Hours of each phase against its plan: {summary}.")


def days(blocks: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Each day a row, each time entry a block from its start to its end; machine hours lighter and thinner.

    `blocks` is `retrospective.day_timeline`: day, phase, start_hour, end_hour, attended and hours.
    """
    shown = blocks.assign(
        day_words=[short_day(day) for day in blocks["day"]],
        name=blocks["phase"].where(
            (blocks["end_hour"] - blocks["start_hour"] >= _WIDE_ENOUGH_H) & blocks["attended"], ""
        ),
        who=blocks["attended"].map({True: "attended", False: "machine alone"}),
    )
    order = list(dict.fromkeys(shown.sort_values("day")["day_words"]))
    hours = alt.Axis(values=list(range(0, 49, 3)), labelExpr=palette.CLOCK_LABEL, title=None, labelOverlap=True)
    base = Chart(shown).encode(
        y=palette.named_rows("day_words", order, labelOverlap=False),
        x=alt.X("start_hour:Q", scale=alt.Scale(domain=_hours_shown(shown), nice=False), axis=hours),
        tooltip=[alt.Tooltip("phase:N"), alt.Tooltip("hours:Q", format=".1f"), alt.Tooltip("who:N", title="hours are")],
    )
    own = base.transform_filter("datum.attended").mark_bar(color=palette.ATTENDED, height=15, cornerRadius=2)
    machine = base.transform_filter("!datum.attended").mark_bar(color=palette.UNATTENDED, height=8, cornerRadius=2)
    names = base.mark_text(align="left", dx=4, color="white", fontSize=11).encode(text=alt.Text("name:N"))
    layered = (own.encode(x2=alt.X2("end_hour:Q")) + machine.encode(x2=alt.X2("end_hour:Q")) + names).properties(
        height=palette.height_px(len(order), axis=True)
    )
    return readable(layered, title=title, description=f"{title} {len(order)} days with {len(shown)} blocks of work.")


def order_of_phases(visits: pd.DataFrame, phases: list[str], *, title: str) -> alt.LayerChart:
    """Which phase had the attention, over the attended hours so far: a loop is seen as a zigzag.

    `visits` is `phase_order.phase_visits`; `phases` are the names in the plan's order. What of many visits cannot be
    told apart is drawn as one.
    """
    y = palette.named_rows("phase", phases)
    x = alt.X("from_hours:Q", title="attended hours so far", axis=palette.hours_axis())
    blocks = (
        Chart(joined_visits(visits))
        .mark_bar(color=palette.ATTENDED, height=14, cornerRadius=2)
        .encode(
            x=x,
            y=y,
            x2=alt.X2("to_hours:Q"),
            tooltip=[alt.Tooltip("phase:N"), alt.Tooltip("to_hours:Q", title="until hour", format=".1f")],
        )
    )
    way = Chart(seen_way(visits, phases)).mark_line(
        color=palette.QUIET_TEXT,
        strokeWidth=1,
        interpolate="step-after",
        opacity=_WAY if len(visits) <= MOST_APART else _DENSE_WAY,
    )
    in_time = alt.Order("from_hours:Q")  # left to itself, a line goes from row to row
    layered = (way.encode(x=x, y=y, order=in_time) + blocks).properties(
        height=palette.height_px(len(phases), axis=True) + _AXIS_TITLE_PX
    )
    first_visits = ", ".join(str(phase) for phase in visits["phase"].head(30))
    return readable(layered, title=title, description=f"{title} Phases in the order of their visits: {first_visits}.")


def session_scores(sessions: pd.DataFrame, *, title: str, metric: str) -> alt.LayerChart:
    """The delivered model of each training session with its 95 % interval, the benchmark as a dashed line.

    `sessions` has the columns of `retrospective.sessions_frame`, all on one metric, and each session's `number`. One
    without a delivered model keeps its place and says so.
    """
    shown = sessions.assign(
        words=sessions["delivered"].map(lambda score: "no model" if pd.isna(score) else score_number(score)),
        top=sessions["high"].fillna(sessions["delivered"]).fillna(sessions["benchmark"]),
    )
    last = shown.dropna(subset=["benchmark"]).tail(1).assign(words="n-gram benchmark")
    axis = palette.score_axis(labelBound=True)  # a number at the edge would push the title out of the picture
    y = alt.Y("delivered:Q", title=None, scale=alt.Scale(zero=False, padding=22), axis=axis)
    x = alt.X("number:O", title="training session", axis=alt.Axis(labelAngle=0))
    base = Chart(shown).encode(x=x)
    interval = base.mark_rule(color=palette.MODEL, strokeWidth=2, opacity=0.5).encode(
        y=alt.Y("low:Q"), y2=alt.Y2("high:Q")
    )
    dot = base.transform_filter("isValid(datum.delivered)").mark_circle(color=palette.MODEL, size=100, opacity=1)
    words = base.mark_text(baseline="bottom", dy=-6, fontWeight=600).encode(y=alt.Y("top:Q"), text=alt.Text("words:N"))
    dashes = base.transform_filter("isValid(datum.benchmark)").mark_line(
        color=palette.TEXT, strokeDash=list(palette.BENCHMARK_DASH), strokeWidth=1.5
    )
    name = Chart(last).mark_text(align="right", baseline="top", dx=-10, dy=4, color=palette.QUIET_TEXT)
    tips = [alt.Tooltip("data:N", title="Data"), alt.Tooltip("delivered:Q", title=metric, format=".3f")]
    layered = palette.over_one_another(
        dashes.encode(y=alt.Y("benchmark:Q")),
        base.mark_tick(color=palette.TEXT, thickness=1.5, size=16, orient="horizontal").encode(y=alt.Y("benchmark:Q")),
        interval,
        dot.encode(y=y, tooltip=tips),
        words,
        name.encode(x=x, y=alt.Y("benchmark:Q"), text=alt.Text("words:N")),
    ).properties(height=_SCORES_PX)
    summary = "; ".join(f"session {row.number} {row.words}" for row in shown.itertuples())
    return readable(
        layered, title=title, description=f"{metric} of each session: {summary}. The n-gram benchmark is dashed."
    )


def _with_ends(phases: pd.DataFrame) -> pd.DataFrame:
    nothing = {"honest_low_hours": float("nan"), "honest_high_hours": float("nan"), "planned": True}
    full = phases.assign(**{name: value for name, value in nothing.items() if name not in phases})
    rows = full.fillna({"attended_hours": 0.0, "unattended_hours": 0.0, "past_cap_hours": 0.0})
    is_unplanned = ~rows["planned"].astype(bool) & (rows["attended_hours"] > 0) & bool(rows["planned"].any())
    hours = zip(rows["attended_hours"], rows["unattended_hours"], rows["past_cap_hours"], is_unplanned, strict=True)
    within = rows["attended_hours"] - rows["past_cap_hours"]
    ended = rows.assign(
        zero=0.0,
        cap_end=within,
        within_end=within.mask(is_unplanned, 0.0),
        unplanned_end=within.where(is_unplanned, 0.0),
        words=[_phase_words(*row) for row in hours],
    )
    return ended.assign(told=[_told_words(row) for _, row in ended.iterrows()])


def _half_band(base: alt.Chart, low: str, high: str, colour: str, scale: alt.Scale, *, above: bool) -> alt.Chart:
    offset = _HALF_BAND_PX / 2 * (-1 if above else 1)
    bar = base.transform_filter(f"isValid(datum.{low})").mark_bar(
        color=colour, opacity=0.45, height=_HALF_BAND_PX, yOffset=offset, cornerRadius=2, minBandSize=3
    )
    return bar.encode(x=alt.X(f"{low}:Q", scale=scale, axis=None), x2=alt.X2(f"{high}:Q"))


def _hollow(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    bar = base.transform_filter("datum.unplanned_end > 0").mark_bar(
        color=palette.ATTENDED, fillOpacity=0.15, stroke=palette.ATTENDED, strokeWidth=1.5, strokeDash=[4, 3], height=10
    )
    return bar.encode(x=alt.X("zero:Q", scale=scale), x2=alt.X2("unplanned_end:Q"))


def _segment(
    base: alt.Chart,
    start: str,
    end: str,
    colour: str,
    scale: alt.Scale,
    *,
    height: int = 10,
    y_offset: int = 0,
) -> alt.Chart:
    bar = base.transform_filter(f"datum.{end} > datum.{start}").mark_bar(
        color=colour,
        height=height,
        yOffset=y_offset,
        stroke=palette.PAPER,  # in grey, on a dark page, a bar and the bands behind it are equally light
        strokeWidth=1,
    )
    return bar.encode(x=alt.X(f"{start}:Q", scale=scale), x2=alt.X2(f"{end}:Q"))


def _phase_words(attended: float, unattended: float, past_cap: float, is_unplanned: bool) -> str:
    """The numbers of a phase, short enough for a phone; machine hours say more than the cap, which is drawn."""
    if unattended > 0:
        return f"{hours_words(attended)} + {hours_words(unattended)} machine"
    if is_unplanned:
        return f"{hours_words(attended)}, not planned"
    past = f", {hours_words(past_cap)} past cap" if past_cap > 0 else ""
    return hours_words(attended) + past


def _told_words(row: pd.Series) -> str:
    """The same for a screen reader, with both ranges."""
    planned = "" if pd.isna(row["low_hours"]) else f", planned {between_words(row['low_hours'], row['high_hours'])}"
    honest = (row["honest_low_hours"], row["honest_high_hours"])
    return f"{row['words']}{planned}" + ("" if pd.isna(honest[0]) else f", honest then {between_words(*honest)}")


def _hours_shown(blocks: pd.DataFrame) -> list[float]:
    """From the earliest start to the latest end, on full threes of hours: nights without work are not drawn."""
    if not len(blocks):
        return [0.0, 24.0]
    earliest, latest = float(blocks["start_hour"].min()), float(blocks["end_hour"].max())
    return [earliest // 3 * 3, max(-(-latest // 3) * 3, earliest // 3 * 3 + 3)]
