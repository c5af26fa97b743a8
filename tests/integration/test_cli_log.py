"""Correcting, adding up and looking back from the terminal: `edit`, `summary`, tags, and an entry's history."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, timelog
from planner.domain.project import Project
from planner.store import Store, open_store
from tests.integration.command_line import CommandLine

MODULES = ("timer", "edit", "status", "log", "summary", "words")


@pytest.fixture
def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Sets the clock of every command; half past four (Berlin) on Friday 8 May at first."""

    def set_clock(moment: datetime) -> None:
        for module in MODULES:
            monkeypatch.setattr(f"planner.cli.{module}.now", lambda: moment)

    set_clock(now)
    return set_clock


@pytest.fixture
def project(home: Path, now: datetime, at: Callable[[datetime], None]) -> Project:
    """A project with the usual phases; nothing is logged yet."""
    with open_store(home) as opened:
        return planning.create_project(opened, "Toxic comments", now=now - timedelta(days=300))


def test_the_last_entry_is_corrected_and_undo_brings_it_back(
    callit: CommandLine, store: Store, project: Project
) -> None:
    """What was and what is stand one below the other; what was not given stays."""
    callit.done("add", "Explore", "09:00", "10:30", "--note", "lengths", "--tag", "eda", "--tag", "night run")
    was, now_line = callit.done("edit", "--end", "10:00", "--phase", "clean").splitlines()
    assert was == "Was: 1  09:00 - 10:30  1.5 h  Explore  lengths  [eda] [night run]"
    assert now_line == "Now: 1  09:00 - 10:00  1 h  Clean  lengths  [eda] [night run]"
    callit.done("undo")
    (entry,) = timelog.entries(store, project.id)
    assert (entry.hours(datetime.now(UTC)), entry.tags) == (1.5, ("eda", "night run"))


def test_note_tags_and_whose_time_it_was_can_be_changed(callit: CommandLine, store: Store, project: Project) -> None:
    """An empty tag leaves the entry without any."""
    callit.done("add", "Model", "09:00", "10:30", "--tag", "gpu")
    callit.done("edit", "1", "--note", "first net", "--tag", "", "--unattended")
    (entry,) = timelog.entries(store, project.id)
    assert (entry.note, entry.tags, entry.attended) == ("first net", (), False)
    callit.done("edit", "1", "--attended")
    assert timelog.entries(store, project.id)[0].attended


def test_a_clock_time_is_the_nearest_one_to_what_the_entry_had(
    callit: CommandLine, store: Store, project: Project
) -> None:
    """A night of last week: 23:15 is the evening before its end, not yesterday's."""
    callit.done("add", "Model", "2026-05-01 22:00", "2026-05-02 00:40")
    callit.done("edit", "--end", "23:15")
    assert timelog.entries(store, project.id)[0].stopped_at == datetime(2026, 5, 1, 21, 15, tzinfo=UTC)


def test_a_running_timer_is_corrected_while_it_runs(callit: CommandLine, store: Store, project: Project) -> None:
    """Started earlier than was clicked; it runs on."""
    callit.done("start", "Explore", "--tag", "eda")
    assert "16:10 - now" in callit.done("edit", "--start", "16:10")
    running = timelog.running(store)
    assert running is not None
    assert running.entry.tags == ("eda",)


