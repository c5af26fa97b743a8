"""A range of hours in one field, as people type it."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidPlan
from planner.parsing.hour_range import TypedEnds, parse_range

ENDS = st.integers(1, 20_000).map(lambda tenths: tenths / 10)
BETWEEN = st.sampled_from(["-", " - ", "–", " – ", "—", " to ", "..", "…", " bis ", "/", "~", " and "])
UNITS = st.sampled_from(["", "h", " h", " hours", "Std.", " HRS"])


@pytest.mark.parametrize(
    ("typed", "ends"),
    [
        ("20-30", (20, 30)),
        ("  20 –  30 ", (20, 30)),
        ("20 to 30 hours", (20, 30)),
        ("20h-30h", (20, 30)),
        ("between 20 and 30", (20, 30)),
        ("1,5-2,5", (1.5, 2.5)),
        (".5-1", (0.5, 1)),
        ("30-20", (30, 20)),  # refused later, with both ends named
        ("-2-20", (-2, 20)),
        ("٢٠-٣٠", (20, 30)),
    ],
)
def test_ways_to_write_a_range(typed: str, ends: tuple[float, float]) -> None:
    found = parse_range(typed)
    assert found is not None
    assert (found.low, found.high) == ends


@pytest.mark.parametrize("typed", ["", "  ", "\t"])
def test_nothing_typed_is_no_range_and_no_mistake(typed: str) -> None:
    assert parse_range(typed) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("25", "'25' is one number"),
        ("25 h", "'25 h' is one number"),
        ("20 30", "is no range"),
        ("20-30-40", "is no range"),
        ("1:30-2:30", "is no range"),
        ("20-30 min", "is no range"),
        ("3-5 weeks", "is no range"),
        ("nan-inf", "is no range"),
        ("1,500-2,000", "'1,500' can be a thousand and more, or a fraction. Write 1500 or 1.5."),
        ("1.500-2", "Write 1500 or 1.5"),
        ("4-6 days", "is in days"),
        ("4d-6d", "is in days"),
        ("4 - 6 PT", "is in days"),
    ],
)
def test_what_is_none_or_could_be_two_is_a_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(InvalidPlan, match=sentence.replace(".", r"\.")):
        parse_range(typed)


@given(ENDS, ENDS, BETWEEN, UNITS, st.booleans())
def test_both_ends_are_those_typed(low: float, high: float, between: str, unit: str, comma: bool) -> None:
    """Whatever stands between them, with a point or a comma."""
    typed = f"{low:.1f}{between}{high:.1f}{unit}"
    found = parse_range(typed.replace(".", ",") if comma and ".." not in typed and "Std." not in typed else typed)
    assert found == TypedEnds(low, high, says_hours=bool(unit))


@given(st.text(max_size=20))
def test_any_text_is_a_range_or_a_sentence(typed: str) -> None:
    """No other error reaches a page."""
    with suppress(InvalidPlan):
        parse_range(typed)
