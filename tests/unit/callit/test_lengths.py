"""Lengths are read as `callit train --timebox` reads them; what can be no length is refused in one sentence."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callit import LengthUnreadable
from callit.lengths import length_s, memory_bytes
from planner.cli.typed import parse_bytes, parse_duration_s

SPELLINGS = ("20m", "1h30m", "90s", "1h", "15", "2.5", "1.5h", "10 min", "1h 5m 3s", " 20M ")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_length_is_what_the_command_takes_it_for(spelling: str) -> None:
    assert length_s(spelling) == parse_duration_s(spelling)


@given(st.integers(0, 99), st.integers(0, 599), st.integers(1, 599), st.sampled_from(["", " "]))
def test_any_length_of_parts_is_what_the_command_takes_it_for(hours: int, minutes: int, seconds: int, gap: str) -> None:
    spelling = f"{hours}h{gap}{minutes}m{gap}{seconds}s"
    assert length_s(spelling) == parse_duration_s(spelling) == hours * 3600 + minutes * 60 + seconds


def test_numbers_are_seconds_and_spans_are_themselves() -> None:
    assert length_s(1200) == length_s(1200.0) == length_s(timedelta(minutes=20)) == length_s("1200s") == 1200
    assert length_s("1h30") == 5400


@pytest.mark.parametrize(
    "length", ["soon", "", "0", "0m", "-5m", "20 parsecs", 0, -3, float("nan"), float("inf"), True]
)
def test_what_is_no_length_is_refused_with_what_to_write(length: object) -> None:
    with pytest.raises(LengthUnreadable, match='Write "20m"'):
        length_s(length)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", ["6GB", "800MB", "1.5 g", "2GiB"])
def test_memory_is_what_the_command_takes_it_for(spelling: str) -> None:
    assert memory_bytes(spelling) == parse_bytes(spelling)


@pytest.mark.parametrize("memory", ["much", "", "0GB", 0, -1, True])
def test_what_is_no_memory_is_refused(memory: object) -> None:
    with pytest.raises(LengthUnreadable, match="no amount of memory"):
        memory_bytes(memory)  # type: ignore[arg-type]
