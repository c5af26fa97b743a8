"""Label cells as numbers; apart from what commands start with, as numpy and pandas take half a second to import."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.labels.label_cell import split_labels


def label_matrix(cells: Iterable[str], names: Sequence[str]) -> NDArray[np.int8]:
    """0 and 1 (rows, labels) of cells; labels that are not among the names are passed over.

    >>> from data.labels.label_cell import NO_LABEL, join_labels
    >>> label_matrix([join_labels(["a", "b"]), NO_LABEL, "b"], ["a", "b"]).tolist()
    [[1, 1], [0, 0], [0, 1]]
    """
    place = {name: position for position, name in enumerate(names)}
    codes, different = pd.factorize(np.array(list(cells), object))
    matrix = np.zeros((len(different), len(names)), np.int8)
    for row, cell in enumerate(different):
        matrix[row, [place[name] for name in split_labels(cell) if name in place]] = 1
    return np.asarray(matrix[codes])
