"""The titles of a retrospective's pictures: each the answer to its question, computed from the data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

import pandas as pd

from model.protocol.metrics import metric_words
from planner.domain.hours import LEAST_FOUND_HOURS
from planner.domain.one_table import left_out_in_words, main_table
from planner.domain.project import Phase
from planner.domain.results import best_of
from planner.domain.visits import Visit
from planner.domain.wording.durations import hours_words
from planner.domain.wording.lists import list_words
from planner.domain.wording.numbers import count_words
from planner.domain.wording.scores import score_number
from planner.retrospective.named_period import ALL_TIME, NamedPeriod
from planner.retrospective.phase_order import most_returns


def overrun_words(phases: pd.DataFrame, span: NamedPeriod = ALL_TIME) -> str:
    """How many of the planned phases took more hours than the high end of their first range; in a span, whose hours."""
    planned = phases[phases["planned"]]
    if span.words:
        return f"Hours by phase {span.words}"
    if not len(planned):
        return "Hours of each phase; none was planned"
    over = int((planned["attended_hours"] > planned["high_hours"]).sum())
    so_far = " so far" if not over and planned["is_open"].any() else ""  # who has overrun will not take it back
    if len(planned) == 1:
        return f"The planned phase overran{so_far}" if over else f"The planned phase did not overrun{so_far}"
    return f"{over or 'None'} of {count_words(len(planned), 'planned phase')} overran{so_far}"


def unplanned_words(phases: pd.DataFrame) -> str:
    """Phases that took hours without ever having had a range, where others had one; empty where there is none."""
    if not phases["planned"].any():
        return ""
    unplanned = phases[~phases["planned"] & (phases["attended_hours"] >= LEAST_FOUND_HOURS)]
    if not len(unplanned):
        return ""
    took = zip(unplanned["phase"], unplanned["attended_hours"], strict=True)
    return f"Never planned: {list_words([f'{name} ({hours_words(hours)})' for name, hours in took])}."


def kinds_of_hours_words(phases: pd.DataFrame) -> str:
    """A person's hours and those of the machine alone, apart; empty where a machine never worked alone."""
    own, alone = float(phases["attended_hours"].sum()), float(phases["unattended_hours"].sum())
    if alone < LEAST_FOUND_HOURS:
        return ""
    return f"{hours_words(own)} were yours; beside them the machine worked {hours_words(alone)} alone."


def days_title(own_hours: Mapping[date, float]) -> str:
    """How many days had work of one's own, and how long such a day was in the middle.

    own_hours: by day with work, 0 on one on which only the machine worked.
    """
    own = [hours for hours in own_hours.values() if hours > 0]
    if not own:
        return "Only the machine has worked so far"
    if len(own) == 1:
        return f"Work on 1 day, {hours_words(own[0])}"
    return f"Work on {count_words(len(own), 'day')}, {hours_words(median(own))} on a typical one"


def order_title(visits: Sequence[Visit], phases: Sequence[Phase]) -> str:
    """The way back that was taken most often; without one, how often phases were visited."""
    back = most_returns(visits, phases)
    if back:
        return f"From {back.later} back to {back.earlier}: {count_words(back.times, 'time')}"
    visited = len({visit.phase_id for visit in visits})
    return f"{count_words(len(visits), 'visit')} to {count_words(visited, 'phase')}"


def of_one_metric(sessions: pd.DataFrame) -> pd.DataFrame:
    """Sessions on the metric and the table that most scored ones have: others share no axis with them.

    One that ended before its data was known stays where only one table is known.
    """
    scored = sessions.dropna(subset=["delivered"])
    if not len(scored):
        return scored
    metric = scored["metric"].mode().iloc[0]
    of_metric = scored[scored["metric"] == metric]
    main = main_table(of_metric["table"].tolist())
    others = set(scored["table"]) - {main}
    is_alike = (sessions["table"] == main) | (not others and sessions["delivered"].isna())
    of_one: pd.DataFrame = sessions[(sessions["metric"] == metric) & is_alike]
    return of_one


def other_tables_words(sessions: pd.DataFrame, compared: pd.DataFrame) -> str:
    """What is said of the scored sessions on other tables than the compared ones; empty where there are none."""
    others = sessions.dropna(subset=["delivered"])
    others = others[~others["table"].isin(set(compared["table"]))]
    return left_out_in_words(compared["data"].tolist(), others["data"].tolist())


def worth_words(sessions: pd.DataFrame) -> str:
    """What the sessions on one metric were worth: the best one, and what it gained on the first."""
    scored, metric = sessions["delivered"].dropna(), str(sessions["metric"].iloc[0])
    best = best_of(metric, scored.tolist())
    words = f"{metric_words(metric)} {score_number(best)}"
    if len(scored) == 1:
        return f"The session with a model: {words}"
    return f"Best session: {words}; the first: {score_number(float(scored.iloc[0]))}"