def test_a_deleted_entry_is_gone_and_comes_back(callit: CommandLine, store: Store, project: Project) -> None:
    """Deleting says what it took away."""
    callit.done("add", "Explore", "09:00", "10:30")
    assert callit.done("edit", "--delete") == "Deleted: 1  09:00 - 10:30  1.5 h  Explore\n"
    assert timelog.entries(store, project.id) == []
    callit.done("undo")
    assert len(timelog.entries(store, project.id)) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("edit", "--end", "08:00"), "The entry ends before it starts."),
        (("edit", "99", "--note", "x"), "There is no entry 99. 'callit log --days 30' shows the numbers."),
        (("edit", "--phase", "Nonsense"), "There is no phase 'Nonsense'."),
        (("edit", "--start", "soon"), "'soon' cannot be read as a time."),
        (("log", "--history", "99"), "There is no entry 99, and there never was."),
    ],
)
def test_a_change_that_cannot_be_is_one_sentence_and_changes_nothing(
    callit: CommandLine, store: Store, project: Project, words: tuple[str, ...], said: str
) -> None:
    """Exit code 1, and the entry is as it was."""
    callit.done("add", "Explore", "09:00", "10:30")
    before = timelog.entries(store, project.id)
    assert said in callit(*words).sentence
    assert timelog.entries(store, project.id) == before


@pytest.mark.parametrize("words", [("edit",), ("edit", "1", "--delete", "--note", "x"), ("summary", "--days", "0")])
def test_nothing_to_change_is_wrong_usage(callit: CommandLine, project: Project, words: tuple[str, ...]) -> None:
    """Exit code 2, with the help."""
    ran = callit(*words)
    assert ran.code == 2
    assert "Usage: callit" in ran.err


def test_before_any_entry_there_is_none_to_change(callit: CommandLine, project: Project) -> None:
    """It says what to do first."""
    assert callit("edit", "--note", "x").sentence == "There is no entry to change yet. Start a phase first."


def test_the_history_of_an_entry_tells_each_change_and_what_was_before(
    callit: CommandLine, project: Project, now: datetime, at: Callable[[datetime], None]
) -> None:
    """Also of one that was deleted, with what was undone marked."""
    callit.done("add", "Explore", "09:00", "10:30")
    at(now + timedelta(minutes=5))
    callit.done("edit", "--end", "10:00")
    callit.done("undo")
    callit.done("edit", "--delete")
    assert callit.done("log", "--history", "1").splitlines() == [
        "16:30  added an entry on Explore",
        "16:35  changed an entry on Explore (undone); before: 1  09:00 - 10:30  1.5 h  Explore",
        "16:35  deleted an entry on Explore; before: 1  09:00 - 10:30  1.5 h  Explore",
        "Now: not in the log.",
    ]
    added, changed, deleted = callit("log", "--history", "1", "--json").json
    assert (added["former"], changed["undone"], deleted["former"]["hours"]) == (None, True, 1.5)


def test_the_summary_has_a_line_for_each_day_and_each_phase(callit: CommandLine, project: Project) -> None:
    """An entry over midnight counts on both days, once; a machine's hours stand in their own column."""
    callit.done("add", "Explore", "2026-05-06 23:00", "2026-05-07 00:30")
    callit.done("add", "Model", "2026-05-07 20:00", "2026-05-08 06:00", "--unattended")
    callit.done("add", "Clean", "09:00", "11:00")
    assert callit.done("summary").splitlines() == [
        "Toxic comments, Sat 2 May to Fri 8 May",
        "                 yours   machine",
        "Wed 6 May          1 h",
        "Thu 7 May       30 min       4 h",
        "Fri 8 May          2 h       6 h",
        "",
        "Clean              2 h",
        "Explore          1.5 h",
        "Model              0 h      10 h",
        "",
        "Together         3.5 h      10 h",
    ]
    assert callit.done("summary", "--days", "1").splitlines()[-1] == "Together           2 h       6 h"


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23.0), ("2025-10-25", 24.0), ("2025-10-26", 25.0)])
def test_a_day_of_23_or_25_hours_is_counted_as_long_as_it_was(
    callit: CommandLine, project: Project, day: str, hours: float
) -> None:
    """A machine that ran from midnight to midnight on the days on which clocks change."""
    start = datetime.fromisoformat(day)
    callit.done("add", "Model", f"{day} 00:00", f"{start + timedelta(days=1):%Y-%m-%d} 00:00", "--unattended")
    found = callit("summary", "--days", "365", "--json").json
    assert {one["day"]: one["unattended_hours"] for one in found["days"] if one["unattended_hours"]} == {day: hours}
    assert found["total"] == {"attended_hours": 0.0, "unattended_hours": hours}
    assert found["phases"] == {"Model": {"attended_hours": 0.0, "unattended_hours": hours}}


