"""Tables of other trackers: columns, clocks, orders of the day, summer time, and what cannot be read."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from planner.domain.errors import InvalidImport
from planner.exchange import ChosenColumns, DayOrder, ReadOptions, read_file
from planner.exchange.entries.read_entries import ReadFile

BERLIN = ZoneInfo("Europe/Berlin")


def table(*lines: str, file_format: str | None = None, **options: object) -> ReadFile:
    """A file of these lines, read on a machine in Berlin."""
    data = "\r\n".join(lines).encode()
    return read_file("log.csv", data, file_format, ReadOptions(**{"zone": BERLIN, **options}))[1]  # type: ignore[arg-type]


def spans(found: ReadFile) -> list[tuple[str, str]]:
    """Starts and ends in UTC, as `05-08 07:00`."""
    ends = [entry.stopped_at for entry in found.entries]
    return [
        (f"{entry.started_at:%m-%d %H:%M}", f"{end:%m-%d %H:%M}" if end else "open")
        for entry, end in zip(found.entries, ends, strict=True)
    ]


@pytest.mark.parametrize("end", ["End", "Stop"])
def test_both_families_of_toggl_columns_are_read(end: str) -> None:
    """The older and the newer report name their ends differently; the byte-order mark is no letter."""
    found = table(
        f"\ufeffUser,Project,Task,Description,Start date,Start time,{end} date,{end} time,Duration,Tags",
        'Ann,Toxic,Explore,"lengths, twice",2026-05-08,23:30:00,2026-05-09,00:15:00,00:45:00,"gpu, night"',
    )
    (entry,) = found.entries
    assert (entry.line, entry.project, entry.phase, entry.note) == (2, "Toxic", "Explore", "lengths, twice")
    assert entry.tags == ("gpu", "night")
    assert spans(found) == [("05-08 21:30", "05-08 22:15")]
    assert found.zone_assumed


@pytest.mark.parametrize(
    ("date", "start", "end", "utc"),
    [
        ("2026-05-25", "09:05:07 AM", "12:30:00 PM", ("05-25 07:05", "05-25 10:30")),
        ("05/25/2026", "12:10 AM", "1:15 PM", ("05-24 22:10", "05-25 11:15")),
        ("25/05/2026", "9:05", "13:15", ("05-25 07:05", "05-25 11:15")),
        ("25.05.2026", "09:05", "13:15:59", ("05-25 07:05", "05-25 11:15")),
        ("05-25-2026", "9:05\u202fam", "1:15\u202fpm", ("05-25 07:05", "05-25 11:15")),
        ("25/05/26", "9:05 a.m.", "1:15 p.m.", ("05-25 07:05", "05-25 11:15")),
    ],
)
def test_clockify_is_read_in_all_its_clocks_and_dates(date: str, start: str, end: str, utc: tuple[str, str]) -> None:
    """12 and 24 hours, with and without seconds, day or month first: a number above twelve is a day."""
    found = table("Project,Start Date,Start Time,End Date,End Time,Duration (h)", f"A,{date},{start},{date},{end},1")
    assert (spans(found), found.troubles) == ([utc], [])


def test_one_date_above_twelve_decides_for_the_whole_column() -> None:
    """03/04 alone could be two days; 03/25 further down settles it."""
    head = "Project,Start Date,Start Time,End Date,End Time"
    found = table(head, "A,03/04/2026,10:00,03/04/2026,11:00", "A,03/25/2026,10:00,03/25/2026,11:00")
    assert spans(found) == [("03-04 09:00", "03-04 10:00"), ("03-25 09:00", "03-25 10:00")]


def test_dates_that_could_be_two_are_asked_about_and_never_guessed() -> None:
    """The sentence names the line and the option; with the option the file is read."""
    lines = ("Project,Start Date,Start Time,End Date,End Time", "A,03/04/2026,10:00,03/04/2026,11:00")
    with pytest.raises(InvalidImport, match=r"log.csv: line 2 says '03/04/2026'.*--day-order dmy or --day-order mdy"):
        table(*lines)
    assert spans(table(*lines, day_order=DayOrder.DAY_FIRST)) == [("04-03 08:00", "04-03 09:00")]
    assert spans(table(*lines, day_order=DayOrder.MONTH_FIRST)) == [("03-04 09:00", "03-04 10:00")]


def test_dates_that_contradict_each_other_are_asked_about() -> None:
    """Both witnesses are named."""
    head = "Project,Start Date,Start Time,End Date,End Time"
    with pytest.raises(InvalidImport, match="03/25/2026 and 25/03/2026"):
        table(head, "A,25/03/2026,10:00,25/03/2026,11:00", "A,03/25/2026,10:00,03/25/2026,11:00")


def test_a_time_that_the_clocks_skipped_is_left_out_and_one_shown_twice_is_the_first() -> None:
    """Summer time begins and ends; what was assumed is said with its line."""
    found = table(
        "project,start,end",
        "A,2026-03-29 02:30,2026-03-29 04:00",
        "A,2026-10-25 02:30,2026-10-25 04:00",
        "A,2026-10-25 02:50,2026-10-25 02:10",
    )
    assert [trouble.sentence for trouble in found.troubles] == [
        "Line 2 says 2026-03-29 02:30, which the clocks of Europe/Berlin skipped: "
        "they went from 02:00 to 03:00, so it should say 2026-03-29 03:30."
    ]
    assert spans(found) == [("10-25 00:30", "10-25 03:00"), ("10-25 00:50", "10-25 01:10")]
    assert found.remarks[0] == "Line 3: the clocks of Europe/Berlin showed 2026-10-25 02:30 twice; the first is taken."
    assert found.remarks[2].endswith("02:10 twice; the second, which lies after the start, is taken.")


def test_a_file_that_says_its_offsets_needs_no_zone() -> None:
    """The instants are those of the file."""
    found = table("project,phase,start,end", "A,B,2026-05-08T09:00:00+05:30,2026-05-08T04:00:00Z")
    assert spans(found) == [("05-08 03:30", "05-08 04:00")]
    assert not found.zone_assumed


def test_hours_without_a_clock_are_placed_one_after_the_other_and_it_is_said() -> None:
    """Harvest says a date and hours, with a comma where people write one."""
    found = table(
        "Date;Client;Project;Project Code;Task;Notes;Hours",
        "2026-05-08;;A;;Explore;first;1,5",
        "2026-05-08;;A;;Clean;;00:30:00",
        "2026-05-09;;A;;Clean;;2.25",
        file_format="harvest",
        day_start=time(8),
    )
    assert spans(found) == [
        ("05-08 06:00", "05-08 07:30"),
        ("05-08 07:30", "05-08 08:00"),
        ("05-09 06:00", "05-09 08:15"),
    ]
    assert [entry.phase for entry in found.entries] == ["Explore", "Clean", "Clean"]
    assert "one after the other from 08:00" in found.remarks[0]


def test_any_table_is_read_by_naming_its_columns() -> None:
    """Starts and ends, or dates and hours."""
    lines = ("Wann,Bis,Was,Wo,Tag,Std", "2026-05-08 09:00,2026-05-08 10:00,Lesen,Arbeit,2026-05-07,3")
    named = ChosenColumns(start="wann", end="Bis", project="Wo", phase="Was")
    found = table(*lines, columns=named)
    assert (found.entries[0].project, found.entries[0].phase) == ("Arbeit", "Lesen")
    assert spans(found) == [("05-08 07:00", "05-08 08:00")]
    found = table(*lines, columns=ChosenColumns(date="Tag", hours="Std"))
    assert spans(found) == [("05-07 07:00", "05-07 10:00")]


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (ChosenColumns(), r"no columns say when .* It has: Wann, Bis\. Name them with --start"),
        (ChosenColumns(start="Von", end="Bis"), r"there is no column 'Von' for --start\. It has 'Wann' and 'Bis'\."),
    ],
)
def test_columns_that_are_not_there_are_one_sentence(columns: ChosenColumns, said: str) -> None:
    """It says what there is, and which option names it."""
    with pytest.raises(InvalidImport, match=said):
        table("Wann,Bis", "2026-05-08 09:00,2026-05-08 10:00", columns=columns)


def test_each_line_that_cannot_be_read_is_said_with_its_reason() -> None:
    """Notes may go over lines: a line number is that of the row's beginning. Nothing else is lost."""
    found = table(
        "project,start,end,note,attended",
        'A,2026-05-08 09:00,2026-05-08 10:00,"two',
        'lines",yes',
        "A,yesterday,2026-05-08 10:00,,",
        "A,2026-05-08 25:00,2026-05-08 10:00,,",
        ",,2026-05-08 10:00,,",
        "A,2026-05-08 09:00,2026-05-08 10:00,,maybe",
        "A,2026-05-08 09:00,2026-05-08 10:00,a,yes,b",
        "",
        "A,2026-05-08 09:00,2026-05-08 10:00",
    )
    assert [trouble.sentence for trouble in found.troubles] == [
        "Line 4 says 'yesterday', which is no date.",
        "Line 5 says '25:00', which is no time of day.",
        "Line 6 says no start.",
        "Line 7 says 'maybe' for attended; 'true' or 'false' was expected.",
        "Line 8 has 6 cells, but the table has 5 columns.",
    ]
    assert [(entry.line, entry.note, entry.attended) for entry in found.entries] == [
        (2, "two\r\nlines", True),
        (10, "", None),
    ]


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_rest_in_silence() -> None:
    """The line where it opens is named."""
    row = "A,2026-05-08 09:00,2026-05-08 10:00,"
    found = table("project,start,end,note", row + "fine", row + '"open', row + "x", row + "y")
    assert [trouble.line for trouble in found.troubles] == [3]
    assert len(found.entries) == 1


