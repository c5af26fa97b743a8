"""What a column says of the parts of a table, before anything is trained."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.cleaning.given_split import GivenSplit
from data.reading.read import ALL_ROWS
from planner.material.sampled_column import sampled_column


@dataclass(frozen=True, slots=True)
class SplitLook:
    """The parts with their rows; `is_whole`: every row was seen."""

    given: GivenSplit
    is_whole: bool

    @property
    def problem(self) -> str:
        """Why nothing can be split by the column, as far as that is certain; empty where it can."""
        return self.given.problem if self.is_whole else ""

    @property
    def words(self) -> str:
        """The parts: `train 800, validation 100, held out 100`."""
        return self.given.words + ("" if self.is_whole else ", of those rows that were seen")


def split_look(path: Path, column: str, *, most_s: float = 1.5) -> SplitLook:
    """Count the rows of each part, of a part of the file where reading all would take more than `most_s`.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    table = sampled_column(path, column, most_s=most_s)
    given = GivenSplit.of(column, table.frame[column].fillna("").astype(str))
    return SplitLook(given, table.sampling == ALL_ROWS)
