"""Both sides of the comparison on several labels are judged on the same rows, by one count."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import f1_score

from benchmarks import several_labels
from benchmarks.several_labels import Table, best_lines, callit_side, f1_of_labels, macro_f1, read_parts, row

LABELS = ("rude", "loud")
ROWS = 400


@pytest.fixture
def table(tmp_path: Path) -> Table:
    """Texts that are not UTF-8; the last one is there twice, and labels are in the spellings that people have."""
    dice = np.random.default_rng(3)
    truth = dice.random((ROWS, 2)) < 0.3
    cells = np.where(truth, "1", np.where(dice.random((ROWS, 2)) < 0.5, "0", ""))
    lines = [f"caf\u00e9 number {number},{','.join(found)}" for number, found in enumerate(cells)]
    path = tmp_path / "table.csv"
    path.write_bytes("\n".join(["text,rude,loud", *lines, lines[-1]]).encode("cp1252"))
    return read_parts(path, "text", LABELS, seed=7)


def test_every_text_has_one_part_and_its_letters(table: Table) -> None:
    """Seven in ten to train on, one for validation, two held out; a text that came twice counts once."""
    assert len(table.frame) == ROWS
    assert [len(table.rows(part)) for part in ("train", "dev", "test")] == [280, 40, 80]
    assert table.frame["text"].str.startswith("caf\u00e9 ").all()
    assert 0.2 < table.truth.mean() < 0.4


def test_predictions_are_judged_by_row_whatever_their_order(table: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that knows all gets 1, though its file has the rows backwards; the order names labels, split and box."""
    said: list[tuple[str, ...]] = []

    def callit(command: str, first: Path, *words: str) -> None:
        said.append((command, *words))
        if command == "train":
            assert pd.read_csv(first, encoding="utf-8")["split"].value_counts()["test"] == 80
            return
        frame = pd.read_csv(words[0]).iloc[::-1]
        truth = table.truth[frame["row"]]
        frame["predicted_labels"] = ["; ".join(np.array(LABELS)[own]) for own in truth]
        for place, label in enumerate(LABELS):
            frame[f"probability_{label}"] = truth[:, place] * 0.9
        frame.to_csv(words[words.index("--out") + 1], index=False, encoding="utf-8-sig")

    monkeypatch.setattr(several_labels, "_callit", callit)
    answers = callit_side(table, "2m", seed=7)
    assert row(table, answers, answers).startswith("| callit, 2m | 1.000 | 1.000 | 1.000 |")
    assert said[0][said[0].index("--labels") + 1] == "rude,loud"
    assert said[0][said[0].index("--split-column") + 1] == "split"
    assert said[0][said[0].index("--timebox") + 1] == "2m"


def test_scores_are_those_of_another_count() -> None:
    """As scikit-learn counts them."""
    dice = np.random.default_rng(5)
    truth, said = dice.random((200, 4)) < 0.2, dice.random((200, 4)) < 0.3
    assert f1_of_labels(truth, said).tolist() == pytest.approx(f1_score(truth, said, average=None).tolist())
    assert macro_f1(truth, said) == pytest.approx(f1_score(truth, said, average="macro"))


def test_the_best_line_of_a_label_is_found() -> None:
    """Where all that is true lies above 0.2 and nothing else does, the line lies between."""
    truth = np.array([[True], [True], [False], [False]])
    (line,) = best_lines(truth, np.array([[0.30], [0.28], [0.2], [0.1]]))
    assert 0.2 < line <= 0.28
