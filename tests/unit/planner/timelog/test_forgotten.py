"""Timers that look forgotten: what is asked about, when, and that nothing happens before the answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner import planning, preferences, timelog
from planner.domain.decisions import Answer, Decision, Occasion
from planner.domain.errors import InvalidEntry, TimerConflict
from planner.domain.project import Phase, PhasePlan
from planner.store import Store
from planner.timelog import Reason

BERLIN = ZoneInfo("Europe/Berlin")
EVENING = datetime(2026, 5, 8, 20, 0, tzinfo=UTC)  # 22:00 in Berlin
HOUR = timedelta(hours=1)


@pytest.fixture
def phases(store: Store) -> list[Phase]:
    """Explore with a cap of 5 hours, and Model without one."""
    plans = [PhasePlan("Explore", cap_hours=5), PhasePlan("Model")]
    project = planning.create_project(store, "Toxic comments", phases=plans, now=EVENING)
    return planning.phases(store, project.id)


def reason(store: Store, now: datetime) -> Reason | None:
    """Why the timer looks forgotten at a moment."""
    found = timelog.forgotten(store, now, BERLIN)
    return found and found.reason


def test_a_timer_that_ran_past_three_in_the_night_is_asked_about(store: Store, phases: list[Phase]) -> None:
    """On the person's clock; it runs on, unchanged."""
    timelog.start(store, phases[1].id, now=EVENING)
    assert reason(store, EVENING + 5 * HOUR - timedelta(seconds=1)) is None
    assert reason(store, EVENING + 5 * HOUR) is Reason.NIGHT
    running = timelog.running(store)
    assert running is not None
    assert running.entry.stopped_at is None


def test_who_starts_at_four_in_the_morning_has_not_forgotten_it_at_five(store: Store, phases: list[Phase]) -> None:
    """The next night is the next day's."""
    four = EVENING + 6 * HOUR
    timelog.start(store, phases[1].id, now=four)
    assert reason(store, four + HOUR) is None
    assert reason(store, four + 9.9 * HOUR) is None
    assert reason(store, four + 10 * HOUR) is Reason.LONG


def test_who_works_until_five_is_not_asked_at_three(store: Store, phases: list[Phase]) -> None:
    """Where a day starts at 5, so does the question about the night."""
    preferences.set_day_starts_hour(store, 5)
    timelog.start(store, phases[1].id, now=EVENING)
    assert reason(store, EVENING + 6.9 * HOUR) is None
    assert reason(store, EVENING + 7 * HOUR) is Reason.NIGHT


def test_the_hours_after_which_a_timer_is_asked_about_can_be_set(store: Store, phases: list[Phase]) -> None:
    """Who never works for more than four hours at a stretch is asked then; what no person could mean is refused."""
    morning = EVENING + 12 * HOUR
    timelog.start(store, phases[1].id, now=morning)
    assert reason(store, morning + 4 * HOUR) is None
    preferences.set_ask_after_hours(store, 4)
    assert reason(store, morning + 4 * HOUR) is Reason.LONG
    for hours in (0.5, 25):
        with pytest.raises(InvalidEntry, match="Give 1 to 24 hours"):
            preferences.set_ask_after_hours(store, hours)


def test_who_starts_at_ten_to_three_is_not_asked_at_three(store: Store, phases: list[Phase]) -> None:
    """They are awake; an hour later one may ask."""
    late = EVENING + 5 * HOUR - timedelta(minutes=10)
    timelog.start(store, phases[1].id, now=late)
    assert reason(store, late + timedelta(minutes=59)) is None
    assert reason(store, late + HOUR) is Reason.NIGHT


def test_a_timer_past_the_cap_of_its_phase_is_asked_about(store: Store, phases: list[Phase], now: datetime) -> None:
    """4 of 5 hours were used before: the cap is full after one hour, and half an hour later it looks forgotten."""
    timelog.add_entry(store, phases[0].id, now - 5 * HOUR, now - HOUR, now=now)
    timelog.start(store, phases[0].id, now=now)
    assert reason(store, now + 1.4 * HOUR) is None
    found = timelog.forgotten(store, now + 1.5 * HOUR, BERLIN)
    assert found is not None
    assert (found.reason, found.reached_cap_at, found.hours) == (Reason.CAP, now + HOUR, 1.5)


def test_a_cap_that_was_decided_about_while_it_ran_is_not_asked_about_again(
    store: Store, phases: list[Phase], now: datetime
) -> None:
    """Somebody was there; so was one who started past the cap."""
    phase = phases[0]
    timelog.start(store, phase.id, now=now - 6 * HOUR, at=now - 6 * HOUR)
    assert reason(store, now) is Reason.CAP
    going_on = Decision(now, Occasion.CAP, Answer.CONTINUE, found="full", phase_id=phase.id)
    store.decisions.add(phase.project_id, going_on)
    assert reason(store, now) is None
    timelog.stop(store, now=now)
    timelog.start(store, phase.id, now=now)
    assert reason(store, now + HOUR) is None


def test_a_machine_may_work_through_the_night(store: Store, phases: list[Phase]) -> None:
    """An unattended timer is asked about after a day."""
    timelog.start(store, phases[0].id, now=EVENING, attended=False)
    assert reason(store, EVENING + 20 * HOUR) is None
    assert reason(store, EVENING + 24 * HOUR) is Reason.LONG


def test_a_kept_timer_is_asked_about_after_the_next_night_only(store: Store, phases: list[Phase]) -> None:
    """Keeping holds for a while, for this timer, and nothing else changes."""
    entry = timelog.start(store, phases[0].id, now=EVENING)
    four = EVENING + 6 * HOUR
    timelog.keep(store, entry.id, now=four)
    assert reason(store, four + timedelta(minutes=1)) is None
    assert reason(store, four + 10 * HOUR) is Reason.LONG
    assert reason(store, four + 24 * HOUR) is Reason.NIGHT
    timelog.stop(store, now=four + HOUR)
    with pytest.raises(TimerConflict, match="does not run any more"):
        timelog.keep(store, entry.id, now=four + HOUR)


def test_a_cut_ends_the_entry_when_work_ended_and_can_be_undone(store: Store, phases: list[Phase]) -> None:
    """Its history says why; a cut before its start is refused."""
    entry = timelog.start(store, phases[1].id, now=EVENING)
    morning = EVENING + 11 * HOUR
    with pytest.raises(InvalidEntry, match="ends before it starts"):
        timelog.cut(store, EVENING - HOUR, now=morning)
    cut = timelog.cut(store, EVENING + HOUR, now=morning)
    assert cut.hours(morning) == 1
    assert timelog.forgotten(store, morning, BERLIN) is None
    assert "forgotten" in timelog.entry_history(store, entry.id)[-1].summary
    timelog.undo_last(store, now=morning)
    assert reason(store, morning) is Reason.NIGHT


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (11, "Explore ran over night, 11 h so far. Was that work?"),
        (4, None),
    ],
)
def test_the_question_is_one_a_person_can_answer(
    store: Store, phases: list[Phase], hours: int, said: str | None
) -> None:
    """With the phase, the hours, and what is asked."""
    timelog.start(store, phases[0].id, now=EVENING)
    found = timelog.forgotten(store, EVENING + hours * HOUR, BERLIN)
    assert (found.question if found else None) == said