def test_an_entry_without_an_end_stays_open_until_somebody_says_when() -> None:
    """A duration stands in for an end only where there is no column for ends."""
    assert spans(table("project,start,end,duration", "A,2026-05-08 09:00,,01:00:00")) == [("05-08 07:00", "open")]
    assert spans(table("project,start,duration", "A,2026-05-08 09:00,01:00:00")) == [("05-08 07:00", "05-08 08:00")]


def test_clock_times_beside_a_date_are_read_and_an_earlier_end_is_the_next_days() -> None:
    """As many keep their own table; the sentence says how an end over midnight was understood."""
    found = table("Date,Start,End,Project", "08/05/2026,9:00,10:30,A", "25/05/2026,22:00,1:30,A", "25/05/2026,9:00,,A")
    assert spans(found) == [
        ("05-08 07:00", "05-08 08:30"),
        ("05-25 20:00", "05-25 23:30"),
        ("05-25 07:00", "open"),
    ]
    assert found.remarks == ["1 entry ends at an earlier clock time than the start: taken as that of the next day."]
    named = ChosenColumns(date="Tag", start="Von", end="Bis")
    found = table("Tag,Von,Bis", "8.5.2026,9:00,10:30", columns=named)
    assert spans(found) == [("05-08 07:00", "05-08 08:30")]


def test_other_encodings_are_read_and_an_empty_file_is_refused() -> None:
    """Windows-1252 is said to be a guess."""
    text = "project,start,end\nMüll,2026-05-08 09:00,2026-05-08 10:00\n"
    for encoding, remarks in (("utf-16", 0), ("cp1252", 1)):
        found = read_file("log.csv", text.encode(encoding), None, ReadOptions(BERLIN))[1]
        assert found.entries[0].project == "Müll"
        assert len(found.remarks) == remarks
    with pytest.raises(InvalidImport, match=r"empty.csv: it is empty"):
        read_file("empty.csv", b"\n\n", None, ReadOptions(BERLIN))


def test_instants_are_aware() -> None:
    """Whatever the file's clocks."""
    (entry,) = table("project,start,end", "A,2026-05-08 09:00,2026-05-08 10:00").entries
    assert entry.started_at == datetime(2026, 5, 8, 7, tzinfo=UTC)
    assert entry.started_at.tzinfo is UTC
