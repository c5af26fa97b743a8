"""How far estimates were off: each finished phase a dot, on an axis that says "half", "as planned", "twice"."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts.drawn import Chart
from planner.charts.palette import readable

_WORDS = {str(value): words for value, words in palette.TIMES_PLANNED.items()} | {
    "0.125": "an eighth",
    "4": "4 ×",
    "8": "8 ×",
    "16": "16 ×",
}
_TICKS = [0.125, 0.25, 0.5, 1, 2, 4, 8, 16]
_AXIS_PX = 22


def ratios_chart(ratios: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Actual against planned hours by phase; the middle one of each phase is a tick.

    `ratios` is `forecast.ratios_frame`: phase, project, ratio.
    """
    middles = ratios.groupby("phase", as_index=False).agg(ratio=("ratio", "median"), count=("ratio", "size"))
    order = middles.sort_values("ratio", ascending=False)["phase"].to_list()
    ends = [min(0.5, float(ratios["ratio"].min())) / 1.1, max(2.0, float(ratios["ratio"].max())) * 1.1]
    axis = alt.Axis(values=_TICKS, labelExpr=f"{_WORDS}[toString(datum.value)] || ''", title=None, grid=False)
    x = alt.X("ratio:Q", scale=alt.Scale(type="log", domain=ends, nice=False), axis=axis)
    rows = palette.named_rows("phase", order)
    tips = [alt.Tooltip("phase:N"), alt.Tooltip("ratio:Q", title="of the planned hours", format=".2f")]
    dots = Chart(ratios).mark_circle(color=palette.ATTENDED, size=50, opacity=0.55)
    middle = Chart(middles).mark_tick(color=palette.TEXT, thickness=2, size=18)
    planned = Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=palette.PLANNED, strokeWidth=2)
    layered = palette.over_one_another(
        planned.encode(x=x),
        dots.encode(x=x, y=rows, tooltip=[*tips, alt.Tooltip("project:N")]),
        middle.encode(x=x, y=rows, tooltip=tips),
    ).properties(height=palette.height_px(len(order)) + _AXIS_PX)
    words = "; ".join(f"{row.phase} {row.ratio:.2f}" for row in middles.itertuples())
    return readable(layered, title=title, description=f"Hours taken per hour planned, in the middle: {words}.")
