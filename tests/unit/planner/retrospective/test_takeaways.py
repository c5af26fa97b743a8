"""What is taken along from a project into the next plan."""

from __future__ import annotations

from datetime import datetime, timedelta

from planner import planning
from planner.domain.hours import HourRange
from planner.domain.project import DEFAULT_PHASES, PhasePlan
from planner.report import report_of
from planner.retrospective import QUESTIONS, leave_behind, next_phases, take_along, takeaways
from planner.store import Store
from tests.unit.made_projects import finished_project, log_hours


def test_phases_that_missed_their_range_say_what_to_plan_next_time(store: Store, now: datetime) -> None:
    """The furthest off first, with what it took; one that held its range says nothing."""
    plan = {"Clean": (2.0, 4.0), "Explore": (2.0, 4.0), "Model": (8.0, 12.0)}
    made = finished_project(store, "Old", plan, {"Clean": 3, "Explore": 9, "Model": 7}, now)
    assert [takeaway.sentence for takeaway in takeaways(store, made.id, now)] == [
        "Explore: plan 6.5–12 h: it took 9 h, not 2–4 h.",
        "Model: plan 5–9.5 h: it took 7 h, not 8–12 h.",
    ]


def test_a_cap_that_was_passed_moves_to_what_it_took(store: Store, now: datetime) -> None:
    """It had been too low, or nobody kept it: the next one is where the work ended."""
    plans = [PhasePlan("Explore", HourRange(2, 4), cap_hours=5)]
    made = planning.create_project(store, "Old", phases=plans, now=now - timedelta(days=9))
    log_hours(store, made, {"Explore": 9}, now)
    planning.finish_project(store, made.id, now=now)
    (takeaway,) = takeaways(store, made.id, now)
    assert takeaway.sentence == "Explore: plan 6.5–12 h, cap 9 h: it took 9 h, not 2–4 h."
    assert takeaway.plan.cap_hours == 9


def test_what_is_taken_along_begins_the_next_plan_until_it_is_left_behind(store: Store, now: datetime) -> None:
    """The usual phases with these ranges, others behind them; a later project adds to it."""
    assert next_phases(store) == []
    first = finished_project(
        store, "One", {"Explore": (2.0, 4.0), "Label": (1.0, 2.0)}, {"Explore": 9, "Label": 6}, now
    )
    take_along(store, takeaways(store, first.id, now), now)
    second = finished_project(store, "Two", {"Model": (8.0, 12.0)}, {"Model": 20}, now)
    take_along(store, takeaways(store, second.id, now), now)
    phases = next_phases(store)
    assert [phase.name for phase in phases] == [*DEFAULT_PHASES, "Label"]
    ranged = {phase.name: phase.range for phase in phases if phase.range}
    assert ranged == {"Explore": HourRange(6.5, 12), "Model": HourRange(15, 27), "Label": HourRange(4.5, 8)}
    leave_behind(store)
    assert next_phases(store) == []


def test_the_last_answer_to_a_question_counts_and_is_in_the_report(store: Store, now: datetime) -> None:
    """What was written first stays in the file, out of sight."""
    made = finished_project(store, "Old", {"Model": (8.0, 12.0)}, {"Model": 20}, now)
    for answer in ("Labels", "Good labels"):
        store.reflections.add(made.id, QUESTIONS[0], answer, now)
    assert store.reflections.of_project(made.id) == {QUESTIONS[0]: "Good labels"}
    (along,) = [s for s in report_of(store, made.id, now, now.tzinfo).sections if s.question.startswith("What do I")]
    assert along.lines == ["Model: plan 15–27 h: it took 20 h, not 8–12 h.", "What went well? Good labels"]
