"""`callit status` says what the plan asks, beside what runs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from planner import planning, timelog
from planner.availability import Availability, save_availability
from planner.clock import now
from planner.domain.hours import HourRange
from planner.domain.project import PhasePlan, Project
from planner.domain.stopping import StopRules
from planner.parsing.week_text import parse_week
from planner.store import Store
from tests.integration.command_line import CommandLine

DECIDE = "Decide on the Plan page ('callit app').\n"


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal."""
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def project(store: Store) -> Project:
    """A phase that has reached its cap of 2 h."""
    phases = [PhasePlan("Explore", HourRange(1, 2), 2)]
    made = planning.create_project(store, "Toxic comments", phases=phases, now=now() - timedelta(days=3))
    (explore,) = planning.phases(store, made.id)
    timelog.add_entry(store, explore.id, now() - timedelta(hours=2.5), now(), now=now())
    return made


def test_open_questions_are_lines_of_the_status(callit: CommandLine, project: Project) -> None:
    """What was found, and where to decide."""
    _, line = callit.done("status").splitlines(keepends=True)
    assert line == f"Explore has reached its cap of 2 h. 2.5 h logged, and it is not done. {DECIDE}"
    (record,) = callit("status", "--json").json["questions"]
    assert (record["phase"], record["occasion"], record["hours"]) == ("Explore", "the cap is reached", 2.5)
    assert record["answers"] == ["continue", "call it", "park"]


def test_few_hours_left_are_a_line_as_well(callit: CommandLine, store: Store, project: Project) -> None:
    """They need the free hours, which are counted where the plan names such a condition."""
    save_availability(store, Availability(parse_week("Mon-Sun 00:00-24:00")))
    soon = replace(project, deadline=now() + timedelta(hours=2), stop=StopRules(5, None, at_cap=False))
    planning.update_project(store, soon, now=now())
    assert "of work left until the deadline" in callit.done("status")


def test_a_finished_project_adds_no_line(callit: CommandLine, store: Store, project: Project) -> None:
    """Nor does none at all."""
    planning.finish_project(store, project.id, now=now())
    assert callit.done("status") == "No timer is running.\n"
    planning.delete_project(store, project.id, now=now())
    assert callit("status", "--json").json["questions"] == []
