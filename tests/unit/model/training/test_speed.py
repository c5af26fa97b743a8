"""Seconds of a step by padded length, with steps that only count."""

from collections import Counter

import pytest

from model.training.speed import Speed, time_steps


def test_a_few_lengths_are_measured_the_ends_always() -> None:
    """Of sixty lengths about six are timed, spread over all of them; without time, the longest and the shortest."""
    lengths = tuple(range(4, 244, 4))
    steps: Counter[int] = Counter()
    found, _ = time_steps(lambda length: steps.update([length]), lengths, lambda: 1.0)
    assert {4, 240} <= set(found) == set(steps) <= set(lengths)
    assert 4 <= len(found) <= 6
    hurried, _ = time_steps(lambda length: None, lengths, lambda: 0.0)
    assert set(hurried) == {4, 240}


def test_the_first_step_is_the_longest_and_is_told_apart() -> None:
    """The first step traces; memory is asked for at its largest first."""
    steps: list[int] = []
    _, trace_s = time_steps(steps.append, (4, 8, 12), lambda: 1.0)
    assert steps[0] == 12
    assert trace_s >= 0


def test_one_length_alone_can_be_measured() -> None:
    """Texts that are all alike have one length."""
    found, _ = time_steps(lambda length: None, (16,), lambda: 1.0)
    assert set(found) == {16}


def test_lengths_between_measured_ones_are_interpolated() -> None:
    """Two batches of 8 and one of 16 between measured 4 and 20."""
    speed = Speed({4: 1.0, 20: 5.0}, trace_s=0.0, score_s=0.0)
    assert speed.epoch_s({8: 2, 16: 1}) == pytest.approx(2 * 2.0 + 4.0)
