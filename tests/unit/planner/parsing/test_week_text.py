"""Weeks, exceptions, commitments and dates as people type them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.domain.errors import InvalidAvailability
from planner.domain.week import LONGEST_NIGHT_MINUTES, MINUTES_OF_A_DAY, Block, merged_blocks, week_of
from planner.parsing.dates import parse_date
from planner.parsing.week_text import commitment_hours, parse_commitment, parse_exception, parse_week


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    starts = draw(st.integers(0, MINUTES_OF_A_DAY - 1))
    longest = max(MINUTES_OF_A_DAY - starts, LONGEST_NIGHT_MINUTES)
    return Block(starts, starts + draw(st.integers(1, longest)))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Mon-Fri 09:00-17:00", "Mon-Fri 09:00-17:00"),
        ("mon-fri 9-17", "Mon-Fri 09:00-17:00"),
        (
            "Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10:00-12:00",
            "Mon-Fri 09:00-12:00, 13:00-17:00; Sat 10:00-12:00",
        ),
        ("Mo-Fr 9.00-12.30 und 13:00 bis 17 Uhr, Samstag 10-12", "Mon-Fri 09:00-12:30, 13:00-17:00; Sat 10:00-12:00"),
        ("MONDAY, WEDNESDAY 9am-5pm", "Mon 09:00-17:00; Wed 09:00-17:00"),
        ("Mon 9 a.m. - 5:30 P.M.", "Mon 09:00-17:30"),
        ("Tuesdays and Thursdays: 18:00 – 21:00", "Tue 18:00-21:00; Thu 18:00-21:00"),
        ("Fri 22:00-02:00", "Fri 22:00-02:00"),
        ("Sat-Mon 10:00-11:00", "Mon 10:00-11:00; Sat-Sun 10:00-11:00"),
        ("daily 00:00-24:00", "Mon-Sun 00:00-24:00"),
        ("weekdays 20:00-24:00; weekend 8-12", "Mon-Fri 20:00-24:00; Sat-Sun 08:00-12:00"),
        ("Mon 9-12; Mon 11-14", "Mon 09:00-14:00"),
    ],
)
def test_a_week_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    """Case, dashes, dots, languages and separators do not matter; hours that overlap are hours once."""
    assert str(parse_week(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "meant", "told"),
    [
        (
            "Mon-Fri 9-17, Fri 9-13",
            "Mon-Thu 09:00-17:00; Fri 09:00-13:00",
            ["On Fri 09:00-13:00 counts, not 09:00-17:00 as on other days."],
        ),
        (
            "Fri 9-13; Mon-Fri 9-17",  # the other way round
            "Mon-Thu 09:00-17:00; Fri 09:00-13:00",
            ["On Fri 09:00-13:00 counts, not 09:00-17:00 as on other days."],
        ),
        (
            "Mon-Fri 9-12, 13-17; Wed, Fri 10-12",
            "Mon-Tue 09:00-12:00, 13:00-17:00; Wed 10:00-12:00; Thu 09:00-12:00, 13:00-17:00; Fri 10:00-12:00",
            ["On Wed and Fri 10:00-12:00 counts, not 09:00-12:00, 13:00-17:00 as on other days."],
        ),
        (
            "daily 8-20; weekdays 9-17; Fri 9-13",
            "Mon-Thu 09:00-17:00; Fri 09:00-13:00; Sat-Sun 08:00-20:00",
            [
                "On Fri 09:00-13:00 counts, not 08:00-20:00 as on other days.",
                "On Mon, Tue, Wed and Thu 09:00-17:00 counts, not 08:00-20:00 as on other days.",
            ],
        ),
        ("Mon-Fri 9-17, Wed off", "Mon-Tue 09:00-17:00; Thu-Fri 09:00-17:00", []),
        ("Mon-Fri 9-12, Fri 13-17", "Mon-Thu 09:00-12:00; Fri 09:00-12:00, 13:00-17:00", []),  # on top
        ("Mon 9-12, Mon 13-17", "Mon 09:00-12:00, 13:00-17:00", []),
        ("Mon-Fri 9-17, Fri 9-17", "Mon-Fri 09:00-17:00", []),
        ("Mon-Fri 9-17, Fri 8-18", "Mon-Thu 09:00-17:00; Fri 08:00-18:00", []),
        (
            "Mon-Wed 9-17, Wed-Fri 9-13",  # neither is the narrower
            "Mon-Wed 09:00-17:00; Thu-Fri 09:00-13:00",
            ["Wed is named with two groups of days: it has 09:00-17:00."],
        ),
    ],
)
def test_a_day_named_again_alone_has_the_hours_said_of_it_alone(typed: str, meant: str, told: list[str]) -> None:
    """Which hours do not count is told; hours at another time of the day come on top."""
    heard: list[str] = []
    assert (str(parse_week(typed, heard.append)), heard) == (meant, told)
    assert str(parse_commitment(f"children, {typed}", heard.append)) == f"children, {meant}"
    assert heard == told * 2


@given(st.lists(blocks(), min_size=1, max_size=3), st.lists(blocks(), min_size=1, max_size=3))
def test_of_a_day_named_alone_its_own_hours_always_count(week: list[Block], friday: list[Block]) -> None:
    """All of them, and others only where they are at another time."""
    typed = f"Mon-Fri {', '.join(map(str, week))}; Fri {', '.join(map(str, friday))}"
    read = parse_week(typed)
    overlap = set().union(*map(_minutes, friday)) & set().union(*map(_minutes, week))
    counting = friday if overlap else [*week, *friday]
    assert read.days[3] == merged_blocks(week)
    assert read.days[4] == merged_blocks(counting)


def _minutes(block: Block) -> frozenset[int]:
    return frozenset(range(block.starts_minute, block.stops_minute))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Mon-Fri", "a day has no hours"),
        ("Mon-Fri off", "there are no hours"),
        ("off", "'off' is neither a day nor hours"),
        ("Mon 9-12; Tue", "a day has no hours"),
        ("09:00-17:00", "no day stands before 09:00-17:00"),
        ("Mon-Fry 9-17", "'fry' is neither a day nor hours"),
        ("Mon 25:00-26:00", "'25:00' is not a time of day"),
        ("Mon 09:75-10:00", "'09:75' is not a time of day"),
        ("Mon 9-5", "09:00-05:00 would be 20 hours"),
        ("Mon 9-9", "end when they begin"),
        ("", "there are no hours"),
        ("whenever", "'whenever' is neither a day nor hours"),
    ],
)
def test_a_week_that_cannot_be_read_says_what_was_found(typed: str, found: str) -> None:
    """One sentence with what was found, and an example of how to write it."""
    with pytest.raises(InvalidAvailability) as refused:
        parse_week(typed)
    assert found in str(refused.value)
    assert "rite " in str(refused.value)


WEEKS = st.dictionaries(st.integers(0, 6), st.lists(blocks(), min_size=1, max_size=4), min_size=1).map(week_of)


@given(WEEKS)
def test_a_week_reads_back_as_it_was_written(week: object) -> None:
    """What is shown and kept can be typed again and means the same."""
    assert parse_week(str(week)) == week


@given(st.text(max_size=40))
def test_no_text_crashes_the_readers(text: str) -> None:
    """Whatever is typed is read, or refused with a sentence."""
    for read in (parse_week, parse_exception, parse_commitment, parse_date):
        with suppress(InvalidAvailability):
            read(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-12-24 off", ["2026-12-24 off"]),
        ("24.12.2026 frei", ["2026-12-24 off"]),
        ("2026-05-02 10:00-14:00", ["2026-05-02 10:00-14:00"]),
        ("2 May 2026: 10-12, 13-14", ["2026-05-02 10:00-12:00, 13:00-14:00"]),
        ("2026-08-03 to 2026-08-05 off", ["2026-08-03 off", "2026-08-04 off", "2026-08-05 off"]),
        ("2026-08-03 - 2026-08-04 off", ["2026-08-03 off", "2026-08-04 off"]),
    ],
)
def test_an_exception_is_a_date_off_or_with_hours_of_its_own(typed: str, meant: list[str]) -> None:
    """A range of dates, such as a holiday trip, is one exception for each of them."""
    assert [str(hours) for hours in parse_exception(typed)] == meant


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2026-12-24", "is not an exception"),
        ("2026-02-30 off", "'2026-02-30' is not in the calendar"),
        ("2026-12-24 maybe", "'maybe' in '2026-12-24 maybe' is neither 'off' nor hours"),
        ("2026-08-05 to 2026-08-03 off", "ends before it begins"),
        ("2026-08-05 to 2028-08-03 off", "more than a year"),
        ("12/6/2026 off", "12 June to some and December 6 to others"),
    ],
)
def test_an_exception_that_cannot_be_read_says_what_was_found(typed: str, found: str) -> None:
    """The date or the hours that are wrong are named."""
    with pytest.raises(InvalidAvailability, match=r"\.$") as refused:
        parse_exception(typed)
    assert found in str(refused.value)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("children, Tue 15:00-18:00", "children, Tue 15:00-18:00"),
        ("children, Tue 15-18, Thu 15-17", "children, Tue 15:00-18:00; Thu 15:00-17:00"),
        ("Tom, Anna and me, Sat 9-12", "Tom, Anna and me, Sat 09:00-12:00"),
        ("dentist, 2026-06-12 10:00-11:00", "dentist, 2026-06-12 10:00-11:00"),
    ],
)
def test_a_commitment_has_a_name_and_hours(typed: str, meant: str) -> None:
    """Every week, or on one date; a name may hold commas."""
    assert str(parse_commitment(typed)) == meant


@pytest.mark.parametrize("typed", ["children", "Tue 15-18", ", Tue 15-18", "children, sometimes", "x, 2026-06-12 off"])
def test_a_commitment_without_name_or_hours_is_refused(typed: str) -> None:
    """The sentence shows how to write one."""
    with pytest.raises(InvalidAvailability, match="Write it"):
        parse_commitment(typed)


def test_a_wrong_time_in_a_commitment_is_named() -> None:
    """Not the commitment as a whole is refused, but what is wrong in it."""
    with pytest.raises(InvalidAvailability, match="'25:00' is not a time of day"):
        parse_commitment("children, Tue 25:00-26:00, Thu 9-10")
    with pytest.raises(InvalidAvailability, match="is not one date with hours"):
        commitment_hours("2026-06-12 off")


@pytest.mark.parametrize(
    "typed",
    [
        "2026-06-12",
        "2026/6/12",
        "20260612",
        "12.6.2026",
        "12. 6. 26",
        "12 June 2026",
        "12. Juni 2026",
        "Jun 12th, 2026",
    ],
)
def test_a_date_is_read_in_many_forms(typed: str) -> None:
    """All of these are the twelfth of June."""
    assert parse_date(typed) == date(2026, 6, 12)


def test_a_date_that_could_be_two_is_asked_about() -> None:
    """Only where day and month could change places: 25/12 is Christmas everywhere."""
    with pytest.raises(InvalidAvailability, match=r"Write 2026-06-12 or 2026-12-06\."):
        parse_date("12/6/2026")
    assert parse_date("25/12/2026") == parse_date("12/25/2026") == date(2026, 12, 25)
    assert parse_date("6/6/2026") == date(2026, 6, 6)
    assert parse_date("tomorrow", today=date(2026, 12, 31)) == date(2027, 1, 1)
    with pytest.raises(InvalidAvailability, match="cannot be read as a date"):
        parse_date("tomorrow")


@pytest.mark.parametrize("typed", ["9999-12-31", "1/2/0000", "2026-00-12", "31.2.2026", "12 Brumaire 2026"])
def test_a_date_that_is_none_is_refused(typed: str) -> None:
    """A month that does not exist, a day too many, a year nobody plans for."""
    with pytest.raises(InvalidAvailability, match=r"^'.*\.$"):
        parse_date(typed)
