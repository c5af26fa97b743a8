"""Only what is over teaches: what a phase took is known once it is done, or its project finished."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning
from planner.domain.decisions import Answer
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.forecast import finished_pieces, scores_of
from planner.forecast.hindsight import honest_ranges_then, honest_words, with_honest_ranges
from planner.outlook import outlook_of
from planner.report import as_html, as_markdown, report_of
from planner.retrospective import nothing_words, phase_comparison, takeaways, three_sentences
from planner.retrospective.answers import overrun_words
from planner.retrospective.side_by_side import ratios_sentence, side_by_side
from planner.stop_rules import answer, questions
from planner.store import Store
from tests.unit.made_projects import finished_project, log_hours, planned_project

PLAN = {"Clean": (2.0, 4.0), "Explore": (3.0, 5.0), "Model": (6.0, 10.0)}


@pytest.fixture
def running(store: Store, now: datetime) -> Project:
    """Half an hour on Explore of three to five, nothing done."""
    made = planned_project(store, "Comments", PLAN, now - timedelta(days=3))
    log_hours(store, made, {"Explore": 31 / 60}, now)
    return made


def mark_done(store: Store, project: Project, *names: str, now: datetime) -> None:
    """Tick phases of the plan."""
    plans = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [replace(one, done=one.done or one.name in names) for one in plans], now)


@pytest.mark.slow
def test_half_an_hour_of_a_running_phase_is_no_plan_for_the_next(store: Store, running: Project, now: datetime) -> None:
    """Neither a point to take along nor a line of the report; the page says when there will be one."""
    assert takeaways(store, running.id, now) == []
    assert nothing_words(store, running.id, now) == (
        "No phase is done yet: what one takes is known, and can be taken along, once it is."
    )
    report = report_of(store, running.id, now, UTC)
    for text in (as_html(report), as_markdown(report)):
        assert "Explore: plan" not in text


def test_a_phase_that_is_done_teaches_while_the_project_runs(store: Store, running: Project, now: datetime) -> None:
    """It alone: the others are not over."""
    log_hours(store, running, {"Clean": 9}, now - timedelta(days=1))
    mark_done(store, running, "Clean", now=now)
    assert [one.sentence for one in takeaways(store, running.id, now)] == [
        "Clean: plan 6.5–12 h: it took 9 h, not 2–4 h."
    ]
    assert [piece.name for piece in finished_pieces(store, now)] == ["Clean"]
    mark_done(store, running, "Explore", now=now)
    assert len(takeaways(store, running.id, now)) == 2


def test_done_inside_its_range_there_is_nothing_to_correct(store: Store, running: Project, now: datetime) -> None:
    """Said of the phases that are done, as long as others are not."""
    log_hours(store, running, {"Clean": 3}, now - timedelta(days=1))
    mark_done(store, running, "Clean", now=now)
    assert nothing_words(store, running.id, now).startswith("Every planned phase that is done stayed inside")
    done = finished_project(store, "Old", {"Clean": (2.0, 4.0)}, {"Clean": 3}, now)
    assert nothing_words(store, done.id, now) == "Every planned phase stayed inside its range: nothing to correct."


def test_a_project_opened_again_teaches_no_more(store: Store, now: datetime) -> None:
    """What it takes is open again, too."""
    made = finished_project(store, "Old", PLAN, {"Explore": 9, "Model": 3}, now)
    assert len(takeaways(store, made.id, now)) == len(finished_pieces(store, now)) == 2
    planning.reopen_project(store, made.id, now=now)
    assert takeaways(store, made.id, now) == finished_pieces(store, now) == []


def test_ranges_of_phases_that_run_are_neither_held_nor_missed(store: Store, running: Project, now: datetime) -> None:
    """Below the low end after half an hour is no range that failed; the overruns are those so far."""
    log_hours(store, running, {"Clean": 1, "Model": 2}, now - timedelta(days=1))
    record = finished_pieces(store, now)
    compared = phase_comparison(store, running.id, now)
    assert honest_words(with_honest_ranges(compared, honest_ranges_then(store, running.id, record))) == ""
    assert overrun_words(compared) == "None of 3 planned phases overran so far"
    assert scores_of(record).all.count == 0
    assert not any("ranges held" in sentence for sentence in three_sentences(store, running.id, now))
    planning.finish_project(store, running.id, now=now)
    compared = phase_comparison(store, running.id, now)
    assert overrun_words(compared) == "None of 3 planned phases overran"
    assert overrun_words(compared.iloc[:1]) == "The planned phase did not overrun"
    words = honest_words(with_honest_ranges(compared, honest_ranges_then(store, running.id, record)))
    assert words.startswith("Of 3 ranges, yours held 0")


def decide(store: Store, project: Project, chosen: Answer, now: datetime) -> None:
    """Answer the question at a phase's cap."""
    kept = planning.project(store, project.id)
    (question,) = questions(store, kept, outlook_of(store, kept.id, now, UTC), now, UTC)
    answer(store, project.id, question, chosen, now)


