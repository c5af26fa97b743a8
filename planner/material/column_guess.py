"""Which columns of a file look like its texts and its labels: guessed from the same rows for page and command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data.cleaning.given_split import split_column_in
from data.reading.columns import ColumnGuess, guess_columns, label_columns, text_columns
from data.reading.read import TableHead, read_head

ROWS_GUESSED_FROM = 500


@dataclass(frozen=True, slots=True, eq=False)
class FileColumns:
    """The first rows of a file, from which its columns are guessed."""

    head: TableHead

    def guess(self) -> ColumnGuess:
        """The likeliest column of texts and of labels; None where no column looks so."""
        return guess_columns(self.head.frame)

    def split_column(self) -> str | None:
        """The column that says which rows are for training, validation and testing, if there is one."""
        guess = self.guess()
        return split_column_in(self.head.frame, (guess.text, guess.label))

    def text_columns(self) -> tuple[str, ...]:
        """All columns that clearly hold texts, in the file's order."""
        return tuple(text_columns(self.head.frame, self.guess()))

    def label_columns(self) -> tuple[str, ...]:
        """All columns that look like labels, the likeliest first."""
        return tuple(label_columns(self.head.frame))


def columns_of(path: Path, asked: Sequence[str] = ()) -> FileColumns:
    """Read what the columns of a file are guessed from; columns that were `asked` for by name help to find the header.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, or not a table.
    """
    return FileColumns(read_head(path, rows=ROWS_GUESSED_FROM, asked=asked))
