"""Units of time: a column of durations is read right, or asked about, whatever its name and its spelling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.domain.errors import InvalidImport
from planner.exchange import ImportQuestion, ReadOptions, Unanswered, Unit, read_file
from planner.exchange.entries.durations import length_in
from planner.exchange.entries.read_entries import ReadFile, Unreadable

DAY_ONE = date(2026, 3, 2)
NAMED = {
    Unit.HOURS: (
        "Hours",
        "Duration (h)",
        "Dauer in Stunden",
        "Durée (décimale)",
        "Horas",
        "Ore",
        "Uren",
        "Godziny",
        "Timmar",
    ),
    Unit.MINUTES: (
        "Minutes",
        "Duration Minutes",
        "Dauer (Min.)",
        "Durée (min)",
        "Minutos",
        "duration_min",
        "Süre (dk)",
    ),
    Unit.SECONDS: (
        "Time Spent (seconds)",
        "timeSpentSeconds",
        "Dauer (Sek.)",
        "Duration (s)",
        "Durée en secondes",
        "Секунды",
    ),
    Unit.MILLISECONDS: ("Worked (ms)", "Duration (ms)", "Dauer (Millisekunden)"),
}
SIZE_S = {Unit.HOURS: 3600.0, Unit.MINUTES: 60.0, Unit.SECONDS: 1.0, Unit.MILLISECONDS: 0.001}
SPELLINGS: dict[str, Callable[[int], str]] = {
    "h:mm:ss": lambda s: f"{s // 3600}:{s // 60 % 60:02}:{s % 60:02}",
    "hh:mm:ss": lambda s: f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}",
    "1h 2m 3s": lambda s: f"{s // 3600}h {s // 60 % 60}m {s % 60}s",
    "1 h 2 min 3 sec": lambda s: f"{s // 3600} h {s // 60 % 60} min {s % 60} sec",
    "1 Std. 2 Min. 3 Sek.": lambda s: f"{s // 3600} Std. {s // 60 % 60} Min. {s % 60} Sek.",
    "1 hour, 2 minutes and 3 seconds": lambda s: f"{s // 3600} hours, {s // 60 % 60} minutes and {s % 60} seconds",
    "1 ч 2 мин 3 сек": lambda s: f"{s // 3600} ч {s // 60 % 60} мин {s % 60} сек",
    "62:03 min": lambda s: f"{s // 60}:{s % 60:02} min",
    "3723 s": lambda s: f"{s} s",
    "3723sec": lambda s: f"{s}sec",
    "PT1H2M3S": lambda s: f"PT{s // 3600}H{s // 60 % 60}M{s % 60}S",
    "PT3723S": lambda s: f"PT{s}S",
    "0 days 01:02:03": lambda s: f"0 days {s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}",
}
seconds_of_a_day = st.integers(1, 86_399)


def table(heading: str, cells: list[str], *, unit: Unit | None = None, days: list[int] | None = None) -> ReadFile:
    """Each cell on a day of its own, or on those given."""
    rows = [
        f"{DAY_ONE + timedelta(days=(days or list(range(len(cells))))[at])};A;{cell}" for at, cell in enumerate(cells)
    ]
    return read_file("x.csv", "\n".join([f"Date;Project;{heading}", *rows]).encode(), None, ReadOptions(unit=unit))[1]


def hours(found: ReadFile) -> list[float]:
    ends = [one.stopped_at for one in found.entries]
    return [
        (end - one.started_at).total_seconds() / 3600
        for one, end in zip(found.entries, ends, strict=True)
        if end is not None
    ]


@pytest.mark.parametrize("spelling", SPELLINGS)
@settings(max_examples=40, deadline=None)
@given(seconds=seconds_of_a_day)
def test_a_spelling_that_tells_its_unit_means_it(spelling: str, seconds: int) -> None:
    """To the second, in any column."""
    assert length_in(SPELLINGS[spelling](seconds)).clear_s == seconds


@pytest.mark.parametrize(
    ("cell", "seconds"),
    [
        ("1h30", 5400),
        ("1h30m", 5400),
        ("1.5h", 5400),
        ("1,5 h", 5400),
        ("1:30 h", 5400),
        ("18:25 min", 1105),
        ("42 sec", 42),
        ("90 min", 5400),
        ("90'", 5400),
        ("1 heure 30", 5400),
        ("2 uur en 15 min", 8100),
        ("PT1.5H", 5400),
        ("1 day 2:00", 93_600),
        ("1 day, 2:00:00", 93_600),
        ("1.02:00:00", 93_600),
        ("P1DT2H", 93_600),
        ("0:19:9", 1149),
        ("1½ h", 5400),
    ],
)
def test_spellings_of_trackers_and_people(cell: str, seconds: float) -> None:
    """Each tells its unit itself."""
    assert length_in(cell).clear_s == seconds


@pytest.mark.parametrize(
    "cell", ["soon", "1:75", "1:75:00", "-1:30", "1e3", "1:30 PM", "1d 2h", "1 w", "h", "1 h x", ""]
)
def test_what_is_no_duration_is_none(cell: str) -> None:
    """Also a day of who knows how many hours."""
    with pytest.raises(Unreadable):
        length_in(cell)


@pytest.mark.slow
@pytest.mark.parametrize(("unit", "heading"), [(unit, name) for unit, names in NAMED.items() for name in names])
@settings(max_examples=12, deadline=None)
@given(minutes=st.lists(st.integers(15, 600), min_size=1, max_size=6))
def test_a_unit_in_the_heading_is_believed(unit: Unit, heading: str, minutes: list[int]) -> None:
    """In each language and form, as whole numbers and with decimals, with a dot and a comma."""
    numbers = [each * 60 / SIZE_S[unit] for each in minutes]
    for cells in ([f"{each:.10g}" for each in numbers], [f"{each:.2f}".replace(".", ",") for each in numbers]):
        found = table(heading, cells)
        assert found.troubles == []
        assert hours(found) == pytest.approx([each / 60 for each in minutes], abs=0.006)


@settings(max_examples=150, deadline=None)
@given(
    unit=st.sampled_from(list(Unit)),
    days=st.lists(st.lists(st.integers(6, 240), min_size=1, max_size=4), min_size=1, max_size=6),
    heading=st.sampled_from(["Duration", "Dauer", "Durée", "Worked", "Kesto"]),
)
def test_a_unit_that_nothing_names_is_found_or_asked_about(unit: Unit, days: list[list[int]], heading: str) -> None:
    """Days of six minutes to sixteen hours: never another number of hours, never an entry of more than a day."""
    minutes = [each for day in days for each in day]
    at = [number for number, day in enumerate(days) for _ in day]
    enough = 10 if unit in (Unit.SECONDS, Unit.MILLISECONDS) else 5
    if any(not enough <= sum(day) <= 16 * 60 for day in days):
        return
    cells = [f"{each * 60 / SIZE_S[unit]:.10g}" for each in minutes]
    try:
        found = table(heading, cells, days=at)
    except Unanswered:
        found = table(heading, cells, days=at, unit=unit)
    assert hours(found) == pytest.approx([each / 60 for each in minutes], abs=1e-6)
    assert max(hours(found)) <= 24


@settings(max_examples=150, deadline=None)
@given(
    numbers=st.lists(
        st.floats(0.01, 10_000_000, allow_nan=False).map(lambda each: round(each, 2)), min_size=1, max_size=8
    ),
    heading=st.sampled_from(["Duration", *[name for names in NAMED.values() for name in names]]),
)
def test_no_entry_of_more_than_a_day_is_ever_guessed(numbers: list[float], heading: str) -> None:
    """Whatever the numbers: they are read as less, left out with their line, or asked about."""
    try:
        found = table(heading, [str(each) for each in numbers])
    except InvalidImport:
        return
    assert all(each <= 24 for each in hours(found))
    assert len(found.entries) + len(found.troubles) == len(numbers)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Hours", ["5400", "9000"]),
        ("Duration (h)", ["90", "150"]),
        ("Minutes", ["5400", "9000"]),
        ("Minutes", ["1.5", "2.25", "0.75"]),
        ("Duration", ["5400", "1.5"]),
        ("Duration", ["8"]),
        ("Duration", ["45:10"]),
        ("Hours", ["38.5", "40"]),
    ],
)
def test_name_and_numbers_that_contradict_each_other_are_asked_about(heading: str, cells: list[str]) -> None:
    """The sentence names the column, a number and the option; the answer is believed."""
    with pytest.raises(
        Unanswered, match=rf"x\.csv: '{heading[:5]}.*--unit hours, --unit minutes or --unit seconds"
    ) as asked:
        table(heading, cells)
    assert asked.value.question is ImportQuestion.UNIT
    assert len(table(heading, cells, unit=Unit.MINUTES).entries) == len(cells)


@pytest.mark.parametrize(
    ("heading", "cells", "days", "reason"),
    [
        ("Hours", ["5400", "9000"], [0, 1], "'Hours' says hours, but '9000' hours would be more than a day"),
        (
            "Hours",
            ["10", "10", "10"],
            [0, 0, 0],
            "'Hours' says hours, but most days would have more than 24 hours of work",
        ),
        ("Minutes", ["1.5", "2.25"], [0, 1], "'Minutes' says minutes, but '2.25' minutes would be next to nothing"),
    ],
)
def test_the_question_says_what_would_not_make_sense(
    heading: str, cells: list[str], days: list[int], reason: str
) -> None:
    """A number of the column, or the sum of its days."""
    with pytest.raises(Unanswered, match=reason):
        table(heading, cells, days=days)


def test_one_slip_in_a_column_with_a_unit_is_left_out_with_its_line() -> None:
    """The others are read."""
    found = table("Hours", ["1.5"] * 20 + ["800"])
    assert [one.sentence for one in found.troubles] == ["Line 22 says '800' hours, which is more than a day."]
    assert len(found.entries) == 20


def test_days_of_unknown_length_are_refused() -> None:
    """A day of work is no day of 24 hours."""
    with pytest.raises(InvalidImport, match="counts days, and it is not said how many hours a day has"):
        table("Duration (days)", ["0.5"])


@settings(max_examples=80, deadline=None)
@given(
    unit=st.sampled_from([Unit.HOURS, Unit.MINUTES, Unit.SECONDS, Unit.MILLISECONDS]),
    heading=st.sampled_from(["Duration", "Delta", "Hours", "Minutes", "Dauer"]),
    spans=st.lists(st.tuples(st.integers(20, 600), st.integers(0, 15)), min_size=1, max_size=5),
)
def test_start_and_end_tell_what_a_duration_counts(unit: Unit, heading: str, spans: list[tuple[int, int]]) -> None:
    """Whatever its heading says; a break in minutes is taken off once."""
    lines = ["Date;Start;End;Break (min);" + heading + ";Project"]
    for number, (minutes, pause) in enumerate(spans):
        end = f"{(8 * 60 + minutes) // 60:02}:{minutes % 60:02}"
        length = f"{(minutes - pause) * 60 / SIZE_S[unit]:.10g}"
        lines.append(f"{DAY_ONE + timedelta(days=number)};08:00;{end};{pause};{length};A")
    found = read_file("x.csv", "\n".join(lines).encode(), None, ReadOptions())[1]
    worked = [each * 60 - one.interrupted_s / 60 for each, one in zip(hours(found), found.entries, strict=True)]
    assert worked == pytest.approx([minutes - pause for minutes, pause in spans], abs=1.01)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Duration,Duration Minutes", "1.5,90", 1.5),
        ("Duration,Duration Minutes", "5400,90", 1.5),
        ("Duration,Duration Minutes", "8,8", 8 / 60),
        ("Time Tracked,Time Tracked Text", "480000,8 m", 8 / 60),
        ("Duration (h),Duration (decimal)", "8:00,8.00", 8.0),
        ("duration,duration minutes", "1:33:43,93", 1.5619),
        ("Hours,Hours Rounded", "1.20,1.25", 1.2),
    ],
)
def test_a_second_column_of_durations_tells_the_unit_of_the_first(header: str, row: str, expected: float) -> None:
    """As many trackers write both."""
    found = read_file("x.csv", f"Date,Project,{header}\n2026-03-02,A,{row}".encode(), None, ReadOptions())[1]
    assert hours(found) == pytest.approx([expected], abs=1e-3)


def test_hours_and_minutes_in_columns_of_their_own_are_added_up() -> None:
    """Parts of one duration; not two names of one."""
    found = read_file(
        "x.csv", b"Date,Hours,Minutes,Project\n2026-03-02,1,30,A\n2026-03-03,0,45,A", None, ReadOptions()
    )[1]
    assert hours(found) == [1.5, 0.75]
    found = read_file(
        "x.csv", b"Date,Hours,Minutes,Project\n2026-03-02,1.5,90,A\n2026-03-03,2,120,A", None, ReadOptions()
    )[1]
    assert hours(found) == [1.5, 2]


def test_thousands_are_told_from_decimals() -> None:
    """Of seconds in groups of three, never of hours."""
    assert hours(table("Duration (s)", ["5,400", "9,000"])) == [1.5, 2.5]
    assert hours(table("Hours", ["1,125", "2,250"])) == [1.125, 2.25]
    assert hours(table("Duration (s)", ["1800.500", "900.250"])) == pytest.approx([0.500139, 0.250069], abs=1e-6)


def test_minutes_behind_a_dot_are_believed_where_start_and_end_tell() -> None:
    """1.30 is an hour and a half then; elsewhere it is a decimal."""
    lines = ("Date;Start;End;Dauer", "2026-03-02;9:00;10:30;1.30", "2026-03-03;9:00;11:15;2.15")
    found = read_file("x.csv", "\n".join(lines).encode(), None, ReadOptions())[1]
    assert [(each, one.interrupted_s) for each, one in zip(hours(found), found.entries, strict=True)] == [
        (1.5, 0),
        (2.25, 0),
    ]
    assert "'Dauer' has minutes behind its dot: '2.15' is 2.2 h, as the row tells." in found.remarks
    assert hours(table("Stunden", ["1.30", "2.15"])) == [1.3, 2.15]


@pytest.mark.parametrize("heading", ["Days", "Tage", "PT", "Duration (days)", "Aufwand in Tagen", "Jours", "man-days"])
@pytest.mark.parametrize("cells", [["0.5", "1"], ["0,5", "1"], ["0.5 d", "1 d"], ["1/2", "0.5", "1"]])
def test_days_are_hours_once_a_person_says_how_many_a_day_has(heading: str, cells: list[str]) -> None:
    """Asked for in one sentence, with the option that answers it; and said."""
    text = f"Date;{heading};Project\n" + "".join(f"{DAY_ONE};{cell};A\n" for cell in cells)
    with pytest.raises(
        Unanswered, match=r"counts days, and it is not said how many hours a day has\. Say it, such as --day-hours"
    ) as asked:
        read_file("x.csv", text.encode(), None, ReadOptions())
    assert asked.value.question is ImportQuestion.DAY_HOURS
    found = read_file("x.csv", text.encode(), None, ReadOptions(day_hours=7.5))[1]
    assert hours(found) == [3.75, 7.5]
    assert "A day in its durations is taken as 7.5 hours of work." in found.remarks


def test_a_day_among_other_durations_is_asked_about_too() -> None:
    """Of Jira it is known that it means eight hours; hours that stand beside days are taken."""
    with pytest.raises(Unanswered, match="'Time spent' counts days"):
        table("Time spent", ["1h 30m", "1d"])
    text = f"Date,Hours,Days\n{DAY_ONE},6,0.75\n"
    assert hours(read_file("x.csv", text.encode(), None, ReadOptions())[1]) == [6]
