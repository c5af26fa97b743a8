"""Several labels a row: a column of yes and no for each, or tags in the cells of one column; read into label cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pandas as pd

from data.errors import WrongColumn
from data.labels.flag_columns import BLANK, NO, YES, Flags, label_cells_of, read_flags
from data.labels.label_cell import rows_of_labels
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.tag_cells import not_divided, read_tags

_NAMED = 5  # labels in a sentence


class LabelForm(StrEnum):
    """How the labels of a row stand in a table."""

    CLASS = "class"  # one label a row
    COLUMNS = "columns"  # a column of yes and no for each
    TAGS = "tags"  # several in a cell


@dataclass(frozen=True, slots=True, eq=False)
class ReadLabels:
    """A label cell for each row (see `data.labels.label_cell`), "" where nothing is known of it.

    `names` are the labels that are given to some rows and not to all, in the order of their columns; `never` and
    `always` are the other columns. `words` were taken for no tag, with the rows of each. `blank_is_no`: a row without
    any entry has none of the labels, as no row says no. `problem` says why nothing can be learned, as far as these
    rows show; empty where it can.
    """

    cells: pd.Series[str]
    names: tuple[str, ...]
    never: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    words: Mapping[str, int] = field(default_factory=dict)
    blank_is_no: bool = False
    problem: str = ""

    @property
    def notes(self) -> list[str]:
        """Which columns say the same of every row and are left out, a sentence each."""
        said = ((self.never, "never given"), (self.always, "given to every row"))
        return [
            f"{named_labels(names)} {'is' if len(names) == 1 else 'are'} {how}: left out."
            for names, how in said
            if names
        ]


@dataclass(frozen=True, slots=True)
class SeveralLabels:
    """Where the labels stand: in `columns` of yes and no, or in the one column whose cells a `separator` divides.

    A `reading` with a line makes yes and no of numbers; with a name for blanks, a blank row has none of the labels.
    """

    columns: tuple[str, ...]
    separator: str | None = None
    reading: LabelReading = AS_WRITTEN

    @classmethod
    def of(
        cls, columns: tuple[str, ...], separator: str | None, reading: LabelReading = AS_WRITTEN
    ) -> SeveralLabels | None:
        """What was asked for; None where it is one class a row: one column, and nothing that divides its cells."""
        return None if len(columns) == 1 and separator is None else cls(columns, separator, reading)

    @property
    def form(self) -> LabelForm:
        """Columns or tags."""
        return LabelForm.COLUMNS if self.separator is None else LabelForm.TAGS

    def read(self, frame: pd.DataFrame, *, blank_is_no: bool | None = None) -> ReadLabels:
        """The labels of every row; `blank_is_no` as it was found in other rows, None to find it in these.

        Raises
        ------
        NoClasses
            A cell says neither yes nor no; the sentence names it and its column.

        >>> from data.labels.label_cell import readable_labels
        >>> table = pd.DataFrame({"toxic": ["1", "0", "1"], "rude": ["yes", "no", "no"], "mad": ["0", "0", "0"]})
        >>> found = SeveralLabels(("toxic", "rude", "mad")).read(table)
        >>> found.names, found.notes
        (('toxic', 'rude'), ["'mad' is never given: left out."])
        >>> [readable_labels(cell) for cell in found.cells]
        ['rude, toxic', '(none of the labels)', 'toxic']
        """
        if self.separator is None:
            return self._read_columns(frame, blank_is_no)
        return self._read_tags(frame, self.separator)

    def with_cells(self, frame: pd.DataFrame, read: ReadLabels) -> pd.DataFrame:
        """The table with label cells in the first label column, and without the further ones."""
        return frame.assign(**{self.columns[0]: read.cells}).drop(columns=list(self.columns[1:]))

    def _read_columns(self, frame: pd.DataFrame, blank_is_no: bool | None) -> ReadLabels:
        flags = read_flags(frame, self.columns, self.reading.threshold)
        if blank_is_no is None:
            blank_is_no = self.reading.blank is not None or not (flags == NO).any()
        known = (flags != BLANK).any(axis=1) | blank_is_no
        never, always = _said_of_all(flags[known], self.columns)
        flags[:, [name in always for name in self.columns]] = NO  # nothing to learn, nor to tell rows apart by
        cells = pd.Series(label_cells_of(flags, self.columns, known), index=frame.index, dtype="str")
        names = tuple(name for name in self.columns if name not in (*never, *always))
        read = ReadLabels(cells, names, never, always, {}, blank_is_no)
        return ReadLabels(cells, names, never, always, {}, blank_is_no, _too_few(self.columns, read))

    def _read_tags(self, frame: pd.DataFrame, separator: str) -> ReadLabels:
        column = frame[self.columns[0]].fillna("").astype(str)
        rows_of = Counter(column)
        found = read_tags(rows_of, separator, self.reading)
        cells = pd.Series([found.label_cells[cell] for cell in column], index=frame.index, dtype="str")
        names = tuple(sorted(rows_of_labels(Counter(cells))))
        problem = not_divided(rows_of, self.columns[0], separator)
        return ReadLabels(cells, names, words=found.words, problem=problem)


def check_label_columns(columns: Sequence[str], texts: Sequence[str]) -> None:
    """Refuse label columns that are named twice or hold the texts.

    Raises
    ------
    WrongColumn
        With the column.

    >>> check_label_columns(["rude", "loud", "rude"], ["text"])
    Traceback (most recent call last):
    ...
    data.errors.WrongColumn: Column 'rude' is named twice for the labels. Name each column once.
    """
    for place, name in enumerate(columns):
        if name in columns[:place]:
            raise WrongColumn(f"Column '{name}' is named twice for the labels. Name each column once.")
        if name in texts:
            raise WrongColumn(f"Column '{name}' holds the texts and cannot be a label, too. Choose another column.")


def named_labels(names: Sequence[str], most: int = _NAMED) -> str:
    """Labels in a sentence: the first few, and how many there are besides.

    >>> named_labels(["a", "b"]), named_labels(list("abcdefgh"), most=3)
    ("'a', 'b'", "'a', 'b', 'c' and 5 more")
    """
    said = ", ".join(f"'{name}'" for name in names[:most])
    return f"{said} and {len(names) - most:,} more" if len(names) > most else said


def _said_of_all(flags: Flags, columns: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Columns that say no of all rows, and columns that say yes of all."""
    given = (flags == YES).sum(axis=0)
    never = tuple(np.array(columns, object)[given == 0])
    return never, tuple(name for name, rows in zip(columns, given, strict=True) if rows == len(flags) > 0)


def _too_few(columns: Sequence[str], read: ReadLabels) -> str:
    if len(read.names) > 1:
        return ""
    left = f"only {named_labels(read.names)} is left" if read.names else "no label is left"
    return (
        f"Of {len(columns)} label columns {left} to learn: {' '.join(read.notes)} Several labels need two columns at "
        "least that say yes of some rows and no of others; choose further ones, or one column alone."
    )
