"""All projects together, and some beside each other: hours, weeks, plans and gains."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import planning, timelog
from planner.charts import side_by_side as pictures
from planner.charts.across import hours_by_phase, hours_over_time
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.hours import HourRange
from planner.domain.period import Period
from planner.domain.project import Project
from planner.pages.retrospective_page.across import projects_table
from planner.retrospective.across import Across, across
from planner.retrospective.named_period import NamedPeriod
from planner.retrospective.side_by_side import (
    comparable,
    first_choice,
    gains_frame,
    gains_sentence,
    ratios_frame,
    ratios_sentence,
    shares_frame,
    shares_sentence,
    side_by_side,
)
from planner.sample_project import add_sample_project
from planner.store import Store
from tests.unit.made_projects import finished_project, log_hours, planned_project

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def two(store: Store, now: datetime) -> tuple[Project, Project]:
    """One finished in the range of its phases, 40 days ago, and one that goes on, with a kind of phase in common."""
    old = finished_project(store, "Old", {"Clean": (2, 4), "Model": (4, 8)}, {"Clean": 3, "Model": 6}, now - 40 * DAY)
    new = planned_project(store, "New", {"clean": (1, 2), "Explore": None}, now - DAY)
    log_hours(store, new, {"clean": 5, "Explore": 1}, now)
    return old, new


def all_of(store: Store, now: datetime, span: NamedPeriod | None = None) -> Across:
    """What all projects took, in UTC."""
    found = across(store, now, UTC, span or NamedPeriod())
    assert found is not None
    return found


def test_phases_of_one_name_are_added_up_over_projects(
    store: Store, two: tuple[Project, Project], now: datetime
) -> None:
    """Capitals aside; the answer names the one with the most hours."""
    found = all_of(store, now)
    hours = dict(zip(found.by_phase["phase"], found.by_phase["attended_hours"], strict=True))
    assert hours == {"clean": 8, "Model": 6, "Explore": 1}
    assert found.answer == "15 h on 2 projects; clean took the most, 8 h."


def test_a_span_cuts_hours_but_not_what_is_held_against_the_plan(
    store: Store, two: tuple[Project, Project], now: datetime
) -> None:
    """Five hours ran until now: of the last two of them only these count, against the plan all."""
    found = all_of(store, now, NamedPeriod("in the last 2 hours", Period(start=now - 2 * HOUR)))
    (line,) = found.lines
    assert line.project.name == "New"
    assert line.hours.attended == 3
    assert line.all_hours == 6
    assert found.answer == "In the last 2 hours 3 h on 1 project; clean took the most, 2 h."
    table = projects_table(found, now)
    assert table.loc[0, "Against the plan"] == "over by 4 h"
    assert table.loc[0, "Planned in all"] == "1–2 h"


def test_hours_over_monday_midnight_count_in_both_weeks_once(store: Store, now: datetime) -> None:
    """In the week in which clocks go forward, too."""
    zone = ZoneInfo("Europe/Berlin")
    project = planned_project(store, "Night", {"Model": None}, now - 90 * DAY)
    phase = planning.phase_named(store, project.id, "Model")
    midnight = datetime(2026, 3, 30, tzinfo=zone).astimezone(UTC)
    timelog.add_entry(store, phase.id, midnight - 3 * HOUR, midnight + HOUR, now=now)
    timelog.add_entry(store, phase.id, midnight - 13 * DAY, midnight - 13 * DAY + HOUR, now=now)
    found = across(store, now, zone)
    assert found is not None
    weeks = dict(zip(found.over_time["begins"], found.over_time["attended_hours"], strict=True))
    assert found.step == "week"
    assert weeks == {date(2026, 3, 16): 1, date(2026, 3, 23): 3, date(2026, 3, 30): 1}


@pytest.mark.parametrize(("days", "step"), [(5, "day"), (100, "week"), (800, "month"), (3000, "year")])
def test_longer_logs_have_longer_steps_and_lose_no_hour(store: Store, now: datetime, days: int, step: str) -> None:
    """So that the bars fit on a phone."""
    project = planned_project(store, "Long", {"Model": None}, now - 3100 * DAY)
    phase = planning.phase_named(store, project.id, "Model")
    for back in range(1, days, max(1, days // 7)):
        timelog.add_entry(store, phase.id, now - back * DAY - 20 * HOUR, now - back * DAY, now=now)
    found = all_of(store, now)
    assert found.step == step
    assert found.over_time["attended_hours"].sum() == pytest.approx(found.by_phase["attended_hours"].sum())
    assert len(found.over_time) <= 60


def test_a_machine_has_hours_of_its_own(store: Store, now: datetime) -> None:
    """They are never said to be the person's."""
    project = planned_project(store, "Night", {"Model": (1, 2)}, now - 3 * DAY)
    phase = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(store, phase.id, now - 9 * HOUR, now - HOUR, now=now, attended=False)
    found = all_of(store, now)
    assert found.answer == "8 h of machine time on 1 project, and no hours of your own."
    assert found.lines[0].hours == (0, 8)
    assert projects_table(found, now).loc[0, "Machine"] == "8 h"


def test_less_than_a_minute_is_told_as_that(store: Store, now: datetime) -> None:
    """Not as no hours of a machine that never worked."""
    project = planned_project(store, "Tried", {"Model": (1, 2)}, now - 3 * DAY)
    phase = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(store, phase.id, now - timedelta(seconds=30), now, now=now)
    assert all_of(store, now).answer == "Less than a minute is logged so far."


