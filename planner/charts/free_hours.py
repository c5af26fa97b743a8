"""Free hours as a picture: a bar a week, solid as far as it is free, pale where something takes the hours."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts.drawn import Chart
from planner.charts.palette import (
    HAIRLINE,
    LABEL_SIZE_PX,
    PLANNED,
    QUIET_TEXT,
    TEXT,
    named_rows,
    over_one_another,
    readable,
)

_LABELS_PX = 50  # kept free at the right for the hours
_NAMES_PX = 84
_BAR_PX = 16
_ROW_PX, _ROW_WITH_WORDS_PX = 26, 42
_HEADING_PX = 52


def free_hours_chart(rows: pd.DataFrame, parts: pd.DataFrame, *, title: str, subtitle: str) -> alt.LayerChart:
    """Free hours, week by week.

    Parameters
    ----------
    rows
        One stretch of days a row, from the top: `name`, `free_hours`, `meant_hours` (free and taken ones), and
        `why`, what takes the hours in words, empty where nothing does.
    parts
        What takes hours, one kind in one stretch a row: `name` of the stretch, `kind`, `from_hours` and `to_hours`
        (the place in its bar, beginning where the free ones end) and `label`, in words.
    """
    most = float(rows["meant_hours"].max()) or 1.0
    scale = alt.Scale(domain=[0, most], nice=False, range=[0, alt.ExprRef(expr=f"width - {_LABELS_PX}")])
    has_words = bool((rows["why"] != "").any())
    up_px = -8 if has_words else 0  # the words stand below the bar
    y = named_rows("name", rows["name"], minExtent=_NAMES_PX, labelOffset=up_px)
    base = Chart(rows).encode(y=y)
    layers = [_free(base, scale, up_px), _hours(base, up_px), _zero()]
    if has_words:
        layers[1:1] = [_taken(Chart(parts).encode(y=y), scale, up_px), _words(base)]
    row_px = _ROW_WITH_WORDS_PX if has_words else _ROW_PX
    chart = over_one_another(*layers).properties(height=row_px * len(rows) + _HEADING_PX)
    return readable(chart, title=title, subtitle=subtitle, description=_in_words(rows))


def _x(field: str, scale: alt.Scale) -> alt.X:
    return alt.X(f"{field}:Q", scale=scale, axis=None)


def _free(base: alt.Chart, scale: alt.Scale, up_px: int) -> alt.Chart:
    bars = base.transform_filter("datum.free_hours > 0").transform_calculate(zero="0")
    return bars.mark_bar(color=PLANNED, height=_BAR_PX, yOffset=up_px).encode(
        x=_x("zero", scale),
        x2=alt.X2("free_hours:Q"),
        tooltip=[alt.Tooltip("name:N", title="Days"), alt.Tooltip("free_hours:Q", title="Free hours", format=".1f")],
    )


def _taken(parts: alt.Chart, scale: alt.Scale, up_px: int) -> alt.Chart:
    bars = parts.mark_bar(
        color=PLANNED, fillOpacity=0.22, stroke=PLANNED, strokeWidth=1, height=_BAR_PX - 1, yOffset=up_px
    )
    return bars.encode(
        x=_x("from_hours", scale),
        x2=alt.X2("to_hours:Q"),
        tooltip=[alt.Tooltip("kind:N", title="Taken by"), alt.Tooltip("label:N", title="What")],
    )


def _words(base: alt.Chart) -> alt.Chart:
    """What takes the hours, cut off where the picture ends."""
    words = base.transform_filter("datum.why != ''").transform_calculate(words="'− ' + datum.why")
    return words.mark_text(
        align="left", color=QUIET_TEXT, fontSize=LABEL_SIZE_PX - 1, dx=3, dy=9, limit=alt.ExprRef(expr="width")
    ).encode(x=alt.XValue(0), text=alt.Text("words:N"))


def _hours(base: alt.Chart, up_px: int) -> alt.Chart:
    labelled = base.transform_calculate(
        hours="(datum.free_hours >= 9.95 ? format(datum.free_hours, '.0f') : format(datum.free_hours, '.2~r')) + ' h'"
    )
    return labelled.mark_text(align="right", color=TEXT, dy=up_px).encode(
        x=alt.XValue(alt.ExprRef(expr="width")), text=alt.Text("hours:N")
    )


def _zero() -> alt.Chart:
    return Chart(alt.InlineData(values=[{}])).mark_rule(color=HAIRLINE).encode(x=alt.XValue(0))


def _in_words(rows: pd.DataFrame) -> str:
    weeks = (
        f"{name} {free:.1f} of {meant:.1f}" + (f" ({why})" if why else "")
        for name, free, meant, why in rows[["name", "free_hours", "meant_hours", "why"]].itertuples(index=False)
    )
    return "Free hours: " + "; ".join(weeks)
