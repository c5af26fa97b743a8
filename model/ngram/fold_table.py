"""What folds are fitted on, as a file: for whoever fits one in another process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from model.arrays import save_arrays
from model.ngram.folds import FoldWork, Logits, fold_rows
from model.ngram.linear import fit_linear


def write_fold_table(path: Path, work: FoldWork) -> None:
    """Write it, whole or not at all.

    Raises
    ------
    OSError
        No room, or the folder cannot be written.
    """
    table = work.table
    parts = {"data": table.data.astype(np.float32), "indices": table.indices, "indptr": table.indptr}
    save_arrays(path, {**parts, "shape": np.array(table.shape), "labels": work.labels})


def read_fold_table(path: Path) -> tuple[Any, NDArray[np.integer]]:
    """The table (rows, columns) float64, sparse, and the labels.

    Raises
    ------
    OSError, ValueError, KeyError
        There is none, or it cannot be read.
    """
    with np.load(path, allow_pickle=False) as arrays:
        values = arrays["data"].astype(np.float64), arrays["indices"], arrays["indptr"]
        return sparse.csr_matrix(values, shape=tuple(arrays["shape"])), arrays["labels"]


def fold_bytes(work: FoldWork) -> int:
    """How large the file will be."""
    table = work.table
    return int(4 * table.data.size + table.indices.nbytes + table.indptr.nbytes + work.labels.nbytes)


def fold_scores(
    table: Any,
    labels: NDArray[np.integer],
    *,
    fold: int,
    folds: int,
    classes: int,
    seed: int,
    cost: float,
    by_ratio: bool,
    time_left_s: Callable[[], float],
) -> Logits:
    """Scores (its rows, classes) of a fold, from a model that has not seen them."""
    inside, outside = fold_rows(len(labels), folds, fold, seed)
    fitted = fit_linear(
        table[inside], labels[inside], classes, seed=seed, time_left_s=time_left_s, cost=cost, by_ratio=by_ratio
    )
    return fitted.logits(table[outside])
