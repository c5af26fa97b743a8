"""What the forecast made of a plan when it was made: only from what was known by then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from planner import planning
from planner.forecast import finished_pieces, project_forecast
from planner.forecast.hindsight import honest_ranges_then, honest_words, with_honest_ranges
from planner.retrospective import phase_comparison
from planner.retrospective.answers import kinds_of_hours_words, unplanned_words
from planner.store import Store
from tests.unit.made_projects import finished_project, log_hours, planned_project

DAY = timedelta(days=1)
SAID = {"Clean": (2.0, 4.0), "Explore": (2.0, 4.0), "Model": (6.0, 8.0), "Set up": None}


def test_it_is_what_the_plan_page_said_that_day(store: Store, now: datetime) -> None:
    """The same as the forecast of that moment; work on the project itself changes nothing of it."""
    planned = now - 20 * DAY
    project = planned_project(store, "Comments", SAID, planned)
    forecast = project_forecast(store, project.id, planned)
    assert forecast is not None
    log_hours(store, project, {"Clean": 9, "Model": 3}, now)
    then = honest_ranges_then(store, project.id, finished_pieces(store, now))
    assert set(then) == {"Clean", "Explore", "Model"}
    for piece in forecast.pieces:
        assert then[piece.name] == pytest.approx(piece.honest)


def test_what_was_finished_later_is_not_known_then(store: Store, now: datetime) -> None:
    """A project that took three times its plan widens the ranges of plans made after it, and no earlier one."""
    early = planned_project(store, "Early", SAID, now - 40 * DAY)
    before = honest_ranges_then(store, early.id, finished_pieces(store, now))
    for number in range(3):
        took = {"Clean": 12, "Explore": 12, "Model": 24}
        finished_project(store, f"Bad {number}", {name: SAID[name] for name in took}, took, now - (10 + number) * DAY)
    late = planned_project(store, "Late", SAID, now - DAY)
    assert honest_ranges_then(store, early.id, finished_pieces(store, now)) == before
    assert honest_ranges_then(store, late.id, finished_pieces(store, now))["Clean"].high > before["Clean"].high * 1.2


def test_phases_are_compared_with_both_ranges_in_words(store: Store, now: datetime) -> None:
    """How many held of each kind, which phase was never planned, and whose hours they were."""
    project = planned_project(store, "Comments", SAID, now - 20 * DAY)
    log_hours(store, project, {"Clean": 5, "Explore": 3, "Model": 30, "Set up": 2}, now)
    planning.finish_project(store, project.id, now=now)
    compared = phase_comparison(store, project.id, now)
    phases = with_honest_ranges(compared, honest_ranges_then(store, project.id, finished_pieces(store, now)))
    assert honest_words(phases) == (
        "Of 3 ranges, yours held 1; the honest ones of that time, which the forecast made of them, held 2."
    )
    assert unplanned_words(phases) == "Never planned: Set up (2 h)."
    assert kinds_of_hours_words(phases) == ""


def test_without_ranges_nothing_is_compared(store: Store, now: datetime) -> None:
    """Where no phase was planned, none stands out for that, and no range is judged."""
    project = planned_project(store, "Bare", {"Clean": None, "Model": None}, now - 20 * DAY)
    log_hours(store, project, {"Clean": 5}, now)
    compared = phase_comparison(store, project.id, now)
    phases = with_honest_ranges(compared, honest_ranges_then(store, project.id, finished_pieces(store, now)))
    assert phases["honest_low_hours"].isna().all()
    assert (honest_words(phases), unplanned_words(phases)) == ("", "")
