"""How a forecast changed: the hours in all as they were forecast, the hours logged, and the chance, over the days."""

from __future__ import annotations

import altair as alt
import pandas as pd
from altair.utils.schemapi import UndefinedType

from planner.charts.drawn import Chart
from planner.charts.palette import (
    ATTENDED,
    BENCHMARK_DASH,
    FORECAST,
    FULL_DAY_FORMAT,
    HOURS_LABEL,
    PLANNED,
    TEXT,
    day_format,
    moment,
    over_one_another,
    readable,
)
from planner.domain.forecasts import WANTED_CHANCE
from planner.domain.wording.days import short_date
from planner.domain.wording.durations import ends_words, hours_words
from planner.domain.wording.numbers import share_words

_HEIGHT_PX, _CHANCE_PX, _BETWEEN_PX = 210, 46, 18
_LABELS_PX = 104  # kept free at the right for the words
_LEADER_PX = 12  # from the end of a line to its words
_LABEL_SHARE = 0.13  # of the height of the hours, the least between two labels
_MOST_DAYS = 4  # named on the axis

_LAST_X = alt.ExprRef(expr=f"width - {_LABELS_PX}")  # where the last forecast stands
_WORDS_X = alt.ExprRef(expr=f"width - {_LABELS_PX - _LEADER_PX}")
_CHANCE_TOP = f"height - {_CHANCE_PX}"


def forecast_history_chart(
    rows: pd.DataFrame, *, title: str, description: str, said_low: float | None, said_high: float | None
) -> alt.LayerChart:
    """Forecast of the hours in all as a purple band with its middle, hours logged in blue, the range said in grey.

    Parameters
    ----------
    rows
        One forecast a row, in order: `day` (a moment of the person's clock, without a zone), `logged_hours`,
        `low_hours`, `middle_hours`, `high_hours` (logged and left together, an 80 % range) and `chance` (0 to 1; NaN
        where there was no deadline). Chances have a row of their own below the hours.
    description
        What the picture shows, for a screen reader; the last forecast is said after it.
    said_low, said_high
        The range that the person said, in hours; None where none was said.
    """
    said_range = None if said_low is None or said_high is None else (said_low, said_high)
    chances = rows.dropna(subset=["chance"])
    below_px = 0 if chances.empty else _CHANCE_PX + _BETWEEN_PX
    x, y = _days(rows), _hours(rows, said_range, below_px)
    parts = [over_one_another(*_said(said_range, y), *_forecast(rows, x, y), *_ends(_hour_ends(rows, said_range), y))]
    if not chances.empty:
        is_current = bool(pd.notna(rows["chance"].iloc[-1]))
        parts.append(over_one_another(*_chances(chances, x, is_current=is_current)))
    chart = over_one_another(*parts).resolve_scale(y="independent").properties(height=_HEIGHT_PX + below_px)
    return readable(chart, title=title, description=f"{description} {_last_words(rows)}")


def _days(rows: pd.DataFrame) -> alt.X:
    """Days up to the last forecast; a single one stands at the right, beside its words."""
    scale: list[alt.DateTime] | UndefinedType = alt.Undefined
    values: list[alt.DateTime] | UndefinedType = alt.Undefined
    written = FULL_DAY_FORMAT
    if len(rows):
        first, last = rows["day"].iloc[0], rows["day"].iloc[-1]
        begin = first if first < last else last - pd.Timedelta(days=1)
        scale, values = [moment(begin), moment(last)], [moment(day) for day in _named_days(rows["day"])]
        written = day_format(begin, last)
    axis = alt.Axis(values=values, format=written, labelOverlap="greedy", labelSeparation=8, labelFlush=False)
    return alt.X(
        "day:T", title=None, scale=alt.Scale(domain=scale, nice=False, padding=0, range=[0, _LAST_X]), axis=axis
    )


