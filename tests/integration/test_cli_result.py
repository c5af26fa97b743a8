"""`callit result`: a score from elsewhere, in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from planner import planning, results, timelog
from planner.domain.project import Project
from planner.domain.stopping import StopRules
from planner.store import Store, open_store
from tests.integration.command_line import CommandLine


@pytest.fixture
def callit(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], now: datetime) -> CommandLine:
    """A terminal at half past four (Berlin) on Friday 8 May."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    for module in ("result", "status", "words"):
        monkeypatch.setattr(f"planner.cli.{module}.now", lambda: now)
    return CommandLine(monkeypatch, capsys)


@pytest.fixture
def project(home: Path, now: datetime) -> Project:
    """A project that wants to be asked when its score hardly rises."""
    with open_store(home) as opened:
        made = planning.create_project(opened, "Toxic comments", now=now - timedelta(days=3))
        return planning.update_project(opened, replace(made, stop=StopRules(gain_per_hour=0.01)), now=now)


def test_a_score_is_logged_and_compared_with_the_best(callit: CommandLine, project: Project) -> None:
    """The first, a better, and a worse one."""
    assert (
        callit.done("result", "0.884", "--metric", "roc_auc")
        == "Logged ROC AUC .884 on Toxic comments, the first one.\n"
    )
    assert callit.done("result", ".901", "--metric", "ROC AUC").endswith(", the best so far (.884 before).\n")
    assert callit.done("result", "0,89", "--metric", "roc auc").endswith("; best so far .901.\n")


def test_lower_is_better_where_it_is(callit: CommandLine, project: Project) -> None:
    """A loss that falls is the best so far; a score below zero is no option of the command."""
    callit.done("result", "0.5", "--metric", "log_loss")
    assert "the best so far" in callit.done("result", "0.4", "--metric", "log_loss", "--note", "with dropout")
    assert "−.500" in callit.done("result", "-0.5", "--metric", "reward")


def test_a_score_of_earlier_is_logged_when_it_was_reached(
    callit: CommandLine, store: Store, project: Project, now: datetime
) -> None:
    """`--at` as with the timer."""
    callit.done("result", "0.8", "--metric", "f1", "--at", "2 h ago")
    assert results.results(store, project.id)[0].logged_at == now - timedelta(hours=2)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("88.4", "--metric", "roc_auc"), "For 88.4 % write 0.884."),
        (("good", "--metric", "roc_auc"), "'good' is not a score. Give a number, such as 0.884."),
        (("nan", "--metric", "f1"), "is no score"),
        (("0.8", "--metric", ""), "does not name a metric"),
        (("0.8", "--metric", "f1", "--project", "Nope"), "There is no project 'Nope'."),
    ],
)
def test_what_is_no_score_is_one_sentence(
    callit: CommandLine, store: Store, project: Project, words: tuple[str, ...], said: str
) -> None:
    """Exit code 1, and nothing is logged."""
    assert said in callit("result", *words).sentence
    assert results.results(store, project.id) == []


def test_scores_by_hand_answer_whether_the_last_hours_were_worth_it(
    callit: CommandLine, store: Store, project: Project, now: datetime
) -> None:
    """Four hours of work, the score stands still in the last two: the plan asks."""
    model = planning.phase_named(store, project.id, "Model")
    timelog.add_entry(store, model.id, now - timedelta(hours=4), now, now=now)
    callit.done("result", "0.8", "--metric", "f1", "--at", "3 h ago")
    callit.done("result", "0.8", "--metric", "f1", "--at", "10 min ago")
    (question,) = callit("status", "--json").json["questions"]
    assert "did not get better in the last 2 h of work" in question["found"]
