"""`callit forecast` and `callit backtest` from the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning
from planner.store import open_store
from tests.integration.command_line import CommandLine
from tests.unit.made_histories import made_history
from tests.unit.made_projects import log_hours, planned_project

SCORE = {"n", "coverage", "high_over_low", "interval_score"}


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> CommandLine:
    """A terminal on a Friday afternoon."""
    monkeypatch.setattr("planner.cli.forecast.now", lambda: now)
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def plan(home: Path, now: datetime) -> None:
    """A project of two phases with ranges and one without; an hour is logged."""
    with open_store(home) as store:
        project = planned_project(store, "Comments", {"Clean": (2.0, 4.0), "Model": (8.0, 12.0), "Debug": None}, now)
        log_hours(store, project, {"Clean": 1}, now)


@pytest.fixture
def tasks(tmp_path: Path) -> Path:
    """A file of forty finished tasks of one person."""
    history = made_history(40)
    lines = [
        f"2026-{1 + row // 28:02d}-{1 + row % 28:02d},{planned:.2f},{actual:.2f}"
        for row, (planned, actual) in enumerate(zip(history.planned_hours, history.actual_hours, strict=True))
    ]
    file = tmp_path / "tasks.csv"
    file.write_text("finished,planned_hours,actual_hours\n" + "\n".join(lines))
    return file


@pytest.mark.usefixtures("plan")
def test_the_forecast_says_range_basis_left_and_chance(callit: CommandLine) -> None:
    """One line for each phase, then the whole."""
    said = callit.done("forecast", "--free-hours", "12-18")
    assert "Model: you said 8–12 h; honest is " in said
    assert said.startswith("Comments: Will I finish? As likely as not: ")
    assert "Honest ranges from published projects, none of yours yet." in said
    assert "after 1 h logged; you said 10–16 h in all, honest is " in said
    assert "Debug has no range and has no part in this." in said
    assert "You have 12–18 h." in said
    assert "Cap Model at " in said
    assert "Your ranges so far: no finished range yet." in said


@pytest.mark.usefixtures("plan")
def test_the_forecast_as_json(callit: CommandLine) -> None:
    """The same for scripts; without free hours there is no chance."""
    found = callit("forecast", "--json").json
    assert [phase["phase"] for phase in found["phases"]] == ["Clean", "Model"]
    assert found["phases"][0]["left"]["low"] > 0
    assert found["without_range"] == ["Debug"]
    assert (found["chance"], found["remedies"]) == (None, [])
    assert 0 < callit("forecast", "--free-hours", "12,5 - 18", "--json").json["chance"] < 1


@pytest.mark.usefixtures("plan")
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("30-20", "The low end (30 h) is above the high end (20 h). Swap them, or correct one."),
        ("some", "'some' is not a range of hours. Write low and high, such as 20-30."),
        ("0-5", "The low end is 0 h. Hours must be more than zero, such as 0.5 or 20."),
    ],
)
def test_free_hours_that_cannot_be_right_get_a_sentence(callit: CommandLine, typed: str, sentence: str) -> None:
    """What was typed, and what to type."""
    assert callit("forecast", "--free-hours", typed).sentence == sentence


@pytest.mark.usefixtures("plan")
def test_with_free_time_kept_the_dates_are_said(callit: CommandLine) -> None:
    """The days by which 50, 80 and 95 % are done come from the hours kept, in order."""
    callit.done(
        "availability", "--from", "2026-05-11", "--to", "2026-06-12", "--hours", "Mon-Fri 18:00-20:00", "--save"
    )
    found = callit("forecast", "--json").json
    days = [found["done_by"][sure] for sure in ("50", "80", "95")]
    assert days == sorted(days)
    assert days[0] > "2026-05-11"
    assert (found["chance"], found["deadline_for_80"]) == (None, None)
    assert "Comments: Probably done by " in callit.done("forecast")


@pytest.mark.usefixtures("plan")
def test_with_a_deadline_and_free_time_the_chance_needs_no_option(
    callit: CommandLine, home: Path, now: datetime
) -> None:
    """Need against the hours until the deadline, and the day that would do."""
    with open_store(home) as store:
        (project,) = planning.projects(store)
        planning.update_project(store, replace(project, deadline=now + timedelta(days=7)), now=now)
    callit.done(
        "availability", "--from", "2026-05-11", "--to", "2026-06-12", "--hours", "Mon-Fri 18:00-20:00", "--save"
    )
    found = callit("forecast", "--json").json
    assert 0 <= found["chance"] < 0.5
    assert found["deadline_for_80"] == found["done_by"]["80"]
    said = callit.done("forecast")
    assert "To reach 80 %:" in said
    assert "Move the deadline to " in said


def test_a_project_without_ranges_has_no_forecast(callit: CommandLine, home: Path, now: datetime) -> None:
    """It says where to give them; so does a home without any project."""
    assert callit("forecast").sentence.startswith("There is no project yet.")
    with open_store(home) as store:
        planned_project(store, "Bare", {"Debug": None}, now)
    assert callit("forecast").sentence == (
        "Bare has no range yet. Give its phases low and high hours on the Plan page."
    )


def test_the_backtest_prints_its_scores_beside_the_plain_rule(callit: CommandLine, tasks: Path) -> None:
    """Thirty of the forty tasks are scored, and it says that it looks ahead."""
    said = callit.done("backtest", str(tasks))
    ours, plain = (line.split() for line in said.splitlines() if line.startswith(("Honest", "Plain")))
    assert ours[3] == plain[3] == "30"
    assert "This looks ahead: without a column 'planned'" in said


def test_the_backtest_as_json(callit: CommandLine, tasks: Path) -> None:
    """Exactly the keys that scripts count on."""
    found = callit("backtest", str(tasks), "--json").json
    assert set(found) == {"all", "seven_hours_or_more", "plain_rule", "looks_ahead"}
    assert set(found["plain_rule"]) == {"all", "seven_hours_or_more"}
    assert set(found["all"]) == set(found["plain_rule"]["seven_hours_or_more"]) == SCORE
    assert found["all"]["n"] == 30
    assert found["looks_ahead"] is True


def test_totals_and_the_own_past_alone(callit: CommandLine, tasks: Path) -> None:
    """Four totals of seven in thirty tasks; with one person, alone is all there is."""
    assert callit("backtest", str(tasks), "--sums", "7", "--json").json["all"]["n"] == 4
    assert callit("backtest", str(tasks), "--alone", "--json").json == callit("backtest", str(tasks), "--json").json


def test_a_short_file_is_read_and_nothing_is_scored(callit: CommandLine, tmp_path: Path) -> None:
    """No score is made up; JSON has null."""
    file = tmp_path / "short.csv"
    file.write_text("planned,finished,planned_hours,actual_hours\n2026-01-01,2026-01-05,3,4\n2026-01-02,x,3,0\n")
    said = callit.done("backtest", str(file))
    assert "1 row was left out: 'finished' is not a date there." in said
    assert "No task was scored: that takes a person with more than ten finished tasks." in said
    assert callit("backtest", str(file), "--json").json["all"] == {**dict.fromkeys(SCORE), "n": 0}


def test_a_file_of_something_else_gets_a_sentence(callit: CommandLine, tmp_path: Path) -> None:
    """A missing file, and one without the columns."""
    other = tmp_path / "other.csv"
    other.write_text("text,label\nhello,1\nthere,0\n")
    assert "has no column finished, planned_hours and actual_hours" in callit("backtest", str(other)).sentence
    assert "gone.csv" in callit("backtest", str(tmp_path / "gone.csv")).sentence


def test_stopping_the_timer_keeps_the_forecast_of_the_day(callit: CommandLine, plan: None, home: Path) -> None:
    """So that the retrospective can say when it first passed the plan, also for who never opens the app."""
    callit.done("start", "Model", "--at", "10 min ago")
    assert callit.done("stop").startswith("Stopped Model after 10 min.")
    with open_store(home) as store:
        (project,) = planning.projects(store)
        (kept,) = store.forecasts.of_project(project.id)
        assert kept.logged_hours > 1
