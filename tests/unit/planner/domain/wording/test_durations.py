"""Durations as people read them: no sixty seconds, no sixty minutes, nothing below nothing, and nothing unknown."""

from __future__ import annotations

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.hours import HourRange
from planner.domain.wording.durations import (
    between_words,
    countdown,
    duration_words,
    ends_words,
    free_words,
    hours_pair,
    hours_words,
    length_words,
    minutes_left_words,
    range_words,
    short_duration_words,
    so_far_words,
    to_the_minute_words,
    written_out_words,
)

SECONDS = st.floats(min_value=0, max_value=1e9)
NAN = math.nan


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "0 h"),
        (1e-9, "< 1 min"),
        (59 / 3600, "< 1 min"),
        (0.42, "25 min"),
        (math.nextafter(59.5 / 60, 0), "59 min"),
        (59.5 / 60, "1 h"),
        (2.52, "2.5 h"),
        (9.94, "9.9 h"),
        (9.95, "10 h"),
        (23 + 59 / 60 + 59 / 3600, "24 h"),
        (8760, "8,760 h"),
        (-0.01, "0 h"),
        (-2.52, "-2.5 h"),
        (NAN, ""),
    ],
)
def test_hours_are_said_in_minutes_below_one_and_without_digits_from_ten(hours: float, words: str) -> None:
    """With the borders between the ways to say them."""
    assert hours_words(hours) == words


@given(SECONDS)
def test_no_duration_says_sixty_of_what_is_one_of_the_next(seconds: float) -> None:
    """Sixty minutes are an hour, and beside minutes or hours no sixty of the smaller unit stand."""
    hours = seconds / 3600
    assert not re.search(r"\b60 min\b", " ".join([hours_words(hours), so_far_words(hours), duration_words(seconds)]))
    assert not re.search(r"\b60 s\b", so_far_words(hours))
    assert not re.search(r"\b(h 60 min|min 60 s)\b", duration_words(seconds))
    assert not re.search(r":(60|\d)\b", f"{countdown(seconds)} {short_duration_words(seconds)}")


@given(SECONDS, SECONDS)
def test_what_is_longer_is_never_said_as_shorter(one: float, other: float) -> None:
    """Read back from the words, to the digits that they have."""
    shorter, longer = sorted((one, other))
    for say in (duration_words, length_words, countdown, minutes_left_words):
        assert read_s(say(shorter)) <= read_s(say(longer))


def read_s(words: str) -> float:
    """Seconds of `1 h 30 min`, `2.5 h`, `< 1 s` or `1:06:40`."""
    if ":" in words:
        return sum(int(part) * 60**place for place, part in enumerate(reversed(words.split(":"))))
    if words.startswith("<"):
        return 0
    parts = re.findall(r"([\d.]+) (h|min|s)", words.replace(",", ""))
    return sum(float(number) * {"h": 3600, "min": 60, "s": 1}[unit] for number, unit in parts)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "< 1 s"),
        (0.4, "< 1 s"),
        (-5, "< 1 s"),
        (1, "1 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (60, "1 min"),
        (3569, "59 min"),
        (3570, "1 h"),
        (86_399, "24 h"),
        (NAN, ""),
    ],
)
def test_a_length_is_said_to_the_second_in_its_first_minute_alone(seconds: float, words: str) -> None:
    """A command of less than half a second took less than one."""
    assert length_words(seconds) == so_far_words(seconds / 3600) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-60, ""), (0, "< 1 min"), (59.9, "< 1 min"), (60, "1 min"), (5400, "1.5 h"), (NAN, "")],
)
def test_a_length_in_the_table_is_as_fine_as_the_times_beside_it(seconds: float, words: str) -> None:
    """What cannot be right is left empty."""
    assert to_the_minute_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words", "short"),
    [
        (-3, "0 s", "0 s"),
        (0, "0 s", "0 s"),
        (1.44, "1.4 s", "1 s"),
        (9.95, "10 s", "10 s"),
        (60, "60 s", "60 s"),
        (99.4, "99 s", "99 s"),
        (99.6, "1 min 40 s", "1:40 min"),
        (120, "2 min", "2:00 min"),
        (3569.6, "59 min 30 s", "59:30 min"),
        (3570, "1 h", "59:30 min"),
        (5400, "1 h 30 min", "90:00 min"),
        (86_399, "24 h", "1439:59 min"),
        (NAN, "", ""),
    ],
)
def test_stages_of_a_training_are_told_to_the_second(seconds: float, words: str, short: str) -> None:
    """In a sentence, and in a picture with room for few letters."""
    assert (duration_words(seconds), short_duration_words(seconds)) == (words, short)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 seconds"), (1, "1 second"), (99.4, "99 seconds"), (99.6, "1.7 minutes"), (300, "5 minutes")],
)
def test_a_text_that_is_handed_in_writes_units_out(seconds: float, words: str) -> None:
    """Seconds are counted, one of them too."""
    assert written_out_words(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "left", "in_minutes"),
    [
        (-3, "0:00", "0:00"),
        (0, "0:00", "0:00"),
        (0.2, "0:01", "0:00"),
        (59.5, "1:00", "0:59"),
        (3599.5, "1:00:00", "59:59"),
        (86_399, "23:59:59", "1439:59"),
    ],
)
def test_the_time_that_is_left_is_over_only_when_nothing_is_left(seconds: float, left: str, in_minutes: str) -> None:
    """A page counts down to the end; the line of a command says whole seconds that are there."""
    assert (countdown(seconds), minutes_left_words(seconds)) == (left, in_minutes)


def test_ranges_have_one_unit_and_say_one_number_where_both_ends_are_one() -> None:
    """Typed ranges keep what was typed; those that were worked out have whole hours from five on."""
    assert [range_words(HourRange(*ends)) for ends in ((20, 30), (2.5, 2.5), (0.5, 2))] == [
        "20–30 h",
        "2.5 h",
        "0.5–2 h",
    ]
    assert [ends_words(5, 5), ends_words(NAN, NAN)] == ["5 h", ""]
    assert [between_words(*ends) for ends in ((6.2, 14.4), (-1, 0.5), (0, 0), (4.6, 5.4), (0.1, 0.9), (NAN, 3))] == [
        "6–14 h",
        "up to 30 min",
        "0 h",
        "5 h",
        "6 min to 54 min",
        "",
    ]


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "no free hours"),
        (0.04, "no free hours"),
        (1, "1 free hour"),
        (2.5, "2.5 free hours"),
        (41.2, "41 free hours"),
    ],
)
def test_free_hours_are_counted_as_things(hours: float, words: str) -> None:
    """One, and none, are said as one says them."""
    assert free_words(hours) == words


def test_hours_of_a_machine_stand_beside_those_of_a_person() -> None:
    """And alone where nobody was there."""
    assert [hours_pair(*both) for both in ((12, 3), (2, 0), (0, 4), (0, 0))] == [
        "12 h + 3 h machine",
        "2 h",
        "4 h machine",
        "0 h",
    ]
