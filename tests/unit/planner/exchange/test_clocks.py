"""Clock times and dates in the spellings of trackers and people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.exchange import DayOrder, ReadOptions, read_file
from planner.exchange.entries.read_entries import ReadFile, Unreadable
from planner.exchange.entries.wall_clock import clock_of, day_of, is_clock, moment

BERLIN = ZoneInfo("Europe/Berlin")
CLOCKS: dict[str, Callable[[time], str]] = {
    "14:05": lambda at: f"{at:%H:%M}",
    "14.05": lambda at: f"{at:%H.%M}",
    "14h05": lambda at: f"{at.hour}h{at.minute:02}",
    "14 h 05": lambda at: f"{at.hour} h {at.minute:02}",
    "1405": lambda at: f"{at:%H%M}",
    "14:05:00": lambda at: f"{at:%H:%M}:00",
    "14:05:00.000": lambda at: f"{at:%H:%M}:00.000",
    "2:05 PM": lambda at: f"{at.hour % 12 or 12}:{at.minute:02} {'AP'[at.hour > 11]}M",
    "2:05pm": lambda at: f"{at.hour % 12 or 12}:{at.minute:02}{'ap'[at.hour > 11]}m",
    "2:05 p. m.": lambda at: f"{at.hour % 12 or 12}:{at.minute:02}\u202f{'ap'[at.hour > 11]}. m.",
    "14.05 Uhr": lambda at: f"{at:%H.%M} Uhr",
    "kl. 14.05": lambda at: f"kl. {at:%H.%M}",
}
DATES: dict[str, Callable[[date], str]] = {
    "2026-03-02": lambda day: f"{day}",
    "2026/03/02": lambda day: f"{day:%Y/%m/%d}",
    "02.03.2026": lambda day: f"{day:%d.%m.%Y}",
    "2. 3. 2026": lambda day: f"{day.day}. {day.month}. {day.year}",
    "2026. 03. 02.": lambda day: f"{day:%Y. %m. %d.}",
    "02/03/26": lambda day: f"{day:%d/%m/%y}",
    "Mon 02/03/2026": lambda day: f"Mon {day:%d/%m/%Y}",
    "Mo., 02.03.2026": lambda day: f"Mo., {day:%d.%m.%Y}",
    "Mar 2, 2026": lambda day: f"{day:%b} {day.day}, {day.year}",
    "2 March 2026": lambda day: f"{day.day} {day:%B} {day.year}",
    "02-Mar-2026": lambda day: f"{day:%d-%b-%Y}",
}
days = st.dates(date(2001, 1, 1), date(2037, 12, 31))
clocks = st.times().map(lambda at: at.replace(second=0, microsecond=0))


def table(*lines: str) -> ReadFile:
    return read_file("x.csv", "\n".join(lines).encode(), None, ReadOptions(BERLIN, DayOrder.DAY_FIRST))[1]


def spans(found: ReadFile) -> list[tuple[str, str]]:
    """Start and end of each entry on the clocks of Berlin."""
    ends = [one.stopped_at for one in found.entries]
    return [
        (f"{one.started_at.astimezone(BERLIN):%d %H:%M}", f"{end.astimezone(BERLIN):%d %H:%M}" if end else "open")
        for one, end in zip(found.entries, ends, strict=True)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("date_form", DATES)
@pytest.mark.parametrize("clock_form", CLOCKS)
@settings(max_examples=8, deadline=None)
@given(day=days, at=clocks)
def test_every_date_goes_with_every_clock(date_form: str, clock_form: str, day: date, at: time) -> None:
    """To the minute."""
    assert moment(f"{DATES[date_form](day)} {CLOCKS[clock_form](at)}", DayOrder.DAY_FIRST) == datetime.combine(day, at)


@settings(max_examples=60, deadline=None)
@given(at=clocks, form=st.sampled_from(sorted(CLOCKS)))
def test_a_clock_alone_is_seen_as_one(at: time, form: str) -> None:
    """So that it finds its day in another column."""
    text = CLOCKS[form](at)
    assert is_clock(text)
    assert clock_of(text) == at


@settings(max_examples=60, deadline=None)
@given(seconds=st.integers(1_000_000_000, 2_100_000_000), micro=st.integers(0, 999_999))
def test_numbers_since_1970_are_instants(seconds: int, micro: int) -> None:
    """In seconds, milliseconds and microseconds."""
    instant = datetime.fromtimestamp(seconds, UTC)
    assert moment(str(seconds), DayOrder.DAY_FIRST) == instant
    assert moment(f"{seconds}{micro // 1000:03}", DayOrder.DAY_FIRST) == instant + timedelta(milliseconds=micro // 1000)
    assert moment(f"{seconds}{micro:06}", DayOrder.DAY_FIRST) == instant + timedelta(microseconds=micro)


@settings(max_examples=60, deadline=None)
@given(
    day=days,
    at=clocks,
    hours=st.integers(-11, 14),
    form=st.sampled_from(["GMT{:+d}", "UTC{:+03d}:00", "{:+03d}00", "{:+03d}:00"]),
)
def test_offsets_are_believed(day: date, at: time, hours: int, form: str) -> None:
    """Also behind a clock of twelve hours, as ClickUp writes it."""
    zone = timezone(timedelta(hours=hours))
    text = f"{day:%d/%m/%Y}, {at.hour % 12 or 12}:{at.minute:02}:00 {'AP'[at.hour > 11]}M {form.format(hours)}"
    assert moment(text, DayOrder.DAY_FIRST) == datetime.combine(day, at, zone)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-02T09:00:00+0100", "2026-03-02T08:00"),
        ("2026-03-02T09:00:00.000+01:00[Europe/Berlin]", "2026-03-02T08:00"),
        ("Mon, 02 Mar 2026 09:00:00 +0100", "2026-03-02T08:00"),
        ("20260302T080000Z", "2026-03-02T08:00"),
        ("Mon Mar 02 2026 09:00:00 GMT+0100 (Central European Standard Time)", "2026-03-02T08:00"),
        ("Mon Mar 02 09:00:00 GMT+01:00 2026", "2026-03-02T08:00"),
        ("2026-03-02 08:00:00 UTC", "2026-03-02T08:00"),
        ("2026-03-02 9:00 AM GMT+1", "2026-03-02T08:00"),
    ],
)
def test_moments_with_their_own_zone(text: str, instant: str) -> None:
    """ISO 8601, Java, mail, iCalendar."""
    assert moment(text, DayOrder.DAY_FIRST) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2026-03-02 9", "2026-03-02 25:00", "2026-03-02 24:30", "2026-13-02", "soon", "30.02.2026 9:00"]
)
def test_what_is_no_moment_is_said(text: str) -> None:
    """Never another moment."""
    with pytest.raises(Unreadable):
        moment(text, DayOrder.DAY_FIRST)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("02.03.2026;22:00;24:00", ("02 22:00", "03 00:00")),
        ("02.03.2026;22:00;00:00", ("02 22:00", "03 00:00")),
        ("02.03.2026;22:00;1:30", ("02 22:00", "03 01:30")),
        ("02.03.2026;24:00;1:30", ("03 00:00", "03 01:30")),
        ("02.03.2026;9.00;17.30", ("02 09:00", "02 17:30")),
        ("02.03.2026;9h;17h30", ("02 09:00", "02 17:30")),
        ("02.03.2026;9am;5pm", ("02 09:00", "02 17:00")),
        ("02.03.2026;02.03.2026 9:00;17:30", ("02 09:00", "02 17:30")),
        ("02.03.2026;22:00;03.03.2026 01:30", ("02 22:00", "03 01:30")),
        ("2026-03-02 00:00:00;09:00:00;17:30:00", ("02 09:00", "02 17:30")),
    ],
)
def test_starts_and_ends_find_their_day(row: str, expected: tuple[str, str]) -> None:
    """A clock alone has the day of its column; an end before its start is the next day's."""
    assert spans(table("Date;Start;End", row)) == [expected]


