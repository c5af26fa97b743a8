"""A figure to hand in: score against minutes, as one SVG file that needs neither a browser's menu nor a network."""

from __future__ import annotations

import pandas as pd
import vl_convert

from planner.charts.training import score_over_minutes

_WIDTH_PX = 640
_MOST_POINTS = 400


def score_figure(
    progress: pd.DataFrame, timebox_s: float, *, metric: str, benchmark: float | None, title: str, note: str = ""
) -> str:
    """The picture of `score_over_minutes` on white, as SVG text; the time axis reaches to the last score.

    `progress` has the columns elapsed_s and score (missing between checks), with at least one score. `metric` is the
    name on screens, `note` a line below the title.
    """
    scored = progress.dropna(subset=["score"]).tail(_MOST_POINTS)
    end_s = max(timebox_s, float(scored["elapsed_s"].max()))
    chart = score_over_minutes(scored, end_s, metric=metric, benchmark=benchmark, title=title, subtitle=note)
    drawn = chart.properties(width=_WIDTH_PX, background="white")
    return str(vl_convert.vegalite_to_svg(drawn.to_dict()))
