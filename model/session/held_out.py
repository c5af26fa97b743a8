"""What the delivered model says of the held-out texts, for a person to look at, and for a new box to compare with."""

from __future__ import annotations

import csv
import io

import numpy as np

from model.judging.suspects_file import harmless
from model.session.context import Context
from model.session.data_stages import SessionData
from model.session.kept import keep_held_out
from model.session.prove_stage import Proof
from model.whole_file import whole_file

PREDICTIONS_FILE = "held_out_predictions.csv"
COLUMNS = ("text", "label", "predicted_label", "predicted_probability")


def keep_predictions(context: Context, data: SessionData, proof: Proof) -> None:
    """Write them; the model is proven, so a full disk only costs this table."""
    try:
        keep_held_out(context.folder, proof.delivered.probabilities)
        with whole_file(context.folder / PREDICTIONS_FILE) as file:
            file.write(_table(data, proof).encode("utf-8-sig", "replace"))
    except OSError as error:
        context.diary.warn(f"The predictions on held-out texts could not be written ({error.strerror}).")


def _table(data: SessionData, proof: Proof) -> str:
    probabilities = proof.delivered.probabilities
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    predicted = np.argmax(probabilities, axis=1)
    part = data.held_out
    for text, label, found, row in zip(part.texts, part.labels, predicted, probabilities, strict=True):
        cells = (text, data.classes[label], data.classes[found])
        rows.writerow([*(harmless(cell) for cell in cells), f"{row[found]:.4f}"])
    return written.getvalue()
