"""Tables with several stretches of work in a row: In, Out, In, Out; breaks that say their own clocks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from planner.exchange import ReadOptions, read_file
from planner.exchange.entries.read_entries import ReadFile

BERLIN = ZoneInfo("Europe/Berlin")


def table(*lines: str) -> ReadFile:
    return read_file("x.csv", "\n".join(lines).encode(), None, ReadOptions(BERLIN))[1]


def spans(found: ReadFile) -> list[str]:
    """Start and end of each entry on the clocks of Berlin."""
    ends = [one.stopped_at.astimezone(BERLIN) for one in found.entries if one.stopped_at is not None]
    starts = [one.started_at.astimezone(BERLIN) for one in found.entries]
    return [f"{start:%d %H:%M} to {end:%d %H:%M}" for start, end in zip(starts, ends, strict=True)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Date;In;Out;In;Out;Total", "2026-03-25;9:00;12:00;12:30;17:00;7:30"),
        ("Datum;Von 1;Bis 1;Von 2;Bis 2;Summe", "25.03.2026;9:00;12:00;12:30;17:00;7,5"),
        ("Datum;Kommen;Gehen;Kommen;Gehen", "25.03.2026;9:00;12:00;12:30;17:00"),
        ("Date;Start;End;Break Start;Break End", "2026-03-25;09:00;17:00;12:00;12:30"),
        ("Date;Clock In;Lunch Out;Lunch In;Clock Out;Hours", "2026-03-25;9:00 AM;12:00 PM;12:30 PM;5:00 PM;7.5"),
        ("Datum;Beginn;Pause von;Pause bis;Ende;Arbeitszeit", "25.03.2026;9:00;12:00;12:30;17:00;7:30"),
        ("Datum;Beginn;Pausenbeginn;Pausenende;Ende", "25.03.2026;9:00;12:00;12:30;17:00"),
        ("Date;Début;Début de pause;Fin de pause;Fin", "25/03/2026;9h;12h;12h30;17h"),
    ],
)
def test_each_stretch_is_an_entry(header: str, row: str) -> None:
    """Seven and a half hours, at their hours; the total of the row counts for none of them."""
    found = table(header, row)
    assert spans(found) == ["25 09:00 to 25 12:00", "25 12:30 to 25 17:00"]
    assert [(one.line, one.interrupted_s) for one in found.entries] == [(2, 0), (2, 0)]
    assert "1 row has several stretches of work: each is an entry of its own." in found.remarks


def test_a_row_with_one_stretch_is_one_entry() -> None:
    """Its duration counts, as in any table."""
    found = table("Date;In;Out;In;Out;Total", "2026-03-25;9:00;12:00;;;3:00", "2026-03-26;;;13:00;17:00;4:00")
    assert spans(found) == ["25 09:00 to 25 12:00", "26 13:00 to 26 17:00"]
    found = table("Date;Start;End;Break Start;Break End", "2026-03-25;09:00;17:00;;")
    assert spans(found) == ["25 09:00 to 25 17:00"]


def test_a_night_goes_on_on_the_next_day() -> None:
    """Before the break or behind it."""
    head = "Date;Start;End;Break Start;Break End"
    assert spans(table(head, "2026-03-25;22:00;06:00;23:30;00:30")) == ["25 22:00 to 25 23:30", "26 00:30 to 26 06:00"]
    assert spans(table(head, "2026-03-25;22:00;06:00;01:00;02:00")) == ["25 22:00 to 26 01:00", "26 02:00 to 26 06:00"]


def test_a_break_outside_its_entry_is_left_out_with_its_line() -> None:
    """Never hours that nobody worked."""
    found = table("Date;Start;End;Break Start;Break End", "2026-03-25;09:00;17:00;18:00;18:30")
    assert [one.sentence for one in found.troubles] == [
        "Line 2 says a break from 18:00 to 18:30, which does not lie between its start and its end."
    ]


@pytest.mark.parametrize(
    ("header", "row", "minutes"),
    [
        ("Date;Start;End;Break 1;Break 2", "2026-03-25;09:00;17:00;0:15;0:30", 45),
        ("Date;Start;End;Pause 1 (min);Pause 2 (min);Worked", "2026-03-25;09:00;17:00;15;30;7:15", 45),
        ("Date;Start;End;Break;Break (min)", "2026-03-25;09:00;17:00;0:30;30", 30),
    ],
)
def test_several_breaks_are_added_and_one_that_is_said_twice_is_one(header: str, row: str, minutes: float) -> None:
    """Also in a unit of their own."""
    (one,) = table(header, row).entries
    assert one.interrupted_s == minutes * 60
