"""Training, validation and held-out part: stratified, seeded, with every class in every part where it can be."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.label_split import split_by_labels
from data.cleaning.usable import check_usable
from data.labels.label_cell import rows_of_labels
from data.missing import LEAST_ROWS

Positions = NDArray[np.int64]
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Split:
    """Row positions of each part, shape (rows of the part,), ascending; no row is in two parts.

    `train_only` names the classes with fewer than three rows: they cannot be in every part and are in training alone;
    of several labels a row, such ones are in any part.
    """

    train: Positions
    validation: Positions
    held_out: Positions
    train_only: tuple[str, ...] = ()


def split(
    frame: pd.DataFrame,
    *,
    seed: int,
    share: float = 0.10,
    most: int = 5_000,
    least: int = LEAST_ROWS,
    with_held_out: bool = True,
    several_labels: bool = False,
) -> Split:
    """Split a cleaned frame (column `label`) into training, validation and held-out rows.

    Validation and held-out take `share` of each class, at least one row of it, and about `most` rows in all at most.
    The same frame and seed give the same parts. `with_held_out=False` leaves that part empty, for when a test file
    takes its place. With `several_labels` the column holds label cells (see `data.labels.label_cell`).

    Raises
    ------
    UnusableLabels
        Fewer than `least` rows, or one class only.
    """
    check_usable(frame["label"], rows_before=len(frame), least=least, several_labels=several_labels)
    labels = frame["label"].to_numpy(dtype=object)
    share = min(share, most / len(labels))
    random = np.random.default_rng(seed)
    if several_labels:
        return _split_by_labels(labels, share, random, with_held_out)
    parts: list[list[Positions]] = [[], [], []]
    train_only = []
    for label in sorted(set(labels)):
        rows = random.permutation(np.flatnonzero(labels == label))
        if len(rows) < _PARTS:
            train_only.append(str(label))
            parts[0].append(rows)
            continue
        for part, chosen in zip(parts, _cut(rows, share, with_held_out), strict=True):
            part.append(chosen)
    train, validation, held_out = (np.sort(np.concatenate(part)).astype(np.int64) for part in parts)
    return Split(train, validation, held_out, tuple(train_only))


def _split_by_labels(
    cells: NDArray[np.object_], share: float, random: np.random.Generator, with_held_out: bool
) -> Split:
    held_out = share if with_held_out else 0.0
    train, validation, held = split_by_labels(cells.tolist(), [1 - share - held_out, share, held_out], random)
    rows_of = rows_of_labels(Counter(cells.tolist()))
    return Split(train, validation, held, tuple(sorted(name for name, rows in rows_of.items() if rows < _PARTS)))


def _cut(rows: Positions, share: float, with_held_out: bool) -> tuple[Positions, Positions, Positions]:
    """One class, shuffled, into training, validation and held-out rows."""
    size = max(1, round(share * len(rows)))
    held_out = size if with_held_out else 0
    return rows[size + held_out :], rows[:size], rows[size : size + held_out]
