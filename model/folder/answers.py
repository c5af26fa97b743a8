"""What a model says of texts, as columns of a table: one class and how sure it is, or several labels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from model.judging.decision import Probabilities, said_labels
from model.protocol.run_folder import LABEL_COLUMN, LABELS_COLUMN, PROBABILITY_COLUMN, positive_column

Columns = Mapping[str, NDArray[np.generic]]

_BETWEEN = ("; ", " | ", ", ", " / ")


def class_columns(probabilities: Probabilities, classes: Sequence[str], *, positive: str = "") -> Columns:
    """The likeliest class of each row and its probability; of a `positive` class the probability even if unlikely."""
    best = probabilities.argmax(axis=1)
    chosen = probabilities[np.arange(len(best)), best].round(6)
    columns = {LABEL_COLUMN: np.array(classes, object)[best], PROBABILITY_COLUMN: chosen}
    if positive in classes:
        columns[positive_column(positive)] = probabilities[:, classes.index(positive)].round(6)
    return columns


def label_columns(
    probabilities: Probabilities,
    names: Sequence[str],
    thresholds: NDArray[np.float64] | None,
    *,
    separator: str | None = None,
) -> Columns:
    """The labels that are said of each row in one cell, empty where none is, and the probability of each label.

    >>> columns = label_columns(np.array([[0.9, 0.4], [0.1, 0.1]]), ("toxic", "rude"), np.array([0.5, 0.3]))
    >>> {name: column.tolist() for name, column in columns.items()}
    {'predicted_labels': ['toxic; rude', ''], 'probability_toxic': [0.9, 0.1], 'probability_rude': [0.4, 0.1]}
    """
    cells = np.array(labels_in_cells(said_labels(probabilities, thresholds), names, separator=separator), object)
    each = {positive_column(name): probabilities[:, at].round(6) for at, name in enumerate(names)}
    return {LABELS_COLUMN: cells, **each}


def labels_in_cells(
    has: Iterable[NDArray[np.generic]], names: Sequence[str], *, separator: str | None = None
) -> list[str]:
    """The labels of each row in one cell, with the mark between them that the training read, or one that is in no name.

    >>> labels_in_cells(np.array([[1, 1], [0, 0]]), ("toxic", "rude; loud"))
    ['toxic | rude; loud', '']
    """
    mark = separator or _mark_for(names)
    return [mark.join(names[int(at)] for at in np.flatnonzero(row)) for row in has]


def _mark_for(names: Sequence[str]) -> str:
    free = (mark for mark in _BETWEEN if not any(mark.strip() in name for name in names))
    return next(free, _BETWEEN[0])
