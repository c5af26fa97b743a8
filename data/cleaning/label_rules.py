"""Which rules judge rows: those for one class a row, for classes made of numbers, and for several labels a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.cleaning.row_rules import LEAST_ROWS_OF_LABEL, ROW_RULES, RowRule, Rows, left_out, relabelled
from data.labels.joining import SPELLING_RULE
from data.labels.label_cell import renamed, rows_of_labels
from data.labels.reading import LabelReading
from data.labels.several import LabelForm, named_labels
from data.labels.spelling import common_spellings

RARE_RULE = "rare_labels"
MOST_LABELS = 500  # of a row each may be one: more fill the memory, and nobody reads their scores
_NUMBER_MISSING = "Rows whose number is missing or not finite"


def rules_for(reading: LabelReading, form: LabelForm = LabelForm.CLASS) -> tuple[RowRule, ...]:
    """The rules in order; where classes are made of numbers, a row without a label is one without a number.

    Of several labels a row, labels are spelled alike and left out one by one; columns are spelled as they are.

    >>> from data.labels.bins import parse_bins
    >>> [rule.title for rule in rules_for(LabelReading(bins=parse_bins("3"))) if rule.name == "missing_label"]
    ['Rows whose number is missing or not finite']
    """
    if form is not LabelForm.CLASS:
        return tuple(_OF_SEVERAL.get(rule.name, rule) for rule in ROW_RULES if rule.name in _KEPT[form])
    if reading.groups is None:
        return ROW_RULES
    return tuple(replace(rule, title=_NUMBER_MISSING) if rule.name == "missing_label" else rule for rule in ROW_RULES)


@dataclass(frozen=True, slots=True)
class Unlearnable:
    """Labels that too few rows have, and those that nearly every row has; of each, those of most rows first."""

    rare: tuple[str, ...] = ()
    common: tuple[str, ...] = ()

    @classmethod
    def among(cls, cells: Sequence[str]) -> Unlearnable:
        """The labels of cells that cannot be learned; where more than `MOST_LABELS` could, the rarest of them as well.

        >>> Unlearnable.among(["a"] * 9 + ["b"] * 9 + ["c"] * 4)
        Unlearnable(rare=('c',), common=())
        """
        rows_of = rows_of_labels(Counter(cells))
        common = [name for name, rows in rows_of.items() if len(cells) - rows < LEAST_ROWS_OF_LABEL <= rows]
        others = [name for name in rows_of if name not in common]
        learned = [name for name in others if rows_of[name] >= LEAST_ROWS_OF_LABEL][:MOST_LABELS]
        return cls(tuple(others[len(learned) :]), tuple(common))

    @property
    def notes(self) -> list[str]:
        """What is left out, in sentences."""
        said = (("Too rare", self.rare), ("In nearly every row", self.common))
        return [f"{why}, left out: {named_labels(names)}." for why, names in said if names]


def _drop_unlabelled(rows: Rows) -> tuple[Rows, int, str, str]:
    return left_out(rows, [label != "" for label in rows.labels])


def _join_tags(rows: Rows) -> tuple[Rows, int, str, str]:
    """Labels that differ in case or blank space only take the commonest spelling."""
    spelling = common_spellings(rows_of_labels(Counter(rows.labels)))
    return relabelled(rows, renamed(rows.labels, spelling))


def _drop_rare(rows: Rows) -> tuple[Rows, int, str, str]:
    """Rows stay with their other labels."""
    found = Unlearnable.among(rows.labels)
    return relabelled(rows, renamed(rows.labels, {}, dropped={*found.rare, *found.common}))


_OF_SEVERAL = {
    "missing_label": RowRule("missing_label", "Rows of which no label is known", _drop_unlabelled),
    SPELLING_RULE: RowRule(SPELLING_RULE, "Labels that differ only in case or spaces", _join_tags),
    RARE_RULE: RowRule(RARE_RULE, f"Labels with fewer than {LEAST_ROWS_OF_LABEL} rows", _drop_rare),
}
_OF_ROWS = ("empty_text", "missing_label", "conflicting_labels", "exact_duplicates", "near_duplicates", RARE_RULE)
_KEPT = {LabelForm.COLUMNS: _OF_ROWS, LabelForm.TAGS: (*_OF_ROWS, SPELLING_RULE)}
