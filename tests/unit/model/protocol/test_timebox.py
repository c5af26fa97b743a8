"""The one clock of a session, with time moved by hand."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.protocol.timebox import (
    STARTED_VARIABLE,
    Clock,
    StageWindow,
    Timebox,
    exit_reserve_s,
    handed_on,
    over_words,
    seconds_counting_sleep,
    session_clock,
)


class _Hands:
    """A wall clock and a sleep-counting clock, moved by the test."""

    def __init__(self) -> None:
        self.wall_s = 1_700_000_000.0
        self.ticks_s = 500.0
        self.awake_s = 400.0

    def pass_time(self, seconds: float) -> None:
        self.wall_s += seconds
        self.ticks_s += seconds
        self.awake_s += seconds

    def clock(self, started_unix: float) -> Clock:
        return Clock(started_unix, ticks=lambda: self.ticks_s, wall=lambda: self.wall_s, awake=lambda: self.awake_s)


def test_time_before_the_process_knew_of_its_box_counts() -> None:
    """A worker that comes up four seconds after the click has used four seconds."""
    hands = _Hands()
    assert hands.clock(hands.wall_s - 4).elapsed_s() == 4


def test_a_changed_wall_clock_does_not_move_the_box() -> None:
    """Daylight saving or a time server does not give or take an hour."""
    hands = _Hands()
    clock = hands.clock(hands.wall_s)
    hands.wall_s += 3600
    hands.ticks_s += 2
    assert clock.elapsed_s() == 2


def test_a_process_of_the_session_that_begins_later_has_its_clock_whatever_the_wall_says() -> None:
    """A second worker, after the wall clock was set by an hour; another session's clock is not taken."""
    clock = Clock(time.time() - 100)
    handed = handed_on(clock)
    assert session_clock(clock.started_unix, handed).elapsed_s() == pytest.approx(clock.elapsed_s(), abs=1)
    later = session_clock(clock.started_unix - 3600, {STARTED_VARIABLE: handed[STARTED_VARIABLE]})
    assert later.elapsed_s() == pytest.approx(3700, abs=5)
    wrong = {
        STARTED_VARIABLE: f"{clock.started_unix!r} {clock.started_ticks - 7200!r}"
    }  # as told, not as the wall says
    assert session_clock(clock.started_unix, wrong).elapsed_s() == pytest.approx(7300, abs=5)


def test_a_machine_that_slept_used_up_its_box() -> None:
    """After two hours of sleep nothing is left of ten minutes."""
    hands = _Hands()
    box = Timebox(hands.clock(hands.wall_s), 600)
    hands.pass_time(7200)
    assert box.left_s() < 0


def test_a_box_that_was_slept_away_says_so() -> None:
    """The person who closed the laptop reads why; who did not reads that the time is over."""
    hands = _Hands()
    clock = hands.clock(hands.wall_s)
    hands.pass_time(100)
    assert over_words(clock) == "The timebox is over."
    hands.ticks_s += 7200  # the awake clock stands still
    assert clock.slept_s() == 7200
    assert over_words(clock) == "The timebox is over: the machine slept for 120 min of it."


def test_the_system_clock_behind_it_goes_forward() -> None:
    """The real clock exists on this system and never goes back."""
    first = seconds_counting_sleep()
    assert seconds_counting_sleep() >= first


@given(st.floats(20, 7200))
def test_worker_ends_before_it_is_killed_and_both_before_the_deadline(timebox_s: float) -> None:
    """In every box the order is: worker's own end, the kill from outside, the deadline with time to exit."""
    hands = _Hands()
    box = Timebox(hands.clock(hands.wall_s), timebox_s)
    assert 0 < box.work_end_s < box.kill_s < timebox_s
    assert timebox_s - box.kill_s >= 0.9
    assert exit_reserve_s(timebox_s) <= 0.1 * timebox_s


@given(st.floats(0, 500), st.floats(0, 500), st.floats(-10, 1000))
def test_share_elapsed_stays_between_none_and_all(from_s: float, length_s: float, at_s: float) -> None:
    """The learning rate's argument is 0 before, 1 after, and never outside, whatever the span."""
    hands = _Hands()
    span = StageWindow(hands.clock(hands.wall_s - at_s), from_s, from_s + length_s)
    share = span.share_elapsed()
    assert 0 <= share <= 1
    if at_s >= from_s + length_s + 1e-3:  # nearer than that, the clock's own digits decide
        assert share == 1


def test_share_elapsed_follows_the_clock_not_the_steps() -> None:
    """Half-way through the training time the share is a half."""
    hands = _Hands()
    span = StageWindow(hands.clock(hands.wall_s), 10, 50)
    hands.pass_time(30)
    assert span.share_elapsed() == 0.5


def test_a_reserve_is_taken_from_what_is_left() -> None:
    """Time kept for the final check is not there for training."""
    hands = _Hands()
    box = Timebox(hands.clock(hands.wall_s), 60)
    assert box.left_s(reserve_s=20) == box.left_s() - 20
