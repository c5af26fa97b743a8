"""Logs that are lines of text: timeclock, klog, Org mode and Bartib, each found by itself."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from planner.exchange import ReadEntry, ReadOptions, read_file
from planner.exchange.entries.read_entries import ReadFile


def read(text: str, file_format: str | None = None) -> tuple[str, ReadFile]:
    return read_file("log", text.encode(), file_format, ReadOptions())


def minutes(entry: ReadEntry) -> float | None:
    """Minutes of work."""
    if entry.stopped_at is None:
        return None
    return (entry.stopped_at - entry.started_at).total_seconds() / 60 - entry.interrupted_s / 60


def facts(found: ReadFile) -> list[tuple[str, str, str, float | None]]:
    return [(e.project, e.phase, e.note, minutes(e)) for e in found.entries]


def reasons(found: ReadFile) -> list[str]:
    return [trouble.sentence for trouble in found.troubles]


@pytest.mark.parametrize("mark", ["/", "-", "."])
def test_a_timeclock_is_read_with_its_accounts_descriptions_and_tags(mark: str) -> None:
    """The first part of an account is the project; what follows two blanks is the note; comments are no entries."""
    text = (
        (
            "; my log\n# another comment\n\n"
            "i 2026/03/02 09:00:00 Thesis:Training:Run 1  lr 0.01  ; gpu:, batch:32\n"
            "o 2026/03/02 10:30:00\n"
            "i 2026/03/02 23:30 Side job\n"
            "o 2026/03/03 00:15 mails answered\n"
            "h 2026/03/03 8\n"
        )
        .replace("2026/03", f"2026{mark}03")
        .replace("/0", f"{mark}0")
    )
    guessed, found = read(text)
    assert guessed == "timeclock"
    assert facts(found) == [
        ("Thesis", "Training:Run 1", "lr 0.01", 90),
        ("Side job", "", "mails answered", 45),
    ]
    assert found.entries[0].tags == ("gpu", "batch:32")
    assert found.entries[0].started_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert (found.troubles, found.zone_assumed) == ([], True)


def test_a_timeclock_with_sessions_side_by_side_left_open_or_never_begun() -> None:
    """A clock-out that names an account ends that one; one without ends the last."""
    _, found = read(
        "i 2026-03-02 09:00 A:one\n"
        "i 2026-03-02 09:30 B\n"
        "O 2026-03-02 10:00 A:one\n"
        "o 2026-03-02 11:00\n"
        "o 2026-03-02 11:30\n"
        "I 2026-03-02 12:00:00+0200 C\n"
        "x what is this\n"
    )
    assert facts(found) == [("A", "one", "", 60), ("B", "", "", 90), ("C", "", "", None)]
    assert found.entries[2].started_at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert reasons(found) == [
        "Line 5 clocks out, but nothing is clocked in.",
        "Line 7 is no line of a timeclock; 'i 2026-03-02 09:00:00 project:phase' was expected.",
    ]


KLOG = """2026-03-02 (8h!)
Thesis #uni
    9:00-10:30 Training #gpu
    8:00am - 8:45am Reading
    <23:00 - 1:00 Night run
    22:30 - 12:30am> #project='Side job' wrote the whole introduction, twice
    13:00 - ?

2026/03/03
A long day on which nothing worked.
\t1h30m Paper
\t10:00 - 12:00 Debug
\t-30m Lunch
\t\tand a walk
\t45m

2026-03-04
    25:00 - 26:00 never
    whatever
