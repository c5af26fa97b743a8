"""A clock of the machine that was set while a timer ran: no time is lost, and none is below zero."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from planner import planning, timelog
from planner.domain.awake import Sighting
from planner.domain.errors import InvalidEntry, TimerConflict
from planner.domain.project import Phase
from planner.domain.stuck import Outcome
from planner.retrospective import holes
from planner.store import Store

HOUR = timedelta(hours=1)


class Machine:
    """A machine whose clock can be set, while its own count goes on."""

    def __init__(self, now: datetime) -> None:
        self.now, self.up_s, self.boot = now, 1000.0, "first start"

    def wait(self, length: timedelta) -> Sighting:
        """Time passes."""
        self.now, self.up_s = self.now + length, self.up_s + length.total_seconds()
        return self.seen

    def set_clock(self, by: timedelta) -> Sighting:
        """The clock is set forward, or back."""
        self.now += by
        return self.seen

    @property
    def seen(self) -> Sighting:
        """The machine as it is."""
        return Sighting(self.now, self.boot, self.up_s, 0.0)


@pytest.fixture
def machine(now: datetime) -> Machine:
    return Machine(now)


@pytest.fixture
def phases(store: Store, now: datetime) -> list[Phase]:
    project = planning.create_project(store, "Toxic comments", phases=["Clean", "Explore", "Model"], now=now - 9 * HOUR)
    return planning.phases(store, project.id)


@pytest.fixture
def set_back(store: Store, phases: list[Phase], machine: Machine) -> Machine:
    """Explore runs for half an hour; then the clock is set back by an hour."""
    timelog.start(store, phases[1].id, now=machine.now)
    timelog.note_sign_of_life(store, machine.seen)
    timelog.note_sign_of_life(store, machine.wait(HOUR / 2))
    timelog.note_sign_of_life(store, machine.set_clock(-HOUR))
    return machine


def test_the_machines_own_count_says_how_long_it_ran(store: Store, set_back: Machine) -> None:
    """It is said that the clock was set back, and what the count says; the count goes on."""
    change = timelog.clock_change(store, set_back.wait(HOUR / 4))
    assert change is not None
    assert change.is_ahead
    assert change.by_count == 0.75 * HOUR
    assert "clock was set back: Explore started at Fri 8 May" in change.sentences
    assert "has run for 45 min" in change.sentences


def test_a_stop_keeps_the_time_and_can_be_undone(store: Store, phases: list[Phase], set_back: Machine) -> None:
    """The entry is as long as it really was, and ends now."""
    started_at = set_back.now + HOUR / 2
    entry = timelog.stop(store, now=set_back.now, ran=timelog.true_length(store, set_back.seen))
    assert (entry.started_at, entry.stopped_at) == (set_back.now - HOUR / 2, set_back.now)
    timelog.undo_last(store, now=set_back.now)
    running = timelog.running(store)
    assert running is not None
    assert running.entry.started_at == started_at


def test_a_switch_an_interruption_and_going_on_keep_it_too(
    store: Store, phases: list[Phase], set_back: Machine
) -> None:
    """Whatever ends the timer writes the same hours."""
    ran = timelog.true_length(store, set_back.seen)
    timelog.start(store, phases[2].id, now=set_back.now, ran=ran)
    assert [entry.hours(set_back.now) for entry in timelog.entries(store, phases[0].project_id)] == [0.5, 0.0]
    timelog.undo_last(store, now=set_back.now)
    entry, interruption = timelog.interrupt(store, "phone", now=set_back.now, ran=ran)
    assert (entry.hours(set_back.now), interruption.started_at) == (0.5, set_back.now)
    set_back.wait(HOUR / 2)
    timelog.continue_last(store, now=set_back.now)
    assert timelog.running(store) is not None


def test_without_a_count_it_is_asked_and_nothing_is_lost(store: Store, phases: list[Phase], set_back: Machine) -> None:
    """After a restart nobody knows: the timer stays until the person says how long it ran."""
    set_back.boot = "second start"
    change = timelog.clock_change(store, set_back.seen)
    assert change is not None
    assert change.by_count is None
    assert "not known" in change.sentences
    with pytest.raises(TimerConflict, match=r"set back: .*callit stop --after"):
        timelog.stop(store, now=set_back.now)
    with pytest.raises(TimerConflict, match=r"set back: Explore runs since Fri 8 May .*callit stop --after"):
        timelog.start(store, phases[0].id, now=set_back.now)
    assert timelog.running(store) is not None
    assert timelog.stop(store, now=set_back.now, ran=2 * HOUR).hours(set_back.now) == 2.0


def test_it_can_run_on_with_its_start_put_right(store: Store, set_back: Machine) -> None:
    """Then the clock and the timer agree again."""
    change = timelog.clock_change(store, set_back.seen)
    assert change is not None
    assert change.by_count is not None
    entry = timelog.put_right(store, change.timer.entry.id, change.by_count, set_back.seen)
    assert entry.hours(set_back.now) == 0.5
    assert timelog.clock_change(store, set_back.wait(3 * HOUR)) is None
    assert timelog.stop(store, now=set_back.now).hours(set_back.now) == 3.5
    with pytest.raises(InvalidEntry, match="has run for some time"):
        timelog.put_right(store, entry.id, timedelta(0), set_back.seen)


@pytest.mark.parametrize(
    ("by", "said"), [(-HOUR, "was set back while"), (HOUR * 24, "was set forward, or the machine")]
)
def test_a_clock_set_while_the_start_stays_behind_is_said_and_can_be_believed(
    store: Store, phases: list[Phase], machine: Machine, by: timedelta, said: str
) -> None:
    """Two hours ran; by the clock it is one, or a day more."""
    entry = timelog.start(store, phases[1].id, now=machine.now)
    timelog.note_sign_of_life(store, machine.seen)
    machine.wait(2 * HOUR)
    change = timelog.clock_change(store, machine.set_clock(by))
    assert change is not None
    assert (change.is_ahead, change.by_count, change.by_clock) == (False, 2 * HOUR, 2 * HOUR + by)
    assert said in change.sentences
    timelog.believe_clock(store, entry.id, machine.seen)
    assert timelog.clock_change(store, machine.wait(HOUR)) is None


def test_forward_and_back_again_is_no_change(store: Store, phases: list[Phase], machine: Machine) -> None:
    """The clock is right at the end, and signs of life are seen again."""
    timelog.start(store, phases[1].id, now=machine.now)
    timelog.note_sign_of_life(store, machine.seen)
    timelog.note_sign_of_life(store, machine.set_clock(timedelta(days=1500)))
    timelog.note_sign_of_life(store, machine.set_clock(-timedelta(days=1500)))
    timelog.note_sign_of_life(store, machine.wait(HOUR))
    assert timelog.clock_change(store, machine.seen) is None
    assert store.awake.last() == machine.seen
    assert timelog.forgotten(store, machine.now, UTC) is None


def test_a_sleep_after_the_clock_was_set_back_is_seen(store: Store, set_back: Machine) -> None:
    """The signs of life of the wrong clock hide nothing; the step back itself is no sleep."""
    asleep = Sighting(set_back.now + 2 * HOUR, set_back.boot, set_back.up_s + 7200, 7200.0)
    timelog.note_sign_of_life(store, asleep)
    (gap,) = store.awake.gaps(set_back.now - HOUR)
    assert (gap.last_seen_at, gap.asleep_s) == (set_back.now, 7200.0)


def test_a_timer_started_on_a_wrong_clock_that_was_put_right(
    store: Store, phases: list[Phase], machine: Machine
) -> None:
    """Started in a year to come: its hours are right when the clock is."""
    machine.set_clock(timedelta(days=1500))
    timelog.start(store, phases[1].id, now=machine.now)
    timelog.note_sign_of_life(store, machine.seen)
    machine.wait(2 * HOUR)
    machine.set_clock(-timedelta(days=1500))
    entry = timelog.stop(store, now=machine.now, ran=timelog.true_length(store, machine.seen))
    assert entry.hours(machine.now) == 2.0
    assert entry.stopped_at == machine.now


def test_no_sum_is_below_zero(store: Store, phases: list[Phase], set_back: Machine) -> None:
    """Hours of phases, days, the log as it is added up, the retrospective."""
    timelog.add_entry(store, phases[1].id, set_back.now - 2 * HOUR, set_back.now - HOUR, now=set_back.now)
    project_id, at = phases[0].project_id, set_back.now
    assert timelog.hours_by_phase(store, project_id, at)[phases[1].id].attended == 1.0
    assert timelog.summary(store, project_id, days=7, now=at, zone=UTC).total.attended == 1.0
    frame = store.entries.log_frame(at)
    assert ((frame["stop_ms"] - frame["start_ms"]) >= 0).all()
    assert [entry.hours(at) for entry in timelog.entries(store, project_id)] == [1.0, 0.0]


def test_an_interruption_and_a_question_that_began_ahead_of_the_clock(
    store: Store, phases: list[Phase], machine: Machine
) -> None:
    """None of them takes less than no time."""
    timelog.start(store, phases[1].id, now=machine.now - HOUR)
    spell = timelog.say_stuck(store, phases[1].id, "Why?", now=machine.now)
    timelog.interrupt(store, "phone", now=machine.now)
    machine.set_clock(-3 * HOUR)
    (interruption,) = store.interruptions.of_project(phases[0].project_id)
    assert interruption.hours(machine.now) == 0.0
    assert (spell.left_s(machine.now), spell.took_s(machine.now)) == (spell.box_s, 0.0)
    assert holes(store, phases[0].project_id, machine.now)[0] == (
        "1 interruption took 0 h, which no range counts: phone 0 h."
    )
    timelog.end_stuck(store, spell.id, Outcome.SETTLED, now=machine.now)
    timelog.end_interruption(store, now=machine.now)
