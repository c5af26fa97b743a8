"""The forecast of a project: honest ranges with their basis, what is left, and which phases carry the risk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import planning, timelog
from planner.domain.hours import HourRange
from planner.domain.project import Project
from planner.forecast.honest_range import Honesty
from planner.forecast.kept import keep_forecast, kept_forecasts
from planner.forecast.own_record import FinishedPiece, finished_pieces
from planner.forecast.own_score import own_scores
from planner.forecast.project_forecast import ProjectForecast, project_forecast
from planner.store import Store
from tests.unit.made_projects import finished_project, log_hours, planned_project

PLAN = {"Clean": (2.0, 4.0), "Model": (8.0, 12.0)}


def forecast_of(store: Store, project: Project, now: datetime) -> ProjectForecast:
    """The forecast of a project that has ranges."""
    found = project_forecast(store, project.id, now)
    assert found is not None
    return found


def pieces(*hours: tuple[float, float], name: str = "Model") -> list[FinishedPiece]:
    """A record of phases planned at exactly so many hours, with what they took."""
    project = Project(1, "Old", datetime(2026, 1, 1))
    return [FinishedPiece(project, name, HourRange(said, said), took, project.created_at) for said, took in hours]


def test_without_a_record_published_projects_are_the_basis(store: Store, now: datetime) -> None:
    """The range is wider than what was said, around it, and the basis says that nothing is the person's own."""
    found = forecast_of(store, planned_project(store, "New", PLAN, now), now)
    assert found.basis == "from published projects, none of yours yet"
    model = found.pieces[1]
    assert model.honest.low < 8 < model.honest.middle < 12 < model.honest.high
    assert model.honest.middle == pytest.approx(model.said.planned_hours, rel=0.1)


def test_a_record_of_overruns_moves_the_range(store: Store, now: datetime) -> None:
    """Seven projects that took twice their plan: the honest range is about twice the plan, from 14 phases."""
    for number in range(7):
        past = now - timedelta(days=100 - number)
        finished_project(store, f"Old {number}", PLAN, {"Clean": 5.6 + 0.1 * number, "Model": 19.0 + number}, past)
    found = forecast_of(store, planned_project(store, "New", PLAN, now), now)
    assert found.basis == "from your 14 finished phases"
    assert found.pieces[1].honest.low > 10
    assert found.pieces[1].honest.middle == pytest.approx(20, rel=0.2)


def test_only_finished_projects_of_ones_own_are_the_record(store: Store, now: datetime) -> None:
    """Running, deleted and sample projects, machine hours, and the project itself stay out of it."""
    running = planned_project(store, "Running", PLAN, now)
    log_hours(store, running, {"Clean": 30}, now)
    gone = finished_project(store, "Gone", PLAN, {"Clean": 30}, now)
    planning.delete_project(store, gone.id, now=now)
    planning.create_project(store, "Sample", is_sample=True, now=now)
    done = finished_project(store, "Done", PLAN, {"Clean": 3}, now)
    model = planning.phase_named(store, done.id, "Model")
    timelog.add_entry(store, model.id, now - timedelta(hours=9), now, now=now, attended=False)
    assert [(p.project.name, p.name, p.attended_hours) for p in finished_pieces(store, now)] == [("Done", "Clean", 3)]
    assert forecast_of(store, done, now).basis == "from published projects, none of yours yet"


def test_what_is_left_is_forecast_again_from_what_was_logged(store: Store, now: datetime) -> None:
    """After a few hours less is left; far past the range some is left still, and never less than nothing."""
    project = planned_project(store, "New", PLAN, now)
    before = forecast_of(store, project, now)
    log_hours(store, project, {"Model": 4}, now)
    begun = forecast_of(store, project, now)
    assert begun.pieces[1].left.middle < before.pieces[1].left.middle
    assert begun.pieces[1].honest == before.pieces[1].honest
    assert begun.pieces[1].left.middle + 4 > before.pieces[1].honest.middle
    log_hours(store, project, {"Model": 200}, now)
    late = forecast_of(store, project, now)
    assert 0 < late.pieces[1].left.low < late.pieces[1].left.high
    assert (late.left_draws >= 0).all()
    assert late.logged_hours == pytest.approx(204)


