"""What the delivered model says of the held-out texts, for a person to look at, and for a new box to compare with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.text_mark import readable
from model.folder.answers import labels_in_cells
from model.judging.decision import Probabilities, has_several_labels, said_labels
from model.protocol.run_folder import (
    LABEL_COLUMN,
    LABELS_COLUMN,
    PREDICTIONS_FILE,
    PROBABILITY_COLUMN,
    positive_column,
)
from model.session.benchmark_stage import FittedBenchmark
from model.session.context import Context
from model.session.data_stages import SessionData
from model.session.prove_stage import Proof
from model.session.resume import keep_held_out
from model.spreadsheet import write_table

COLUMNS = ("text", "label", LABEL_COLUMN, PROBABILITY_COLUMN)

Rows = Iterator[tuple[str, ...]]


def keep_predictions(context: Context, fitted: FittedBenchmark, proof: Proof) -> None:
    """Write them; the model is proven, so a full disk only costs this table."""
    data, probabilities = fitted.data, proof.delivered.probabilities
    try:
        keep_held_out(context.folder, probabilities)
        if has_several_labels(data.held_out.labels):
            rows = _label_rows(fitted, probabilities, context.order.table.tag_separator)
            write_table(context.folder / PREDICTIONS_FILE, _label_columns(data), rows)
        else:
            write_table(context.folder / PREDICTIONS_FILE, COLUMNS, _rows(data, probabilities))
    except OSError as error:
        context.log.warn(f"The predictions on held-out texts could not be written ({error.strerror}).")


def _rows(data: SessionData, probabilities: Probabilities) -> Rows:
    part = data.held_out
    predicted = np.argmax(probabilities, axis=1)
    for text, label, likeliest, row in zip(part.texts, part.labels, predicted, probabilities, strict=True):
        yield readable(text), data.classes[label], data.classes[likeliest], f"{row[likeliest]:.4f}"


def _label_columns(data: SessionData) -> tuple[str, ...]:
    return ("text", "labels", LABELS_COLUMN, *map(positive_column, data.classes))


def _label_rows(fitted: FittedBenchmark, probabilities: Probabilities, separator: str | None) -> Rows:
    """Of several labels: those of the table, those that are said, and the probability of each."""
    part, names = fitted.data.held_out, fitted.data.classes
    said = said_labels(probabilities, fitted.model.decision.thresholds)
    has, predicted = (labels_in_cells(matrix, names, separator=separator) for matrix in (part.labels, said))
    for text, labels, answer, row in zip(part.texts, has, predicted, probabilities, strict=True):
        yield (readable(text), labels, answer, *(f"{probability:.4f}" for probability in row))
