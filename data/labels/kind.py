"""Whether a column holds classes: the one place that decides it, for the command line, the page and the session.

Numbers that measure something (a share, an age, a price) are no classes; few numbers that come again and again are
(stars, 0 and 1, the ids of 77 topics). What nearly every row has of its own (ids, names, free text) is none either.
"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from statistics import median

from data.labels.joining import common_labels
from data.labels.numbers import endless, read_by_guess, rows_of_numbers, shown
from data.labels.reading import LabelReading
from data.labels.sections import are_sections
from data.labels.tag_cells import typed_separator
from data.labels.tags import tag_separator
from data.labels.threshold import Relation, Threshold
from data.missing import LEAST_ROWS_OF_CLASS, missing_among

_ALWAYS_CLASSES = 20  # so few numbers are stars, marks or half stars
_MOST_NUMBERS = 200  # more are counted or measured, however often each comes
_MOST_WORDS = 200  # more are classes only where each has rows enough
_ROWS_OF_ONE_OF_MANY = 10  # in the middle
NUMERIC_SHARE = 0.95  # of the rows; the rest are slips
_ROWS_OF_AN_ID = 5  # in the middle, of whole numbers from 0 or 1 on without gaps
_ROWS_OF_A_CODE = 20  # in the middle, of whole numbers with wide gaps, such as 101, 205, 3340
_FULL_MARKS, _EQUALLY_OFTEN = 100, 2
_WITHOUT_GAPS, _WITH_WIDE_GAPS = 0.9, 0.5  # share of the whole numbers between least and most that occur


@dataclass(frozen=True, slots=True)
class LabelCounts:
    """The labels of a column as cleaning will see them: rows of each class, of each missing word, and blank ones.

    `joined` are the labels that count as a class which is spelled otherwise, with that class.
    """

    classes: Mapping[str, int]
    missing: Mapping[str, int]
    blank: int
    joined: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, labels: Mapping[str, int], reading: LabelReading, rules_off: Collection[str] = ()) -> LabelCounts:
        """Count labels as they stand in the column, with the rows of each; `rules_off` are rules of cleaning."""
        read: dict[str, int] = {}
        for name, rows in zip(reading.read(labels), labels.values(), strict=True):
            read[name] = read.get(name, 0) + rows
        missing = missing_among(read, reading.classes_named)
        common = common_labels({label: rows for label, rows in read.items() if label not in missing}, rules_off)
        classes: dict[str, int] = {}
        for label, of_class in common.items():
            classes[of_class] = classes.get(of_class, 0) + read[label]
        words = {label: read[label] for label in missing if label}
        joined = {label: of_class for label, of_class in common.items() if label != of_class}
        return cls(classes, words, read.get("", 0), joined)

    @property
    def rows(self) -> int:
        """Rows with a label."""
        return sum(self.classes.values())

    @property
    def unlabelled(self) -> int:
        """Rows without a label."""
        return self.blank + sum(self.missing.values())


def counts_of_cells(cells: Mapping[str, int]) -> LabelCounts:
    """The same of label cells (see `data.labels.label_cell`), given the rows of each: a set of labels is a class."""
    return LabelCounts({cell: rows for cell, rows in cells.items() if cell}, {}, cells.get("", 0))


BLANK_OPTION = ": --blank-label no, or the field on the Train page"


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a label column holds whose cells are numbers: rows of each number, from the least to the largest.

    `guessed` is a cell that could be another number as well, with the one that it is read as; `are_sections`: the cells
    are codes that look like numbers (see `data.labels.sections`).
    """

    rows_of: Mapping[float, int]
    guessed: tuple[str, float] | None = None
    are_sections: bool = False

    @property
    def guess_words(self) -> str:
        """How a cell is read that could be another number, as the end of a sentence; empty where there is none.

        >>> Numbers({312.0: 4, 1250.0: 5}, ("1.250", 1250.0)).guess_words
        "; '1.250' is read as 1,250"
        """
        return f"; '{self.guessed[0]}' is read as {shown(self.guessed[1])}" if self.guessed else ""

    @property
    def are_classes(self) -> bool:
        """Whether they are a few values that come again and again, or codes."""
        return self.are_sections or _are_classes(self.rows_of)

    @property
    def are_ids(self) -> bool:
        """Whether each row has a whole number of its own: what is counted or measured comes twice now and then."""
        return len(self.rows_of) == self.rows and all(number.is_integer() for number in self.rows_of)

    @property
    def are_many(self) -> bool:
        """Whether the column is a number with many values, of which classes have to be made."""
        return not self.are_classes and not self.are_ids

    @property
    def rows(self) -> int:
        """Rows with a number."""
        return sum(self.rows_of.values())

    @property
    def least(self) -> float:
        """The least number."""
        return next(iter(self.rows_of))

    @property
    def most(self) -> float:
        """The largest number."""
        return next(reversed(list(self.rows_of)))

    @property
    def are_shares(self) -> bool:
        """Whether all lie within 0 and 1."""
        return self.least >= 0 and self.most <= 1

    @property
    def middle(self) -> float:
        """The median: the least number that half of the rows do not exceed."""
        below = accumulate(self.rows_of.values())
        return next(number for number, rows in zip(self.rows_of, below, strict=True) if 2 * rows >= self.rows)

    def rows_on_sides(self, line: Threshold) -> tuple[int, int]:
        """Rows of the positive and of the negative side."""
        positive = sum(rows for number, rows in self.rows_of.items() if line.class_of(number) == line.positive)
        return positive, self.rows - positive

    def suggested(self) -> Threshold:
        """A line to begin with: 0.5 where all are shares, the median elsewhere; never one with nothing on a side.

        >>> Numbers({0.0: 90, 0.2: 30, 0.5: 10, 1.0: 9}).suggested().typed
        '>=0.5'
        >>> Numbers({0.0: 90, 7.0: 30, 12.0: 10}).suggested().typed
        '>0'
        """
        half = Threshold.at(Relation.FROM, 0.5)
        if self.are_shares and min(self.rows_on_sides(half)) >= LEAST_ROWS_OF_CLASS:
            return half
        relation = Relation.ABOVE if self.middle == self.least else Relation.FROM
        return Threshold.at(relation, self.middle)


