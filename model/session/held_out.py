"""What the delivered model says of the held-out texts, for a person to look at, and for a new box to compare with."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from data.text_mark import readable
from model.protocol.run_folder import LABEL_COLUMN, PREDICTIONS_FILE, PROBABILITY_COLUMN
from model.session.context import Context
from model.session.data_stages import SessionData
from model.session.prove_stage import Proof
from model.session.resume import keep_held_out
from model.spreadsheet import write_table

COLUMNS = ("text", "label", LABEL_COLUMN, PROBABILITY_COLUMN)


def keep_predictions(context: Context, data: SessionData, proof: Proof) -> None:
    """Write them; the model is proven, so a full disk only costs this table."""
    try:
        keep_held_out(context.folder, proof.delivered.probabilities)
        write_table(context.folder / PREDICTIONS_FILE, COLUMNS, _rows(data, proof))
    except OSError as error:
        context.log.warn(f"The predictions on held-out texts could not be written ({error.strerror}).")


def _rows(data: SessionData, proof: Proof) -> Iterator[tuple[str, ...]]:
    part, probabilities = data.held_out, proof.delivered.probabilities
    predicted = np.argmax(probabilities, axis=1)
    for text, label, likeliest, row in zip(part.texts, part.labels, predicted, probabilities, strict=True):
        yield readable(text), data.classes[label], data.classes[likeliest], f"{row[likeliest]:.4f}"
