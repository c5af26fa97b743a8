"""Being stuck: one question at a time, a box, and an answer that is kept."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.errors import InvalidEntry, NotFound, TimerConflict
from planner.domain.project import Phase
from planner.domain.stuck import Outcome
from planner.store import Store


@pytest.fixture
def phase(store: Store, now: datetime) -> Phase:
    """A phase of a project."""
    project = planning.create_project(store, "Toxic comments", phases=["Model"], now=now)
    return planning.phases(store, project.id)[0]


def test_a_question_has_25_minutes_and_then_asks_for_an_answer(store: Store, phase: Phase, now: datetime) -> None:
    """The question and what would settle it are kept, tidy; the timer is not touched."""
    spell = timelog.say_stuck(store, phase.id, " Why is\nthe loss nan? ", settled_by="a run without it", now=now)
    assert (spell.question, spell.settled_by) == ("Why is the loss nan?", "a run without it")
    assert timelog.open_spell(store, phase.project_id) == spell
    assert not spell.is_over(now + timedelta(minutes=24, seconds=59))
    assert spell.is_over(now + timedelta(minutes=25))
    assert timelog.running(store) is None


@pytest.mark.parametrize("outcome", list(Outcome))
def test_its_outcome_is_kept_with_a_note(store: Store, phase: Phase, now: datetime, outcome: Outcome) -> None:
    """For the retrospective."""
    spell = timelog.say_stuck(store, phase.id, "Why?", now=now)
    later = now + timedelta(minutes=10)
    timelog.end_stuck(store, spell.id, outcome, now=later, note="a label was missing")
    assert timelog.open_spell(store, phase.project_id) is None
    (kept,) = timelog.spells(store, phase.project_id)
    assert (kept.outcome, kept.ended_at, kept.note) == (outcome, later, "a label was missing")
    assert not kept.is_over(now + timedelta(hours=1))


def test_another_box_begins_when_it_is_asked_for(store: Store, phase: Phase, now: datetime) -> None:
    """25 minutes from that moment, however late it is."""
    spell = timelog.say_stuck(store, phase.id, "Why?", now=now)
    later = now + timedelta(minutes=40)
    assert timelog.try_on(store, spell.id, now=later).ends_at == later + timedelta(minutes=25)


def test_what_cannot_be_is_said(store: Store, phase: Phase, now: datetime) -> None:
    """No question, a second one, one that is answered or was never asked."""
    with pytest.raises(InvalidEntry, match="The question is missing"):
        timelog.say_stuck(store, phase.id, "  ", now=now)
    with pytest.raises(InvalidEntry, match="Say it shorter"):
        timelog.say_stuck(store, phase.id, "x" * 501, now=now)
    spell = timelog.say_stuck(store, phase.id, "Why?", now=now)
    with pytest.raises(TimerConflict, match="at a question already: “Why\\?”"):
        timelog.say_stuck(store, phase.id, "How?", now=now)
    timelog.end_stuck(store, spell.id, Outcome.PARK, now=now)
    with pytest.raises(TimerConflict, match="answered already"):
        timelog.end_stuck(store, spell.id, Outcome.SETTLED, now=now)
    with pytest.raises(NotFound):
        timelog.try_on(store, 99, now=now)
    assert [one.outcome for one in timelog.spells(store, phase.project_id)] == [Outcome.PARK]
