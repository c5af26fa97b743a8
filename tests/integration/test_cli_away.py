"""Interrupted and forgotten timers from the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from planner import timelog
from planner.domain.project import Project
from planner.store import Store
from tests.integration.command_line import CommandLine


def test_an_interruption_is_seen_and_ended_by_going_on(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """It is said with its reason, and no hours of it are in the log."""
    callit.done("start", "Explore")
    at(timedelta(minutes=30))
    assert callit.done("stop", "--interrupted", "phone") == "Interrupted Explore after 30 min.\n"
    assert callit.done("status") == (
        "Explore is interrupted since 17:00: phone (Toxic comments). Go on with 'callit continue'.\n"
    )
    assert callit("status", "--json").json["interrupted"]["reason"] == "phone"
    at(timedelta(minutes=75))
    assert callit.done("continue") == "Explore runs since 17:45.\n"
    at(timedelta(minutes=105))
    callit.done("stop")
    assert callit.done("log").splitlines()[-1] == "Toxic comments: 1 h of your own in the last 7 days."
    assert callit.done("status") == "No timer is running.\n"


def test_without_a_timer_nothing_is_interrupted(
    callit: CommandLine, project: Project, at: Callable[[timedelta], None]
) -> None:
    """One sentence, as with `stop`."""
    assert "No timer is running" in callit("stop", "--interrupted", "phone").sentence


def test_a_timer_over_night_is_asked_about_and_runs_until_the_answer(
    callit: CommandLine, store: Store, project: Project, at: Callable[[timedelta], None]
) -> None:
    """All three ways out are in the line; looking changes nothing; a cut has the entry end when work ended."""
    callit.done("start", "Explore")
    at(timedelta(hours=15))
    line = callit.done("status").splitlines()[1]
    assert line.startswith("Explore ran over night, 15 h so far. Was that work?")
    assert all(way in line for way in ("stop --at", "cancel", "--keep"))
    assert callit("status", "--json").json["forgotten"] == "over night"
    assert timelog.running(store) is not None
    assert callit.done("stop", "--at", "18:30") == "Stopped Explore after 2 h.\n"


def test_a_timer_that_is_right_is_kept(callit: CommandLine, project: Project, at: Callable[[timedelta], None]) -> None:
    """It is not asked about again; where none looks forgotten there is nothing to keep."""
    callit.done("start", "Explore")
    assert callit("status", "--keep").sentence == "No timer looks forgotten, so there is none to keep."
    at(timedelta(hours=15))
    assert callit.done("status", "--keep").splitlines() == [
        "Explore runs since Fri 8 May 16:30, 15 h so far (Toxic comments)."
    ]
    assert callit("status", "--json").json["forgotten"] is None
