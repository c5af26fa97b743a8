"""The best score over hours of work, with the moment at which one could have called it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.palette import readable

_HEIGHT_PX = 260


def worth_chart(
    scores: pd.DataFrame, *, title: str, metric: str, worked_hours: float, moment: tuple[float, float] | None
) -> alt.LayerChart:
    """Each result a dot, the best so far as a step line, a diamond where one could have called it.

    Parameters
    ----------
    scores
        One row a result, the oldest first: `attended_hours`, `value`, `best` and `by`.
    worked_hours
        Attended hours in all: the line goes on to there.
    moment
        Attended hours and best score of that time, None where there is no such moment.
    """
    last = scores.tail(1).assign(attended_hours=worked_hours)
    x = alt.X("attended_hours:Q", title="your hours", scale=alt.Scale(domain=[0, max(worked_hours, 0.1)], nice=False))
    y = alt.Y("best:Q", title=None, scale=alt.Scale(zero=False, padding=18), axis=palette.score_axis())
    steps = alt.Chart(pd.concat([scores, last], ignore_index=True)).mark_line(
        interpolate="step-after", color=palette.MODEL, strokeWidth=2.5
    )
    dots = alt.Chart(scores).mark_circle(color=palette.MODEL, size=60, opacity=0.6)
    layers = [
        steps.encode(x=x, y=y),
        dots.encode(
            x=x,
            y=alt.Y("value:Q"),
            tooltip=[
                alt.Tooltip("value:Q", title=metric, format=".3f"),
                alt.Tooltip("attended_hours:Q", title="Your hours", format=".1f"),
                alt.Tooltip("by:N", title="Scored by"),
            ],
        ),
    ]
    if moment:
        layers += _moment(moment, x)
    said = f"Best {metric} over your hours, {len(scores)} results. {title}"
    return readable(alt.layer(*layers).properties(height=_HEIGHT_PX), title=title, description=said)


def _moment(moment: tuple[float, float], x: alt.X) -> list[alt.Chart]:
    base = alt.Chart(
        pd.DataFrame({"attended_hours": [moment[0]], "best": [moment[1]], "words": ["could have called it"]})
    )
    rule = base.mark_rule(strokeDash=list(palette.BENCHMARK_DASH))
    diamond = base.mark_point(shape="diamond", filled=True, size=160, opacity=1, color=palette.TEXT)
    words = base.mark_text(align="left", dx=8, dy=14, color=palette.TEXT)
    y = alt.Y("best:Q")
    return [rule.encode(x=x), diamond.encode(x=x, y=y), words.encode(x=x, y=y, text="words:N")]
