"""Lengths are read as `callit train --timebox` reads them; what can be no length is refused in one sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callit import LengthUnreadable, Timebox
from callit.lengths import length_s, memory_bytes, typed_length_s
from planner.cli.typed import parse_bytes
from planner.parsing.lengths import parse_duration_s

SPELLINGS = {
    "20m": 1200,
    "1h30m": 5400,
    "90s": 90,
    "1h": 3600,
    "15": 900,
    "1200": 72_000,
    "2.5": 150,
    "2,5": 150,
    "1.5h": 5400,
    "0.5 h": 1800,
    "1,5 h": 5400,
    "0,125 h": 450,
    ".5h": 1800,
    "10 min": 600,
    "90 min.": 5400,
    "1h 30": 5400,
    "1h30": 5400,
    "1h 5m 3s": 3903,
    "1 hour and 30 minutes": 5400,
    "2 hrs, 5 mins": 7500,
    " 20M ": 1200,
    "20\u00a0min": 1200,
    "PT20M": 1200,
    "pt1h30m": 5400,
    "PT90S": 90,
    "1:30:00": 5400,
    "1:30 h": 5400,
    "18:25 min": 1105,
}


@pytest.mark.parametrize(("spelling", "seconds"), SPELLINGS.items())
def test_a_length_is_what_people_mean_and_the_command_takes_it_for_the_same(spelling: str, seconds: float) -> None:
    assert length_s(spelling) == typed_length_s(spelling) == parse_duration_s(spelling) == seconds


NUMBERS = st.one_of(st.integers(0, 600), st.decimals(0, 600, places=2)).map(str)
UNITS = {
    "h": ("h", " h", "hr", " hours", " hour"),
    "m": ("m", " min", " mins", " minutes", "min."),
    "s": ("s", " sec", " seconds"),
}
IN_S = {"h": 3600, "m": 60, "s": 1}


@given(
    st.dictionaries(st.sampled_from("hms"), st.tuples(NUMBERS, st.integers(0, 4)), min_size=1),
    st.sampled_from(["", " ", ", ", " and "]),
    st.booleans(),
    st.sampled_from(".,"),
)
def test_numbers_with_units_are_their_sum_for_program_and_command(
    parts: dict[str, tuple[str, int]], between: str, is_iso: bool, point: str
) -> None:
    """By an exact count; as words with units and as ISO 8601, with a decimal point or comma."""
    seconds = float(sum(Fraction(number) * IN_S[unit] for unit, (number, _) in parts.items()))
    given_parts = [(unit, *parts[unit]) for unit in "hms" if unit in parts]
    words = [
        f"{number}{unit if is_iso else UNITS[unit][kind % len(UNITS[unit])]}" for unit, number, kind in given_parts
    ]
    spelling = f"PT{''.join(words).upper()}" if is_iso else between.join(words)
    spelling = spelling.replace(".", point) if "min." not in spelling else spelling
    if not seconds:
        return
    assert length_s(spelling) == parse_duration_s(spelling) == pytest.approx(seconds)


@given(st.text(st.sampled_from("0123456789:.,hmsptindue "), max_size=9))
def test_any_text_is_the_same_length_or_none_for_program_and_command(typed: str) -> None:
    def read(reader: Callable[[str], float]) -> float | None:
        try:
            return reader(typed)
        except ValueError:
            return None

    assert read(length_s) == read(parse_duration_s)


@given(st.integers(0, 99), st.integers(0, 59))
def test_two_parts_of_a_clock_are_asked_about_with_both_readings(first: int, second: int) -> None:
    typed = f"{first}:{second:02}"
    for reader in (length_s, parse_duration_s):
        with pytest.raises(ValueError, match="can be hours and minutes or minutes and seconds") as asked:
            reader(typed)
        assert f"{first}h{second:02}m" in str(asked.value)


@pytest.mark.parametrize("typed", ["1,500 s", "1,200", "12,500m"])
def test_a_comma_that_can_stand_for_thousands_is_asked_about(typed: str) -> None:
    for reader in (length_s, parse_duration_s):
        with pytest.raises(ValueError, match="thousands"):
            reader(typed)


def test_numbers_are_seconds_and_spans_are_themselves() -> None:
    assert length_s(1200) == length_s(1200.0) == length_s(timedelta(minutes=20)) == length_s("1200s") == 1200
    assert length_s(np.float32(90)) == length_s(np.int64(90)) == 90


def test_text_without_a_unit_is_minutes_and_the_box_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who meant seconds finds it out at the start, not after twenty hours."""
    with Timebox("1200", folder=tmp_path / "box", log=False) as box:
        assert "'1200' has no unit and was read as minutes: 20 h." in capsys.readouterr().err
    assert box.timebox_s == 72_000
    capsys.readouterr()
    with Timebox("1200s", folder=tmp_path / "other", log=False):
        assert not capsys.readouterr().err


@pytest.mark.parametrize(
    "length",
    ["soon", "", "0", "0m", "-5m", "20 parsecs", "5m10", "1h,", "30m 1h", "1:75:00", "PT", "P1D", "1d", "inf", "1e3"],
)
def test_text_that_is_no_length_is_refused_by_both_with_what_to_write(length: str) -> None:
    with pytest.raises(LengthUnreadable, match='Write "20m", "90s" or "1h30m"; without a unit text is minutes'):
        length_s(length)
    with pytest.raises(ValueError, match="15 for minutes"):
        parse_duration_s(length)


@pytest.mark.parametrize("length", [0, -3, float("nan"), float("inf"), True, timedelta(0), 10**400, None, [20]])
def test_what_is_no_length_is_refused_with_what_to_write(length: object) -> None:
    with pytest.raises(LengthUnreadable, match=r'Write "20m".*a number is seconds \(1200\)'):
        length_s(length)  # type: ignore[arg-type]


@pytest.mark.parametrize("spelling", ["6GB", "800MB", "1.5 g", "2GiB"])
def test_memory_is_what_the_command_takes_it_for(spelling: str) -> None:
    assert memory_bytes(spelling) == parse_bytes(spelling)


@pytest.mark.parametrize("memory", ["much", "", "0GB", 0, -1, True])
def test_what_is_no_memory_is_refused(memory: object) -> None:
    with pytest.raises(LengthUnreadable, match="no amount of memory"):
        memory_bytes(memory)  # type: ignore[arg-type]