def test_a_start_with_its_day_and_an_end_without() -> None:
    """The end is of the same day, or of the next."""
    found = table(
        "Start;End;Project", "2026-03-02 09:00;17:30;A", "2026-03-03 22:00;01:00;A", "02.03.2026 14:00;16:00;A"
    )
    assert spans(found) == [("02 09:00", "02 17:30"), ("03 22:00", "04 01:00"), ("02 14:00", "02 16:00")]


def test_a_date_with_its_hour_beside_a_duration_is_a_start() -> None:
    """Midnight behind every date is what spreadsheets write, and no hour."""
    assert spans(table("Date;Duration (min)", "2026-03-02T09:00:00;30", "2026-03-02T11:00:00;30")) == [
        ("02 09:00", "02 09:30"),
        ("02 11:00", "02 11:30"),
    ]
    found = table("Date;Duration (min)", "2026-03-02 00:00:00;30", "2026-03-03 00:00:00;30")
    assert spans(found) == [("02 09:00", "02 09:30"), ("03 09:00", "03 09:30")]
    assert found.placed


def test_entries_of_one_moment_come_one_after_the_other() -> None:
    """Programs that sum up an hour say its beginning in each row."""
    found = table("Date;Duration (min)", "2026-03-02T09:00:00;30", "2026-03-02T09:00:00;20", "2026-03-02T10:00:00;30")
    assert spans(found) == [("02 09:00", "02 09:30"), ("02 09:30", "02 09:50"), ("02 10:00", "02 10:30")]
    assert found.remarks[0] == "1 entry begins at the same moment as the one before: placed one after the other."


