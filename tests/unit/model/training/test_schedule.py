"""The learning rate as a function of the share of training time that is over."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.training.schedule import PEAK_LEARNING_RATE, WARM_UP_SHARE, LearningRateSchedule, learning_rate_at

SHARES = st.lists(st.floats(0, 1.5), min_size=1, max_size=60)


def _schedule(
    shares: list[float], stops_at: float | None = None, **options: float
) -> tuple[LearningRateSchedule, Callable[[], float]]:
    """A schedule that reads the given shares one after the other, and the share it read last."""
    last = [0.0]
    following = iter(shares)

    def share_elapsed() -> float:
        last[0] = next(following, last[0])
        return last[0]

    return LearningRateSchedule(
        share_elapsed, lambda: stops_at is not None and last[0] >= stops_at, **options
    ), lambda: last[0]


def _rates(shares: list[float], stops_at: float | None = None, **options: float) -> list[float | None]:
    schedule, _ = _schedule(shares, stops_at, **options)
    return [schedule.next_rate() for _ in shares]


def test_it_warms_up_then_falls_in_a_straight_line_to_zero() -> None:
    """From zero to the peak in the first three per cent, half the peak in the middle of the rest, zero at the end."""
    middle = (1 + WARM_UP_SHARE) / 2
    found = [learning_rate_at(share, peak=1.0) for share in (0, WARM_UP_SHARE / 2, WARM_UP_SHARE, middle, 1, 1.2)]
    assert found == pytest.approx([0, 0.5, 1, 0.5, 0, 0])


@given(st.floats(-1, 3, allow_nan=False))
def test_it_is_never_negative_nor_above_its_peak(share: float) -> None:
    """At any share, before the start and past the end too."""
    assert 0 <= learning_rate_at(share) <= PEAK_LEARNING_RATE * (1 + 1e-12)


@given(SHARES, st.none() | st.floats(0, 1.2))
def test_no_clock_brings_a_rate_out_of_bounds(shares: list[float], stops_at: float | None) -> None:
    """Even for a clock that jumps back and forth: between zero and the peak, or over."""
    for rate in _rates(shares, stops_at):
        assert rate is None or 0 <= rate <= PEAK_LEARNING_RATE * (1 + 1e-12)


@given(SHARES.map(sorted), st.none() | st.floats(0, 1.2))
def test_once_over_it_stays_over(shares: list[float], stops_at: float | None) -> None:
    """After the first None there is no further rate."""
    rates = _rates(shares, stops_at)
    if None in rates:
        assert set(rates[rates.index(None) :]) == {None}


@given(SHARES.map(sorted))
def test_training_ends_when_its_time_is_over_and_not_before(shares: list[float]) -> None:
    """None at a share of one or more, a rate at every share below it."""
    assert [rate is None for rate in _rates(shares)] == [share >= 1 for share in shares]


def test_the_rate_just_before_the_end_is_nearly_zero() -> None:
    """Weights are left where a small rate has settled them, at the planned end and after a stop alike."""
    assert _rates([0.999])[0] == pytest.approx(0, abs=0.002 * PEAK_LEARNING_RATE)
    assert _rates([0.5, 0.5499], stops_at=0.5)[1] == pytest.approx(0, abs=0.002 * PEAK_LEARNING_RATE)


def test_a_stop_means_a_short_decay_from_where_the_rate_stands() -> None:
    """Asked at a half: the rate there, then in a straight line to zero within a twentieth of the time."""
    before, at_stop, half_way, over = _rates([0.49, 0.5, 0.525, 0.55], stops_at=0.5, peak=1.0)
    assert before == pytest.approx(learning_rate_at(0.49, 1.0))
    assert at_stop == pytest.approx(learning_rate_at(0.5, 1.0))
    assert half_way == pytest.approx(learning_rate_at(0.5, 1.0) / 2)
    assert over is None


@given(SHARES.map(sorted), st.floats(0, 0.99))
def test_after_a_stop_the_rate_only_falls(shares: list[float], stops_at: float) -> None:
    """It never rises again, and training never lasts longer than it would have."""
    after = [rate for share, rate in zip(shares, _rates(shares, stops_at), strict=True) if share >= stops_at]
    rates = [rate for rate in after if rate is not None]
    assert rates == sorted(rates, reverse=True)
    assert all(rate is None for share, rate in zip(shares, _rates(shares, stops_at), strict=True) if share >= 1)


def test_a_stop_near_the_end_does_not_overrun_it() -> None:
    """The decay is cut where the planned end is."""
    assert [rate is None for rate in _rates([0.98, 0.999, 1.0], stops_at=0.98)] == [False, False, True]


def test_a_stop_that_is_taken_back_stays_a_stop() -> None:
    """The decay has begun; a file that disappears does not raise the rate again."""
    answers = iter([True])
    schedule = LearningRateSchedule(iter([0.5, 0.51, 0.56]).__next__, lambda: next(answers, False))
    assert schedule.next_rate() is not None
    assert schedule.stopped
    assert schedule.next_rate() is not None
    assert schedule.next_rate() is None


def test_it_says_whether_training_was_called_off() -> None:
    """Not when it came to its planned end, even if someone asks to stop at that moment."""
    schedule, _ = _schedule([1.0], stops_at=0.0)
    assert schedule.next_rate() is None
    assert not schedule.stopped


@given(st.floats(0, 1.2), st.floats(0, 1.2))
def test_steps_done_count_where_they_are_ahead_of_the_clock(elapsed: float, done: float) -> None:
    """With a number of epochs planned, the later of time and steps decides."""
    rate = LearningRateSchedule(lambda: elapsed, lambda: False).next_rate(done)
    share = max(elapsed, done)
    assert rate == (None if share >= 1 else pytest.approx(learning_rate_at(share)))
