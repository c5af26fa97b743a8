"""Parts that a table gives itself: a column that says of each row whether it is for training, validation or testing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.split import Split, split
from data.cleaning.usable import check_usable
from data.errors import WrongColumn
from data.missing import LEAST_ROWS

LEAST_PART_ROWS = 20  # fewer say nothing of a model
MOST_VALIDATION_ROWS = 5_000  # as of a part that is split off: it is scored again and again
_MOST_NAMED = 5
_SPLIT_NAMES = frozenset(["split", "splits", "fold", "set", "subset", "part", "partition", "usage"])


class GivenPart(StrEnum):
    """What a row is for."""

    TRAIN = "train"
    VALIDATION = "validation"
    HELD_OUT = "held-out"


_WORDS = {
    **dict.fromkeys(["train", "training", "trn", "learn"], GivenPart.TRAIN),
    **dict.fromkeys(["dev", "devel", "development", "valid", "validation", "val"], GivenPart.VALIDATION),
    **dict.fromkeys(["test", "testing", "tst", "heldout", "eval", "evaluation"], GivenPart.HELD_OUT),
}
_YES, _NO = frozenset(["1", "1.0", "true", "yes", "t", "y"]), frozenset(["0", "0.0", "false", "no", "f", "n"])


@dataclass(frozen=True, slots=True)
class GivenSplit:
    """Which word of a column names which part, and the rows that each part and all other words have."""

    column: str
    part_of: Mapping[str, GivenPart]
    rows: Mapping[GivenPart, int]
    others: Mapping[str, int]

    @classmethod
    def of(cls, column: str, cells: Iterable[str]) -> GivenSplit:
        """What a column says.

        >>> GivenSplit.of("split", ["train", "Dev", "test", "train", "?"]).words
        'train 2, validation 1, held out 1'
        >>> GivenSplit.of("is_train", ["1", "0", "1"]).words
        'train 2, held out 1'
        """
        counts = Counter(cells)
        part_of = {word: part for word in counts if (part := _part(column, word)) is not None}
        rows: Counter[GivenPart] = Counter()
        for word, part in part_of.items():
            rows[part] += counts[word]
        others = {word: count for word, count in counts.items() if word not in part_of}
        return cls(column, part_of, dict(rows), others)

    @property
    def words(self) -> str:
        """The parts with their rows."""
        named = {part: part.value.replace("-", " ") for part in GivenPart}
        return ", ".join(f"{named[part]} {self.rows[part]:,}" for part in GivenPart if part in self.rows)

    @property
    def problem(self) -> str:
        """Why nothing can be split by it, in a sentence; empty where it can."""
        if not self.rows:
            found = ", ".join(f"'{word[:20]}'" for word in list(self.others)[:_MOST_NAMED])
            return (
                f"Column '{self.column}' names no parts of the table: it has {found}. Expected are words such as "
                "train, dev and test, or 0 and 1 in a column such as is_train."
            )
        if self.rows.get(GivenPart.TRAIN, 0) < LEAST_ROWS:
            return (
                f"Column '{self.column}' gives too few rows to train on ({self.words}). At least {LEAST_ROWS} have to "
                "be for training: choose another column, or let the parts be split off."
            )
        if not self.usable - {GivenPart.TRAIN}:
            return (
                f"Column '{self.column}' gives no part to judge a model by ({self.words}; a part needs "
                f"{LEAST_PART_ROWS} rows). Leave the column out: both parts are then split off."
            )
        return ""

    @property
    def usable(self) -> frozenset[GivenPart]:
        """The parts that have enough rows."""
        return frozenset(part for part, rows in self.rows.items() if rows >= LEAST_PART_ROWS)

    def notes(self, needs: Sequence[GivenPart]) -> list[str]:
        """What of the parts that are needed is not as the column says, a sentence each."""
        return [
            *(self._split_off(part) for part in needs if part not in self.usable),
            *([self._left_out()] if self.others else []),
        ]

    def _split_off(self, part: GivenPart) -> str:
        rows, title = self.rows.get(part, 0), f"{part.value} part"
        why = f"has a {title} of {rows} rows only, which are left out" if rows else f"gives no {title}"
        return f"Column '{self.column}' {why}: one is split off from the training rows."

    def _left_out(self) -> str:
        found = ", ".join(f"'{word[:20]}'" for word in list(self.others)[:_MOST_NAMED])
        return f"{sum(self.others.values()):,} rows are left out: column '{self.column}' says {found} of them."


def split_column_in(frame: pd.DataFrame, taken: Sequence[str | None] = ()) -> str | None:
    """The column of a table's first rows that gives parts, by its name and its words; None where none does.

    >>> split_column_in(pd.DataFrame({"fold": ["0", "1", "2"], "Split": ["train", "train", "dev"]}))
    'Split'
    """
    for name in map(str, frame.columns):
        words = _words(name)
        is_named = bool(words) and (words[-1] in _SPLIT_NAMES or (words[0] == "is" and _flagged(name) is not None))
        if name not in taken and is_named:
            found = GivenSplit.of(name, frame[name].fillna("").astype(str))
            if found.rows and not found.others:
                return name
    return None


def parts_in(frame: pd.DataFrame, given: GivenSplit) -> pd.Series[str]:
    """The part of each row by its index; a row of no part, or of one that is too small, has an empty one."""
    cells = frame[given.column].fillna("").astype(str)
    usable = given.usable
    parts = {word: part.value for word, part in given.part_of.items() if part in usable}
    return pd.Series([parts.get(cell, "") for cell in cells], index=frame.index, dtype="str")


def split_as_given(
    frame: pd.DataFrame,
    is_validation: NDArray[np.bool_],
    *,
    seed: int,
    with_held_out: bool,
    several_labels: bool = False,
) -> tuple[Split, list[str]]:
    """Split a cleaned frame whose rows for validation (rows,) are known; the rest is for training.

    With too few rows for validation, or `with_held_out`, that part is split off from the training rows. The sentences
    say what was left out of validation. With `several_labels` the column `label` holds label cells: a row stays then,
    whatever labels training has.

    Raises
    ------
    UnusableLabels
        Fewer than 50 rows are for training, or they have one class only.
    """
    train, given = np.flatnonzero(~is_validation), np.flatnonzero(is_validation)
    check_usable(frame["label"].iloc[train], rows_before=len(frame), several_labels=several_labels)
    known = given if several_labels else _known(frame["label"], train, given)
    validation, notes = _judgeable(known, len(given) - len(known), seed)
    own = frame.iloc[train]
    if len(validation) < LEAST_PART_ROWS:
        parts = split(own, seed=seed, with_held_out=with_held_out, several_labels=several_labels)
        few = [f"Cleaning left {len(validation)} rows for validation: one part is split off from the training rows."]
        inside = Split(train[parts.train], train[parts.validation], train[parts.held_out], parts.train_only)
        return inside, [*notes, *(few if len(given) else [])]
    if not with_held_out:
        return Split(train, validation, np.empty(0, np.int64)), notes
    # its one part besides training is the held-out one
    off = split(own, seed=seed, with_held_out=False, several_labels=several_labels)
    return Split(train[off.train], validation, train[off.validation], off.train_only), notes


def _known(labels: pd.Series[str], train: NDArray[np.int64], given: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of the given rows whose label training has."""
    return given[labels.iloc[given].isin(set(labels.iloc[train])).to_numpy(bool)]


