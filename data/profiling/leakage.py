"""Columns that give the label away (target leakage): a copy of it, a code for it, a number that separates its classes.

Found in a sample of rows of the whole table, whatever the columns are called. What nearly each row has of its own (ids,
names), dates, and columns that are hardly filled tell nothing, and neither does what chance would do as well.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data.cleaning.usable import LEAST_ROWS
from data.errors import NoClasses
from data.labels.kind import NUMERIC_SHARE
from data.labels.number_classes import unfit
from data.labels.numbers import numbers_in, shown
from data.labels.reading import AS_WRITTEN, LabelReading
from data.labels.spelling import common_spellings
from data.missing import missing_among
from data.profiling.determination import Counts, Cuts, determined_class, fewest_cuts, is_determined, slips

MOST_ROWS = 2_000
_LEAST_LABELLED = 20
_LEAST_FILLED = 0.1  # of the rows: fewer tell little of the whole
_FEW_VALUES, _VALUES_OF_A_CLASS = 20, 4
_LEAST_CLASS_SHARE = 0.05  # of a class that is given away alone
_MOST_CUTS, _MOST_CLASSES_TO_CUT = 3, 20
_ID_SHARE = 0.9  # of whole numbers that come once: ids, or seconds since 1970
_LEAST_WORDS = 2.0  # of a text
_PLACES = {0: "first", 1: "second", 2: "third", -1: "last", -2: "last but one"}
_LOOKED_INTO = 240  # characters, from either end of a text
_LEAST_WORD_SHARE = 0.01  # of texts: rarer words stand for no class
_NAMED = 3
_DATE = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}([T ].*)?|\d{1,2}:\d\d(:\d\d.*)?|[A-Z][a-z]{2},? .*\d\d:\d\d.*")
_WORD = re.compile(r"\w+")
_TESTS_A_COLUMN = 10  # ways in which one is looked at


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that gives the label away, and how, in a sentence.

    `is_in_texts`: it is a column of texts with a word in each that does so; all else is no text to learn from.
    """

    column: str
    sentence: str
    is_in_texts: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class _Classes:
    """The classes of the rows that have one: `of_row` (rows,) are places in `names`; `tests` are looks at columns."""

    label: str
    names: tuple[str, ...]
    of_row: NDArray[np.int64]
    tests: int

    def counts(self, groups: NDArray[np.int64], rows: NDArray[np.bool_] | None = None) -> Counts:
        """Rows (groups, classes), of all rows or some, given the group of each."""
        of_row, groups = (self.of_row, groups) if rows is None else (self.of_row[rows], groups[rows])
        size = int(groups.max(initial=-1)) + 1
        cells = np.bincount(groups * len(self.names) + of_row, minlength=size * len(self.names))
        return cells.reshape(size, len(self.names))

    @property
    def few(self) -> int:
        """So many different values may stand for the classes."""
        return min(max(_FEW_VALUES, _VALUES_OF_A_CLASS * len(self.names)), max(2, len(self.of_row) // 4))


def find_leaks(frame: pd.DataFrame, label: str, reading: LabelReading = AS_WRITTEN) -> list[Leak]:
    """The columns that give the label away, in the table's order.

    `frame` holds strings, a sample of the table's rows; of more than `MOST_ROWS` the first ones are taken.

    >>> table = pd.DataFrame({"stars": list("12345") * 20, "text": [f"text {n}" for n in range(100)]})
    >>> table["mood"] = ["good" if stars in "45" else "bad" for stars in table["stars"]]
    >>> [leak.sentence for leak in find_leaks(table, "mood")]
    ["'stars' says the same as 'mood': each of its 5 values goes with one class."]
    """
    frame = frame.head(MOST_ROWS).fillna("").astype(str)
    columns = [str(name) for name in frame.columns if name != label]
    known = _classes(frame[label], label, reading, tests=_TESTS_A_COLUMN * max(1, len(columns)))
    if known is None:
        return []
    classes, labelled = known
    found = (_leak(name, frame.loc[labelled, name].tolist(), classes) for name in columns)
    return [leak for leak in found if leak is not None]


def _classes(
    cells: pd.Series[str], label: str, reading: LabelReading, *, tests: int
) -> tuple[_Classes, NDArray[np.bool_]] | None:
    """The classes, and which rows have one; None where the column has none to speak of."""
    rows_of = Counter(cells)
    with suppress(NoClasses):  # `unfit` knows
        reading = reading.fitted(rows_of, label)
    if unfit(rows_of, reading, label) is not None:
        return None
    read = reading.read(cells)
    counts = Counter(read)
    missing = missing_among(counts, reading.classes_named) | {""}
    spelling = common_spellings({name: rows for name, rows in counts.items() if name not in missing})
    labelled = np.fromiter((name not in missing for name in read), bool, len(read))
    of_row, names = pd.factorize(np.array([spelling[name] for name in read if name not in missing], object))
    if len(names) < 2 or len(of_row) < _LEAST_LABELLED:
        return None
    return _Classes(reading.label_words(label), tuple(map(str, names)), of_row.astype(np.int64), tests), labelled


def _leak(column: str, cells: list[str], classes: _Classes) -> Leak | None:
    folded = [" ".join(cell.casefold().split()) for cell in cells]
    rows_of = Counter(folded)
    missing = missing_among(rows_of)
    filled = np.fromiter((cell not in missing for cell in folded), bool, len(folded))
    if filled.sum() < max(_LEAST_LABELLED, _LEAST_FILLED * len(folded)):
        return None
    words = [cell for cell in rows_of if cell not in missing]
    if _is_text(words, classes):
        return _of_values(column, folded, filled, classes, with_values=False) or _in_texts(
            column, folded, filled, classes
        )
    if _are_dates(cells, filled):
        return None
    with_values = len(words) <= classes.few
    by_value = _of_values(column, folded, filled, classes, with_values=with_values)
    return by_value or _of_numbers(column, folded, filled, classes)


def _is_text(words: Sequence[str], classes: _Classes) -> bool:
    """Whether so many different cells of several words are there that they may be what is to be learned from."""
    codes = max(min(classes.few, LEAST_ROWS - 1), len(classes.names))
    return len(words) > codes and sum(map(len, map(str.split, words))) >= _LEAST_WORDS * len(words)


def _are_dates(cells: Sequence[str], filled: NDArray[np.bool_]) -> bool:
    dates = sum(_DATE.fullmatch(cells[row].strip()) is not None for row in np.flatnonzero(filled).tolist())
    return dates >= NUMERIC_SHARE * int(filled.sum())


def _of_values(
    column: str, folded: list[str], filled: NDArray[np.bool_], classes: _Classes, *, with_values: bool
) -> Leak | None:
    """A column whose values, or whose blank and filled cells, stand for classes."""
    pattern = classes.counts(filled.astype(np.int64))
    if not filled.all() and (told := _told_by_filling(column, pattern, classes)):
        return Leak(column, told)
    if not with_values:
        return None
    values, names = pd.factorize(np.array(folded, object))
    groups = values.astype(np.int64)
    every = classes.counts(groups)
    if is_determined(every, tests=classes.tests):
        return Leak(column, _same(column, classes, _values_words(every, classes, filled), slips(every)))
    where_filled = classes.counts(groups, filled)
    where_filled = where_filled[where_filled.sum(axis=1) > 0][:, where_filled.sum(axis=0) > 0]
    if not filled.all() and where_filled.shape[1] > 1 and is_determined(where_filled, tests=classes.tests):
        how = "where it is filled, each value goes with one class"
        return Leak(column, _same(column, classes, how, slips(where_filled)))
    given = _given_class(every, classes)
    if given is None:
        return None
    there = [names[row] for row in np.flatnonzero(2 * every[:, given] > every.sum(axis=1))]
    return Leak(column, _gives(column, classes, given, f"it is {_listed(there)} there alone"))


def _told_by_filling(column: str, pattern: Counts, classes: _Classes) -> str:
    """Blank cells in all rows of some classes only: `pattern` (blank and filled, classes) are rows."""
    given = _given_class(pattern, classes)
    if given is None:
        return ""
    how = "filled" if pattern[1, given] > pattern[0, given] else "blank"
    if len(classes.names) == 2:
        where = classes.names[int(np.argmax(pattern[1]))]
        return _same(column, classes, f"it is filled where that is '{where}', and there alone", slips(pattern))
    return _gives(column, classes, given, f"it is {how} there alone")


def _given_class(counts: Counts, classes: _Classes) -> int | None:
    least_rows = max(_LEAST_LABELLED // 2, int(_LEAST_CLASS_SHARE * len(classes.of_row)))
    if len(classes.names) == 2:
        return 0 if is_determined(counts, tests=classes.tests) else None
    return determined_class(counts, least_rows, tests=classes.tests)


def _of_numbers(column: str, folded: list[str], filled: NDArray[np.bool_], classes: _Classes) -> Leak | None:
    """A number of which a few cut points separate the classes; a blank cell stands before all numbers."""
    number_of = numbers_in(set(folded))
    numbers = np.array([number_of.get(cell, -np.inf) for cell in folded])
    known = numbers[np.isfinite(numbers)]
    if len(known) < NUMERIC_SHARE * filled.sum() or _are_ids(known) or len(classes.names) > _MOST_CLASSES_TO_CUT:
        return None
    levels, groups = np.unique(numbers, return_inverse=True)
    counts = classes.counts(groups.astype(np.int64))
    cuts = fewest_cuts(counts, max(_MOST_CUTS, len(classes.names) - 1), tests=classes.tests)
    if cuts is not None:
        return Leak(column, _same(column, classes, _cut_words(counts, levels, cuts, classes), cuts.slips))
    return _of_numbers_for_one(column, counts, levels, classes) if len(classes.names) > 2 else None


def _of_numbers_for_one(column: str, counts: Counts, levels: NDArray[np.float64], classes: _Classes) -> Leak | None:
    """A number that separates one class from all others."""
    of_class = counts.sum(axis=0)
    for place in np.argsort(-of_class, kind="stable"):
        one = np.stack([counts[:, place], counts.sum(axis=1) - counts[:, place]], axis=1)
        if of_class[place] < _LEAST_CLASS_SHARE * of_class.sum():
            break
        cuts = fewest_cuts(one, _MOST_CUTS, tests=classes.tests * len(of_class))
        if cuts is not None:
            is_above = one[cuts.below :, 0].sum() > one[: cuts.below, 0].sum()
            side = f"{'at least' if is_above else 'less than'} {_cut_between(levels, cuts.below)}"
            how = side if cuts.count == 1 else "within certain bounds"
            return Leak(column, _gives(column, classes, int(place), f"it is {how} there alone"))
    return None


def _cut_words(counts: Counts, levels: NDArray[np.float64], cuts: Cuts, classes: _Classes) -> str:
    if cuts.count > 1:
        return f"cut in {cuts.count} places, it separates the classes"
    sides = counts[: cuts.below], counts[cuts.below :]
    low, high = (classes.names[int(np.argmax(side.sum(axis=0)))] for side in sides)
    return f"from {_cut_between(levels, cuts.below)} on that is '{high}', below '{low}'"


def _cut_between(levels: NDArray[np.float64], below: int) -> str:
    """The number of fewest digits that has so many of the levels below it."""
    low, high = float(levels[below - 1]), float(levels[below])
    rounded = (np.floor(high * 10.0**digits) / 10.0**digits for digits in range(7))
    return shown(float(next((number for number in rounded if low < number <= high), high)))


def _are_ids(numbers: NDArray[np.float64]) -> bool:
    """Whole numbers that hardly ever come again: they number the rows, or say when each was written."""
    is_whole = bool((numbers == np.floor(numbers)).all())
    return is_whole and len(np.unique(numbers)) >= _ID_SHARE * len(numbers)


def _in_texts(column: str, folded: list[str], filled: NDArray[np.bool_], classes: _Classes) -> Leak | None:
    """Texts with a word at one place that says the class, in nearly every row."""
    for place, where in _PLACES.items():
        words = [_word_at(text, place) for text in folded]
        common = _common(words, classes)
        groups, names = pd.factorize(np.array([word if word in common else "" for word in words], object))
        counts = classes.counts(groups.astype(np.int64), filled)
        counts = counts[:, counts.sum(axis=0) > 0]
        if common and counts.shape[1] > 1 and is_determined(counts, tests=classes.tests):
            told = [names[row] for row in np.argsort(-counts.sum(axis=1), kind="stable") if names[row]]
            sentence = (
                f"The {where} word of the texts in '{column}' says what '{classes.label}' is ({_listed(told)}): a "
                "model will learn that word and little else. Take it out of the texts."
            )
            return Leak(column, sentence, is_in_texts=True)
    return None


def _common(words: Sequence[str], classes: _Classes) -> set[str]:
    least = max(3, _LEAST_WORD_SHARE * len(words) / len(classes.names))
    return {word for word, rows in Counter(words).most_common(classes.few) if word and rows >= least}


def _word_at(text: str, place: int) -> str:
    """The word at a place from the beginning, or from the end, of a text; empty where there is none."""
    words = _WORD.findall(text[:_LOOKED_INTO] if place >= 0 else text[-_LOOKED_INTO:])
    return words[place] if -len(words) <= place < len(words) else ""


def _values_words(counts: Counts, classes: _Classes, filled: NDArray[np.bool_]) -> str:
    values = len(counts)
    if values == len(classes.names) and len(set(counts.argmax(axis=1))) == values:
        return "one value for each class"
    return f"each of its {values} values{'' if filled.all() else ' (blank is one)'} goes with one class"


def _same(column: str, classes: _Classes, how: str, slipped: int) -> str:
    return f"'{column}' says {'nearly ' if slipped else ''}the same as '{classes.label}': {how}."


def _gives(column: str, classes: _Classes, place: int, how: str) -> str:
    return f"'{column}' gives the class '{classes.names[place]}' of '{classes.label}' away: {how}."


def _listed(words: Sequence[str]) -> str:
    named = ", ".join(f"'{word[:20]}'" if word else "blank" for word in words[:_NAMED])
    return f"{named}, …" if len(words) > _NAMED else named
