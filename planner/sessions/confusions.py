"""Which classes a delivered model takes for which, counted on the held-out texts of a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from model.protocol.result import SessionResult

COLUMNS = ("true", "predicted", "rows", "share")


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """The confusion matrix as one row per cell.

    `cells` has the columns true and predicted (class names), rows (texts) and share (0 to 1, of the true class; 0
    where the class has no text). Cells are in the order of `classes`, the true class first.
    """

    classes: tuple[str, ...]
    cells: pd.DataFrame

    @property
    def mistakes(self) -> pd.DataFrame:
        """The cells of wrong answers that occurred, the most frequent first; with `of`, the texts of the true class."""
        of = self.cells.groupby("true")["rows"].transform("sum")
        wrong = self.cells.assign(of=of)[(self.cells["true"] != self.cells["predicted"]) & (self.cells["rows"] > 0)]
        return wrong.sort_values(["rows", "share"], ascending=False, kind="stable").reset_index(drop=True)

    @property
    def answer(self) -> str:
        """The most frequent confusion in words; that there is none, where there is none."""
        mistakes = self.mistakes
        if not len(mistakes):
            return "No held-out text was taken for another class"
        worst = mistakes.iloc[0]
        names = f"{_short(worst['true'])} taken for {_short(worst['predicted'])}"
        return f"Most often confused: {names}, {worst['rows']:,} of {worst['of']:,}"


def confusions_of(result: SessionResult | None) -> Confusions | None:
    """The confusion matrix of a `result.json`; None where it tells none, or one that does not fit its classes."""
    if result is None or not _is_square(result.confusion, len(result.classes)):
        return None
    return Confusions(result.classes, _cells(result.classes, result.confusion))


def _is_square(counts: Sequence[Sequence[int]], size: int) -> bool:
    return len(counts) == size > 1 and all(len(row) == size for row in counts)


def _cells(classes: Sequence[str], counts: Sequence[Sequence[int]]) -> pd.DataFrame:
    cells = [
        (true, predicted, int(rows), rows / max(1, sum(row)))
        for true, row in zip(classes, counts, strict=True)
        for predicted, rows in zip(classes, row, strict=True)
    ]
    return pd.DataFrame(cells, columns=list(COLUMNS))


def _short(name: str) -> str:
    return name if len(name) <= 24 else f"{name[:23]}…"
