"""Pictures that page and report share: from what is known of a project to a chart."""

from __future__ import annotations

import altair as alt
import pandas as pd

from planner.charts.burn_up import burn_up_chart
from planner.charts.worth import WorthEnds, worth_chart
from planner.hindsight import honest_words
from planner.retrospective import BurnUp, Worth, burn_up_frame, forecast_frame, worth_frame
from planner.retrospective.answers import kinds_of_hours_words, unplanned_words
from planner.retrospective.burn_up import on_the_clock
from planner.retrospective.span import ALL_TIME, Span

_WHOLE_PLAN = "Ranges and caps are those of the whole plan."
LEAST_RESULTS = 2  # of a picture over hours: one result is no course

WORTH_KEY = "Full dots were the best so far, hollow ones not; squares are by hand; bars are timeboxes, to scale."


def hours_lines(phases: pd.DataFrame, span: Span = ALL_TIME) -> list[str]:
    """What is said below the picture of the phases: whose hours, what was never planned, whose ranges held.

    The hours of a part of the time are no measure of a range.
    """
    measure = _WHOLE_PLAN if span.words and phases["planned"].any() else ""
    lines = (measure, kinds_of_hours_words(phases), unplanned_words(phases), "" if span.words else honest_words(phases))
    return [line for line in lines if line]


def burn_up_picture(found: BurnUp) -> alt.LayerChart:
    """Hours over the days; the deadline as it was said last, and before it as it was said first."""
    return burn_up_chart(
        burn_up_frame(found),
        forecast_frame(found),
        title="Hours so far, against plan and forecast" if found.forecasts else "Hours so far, against the plan",
        description=f"Hours over the days. {found.sentence}",
        said=(found.said.low_hours, found.said.high_hours) if found.said else None,
        budget_hours=found.project.budget_hours,
        deadlines=[on_the_clock(deadline, found.zone) for deadline in found.deadlines],
    )


def worth_picture(worth: Worth) -> alt.LayerChart:
    """The best score over hours, with the moment to have called it."""
    name = worth.name
    moment = (worth.moment.attended_hours, worth.moment.best) if worth.moment else None
    ends = WorthEnds(worth.attended_hours, worth.all_hours)
    title = f"Best {name} so far, over hours"
    return worth_chart(worth_frame(worth), title=title, metric=name, ends=ends, moment=moment)
