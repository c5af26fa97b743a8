"""Need against supply: the chance and what moves it, what is tried and then saved, and projects at the rim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planner import planning
from planner.availability import BUILT_IN_SHARE, Availability, FreeDay, save_availability
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.forecast import Spread
from planner.forecast.honest_range import Honesty
from planner.forecast.own_record import FinishedPiece, finished_pieces
from planner.outlook import DAYS_WITHOUT_DEADLINE, Outlook, WhatIf, density_curves, outlook_of, save_what_if
from planner.outlook.supply import Supply
from planner.parsing.week_text import parse_week
from planner.store import Store
from tests.unit.made_projects import Said, finished_project, log_hours

PLAN: Said = {"Clean": (2.0, 4.0), "Model": (8.0, 12.0), "Write up": (3.0, 5.0)}
MORNINGS = "Mon-Fri 9-13"
A_POINT = 0.01


@dataclass(frozen=True)
class Desk:
    """A store at a moment, and what is done at it."""

    store: Store
    now: datetime

    def can_work(self, week: str) -> None:
        """Say when the person can work."""
        save_availability(self.store, Availability(parse_week(week)))

    def plan(
        self,
        said: Said = PLAN,
        *,
        caps: Mapping[str, float] | None = None,
        total: tuple[float, float] | None = None,
        due_in_days: float | None = 9,
        budget_hours: float | None = None,
        logged: Mapping[str, float] | None = None,
    ) -> Project:
        """A project, mornings free until its deadline."""
        self.can_work(MORNINGS)
        of_phase = caps or {}
        project = planning.create_project(
            self.store,
            f"Project {len(planning.projects(self.store))}",
            phases=[PhasePlan(n, HourRange(*ends) if ends else None, of_phase.get(n)) for n, ends in said.items()],
            total=HourRange(*total) if total else None,
            deadline=None if due_in_days is None else self.now + timedelta(days=due_in_days),
            budget_hours=budget_hours,
            now=self.now - timedelta(days=3),
        )
        log_hours(self.store, project, logged or {}, self.now)
        return project

    def outlook(self, project: Project) -> Outlook:
        """The outlook of a project that has ranges."""
        found = outlook_of(self.store, project.id, self.now, UTC)
        assert found is not None
        return found

    def chance(self, project: Project) -> float:
        """The chance of a project for which there is one."""
        return chance_of(self.outlook(project))

    def phase(self, project: Project, name: str) -> int:
        """The id of a phase."""
        return planning.phase_named(self.store, project.id, name).id

    def end(self, project: Project, *names: str) -> None:
        """Mark phases as done."""
        known = planning.phases(self.store, project.id)
        rows = [planning.phase_plan(p.name, *_ends(p.range), phase_id=p.id, done=p.name in names) for p in known]
        planning.save_phases(self.store, project.id, rows, self.now)


def chance_of(outlook: Outlook) -> float:
    """The chance, where there is one."""
    assert outlook.chance is not None
    return outlook.chance


def left_of(outlook: Outlook, name: str) -> float:
    """The middle of what is left of a phase."""
    (piece,) = [piece for piece in outlook.forecast.pieces if piece.name == name]
    return piece.left.middle


def _ends(hours: HourRange | None) -> tuple[float | None, float | None]:
    return (hours.low_hours, hours.high_hours) if hours else (None, None)


@pytest.fixture
def desk(store: Store, now: datetime) -> Desk:
    return Desk(store, now)


# What moves the chance.


def test_a_larger_need_lowers_the_chance(desk: Desk) -> None:
    """The same days, one phase said larger each time."""
    chances = [desk.chance(desk.plan({**PLAN, "Model": (low, 1.5 * low)})) for low in (2.0, 5.0, 10.0, 30.0)]
    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.5 > chances[-1]


def test_more_free_hours_raise_the_chance(desk: Desk) -> None:
    """From no hour a week to all of them."""
    project = desk.plan()
    chances = []
    for week in ("Sun 23:59-24:00", "Mon 9-13", MORNINGS, "Mon-Fri 9-17", "Mon-Sun 00:00-24:00"):
        desk.can_work(week)
        chances.append(desk.chance(project))
    assert chances == sorted(chances)
    assert chances[0] < 0.01
    assert chances[-1] > 0.99


def test_a_later_deadline_raises_the_chance_and_never_lowers_it(desk: Desk) -> None:
    """Over a weekend without free hours it stays."""
    project = desk.plan(due_in_days=1)
    outlook = desk.outlook(project)
    tried = [chance_of(outlook.changed(WhatIf(deadline=desk.now + timedelta(days=days)))) for days in range(1, 40)]
    assert tried == sorted(tried)
    assert tried[0] < 0.1
    assert tried[-1] > 0.9


@pytest.mark.parametrize("name", list(PLAN))
def test_a_cap_or_a_drop_never_lowers_the_chance(desk: Desk, name: str) -> None:
    """The tighter the cap the better, the drop best; an hour spent is not given back."""
    project = desk.plan(logged={name: 1.0})
    outlook, phase_id = desk.outlook(project), desk.phase(project, name)
    capped = [chance_of(outlook.changed(WhatIf(caps={phase_id: cap}))) for cap in (100.0, 12.0, 6.0, 3.0, 1.5)]
    dropped = chance_of(outlook.changed(WhatIf(dropped=frozenset([phase_id]))))
    chances = [chance_of(outlook), *capped, dropped]
    assert chances == sorted(chances)
    assert chances[0] < chances[-1]


def test_the_caps_of_the_plan_count_and_are_told_from_the_chance_without(desk: Desk) -> None:
    """A cap at the low end keeps the long tail out."""
    free, capped = (desk.outlook(desk.plan(caps=caps)) for caps in ({}, {"Model": 8.0}))
    assert chance_of(capped) > chance_of(free) + 0.05
    assert capped.chance_without_caps == free.chance == free.chance_without_caps
    assert max(capped.forecast.left_draws[1]) == 8


def test_a_broken_cap_does_not_count(desk: Desk) -> None:
    """Nine hours are logged on a phase capped at eight: what is left is forecast as if there was no cap."""
    broken, free = (desk.outlook(desk.plan(caps=caps, logged={"Model": 9})) for caps in ({"Model": 8.0}, {}))
    assert broken.chance == free.chance
    assert left_of(broken, "Model") > 0.5


def test_a_cap_tried_below_the_hours_logged_is_no_cap(desk: Desk) -> None:
    """It would promise that nothing is left, and be broken as soon as it is saved."""
    project = desk.plan(logged={"Model": 3})
    tried = WhatIf(caps={desk.phase(project, "Model"): 2.0})
    assert desk.outlook(project).changed(tried).chance == desk.chance(project)


# What is tried is what is saved.


def test_nothing_changed_is_exactly_the_plan(desk: Desk) -> None:
    """Chance, need and dates, caps among them."""
    outlook = desk.outlook(desk.plan(caps={"Model": 9.0}, logged={"Clean": 1}))
    same = outlook.changed(WhatIf())
    assert (same.chance, same.forecast.left, same.dates) == (outlook.chance, outlook.forecast.left, outlook.dates)
    assert WhatIf().is_nothing


@pytest.mark.slow
@pytest.mark.parametrize("due_in_days", [5, 11, 14])
@pytest.mark.parametrize("logged", [{}, {"Clean": 2.5}, {"Clean": 1.0, "Model": 2.0}])
def test_a_remedy_keeps_its_promise(desk: Desk, due_in_days: int, logged: dict[str, float]) -> None:
    """The chance on the button is the chance of the plan it makes, within a point; a fresh project for each."""
    count = len(desk.outlook(desk.plan(due_in_days=due_in_days, logged=logged)).remedies)
    assert count
    for number in range(count):
        project = desk.plan(due_in_days=due_in_days, logged=logged)
        remedy = desk.outlook(project).remedies[number]
        caps = {remedy.phase_id: remedy.cap_hours} if remedy.cap_hours else {}
        dropped = frozenset() if caps else frozenset([remedy.phase_id])
        save_what_if(desk.store, project.id, WhatIf(caps=caps, dropped=dropped), desk.now)
        assert desk.chance(project) == pytest.approx(remedy.chance, abs=A_POINT)


def test_the_day_named_for_the_deadline_is_enough(desk: Desk) -> None:
    """Moved there, the chance is 80 %, and it is not offered again."""
    project = desk.plan()
    enough = desk.outlook(project).enough_deadline
    assert enough is not None
    save_what_if(desk.store, project.id, WhatIf(deadline=enough), desk.now)
    assert desk.chance(project) >= 0.8 - A_POINT
    assert desk.outlook(project).enough_deadline is None


@pytest.mark.parametrize("days", [20, 500])
def test_a_deadline_that_is_tried_is_worth_what_it_is_once_saved(desk: Desk, days: int) -> None:
    """Beyond the year for which dates are known as well."""
    project = desk.plan({"Long": (300.0, 500.0)} if days > 365 else PLAN)
    tried = WhatIf(deadline=desk.now + timedelta(days=days))
    promised = chance_of(desk.outlook(project).changed(tried))
    save_what_if(desk.store, project.id, tried, desk.now)
    assert desk.chance(project) == pytest.approx(promised, abs=A_POINT)
    assert 0.02 < promised < 0.98


def test_a_deadline_further_ahead_than_days_are_counted_has_no_chance(desk: Desk) -> None:
    """Tried or planned: the next four weeks are told instead, and nothing is made up."""
    project = desk.plan()
    far = desk.now + timedelta(days=6 * 366)
    for outlook in (
        desk.outlook(project).changed(WhatIf(deadline=far)),
        desk.outlook(desk.plan(due_in_days=6 * 366)),
    ):
        assert outlook.chance is None
        assert outlook.supply is not None
        assert (outlook.supply.deadline, len(outlook.supply.days)) == (None, DAYS_WITHOUT_DEADLINE)
        assert all(outlook.dates.values())


def test_what_was_dropped_without_a_minute_on_it_leaves_the_plan(desk: Desk) -> None:
    """Deadline and cap are saved with it; the first estimates stay."""
    project = desk.plan()
    first, deadline = planning.first_estimates(desk.store, project.id), desk.now + timedelta(days=12)
    tried = WhatIf(deadline, frozenset([desk.phase(project, "Clean")]), {desk.phase(project, "Model"): 9.0})
    save_what_if(desk.store, project.id, tried, desk.now)
    model, write_up = planning.phases(desk.store, project.id)
    assert (model.name, model.cap_hours, model.range) == ("Model", 9.0, HourRange(8, 12))
    assert write_up.name == "Write up"
    assert planning.project(desk.store, project.id).deadline == deadline
    assert planning.first_estimates(desk.store, project.id) == first


def test_a_dropped_phase_with_time_on_it_stays_as_done_and_is_no_evidence(desk: Desk) -> None:
    """Its hours keep their place; one hour of the ten planned is taken neither for luck nor for a record."""
    project = desk.plan(logged={"Model": 1})
    promised = chance_of(desk.outlook(project).changed(WhatIf(dropped=frozenset([desk.phase(project, "Model")]))))
    save_what_if(desk.store, project.id, WhatIf(dropped=frozenset([desk.phase(project, "Model")])), desk.now)
    model = planning.phase_named(desk.store, project.id, "Model")
    assert (model.finished_at, model.range) == (desk.now, None)
    assert desk.chance(project) == pytest.approx(promised, abs=A_POINT)
    assert desk.outlook(project).forecast.logged_hours == 1
    assert desk.outlook(project).forecast.unplanned == ()
    assert finished_pieces(desk.store, desk.now) == []


def test_a_cap_below_the_range_takes_only_its_low_end_along(desk: Desk) -> None:
    """A plan cannot be capped below what it takes at least; the high end is still what was said."""
    project = desk.plan()
    save_what_if(desk.store, project.id, WhatIf(caps={desk.phase(project, "Model"): 6.0}), desk.now)
    model = planning.phase_named(desk.store, project.id, "Model")
    assert (model.range, model.cap_hours) == (HourRange(6, 12), 6)


@pytest.mark.parametrize("logged", [{}, {"Model": 1.0}])
def test_the_rest_of_the_total_does_not_take_the_hours_of_a_dropped_phase(desk: Desk, logged: dict[str, float]) -> None:
    """The total falls by them, and the chance is the promised one; the first total stays the first."""
    project = desk.plan({**PLAN, "Write up": None}, total=(15, 25), logged=logged, due_in_days=14)
    tried = WhatIf(dropped=frozenset([desk.phase(project, "Model")]))
    promised = chance_of(desk.outlook(project).changed(tried))
    assert promised > desk.chance(project) + 0.2
    save_what_if(desk.store, project.id, tried, desk.now)
    assert desk.chance(project) == pytest.approx(promised, abs=A_POINT)
    total = planning.project(desk.store, project.id).total
    assert total is not None
    assert total.high_hours < 16
    assert planning.first_estimates(desk.store, project.id)[None] == HourRange(15, 25)


# Phases that are done, phases without a range.


def test_nothing_is_left_of_a_phase_that_is_done(desk: Desk) -> None:
    """However little was logged on it."""
    project = desk.plan(logged={"Clean": 3})
    desk.end(project, "Clean")
    outlook = desk.outlook(project)
    assert outlook.forecast.pieces[0].left == Spread(0, 0, 0)
    assert outlook.forecast.pieces[0].risk_share == pytest.approx(0, abs=1e-9)
    assert outlook.changed(WhatIf(dropped=frozenset([desk.phase(project, "Clean")]))).chance == outlook.chance


def test_a_bad_project_is_bad_everywhere(desk: Desk) -> None:
    """Three times the plan on the phase that is done: the others take longer; a third of it: shorter."""
    left = []
    for hours in (1.0, 3.0, 9.0):
        project = desk.plan(logged={"Clean": hours})
        desk.end(project, "Clean")
        left.append(left_of(desk.outlook(project), "Model"))
    assert left == sorted(left)
    assert left[-1] > 1.15 * left[0]


def test_phases_without_a_range_share_the_rest_of_the_total(desk: Desk) -> None:
    """They are one piece, from which the hours logged on them are taken off; without a total they are no need."""
    said = {"Clean": (2.0, 4.0), "Model": None, "Write up": None}
    outlook = desk.outlook(desk.plan(said, total=(20, 30), logged={"Model": 4}))
    rest = outlook.forecast.pieces[-1]
    assert (rest.phase, rest.logged_hours) == (None, 4)
    assert rest.said.planned_hours == pytest.approx(HourRange(20, 30).planned_hours - HourRange(2, 4).planned_hours)
    assert outlook.forecast.unplanned == ("Model", "Write up")
    assert len(desk.outlook(desk.plan(said)).forecast.pieces) == 1


def test_no_rest_is_left_once_all_phases_without_a_range_are_done(desk: Desk) -> None:
    """Only the phase with a range is still to come."""
    said = {"Clean": (2.0, 4.0), "Model": None, "Write up": None}
    project = desk.plan(said, total=(20, 30), logged={"Model": 4})
    desk.end(project, "Model", "Write up")
    outlook = desk.outlook(project)
    assert outlook.forecast.left.middle == pytest.approx(left_of(outlook, "Clean"))
    assert outlook.forecast.unplanned == ()


def test_a_total_that_the_phases_use_up_leaves_no_rest(desk: Desk) -> None:
    """And not a rest below nothing."""
    outlook = desk.outlook(desk.plan({"Clean": (20.0, 30.0), "Model": None}, total=(10, 15)))
    assert [piece.name for piece in outlook.forecast.pieces] == ["Clean"]


# At the rim.


def test_a_finished_project_needs_nothing_and_has_no_supply(desk: Desk) -> None:
    """Nor a chance, nor a remedy."""
    project = desk.plan(logged={"Clean": 3})
    planning.finish_project(desk.store, project.id, now=desk.now)
    outlook = desk.outlook(project)
    assert (outlook.forecast.left.high, outlook.supply, outlook.chance, outlook.dates) == (0, None, None, {})
    assert outlook.remedies == []


def test_a_project_with_only_a_total_has_a_chance_and_nothing_to_drop(desk: Desk) -> None:
    """A later day is the only way."""
    outlook = desk.outlook(desk.plan({}, total=(20, 30)))
    assert 0 < chance_of(outlook) < 0.8
    assert outlook.remedies == []
    assert outlook.enough_deadline is not None


@pytest.mark.parametrize("budget_hours", [None, 30.0])
def test_a_deadline_that_has_passed_counts_no_hours(desk: Desk, budget_hours: float | None) -> None:
    """A budget is then what there is; dates are still told."""
    outlook = desk.outlook(desk.plan(due_in_days=-2, budget_hours=budget_hours))
    assert outlook.deadline is None
    assert (outlook.chance is None) is (budget_hours is None)
    assert all(outlook.dates.values())


def test_due_today_only_the_hours_of_today_count(desk: Desk) -> None:
    """It is half past two: the morning is over."""
    project = desk.plan(due_in_days=0.2)
    assert desk.chance(project) == 0
    desk.can_work("Mon-Fri 9-18")
    outlook = desk.outlook(project)
    assert outlook.supply is not None
    assert outlook.supply.free_hours == 3.5


def test_a_budget_that_is_used_up_leaves_no_chance(desk: Desk) -> None:
    """Hours beyond it are no negative ones; a larger budget has a larger chance."""
    used_up = desk.outlook(desk.plan(due_in_days=None, budget_hours=5, logged={"Clean": 9}))
    assert used_up.have == Spread(0, 0, 0)
    assert used_up.chance == 0
    chances = [desk.chance(desk.plan(due_in_days=None, budget_hours=hours)) for hours in (10, 17, 30, 100)]
    assert chances == sorted(chances)
    assert chances[-1] > 0.99


def test_no_free_hours_are_no_chance_and_no_date(desk: Desk) -> None:
    """Nothing divides by them."""
    project = desk.plan()
    desk.store.availability.save(Availability(parse_week("Sun 23:59-24:00")))
    outlook = desk.outlook(project)
    assert outlook.chance == 0
    assert set(outlook.dates.values()) == {None}
    assert outlook.enough_deadline is None


def test_as_long_as_nothing_is_said_about_time_there_is_need_only(desk: Desk) -> None:
    """Neither a chance nor a date is made up; a deadline that is tried changes nothing."""
    project = planning.create_project(desk.store, "New", phases=[PhasePlan("Model", HourRange(8, 12))], now=desk.now)
    outlook = desk.outlook(project)
    assert (outlook.chance, outlook.dates, outlook.supply, outlook.remedies) == (None, {}, None, [])
    assert outlook.changed(WhatIf(deadline=desk.now + timedelta(days=3))).chance is None


def test_a_project_without_any_range_has_no_outlook(desk: Desk) -> None:
    """There is nothing to hold against the hours."""
    assert outlook_of(desk.store, desk.plan({"Clean": None}).id, desk.now, UTC) is None


@pytest.mark.parametrize("ends", [(0.1, 2_000.0), (5.0, 5.0), (0.01, 0.01), (2_000.0, 2_000.0)])
def test_very_wide_and_very_narrow_ranges_have_a_spread(desk: Desk, ends: tuple[float, float]) -> None:
    """Finite, ascending, more than a point, and drawn as curves."""
    outlook = desk.outlook(desk.plan({"Model": ends}))
    low, middle, high = outlook.forecast.left
    assert 0 < low < middle < high < 1e5
    assert outlook.have_draws is not None
    curves = density_curves({"need": outlook.forecast.need_draws, "supply": outlook.have_draws})
    assert np.isfinite(curves["density"]).all()
    assert curves["density"].between(0, 1 + 1e-9).all()


def test_draws_that_are_all_the_same_are_drawn_as_one_peak() -> None:
    """Of nothing, and of something."""
    curves = density_curves({"need": np.zeros(100), "supply": np.full(100, 3.0)})
    assert np.isfinite(curves["density"]).all()
    assert np.isfinite(density_curves({"need": np.zeros(100)})["density"]).all()


def test_everything_dropped_needs_nothing(desk: Desk) -> None:
    """The chance is certain, not undefined."""
    project = desk.plan()
    everything = frozenset(phase.id for phase in planning.phases(desk.store, project.id))
    nothing_left = desk.outlook(project).changed(WhatIf(dropped=everything))
    assert nothing_left.chance == 1
    assert nothing_left.dates == {}


def test_two_hundred_phases_have_an_outlook(desk: Desk) -> None:
    """Their shares of the risk add up to all of it."""
    outlook = desk.outlook(desk.plan({f"Phase {number}": (0.1, 0.3) for number in range(200)}, due_in_days=20))
    assert sum(piece.risk_share for piece in outlook.forecast.pieces) == pytest.approx(1)
    assert 0 < chance_of(outlook) < 1


# Whatever is said.

FEW = settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
hours = st.floats(0.5, 60)


@pytest.mark.slow
@given(low=hours, width=st.floats(1, 4), more=st.floats(1, 5))
@FEW
def test_a_larger_range_never_has_a_larger_chance(desk: Desk, low: float, width: float, more: float) -> None:
    """Whichever end of it grows."""
    small, large, wider = (
        desk.outlook(desk.plan({"Model": ends, "Clean": (2.0, 4.0)}))
        for ends in ((low, low * width), (low * more, low * width * more), (low, low * width * more))
    )
    assert chance_of(large) <= chance_of(wider) <= chance_of(small)
    assert large.forecast.left.high >= small.forecast.left.high


@pytest.mark.slow
@given(planned=st.lists(hours, min_size=1, max_size=4), free=st.floats(1, 60), factor=st.floats(0.2, 5))
@FEW
def test_the_unit_of_time_does_not_matter(planned: list[float], free: float, factor: float) -> None:
    """Twice the hours needed and twice the hours free are the same chance."""
    assert _chance([factor * hours for hours in planned], factor * free) == pytest.approx(
        _chance(planned, free), abs=1e-6
    )


@pytest.mark.slow
@given(took=st.lists(st.tuples(hours, st.floats(0.05, 300)), max_size=6), spent=st.none() | st.floats(0.05, 80))
@FEW
def test_whatever_the_record_says_the_chance_is_one(
    desk: Desk, took: list[tuple[float, float]], spent: float | None
) -> None:
    """More history never crashes; a chance lies between nothing and all."""
    said = {f"Model {number}": (planned, planned) for number, (planned, _) in enumerate(took)}
    hours_taken = {f"Model {number}": hours_each for number, (_, hours_each) in enumerate(took)}
    old = finished_project(desk.store, "Old", said, hours_taken, desk.now)
    outlook = desk.outlook(desk.plan(logged={"Model": spent} if spent else {}))
    assert 0 <= chance_of(outlook) <= 1
    assert np.isfinite(outlook.forecast.left).all()
    planning.delete_project(desk.store, old.id, now=desk.now)


def _chance(planned: list[float], free_hours: float) -> float:
    """The chance to finish phases in free hours, as the outlook draws both."""
    pieces: list[FinishedPiece] = []
    ahead = [Honesty(pieces).hours_ahead("", each) for each in planned]
    scores = np.random.default_rng(0).standard_normal((len(planned), 2_000))
    need = np.array([one.drawn(row) for one, row in zip(ahead, scores, strict=True)]).sum(axis=0)
    day = FreeDay(datetime(2026, 5, 8).date(), free_hours, 0.0, free_hours, ())
    supply = Supply([day], BUILT_IN_SHARE, [], None, [day])
    return float(np.mean(need[:, None] <= supply.free_hours * supply.share_draws(2_000)[None, :]))
