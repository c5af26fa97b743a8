"""Groups of about equal counts: cut where the rows come nearest to their shares, and refused where they cannot be."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from data.errors import NoClasses
from data.labels.bins import Bins, NotBins, parse_bins
from data.labels.number_classes import unfit
from data.labels.reading import LabelReading


@given(count=st.integers(2, 20), blank=st.sampled_from(["", " "]))
def test_a_number_of_groups_is_read(count: int, blank: str) -> None:
    """From two to twenty."""
    assert parse_bins(f"{blank}{count}{blank}") == Bins(count)


@pytest.mark.parametrize("typed", ["", "1", "21", "0", "-3", "3.5", "three", "³", "٣", "1e1", "9" * 400])
def test_other_numbers_of_groups_are_refused(typed: str) -> None:
    """With what is expected."""
    with pytest.raises(NotBins, match="Give a whole number from 2 to 20"):
        parse_bins(typed)


@pytest.mark.slow
@given(values=st.lists(st.integers(-500, 500), min_size=60, max_size=300, unique=True), count=st.integers(2, 10))
def test_groups_of_different_numbers_have_equal_counts(values: list[int], count: int) -> None:
    """To within a row, and in the order of the numbers."""
    assume(len(values) >= 6 * count)
    made = Bins(count).cut(dict.fromkeys(sorted(map(float, values)), 1), "V")
    rows = Counter(made.class_of(value) for value in values)
    assert max(rows.values()) - min(rows.values()) <= 1
    places = [made.names.index(made.class_of(value)) for value in sorted(values)]
    assert places == sorted(places)
    assert len(set(made.names)) == count


@given(values=st.lists(st.integers(0, 12), min_size=30, max_size=200), count=st.integers(2, 6))
def test_equal_numbers_stay_together_and_no_group_is_bare(values: list[int], count: int) -> None:
    """Or no groups are made, with a sentence."""
    rows_of = dict(sorted(Counter(map(float, values)).items()))
    made = None
    with suppress(NoClasses):
        made = Bins(count).cut(rows_of, "V")
    if made is not None:
        assert made.rows(rows_of) == [Counter(map(made.class_of, values))[name] for name in made.names]
        assert min(made.rows(rows_of)) >= 5


def test_groups_have_names_and_their_cuts_are_said() -> None:
    """Low, middle and high; the ranges where there are more."""
    rows_of = {float(mark): 10 for mark in range(1, 13)}
    thirds, quarters = Bins(3).cut(rows_of, "V"), Bins(4).cut(rows_of, "V")
    assert thirds.words("V") == "V: 'low' up to 4, 'middle' to 8, 'high' above 8"
    assert quarters.names == ("<= 3", "> 3 to 6", "> 6 to 9", "> 9")
    assert quarters.words("V") == "V in 4 groups, cut behind 3, 6, 9"
    assert Bins(4).names == ()


def test_a_value_that_most_rows_hold_cannot_be_cut() -> None:
    """Said with the value, and what to do."""
    cells = {"0": 700, "0.5": 200, "1": 100}
    assert unfit(cells, LabelReading(bins=Bins(4)), "target") == (
        "'target' cannot be cut into 4 groups of about equal counts: 700 of 1,000 rows hold 0. Choose fewer groups, or "
        "draw one line."
    )
    reading = LabelReading(bins=Bins(2)).fitted(cells, "target")
    assert reading.read(["0", "0.5", "1", "-3", "9", "x"]) == ["low", "high", "high", "low", "high", ""]
