"""What a person wants to see of a file before training on it: ten rows, its columns, its classes. Takes seconds."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from data.cleaning.usable import LEAST_ROWS
from data.labels.kind import BLANK_OPTION, LabelCounts, unfit_labels
from data.missing import AS_WRITTEN, LabelReading
from data.reading.read import ALL_ROWS, TableHead, read_table
from planner.home import WORKING_FOLDER_VARIABLE
from planner.material.column_guess import columns_of

_ROWS_SHOWN = 10
_MEMORY_BYTES = 96 * 2**20


@dataclass(frozen=True, slots=True, eq=False)
class FirstLook:
    """A file at a glance: its first rows, how many there are in words, and the columns that look right.

    `remarks` are sentences on what was not read as it stands, such as lines above the names of the columns.
    `label_columns` are all that look like labels.
    """

    path: Path
    head: pd.DataFrame
    rows_words: str
    text: str | None
    label: str | None
    remarks: tuple[str, ...] = ()
    label_columns: tuple[str, ...] = ()

    @property
    def columns(self) -> list[str]:
        """Names of all columns, in the file's order."""
        return [str(name) for name in self.head.columns]


@dataclass(frozen=True, slots=True, eq=False)
class ClassLook:
    """Rows of each class (label, rows, share; largest first), how they were counted, and what is wrong, if anything.

    `unfit` says why the column holds no classes; it is a part of `problem`. `missing` are words that count as without
    a label, with their rows, and `unlabelled` is the number of all rows without one.
    """

    classes: pd.DataFrame
    counted: str
    problem: str | None
    unfit: str | None = None
    missing: tuple[tuple[str, int], ...] = ()
    unlabelled: int = 0


def first_look(path: Path) -> FirstLook:
    """Look at a file, fast however large it is.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, or not a table.
    """
    columns = columns_of(path)
    head, guess = columns.head, columns.guess()
    shown, labels = head.frame.head(_ROWS_SHOWN), columns.label_columns()
    return FirstLook(path, shown, _rows_words(head), guess.text, guess.label, head.format.remarks, labels)


def class_look(
    path: Path,
    label: str,
    *,
    reading: LabelReading = AS_WRITTEN,
    candidates: Sequence[str] = (),
    blank_place: str = BLANK_OPTION,
    most_s: float = 4.0,
) -> ClassLook:
    """Count the rows of each class, from a sample of the file where reading all would take more than `most_s`.

    `candidates` are other columns that look like labels, for the sentence where this one holds no classes;
    `blank_place` is where a person says what a blank label means.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    ends = time.monotonic() + most_s
    table = read_table(
        path, memory_limit_bytes=_MEMORY_BYTES, time_left_s=lambda: ends - time.monotonic(), columns=[label]
    )
    counts = LabelCounts.of(Counter(table.frame[label].fillna("").astype(str)), reading)
    counted = "" if table.sampling == ALL_ROWS else f"counted on {len(table.frame):,} rows ({table.sampling})"
    others = [name for name in candidates if name != label]
    unfit = unfit_labels(counts, label, others, blank_place=blank_place)
    problem = unfit or _problem(label, counts)
    if table.share_read < 1.0 and len(counts.classes) <= 1:
        unfit = problem = None  # the file may be sorted by label, and the other classes come later
    missing = tuple(sorted(counts.missing.items(), key=lambda word: -word[1]))
    return ClassLook(_classes(counts), counted, problem, unfit, missing, counts.unlabelled)


def typed_path(typed: str) -> Path:
    """The file a person typed; a relative path starts where they started the app (`CALLIT_CWD`)."""
    base = Path(os.environ.get(WORKING_FOLDER_VARIABLE) or Path.cwd())
    return base / Path(typed.strip().strip("\"'")).expanduser()


def _rows_words(head: TableHead) -> str:
    if head.approximate_rows is None:
        return "rows not counted yet"
    return (
        f"{head.approximate_rows:,} rows" if head.rows_are_exact else f"about {_rounded(head.approximate_rows):,} rows"
    )


def _rounded(rows: int) -> int:
    digits = max(0, len(str(rows)) - 2)
    return round(rows, -digits)


def _classes(counts: LabelCounts) -> pd.DataFrame:
    """Rows of each class as cleaning will see it: blanks left out, spellings of one label together."""
    classes = pd.DataFrame(Counter(counts.classes).most_common(), columns=["label", "rows"])
    return classes.assign(share=classes["rows"] / max(1, counts.rows))


def _problem(label: str, counts: LabelCounts) -> str | None:
    if not counts.rows:
        return f"Column '{label}' is empty. Choose the column that holds the labels."
    if len(counts.classes) == 1:
        only = next(iter(counts.classes))[:40]
        return f"Column '{label}' holds one class only ('{only}'). Training needs two; choose another label column."
    if counts.rows < LEAST_ROWS:
        return f"Column '{label}' has {counts.rows} labelled rows. Training needs at least {LEAST_ROWS}; add more rows."
    return None
