"""A whole session on a label that is a number: from the line to `predict` in a fresh process, and run again."""

from __future__ import annotations

import random
from datetime import UTC
from pathlib import Path

import pandas as pd
import pytest

from model.protocol.result import read_result
from planner.pages.train_page.ended import _choices_of
from planner.sessions import Placement
from planner.sessions.again import order_of
from planner.sessions.closing import record_end, record_start
from planner.sessions.continuing import continued_order
from planner.sessions.follower import SessionFollower
from planner.sessions.hand_in import paragraph
from planner.store import Store
from tests.integration.real_sessions import callit

BOX_S = 100


def _table(folder: Path, rows: int = 600) -> Path:
    """Texts whose words say how high their number is; 24 rows have none."""
    dice = random.Random(3)
    bad, good = ["awful", "rude", "vile", "stupid"], ["kind", "lovely", "calm", "thanks"]
    lines = ["text,share"]
    for row in range(rows):
        share = 0.0 if row % 3 else dice.random()
        words = [dice.choice(bad if dice.random() < share else good) for _ in range(8)]
        lines.append(f"{' '.join(words)} {row},{'' if row % 25 == 0 else f'{share:.4f}'}")
    path = folder / "comments.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a session with a line at 0.5 was run in its box."""
    folder = tmp_path_factory.mktemp("number")
    _table(folder)
    words = ("--positive-if", ">=0.5", "--positive-name", "toxic", "--epochs", "2", "--timebox", f"{BOX_S}s")
    done = callit(folder, "train", "comments.csv", "--text", "text", "--label", "share", "--out", "out", *words)
    assert done.returncode == 0, done.stderr
    assert "Label: share >= 0.5 is 'toxic', the rest 'not toxic'" in done.stderr
    assert "Proven at" in done.stdout
    return folder


def test_what_was_made_of_the_numbers_is_in_the_result(folder: Path) -> None:
    """The classes with their rows, the rows skipped, and two-class scores; the card says it."""
    result = read_result(folder / "out")
    assert result is not None
    assert result.numbers is not None
    shares = pd.read_csv(folder / "comments.csv")["share"]
    counted = {"toxic": int((shares >= 0.5).sum()), "not toxic": int((shares < 0.5).sum())}
    assert result.numbers.classes == counted
    assert (result.numbers.made, result.numbers.skipped) == ("share >= 0.5 is 'toxic', the rest 'not toxic'", 24)
    assert result.cleaning is not None
    assert [(rule.title, rule.rows) for rule in result.cleaning.rules if rule.rule == "missing_label"] == [
        ("Rows whose number is missing or not finite", 24)
    ]
    assert result.classes == ("not toxic", "toxic")
    for model in (result.scores.benchmark, result.scores.delivered):
        assert {"roc_auc", "macro_f1"} <= set(model.held_out)
    card = (folder / "out" / "card.md").read_text(encoding="utf-8")
    assert "Classes made of numbers: share >= 0.5 is 'toxic', the rest 'not toxic'" in card
    assert "24 rows skipped, their number missing or not finite" in card


def test_predict_gives_the_probability_of_the_positive_side(folder: Path) -> None:
    """In a fresh process, beside the columns of today: the same whichever label is likelier."""
    done = callit(folder, "predict", "out", "comments.csv", "--out", "labelled.csv")
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(folder / "labelled.csv")
    assert list(table) == ["text", "share", "predicted_label", "predicted_probability", "probability_toxic"]
    is_toxic = table["predicted_label"] == "toxic"
    expected = table["predicted_probability"].where(is_toxic, 1 - table["predicted_probability"])
    assert (table["probability_toxic"] - expected).abs().max() < 1e-5
    kept = pd.read_csv(folder / "out" / "held_out_predictions.csv")
    assert set(kept["label"]) == {"toxic", "not toxic"}


def test_history_hand_in_run_again_and_continue_know_the_line(folder: Path, store: Store) -> None:
    """One place in the order, read by all."""
    view = SessionFollower(folder / "out").refresh()
    record_start(store, view, Placement())
    record_end(store, view)
    session = store.sessions.session(view.session_id)
    assert session.data_words == "comments.csv, label share >= 0.5"
    order = order_of(session)
    assert order is not None
    words = paragraph(view, order, zone=UTC)
    assert "labels made of numbers, share >= 0.5 is 'toxic', the rest 'not toxic'; 24 rows" in words
    again = _choices_of(session)
    assert (again.label, again.positive_if, again.positive_name, again.bins) == ("share", ">=0.5", "toxic", None)
    assert continued_order(folder / "out", timebox_s=60).table == order.table
