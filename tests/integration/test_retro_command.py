"""`callit retro` from the terminal."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner.sample_project import add_sample_project
from planner.store import open_store
from tests.integration.command_line import CommandLine


@pytest.fixture
def callit(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], home: Path, now: datetime
) -> CommandLine:
    """A terminal, with the sample project."""
    with open_store(home) as store:
        add_sample_project(store, now)
    return CommandLine(monkeypatch, capsys)


def test_it_says_where_the_hours_went(callit: CommandLine) -> None:
    """The answer first, then each question with its sentence."""
    said = callit.done("retro")
    assert said.startswith("34 h instead of 20–30 h.")
    assert "What were the training hours worth? ROC AUC went from .858 to .889 in " in said
    assert "You could have called it after " in said


@pytest.mark.parametrize(("name", "begins"), [("report.html", "<!DOCTYPE html>"), ("report.md", "# 34 h instead of")])
def test_it_writes_a_file(callit: CommandLine, tmp_path: Path, name: str, begins: str) -> None:
    """HTML or Markdown, by the ending of its name."""
    assert callit.done("retro", "--out", str(tmp_path / name)).startswith("Written: ")
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)


def test_a_file_that_cannot_be_written_is_a_sentence(callit: CommandLine, tmp_path: Path) -> None:
    """An unknown ending, or a folder that is not there."""
    assert callit("retro", "--out", "report.pdf").sentence == (
        "report.pdf is neither .html nor .md. Name a file such as report.html."
    )
    assert (
        "could not be written (No such file or directory)"
        in callit("retro", "--out", str(tmp_path / "no" / "r.md")).sentence
    )


def test_days_and_all_projects_are_said(callit: CommandLine, now: datetime) -> None:
    """The days that were asked for stand in the answer; with --all each project has a line."""
    last = (now + timedelta(days=1)).date().isoformat()
    assert " h from 1 May to " in callit.done("retro", "--from", "2026-05-01", "--to", last)
    first, line = callit.done("retro", "--all").splitlines()
    assert first.startswith("34 h on 1 project;")
    assert "planned 20–30 h in all, best ROC AUC .889; finished" in line
    assert callit.done("retro", "--all", "--to", "2020-01-01").strip() == "No hours are logged until 1 Jan 2020."


@pytest.mark.parametrize("words", [("--from", "soon"), ("--all", "--out", "report.html")])
def test_wrong_usage_is_exit_code_2(callit: CommandLine, words: tuple[str, ...]) -> None:
    """A day that is none, and a file of all projects, are said at once."""
    assert callit("retro", *words).code == 2


def test_a_range_the_wrong_way_round_is_a_sentence(callit: CommandLine) -> None:
    """With what to do."""
    assert "Give the earlier day first" in callit("retro", "--from", "2026-05-09", "--to", "2026-05-01").err
