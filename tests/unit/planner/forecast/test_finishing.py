"""Need against supply: the chance to finish, the dates by which it is done, and what would help."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pytest

from planner.domain.hours import HourRange
from planner.forecast.finishing import chance_to_finish, dates_done, remedies, supply_draws
from planner.forecast.project_forecast import ProjectForecast, project_forecast
from planner.store import Store
from tests.unit.made_projects import log_hours, planned_project

FIRST = date(2026, 5, 11)


@pytest.fixture
def forecast(store: Store, now: datetime) -> ProjectForecast:
    """A project of a small phase and a large one, with two hours spent on the large one."""
    project = planned_project(store, "New", {"Clean": (1.0, 2.0), "Model": (10.0, 16.0)}, now)
    log_hours(store, project, {"Model": 2}, now)
    found = project_forecast(store, project.id, now)
    assert found is not None
    return found


def test_the_chance_is_the_share_of_needs_that_the_supply_covers() -> None:
    """Exactly enough is enough."""
    need = np.array([5.0, 10.0, 15.0, 20.0])
    assert chance_to_finish(need, np.array([15.0])) == 0.75
    assert chance_to_finish(need, np.array([10.0, 20.0])) == 0.75
    assert chance_to_finish(need, HourRange(100, 200)) == 1
    assert chance_to_finish(need, HourRange(1, 2)) == 0


def test_a_range_of_supply_holds_eight_of_ten() -> None:
    """So does what is drawn from it."""
    drawn = supply_draws(HourRange(20, 30), 20_000)
    assert np.mean((drawn >= 20) & (drawn <= 30)) == pytest.approx(0.8, abs=0.01)


def test_more_free_hours_never_lower_the_chance(forecast: ProjectForecast) -> None:
    """From none to plenty, the chance only grows."""
    chances = [chance_to_finish(forecast.need_draws, HourRange(hours, 1.5 * hours)) for hours in (1, 5, 10, 20, 60)]
    assert chances == sorted(chances)
    assert chances[0] < 0.05
    assert chances[-1] > 0.95


def test_the_dates_are_those_on_which_enough_hours_have_gone_by() -> None:
    """Two hours a day: 50 % of these needs are met on the third day, 95 % on the fifth; weekends have none."""
    days = [(FIRST + timedelta(days=number), 2.0) for number in range(10)]
    need = np.repeat([6.0, 8.0, 10.0], [5, 3, 2])
    assert dates_done(need, days) == {0.5: date(2026, 5, 13), 0.8: date(2026, 5, 14), 0.95: date(2026, 5, 15)}
    free_tuesday = [(day, 0.0 if day == FIRST + timedelta(days=1) else hours) for day, hours in days]
    assert dates_done(need, free_tuesday)[0.5] == date(2026, 5, 14)
    assert dates_done(need, days, share=0.5)[0.5] == date(2026, 5, 16)


def test_a_date_beyond_the_days_given_is_none() -> None:
    """Nothing is guessed where the calendar ends."""
    days = [(FIRST, 8.0), (FIRST + timedelta(days=1), 8.0)]
    assert dates_done(np.array([4.0, 40.0]), days) == {0.5: FIRST, 0.8: None, 0.95: None}
    assert dates_done(np.array([4.0]), []) == {0.5: None, 0.8: None, 0.95: None}


def test_a_cap_that_is_enough_is_found_for_the_riskiest_phase(forecast: ProjectForecast) -> None:
    """The cap counts the hours spent, is one that can be remembered, and half an hour more would not do."""
    supply = HourRange(11, 14)
    best, *_ = remedies(forecast, supply)
    assert best.phase == "Model"
    assert best.cap_hours is not None
    assert 2 < best.cap_hours < 16
    assert best.cap_hours % 0.5 == 0
    assert 0.8 <= best.chance < 0.9


@pytest.mark.parametrize("low", [3.0, 5.0, 7.0, 9.0, 11.0])
def test_no_cap_lies_below_the_low_end_that_was_said(forecast: ProjectForecast, low: float) -> None:
    """Nobody means to spend less on a phase than at the best; with less it would have to be dropped."""
    found = [remedy for remedy in remedies(forecast, HourRange(low, 1.3 * low)) if remedy.phase == "Model"]
    assert all(remedy.cap_hours is None or remedy.cap_hours >= 10 for remedy in found)
    assert all((remedy.cap_hours is None) == (low < 11) for remedy in found)
    assert len(found) == 1


def test_where_nothing_alone_is_enough_it_says_how_far_dropping_leads(forecast: ProjectForecast) -> None:
    """Two hours are too few whatever is dropped first."""
    found = {remedy.phase: remedy for remedy in remedies(forecast, HourRange(0.2, 0.4))}
    assert found["Clean"].cap_hours is None
    assert found["Clean"].chance < 0.8


def test_a_plan_that_fits_needs_no_remedy(forecast: ProjectForecast) -> None:
    """80 % are reached already."""
    assert remedies(forecast, HourRange(60, 80)) == []