def _judgeable(known: NDArray[np.int64], lost: int, seed: int) -> tuple[NDArray[np.int64], list[str]]:
    """Rows for validation, at most so many; `lost` others have a label that training lacks."""
    notes = [f"{lost:,} rows for validation have a label that training never saw: left out."] if lost else []
    if len(known) <= MOST_VALIDATION_ROWS:
        return known, notes
    chosen = np.sort(np.random.default_rng(seed).permutation(known)[:MOST_VALIDATION_ROWS])
    return chosen, [*notes, f"{MOST_VALIDATION_ROWS:,} of {len(known):,} rows for validation are used."]


def check_split_column(column: str | None, taken: Sequence[str]) -> None:
    """Refuse a column that holds texts or labels already (`WrongColumn`)."""
    if column in taken:
        raise WrongColumn(f"Column '{column}' cannot give the parts and hold texts or labels, too. Choose another one.")


def _part(column: str, word: str) -> GivenPart | None:
    plain = re.sub(r"[\s_\-]", "", word.casefold())
    flagged = _flagged(column)
    if flagged is None or plain not in _YES | _NO:
        return _WORDS.get(plain)
    if plain in _YES:
        return flagged
    return GivenPart.HELD_OUT if flagged is GivenPart.TRAIN else GivenPart.TRAIN


def _flagged(column: str) -> GivenPart | None:
    """The part of which a column such as `is_train` says yes or no."""
    words = _words(column)
    return _WORDS.get(words[-1]) if words and len(words) <= 2 else None


def _words(name: str) -> list[str]:
    return [word for word in re.split(r"[^a-z]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()) if word]
