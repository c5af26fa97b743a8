"""The rows of a table whose own column says which part they are for, on their way through cleaning and split."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.given_split import GivenPart, GivenSplit, parts_in
from data.errors import WrongColumn


@dataclass(frozen=True, slots=True, eq=False)
class GivenRows:
    """What the column says, and the part of each row by its index."""

    split: GivenSplit
    parts: pd.Series[str]

    @classmethod
    def of(cls, frame: pd.DataFrame, column: str | None) -> GivenRows | None:
        """What a table says; None where no column was asked for.

        Raises
        ------
        WrongColumn
            Nothing can be split by the column.
        """
        if column is None:
            return None
        split = GivenSplit.of(column, frame[column].fillna("").astype(str))
        if split.problem:
            raise WrongColumn(split.problem)
        return cls(split, parts_in(frame, split))

    def learned_from(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows for training and validation; the held-out ones are not cleaned, as those of a test file are not."""
        return frame[self.parts.loc[frame.index].isin([GivenPart.TRAIN, GivenPart.VALIDATION]).to_numpy(bool)]

    def validation_first(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Some rows in an order in which a duplicate leaves the training part, as the first one stays."""
        is_train = (self.parts.loc[frame.index] == GivenPart.TRAIN).to_numpy(bool)
        return frame.iloc[np.argsort(is_train, kind="stable")]

    def held_out_of(self, frame: pd.DataFrame) -> pd.DataFrame | None:
        """The held-out rows; None where one has to be split off."""
        rows = frame[(self.parts.loc[frame.index] == GivenPart.HELD_OUT).to_numpy(bool)]
        return rows if len(rows) else None

    def is_validation(self, cleaned: pd.DataFrame) -> NDArray[np.bool_]:
        """Which rows of a cleaned frame are for validation."""
        rows = self.parts.index[(self.parts == GivenPart.VALIDATION).to_numpy(bool)]
        return cleaned["source_row"].isin(rows).to_numpy(bool)
