"""How the cells of a label column become classes: what a person said of blank ones, of odd words, and of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from data.labels.bins import Bins
from data.labels.numbers import numbers_in, rows_of_numbers
from data.labels.threshold import Threshold
from data.missing import BLANK_WORDS


@dataclass(frozen=True, slots=True)
class LabelReading:
    """What a person said of labels: what a blank one means, which odd words are classes, how numbers become classes.

    Numbers stay as they are where neither `threshold` nor `bins` is given; one of them at most is.
    """

    blank: str | None = None
    kept: tuple[str, ...] = ()
    threshold: Threshold | None = None
    bins: Bins | None = None

    @property
    def groups(self) -> Threshold | Bins | None:
        """What makes classes of numbers; None where the cells are classes themselves."""
        return self.threshold or self.bins

    @property
    def classes_named(self) -> tuple[str, ...]:
        """Words that are classes whatever they look like: those kept, and the names that a person gave to numbers."""
        return (*self.kept, *(self.groups.names if self.groups else ()))

    @property
    def positive(self) -> str:
        """The name of the positive side of a line through numbers; empty where there is no line."""
        return self.threshold.positive if self.threshold else ""

    def read(self, labels: Iterable[str]) -> list[str]:
        """Labels without the space around them, blank ones named, numbers as their classes; "" where there is none.

        >>> LabelReading(blank="no").read([" yes ", "", "NaN"])
        ['yes', 'no', 'no']
        >>> LabelReading(bins=Bins(2, (0.5,))).read(["0.2", "0.9", "inf", "n/a"])
        ['low', 'high', '', '']
        """
        if self.groups is not None:
            return _grouped(list(labels), self.groups)
        stripped = [label.strip() for label in labels]
        if self.blank is None:
            return stripped
        return [self.blank if label.casefold() in BLANK_WORDS else label for label in stripped]

    def fitted(self, cells: Mapping[str, int], column: str) -> LabelReading:
        """The same with cut points where groups of equal counts are asked for, given the rows of each cell.

        Raises
        ------
        NoClasses
            No such groups can be cut.
        """
        if self.bins is None or self.bins.cuts:
            return self
        return replace(self, bins=self.bins.cut(rows_of_numbers(cells), column))

    def label_words(self, column: str) -> str:
        """What the label is: a column, or what was made of its numbers.

        >>> LabelReading().label_words("mood"), LabelReading(bins=Bins(3)).label_words("V")
        ('mood', 'V in 3 groups')
        """
        if self.threshold:
            return self.threshold.condition(column)
        return f"{column} in {self.bins.count} groups" if self.bins else column


AS_WRITTEN = LabelReading()


def _grouped(cells: list[str], groups: Threshold | Bins) -> list[str]:
    names = {cell: groups.class_of(number) for cell, number in numbers_in(set(cells)).items()}
    return [names.get(cell, "") for cell in cells]
