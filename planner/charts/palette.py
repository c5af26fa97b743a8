"""What each colour means, and one look for every chart, readable on light, on dark and in grey.

The colours are Okabe and Ito's, told apart by colour-blind eyes (Okabe & Ito 2008, "Color Universal Design").
A colour is never the only sign: charts label their marks directly.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import altair as alt
from altair.utils.schemapi import disable_debug_mode

from planner.charts.drawn import Chart, LayerChart

disable_debug_mode()  # the tests hold each chart to the schema whole, so none is as it is made, part by part

PLANNED = "#999999"  # a band
ATTENDED = "#0072B2"
UNATTENDED = "#56B4E9"
PAST_CAP = "#D55E00"
MODEL = "#009E73"
FORECAST = "#CC79A7"  # a band
BENCHMARK_DASH = (5, 4)  # a dashed line in TEXT

# The chart's own background decides the colour of its text, so it follows a theme switched after drawing.
_ON_DARK = "luminance(background) < 0.4"
TEXT = alt.ExprRef(expr=f"{_ON_DARK} ? '#edebe8' : '#2f2d2b'")
QUIET_TEXT = alt.ExprRef(expr=f"{_ON_DARK} ? '#b8b3a8' : '#686255'")
TEXT_ON_BLUE = alt.ExprRef(expr=f"{_ON_DARK} ? '#edebe8' : '#000000'")  # on ATTENDED, however thin
HAIRLINE = alt.ExprRef(expr=f"{_ON_DARK} ? '#45423d' : '#dedbd5'")
PAPER = alt.ExprRef(expr="background")  # for gaps and halos between marks

FULL_DAY_FORMAT = "%-d %b %Y"
HOURS_LABEL = "format(datum.value, ',') + ' h'"  # what an axis writes at its marks
CLOCK_LABEL = "datum.value % 24 + ':00'"  # hours since a midnight go on past 24
TIMES_PLANNED = {0.25: "a quarter", 0.5: "half", 1: "as planned", 2: "twice"}

_MOST_OF_A_YEAR = timedelta(days=300)
LABEL_SIZE_PX = 13
BAR_HEIGHT_PX = 26  # one row of a horizontal bar chart, gap included

_TITLE_PX, _SUBTITLE_PX, _AXIS_PX = 30, 18, 26

AnyChart = TypeVar("AnyChart", alt.Chart, alt.LayerChart, alt.VConcatChart, alt.HConcatChart, alt.FacetChart)


def moment(instant: datetime) -> alt.DateTime:
    """An instant on the person's clocks as the end of an axis, or a mark on it; seconds are the finest."""
    return alt.DateTime(
        year=instant.year,
        month=instant.month,
        date=instant.day,
        hours=instant.hour,
        minutes=instant.minute,
        seconds=instant.second,
    )


def day_format(begin: datetime, end: datetime) -> str:
    """How an axis writes its days: with the year, where they are so far apart that a day and a month could mislead.

    >>> day_format(datetime(2026, 11, 2), datetime(2027, 1, 9)), day_format(datetime(2022, 1, 9), datetime(2026, 6, 2))
    ('%-d %b', '%-d %b %Y')
    """
    return "%-d %b" if end - begin < _MOST_OF_A_YEAR else FULL_DAY_FORMAT


def readable(chart: AnyChart, *, title: str | list[str], description: str, subtitle: str = "") -> AnyChart:
    """Give a finished chart its title (the question or the answer), words for a screen reader, and the look.

    Charts have no frame, no ticks and no grid; `axis(grid=True)` brings back a grid where values must be read off. A
    screen reader is given the description and the words in the picture, not each bar, whose name would be the names of
    its columns; nor a nameless sign for a layer in which nothing is.
    """
    heading = alt.TitleParams(
        title,
        subtitle=subtitle,
        anchor="start",
        offset=10,
        fontSize=14,
        fontWeight=600,
        color=TEXT,
        subtitleFontSize=LABEL_SIZE_PX,
        subtitleColor=QUIET_TEXT,
        subtitlePadding=4,
    )
    axis = alt.AxisConfig(
        grid=False,
        domain=False,
        ticks=False,
        labelFontSize=LABEL_SIZE_PX,
        titleFontSize=LABEL_SIZE_PX,
        labelColor=QUIET_TEXT,
        titleColor=QUIET_TEXT,
        gridColor=HAIRLINE,
        labelPadding=6,
        titlePadding=8,
        labelLimit=180,
    )
    config = alt.Config(
        axis=axis,
        axisY=alt.AxisConfig(labelFlush=False),  # or the first and last name leave their rows
        view=alt.ViewConfig(strokeOpacity=0),
        mark=alt.MarkConfig(aria=False),
        text=alt.MarkConfig(color=TEXT, fontSize=LABEL_SIZE_PX, aria=True),
        rule=alt.MarkConfig(color=TEXT),
    )
    return chart.properties(title=heading, description=description, config=config)


def over_one_another(*charts: alt.Chart | alt.LayerChart) -> alt.LayerChart:
    """Charts in one frame, the last on top. `alt.layer` does the same, typed as if it could split them into facets."""
    return LayerChart(layer=list(charts))


def named_rows(field: str, names: Iterable[object], **axis: Any) -> alt.Y:
    """Rows of a horizontal bar chart, one a name, from the top in the order of `names`.

    The order is said outright: left to itself, it follows the layer that is drawn first, which may lack rows.
    """
    order = list(dict.fromkeys(str(name) for name in names))
    scale = alt.Scale(domain=order) if order else alt.Undefined
    return alt.Y(f"{field}:N", sort=None, title=None, scale=scale, axis=alt.Axis(**axis))


def height_px(bars: int, *, subtitle: bool = False, axis: bool = False) -> int:
    """The height of a whole horizontal bar chart with its title, so that it fits its rows without a gap below."""
    return BAR_HEIGHT_PX * bars + _TITLE_PX + subtitle * _SUBTITLE_PX + axis * _AXIS_PX


def score_axis(**axis: Any) -> alt.Axis:
    """An axis of scores, written as `score_number` does."""
    words = "replace(datum.label, /^0\\./, '.')"
    return alt.Axis(tickCount=4, tickMinStep=0.001, format=".3f", labelExpr=words, **axis)


def hours_axis() -> alt.Axis:
    """An axis of hours of work: whole numbers as they are, with a comma in thousands."""
    return alt.Axis(tickCount=6, labelExpr="format(datum.value, ',')")


def zero_line() -> alt.Chart:
    """A vertical line at zero hours, for horizontal bars."""
    return (
        Chart(alt.InlineData(values=[{"hours": 0}])).mark_rule(color=HAIRLINE, strokeWidth=1).encode(x=alt.X("hours:Q"))
    )
