"""Commands after the machine's clock was set while a timer ran."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from planner import timelog
from planner.domain.awake import Sighting
from planner.domain.project import Project
from planner.store import Store
from tests.integration.command_line import CommandLine

HOUR = timedelta(hours=1)


@pytest.fixture
def machine(now: datetime, at: Callable[[timedelta], None], monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Sets the clock, and the machine's own count: `up_h` hours since it started; none after a restart."""

    def set_machine(clock_h: float, up_h: float, boot: str = "this start") -> None:
        at(timedelta(hours=clock_h))
        up_s = 1000 + up_h * 3600
        monkeypatch.setattr("planner.timelog.sighting", lambda seen_at: Sighting(seen_at, boot, up_s, 0.0))

    set_machine(0, 0)
    return set_machine


def test_the_clock_was_set_back_an_hour(
    callit: CommandLine, project: Project, machine: Callable[..., None], store: Store, now: datetime
) -> None:
    """`status` says it with a stop that can be typed; that stop keeps the time; nothing is below zero."""
    callit.done("start", "Explore")
    machine(-0.5, 0.5)
    assert callit.done("status") == (
        "The machine's clock was set back: Explore started at Fri 8 May 16:30, which is still to come. "
        "By the machine's own count it has run for 30 min. "
        "Stop it with 'callit stop --after 30m', or let it run on with \"callit edit --start '30m ago'\".\n"
    )
    assert callit("status", "--json").json["clock_changed"] == {"hours_by_clock": -0.5, "hours_by_count": 0.5}
    assert "-" not in callit.done("log").splitlines()[-1]
    assert callit.done("stop", "--after", "30m") == "Stopped Explore after 30 min.\n"
    (entry,) = timelog.entries(store, project.id)
    assert (entry.started_at, entry.stopped_at) == (now - HOUR, now - HOUR / 2)


def test_a_plain_stop_and_a_switch_go_by_the_machines_own_count_and_say_so(
    callit: CommandLine, project: Project, machine: Callable[..., None], store: Store
) -> None:
    """No time is lost where the count is known."""
    callit.done("start", "Explore")
    machine(-0.5, 0.5)
    said = callit.done("start", "Model")
    assert said.startswith("Stopped Explore. The machine's clock was set back: Explore started at ")
    assert "Model runs since 16:00 (Toxic comments)." in said
    callit.done("undo")
    said = callit.done("stop")
    assert said.startswith("Stopped Explore after 30 min. The machine's clock was set back")
    assert [round(entry.hours(entry.started_at), 3) for entry in timelog.entries(store, project.id)] == [0.5]


def test_after_a_restart_the_length_is_asked_for(
    callit: CommandLine, project: Project, machine: Callable[..., None], store: Store
) -> None:
    """A stop and a switch say what to type; the timer is still there, and `--after` ends it."""
    callit.done("start", "Explore")
    machine(-0.5, 0.1, "another start")
    for typed in (["stop"], ["start", "Model"], ["stop", "--interrupted", "phone"]):
        assert "Say how long it ran" in callit(*typed).sentence
    assert "How long it has run is not known. Stop it with 'callit stop --after 90m'" in callit.done("status")
    assert callit.done("stop", "--after", "45") == "Stopped Explore after 45 min.\n"
    assert timelog.running(store) is None


def test_it_runs_on_with_its_start_put_right(
    callit: CommandLine, project: Project, machine: Callable[..., None]
) -> None:
    """As `status` offers; then the clock and the timer agree."""
    callit.done("start", "Explore")
    machine(-0.5, 0.5)
    callit.done("edit", "--start", "30m ago")
    assert callit.done("status") == "Explore runs since 15:30, 30 min so far (Toxic comments).\n"


def test_after_says_how_long_a_timer_ran_also_where_the_clock_is_right(
    callit: CommandLine, project: Project, machine: Callable[..., None]
) -> None:
    """From its start; not more than has passed, and not beside --at."""
    callit.done("start", "Explore")
    machine(2, 2)
    assert "in the future" in callit("stop", "--after", "3h").sentence
    assert callit("stop", "--after", "1h", "--at", "17:00").code == 2
    assert callit("stop", "--after", "soon").code == 2
    assert callit.done("stop", "--after", "1h") == "Stopped Explore after 1 h.\n"


def test_the_first_minute_is_said_in_seconds(
    callit: CommandLine, project: Project, machine: Callable[..., None]
) -> None:
    """Two seconds after the start it is two seconds, wherever it is shown as running."""
    callit.done("start", "Explore")
    assert callit.done("status") == "Explore runs since 16:30, just started (Toxic comments).\n"
    machine(2 / 3600, 2 / 3600)
    assert callit.done("status") == "Explore runs since 16:30, 2 s so far (Toxic comments).\n"
    assert "16:30 - now      2 s  Explore" in callit.done("log")
    assert callit.done("stop") == "Stopped Explore after 2 s.\n"


def test_the_hour_that_is_missing_and_the_one_that_is_there_twice(
    callit: CommandLine, project: Project, store: Store
) -> None:
    """Each command refuses the one and says which of the other it took; JSON is not disturbed."""
    for typed in (
        ["add", "Explore", "2026-03-29 02:30", "2026-03-29 04:00"],
        ["start", "Explore", "--at", "2026-03-29 02:30"],
        ["result", "0.5", "--metric", "accuracy", "--at", "2026-03-29 02:30"],
    ):
        assert callit(*typed).sentence == (
            "02:30 on 29 March 2026 does not exist: the clocks of Europe/Berlin went from 02:00 to 03:00. Say 03:30."
        )
    added = callit("add", "Explore", "2025-10-26 02:30", "2025-10-26 02:45 CET")
    assert added.out == "Added 1.2 h on Explore, from Sun 26 Oct 02:30.\n"
    assert added.err == (
        "02:30 on 26 October 2025 was there twice, as clocks went back: the first (+02:00) is taken. "
        "For the other say '2025-10-26 02:30+01:00'.\n"
    )
    assert callit("edit", "--start", "2026-03-29 02:30").code == 1
