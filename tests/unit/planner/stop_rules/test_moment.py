"""What the plan asks while work goes on, by the rule of the retrospective: what is not met cannot be called."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.decisions import Answer, Occasion
from planner.domain.errors import InvalidPlan
from planner.domain.project import DoneItem, MetricTarget, Project
from planner.domain.stopping import StopRules
from planner.outlook import outlook_of
from planner.retrospective import worth_of
from planner.stop_rules import Cut, StopQuestion, answer, decisions_words, questions
from planner.store import Store

HOUR = timedelta(hours=1)
RULE = StopRules(None, 0.002, False)
THE_MOMENT = "It is the moment to call it."


@pytest.fixture
def project(store: Store, now: datetime) -> Project:
    """Nothing but a phase without a range: what done means is the target alone, once there is one."""
    return planning.create_project(store, "Comments", phases=["Model"], now=now - timedelta(days=9))


def change(store: Store, project: Project, **changes: object) -> Project:
    """The project with something said otherwise."""
    kept = planning.project(store, project.id)
    return planning.update_project(store, replace(kept, **changes), now=kept.created_at)  # type: ignore[arg-type]


def scored(store: Store, project: Project, begin: datetime, *values: float) -> datetime:
    """One hour of work before each result; the instant of the last one."""
    phase = planning.phase_named(store, project.id, "Model")
    for value in values:
        timelog.add_entry(store, phase.id, begin, begin + HOUR, now=begin + HOUR)
        begin += HOUR
        store.results.add(project.id, "roc_auc", value, logged_at=begin)
    return begin


def asked(store: Store, project: Project, at: datetime) -> list[StopQuestion]:
    """The open questions."""
    kept = planning.project(store, project.id)
    return questions(store, kept, outlook_of(store, kept.id, at, UTC), at, UTC)


def test_a_target_that_is_met_is_the_moment_and_asked_about_once(store: Store, project: Project, now: datetime) -> None:
    """Without a named gain, too; the retrospective has the same hour. A worse result after it changes nothing."""
    change(store, project, target=MetricTarget("ROC AUC", 0.88))
    assert asked(store, project, scored(store, project, now, 0.85, 0.87)) == []
    at = scored(store, project, now + 2 * HOUR, 0.884, 0.86)
    (question,) = asked(store, project, at)
    assert question.occasion is Occasion.TARGET
    assert question.found == (
        "ROC AUC .884 has met your target of .880. That was after 3 h of work. Everything on the list is met. "
        + THE_MOMENT
    )
    assert set(question.answers) == {Answer.CONTINUE, Answer.CALL_IT, Answer.NEW_TARGET, Answer.PARK}
    worth = worth_of(store, project.id, at)
    assert worth is not None
    assert worth.moment is not None
    assert worth.moment.attended_hours == pytest.approx(3)
    answer(store, project.id, question, Answer.CONTINUE, at, because="the report is open")
    assert asked(store, project, at + 50 * HOUR) == []


def test_with_other_things_not_met_no_moment_is_claimed(store: Store, project: Project, now: datetime) -> None:
    """The score is there; the rest of what done means is named."""
    change(store, project, target=MetricTarget("ROC AUC", 0.88))
    change(store, project, done_items=(DoneItem("Report handed in"),))
    (question,) = asked(store, project, scored(store, project, now, 0.85, 0.89))
    assert "Not met: ‘Report handed in’." in question.rest
    assert THE_MOMENT not in question.found


def test_a_new_target_that_is_met_later_is_asked_about_again(store: Store, project: Project, now: datetime) -> None:
    """The answer before it was to the former one; the decision says both."""
    change(store, project, target=MetricTarget("ROC AUC", 0.88))
    at = scored(store, project, now, 0.85, 0.89)
    (question,) = asked(store, project, at)
    made = answer(store, project.id, question, Answer.NEW_TARGET, at, new_target=0.9, because="easy")
    assert made.because == "ROC AUC .900 instead of .880 (easy)"
    kept = planning.project(store, project.id)
    assert kept.target == MetricTarget("ROC AUC", 0.9)
    assert decisions_words(store, kept, zone=UTC)[0].endswith(
        "the target was met; new target ROC AUC .900 instead of .880 (easy)."
    )
    assert asked(store, project, at) == []
    (again,) = asked(store, project, scored(store, project, at, 0.91))
    assert again.short == "ROC AUC .910 has met your target of .900"


def test_a_score_that_stands_short_of_its_target_is_no_moment(store: Store, project: Project, now: datetime) -> None:
    """It says what is missing, and offers another target, a cut, or to call it with a reason."""
    change(store, project, target=MetricTarget("ROC AUC", 0.9), stop=RULE)
    at = scored(store, project, now, 0.85, 0.88, 0.88, 0.8801)
    (question,) = asked(store, project, at)
    assert question.occasion is Occasion.GAIN
    assert "Not met: ROC AUC .900 (best so far .880)" in question.rest
    assert THE_MOMENT not in question.found
    assert question.rest.endswith("change the target, cut it, or say why to call it.")
    assert set(question.answers) == {Answer.CONTINUE, Answer.NEW_TARGET, Answer.CUT, Answer.CALL_IT, Answer.PARK}
    with pytest.raises(InvalidPlan, match="The target is not met"):
        answer(store, project.id, question, Answer.CALL_IT, at)
    assert planning.project(store, project.id).finished_at is None
    answer(store, project.id, question, Answer.CALL_IT, at, because="good enough for the course")
    assert planning.project(store, project.id).finished_at == at


def test_a_lower_target_is_met_at_once_and_asked_about(store: Store, project: Project, now: datetime) -> None:
    """Then it is the moment, by the person's own word."""
    change(store, project, target=MetricTarget("ROC AUC", 0.9), stop=RULE)
    at = scored(store, project, now, 0.85, 0.88, 0.88, 0.8801)
    (question,) = asked(store, project, at)
    answer(store, project.id, question, Answer.NEW_TARGET, at, new_target=0.88)
    (met,) = asked(store, project, at)
    assert (met.occasion, met.short) == (Occasion.TARGET, "ROC AUC .880 has met your target of .880")


