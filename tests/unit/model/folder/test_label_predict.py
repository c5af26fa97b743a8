"""Labelling a file where a text may have several labels: all that are said in one cell, and how sure each is."""

import csv
from pathlib import Path

import numpy as np
import pytest

from model.folder.answers import labels_in_cells
from model.folder.artifact import Delivered, save_model
from model.folder.predict import predict_file
from model.folder.predictor import load_model
from model.protocol.manifest import Provenance
from tests.unit.made_models import THRESHOLDS, TWO_LABELS, made_two_labels_benchmark

TEXTS = ["the room was awful", "staff lovely", "gloomy awful and lovely sunny", "", "we had usual food", "-1", "NA"]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Texts between other columns, two of which are called like answers."""
    path = tmp_path / "new.csv"
    rows = [["predicted_labels", "review", "probability_bad", "id"]]
    rows += [["old", text, "old", f"00{place}"] for place, text in enumerate(TEXTS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return path


def _model(folder: Path, separator: str | None = None) -> Path:
    origin = Provenance(text_column="review", label_column="bad", tag_separator=separator)
    save_model(folder, Delivered(TWO_LABELS, made_two_labels_benchmark()), scores={"validation": {}}, provenance=origin)
    return folder


def _labelled(folder: Path, table: Path) -> list[dict[str, str]]:
    out = table.with_name("out.csv")
    assert predict_file(folder, table, out) == len(TEXTS)
    with out.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_row_and_column_is_kept_and_each_label_has_its_probability(tmp_path: Path, table: Path) -> None:
    """Columns that are called like an answer hold the new one; the others come out as they went in."""
    rows = _labelled(_model(tmp_path / "model"), table)
    assert list(rows[0]) == ["predicted_labels", "review", "probability_bad", "id", "probability_good"]
    assert [(row["review"], row["id"]) for row in rows] == [(text, f"00{place}") for place, text in enumerate(TEXTS)]
    found = np.array([[float(row[f"probability_{name}"]) for name in TWO_LABELS] for row in rows])
    expected = load_model(tmp_path / "model").probabilities(TEXTS)
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_each_label_is_said_from_its_own_threshold_on(tmp_path: Path, table: Path) -> None:
    """Several in one cell, and an empty one where none is said."""
    rows = _labelled(_model(tmp_path / "model"), table)
    for row in rows:
        said = [
            name
            for name, threshold in zip(TWO_LABELS, THRESHOLDS, strict=True)
            if float(row[f"probability_{name}"]) >= threshold
        ]
        assert row["predicted_labels"] == "; ".join(said)
    assert [row["predicted_labels"] for row in rows[:3]] == ["bad", "good", "bad; good"]
    assert "" in {row["predicted_labels"] for row in rows}


def test_tags_are_written_with_the_mark_that_they_were_read_with(tmp_path: Path, table: Path) -> None:
    """So that what was labelled can be trained on."""
    assert _labelled(_model(tmp_path / "model", separator="|"), table)[2]["predicted_labels"] == "bad|good"


def test_no_mark_stands_in_a_name() -> None:
    """Labels can be told apart again, whatever columns are called."""
    both = np.array([[1, 1]])
    assert labels_in_cells(both, ("a", "b")) == ["a; b"]
    assert labels_in_cells(both, ("a;c", "b")) == ["a;c | b"]
    assert labels_in_cells(both, ("a;c", "b|d")) == ["a;c, b|d"]
