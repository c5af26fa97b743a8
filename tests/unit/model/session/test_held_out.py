"""What the model says of held-out texts, as a table for a person and as arrays for the next box."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.ngram.benchmark import Benchmark
from model.protocol.result import DataFacts
from model.protocol.run_folder import PREDICTIONS_FILE
from model.protocol.timebox import Clock, Timebox
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.data_stages import Part, SessionData
from model.session.held_out import keep_predictions
from model.session.prove_stage import PartScores, Proof
from model.session.resume import load_held_out
from model.session.stage_log import StageLog
from tests.made_orders import made_config
from tests.unit.made_models import CLASSES, TWO_LABELS, made_benchmark, made_two_labels_benchmark


def _kept(
    folder: Path, model: Benchmark, classes: tuple[str, ...], labels: NDArray[Any], probabilities: NDArray[np.float64]
) -> list[list[str]]:
    """The table that is written of two held-out texts."""
    part = Part(["=1+1", "a text"], labels)
    box = Timebox(Clock(0.0, ticks=lambda: 0.0, wall=lambda: 0.0), 60.0)
    context = Context(made_config(), folder, box, StageLog(folder, box), backend=None)  # type: ignore[arg-type]
    fitted = FittedBenchmark(SessionData(classes, part, part, part, "0" * 64, DataFacts()), model, probabilities, {})
    scores = PartScores({}, {}, probabilities)
    keep_predictions(context, fitted, Proof("", scores, scores, (), with_network=False, proven_unix=None))
    assert load_held_out(folder) is not None
    with (folder / PREDICTIONS_FILE).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_a_class_is_told_beside_the_true_one(tmp_path: Path) -> None:
    """With its probability; what a spreadsheet would run is made harmless."""
    probabilities = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]])
    assert _kept(tmp_path, made_benchmark(), CLASSES, np.array([0, 1]), probabilities) == [
        ["text", "label", "predicted_label", "predicted_probability"],
        ["'=1+1", "bad", "bad", "0.7000"],
        ["a text", "good", "so so", "0.6000"],
    ]


def test_several_labels_are_told_with_the_probability_of_each(tmp_path: Path) -> None:
    """The second label is said from .25 on; a text without any has an empty cell."""
    probabilities = np.array([[0.7, 0.3], [0.1, 0.2]])
    labels = np.array([[1, 0], [1, 1]], np.int8)
    assert _kept(tmp_path, made_two_labels_benchmark(), TWO_LABELS, labels, probabilities) == [
        ["text", "labels", "predicted_labels", "probability_bad", "probability_good"],
        ["'=1+1", "bad", "bad; good", "0.7000", "0.3000"],
        ["a text", "bad; good", "", "0.1000", "0.2000"],
    ]