def test_a_heading_that_names_utc_is_believed() -> None:
    """Whatever the clocks of the machine."""
    found = table("Start (UTC);End (UTC);Project", "2026-03-02 09:00;2026-03-02 10:30;A")
    assert spans(found) == [("02 10:00", "02 11:30")]
    assert not found.zone_assumed


def test_a_date_that_only_the_first_row_of_a_day_says_holds_for_the_rows_below() -> None:
    """As people keep their own tables; it is said."""
    found = table("Datum;Von;Bis", "02.03.2026;9:00;10:00", ";11:00;12:00", "03.03.2026;9:00;10:00", ";22:00;1:00")
    assert spans(found) == [
        ("02 09:00", "02 10:00"),
        ("02 11:00", "02 12:00"),
        ("03 09:00", "03 10:00"),
        ("03 22:00", "04 01:00"),
    ]
    assert "2 rows leave the date out: taken as that of the row above." in found.remarks


def test_clocks_of_twelve_hours_without_am_and_pm_are_left_out_where_they_could_be_two() -> None:
    """Nine to five is no entry of twenty hours; where an hour of the table is above twelve, a night is a night."""
    found = table("Date;Start;End", "2026-03-02;9:00;5:00", "2026-03-03;8:00;12:00")
    assert spans(found) == [("03 08:00", "03 12:00")]
    assert [one.sentence for one in found.troubles] == [
        "Line 2 ends at 5:00, before its start: in the afternoon, or on the next day? "
        "Write AM and PM, or hours up to 24."
    ]
    found = table("Date;Start;End", "2026-03-02;9:00;5:00", "2026-03-03;13:00;14:00")
    assert spans(found)[0] == ("02 09:00", "03 05:00")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("02-Mar-26", date(2026, 3, 2)),
        ("2 Mar 26", date(2026, 3, 2)),
        ("2 Mar '26", date(2026, 3, 2)),
        ("4. Mär 26", date(2026, 3, 4)),
        ("Mo, 2. März 26", date(2026, 3, 2)),
        ("ma 2 mrt 2026", date(2026, 3, 2)),
        ("2. Mrz 2026", date(2026, 3, 2)),
        ("2. Mrz. 26", date(2026, 3, 2)),
        ("5. Jän 2026", date(2026, 1, 5)),
        ("5. Jänner 2026", date(2026, 1, 5)),
        ("3. Feber 2026", date(2026, 2, 3)),
        ("3. des. 2026", date(2026, 12, 3)),
    ],
)
def test_months_in_words_are_read_as_programs_shorten_them(text: str, day: date) -> None:
    """With a year of two digits as Excel writes it, and as Dutch, German, Austrian and Norwegian programs do."""
    assert day_of(text, DayOrder.DAY_FIRST) == day
    assert moment(f"{text} 09:30", DayOrder.DAY_FIRST) == datetime(day.year, day.month, day.day, 9, 30)
    assert moment(f"{text} 9:30 PM", DayOrder.DAY_FIRST) == datetime(day.year, day.month, day.day, 21, 30)


@pytest.mark.parametrize("text", ["2 Mar 09:30", "2 Mar 9 PM", "2 Mar 10h", "2 Mar 10 Uhr"])
def test_a_clock_behind_a_month_is_no_year(text: str) -> None:
    """A day without a year stays one that cannot be read."""
    with pytest.raises(Unreadable):
        moment(text, DayOrder.DAY_FIRST)
