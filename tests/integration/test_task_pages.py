"""The commands of the pages that go by task work as they stand there; those that train are tested with README."""

from __future__ import annotations

import os
import shlex
import sys
from datetime import datetime
from pathlib import Path

import pytest

from planner.store import open_store
from tests.integration.command_line import CommandLine
from tests.unit.made_projects import planned_project
from tests.unit.test_task_pages import DOCS, commands

LEFT = {
    "plan": (),
    "retrospective": ("looked-back.html", "looked-back.md", "log.csv", "log.ics", "everything.zip"),
    "bring-hours-in": ("log.csv", "timew.json", "toggl.csv", "callit.zip"),
}
REPORT = "Project,Task,Start,End\nToxic comments,Clean,2026-05-04 09:00,2026-05-04 10:30\n"
TIMECLOCK = "i 2026-05-05 09:00:00 Clean\no 2026-05-05 10:00:00\n"
HOURS = "day,worked,what\n13/05/2026,2.5,Explore\n14/05/2026,1.5,Explore\n"
TASK = "2026-01-{day:02d},2026-02-{day:02d},ada,clean,{planned},{actual}\n"


@pytest.fixture
def folder(tmp_path: Path, home: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the files that the pages speak of, and their project, planned."""
    with open_store(home) as store:
        planned_project(store, "Toxic comments", {"Clean": (4, 6), "Explore": (3, 5), "Model": (8, 12)}, now)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    (tmp_path / "report.csv").write_text(REPORT, encoding="utf-8")
    (tmp_path / "work.timeclock").write_text(TIMECLOCK, encoding="utf-8")
    (tmp_path / "hours.csv").write_text(HOURS, encoding="utf-8")
    tasks = "".join(TASK.format(day=day, planned=2 + day % 4, actual=2 + day % 5) for day in range(1, 21))
    table = f"planned,finished,person,kind,planned_hours,actual_hours\n{tasks}"
    (tmp_path / "history.csv").write_text(table, encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("page", LEFT)
def test_typed_in_order_each_command_of_a_page_succeeds(
    page: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Into one folder with one project that has its ranges; what the page says is written is there."""
    terminal = CommandLine(monkeypatch, capfd)
    for line in commands(DOCS / f"{page}.md"):
        ran = terminal(*shlex.split(line)[1:])
        assert ran.code == 0, f"{line}\n{ran.out}\n{ran.err}"
    assert [name for name in LEFT[page] if not (folder / name).exists()] == []
