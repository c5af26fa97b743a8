"""The plan as a picture: each range as a band, the hours logged as a bar in it, each cap as a line."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts.drawn import Chart
from planner.charts.palette import (
    ATTENDED,
    PAST_CAP,
    PLANNED,
    QUIET_TEXT,
    height_px,
    named_rows,
    over_one_another,
    readable,
)

TOTAL_ROWS = ("Total", "All phases")  # set in bold above the phases
_LEAST_LABELS_PX, _LETTER_PX, _AIR_PX = 112, 7, 12  # kept free at the right for the numbers


def plan_chart(rows: pd.DataFrame, *, title: str) -> alt.LayerChart:
    """Ranges against hours logged.

    Parameters
    ----------
    rows
        One bar a row, in order from the top: `name`, `low_hours`, `high_hours`, `cap_hours`, `logged_hours`
        (attended hours; NaN where a range or cap is not given) and `label`, the numbers in words.
    """
    longest = rows[["high_hours", "cap_hours", "logged_hours"]].max().max()
    most = float(longest) if longest > 0 else 1.0
    labels_px = max(_LEAST_LABELS_PX, _AIR_PX + _LETTER_PX * rows["label"].str.len().max())
    scale = alt.Scale(domain=[0, most], range=[0, alt.ExprRef(expr=f"width - {labels_px}")])
    bold = f"indexof({list(TOTAL_ROWS)}, datum.label) >= 0 ? 600 : 400"
    base = Chart(rows).encode(
        y=named_rows("name", rows["name"], labelFontWeight=alt.ExprRef(expr=bold), minExtent=70),
        tooltip=[alt.Tooltip("name:N", title="Phase"), alt.Tooltip("label:N", title="Hours")],
    )
    layers = over_one_another(
        _band(base, scale), _logged(base, scale), _past_cap(base, scale), _cap(base, scale), _numbers(base)
    )
    chart = layers.properties(height=height_px(len(rows), subtitle=True))
    return readable(chart, title=title, subtitle=_key(rows), description=_in_words(rows))


def _hours(field: str, scale: alt.Scale) -> alt.X:
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _band(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    band = base.transform_filter("isValid(datum.low_hours)")
    return band.mark_bar(color=PLANNED, opacity=0.45, height=18, cornerRadius=2, minBandSize=3).encode(
        x=_hours("low_hours", scale), x2=alt.X2("high_hours:Q")
    )


def _logged(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    logged = base.transform_filter("datum.logged_hours > 0").transform_calculate(
        zero="0", inside="isValid(datum.cap_hours) ? min(datum.logged_hours, datum.cap_hours) : datum.logged_hours"
    )
    return logged.mark_bar(color=ATTENDED, height=8).encode(x=_hours("zero", scale), x2=alt.X2("inside:Q"))


def _past_cap(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    past = base.transform_filter("isValid(datum.cap_hours) && datum.logged_hours > datum.cap_hours")
    return past.mark_bar(color=PAST_CAP, height=8).encode(x=_hours("cap_hours", scale), x2=alt.X2("logged_hours:Q"))


def _cap(base: alt.Chart, scale: alt.Scale) -> alt.Chart:
    cap = base.transform_filter("isValid(datum.cap_hours)")
    return cap.mark_tick(color=PAST_CAP, opacity=1, thickness=2, height=18).encode(x=_hours("cap_hours", scale))


def _numbers(base: alt.Chart) -> alt.Chart:
    return base.mark_text(align="right", color=QUIET_TEXT).encode(
        x=alt.XValue(alt.ExprRef(expr="width")), text=alt.Text("label:N")
    )


def _key(rows: pd.DataFrame) -> str:
    """What the marks mean, only of those that are drawn."""
    marks = {
        "blue: logged": rows["logged_hours"] > 0,
        "grey: planned": rows["low_hours"].notna(),
        "orange line: cap": rows["cap_hours"].notna(),
    }
    return " · ".join(words for words, drawn in marks.items() if drawn.any())


def _in_words(rows: pd.DataFrame) -> str:
    return "Hours: " + "; ".join(f"{name} {label}" for name, label in zip(rows["name"], rows["label"], strict=True))