def _named_days(moments: pd.Series) -> list[pd.Timestamp]:
    """The first moments of a few days, far from each other where there are many."""
    firsts = moments[~moments.dt.date.duplicated()]
    span = firsts.iloc[-1] - firsts.iloc[0]
    targets = [firsts.iloc[0] + span * step / (_MOST_DAYS - 1) for step in range(_MOST_DAYS)]
    nearest = [firsts.iloc[int((firsts - moment).abs().argmin())] for moment in targets]
    return list(dict.fromkeys(nearest))


def _hours(rows: pd.DataFrame, said_range: tuple[float, float] | None, below_px: int) -> alt.Y:
    most = _most_hours(rows, said_range)
    scale = alt.Scale(domain=[0, most], nice=False, range=[alt.ExprRef(expr=f"height - {below_px}"), 0])
    axis = alt.Axis(tickCount=4, labelExpr=HOURS_LABEL)
    return alt.Y("hours:Q", title=None, scale=scale, axis=axis)


def _most_hours(rows: pd.DataFrame, said_range: tuple[float, float] | None) -> float:
    hours = [*rows["high_hours"], *rows["logged_hours"], *(said_range or ())]
    return 1.05 * max(hours, default=0.0) or 1.0


def _said(said_range: tuple[float, float] | None, y: alt.Y) -> list[alt.Chart]:
    """The range said as a grey band from the first day to the last, with fine edges that are seen on purple too."""
    if said_range is None:
        return []
    base = Chart(pd.DataFrame({"hours": [said_range[0]], "to_hours": [said_range[1]]}))
    band = base.mark_rect(color=PLANNED, fillOpacity=0.28, stroke=PLANNED, strokeWidth=1)
    return [band.encode(x=alt.XValue(0), x2=alt.X2Value(_LAST_X), y=y, y2=alt.Y2("to_hours:Q"))]


def _forecast(rows: pd.DataFrame, x: alt.X, y: alt.Y) -> list[alt.Chart]:
    """The band with its middle, and the hours logged; of a single forecast a bar, since it has no width."""
    middle, logged = rows.assign(hours=rows["middle_hours"]), rows.assign(hours=rows["logged_hours"])
    band = Chart(rows.assign(hours=rows["low_hours"])).encode(x=x, y=y, y2=alt.Y2("high_hours:Q"))
    is_single = len(rows) == 1
    bar = band.mark_bar(color=FORECAST, fillOpacity=0.5, width=14, cornerRadius=2)
    return [
        bar if is_single else band.mark_area(color=FORECAST, fillOpacity=0.4),
        *_course(middle, x, y, FORECAST),
        *_course(logged, x, y, ATTENDED),
        _under_the_pointer(middle, x, y),
    ]


def _under_the_pointer(points: pd.DataFrame, x: alt.X, y: alt.Y) -> alt.Chart:
    base = Chart(points.assign(words=[_words_of(row) for _, row in points.iterrows()]))
    tips = [
        alt.Tooltip("day:T", title="Forecast of", format=f"{FULL_DAY_FORMAT}, %H:%M"),
        alt.Tooltip("words:N", title="Hours"),
    ]
    return base.mark_circle(size=200, opacity=0).encode(x=x, y=y, tooltip=tips)


def _course(points: pd.DataFrame, x: alt.X, y: alt.Y, colour: str) -> list[alt.Chart]:
    """A line with a dot at its end."""
    line = Chart(points).mark_line(color=colour, strokeWidth=2.5, strokeJoin="round").encode(x=x, y=y)
    dot = Chart(points.tail(1)).mark_circle(color=colour, size=60, opacity=1).encode(x=x, y=y)
    return [line, dot]


