"""`callit clean-worth`: a line for each rule, kept beside the run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from model.protocol.rules_worth import RulesWorth, RuleWorth
from model.protocol.suspect_desk import Change
from planner.relabelling import rules_worth as worth_of
from tests.integration.command_line import CommandLine
from tests.unit.planner.relabelling.made_desk import made_run

WORTH = RulesWorth(
    "macro_f1",
    900,
    100,
    (
        RuleWorth("exact_duplicates", "Exact duplicates", 1_433, Change(0.012, 0.003, 0.02)),
        RuleWorth("markup", "HTML tags and entities", 12, Change(-0.001, -0.004, 0.002)),
    ),
)


@pytest.fixture
def run(tmp_path: Path) -> str:
    """An ended session."""
    made_run(tmp_path / "run")
    return str(tmp_path / "run")


def test_a_line_for_each_rule_and_it_is_asked_once(
    callit: CommandLine, run: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the rows it touched, what it brought, and how that was measured; then as JSON."""
    monkeypatch.setattr(worth_of, "asked", lambda *_, **__: WORTH)
    *lines, how = callit.done("clean-worth", run).splitlines()
    assert lines == [
        "   1,433  Exact duplicates: worth it: +1.2 points (+0.3 to +2.0)",
        "      12  HTML tags and entities: cannot tell: -0.1 points (-0.4 to +0.2)",
    ]
    assert how.startswith("What each rule brought in macro-F1 on 100 validation texts: the n-gram model, fitted on 900")
    monkeypatch.undo()
    told = callit("clean-worth", run, "--json").json
    assert [(one["rule"], one["standing"]) for one in told["rules"]] == [
        ("exact_duplicates", "worth it"),
        ("markup", "cannot tell"),
    ]


def test_a_table_that_needed_no_rule_says_so(callit: CommandLine, run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was left out."""
    monkeypatch.setattr(worth_of, "asked", lambda *_, **__: replace(WORTH, rules=()))
    assert callit.done("clean-worth", run) == "No rule touched a row: there is nothing to leave out.\n"


def test_a_folder_without_a_session_ends_with_one_sentence(callit: CommandLine, tmp_path: Path) -> None:
    """As with any other command."""
    assert "holds no session" in callit("clean-worth", str(tmp_path)).sentence