def test_a_project_without_hours_has_a_summary_too(callit: CommandLine, project: Project) -> None:
    """One line says so."""
    assert callit.done("summary") == "Toxic comments, Sat 2 May to Fri 8 May: nothing is logged.\n"


def test_days_start_when_the_person_says(callit: CommandLine, project: Project) -> None:
    """With a day from four to four the night counts on the evening's day; log and summary agree on the sums."""
    callit.done("add", "Explore", "2026-05-06 23:00", "2026-05-07 02:30")
    callit.done("add", "Clean", "2026-05-08 02:00", "2026-05-08 05:00")
    assert callit.done("settings", "--day-starts", "4") == "Days start at 4:00. A timer is asked about after 10 h.\n"
    days = callit("summary", "--days", "3", "--json").json["days"]
    assert [one["attended_hours"] for one in days] == [3.5, 2.0, 1.0]
    assert callit.done("summary", "--days", "2").splitlines()[-1].split() == ["Together", "3", "h"]
    assert callit.done("log", "--days", "2").splitlines()[-1] == "Toxic comments: 3 h of your own in the last 2 days."
    assert callit.done("log", "--days", "1").splitlines()[-1] == "Toxic comments: 1 h of your own in the last 1 day."


@pytest.mark.parametrize("hour", ["24", "-1"])
def test_a_start_of_day_that_no_clock_shows_is_refused(callit: CommandLine, hour: str) -> None:
    """One sentence; both settings stay as they were, also the one that could be right."""
    assert "from 0 to 23" in callit("settings", "--day-starts", hour, "--ask-after", "8").sentence
    assert callit("settings", "--json").json == {"day_starts_hour": 0, "ask_after_hours": 10.0}


def test_entries_that_claim_the_same_hour_are_marked_with_commands_that_repair_it(
    callit: CommandLine, project: Project
) -> None:
    """Each command, typed as it stands there, settles it; undone, the mark is back."""
    callit.done("add", "Explore", "11:00", "13:00")
    callit.done("add", "Model", "12:00", "14:00")
    said = callit.done("log").splitlines()
    assert [line.rsplit("  ", 1)[1] for line in said[:2]] == ["(overlaps 2)", "(overlaps 1)"]
    assert said[2].startswith(
        "Fri 8 May: Explore 11:00–13:00 and Model 12:00–14:00 claim the same hour. Repair it with"
    )
    commands = re.findall(r"'callit (.*?)'", said[2])
    assert commands == ["edit 1 --end 12:00", "edit 2 --start 13:00", "edit 1 --unattended", "edit 2 --unattended"]
    for command in commands:
        callit.done(*command.split())
        assert "overlaps" not in callit.done("log")
        assert {len(one["overlaps"]) for one in callit("log", "--json").json} == {0}
        callit.done("undo")
    assert [one["overlaps"] for one in callit("log", "--json").json] == [[2], [1]]


def test_a_command_that_repairs_a_long_overlap_names_the_day(
    callit: CommandLine, store: Store, project: Project
) -> None:
    """A clock time alone would be taken for the one nearest to the old end, on another day."""
    callit.done("add", "Explore", "2026-05-06 20:00", "2026-05-08 08:00")
    callit.done("add", "Model", "2026-05-06 22:00", "2026-05-06 23:00")
    (command,) = re.findall(r'"callit (.*?)"', callit.done("log"))
    callit.done(*shlex.split(command))
    assert timelog.overlaps(store, project.id) == []
    assert timelog.entry(store, 1).stopped_at == datetime(2026, 5, 6, 20, 0, tzinfo=UTC)
