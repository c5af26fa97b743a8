"""The pictures of a report, and what their colours and marks mean: from what is known of a project to a chart."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt
import pandas as pd

from planner.charts import palette
from planner.charts import retrospective as charts
from planner.charts.burn_up import burn_up_chart
from planner.charts.estimates import ratios_chart
from planner.charts.joined_visits import joined_visits
from planner.charts.worth import WorthEnds, worth_chart
from planner.domain.project import Phase
from planner.domain.wording.numbers import count_words
from planner.forecast.hindsight import honest_words
from planner.retrospective import BurnUp, Worth, burn_up_frame, forecast_frame, worth_frame
from planner.retrospective.answers import kinds_of_hours_words, unplanned_words
from planner.retrospective.burn_up import on_the_clock
from planner.retrospective.named_period import ALL_TIME, NamedPeriod

MOST_DAYS = 31  # a month; of more days the rows of a picture are no overview any more
_WHOLE_PLAN = "Ranges and caps are those of the whole plan."

WORTH_KEY = "Full dots were the best so far, hollow ones not; squares are by hand; bars are timeboxes, to scale."
RATIOS_KEY = (
    "Each dot is a finished phase, the tick the middle one of its name; the grey line is the middle of your range."
)


def phases_colours(phases: pd.DataFrame) -> dict[str, str]:
    """What the colours of the phases mean, of those that are drawn."""
    has_hours = phases["attended_hours"] > 0
    is_stray = ~phases["planned"] if phases["planned"].any() else has_hours & False
    drawn = {
        "planned at first": (palette.PLANNED, phases["low_hours"].notna()),
        "honest then (forecast)": (palette.FORECAST, phases["honest_low_hours"].notna()),
        "your hours": (palette.ATTENDED, has_hours & ~is_stray),
        "never planned (dashed edge)": (palette.ATTENDED, has_hours & is_stray),
        "past the cap (line)": (palette.PAST_CAP, phases["cap_hours"].notna()),
        "machine alone (thin)": (palette.UNATTENDED, phases["unattended_hours"] > 0),
    }
    return {words: colour for words, (colour, is_drawn) in drawn.items() if is_drawn.any()}


def hours_lines(phases: pd.DataFrame, span: NamedPeriod = ALL_TIME) -> list[str]:
    """What is said below the picture of the phases: whose hours, what was never planned, whose ranges held.

    The hours of a part of the time are no measure of a range.
    """
    measure = _WHOLE_PLAN if span.words and phases["planned"].any() else ""
    lines = (measure, kinds_of_hours_words(phases), unplanned_words(phases), "" if span.words else honest_words(phases))
    return [line for line in lines if line]


def worth_picture(worth: Worth) -> alt.LayerChart:
    """The best score over hours, with the moment to have called it."""
    name = worth.name
    moment = (worth.moment.attended_hours, worth.moment.best) if worth.moment else None
    ends = WorthEnds(worth.attended_hours, worth.all_hours)
    title = f"Best {name} so far, over hours"
    return worth_chart(worth_frame(worth), title=title, metric=name, ends=ends, moment=moment)


def burn_up_picture(progress: BurnUp) -> alt.LayerChart:
    """Hours over the days; the deadline as it was said last, and before it as it was said first."""
    return burn_up_chart(
        burn_up_frame(progress),
        forecast_frame(progress),
        title="Hours so far, against plan and forecast" if progress.forecasts else "Hours so far, against the plan",
        description=f"Hours over the days. {progress.sentence}",
        said=(progress.said.low_hours, progress.said.high_hours) if progress.said else None,
        budget_hours=progress.project.budget_hours,
        deadlines=[on_the_clock(deadline, progress.zone) for deadline in progress.deadlines],
    )


def days_picture(blocks: pd.DataFrame, title: str, worked: int) -> tuple[alt.LayerChart, str]:
    """The newest days with their blocks of work, and how many that are where more were worked."""
    chart = charts.days(blocks, title=title)
    return chart, f"The last {MOST_DAYS} of {count_words(worked, 'day')} with work." if worked > MOST_DAYS else ""


def order_picture(visits: pd.DataFrame, phases: Sequence[Phase], title: str) -> tuple[alt.LayerChart, str]:
    """The phases in the order of their visits, those without one left out; and what is said where visits are joined."""
    visited = set(visits["phase"])
    names = [phase.name for phase in phases if phase.name in visited]
    return charts.order_of_phases(visits, names, title=title), _joined_words(len(visits), len(joined_visits(visits)))


def _joined_words(visits: int, blocks: int) -> str:
    """How many blocks stand for how many visits; empty where each has its own.

    >>> _joined_words(11_112, 7)
    '11,112 visits as 7 blocks: visits to a phase that lie less than a pixel apart are drawn as one.'
    """
    if blocks == visits:
        return ""
    shown = f"{count_words(visits, 'visit')} as {count_words(blocks, 'block')}"
    return f"{shown}: visits to a phase that lie less than a pixel apart are drawn as one."


def ratios_picture(ratios: pd.DataFrame) -> alt.LayerChart:
    """What phases took, as shares of what was planned."""
    return ratios_chart(ratios, title=_ratios_title(ratios["ratio"].median()))


def _ratios_title(middle: float) -> str:
    """What a phase took in the middle of all, short enough for a phone.

    >>> _ratios_title(1.62), _ratios_title(0.98)
    ('Phases took 1.6 times what was planned', 'Phases took what was planned')
    """
    times = "" if round(middle, 1) == 1.0 else f"{middle:.1f} times "
    return f"Phases took {times}what was planned"
