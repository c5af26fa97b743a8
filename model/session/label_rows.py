"""The labels of rows on their way through cleaning and split: one class a row, or several labels, kept as label cells.

See `data.labels.label_cell` for the cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.errors import NoClasses, UnusableLabels
from data.labels.joining import SPELLING_RULE, common_labels
from data.labels.label_cell import NO_LABEL, renamed, rows_of_labels
from data.labels.label_matrix import label_matrix
from data.labels.several import LabelForm, ReadLabels, SeveralLabels, named_labels
from data.labels.spelling import common_spellings
from model.protocol.order import TableOrder


@dataclass(frozen=True, slots=True, eq=False)
class LabelRows:
    """How the labels of a session's rows are read; `several` and `read` are None where a row has one class."""

    table: TableOrder
    several: SeveralLabels | None = None
    read: ReadLabels | None = None

    @classmethod
    def of(cls, frame: pd.DataFrame, table: TableOrder) -> LabelRows:
        """The labels of the rows that were read.

        Raises
        ------
        NoClasses
            Of several labels fewer than two can be learned, or a cell says neither yes nor no.
        """
        several = SeveralLabels.of(table.label_columns, table.tag_separator, table.reading)
        if several is None:
            return cls(table)
        read = several.read(frame)
        if read.problem:
            raise NoClasses(read.problem)
        return cls(table, several, read)

    @property
    def form(self) -> LabelForm:
        """How labels stand in the table."""
        return LabelForm.CLASS if self.several is None else self.several.form

    @property
    def are_several(self) -> bool:
        """Whether a row may have several labels."""
        return self.several is not None

    @property
    def notes(self) -> list[str]:
        """What of the label columns is left out, in sentences."""
        return self.read.notes if self.read else []

    def with_cells(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows that were read, with label cells in the label column; as they are where a row has one class."""
        return frame if self.several is None or self.read is None else self.several.with_cells(frame, self.read)

    def with_test_cells(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The same of other rows, whose blanks mean what they mean in those that were read."""
        if self.several is None or self.read is None:
            return frame
        blank_is_no = self.read.blank_is_no
        return self.several.with_cells(frame, self.several.read(frame, blank_is_no=blank_is_no))

    def classes_of(self, train: pd.Series[str]) -> tuple[str, ...]:
        """The classes of training rows, sorted; of several labels those that some rows have and some not.

        Labels of columns keep the order of these.
        """
        if self.several is None:
            return tuple(sorted(set(train)))
        rows_of = rows_of_labels(Counter(train))
        known = [name for name, rows in rows_of.items() if rows < len(train)]
        if self.several.form is LabelForm.TAGS:
            return tuple(sorted(known))
        return tuple(name for name in self.several.columns if name in known)

    def values(self, labels: Iterable[str], classes: Sequence[str]) -> NDArray[Any]:
        """Labels as a session learns them: positions of classes (rows,), or 0 and 1 (rows, labels)."""
        if self.several is not None:
            return label_matrix(labels, classes)
        place = {label: position for position, label in enumerate(classes)}
        return np.array([place[label] for label in labels], np.int64)

    def as_spelled(self, labels: pd.Series[str], classes: Sequence[str], rules_off: Collection[str]) -> pd.Series[str]:
        """Labels of test rows in the spelling that training has, as `clean` would have joined them."""
        if self.form is LabelForm.COLUMNS or (self.several is not None and SPELLING_RULE in rules_off):
            return labels
        commoner = dict.fromkeys(classes, len(labels) + 1)
        if self.several is None:
            return labels.map(common_labels({**Counter(labels), **commoner}, rules_off))
        spelling = common_spellings({**rows_of_labels(Counter(labels)), **commoner})
        return pd.Series(renamed(labels.tolist(), spelling), index=labels.index, dtype="str")

    def known(self, test: pd.DataFrame, classes: Sequence[str]) -> tuple[pd.DataFrame, str]:
        """Test rows (column `label`) that can be judged, and what is left out of them, in a sentence or empty.

        A row whose class training never saw goes; of several labels only the label is passed over.

        Raises
        ------
        UnusableLabels
            None of their labels occurs in training.
        """
        found = rows_of_labels(Counter(test["label"])) if self.are_several else Counter(test["label"])
        unknown = {label: rows for label, rows in found.items() if label not in classes}
        if len(unknown) == len(found):
            raise UnusableLabels(
                f"No label of the test rows occurs in the training rows. Expected some of: {', '.join(classes[:8])}."
            )
        if not unknown:
            return test, ""
        if self.are_several:
            return test, f"Of the held-out part, labels that training does not learn are passed over: {_named(unknown)}"
        return test[test["label"].isin(classes)].reset_index(drop=True), (
            f"{sum(unknown.values()):,} rows of the held-out part have a label that training never saw: left out."
        )

    def counts(self, labels: pd.Series[str]) -> tuple[dict[str, int], int]:
        """Rows of each class, or of each label, the commonest first, and rows to which none of the labels applies."""
        if self.several is None:
            return {str(label): int(rows) for label, rows in labels.value_counts().items()}, 0
        return dict(rows_of_labels(Counter(labels))), int((labels == NO_LABEL).sum())


def _named(labels: Collection[str]) -> str:
    return f"{named_labels(sorted(labels))}."
