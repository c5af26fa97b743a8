"""`callit train --split-column`: what is offered, what is refused, and a real table that gives its own parts."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from planner.material.column_guess import columns_of
from planner.material.split_look import split_look
from tests.integration.command_line import CommandLine
from tests.integration.real_sessions import callit, person, result

PLACE = os.environ.get("CALLIT_DATASETS")
COLUMNS = ("--text", "text", "--label", "mood")


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    """A terminal in the test's folder, of a person who has trained on this machine before."""
    for name in ("CALLIT_HOME", "COLUMNS"):
        monkeypatch.setenv(name, person(tmp_path)[name])
    monkeypatch.chdir(tmp_path)
    return CommandLine(monkeypatch, capsys)


def table(path: Path, parts: list[str]) -> None:
    """A table of so many rows with these parts."""
    rows = range(len(parts))
    texts, moods = [f"the flight number {n} was late again" for n in rows], ["bad" if n % 3 else "good" for n in rows]
    pd.DataFrame({"text": texts, "mood": moods, "split": parts}).to_csv(path, index=False)


@pytest.mark.parametrize(
    ("parts", "words", "sentence"),
    [
        (["train"] * 90 + ["test"] * 30, ("--split-column", "part"), "Column 'part' not found in t.csv"),
        (["train"] * 90 + ["test"] * 30, ("--split-column", "mood"), "cannot give the parts and hold texts or labels"),
        (["a"] * 90 + ["b"] * 30, ("--split-column", "split"), "names no parts of the table: it has 'a', 'b'."),
        (
            ["train"] * 10 + ["test"] * 90,
            ("--split-column", "split"),
            "too few rows to train on (train 10, held out 90)",
        ),
        (["train"] * 120, ("--split-column", "split"), "gives no part to judge a model by (train 120;"),
    ],
)
def test_a_column_that_gives_no_parts_is_one_sentence(
    tmp_path: Path, typed: CommandLine, parts: list[str], words: tuple[str, ...], sentence: str
) -> None:
    """Before anything is made."""
    table(tmp_path / "t.csv", parts)
    ran = typed("train", "t.csv", *COLUMNS, *words, "--timebox", "1m", "--out", "out")
    assert ran.code == 1
    assert sentence in ran.err
    assert "Traceback" not in ran.err
    assert not (tmp_path / "out").exists()


def test_the_command_offers_the_column_and_says_its_parts(
    tmp_path: Path, typed: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no part that nobody asked for."""
    monkeypatch.setattr("planner.sessions.run.free_bytes", lambda: 0)  # refused, after all of this was said
    table(tmp_path / "t.csv", ["train"] * 90 + ["dev"] * 25 + ["test"] * 30)
    offered = typed("train", "t.csv", *COLUMNS, "--timebox", "1m", "--out", "out")
    assert "Column 'split' gives parts of its own. To use them: --split-column split" in offered.err
    asked = typed("train", "t.csv", *COLUMNS, "--split-column", "split", "--timebox", "1m", "--out", "out")
    assert "Parts from column 'split': train 90, validation 25, held out 30." in asked.err


@pytest.mark.datasets
@pytest.mark.skipif(not PLACE, reason="CALLIT_DATASETS is unset: it names the folder with the real data sets")
def test_a_real_table_is_split_as_those_who_made_it_did(tmp_path: Path) -> None:
    """EmoBank (Buechel & Hahn 2017): 8,062 sentences to train on, 1,000 for development, 1,000 to test."""
    published = Path(str(PLACE)) / "text" / "emobank" / "emobank.csv"
    if not published.exists():
        pytest.skip(f"{published} is not among the data sets here")
    frame = pd.read_csv(published)
    frame = frame.assign(mood=frame["V"].ge(3.0).map({True: "pleasant", False: "unpleasant"}))[
        ["text", "mood", "split"]
    ]
    frame.to_csv(tmp_path / "emobank.csv", index=False)
    assert columns_of(tmp_path / "emobank.csv").split_column() == "split"
    words = "train 8,062, validation 1,000, held out 1,000"
    assert split_look(tmp_path / "emobank.csv", "split").words == words
    options = (*COLUMNS, "--split-column", "split", "--timebox", "100s", "--epochs", "1", "--out", "out")
    done = callit(tmp_path, "train", "emobank.csv", *options)
    assert done.returncode == 0, done.stderr
    assert f"Parts from column 'split': {words}." in done.stderr
    split = result(tmp_path / "out")["split"]
    texts = frame.dropna().groupby("split")["text"]
    assert split["held_out"] == texts.size()["test"]
    assert 0.95 * texts.nunique()["dev"] <= split["validation"] <= texts.nunique()["dev"]
    assert 0.95 * texts.nunique()["train"] <= split["train"] <= texts.nunique()["train"]
