"""The best score over hours of work: a person's and all, each session with its box, and when to have called it."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt
import pandas as pd

from model.protocol.metrics import lower_is_better
from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable
from planner.domain.wording.durations import hours_words
from planner.domain.wording.scores import score_number

_HEIGHT_PX = 300
_WORDS_PX = 96  # kept free at the right for the names of the lines
_FROM_EDGE_PX = 10
_APART_SHARE = 0.03  # of all hours; machine hours below it have no line of their own


@dataclass(frozen=True, slots=True)
class WorthEnds:
    """Where the lines end, in hours: a person's, and with those of machines."""

    attended_hours: float
    all_hours: float

    @property
    def is_apart(self) -> bool:
        """Whether machines worked long enough for two lines."""
        return self.all_hours - self.attended_hours > _APART_SHARE * self.all_hours


def worth_chart(
    scores: pd.DataFrame, *, title: str, metric: str, ends: WorthEnds, moment: tuple[float, float] | None
) -> alt.LayerChart:
    """Each result a dot, full where it was the best so far; the best as a step line over both kinds of hours.

    Parameters
    ----------
    scores
        `retrospective.worth_frame`: one row a result, the oldest first, with `attended_hours`, `all_hours`, `value`,
        `best`, `is_best`, `by`, `box_hours` and `benchmark` (NaN where it had none).
    moment
        Attended hours and best score of the time at which one could have called it, None where there is none.
    """
    most = max(ends.all_hours if ends.is_apart else ends.attended_hours, 0.1)
    across = alt.Scale(domain=[0, most], nice=False, range=[0, alt.ExprRef(f"width - {_WORDS_PX}")])
    x = alt.X("hours:Q", title="hours of work", scale=across, axis=palette.hours_axis())
    y = alt.Y("best:Q", title=None, scale=alt.Scale(zero=False, padding=22), axis=palette.score_axis())
    own = scores.assign(hours=scores["attended_hours"])
    layers = [*_benchmark(own, x)]
    if ends.is_apart:
        everything = _to_the_end(scores.assign(hours=scores["all_hours"]), ends.all_hours, "all hours")
        layers += _course(everything, palette.UNATTENDED, x, y, dy=8)
    layers += _course(_to_the_end(own, ends.attended_hours, "your hours"), palette.ATTENDED, x, y, dy=-8)
    layers += [*_boxes(own, x), *_results(own, metric, x)]
    if moment:
        layers += _moment(moment, x, is_late=moment[0] > most / 2, rises=not lower_is_better(metric))
    description = f"Best {metric} over hours of work: {_said(scores)}."
    layered = palette.over_one_another(*layers).properties(height=_HEIGHT_PX)
    return readable(layered, title=title, description=description)


def _to_the_end(scores: pd.DataFrame, end: float, name: str) -> pd.DataFrame:
    """The results, and the end of the hours as a row of its own with the name of the line."""
    return pd.concat([scores, scores.tail(1).assign(hours=end, words=name)], ignore_index=True)


def _course(steps: pd.DataFrame, colour: str, x: alt.X, y: alt.Y, *, dy: int) -> list[alt.Chart]:
    """A step line with its name at its end, so much below it."""
    line = Chart(steps).mark_line(interpolate="step-after", color=colour, strokeWidth=2.5).encode(x=x, y=y)
    words = Chart(steps.tail(1)).mark_text(align="left", dx=6, dy=dy, fontWeight=600)
    return [line, words.encode(x=x, y=y, text=alt.Text("words:N"))]


def _benchmark(scores: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    benchmarked = scores.dropna(subset=["benchmark"])
    if benchmarked.empty:
        return []
    base = Chart(benchmarked).encode(x=x, y=alt.Y("benchmark:Q"))
    dashes = base.mark_line(
        interpolate="step-after", color=palette.TEXT, strokeDash=list(palette.BENCHMARK_DASH), strokeWidth=1.5
    )
    last = Chart(benchmarked.tail(1).assign(words="benchmark"))
    words = last.mark_text(align="left", baseline="top", dx=4, dy=5, color=palette.QUIET_TEXT)
    tick = base.mark_tick(color=palette.TEXT, thickness=1.5, size=12, orient="horizontal")
    return [dashes, tick, words.encode(x=x, y=alt.Y("benchmark:Q"), text=alt.Text("words:N"))]


def _boxes(scores: pd.DataFrame, x: alt.X) -> list[alt.Chart]:
    """The timebox of each session, to scale, as a bar that ends at its score."""
    boxed = scores.dropna(subset=["box_hours"])
    if boxed.empty:
        return []
    base = Chart(boxed.assign(from_hours=(boxed["hours"] - boxed["box_hours"]).clip(lower=0.0)))
    bar = base.mark_rule(color=palette.MODEL, strokeWidth=4, opacity=0.5)
    return [bar.encode(x=alt.X("from_hours:Q"), x2=alt.X2("hours:Q"), y=alt.Y("value:Q"))]


def _results(scores: pd.DataFrame, metric: str, x: alt.X) -> list[alt.Chart]:
    """Each result: full where it was the best so far, hollow where not; a square where it was logged by hand."""
    results = scores.assign(
        score=scores["value"].map(score_number),
        box=[hours_words(hours) if pd.notna(hours) else "none" for hours in scores["box_hours"]],
        kept=scores["is_best"].map({True: "the best so far", False: "not kept as the best"}),
        worked=scores["attended_hours"].map(hours_words),
    )
    tips = [
        alt.Tooltip("score:N", title=metric),
        alt.Tooltip("worked:N", title="Your hours"),
        alt.Tooltip("by:N", title="Scored by"),
        alt.Tooltip("box:N", title="Timebox"),
        alt.Tooltip("kept:N", title="It was"),
    ]
    shape = alt.Shape("by_hand:N", scale=alt.Scale(domain=[False, True], range=["circle", "square"]), legend=None)
    base = Chart(results.assign(by_hand=results["by"] == "by hand")).encode(x=x, y=alt.Y("value:Q"), tooltip=tips)
    full = base.transform_filter("datum.is_best").mark_point(filled=True, color=palette.MODEL, size=80, opacity=1)
    hollow = base.transform_filter("!datum.is_best").mark_point(
        fill=palette.PAPER, stroke=palette.MODEL, strokeWidth=2, size=80, opacity=1
    )
    return [hollow.encode(shape=shape), full.encode(shape=shape)]


def _moment(moment: tuple[float, float], x: alt.X, *, is_late: bool, rises: bool) -> list[alt.Chart]:
    """A rule with a diamond; its words stand where the lines do not go: at the foot of scores that rise."""
    base = Chart(pd.DataFrame({"hours": [moment[0]], "best": [moment[1]], "words": ["could have called it"]}))
    rule = base.mark_rule(strokeDash=[2, 3])
    diamond = base.mark_point(shape="diamond", filled=True, size=160, opacity=1, color=palette.TEXT)
    words = base.mark_text(align="right" if is_late else "left", dx=-8 if is_late else 8, color=palette.TEXT)
    place = alt.YValue(alt.ExprRef(f"height - {_FROM_EDGE_PX}") if rises else _FROM_EDGE_PX)
    return [
        rule.encode(x=x),
        diamond.encode(x=x, y=alt.Y("best:Q")),
        words.encode(x=x, y=place, text=alt.Text("words:N")),
    ]


def _said(scores: pd.DataFrame) -> str:
    best = scores[scores["is_best"]]
    steps = zip(best["best"], best["attended_hours"], strict=True)
    return "; ".join(f"{score_number(value)} after {hours_words(hours)}" for value, hours in steps)