@pytest.fixture
def capped(store: Store, now: datetime) -> Project:
    """Explore, planned 1-2 h, stands at its cap of 4 h; Model took 3 of 6-10 h."""
    phases = (PhasePlan("Explore", HourRange(1, 2), 4), PhasePlan("Model", HourRange(6, 10)))
    made = planning.create_project(store, "Capped", phases=phases, now=now - timedelta(days=9))
    log_hours(store, made, {"Explore": 4}, now - timedelta(days=2))
    log_hours(store, made, {"Model": 3}, now - timedelta(days=1))
    return made


def test_a_phase_called_done_at_its_cap_teaches(store: Store, capped: Project, now: datetime) -> None:
    """To call it is to say that this is what it takes."""
    decide(store, capped, Answer.CALL_IT, now)
    assert [one.plan.name for one in takeaways(store, capped.id, now)] == ["Explore"]
    assert [piece.name for piece in finished_pieces(store, now)] == ["Explore"]


def test_a_parked_phase_teaches_only_once_it_was_taken_up_again(store: Store, capped: Project, now: datetime) -> None:
    """Left at its cap, its hours are not what it takes, not even when the project is finished."""
    decide(store, capped, Answer.PARK, now)
    assert takeaways(store, capped.id, now) == []
    planning.finish_project(store, capped.id, now=now)
    assert [one.plan.name for one in takeaways(store, capped.id, now)] == ["Model"]
    assert [piece.name for piece in finished_pieces(store, now)] == ["Model"]
    log_hours(store, capped, {"Explore": 1}, now)
    assert {piece.name for piece in finished_pieces(store, now)} == {"Explore", "Model"}
    assert {one.plan.name for one in takeaways(store, capped.id, now)} == {"Explore", "Model"}


def test_a_phase_that_was_dropped_teaches_nothing(store: Store, capped: Project, now: datetime) -> None:
    """Done without its range: what was planned was not done."""
    plans = [planning.as_plan(phase) for phase in planning.phases(store, capped.id)]
    dropped = replace(plans[0], done=True, range=None, cap_hours=None)
    planning.save_phases(store, capped.id, [dropped, plans[1]], now)
    planning.finish_project(store, capped.id, now=now)
    assert [one.plan.name for one in takeaways(store, capped.id, now)] == ["Model"]
    assert [piece.name for piece in finished_pieces(store, now)] == ["Model"]


def test_beside_others_a_project_that_runs_is_not_the_quickest(store: Store, running: Project, now: datetime) -> None:
    """It may yet take more: only one that took too much already is named, as so far."""
    done = finished_project(store, "Old", PLAN, {"Clean": 9, "Explore": 9, "Model": 9}, now)
    found = side_by_side(store, [done.id, running.id], now)
    assert ratios_sentence(found).startswith("Old took ")
    assert "Comments" not in ratios_sentence(found)
