"""When to call it: which conditions are asked about, what the answers do, and when a question comes again."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner import planning, timelog
from planner.availability import Availability, save_availability
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.errors import InvalidPlan, NotFound
from planner.domain.hours import HourRange
from planner.domain.project import DeadlineKind, DoneItem, MetricTarget, PhasePlan, Project
from planner.domain.stopping import StopRules
from planner.outlook import outlook_of
from planner.parsing.week_text import parse_week
from planner.stop_rules import (
    CapState,
    Cut,
    StopQuestion,
    answer,
    cap_state,
    decisions_words,
    questions,
    take_back,
    take_up,
    to_judge,
)
from planner.stop_rules import unmet as open_ends
from planner.store import Store, open_store

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PHASES = (PhasePlan("Explore", HourRange(3, 5), 6), PhasePlan("Model", HourRange(6, 10)), PhasePlan("Write up"))
NOW = datetime(2026, 5, 8, 14, 30, tzinfo=UTC)  # that of the fixture, for a test with parameters enough
NO_RULES = StopRules(at_cap=False)


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """Explore (cap 6 h), Model and Write up; two lines on the checklist; no deadline, and asked at each cap."""
    return planning.create_project(
        store,
        "Toxic comments",
        phases=PHASES,
        done_items=["Beats the benchmark", "Write-up sent"],
        now=now - 20 * DAY,
    )


def changed(store: Store, project: Project, now: datetime, **changes: object) -> Project:
    """The project as the store has it, with something said otherwise."""
    kept = planning.project(store, project.id)
    return planning.update_project(store, replace(kept, **changes), now=now)  # type: ignore[arg-type]


def log(store: Store, project: Project, phase: str, hours: float, until: datetime, *, attended: bool = True) -> None:
    """One entry that ended at an instant."""
    phase_id = planning.phase_named(store, project.id, phase).id
    timelog.add_entry(store, phase_id, until - hours * HOUR, until, now=until, attended=attended)


def asked(store: Store, project: Project, now: datetime) -> list[StopQuestion]:
    """The open questions, with all that is known."""
    kept = planning.project(store, project.id)
    return questions(store, kept, outlook_of(store, kept.id, now, UTC), now, UTC)


def only(store: Store, project: Project, now: datetime) -> StopQuestion:
    """The one open question."""
    (question,) = asked(store, project, now)
    return question


def past(store: Store, project: Project, now: datetime) -> StopQuestion:
    """The question after a deadline three days ago."""
    changed(store, project, now, deadline=now - 3 * DAY, deadline_kind=DeadlineKind.FIXED)
    return asked(store, project, now)[0]


def capped(store: Store, project: Project, now: datetime, hours: float = 6.5) -> StopQuestion:
    """The question at the cap of Explore."""
    log(store, project, "Explore", hours, now)
    return only(store, project, now)


def phase_of(store: Store, project: Project, name: str) -> int:
    """The id of a phase."""
    return planning.phase_named(store, project.id, name).id


def test_a_deadline_that_passed_says_what_is_not_met_and_what_is_needed(
    store: Store, project: Project, now: datetime
) -> None:
    """Target with the best so far, open lines, phases with a range that are not done, and the hours still needed."""
    target = MetricTarget("macro-F1", 0.8)
    items = (DoneItem("Beats the benchmark", True), DoneItem("Write-up sent"))
    changed(store, project, now, target=target, done_items=items)
    for value in (0.76, 0.71):
        store.results.add(project.id, "macro_f1", value, logged_at=now - DAY)
    question = past(store, project, now)
    assert question.occasion is Occasion.DEADLINE
    assert question.short == "The deadline passed 3 days ago (Tue 5 May, fixed)"
    assert question.rest.startswith(
        "Not met: macro-F1 .800 (best so far .760), ‘Write-up sent’, phases Explore and Model not done. Still needed: "
    )
    assert question.rest.endswith(" h.")
    assert f"{question.short}. {question.rest}" == question.found


@pytest.mark.parametrize(
    ("target", "best", "met"),
    [
        (MetricTarget("roc_auc", 0.884), 0.884, True),
        (MetricTarget("roc_auc", 0.884), 0.88, False),
        (MetricTarget("log_loss", 0.3), 0.29, True),
        (MetricTarget("log_loss", 0.3), 0.31, False),
    ],
)
def test_a_target_is_met_by_the_best_result_in_the_direction_of_its_metric(
    store: Store, project: Project, target: MetricTarget, best: float, met: bool
) -> None:
    """Log loss counts downwards; results in another metric count nothing."""
    changed(store, project, NOW, target=target)
    store.results.add(project.id, target.metric, best, logged_at=NOW)
    store.results.add(project.id, "accuracy", 0.1 if target.metric == "log_loss" else 0.99, logged_at=NOW)
    assert (open_ends(store, project.id).target is None) is met


def test_a_target_that_is_missed_by_little_is_told_apart(store: Store, project: Project, now: datetime) -> None:
    """Three digits alone would read `.884 (best so far .884)`."""
    changed(store, project, now, target=MetricTarget("roc_auc", 0.8843))
    store.results.add(project.id, "roc_auc", 0.8841, logged_at=now)
    assert open_ends(store, project.id).target_words == "ROC AUC .8843 (best so far .8841)"


def test_without_anything_open_all_is_met_and_without_anything_said_nothing_is(store: Store, now: datetime) -> None:
    """A passed deadline does not claim that a list was met that nobody wrote."""
    done = planning.create_project(store, "Done", phases=["Model"], done_items=[DoneItem("Sent", True)], now=now)
    bare = planning.create_project(store, "Bare", phases=["Model"], now=now)
    assert past(store, done, now).rest == "Everything on the list is met."
    assert past(store, bare, now).rest == "What done means was not written down."


def test_a_cap_is_asked_about_in_hours_of_a_person(store: Store, project: Project, now: datetime) -> None:
    """Machine hours fill no cap; at the cap exactly, the question is there."""
    log(store, project, "Explore", 40, now, attended=False)
    log(store, project, "Explore", 5.9, now - DAY)
    assert asked(store, project, now) == []
    log(store, project, "Explore", 0.1, now)
    question = only(store, project, now)
    assert (question.occasion, question.short) == (Occasion.CAP, "Explore has reached its cap of 6 h")
    assert question.phase is not None
    assert question.phase.name == "Explore"
    assert question.again_hours == 8
    assert "6 h logged, and it is not done. It still needs" in question.found


def test_a_phase_that_is_done_has_no_cap_any_more(store: Store, project: Project, now: datetime) -> None:
    """Marked in the table, without an answer."""
    capped(store, project, now)
    plans = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
    planning.save_phases(store, project.id, [replace(plans[0], done=True), *plans[1:]], now)
    assert asked(store, project, now) == []


def test_few_hours_until_the_deadline_are_asked_about(store: Store, project: Project, now: datetime) -> None:
    """Hours of work, not free hours: what a week has until then, times the share that becomes work."""
    save_availability(store, Availability(parse_week("Mon-Sun 00:00-24:00")))
    changed(store, project, now, deadline=now + 4 * HOUR, stop=StopRules(2, None, False))
    assert asked(store, project, now) == []
    question = only(store, project, now + 2 * HOUR)
    assert question.occasion is Occasion.HOURS_LEFT
    assert question.short == "About 1.2 h of work left until the deadline (Fri 8 May)"
    assert question.rest.startswith("You wanted to be asked at 2 h. Not met: ‘Beats the benchmark’,")
    assert question.again_hours == pytest.approx(0.6, abs=0.01)


def test_few_hours_of_a_budget_are_asked_about(store: Store, project: Project, now: datetime) -> None:
    """Until the deadline is set; a budget that is used up says so."""
    changed(store, project, now, budget_hours=8, stop=StopRules(2, None, False))
    log(store, project, "Model", 5.9, now - DAY)
    assert asked(store, project, now) == []
    log(store, project, "Model", 0.6, now)
    assert only(store, project, now).short == "1.5 h of the budget of 8 h left"
    log(store, project, "Model", 3, now - 2 * DAY)
    assert only(store, project, now).short == "The budget of 8 h is used up"


def scored(store: Store, project: Project, now: datetime, *values: float, metric: str = "roc_auc") -> datetime:
    """One hour of work before each result; the moment of the last one."""
    for value in values:
        now += HOUR
        log(store, project, "Model", 1, now)
        store.results.add(project.id, metric, value, logged_at=now)
    return now


def test_a_score_that_hardly_rises_is_asked_about(store: Store, project: Project, now: datetime) -> None:
    """The rise of the best over the last two hours of work, per hour, below the gain that was named."""
    changed(store, project, now, stop=StopRules(None, 0.002, False))
    at = scored(store, project, now, 0.870, 0.880, 0.8801)
    assert asked(store, project, at) == []
    at = scored(store, project, at, 0.879, 0.8803)
    question = only(store, project, at)
    assert question.occasion is Occasion.GAIN
    assert question.short == ("ROC AUC rose by .0001 an hour over the last 2 h of work, less than the .002 you named")
    assert question.rest.startswith("Best so far: ROC AUC .880. Not met: ‘Beats the benchmark’,")
    assert question.hours == 5
    assert question.again_hours == 7


def test_a_gain_of_exactly_what_was_named_is_enough(store: Store, project: Project, now: datetime) -> None:
    """Below is below."""
    changed(store, project, now, stop=StopRules(None, 0.25, False))
    assert asked(store, project, scored(store, project, now, 0.25, 0.5, 0.75)) == []


@pytest.mark.parametrize(
    ("values", "short"),
    [
        ((0.40, 0.30, 0.20), None),
        ((0.40, 0.40, 0.38), "Log loss fell by .01 an hour over the last 2 h of work, less than the .02 you named"),
        ((0.40, 0.50, 0.60), "Log loss did not get better in the last 2 h of work; you named .02 an hour"),
    ],
)
def test_where_lower_is_better_the_gain_counts_downwards(
    store: Store, project: Project, now: datetime, values: tuple[float, ...], short: str | None
) -> None:
    """A log loss that rises is no gain."""
    changed(store, project, now, stop=StopRules(None, 0.02, False))
    found = asked(store, project, scored(store, project, now, *values, metric="log_loss"))
    assert [question.short for question in found] == ([short] if short else [])


def test_hours_without_a_score_are_asked_about(store: Store, project: Project, now: datetime) -> None:
    """No gain is known then; before the first score there is nothing to compare, and machine hours are no work."""
    changed(store, project, now, stop=StopRules(None, 0.002, False))
    log(store, project, "Explore", 5, now)
    assert asked(store, project, now) == []
    at = scored(store, project, now, 0.87)
    log(store, project, "Model", 9, at + 9 * HOUR, attended=False)
    assert asked(store, project, at + 9 * HOUR) == []
    log(store, project, "Model", 3, at + 12 * HOUR)
    assert only(store, project, at + 12 * HOUR).short == "Nothing was scored in the last 3 h of work"


def test_the_gain_is_that_of_the_target_else_of_the_metric_scored_most(
    store: Store, project: Project, now: datetime
) -> None:
    """Another metric that rises does not hide that the one that counts does not."""
    changed(store, project, now, stop=StopRules(None, 0.002, False))
    at = scored(store, project, now, 0.5, 0.6, 0.7, 0.8, metric="accuracy")
    store.results.add(project.id, "roc_auc", 0.9, logged_at=at - 3 * HOUR)
    assert asked(store, project, at) == []
    changed(store, project, now, target=MetricTarget("ROC AUC", 0.95))
    assert only(store, project, at).occasion is Occasion.GAIN


def test_nothing_is_asked_without_rules(store: Store, project: Project, now: datetime) -> None:
    """Neither at a cap, nor near the end, nor when the score stands still."""
    save_availability(store, Availability(parse_week("Mon-Sun 00:00-24:00")))
    changed(store, project, now, stop=NO_RULES, deadline=now + 9 * HOUR)
    log(store, project, "Explore", 30, now)
    assert asked(store, project, scored(store, project, now, 0.7, 0.7, 0.7, 0.7)) == []


def test_the_most_urgent_is_asked_first(store: Store, project: Project, now: datetime) -> None:
    """The deadline, caps, the hours left, then the score."""
    changed(store, project, now, deadline=now + HOUR, budget_hours=9, stop=StopRules(2, 0.5), done_items=())
    log(store, project, "Explore", 8, now)
    at = scored(store, project, now, 0.7, 0.7, 0.7)
    found = [question.occasion for question in asked(store, project, at)]
    assert found == [Occasion.DEADLINE, Occasion.CAP, Occasion.HOURS_LEFT, Occasion.GAIN]


# Answers.


def test_going_on_needs_a_reason_and_is_asked_again_at_the_hours_named(
    store: Store, project: Project, now: datetime
) -> None:
    """At a cap, hours of the phase; work elsewhere does not count."""
    question = capped(store, project, now)
    with pytest.raises(InvalidPlan, match="No reason is given"):
        answer(store, project.id, question, Answer.CONTINUE, now, because="  ")
    assert store.decisions.of_project(project.id) == []
    answer(store, project.id, question, Answer.CONTINUE, now, because="one class is  unread", until_hours=7)
    log(store, project, "Model", 9, now)
    assert asked(store, project, now) == []
    log(store, project, "Explore", 0.5, now - DAY)
    assert only(store, project, now).occasion is Occasion.CAP
    (kept,) = store.decisions.of_project(project.id)
    assert (kept.because, kept.until_hours, kept.found) == ("one class is unread", 7, question.found)


@pytest.mark.parametrize("until_hours", [0, -1, 6.5, 1e9, float("nan"), float("inf")])
def test_the_hours_to_go_on_to_must_be_ahead(store: Store, project: Project, now: datetime, until_hours: float) -> None:
    """What is logged already, and what nobody works, is refused in one sentence."""
    question = capped(store, project, now)
    with pytest.raises(InvalidPlan, match=r"^Explore has 6\.5 h already"):
        answer(store, project.id, question, Answer.CONTINUE, now, because="x", until_hours=until_hours)
    assert asked(store, project, now) != []


def test_a_score_is_asked_about_again_after_two_more_hours(store: Store, project: Project, now: datetime) -> None:
    """Of work, whatever the clock says."""
    changed(store, project, now, stop=StopRules(None, 0.002, False))
    at = scored(store, project, now, 0.7, 0.7, 0.7)
    answer(store, project.id, only(store, project, at), Answer.CONTINUE, at, because="a longer run is ready")
    assert asked(store, project, at + 9 * DAY) == []
    at = scored(store, project, at + 9 * DAY, 0.7)
    assert asked(store, project, at) == []
    assert only(store, project, scored(store, project, at, 0.7)).occasion is Occasion.GAIN


def test_few_hours_are_asked_about_again_when_half_of_them_are_worked(
    store: Store, project: Project, now: datetime
) -> None:
    """Not at each reload in between."""
    changed(store, project, now, budget_hours=8, stop=StopRules(2, None, False))
    log(store, project, "Model", 6, now)
    answer(store, project.id, only(store, project, now), Answer.CONTINUE, now, because="nearly there")
    log(store, project, "Model", 0.9, now - DAY)
    assert asked(store, project, now) == []
    log(store, project, "Model", 0.1, now - 2 * DAY)
    assert only(store, project, now).occasion is Occasion.HOURS_LEFT


def test_a_new_date_moves_the_deadline_and_is_asked_about_when_it_passes(
    store: Store, project: Project, now: datetime
) -> None:
    """The former one stays in the decision."""
    question = past(store, project, now)
    made = answer(store, project.id, question, Answer.NEW_DATE, now, new_deadline=now + 7 * DAY, because="late data")
    assert planning.project(store, project.id).deadline == now + 7 * DAY
    assert asked(store, project, now) == []
    assert "Tue 5 May" in made.found
    assert only(store, project, now + 8 * DAY).short == "The deadline passed yesterday (Fri 15 May, fixed)"


@pytest.mark.parametrize(
    ("later", "sentence"), [(None, "No new date is given."), (-DAY, "The new date, 7 May, has passed already.")]
)
def test_a_new_date_must_be_given_and_lie_ahead(
    store: Store, project: Project, now: datetime, later: timedelta | None, sentence: str
) -> None:
    """Nothing is kept otherwise."""
    question = past(store, project, now)
    with pytest.raises(InvalidPlan, match=sentence):
        answer(store, project.id, question, Answer.NEW_DATE, now, new_deadline=later and now + later)
    assert store.decisions.of_project(project.id) == []
    assert planning.project(store, project.id).deadline == now - 3 * DAY


def test_parked_asks_nothing_until_it_is_taken_up_again(store: Store, project: Project, now: datetime) -> None:
    """Then the deadline that has passed is asked about at once."""
    question = past(store, project, now)
    answer(store, project.id, question, Answer.PARK, now, because="exams first")
    log(store, project, "Explore", 9, now)
    assert asked(store, project, now) == []
    take_up(store, project.id, now + DAY)
    assert [one.occasion for one in asked(store, project, now + DAY)] == [Occasion.DEADLINE, Occasion.CAP]
    with pytest.raises(InvalidPlan, match="Toxic comments is not parked"):
        take_up(store, project.id, now + DAY)


def test_a_parked_phase_is_silent_unless_it_is_worked_on(store: Store, project: Project, now: datetime) -> None:
    """The project goes on; a quarter of an hour on the phase shows that it is not parked."""
    question = capped(store, project, now)
    answer(store, project.id, question, Answer.PARK, now)
    assert asked(store, project, now) == []
    log(store, project, "Model", 5, now)
    assert asked(store, project, now) == []
    log(store, project, "Explore", 0.5, now - DAY)
    assert only(store, project, now).occasion is Occasion.CAP


def test_to_call_it_finishes_the_project_or_the_phase(store: Store, project: Project, now: datetime) -> None:
    """At a cap only the phase is done."""
    answer(store, project.id, capped(store, project, now), Answer.CALL_IT, now)
    assert planning.phase_named(store, project.id, "Explore").finished_at == now
    assert planning.project(store, project.id).finished_at is None
    answer(store, project.id, past(store, project, now), Answer.CALL_IT, now)
    assert planning.project(store, project.id).finished_at == now
    assert asked(store, project, now) == []


def test_a_cut_leaves_out_what_was_chosen_and_keeps_what_was_worked_on(
    store: Store, project: Project, now: datetime
) -> None:
    """Lines go; a phase without hours goes, one with hours is done as it is."""
    log(store, project, "Model", 3, now)
    made = answer(
        store,
        project.id,
        past(store, project, now),
        Answer.CUT,
        now,
        because="no time",
        cut=Cut(["Write-up sent"], [phase_of(store, project, "Explore"), phase_of(store, project, "Model")]),
        new_deadline=now + DAY,
    )
    left = planning.project(store, project.id)
    assert (left.done_items, left.deadline) == ((DoneItem("Beats the benchmark"),), now + DAY)
    assert [(p.name, p.finished_at) for p in planning.phases(store, project.id)] == [("Model", now), ("Write up", None)]
    assert made.because == "‘Write-up sent’, Explore and Model (no time)"
    assert left.finished_at is None


def test_a_cut_that_leaves_something_open_needs_a_new_date(store: Store, project: Project, now: datetime) -> None:
    """All or nothing: what was chosen is still there."""
    question = past(store, project, now)
    with pytest.raises(InvalidPlan, match=r"^Not met: ‘Beats the benchmark’, phases Explore and Model not done\."):
        answer(store, project.id, question, Answer.CUT, now, cut=Cut(["Write-up sent"]))
    assert len(planning.project(store, project.id).done_items) == 2
    with pytest.raises(InvalidPlan, match="Nothing is chosen"):
        answer(store, project.id, question, Answer.CUT, now, new_deadline=now + DAY)


def test_a_cut_that_leaves_nothing_open_finishes_the_project(store: Store, project: Project, now: datetime) -> None:
    """The target as well."""
    changed(store, project, now, target=MetricTarget("roc_auc", 0.9))
    phases = [phase.id for phase in planning.phases(store, project.id)]
    items = [item.text for item in project.done_items]
    question = past(store, project, now)
    answer(store, project.id, question, Answer.CUT, now, cut=Cut(items, phases, target=True))
    left = planning.project(store, project.id)
    assert (left.finished_at, left.target, left.done_items) == (now, None, ())


def test_lines_that_are_ticked_stay_in_a_cut(store: Store, project: Project, now: datetime) -> None:
    """What is met is met, also where an open line has the same words."""
    changed(store, project, now, done_items=(DoneItem("Sent", True), DoneItem("Sent")))
    question = past(store, project, now)
    answer(store, project.id, question, Answer.CUT, now, cut=Cut(["Sent"]), new_deadline=now + DAY)
    assert planning.project(store, project.id).done_items == (DoneItem("Sent", True),)


def test_only_what_answers_the_question_is_taken(store: Store, project: Project, now: datetime) -> None:
    """To go on without a date would be asked about at the next look."""
    said = "‘continue’ does not answer that the deadline passed. Choose new date, cut, call it or park."
    with pytest.raises(InvalidPlan, match=said):
        answer(store, project.id, past(store, project, now), Answer.CONTINUE, now, because="x")


def test_an_answer_from_a_page_out_of_date_changes_nothing(store: Store, project: Project, now: datetime) -> None:
    """Two tabs show the same question; the second click says that it was decided."""
    log(store, project, "Explore", 7, now)
    deadline, cap = past(store, project, now), asked(store, project, now)[1]
    answer(store, project.id, cap, Answer.CONTINUE, now, because="one more hour")
    with pytest.raises(InvalidPlan, match="decided meanwhile"):
        answer(store, project.id, cap, Answer.CALL_IT, now)
    answer(store, project.id, deadline, Answer.NEW_DATE, now, new_deadline=now + DAY)
    with pytest.raises(InvalidPlan, match="decided meanwhile"):
        answer(store, project.id, deadline, Answer.PARK, now)
    planning.finish_project(store, project.id, now=now)
    with pytest.raises(InvalidPlan, match="finished already"):
        answer(store, project.id, deadline, Answer.CALL_IT, now)
    assert len(store.decisions.of_project(project.id)) == 2


def test_decisions_are_dated_sentences(store: Store, project: Project, now: datetime) -> None:
    """In order, with their reasons; the year only where it is another than that of the plan."""
    answer(store, project.id, capped(store, project, now), Answer.CONTINUE, now, because="Because X.", until_hours=8)
    question = past(store, project, now)
    answer(store, project.id, question, Answer.CUT, now, cut=Cut(["Write-up sent"]), new_deadline=now + 7 * DAY)
    later = now + 8 * DAY
    answer(store, project.id, asked(store, project, later)[0], Answer.PARK, later)
    take_up(store, project.id, later + 300 * DAY)
    at = later + 300 * DAY
    answer(store, project.id, asked(store, project, at)[0], Answer.NEW_DATE, at, new_deadline=at + DAY, because="late")
    assert decisions_words(store, project, zone=UTC) == [
        "8 May: Explore reached its cap; went on until 8 h, because X.",
        "8 May: the deadline passed; cut ‘Write-up sent’, new date 15 May.",
        "16 May: the deadline passed; parked.",
        "12 March 2027: taken up again.",
        "12 March 2027: the deadline passed; new date 13 March 2027, because late.",
    ]


def test_a_score_and_a_phase_are_told_in_their_own_words(store: Store, project: Project, now: datetime) -> None:
    """Without hours where the question is about the whole project, and without a reason where none was given."""
    answer(store, project.id, capped(store, project, now), Answer.CALL_IT, now)
    changed(store, project, now, stop=StopRules(None, 0.002, False), budget_hours=9)
    at = scored(store, project, now, 0.7, 0.7, 0.7)
    answer(store, project.id, only(store, project, at), Answer.CONTINUE, at, because="more data came")
    changed(store, project, at, stop=StopRules(5, None))
    answer(store, project.id, only(store, project, at), Answer.CALL_IT, at)
    assert decisions_words(store, project, zone=UTC) == [
        "8 May: Explore reached its cap; called it done.",
        "8 May: the score hardly rose; went on, because more data came.",
        "8 May: few hours were left; called it.",
    ]


# The cap while it fills, going on past it, and whether that helped.


def state(store: Store, project: Project) -> CapState:
    """The cap of Explore by what was decided so far."""
    return cap_state(store, planning.project(store, project.id), planning.phase_named(store, project.id, "Explore"))


def go_on(store: Store, project: Project, at: datetime, until_hours: float = 8) -> Decision:
    """Log 6.5 h on Explore, go past its cap of 6 h, and work an hour and a half more."""
    question = capped(store, project, at)
    made = answer(
        store, project.id, question, Answer.CONTINUE, at, because="one class is unread", until_hours=until_hours
    )
    log(store, project, "Explore", 1.5, at + 2 * HOUR)
    return made


def test_a_cap_fills_to_the_hours_agreed_on(store: Store, project: Project, now: datetime) -> None:
    """First to itself; a parked phase is asked about again soon, but nothing was agreed on."""
    model = planning.phase_named(store, project.id, "Model")
    assert cap_state(store, project, model) == CapState()
    assert state(store, project) == CapState(6, None, 6)
    go_on(store, project, now)
    assert state(store, project) == CapState(6, 8, 8)
    answer(store, project.id, only(store, project, now + 2 * HOUR), Answer.PARK, now + 2 * HOUR)
    assert state(store, project) == CapState(6, None, 8.25)


def test_the_clock_asks_nothing_where_the_plan_does_not(store: Store, project: Project, now: datetime) -> None:
    """Without the rule, of a finished project, and of one that is parked."""
    past(store, project, now)
    answer(store, project.id, asked(store, project, now)[0], Answer.PARK, now)
    assert state(store, project).ask_hours is None
    take_up(store, project.id, now)
    assert state(store, project).ask_hours == 6
    changed(store, project, now, stop=NO_RULES)
    assert state(store, project) == CapState(6, None, None)


def test_past_the_hours_agreed_on_the_question_names_them(store: Store, project: Project, now: datetime) -> None:
    """And proposes a third of the cap more."""
    go_on(store, project, now)
    question = only(store, project, now + 2 * HOUR)
    assert question.short == "Explore has reached the 8 h agreed on past its cap of 6 h"
    assert question.again_hours == 10


def test_going_on_is_judged_once_it_has_ended(store: Store, project: Project, now: datetime) -> None:
    """Not before the hours agreed on; with the hours worked since, and what was said then."""
    made = go_on(store, project, now, until_hours=9)
    at = now + 2 * HOUR
    assert to_judge(store, project, at) == []
    log(store, project, "Explore", 1, at + HOUR)
    (went_on,) = to_judge(store, project, at + HOUR)
    assert (went_on.decision.id, went_on.hours) == (made.id, 2.5)
    assert went_on.sentence(project, UTC) == (
        "Explore went on for 2.5 h past its cap (8 May), because one class is unread."
    )
    store.decisions.mark_helped(made.id, helped=False)
    assert to_judge(store, project, at + HOUR) == []


def test_a_phase_whose_entries_are_deleted_waits_for_its_hours_again(
    store: Store, project: Project, now: datetime
) -> None:
    """The pages that ask go on."""
    go_on(store, project, now, until_hours=9)
    for entry in timelog.entries(store, project.id):
        timelog.delete_entry(store, entry.id, now=now)
    assert to_judge(store, project, now + 2 * HOUR) == []


@pytest.mark.parametrize("how", ["done", "called", "parked", "project finished", "project parked"])
def test_each_end_of_a_phase_has_it_judged(store: Store, project: Project, now: datetime, how: str) -> None:
    """Hours logged after that end are not what going on brought."""
    go_on(store, project, now)
    at = now + 3 * HOUR
    match how:
        case "done":
            rows = [planning.as_plan(phase) for phase in planning.phases(store, project.id)]
            planning.save_phases(store, project.id, [replace(rows[0], done=True), *rows[1:]], at)
        case "project finished":
            planning.finish_project(store, project.id, now=at)
        case "project parked":
            answer(store, project.id, past(store, project, at), Answer.PARK, at)
        case _:
            end = Answer.PARK if how == "parked" else Answer.CALL_IT
            answer(store, project.id, only(store, project, at), end, at)
    log(store, project, "Explore", 1, at + 5 * HOUR)
    kept = planning.project(store, project.id)
    assert [went_on.hours for went_on in to_judge(store, kept, at + 6 * HOUR)] == [1.5]


def test_who_did_not_go_on_in_the_end_is_asked_nothing(store: Store, project: Project, now: datetime) -> None:
    """There is nothing to judge without an hour of work."""
    answer(store, project.id, capped(store, project, now), Answer.CONTINUE, now, because="x")
    planning.finish_project(store, project.id, now=now + HOUR)
    assert to_judge(store, planning.project(store, project.id), now + HOUR) == []


@pytest.mark.parametrize("end", [Answer.PARK, Answer.CALL_IT])
def test_an_end_is_taken_back_with_the_timer_that_it_stopped(
    store: Store, project: Project, now: datetime, end: Answer
) -> None:
    """The phase is open, its timer runs from its first start, and the question is there; once."""
    explore = phase_of(store, project, "Explore")
    entry = timelog.start(store, explore, now=now, at=now - 6.5 * HOUR)
    made = answer(store, project.id, only(store, project, now), end, now)
    assert store.entries.running() is None
    assert "at its cap" in (timelog.last_change(store, project_id=project.id) or "")
    take_back(store, project.id, made.id, now + HOUR)
    assert store.entries.running() == entry
    assert planning.phase_named(store, project.id, "Explore").finished_at is None
    assert only(store, project, now + HOUR).occasion is Occasion.CAP
    with pytest.raises(NotFound, match="taken back already"):
        take_back(store, project.id, made.id, now + HOUR)


def test_taking_back_leaves_alone_what_was_done_since(store: Store, project: Project, now: datetime) -> None:
    """A timer started meanwhile runs on, and a decision under another one stays."""
    timelog.start(store, phase_of(store, project, "Explore"), now=now, at=now - 6.5 * HOUR)
    first = answer(store, project.id, only(store, project, now), Answer.PARK, now)
    running = timelog.start(store, phase_of(store, project, "Model"), now=now + HOUR)
    second = answer(store, project.id, past(store, project, now + HOUR), Answer.PARK, now + HOUR)
    with pytest.raises(InvalidPlan, match="Something was decided since"):
        take_back(store, project.id, first.id, now + HOUR)
    take_back(store, project.id, second.id, now + HOUR)
    take_back(store, project.id, first.id, now + HOUR)
    assert store.entries.running() == running
    assert store.decisions.of_project(project.id) == []


def test_a_finished_project_is_opened_again_and_a_new_date_is_not_taken_back(
    store: Store, project: Project, now: datetime
) -> None:
    """The former date is not kept by the decision; the plan has its own way back."""
    ended = answer(store, project.id, past(store, project, now), Answer.CALL_IT, now)
    take_back(store, project.id, ended.id, now)
    assert planning.project(store, project.id).finished_at is None
    moved = answer(store, project.id, asked(store, project, now)[0], Answer.NEW_DATE, now, new_deadline=now + DAY)
    with pytest.raises(InvalidPlan, match="cannot be taken back"):
        take_back(store, project.id, moved.id, now)


def test_days_are_those_of_the_persons_clock(store: Store, project: Project, now: datetime) -> None:
    """Half an hour past midnight in Tokyo is another day than in London."""
    from zoneinfo import ZoneInfo

    deadline = datetime(2026, 5, 7, 15, 30, tzinfo=UTC)
    kept = changed(store, project, now, deadline=deadline)
    (question,) = questions(store, kept, None, deadline + HOUR, ZoneInfo("Asia/Tokyo"))
    assert question.short == "The deadline passed today (Fri 8 May, my own target)"


@given(
    hours=st.floats(0.1, 40),
    rules=st.builds(StopRules, st.none() | st.floats(0.1, 99), st.none() | st.floats(1e-6, 1), st.booleans()),
    scores=st.lists(st.floats(0, 1), max_size=4),
    late_days=st.floats(-9, 9),
    budget=st.none() | st.floats(1, 50),
)
@settings(max_examples=25)
def test_a_finished_project_asks_nothing(
    hours: float, rules: StopRules, scores: list[float], late_days: float, budget: float | None
) -> None:
    """Whatever was planned, logged and scored; and while it runs, each answer to go on or park is taken."""
    now = NOW
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        project = planning.create_project(
            store, "Any", phases=PHASES, deadline=now - late_days * DAY, budget_hours=budget, now=now - 30 * DAY
        )
        changed(store, project, now, stop=rules)
        log(store, project, "Explore", hours, now)
        for place, value in enumerate(scores):
            store.results.add(project.id, "roc_auc", value, logged_at=now - place * HOUR)
        for question in asked(store, project, now):
            kept = answer_somehow(store, project, question, now)
            assert kept.found == question.found
        assert asked(store, project, now) == []
        planning.finish_project(store, project.id, now=now)
        assert asked(store, project, now) == []


def answer_somehow(store: Store, project: Project, question: StopQuestion, now: datetime) -> Decision:
    """A new date for a deadline, else to go on."""
    if question.occasion is Occasion.DEADLINE:
        return answer(store, project.id, question, Answer.NEW_DATE, now, new_deadline=now + DAY)
    return answer(store, project.id, question, Answer.CONTINUE, now, because="it goes well")