def test_nothing_is_left_of_a_finished_project(store: Store, now: datetime) -> None:
    """Its ranges are still judged, its need is none."""
    found = forecast_of(store, finished_project(store, "Done", PLAN, {"Clean": 3}, now), now)
    assert (found.left.low, found.left.high) == (0, 0)
    assert found.honest.high > found.honest.low > 0


def test_a_total_is_narrower_than_its_ends_added_up_but_wider_than_independent_phases(
    store: Store, now: datetime
) -> None:
    """Phases have part of their luck in common."""
    found = forecast_of(store, planned_project(store, "New", {f"P{n}": (4.0, 6.0) for n in range(6)}, now), now)
    assert found.honest.high < sum(piece.honest.high for piece in found.pieces)
    assert found.honest.low > sum(piece.honest.low for piece in found.pieces)
    variance = found.left_draws.var(axis=1).sum()
    assert found.need_draws.var() > 1.4 * variance


def test_the_large_phase_carries_the_risk(store: Store, now: datetime) -> None:
    """Shares of the variance of what is left; they add up to all of it."""
    found = forecast_of(store, planned_project(store, "New", PLAN, now), now)
    clean, model = (piece.risk_share for piece in found.pieces)
    assert model > 0.75
    assert clean + model == pytest.approx(1)


def test_phases_without_a_range_are_named_and_a_total_alone_is_one_piece(store: Store, now: datetime) -> None:
    """Nothing is made up for them; a project without any range has no forecast."""
    some = forecast_of(store, planned_project(store, "Some", {**PLAN, "Debug": None}, now), now)
    assert some.unplanned == ("Debug",)
    whole = planning.create_project(store, "Whole", total=HourRange(20, 30), now=now)
    (piece,) = forecast_of(store, whole, now).pieces
    assert (piece.phase, piece.said) == (None, HourRange(20, 30))
    assert project_forecast(store, planned_project(store, "None", {"Debug": None}, now).id, now) is None


def test_the_same_project_has_the_same_forecast(store: Store, now: datetime) -> None:
    """What is simulated is seeded."""
    project = planned_project(store, "New", PLAN, now)
    first, second = forecast_of(store, project, now), forecast_of(store, project, now)
    np.testing.assert_array_equal(first.left_draws, second.left_draws)


@pytest.mark.slow
@given(
    record=st.lists(st.tuples(st.floats(0.25, 400), st.floats(0.05, 800)), max_size=20),
    plan=st.floats(0.25, 300),
    more=st.floats(1, 6),
)
@settings(max_examples=40)
def test_a_larger_range_is_never_forecast_to_take_less(
    record: list[tuple[float, float]], plan: float, more: float
) -> None:
    """Whatever the record says of small and large phases."""
    honesty = Honesty(pieces(*record))
    small, large = honesty.hours_ahead("Model", plan).spread(), honesty.hours_ahead("Model", plan * more).spread()
    assert all(less <= most * (1 + 1e-9) for less, most in zip(small, large, strict=True))


@pytest.mark.slow
@given(
    record=st.lists(st.tuples(st.floats(1, 50), st.floats(1, 100)), min_size=1, max_size=12),
    factor=st.floats(0.05, 20),
)
@settings(max_examples=30)
def test_days_instead_of_hours_are_the_same_forecast(record: list[tuple[float, float]], factor: float) -> None:
    """A record and a plan in another unit."""
    hours = Honesty(pieces(*record)).hours_ahead("Model", 10).spread()
    other = Honesty(pieces(*((said * factor, took * factor) for said, took in record)))
    assert other.hours_ahead("Model", 10 * factor).spread() == pytest.approx(tuple(h * factor for h in hours), rel=1e-5)


