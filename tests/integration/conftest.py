"""What tests of commands share: a terminal in Berlin, its clock, and a project."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from model.protocol.order import TrainingOrder
from planner import planning
from planner.domain.awake import Sighting
from planner.domain.errors import SessionRefused
from planner.domain.project import Project
from planner.sessions import Placement
from planner.store import open_store
from tests.integration.command_line import Asked, CommandLine
from tests.integration.real_sessions import Ended, session_beside_a_busy_core

BOX_S = 60.0  # what is kept for a proof beside a busy core is below a tenth of it


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal on a machine in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    return CommandLine(monkeypatch, capsys)


@pytest.fixture(scope="session")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """One real session in a short box beside a busy core, for all that only look at what it left."""
    return session_beside_a_busy_core(tmp_path_factory.mktemp("box"), BOX_S)


@pytest.fixture
def at(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Sets the clock of every command to a while after half past four (Berlin) on Friday 8 May."""

    def set_clock(later: timedelta) -> None:
        for module in ("timer", "edit", "status", "log", "words"):
            monkeypatch.setattr(f"planner.cli.{module}.now", lambda: now + later)
        counted_s = 86_400 + later.total_seconds()
        monkeypatch.setattr("planner.timelog.sighting", lambda seen_at: Sighting(seen_at, "this start", counted_s, 0.0))

    set_clock(timedelta())
    return set_clock


@pytest.fixture
def project(home: Path, now: datetime) -> Project:
    """A project with the usual phases; nothing is logged yet."""
    with open_store(home) as opened:
        return planning.create_project(opened, "Toxic comments", now=now - timedelta(days=3))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """What the command asked for; nothing is trained."""
    found: Asked = []

    def refuse(order: TrainingOrder, placement: Placement, **_: object) -> NoReturn:
        found.append(order)
        raise SessionRefused("Not today.")

    monkeypatch.setattr("planner.cli.session.run_in_foreground", refuse)
    return found