def numbers_of(counts: LabelCounts) -> Numbers | None:
    """The numbers of a column; None where it is no column of numbers, slips apart."""
    rows_of = rows_of_numbers(counts.classes)
    finite_rows = counts.rows - sum(counts.classes[cell] for cell in endless(counts.classes))
    if not rows_of or sum(rows_of.values()) < NUMERIC_SHARE * finite_rows:
        return None
    return Numbers(rows_of, read_by_guess(counts.classes), are_sections(counts.classes))


def unfit_labels(
    counts: LabelCounts,
    column: str,
    candidates: Sequence[str] = (),
    *,
    blank_place: str = BLANK_OPTION,
    known_mark: str = "",
) -> str | None:
    """Why no classes can be learned from a column, in one sentence; None where they can.

    `candidates` are other columns that look like labels; the sentence names them, and `blank_place` the place where
    a person says what a blank label means; `known_mark` is one that the file puts between several labels.

    >>> marks = LabelCounts.of({f"{mark / 239:.3f}": 2 for mark in range(240)}, LabelReading())
    >>> print(unfit_labels(marks, "target", ["mood"]))
    Label 'target' holds 240 different numbers between 0 and 1, too many for classes (a few values that come again and \
again): draw a line, such as --positive-if ">=0.5", or make groups of equal counts with --bins 3; else choose another \
label column ('mood' looks like one).
    >>> unfit_labels(LabelCounts.of({"1": 40, "5": 30}, LabelReading()), "stars") is None
    True
    """
    no_classes = _numbers(counts, column, candidates) or _too_many(counts, column, candidates, known_mark)
    return no_classes or _blank_or(counts, column, blank_place)