def test_sample_and_deleted_projects_are_left_out(store: Store, two: tuple[Project, Project], now: datetime) -> None:
    """The sample counts only where nothing else is there."""
    add_sample_project(store, now=now)
    planning.delete_project(store, two[0].id, now=now)
    assert [line.project.name for line in all_of(store, now).lines] == ["New"]
    planning.delete_project(store, two[1].id, now=now)
    assert all_of(store, now).lines[0].project.is_sample


def test_without_hours_there_is_nothing_to_say(store: Store, now: datetime) -> None:
    """A plan alone is no log."""
    planned_project(store, "New", {"Clean": (1, 2)}, now)
    assert across(store, now, UTC) is None


def test_the_table_says_how_each_project_stands(store: Store, two: tuple[Project, Project], now: datetime) -> None:
    """Best score, deadline, and whether it was called, parked or is open."""
    old, new = two
    decided = Decision(now, Occasion.DEADLINE, Answer.CALL_IT, "found", "enough")
    store.decisions.add(old.id, decided)
    store.results.add(old.id, "macro_f1", 0.7312, logged_at=now - 41 * DAY)
    planning.update_project(store, replace(new, deadline=now - DAY), now=now)
    table = projects_table(all_of(store, now), now).set_index("Project")
    assert table.loc["Old", ["Against the plan", "Best score", "State"]].tolist() == [
        "inside", "macro-F1 .731", "called",
    ]  # fmt: skip
    assert table.loc["New", "State"] == "open"
    assert str(table.loc["New", "Deadline"]).startswith("passed ")


def test_pictures_tell_their_numbers_to_a_screen_reader(
    store: Store, two: tuple[Project, Project], now: datetime
) -> None:
    """Each in its description."""
    found = all_of(store, now)
    beside = side_by_side(store, [one.id for one in two], now)
    assert "clean 8 h" in str(hours_by_phase(found.by_phase, title="x").to_dict()["description"])
    over_time = hours_over_time(found.over_time, step=found.step, title="x").to_dict()
    assert "per week: the week of 23 Mar 2026 9 h" in str(over_time["description"])
    assert "Model 67 % in Old" in str(pictures.shares(shares_frame(beside), title="x").to_dict()["description"])
    ratios = str(pictures.ratios(ratios_frame(beside), title="x").to_dict()["description"])
    assert "Old 9 h of 6–12 h; New 6 h so far of 1–2 h" in ratios


def test_the_given_project_stands_beside_the_last_two_finished(store: Store, now: datetime) -> None:
    """Else beside those worked on last; a sample only where it is asked for."""
    took = {"Clean": 2.0}
    finished = [finished_project(store, f"F{day}", {"Clean": None}, took, now - day * DAY) for day in (30, 20, 10)]
    running = planned_project(store, "New", {"Clean": None}, now - DAY)
    log_hours(store, running, took, now)
    sample = add_sample_project(store, now=now)
    projects = comparable(store)
    assert first_choice(projects, running.id) == [running.id, finished[2].id, finished[1].id]
    assert first_choice(projects) == [finished[2].id, finished[1].id, finished[0].id]
    assert first_choice(projects, sample.id)[0] == sample.id


def test_shares_name_the_phase_that_differs_most(store: Store, two: tuple[Project, Project], now: datetime) -> None:
    """Of each project's own hours; "clean" and "Clean" are one phase."""
    shares = shares_frame(side_by_side(store, [one.id for one in two], now))
    assert shares.groupby("project")["share"].sum().tolist() == pytest.approx([1, 1])
    assert shares_sentence(shares) == "Model differs most: 67 % in Old, 0 % in New."


def test_ratios_are_held_against_the_middle_of_the_first_range(
    store: Store, two: tuple[Project, Project], now: datetime
) -> None:
    """A range changed later does not unsay the first; what goes on is said to be so far."""
    found = side_by_side(store, [one.id for one in two], now)
    assert ratios_frame(found)["ratio"].tolist() == pytest.approx([9 / HourRange(6, 12).planned_hours, 6 / 2**0.5])
    assert ratios_sentence(found) == "New took 4.2 times the middle of its planned range so far, Old 1.1 times."
    old, new = sorted(found, key=lambda one: one.ratio or 0.0)
    assert old.planned is not None
    held = replace(old, hours={"Model": old.planned.planned_hours})
    assert ratios_sentence([held, new]).endswith("so far, Old just as long.")
    assert ratios_sentence([held]) == "Old took as long as the middle of its planned range."


def test_gains_are_compared_in_one_metric_only(store: Store, two: tuple[Project, Project], now: datetime) -> None:
    """The project scored in another one is named; gains count a person's hours after the first result."""
    old, new = two
    other = finished_project(store, "Loss", {"Model": None}, {"Model": 4}, now - 60 * DAY)
    for project, metric, first, best, end in (
        (old, "macro_f1", 0.7, 0.76, now - 40 * DAY),
        (new, "macro-F1", 0.6, 0.65, now),
        (other, "log_loss", 0.5, 0.4, now - 60 * DAY),
    ):
        store.results.add(project.id, metric, first, logged_at=end - 2 * HOUR)
        store.results.add(project.id, metric, best, logged_at=end)
    found = side_by_side(store, [old.id, new.id, other.id], now)
    gains = gains_frame(found)
    assert gains["project"].tolist() == ["Old", "New"]
    assert gains["per_hour"].tolist() == pytest.approx([0.06 / 4, 0.05 / 3])
    assert gains_sentence(found) == (
        "New gained the most: .017 macro-F1 in an hour of your work. "
        "Loss counted in another metric and cannot stand on this axis."
    )
