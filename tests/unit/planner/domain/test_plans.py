"""Ranges, their sums, and what was said first."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidPlan
from planner.domain.estimates import Estimate, first_caps, first_ranges
from planner.domain.hours import HourRange, sum_of_ranges
from planner.domain.project import PhasePlan
from planner.domain.sums import sum_against_total

hours = st.floats(0.1, 200)
ranges = st.tuples(hours, hours).map(lambda ends: HourRange(min(ends), max(ends)))
THEN = datetime(2026, 5, 8, tzinfo=UTC)


@given(parts=st.lists(ranges, min_size=1, max_size=7))
def test_a_sum_of_ranges_holds_what_its_parts_hold(parts: list[HourRange]) -> None:
    """Where each part takes hours inside its range, the whole lies inside the sum."""
    whole = sum_of_ranges(parts)
    assert whole is not None
    assert whole.holds(sum(part.low_hours for part in parts))
    assert whole.low_hours <= sum(part.planned_hours for part in parts) <= whole.high_hours + 1e-9


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (5, 3, "low end .5 h. is above the high end .3 h."),
        (0, 3, "low end is 0 h"),
        (-1, 3, "low end is -1 h"),
        (1, 10_000, "more than a working year"),
        (1, float("inf"), "high end is inf h"),
    ],
)
def test_an_impossible_range_is_refused(low: float, high: float, sentence: str) -> None:
    """Each mistake has its own sentence, with the number that was typed."""
    with pytest.raises(InvalidPlan, match=sentence):
        HourRange(low, high)


@pytest.mark.parametrize(
    ("phases", "total", "sentence"),
    [
        ([], None, "No phase has a range yet."),
        ([(3, 5)], None, "3–5 h; the project has no total"),
        ([(20, 30)], (20, 30), "exactly your total of 20–30 h"),
        ([(10, 12), (11, 13)], (20, 30), "21–25 h, which fits your total"),
        ([(15, 20), (10, 15)], (20, 30), "25–35 h, up to 5 h more than your total of 20–30 h"),
        ([(40, 50)], (20, 30), "at least 10 h more than your total"),
        ([(5, 8)], (20, 30), "at least 12 h less than your total"),
    ],
)
def test_the_sum_is_compared_with_the_total_in_words(
    phases: list[tuple[float, float]], total: tuple[float, float] | None, sentence: str
) -> None:
    """One sentence says how the phases stand against the total, with the hours that differ."""
    plans = [PhasePlan(f"Phase {number}", HourRange(*ends)) for number, ends in enumerate(phases)]
    assert sentence in sum_against_total(plans, HourRange(*total) if total else None).sentence


def test_phases_without_a_range_are_counted() -> None:
    """A sum over some of the phases says how many are missing from it."""
    plans = [PhasePlan("Clean", HourRange(3, 5)), PhasePlan("Explore"), PhasePlan("Model")]
    assert sum_against_total(plans, None).sentence.endswith("2 phases have no range yet.")


def test_the_first_range_and_cap_stay_the_first() -> None:
    """Later estimates, also a withdrawn one, do not replace what was said first."""
    history = [
        Estimate(1, None, 5.0, THEN),
        Estimate(1, HourRange(2, 4), 5.0, THEN),
        Estimate(1, HourRange(6, 9), 8.0, THEN),
        Estimate(None, HourRange(20, 30), None, THEN),
        Estimate(None, None, None, THEN),
    ]
    assert first_ranges(history) == {1: HourRange(2, 4), None: HourRange(20, 30)}
    assert first_caps(history) == {1: 5.0}
