"""Page and command guess the columns of a file from the same rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from typer.testing import CliRunner

from planner.cli import session
from planner.cli.main import app
from planner.domain.errors import SessionRefused
from planner.material.column_guess import ROWS_GUESSED_FROM, columns_of
from planner.material.first_look import first_look


@pytest.fixture
def ordered(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The orders that `callit train` would have started a session with."""
    orders: list[Any] = []

    def keep(order: Any, _placement: object, **_: object) -> None:
        orders.append(order)
        raise SessionRefused("Not in this test.")

    monkeypatch.setattr(session, "run_in_foreground", keep)
    return orders


def _table(path: Path, *, sorted_until: int, rows: int = 600) -> Path:
    """A file whose labels are one value for so many rows, beside a column of numbers that come again."""
    moods = ["good" if row < sorted_until or row % 2 else "bad" for row in range(rows)]
    texts = [f"a review of some words, number {row}" for row in range(rows)]
    pd.DataFrame({"floor": [row % 3 for row in range(rows)], "body": texts, "mood": moods}).to_csv(path, index=False)
    return path


def test_labels_that_change_after_200_rows_are_guessed_alike(tmp_path: Path, ordered: list[Any]) -> None:
    """The command once looked at 200 rows, in which the moods are all one, and took the floor for the label."""
    path = _table(tmp_path / "t.csv", sorted_until=300)
    look = first_look(path)
    CliRunner().invoke(app, ["train", str(path), "--timebox", "5m", "--out", str(tmp_path / "out")])
    assert (look.text, look.label) == ("body", "mood")
    assert [(order.table.text_column, order.table.label_column) for order in ordered] == [("body", "mood")]


@pytest.mark.slow
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sorted_until=some.integers(0, 600))
def test_the_page_shows_what_is_guessed_for_all(tmp_path: Path, sorted_until: int) -> None:
    """However far a file is sorted by its label, one guess holds, made from as many rows as are said."""
    columns = columns_of(_table(tmp_path / "t.csv", sorted_until=sorted_until))
    look, guess = first_look(_table(tmp_path / "t.csv", sorted_until=sorted_until)), columns.guess()
    assert (look.text, look.label, look.label_columns) == (guess.text, guess.label, columns.label_columns())
    assert len(columns.head.frame) == ROWS_GUESSED_FROM


def test_a_label_is_looked_for_beside_the_texts_that_were_named(tmp_path: Path) -> None:
    """The next likely column, or none."""
    path = _table(tmp_path / "t.csv", sorted_until=0)
    columns = columns_of(path)
    assert [columns.label(texts) for texts in ((), ("body",), ("mood",), ("mood", "floor"))] == [
        "mood", "mood", "floor", None,
    ]  # fmt: skip


def test_a_copy_of_the_label_in_words_is_not_guessed_for_the_texts(tmp_path: Path) -> None:
    """Long names of classes look more like texts than short texts do; page and command look beside them."""
    moods = ["good" if row % 3 else "bad" for row in range(300)]
    named = {"good": "a good review, as somebody judged", "bad": "a bad review, as somebody judged"}
    table = pd.DataFrame({"words": [f"w{row} u{row}" for row in range(300)], "review": map(named.get, moods)})
    table.assign(mood=moods).to_csv(tmp_path / "t.csv", index=False)
    guess = columns_of(tmp_path / "t.csv").guess()
    assert (guess.text, guess.label, first_look(tmp_path / "t.csv").text) == ("words", "mood", "words")


def test_the_command_names_the_columns_that_the_page_lists(tmp_path: Path) -> None:
    """A share that looks like classes in the first rows, and is a number in more, is named by neither."""
    rows, path = 600, tmp_path / "t.csv"
    shares = [f"{0.05 * (row % 2):.2f}" if row < 100 else f"{row / rows:.4f}" for row in range(rows)]
    columns = {
        "text": [f"a comment of some words, number {row}" for row in range(rows)],
        "target": [f"{row / rows:.4f}" for row in range(rows)],
        "insult": shares,
        "mood": [("good", "bad")[row % 2] for row in range(rows)],
    }
    pd.DataFrame(columns).to_csv(path, index=False)
    said = CliRunner().invoke(app, ["train", str(path), "--out", str(tmp_path / "out")])
    assert first_look(path).label_columns == ("mood",)
    assert said.exit_code == 2
    assert "('mood' looks like one)" in " ".join(said.output.split())
