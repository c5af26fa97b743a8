"""What a person wants to see of a file before training on it: ten rows, its columns, its classes. Takes seconds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from data.errors import NoClasses
from data.labels.kind import BLANK_OPTION, LabelCounts, Numbers, numbers_of
from data.labels.label_look import LabelKind, LabelLook, look_at_label
from data.labels.number_classes import unfit
from data.labels.reading import AS_WRITTEN, LabelReading
from data.missing import LEAST_ROWS, LEAST_ROWS_OF_CLASS
from data.reading.read import ALL_ROWS, TableHead
from planner.domain.wording.numbers import count_words
from planner.home import WORKING_FOLDER_VARIABLE
from planner.material.column_guess import columns_of
from planner.material.sampled_column import sampled_column

_ROWS_SHOWN = 10
_NOT_LOOKED_AT = LabelLook("", LabelKind.NOTHING, {})


@dataclass(frozen=True, slots=True, eq=False)
class FirstLook:
    """A file at a glance: its first rows, how many there are in words, and the columns that look right.

    `remarks` are sentences on what was not read as it stands, such as lines above the names of the columns.
    `label_columns` are all that look like labels, and `text_columns` all that clearly hold texts;
    `split_column` says which rows are for training, validation and testing; `cells` are the rows of each cell in each
    column, as far as the columns were guessed from them.
    """

    path: Path
    head: pd.DataFrame
    rows_words: str
    text: str | None
    label: str | None
    remarks: tuple[str, ...] = ()
    label_columns: tuple[str, ...] = ()
    text_columns: tuple[str, ...] = ()
    split_column: str | None = None
    cells: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        """Names of all columns, in the file's order."""
        return [str(name) for name in self.head.columns]


@dataclass(frozen=True, slots=True, eq=False)
class ClassLook:
    """Rows of each class (label, rows, share; largest first), how they were counted, and what is wrong, if anything.

    `unfit` says why the column holds no classes; it is a part of `problem`. `missing` are words that count as without
    a label, with their rows, and `unlabelled` is the number of all rows without one. `numbers` are a column's,
    where it holds numbers, whatever was made of them; `reading` has the cut points of groups that were asked for;
    `seen` is what the column is.
    """

    classes: pd.DataFrame
    counted: str
    problem: str | None
    unfit: str | None = None
    missing: tuple[tuple[str, int], ...] = ()
    unlabelled: int = 0
    numbers: Numbers | None = None
    reading: LabelReading = AS_WRITTEN
    seen: LabelLook = _NOT_LOOKED_AT


@dataclass(frozen=True, slots=True)
class LabelCells:
    """The cells of a label column with the rows of each; `counted` says how, "" where it was all rows.

    `known_mark` is one that the file puts between several labels of a row (`FileFormat.mark_within`).
    """

    column: str
    rows_of: Mapping[str, int]
    counted: str
    share_read: float
    known_mark: str = ""


def first_look(path: Path) -> FirstLook:
    """Look at a file, fast however large it is.

    Raises
    ------
    UnreadableFile
        Missing, a folder, empty, or not a table.
    """
    columns = columns_of(path)
    head, guess = columns.head, columns.guess()
    shown, labels, texts = head.frame.head(_ROWS_SHOWN), columns.label_columns(), columns.text_columns()
    found = (guess.text, guess.label, head.format.remarks, labels, texts, columns.split_column(), columns.cells())
    return FirstLook(path, shown, _rows_words(head), *found)


def class_look(
    path: Path,
    label: str,
    *,
    reading: LabelReading = AS_WRITTEN,
    candidates: Sequence[str] = (),
    blank_place: str = BLANK_OPTION,
    rules_off: Collection[str] = (),
    most_s: float = 4.0,
) -> ClassLook:
    """Count the rows of each class, from a sample of the file where reading all would take more than `most_s`.

    `candidates` are other columns that look like labels, for the sentence where this one holds no classes;
    `blank_place` is where a person says what a blank label means; `rules_off` are rules of cleaning.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    return look_at_classes(
        label_cells(path, label, most_s=most_s),
        reading=reading,
        candidates=candidates,
        blank_place=blank_place,
        rules_off=rules_off,
    )


def label_cells(path: Path, label: str, *, most_s: float = 4.0) -> LabelCells:
    """The cells of a column, from a sample of the file where reading all would take more than `most_s`.

    Raises
    ------
    UnreadableFile, WrongColumn
        As in `data.reading.read`.
    """
    table = sampled_column(path, label, most_s=most_s)
    rows_of = Counter(table.frame[label].fillna("").astype(str))
    counted = "" if table.sampling == ALL_ROWS else f"counted on {len(table.frame):,} rows ({table.sampling})"
    return LabelCells(label, rows_of, counted, table.share_read, table.format.mark_within(label))


def look_at_classes(
    cells: LabelCells,
    *,
    reading: LabelReading = AS_WRITTEN,
    candidates: Sequence[str] = (),
    blank_place: str = BLANK_OPTION,
    rules_off: Collection[str] = (),
    columns: Mapping[str, Mapping[str, int]] | None = None,
) -> ClassLook:
    """The classes of a column that was read; `columns` are the cells of all, the rest is as in `class_look`."""
    with suppress(NoClasses):  # `unfit` says it
        reading = reading.fitted(cells.rows_of, cells.column)
    counts = LabelCounts.of(cells.rows_of, reading, rules_off)
    written = counts if reading == AS_WRITTEN else LabelCounts.of(cells.rows_of, AS_WRITTEN, rules_off)
    others = [name for name in candidates if name != cells.column]
    why = unfit(
        cells.rows_of,
        reading,
        cells.column,
        others,
        blank_place=blank_place,
        rules_off=rules_off,
        known_mark=cells.known_mark,
    )
    problem = why or _problem(cells.column, written if sum(cells.rows_of.values()) < LEAST_ROWS else counts)
    is_side_bare = reading.groups is not None and min(counts.classes.values(), default=0) < LEAST_ROWS_OF_CLASS
    if cells.share_read < 1.0 and (len(counts.classes) <= 1 or is_side_bare):
        why = problem = None  # the file may be sorted by label, and the other classes come later
    return ClassLook(
        _classes(counts),
        cells.counted,
        problem,
        why,
        tuple(sorted(counts.missing.items(), key=lambda word: -word[1])),
        counts.unlabelled,
        numbers_of(written),
        reading,
        look_at_label(
            cells.column, cells.rows_of, columns, counts if reading.groups is None else written, cells.known_mark
        ),
    )


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
    if counts.rows and counts.rows + counts.unlabelled < LEAST_ROWS:
        return _too_few(label, counts)
    if not counts.rows:
        return f"Column '{label}' is empty. Choose the column that holds the labels."
    if len(counts.classes) == 1:
        only = next(iter(counts.classes))[:40]
        return f"Column '{label}' holds one class only ('{only}'). Training needs two; choose another label column."
    if counts.rows < LEAST_ROWS:
        return _too_few(label, counts)
    return None


def _too_few(label: str, counts: LabelCounts) -> str:
    rows = count_words(counts.rows, "labelled row")
    return f"Column '{label}' has {rows}. Training needs at least {LEAST_ROWS}; add more rows."
