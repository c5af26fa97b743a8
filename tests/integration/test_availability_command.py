"""`callit availability`: what it prints, what it keeps, and how wrong usage ends."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.integration.command_line import CommandLine

JUNE = ("--from", "2026-06-01", "--to", "2026-06-14")
OFFICE = ("--hours", "Mon-Fri 09:00-17:00")


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal in Berlin, at noon on Wednesday 3 June 2026."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    monkeypatch.setattr("planner.cli.availability.now", lambda: datetime(2026, 6, 3, 10, tzinfo=UTC))
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def calendar(tmp_path: Path) -> str:
    """A weekly meeting that takes two hours, and an event that cannot be read."""
    path = tmp_path / "work.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Team sync\nDTSTART:20260601T100000\nDTEND:20260601T120000\n"
        "RRULE:FREQ=WEEKLY\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nSUMMARY:Broken\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    return str(path)


def test_weeks_are_printed_with_what_was_taken_and_why(callit: CommandLine) -> None:
    """Hours meant, taken and free for each week; then each thing that took some, the total and the work in it."""
    said = callit.done(
        "availability", *JUNE, *OFFICE, "--country", "DE", "--subdivision", "BY",
        "--busy", "children, Tue 15:00-18:00", "--except", "2026-06-05 off",
    )  # fmt: skip
    assert said.splitlines() == [
        "week      days                meant   taken    free",
        "2026-W23  1 Jun - 7 Jun        40 h    18 h    22 h  children 2 h, Corpus Christi 8 h, day off 8 h",
        "2026-W24  8 Jun - 14 Jun       40 h     2 h    38 h  children 2 h",
        "",
        "Taken away:",
        "      4 h  children (commitment)",
        "      8 h  Corpus Christi (holiday)",
        "      8 h  day off",
        "Free: 60 h of 80 h, from Mon 1 Jun 2026 to Sun 14 Jun 2026.",
        "Work: 24 h to 48 h of it, 40 to 80 % (a cautious guess until two weeks of your log can tell).",
        "Hours are those of clocks in Europe/Berlin.",
    ]


def test_a_day_that_is_named_twice_is_said(callit: CommandLine) -> None:
    """The shorter Friday counts, once a week, and which hours do not is said on stderr."""
    ran = callit("availability", *JUNE, "--hours", "Mon-Fri 9-17, Fri 9-13", "--json")
    assert (ran.code, ran.json["pattern_hours"]) == (0, 72)
    assert ran.err == "On Fri 09:00-13:00 counts, not 09:00-17:00 as on other days.\n"


def test_json_holds_days_weeks_totals_and_reasons(callit: CommandLine, calendar: str) -> None:
    """What a script needs, and what could not be read in a calendar, which is said on stderr too."""
    ran = callit("availability", *JUNE, *OFFICE, "--calendar", calendar, "--json")
    record = ran.json
    assert ran.code == 0
    assert (record["pattern_hours"], record["busy_hours"], record["free_hours"]) == (80, 4, 76)
    assert record["work_hours"] == {"low": 30.4, "high": 60.8}
    assert (record["share"]["low"], record["share"]["high"], record["share"]["weeks"]) == (0.4, 0.8, 0)
    assert len(record["days"]) == 14
    assert record["days"][0] == {
        "date": "2026-06-01",
        "pattern_hours": 8,
        "busy_hours": 2,
        "free_hours": 6,
        "why": [{"what": "Team sync", "by": "calendar", "hours": 2}],
    }
    assert [week["free_hours"] for week in record["weeks"]] == [38, 38]
    assert record["taken"] == [{"what": "Team sync", "by": "calendar", "hours": 4}]
    assert record["troubles"] == ran.err.splitlines()
    assert ran.err.startswith("work.ics: the event 'Broken' is left out: its start 'soon' cannot be read.")


def test_without_a_first_day_hours_count_from_now(callit: CommandLine) -> None:
    """At noon five hours of the day are left; with the day named, all eight."""
    assert callit("availability", "--to", "today", *OFFICE, "--json").json["free_hours"] == 5
    assert callit("availability", "--from", "today", "--to", "3.6.2026", *OFFICE, "--json").json["free_hours"] == 8


def test_what_is_kept_counts_until_it_is_said_anew(callit: CommandLine, calendar: str) -> None:
    """--save keeps the week and its calendar; later options add to it; --hours starts over."""
    said = callit("availability", *JUNE, *OFFICE, "--calendar", calendar, "--save")
    assert said.out.splitlines()[-1] == "Kept as your availability."
    Path(calendar).unlink()
    assert callit("availability", *JUNE, "--json").json["free_hours"] == 76
    assert callit("availability", *JUNE, "--except", "2026-06-02 off", "--json").json["free_hours"] == 68
    assert callit("availability", *JUNE, "--json").json["free_hours"] == 76
    assert callit("availability", *JUNE, "--hours", "Sat 10-12", "--json").json["free_hours"] == 4


def test_a_full_calendar_is_told_by_what_takes_most(callit: CommandLine) -> None:
    """Four things a week, twenty in all; the rest as one line."""
    many = [
        word
        for number in range(25)
        for word in ("--busy", f"thing {number}, Mon-Fri 09:{number:02d}-09:{number + 1:02d}")
    ]
    lines = callit.done("availability", *JUNE, *OFFICE, *many).splitlines()
    assert lines[1].endswith("thing 0 5 min, thing 1 5 min, thing 2 5 min, 22 more 1.8 h")
    assert "6 more (commitment)" in "\n".join(lines)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((*JUNE,), "No hours are given, and none are kept. Give --hours 'Mon-Fri 09:00-17:00'."),
        (("--to", "12/6/2026", *OFFICE), "Write 2026-06-12 or 2026-12-06."),
        (("--to", "soon", *OFFICE), "'soon' cannot be read as a date."),
        (("--from", "2026-06-14", "--to", "2026-06-01", *OFFICE), "lies before the first"),
        (("--to", "2199-06-01", *OFFICE), "more than five years"),
        ((*JUNE, "--hours", "Mon-Fri"), "a day has no hours"),
        ((*JUNE, *OFFICE, "--busy", "children"), "'children' is not a commitment."),
        ((*JUNE, *OFFICE, "--except", "2026-06-05 perhaps"), "neither 'off' nor hours"),
        ((*JUNE, *OFFICE, "--country", "Bavaria"), "holidays of 'Bavaria' are not known."),
        ((*JUNE, *OFFICE, "--country", "DE", "--subdivision", "XX"), "DE has no part 'XX'."),
        ((*JUNE, *OFFICE, "--subdivision", "BY"), "give --country too"),
        ((*JUNE, *OFFICE, "--calendar", "missing.ics"), "missing.ics"),
        ((*JUNE, *OFFICE, "--me", "me"), "'me' is no mail address."),
        ((*OFFICE,), "--to"),
    ],
)
def test_wrong_usage_ends_with_2_and_a_sentence(callit: CommandLine, words: tuple[str, ...], sentence: str) -> None:
    """What is wrong and what to do, on stderr alone; nothing is kept."""
    ran = callit("availability", *words)
    assert (ran.code, ran.out) == (2, "")
    assert sentence in " ".join(ran.err.split())
    assert "Traceback" not in ran.err


def test_a_file_that_is_no_calendar_is_said_and_the_hours_stand(callit: CommandLine, tmp_path: Path) -> None:
    """Like a broken event: the rest is used."""
    picture = tmp_path / "picture.ics"
    picture.write_bytes(b"\x89PNG\r\n")
    ran = callit("availability", *JUNE, *OFFICE, "--calendar", str(picture), "--json")
    assert (ran.code, ran.json["free_hours"]) == (0, 80)
    assert ran.err == "picture.ics holds no calendar: it has no line BEGIN:VCALENDAR. Export it again as .ics.\n"


def test_what_the_person_declined_takes_no_time_and_the_address_is_kept(callit: CommandLine, tmp_path: Path) -> None:
    """--me says whose answers count; --save remembers it with the calendar."""
    path = tmp_path / "work.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Fair\nDTSTART:20260601T100000\nDTEND:20260601T120000\n"
        "ATTENDEE;PARTSTAT=DECLINED:MAILTO:Me@Example.org\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    asked = ("availability", *JUNE, *OFFICE, "--calendar", str(path), "--json")
    assert callit(*asked).json["busy_hours"] == 2
    assert callit(*asked, "--me", "home@example.org").json["busy_hours"] == 2
    ran = callit(*asked, "--me", "home@example.org", "--me", "me@example.org", "--save")
    said = "work.ics: 1 invitation that me@example.org declined takes no time: 'Fair' of 2026-06-01."
    assert (ran.json["busy_hours"], ran.err.strip()) == (0, said)
    again = callit("availability", *JUNE, "--json")
    assert (again.json["busy_hours"], again.json["troubles"]) == (0, [said])