def _hour_ends(rows: pd.DataFrame, said_range: tuple[float, float] | None) -> pd.DataFrame:
    """What is written at the right: `colour`, `hours` of its mark, `at_hours` where the words stand, and `words`."""
    ends: list[tuple[str, float, str]] = []
    if said_range is not None:
        ends.append((PLANNED, sum(said_range) / 2, f"said {ends_words(*said_range)}"))
    if len(rows):
        logged, middle = rows[["logged_hours", "middle_hours"]].iloc[-1]
        ends += [
            (ATTENDED, logged, f"logged {hours_words(logged)}"),
            (FORECAST, middle, f"forecast {hours_words(middle)}"),
        ]
    labels = pd.DataFrame(ends, columns=["colour", "hours", "words"]).sort_values("hours", kind="stable")
    labels = labels.assign(at_hours=_apart(labels["hours"].tolist(), _most_hours(rows, said_range)))
    if said_range is not None:  # the band may be led from anywhere on its edge
        is_said = labels["colour"] == PLANNED
        labels["hours"] = labels["hours"].mask(is_said, labels["at_hours"].clip(*said_range))
    return labels


def _apart(hours: list[float], most: float) -> list[float]:
    """Places for labels, lowest first, each at its hours or as far above as the one below needs, none above `most`.

    >>> _apart([10.0, 10.0, 95.0], 100.0)
    [10.0, 23.0, 93.5]
    """
    gap = _LABEL_SHARE * most
    places: list[float] = []
    for mark in hours:
        places.append(max(mark, places[-1] + gap) if places else max(mark, gap / 2))
    for number in range(len(places) - 1, -1, -1):
        ceiling = most - gap / 2 if number == len(places) - 1 else places[number + 1] - gap
        places[number] = min(places[number], ceiling)
    return places


def _ends(ends: pd.DataFrame, y: alt.Y) -> list[alt.Chart]:
    """Words at the right, a short line in the colour of its mark leading to each."""
    drawn: list[alt.Chart] = []
    for end in ends.itertuples():
        label = pd.DataFrame({"hours": [end.hours], "at_hours": [end.at_hours], "words": [end.words]})
        base = Chart(label)
        leader = base.mark_rule(color=str(end.colour), strokeWidth=1.5)
        drawn.append(leader.encode(x=alt.XValue(_LAST_X), x2=alt.X2Value(_WORDS_X), y=y, y2=alt.Y2("at_hours:Q")))
        drawn.append(_words(base).encode(y=alt.Y("at_hours:Q"), text=alt.Text("words:N")))
    return drawn


def _words(base: alt.Chart) -> alt.Chart:
    return base.mark_text(align="left", dx=4, color=TEXT).encode(x=alt.XValue(_WORDS_X))


def _chances(chances: pd.DataFrame, x: alt.X, *, is_current: bool) -> list[alt.Chart]:
    """The chance to finish, in a row of its own, against the 80 % that one would like to have."""
    scale = alt.Scale(domain=[0, 1], nice=False, range=[alt.ExprRef(expr="height"), alt.ExprRef(expr=_CHANCE_TOP)])
    axis = alt.Axis(orient="left", values=[WANTED_CHANCE], labelExpr="format(100 * datum.value, '.0f') + ' %'")
    y = alt.Y("chance:Q", title=None, scale=scale, axis=axis)
    goal = Chart(pd.DataFrame({"chance": [WANTED_CHANCE]})).mark_rule(strokeDash=list(BENCHMARK_DASH))
    goal = goal.encode(x=alt.XValue(0), x2=alt.X2Value(_LAST_X), y=y)
    last = chances.tail(1)
    name = "chance" if is_current else "chance was"
    end = last.assign(words=f"{name} {share_words(last['chance'].iloc[0], 1)}")
    return [goal, *_course(chances, x, y, FORECAST), _words(Chart(end)).encode(y=y, text=alt.Text("words:N"))]


def _last_words(rows: pd.DataFrame) -> str:
    if rows.empty:
        return "No forecast yet."
    last = rows.iloc[-1]
    return f"Last forecast, {short_date(last['day'])}: {_words_of(last)}."


def _words_of(row: pd.Series) -> str:
    low, middle, high, logged = (hours_words(row[f"{name}_hours"]) for name in ("low", "middle", "high", "logged"))
    chance = "" if pd.isna(row["chance"]) else f", chance {share_words(row['chance'], 1)}"
    return f"{middle} in all (80 %: {low} to {high}), {logged} logged{chance}"