"""


def test_klog_records_are_read_with_ranges_of_either_clock_shifted_ones_and_open_ones() -> None:
    """A short text of a date names the project, that of an entry the phase; a tag may say so outright."""
    guessed, found = read(KLOG)
    assert guessed == "klog"
    first_day = [entry for entry in found.entries if entry.line is not None and entry.line < 9]
    assert [(e.project, e.phase, e.note, minutes(e)) for e in first_day] == [
        ("Thesis", "Training", "", 90),
        ("Thesis", "Reading", "", 45),
        ("Thesis", "Night run", "", 120),
        ("Side job", "", "#project='Side job' wrote the whole introduction, twice", 120),
        ("Thesis", "", "", None),
    ]
    assert first_day[0].tags == ("uni", "gpu")
    assert found.zone_assumed
    assert first_day[2].started_at == datetime(2026, 3, 1, 23, tzinfo=UTC)
    assert first_day[3].stopped_at == datetime(2026, 3, 3, 0, 30, tzinfo=UTC)


def test_klog_durations_stand_behind_the_ranges_and_negative_ones_interrupt() -> None:
    """The record says 3 h 45 min in all: 1.5 h, 2 h less 30 min, 45 min."""
    _, found = read(KLOG)
    second_day = [entry for entry in found.entries if entry.line is not None and 9 < entry.line < 16]
    assert [(e.phase, minutes(e), e.interrupted_s / 60) for e in second_day] == [
        ("Paper", 90, 0),
        ("Debug", 90, 30),
        ("", 45, 0),
    ]
    assert [f"{e.started_at:%H:%M}" for e in second_day] == ["12:00", "10:00", "13:30"]
    assert [e.placed_on is None for e in second_day] == [False, True, False]
    assert {e.note for e in second_day} == {"A long day on which nothing worked."}
    assert sum(minutes(e) or 0 for e in second_day) == 225
    assert reasons(found) == [
        "Line 18 says '25:00', which is no time of day.",
        "Line 19 is no entry; a range such as 9:00 - 10:30, or a duration such as 1h30m was expected.",
    ]


def test_a_klog_break_longer_than_the_rest_is_said() -> None:
    """No hours below nothing."""
    _, found = read("2026-03-02\n    1h Read\n    -2h sleep\n")
    assert reasons(found) == ["Line 3 takes 60 min off the record, more than its other entries have."]


ORG = """#+TITLE: Log
#+TODO: TODO BLOCKED(b) | DONE
#+FILETAGS: :work:
* Thesis                                                    :uni:
:LOGBOOK:
CLOCK: [2026-03-01 So 09:00]--[2026-03-01 So 09:30] =>  0:30
:END:
** BLOCKED [#A] Training [1/3]
*** Run [[https://example.org][one]]                        :gpu:
    :LOGBOOK:
    CLOCK: [2026-03-02 Mon 09:00]--[2026-03-02 Mon 10:30] =>  1:30
    CLOCK: [2026-03-02 Mon 11:00]
    CLOCK: =>  2:00
    :END:
#+begin_example
* no heading
CLOCK: [2026-03-02 Mon 12:00]--[2026-03-02 Mon 13:30] =>  1:30
#+end_example
* Side job
CLOCK: [2026-03-02 Mon 23:30]--[2026-03-03 Tue 00:15] =>  0:45
"""


def test_org_clocks_belong_to_the_headings_above_them() -> None:
    """The outermost is the project, the innermost the phase; states, priorities and links are no part of a name."""
    guessed, found = read(ORG)
    assert guessed == "org"
    assert facts(found) == [
        ("Thesis", "", "", 30),
        ("Thesis", "Run one", "Training", 90),
        ("Thesis", "Run one", "Training", None),
        ("Side job", "", "", 45),
    ]
    assert [entry.tags for entry in found.entries] == [
        ("work", "uni"),
        ("work", "uni", "gpu"),
        ("work", "uni", "gpu"),
        ("work",),
    ]
    assert len(found.troubles) == 1
    assert found.troubles[0].sentence.startswith("Line 13 is no clock that can be read; 'CLOCK: [2026-03-02 Mon 09:00]")


def test_bartib_activities_are_read_with_bars_in_their_names() -> None:
    """One that runs has no end."""
    guessed, found = read(
        "2026-03-02 09:00 - 2026-03-02 10:30 | Thesis | run 1 \\| lr 0.01\n"
        "\n"
        "2026-03-02 23:30 - 2026-03-03 00:15 | Side \\| job | mails\n"
        "2026-03-03 09:00 | Thesis | write\n"
        "2026-03-03 | Thesis\n"
    )
    assert guessed == "bartib"
    assert facts(found) == [
        ("Thesis", "", "run 1 | lr 0.01", 90),
        ("Side | job", "", "mails", 45),
        ("Thesis", "", "write", None),
    ]
    assert [trouble.line for trouble in found.troubles] == [5]


@pytest.mark.parametrize(
    ("text", "file_format"),
    [
        ("i 2026-03-29 02:30 A\no 2026-03-29 04:00\n", "timeclock"),
        ("2026-03-29\n    2:30 - 4:00\n", "klog"),
        ("* A\nCLOCK: [2026-03-29 Sun 02:30]--[2026-03-29 Sun 04:00]\n", "org"),
        ("2026-03-29 02:30 - 2026-03-29 04:00 | A | b\n", "bartib"),
    ],
)
def test_a_clock_time_that_the_clocks_skipped_is_said(text: str, file_format: str) -> None:
    """As in a table."""
    _, found = read_file("log", text.encode(), file_format, ReadOptions(ZoneInfo("Europe/Berlin")))
    assert "says 2026-03-29 02:30, which the clocks of Europe/Berlin skipped" in found.troubles[0].sentence
