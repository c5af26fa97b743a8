"""Interruptions: begun by one click, ended by going on, and no hours of them anywhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.errors import InvalidEntry, TimerConflict
from planner.domain.project import Phase
from planner.domain.timelog import PhaseHours
from planner.store import Store

HOUR = timedelta(hours=1)


@pytest.fixture
def phases(store: Store, now: datetime) -> list[Phase]:
    """Two phases of a project; the timer runs on the first since an hour."""
    project = planning.create_project(store, "Toxic comments", phases=["Clean", "Explore"], now=now)
    phases = planning.phases(store, project.id)
    timelog.start(store, phases[0].id, now=now, at=now - HOUR)
    return phases


def test_an_interruption_stops_the_timer_and_is_no_work(store: Store, phases: list[Phase], now: datetime) -> None:
    """An hour of work, half an hour on the phone, half an hour of work: an hour and a half."""
    entry, _ = timelog.interrupt(store, "  phone  call ", now=now)
    assert (entry.stopped_at, timelog.running(store)) == (now, None)
    away = timelog.interruption(store)
    assert away is not None
    assert (away.phase, away.interruption.reason, away.interruption.started_at) == (phases[0], "phone call", now)
    timelog.continue_last(store, now=now + HOUR / 2)
    assert timelog.interruption(store) is None
    hours = timelog.hours_by_phase(store, phases[0].project_id, now + HOUR)
    assert hours[phases[0].id] == PhaseHours(1.5, 0)
    (kept,) = store.interruptions.of_project(phases[0].project_id)
    assert (kept.started_at, kept.stopped_at) == (now, now + HOUR / 2)


def test_starting_another_phase_ends_it_too(store: Store, phases: list[Phase], now: datetime) -> None:
    """At the moment from which one works again, also an earlier one."""
    timelog.interrupt(store, "lunch", now=now)
    timelog.start(store, phases[1].id, now=now + HOUR, at=now + HOUR / 2)
    assert store.interruptions.of_project(phases[0].project_id)[0].stopped_at == now + HOUR / 2


def test_what_was_interrupted_is_continued_whatever_was_worked_on_before(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """An entry by hand that ended later does not change what one goes on with."""
    timelog.interrupt(store, "phone", now=now)
    later = now + HOUR
    timelog.add_entry(store, phases[1].id, now, later, now=later)
    assert timelog.continue_last(store, now=later).phase_id == phases[0].id


def test_work_that_went_on_from_before_leaves_no_interruption(store: Store, phases: list[Phase], now: datetime) -> None:
    """Started again at the moment of the interruption: there was none."""
    timelog.interrupt(store, "phone", now=now)
    timelog.start(store, phases[0].id, now=now + HOUR, at=now)
    assert store.interruptions.of_project(phases[0].project_id) == []


def test_undo_has_the_timer_running_as_if_nothing_had_been(store: Store, phases: list[Phase], now: datetime) -> None:
    """Nobody works and is interrupted at once."""
    timelog.interrupt(store, "phone", now=now)
    assert timelog.undo_last(store, now=now) == "Undone: interrupted Clean (phone)."
    assert timelog.running(store) is not None
    assert timelog.interruption(store) is None
    assert store.interruptions.of_project(phases[0].project_id) == []


def test_an_interruption_can_be_the_end_of_the_day(store: Store, phases: list[Phase], now: datetime) -> None:
    """Ended without going on; a second time is said."""
    timelog.interrupt(store, "phone", now=now)
    timelog.end_interruption(store, now=now + HOUR)
    assert (timelog.interruption(store), timelog.running(store)) == (None, None)
    with pytest.raises(TimerConflict, match="Nothing is interrupted"):
        timelog.end_interruption(store, now=now + HOUR)


def test_only_what_runs_can_be_interrupted(store: Store, phases: list[Phase], now: datetime) -> None:
    """Nothing is kept when it is refused: no timer, another tab's timer, a reason that nobody reads."""
    with pytest.raises(InvalidEntry, match="Say it shorter"):
        timelog.interrupt(store, "x" * 201, now=now)
    with pytest.raises(TimerConflict):
        timelog.interrupt(store, "phone", now=now, expected=999)
    timelog.stop(store, now=now)
    with pytest.raises(TimerConflict, match="No timer is running"):
        timelog.interrupt(store, "phone", now=now)
    assert store.interruptions.of_project(phases[0].project_id) == []
