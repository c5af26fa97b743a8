"""`callit pairs`: in a terminal by keys, in scripts by options; each decision is kept at once."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from tests.integration.command_line import CommandLine
from tests.unit.planner.relabelling.made_desk import made_run


@pytest.fixture
def run(tmp_path: Path) -> str:
    """An ended session with three texts to decide."""
    made_run(tmp_path / "run")
    return str(tmp_path / "run")


def test_scripts_list_decide_and_undo(callit: CommandLine, run: str) -> None:
    """Numbers stay what they are while others are decided."""
    assert callit.done("pairs", run, "--list").splitlines() == [
        "   1  good (2), bad (1)  Quick and kind",
        "   2  bad (1), good (1)  Cold tea",
        "   3  bad (1), good (1), mixed (1)  Hm",
    ]
    said = callit.done("pairs", run, "--both", "2", "--drop", "3", "--label", "1", "bad")
    assert said.splitlines() == [
        "bad or good -> all stay: Cold tea",
        "bad or good or mixed -> dropped: Hm",
        "good or bad -> bad: Quick and kind",
    ]
    assert callit.done("pairs", run, "--list") == "No text with several labels waits for a decision.\n"
    assert callit.done("pairs", run, "--answers").splitlines()[2] == "   3  good or bad -> bad: Quick and kind"
    assert callit.done("pairs", run, "--undo", "2") == "undone: bad or good or mixed -> dropped: Hm\n"
    assert [one["number"] for one in callit("pairs", run, "--list", "--json").json["pairs"]] == [3]
    assert "good or bad -> bad" in callit.done("relabel", run, "--answers")


def test_texts_that_are_scored_on_are_shown_apart(callit: CommandLine, run: str) -> None:
    """With why; they have no number that could be decided."""
    assert callit.done("pairs", run, "--scored").splitlines() == [
        "Of texts that are scored on: shown, and never changed or learned from.",
        "   1  bad (1), good (1)  Scored and odd",
    ]


def test_one_key_is_one_decision(callit: CommandLine, run: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A number, undone, both, a key that means nothing, skip, quit."""
    keys = iter("2ubxs")

    def getchar(*_: object) -> str:
        if (key := next(keys, None)) is None:
            raise EOFError
        return key

    monkeypatch.setattr(click, "getchar", getchar)
    said = callit.done("pairs", run)
    assert said.startswith("3 texts with several labels to decide in reviews.csv.\n")
    assert (
        "#1  Undecided, the rows with 'good' are learned from, as they are most.\n"
        "  1  good (2 rows)\n     Quick and kind\n  2  bad (1 row)\n     quick and kind!\n"
    ) in said
    assert "  undone: good or bad -> bad: Quick and kind\n" in said
    assert said.endswith("1 decision made. The next session on this table uses them.\n")
    assert callit.done("pairs", run, "--list").split()[0] == "2"


def test_wrong_numbers_end_with_one_sentence(callit: CommandLine, run: str) -> None:
    """Nothing is written then."""
    assert callit("pairs", run, "--both", "9").sentence.startswith("No pair with the number 9 waits")
    assert callit("pairs", run, "--label", "1", "mixed").sentence.startswith("That text has no label 'mixed'")
    assert callit("pairs", run, "--undo", "1").sentence.startswith("There is no decision 1")
    assert callit.done("pairs", run, "--answers") == "Nothing was decided about such texts.\n"