def test_a_target_that_is_cut_leaves_the_rule_without_one(store: Store, project: Project, now: datetime) -> None:
    """Nothing else was open, so the project is finished as it stands."""
    change(store, project, target=MetricTarget("ROC AUC", 0.9), stop=RULE)
    at = scored(store, project, now, 0.85, 0.88, 0.88, 0.88)
    (question,) = asked(store, project, at)
    answer(store, project.id, question, Answer.CUT, at, cut=Cut(target=True))
    kept = planning.project(store, project.id)
    assert (kept.target, kept.finished_at) == (None, at)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (None, "No new target is given"),
        (0.9, "is the target already"),
        (88.0, "For 88 % write 0.88"),
        (float("nan"), "is no score"),
    ],
)
def test_a_new_target_must_be_a_score(
    store: Store, project: Project, now: datetime, value: float | None, sentence: str
) -> None:
    """Nothing is changed otherwise."""
    change(store, project, target=MetricTarget("ROC AUC", 0.9), stop=RULE)
    at = scored(store, project, now, 0.85, 0.88, 0.88, 0.88)
    (question,) = asked(store, project, at)
    with pytest.raises(InvalidPlan, match=sentence):
        answer(store, project.id, question, Answer.NEW_TARGET, at, new_target=value)
    assert store.decisions.of_project(project.id) == []


def test_without_a_target_two_scores_make_it_the_moment(store: Store, project: Project, now: datetime) -> None:
    """One in the last hours may be a bad try, and that is said."""
    change(store, project, stop=RULE)
    at = scored(store, project, now, 0.85, 0.88)
    phase = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(store, phase.id, at, at + 1.5 * HOUR, now=at + 2 * HOUR)
    store.results.add(project.id, "roc_auc", 0.86, logged_at=at + 1.2 * HOUR)
    timelog.add_entry(store, phase.id, at + 1.5 * HOUR, at + 2 * HOUR, now=at + 2 * HOUR)
    (once,) = asked(store, project, at + 2 * HOUR)
    assert once.rest.endswith("One score is little to go by: another would tell more.")
    store.results.add(project.id, "roc_auc", 0.87, logged_at=at + 1.8 * HOUR)
    (twice,) = asked(store, project, at + 2 * HOUR)
    assert twice.rest.endswith(THE_MOMENT)


def test_baselines_that_stand_still_are_not_asked_about(store: Store, project: Project, now: datetime) -> None:
    """Before a trained model stands beside them there is nothing to call."""
    change(store, project, stop=RULE)
    phase = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(store, phase.id, now, now + 4 * HOUR, now=now + 4 * HOUR)
    for hours, note in ((1, ""), (2.5, "baseline"), (3.5, "a second baseline")):
        store.results.add(project.id, "roc_auc", 0.85, logged_at=now + hours * HOUR, note=note)
    assert asked(store, project, now + 4 * HOUR) == []
