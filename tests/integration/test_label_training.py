"""Whole sessions where a text may have several labels: from the table to `predict` in a fresh process."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from model.protocol.result import read_result
from model.protocol.run_folder import PREDICTIONS_FILE
from model.session.resume import load_held_out
from tests.integration.real_sessions import callit

LABELS = ("toxic", "obscene", "threat")
WORDS = {"toxic": ("awful", "vile"), "obscene": ("crude", "filthy"), "threat": ("hunt", "beat")}
ONE_IN = {"toxic": 3, "obscene": 5, "threat": 9}
ROWS = 360
BOX_S = 120  # one pass takes a tenth of it, but for a machine that does much else


@dataclass(frozen=True)
class Kind:
    """A way in which people write several labels: how a row's cells look, and what is typed of it."""

    name: str
    options: tuple[str, ...]


COLUMNS = Kind("columns", ("--labels", ",".join(LABELS)))
TAGS = Kind("tags", ("--label", "tags", "--separator", ";"))


def comments() -> Iterator[tuple[str, list[str]]]:
    """Texts with the labels that each has, most of them none; their words tell."""
    dice = random.Random(7)
    for row in range(ROWS):
        has = [label for label in LABELS if dice.randrange(ONE_IN[label]) == 0]
        words = [dice.choice(("kind", "calm", "book", "walk", "green")) for _ in range(6)]
        words += [dice.choice(WORDS[label]) for label in has]
        yield f"{' '.join(dice.sample(words, len(words)))} {row}", has


def table(kind: Kind) -> pd.DataFrame:
    """The same comments as columns of 0 and 1, or as tags with a mark behind the last one."""
    rows = list(comments())
    frame = pd.DataFrame({"nr": range(ROWS), "comment": [text for text, _ in rows]})
    if kind is TAGS:
        return frame.assign(tags=["".join(f"{label};" for label in has) or "[]" for _, has in rows])
    return frame.assign(**{label: [int(label in has) for _, has in rows] for label in LABELS})


def labels_of(cell: str) -> list[str]:
    """The labels of a cell of predictions, with the mark of the table between them."""
    return [name.strip() for name in cell.split(";") if name]


def classes_of(folder: Path) -> tuple[str, ...]:
    """The labels in the session's order."""
    result = read_result(folder / "out")
    assert result is not None
    return result.classes


@pytest.fixture(scope="module", params=[COLUMNS, TAGS], ids=lambda kind: kind.name)
def trained(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a session was run on one kind of table, and its table labelled by a fresh process."""
    kind: Kind = request.param
    folder = tmp_path_factory.mktemp(kind.name)
    table(kind).to_csv(folder / "comments.csv", index=False)
    words = ("--text", "comment", *kind.options, "--timebox", f"{BOX_S}s", "--epochs", "1", "--out", "out")
    done = callit(folder, "train", "comments.csv", *words, "--benchmark", "mean_roc_auc=0.5", timeout_s=BOX_S + 40)
    assert done.returncode == 0, done.stderr + done.stdout
    assert "Proven at" in done.stdout
    assert "outside score: mean ROC AUC" in done.stdout
    asked = callit(folder, "predict", "out", "comments.csv", "--out", "labelled.csv")
    assert asked.returncode == 0, asked.stderr
    return folder


def test_every_column_and_row_is_kept_and_labels_are_added(trained: Path) -> None:
    """What is said of a text are the labels whose probability reaches their own line."""
    before, after = (pd.read_csv(trained / name, keep_default_na=False) for name in ("comments.csv", "labelled.csv"))
    pd.testing.assert_frame_equal(after[list(before)], before)
    result = read_result(trained / "out")
    assert result is not None
    added = [f"probability_{label}" for label in result.classes]
    assert list(after) == [*before, "predicted_labels", *added]
    assert set(result.classes) == set(LABELS)
    lines = dict(zip(result.classes, result.thresholds, strict=True))
    for said, (_, row) in zip(after["predicted_labels"], after.iterrows(), strict=True):
        over = [label for label in result.classes if row[f"probability_{label}"] >= lines[label]]
        assert labels_of(said) == over


def test_the_words_of_each_label_are_learned(trained: Path) -> None:
    """Of texts it was trained on or not, nearly all get exactly the labels whose words they hold."""
    after = pd.read_csv(trained / "labelled.csv", keep_default_na=False)
    said = [
        set(labels_of(cell)) == set(has) for cell, (_, has) in zip(after["predicted_labels"], comments(), strict=True)
    ]
    assert np.mean(said) > 0.9


def test_a_fresh_process_says_what_the_session_was_scored_by(trained: Path) -> None:
    """The probabilities that the held-out scores were counted from, to 1e-5."""
    held_out = load_held_out(trained / "out")
    assert held_out is not None
    texts = pd.read_csv(trained / "out" / PREDICTIONS_FILE, encoding="utf-8-sig")["text"]
    after = pd.read_csv(trained / "labelled.csv").set_index("comment").loc[texts]
    columns = [f"probability_{label}" for label in classes_of(trained)]
    assert held_out.shape == (len(texts), len(LABELS))
    np.testing.assert_allclose(after[columns], held_out, rtol=0, atol=1e-5)


def test_the_result_speaks_of_labels(trained: Path) -> None:
    """Scores of several labels with both means; the card has the line from which on each label is said."""
    result = read_result(trained / "out")
    assert result is not None
    assert result.several_labels
    for model in (result.scores.benchmark, result.scores.delivered):
        means = {"macro_f1", "micro_f1", "mean_roc_auc", "jaccard", "exact_match", "log_loss"}
        assert means | {"macro_f1_all", "mean_roc_auc_all"} == set(model.held_out)
    assert sum(score.support for score in result.per_class.delivered) > 0
    assert "| said from |" in (trained / "out" / "card.md").read_text(encoding="utf-8")