@pytest.mark.slow
@given(spent=st.floats(0.01, 5_000), plan=st.floats(0.25, 300))
def test_hours_spent_are_never_taken_back(spent: float, plan: float) -> None:
    """Given that a phase is not done after some hours, it takes more than those."""
    spread = Honesty([]).hours_ahead("Model", plan).spread(beyond=spent)
    assert spent <= spread.low <= spread.middle <= spread.high < 1e7


def test_few_ranges_are_not_judged_and_many_are(store: Store, now: datetime) -> None:
    """3 of 5 says nothing; 0 of 12 says too narrow. By project and by phase as well."""
    assert own_scores(store, now).all.words == "no finished range yet"
    for number in range(6):
        finished_project(store, f"Old {number}", PLAN, {"Clean": 9, "Model": 10 if number < 2 else 30}, now)
    scores = own_scores(store, now)
    assert scores.all.words == "2 of 12 held, where 10 would be right: too narrow"
    assert scores.by_phase["model"].words == "2 of 6 held: too few to judge"
    assert scores.by_project["Old 0"].held == 1
    width, miss = np.log(12 / 8), np.log(4 / 2)
    assert scores.by_project["Old 0"].interval_score == pytest.approx((width + miss + 10 * np.log(9 / 4)) / 2)


def test_forecasts_are_kept_when_they_change(store: Store, now: datetime) -> None:
    """Asked twice within a day is one row; another day, hours logged or another chance are another."""
    project = planned_project(store, "New", PLAN, now)
    first = forecast_of(store, project, now)
    assert keep_forecast(store, first, now, chance=0.6)
    assert not keep_forecast(store, first, now + timedelta(hours=23), chance=0.61)
    log_hours(store, project, {"Model": 4}, now)
    assert keep_forecast(store, forecast_of(store, project, now), now + timedelta(days=2))
    kept = kept_forecasts(store, project.id)
    assert [(row.forecast_at, row.logged_hours, row.chance) for row in kept] == [
        (now, 0, 0.6),
        (now + timedelta(days=2), 4, None),
    ]
    assert kept[0].left_low_hours == pytest.approx(first.left.low, abs=0.01)


def test_an_honest_range_that_was_taken_is_not_raised_again(store: Store, now: datetime) -> None:
    """Its honest range stays what it was, also after its cap was changed; typed anew it is the person's own again."""
    for number in range(3):
        finished_project(store, f"Old {number}", PLAN, {"Clean": 6.0, "Model": 20.0}, now - timedelta(days=9 - number))
    project = planned_project(store, "New", PLAN, now)
    before = forecast_of(store, project, now)
    rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    rows[1] = replace(rows[1], range=HourRange(12, 40))
    planning.save_phases(store, project.id, rows, now, taken=True)
    assert forecast_of(store, project, now).pieces[1].honest == before.pieces[1].honest
    rows[1] = replace(rows[1], cap_hours=30)
    planning.save_phases(store, project.id, rows, now)
    after = forecast_of(store, project, now).pieces[1]
    assert (after.said, after.honest) == (HourRange(12, 40), before.pieces[1].honest)
    rows[1] = replace(rows[1], range=HourRange(14, 40))
    planning.save_phases(store, project.id, rows, now)
    assert forecast_of(store, project, now).pieces[1].honest.middle > before.pieces[1].honest.middle * 1.5


def test_whoever_says_a_wider_range_than_the_record_is_believed(store: Store, now: datetime) -> None:
    """The honest range is at least as wide as what was said; a narrow one it widens as before."""
    project = planned_project(store, "New", {"Wide": (1.0, 100.0), "Narrow": (9.0, 11.0)}, now)
    wide, narrow = forecast_of(store, project, now).pieces
    assert (wide.honest.low, wide.honest.high) == pytest.approx((1, 100))
    assert narrow.honest.low < 9
    assert narrow.honest.high > 11
