"""Which columns of a file look like its texts and its labels: guessed from the same rows for page and command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.cleaning.given_split import split_column_in
from data.profiling.leakage.find import find_leaks
from data.reading.columns import ColumnGuess, guess_columns, label_columns, text_columns
from data.reading.read import TableHead, read_head

ROWS_GUESSED_FROM = 500
_LONGEST_CELL = 100  # characters: none that says yes, no or the name of a class has more


@dataclass(frozen=True, slots=True, eq=False)
class FileColumns:
    """The first rows of a file, from which its columns are guessed."""

    head: TableHead

    def guess(self, giving_away: Collection[str] = ()) -> ColumnGuess:
        """The likeliest column of texts and of labels; None where no column looks so.

        Texts are looked for beside those that give the label away, be it in these rows or as known from more of them.
        """
        frame, out = self.head.frame, {*giving_away}
        guess = guess_columns(frame)
        if guess.label is None:
            guess = replace(guess, label=self._marked_label())
        while guess.text is not None and (guess.text in out or self._gives_away(guess.text, guess.label)):
            out.add(guess.text)
            open_to = [name for name in frame.columns if name not in (*out, guess.label)]
            guess = replace(guess, text=guess_columns(frame[open_to]).text)
        return guess

    def label(self, texts: Collection[str]) -> str | None:
        """The likeliest column of labels that holds none of the texts."""
        guessed = self.guess().label
        if guessed not in texts:
            return guessed
        return next((name for name in self.label_columns() if name not in texts), None)

    def _marked_label(self) -> str | None:
        """The column whose cells the file itself calls labels, however many different ones there are."""
        return next((str(name) for name in self.head.frame.columns if self.head.format.mark_within(str(name))), None)

    def _gives_away(self, column: str, label: str | None) -> bool:
        """Whether a column is no text to learn from, as far as these rows tell."""
        found = find_leaks(self.head.frame[[column, label]], label) if label is not None else []
        return any(not leak.is_in_texts for leak in found)

    def split_column(self) -> str | None:
        """The column that says which rows are for training, validation and testing, if there is one."""
        guess = self.guess()
        return split_column_in(self.head.frame, (guess.text, guess.label))

    def text_columns(self, giving_away: Collection[str] = ()) -> tuple[str, ...]:
        """All columns that clearly hold texts, in the file's order, beside those that give the label away."""
        likely = text_columns(self.head.frame, self.guess(giving_away))
        return tuple(name for name in likely if name not in giving_away)

    def cells(self) -> dict[str, Counter[str]]:
        """Rows of each cell in each column, in the file's order; of a long cell the beginning."""
        frame = self.head.frame
        return {str(name): Counter(frame[name].fillna("").astype(str).str[:_LONGEST_CELL]) for name in frame.columns}

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
