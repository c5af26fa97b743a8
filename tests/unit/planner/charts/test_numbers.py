"""The histogram of a label that is a number: no row is lost, and the line is where it was drawn."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from planner.charts.numbers import nice_step, number_bars, number_histogram


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False), min_size=2, max_size=80))
def test_every_row_is_in_a_bar_and_the_bars_are_few(values: list[float]) -> None:
    """Side by side from the least number to the largest."""
    bars = number_bars(dict(sorted(Counter(values).items())))
    assert bars["rows"].sum() == len(values)
    assert len(bars) <= 43
    assert bars["start"].iloc[0] <= min(values) + 1e-6
    assert bars["end"].iloc[-1] >= max(values) - 1e-6
    assert bars["start"].tolist()[1:] == bars["end"].tolist()[:-1]


@given(st.floats(1e-9, 1e9))
def test_a_step_is_round_and_not_smaller_than_asked_for(about: float) -> None:
    """One, two or five times a power of ten."""
    step = nice_step(about)
    assert about * (1 - 1e-6) <= step <= 5 * about
    assert f"{step:e}"[0] in "125"


def test_a_peak_at_zero_does_not_hide_the_rest() -> None:
    """The heights are square roots then, and that is said; each cut has its line."""
    shares = number_bars({0.0: 9_000, 0.3: 400, 0.7: 300})
    drawn = number_histogram(shares, (0.5,), title="target >= 0.5", column="target").to_dict()
    assert drawn["layer"][0]["encoding"]["y"]["scale"]["type"] == "sqrt"
    assert "square roots" in drawn["title"]["subtitle"]
    assert drawn["description"] == "Rows by target, 0 to 0.72; a line at 0.5."
    even = number_histogram(number_bars({1.0: 40, 2.0: 50, 3.0: 45}), (1.0, 2.0), title="V", column="V").to_dict()
    assert even["layer"][0]["encoding"]["y"]["scale"]["type"] == "linear"
    assert even["description"].endswith("a line at 1, 2.")