def _numbers(counts: LabelCounts, column: str, candidates: Sequence[str]) -> str | None:
    found = numbers_of(counts)
    if found is None or not found.are_many:
        return None
    between = f"between {shown(found.least)} and {shown(found.most)}"
    classes_words = "a few values that come again and again"
    return (
        f"Label '{column}' holds {len(found.rows_of):,} different numbers {between}, too many for classes "
        f'({classes_words}{found.guess_words}): draw a line, such as --positive-if "{found.suggested().typed}", '
        "or make groups of equal counts with --bins 3; else choose another label column"
        f"{_looking_like_labels(candidates)}."
    )


def _are_classes(rows_of: Mapping[float, int]) -> bool:
    """Whether numbers stand for classes, by how many there are, whether they are whole, and how often each comes."""
    rows_of_each = median(rows_of.values())  # most values of a count are rare, however many zeros there are
    if len(rows_of) <= _ALWAYS_CLASSES:
        return all(value.is_integer() for value in rows_of) or rows_of_each >= LEAST_ROWS_OF_CLASS
    if len(rows_of) > _MOST_NUMBERS or not all(value.is_integer() for value in rows_of):
        return False
    occurring = len(rows_of) / (max(rows_of) - min(rows_of) + 1)
    if min(rows_of) in (0, 1) and occurring >= _WITHOUT_GAPS:
        return rows_of_each >= _ROWS_OF_AN_ID and not _are_marks(rows_of)
    return occurring < _WITH_WIDE_GAPS and rows_of_each >= _ROWS_OF_A_CODE


def _are_marks(rows_of: Mapping[float, int]) -> bool:
    """Whether numbers end at a hundred, as marks and per cent do; ids of a hundred classes come equally often."""
    return max(rows_of) == _FULL_MARKS and max(rows_of.values()) > _EQUALLY_OFTEN * min(rows_of.values())


def has_too_many_values(counts: LabelCounts) -> bool:
    """Whether there are more classes than half the rows, or very many of few rows each: ids, names, texts."""
    n_classes = len(counts.classes)
    if n_classes < 2:
        return False
    few_rows_each = n_classes > _MOST_WORDS and median(counts.classes.values()) < _ROWS_OF_ONE_OF_MANY
    return n_classes > counts.rows / 2 or few_rows_each


def _too_many(counts: LabelCounts, column: str, candidates: Sequence[str], known_mark: str) -> str | None:
    if not has_too_many_values(counts):
        return None
    return (
        f"Column '{column}' holds {len(counts.classes):,} different values, too many for classes. "
        f"{_tags_or_choose(counts, known_mark)} another column{_looking_like_labels(candidates)}."
    )


def _tags_or_choose(counts: LabelCounts, known_mark: str) -> str:
    """How the advice begins that ends with another column; cells that hold several tags can be learned as they are."""
    if (separator := tag_separator(counts.classes, known_mark)) is None:
        return "Choose"
    typed = shlex.quote(typed_separator(separator).strip())
    return (
        f"Its cells hold several tags: learn each with --separator {typed}, or the tick on the Train page; else choose"
    )


def _blank_or(counts: LabelCounts, column: str, place: str) -> str | None:
    """Said where a column holds one value or nothing: blank may well be the other class."""
    if len(counts.classes) != 1 or counts.unlabelled < LEAST_ROWS_OF_CLASS:
        return None
    (only,) = counts.classes
    return (
        f"Column '{column}' holds '{only[:40]}' in {counts.rows:,} rows and nothing in {counts.unlabelled:,}. If blank "
        f"means no, say so{place}; else choose another label column."
    )


def _looking_like_labels(candidates: Sequence[str]) -> str:
    """In brackets, up to three columns that look like labels; empty where none does."""
    if not candidates:
        return ""
    named = ", ".join(f"'{name}'" for name in candidates[:3])
    return f" ({named} {'looks like one' if len(candidates) == 1 else 'look like labels'})"
