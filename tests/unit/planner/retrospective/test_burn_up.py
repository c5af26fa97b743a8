"""Hours over the days against plan and forecast, and when the forecast first passed the deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.forecasts import KeptForecast
from planner.domain.hours import HourRange
from planner.domain.period import Period
from planner.domain.project import PhasePlan, Project
from planner.report.pictures import burn_up_picture
from planner.retrospective import BurnUp, burn_up, burn_up_frame, forecast_frame
from planner.store import Store

DAY = timedelta(days=1)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """A plan of 8-10 hours until tomorrow, with two hours of work on each of three days until now."""
    made = planning.create_project(
        store, "P", total=HourRange(8, 10), deadline=now + DAY, phases=[PhasePlan("Model")], now=now - 9 * DAY
    )
    (phase,) = planning.phases(store, made.id)
    for days_ago in (4, 2, 0):
        stop = now - days_ago * DAY
        timelog.add_entry(store, phase.id, stop - timedelta(hours=2), stop, now=now)
        timelog.add_entry(store, phase.id, stop - timedelta(hours=9), stop, now=now, attended=False)
    return made


def keep(store: Store, project: Project, at: datetime, middle: float, chance: float | None = None) -> None:
    """Keep a forecast of hours left, from half to twice its middle."""
    store.forecasts.add(project.id, KeptForecast(at, 2.0, middle / 2, middle, middle * 2, chance))


def looked_at(store: Store, project: Project, now: datetime) -> BurnUp:
    found = burn_up(store, project.id, now, zone=UTC)
    assert found is not None
    return found


def test_the_hours_of_a_person_add_up_day_by_day(store: Store, project: Project, now: datetime) -> None:
    """From nothing; a machine's hours are none of it."""
    frame = burn_up_frame(looked_at(store, project, now))
    assert frame["hours"].round(6).tolist() == [0, 2, 4, 6]
    assert frame["day"].iloc[-1] == now.replace(tzinfo=None)


def test_the_day_on_which_the_forecast_first_passed_the_deadline(store: Store, project: Project, now: datetime) -> None:
    """The first on which the chance was below a half, also where it rose again."""
    for days_ago, chance in ((4, 0.7), (3, 0.41), (2, 0.6), (1, 0.2)):
        keep(store, project, now - days_ago * DAY, 7, chance)
    found = looked_at(store, project, now)
    assert found.sentence == (
        "On 5 May the forecast first passed the deadline, 4 days ahead: the chance to make it had fallen to 41 %."
    )
    assert forecast_frame(found)["passed"].tolist() == [False, True, False, False]
    assert forecast_frame(found)["high_hours"].tolist() == [16.0] * 4


def test_a_deadline_that_was_moved_since_was_nearer_when_the_forecast_passed_it(
    store: Store, project: Project, now: datetime
) -> None:
    """Days ahead are those to the deadline of that day."""
    keep(store, project, now - 3 * DAY, 7, 0.41)
    planning.update_project(store, replace(project, deadline=now + 50 * DAY), now=now)
    assert ", 4 days ahead: " in looked_at(store, project, now).sentence


def test_a_forecast_that_never_passed_it_says_so_and_what_came(store: Store, project: Project, now: datetime) -> None:
    """Also where the work ended late all the same."""
    keep(store, project, now - 2 * DAY, 7, 0.7)
    assert looked_at(store, project, now).sentence == "The only forecast kept did not pass the deadline."
    keep(store, project, now - DAY, 7, 0.6)
    planning.update_project(store, replace(project, deadline=now - 2 * DAY, finished_at=now), now=now)
    late = "None of 2 forecasts passed the deadline, and yet the work ended 2 days after it."
    assert looked_at(store, project, now).sentence == late


def test_without_a_deadline_the_budget_counts_and_without_that_the_plan(
    store: Store, project: Project, now: datetime
) -> None:
    """The middle of the hours in all, against hours."""
    for days_ago, middle in ((3, 7.0), (2, 9.0), (1, 19.0)):
        keep(store, project, now - days_ago * DAY, middle)
    planned = "On 6 May the forecast first passed the 10 h planned at most: 11 h in all."
    assert looked_at(store, project, now).sentence == planned
    planning.update_project(store, replace(project, deadline=None, budget_hours=20.0), now=now)
    assert (
        looked_at(store, project, now).sentence == "On 7 May the forecast first passed the budget of 20 h: 21 h in all."
    )


def test_without_a_kept_forecast_that_is_said(store: Store, project: Project, now: datetime) -> None:
    """Nothing is made up afterwards."""
    found = looked_at(store, project, now)
    assert found.sentence == "On none of these 3 days was a forecast kept, so none is drawn."
    assert forecast_frame(found).empty


def test_a_single_day_has_no_course(store: Store, project: Project, now: datetime) -> None:
    """Nor has a period in which one day was worked."""
    assert burn_up(store, project.id, now, zone=UTC, period=Period(now - DAY)) is None


def test_a_moved_deadline_is_drawn_with_the_first_one(store: Store, project: Project, now: datetime) -> None:
    """The first and the last that were said, not those between."""
    for days in (3, 5):
        planning.update_project(store, replace(project, deadline=now + days * DAY), now=now)
    assert looked_at(store, project, now).deadlines == [now + DAY, now + 5 * DAY]


@pytest.mark.parametrize(("deadline_in_days", "side"), [(1, "right"), (40, "left")])
def test_the_name_of_the_line_stands_where_there_is_room(
    store: Store, project: Project, now: datetime, deadline_in_days: int, side: str
) -> None:
    """Early in a long plan it would run over the axis if it stood in front of the end."""
    planning.update_project(store, replace(project, deadline=now + deadline_in_days * DAY), now=now)
    drawn = burn_up_picture(looked_at(store, project, now)).to_dict()
    names = [one["mark"] for one in drawn["layer"] if one["mark"].get("fontWeight") == 600]
    assert names[-1]["align"] == side
