"""Whether what is left after cleaning can be learned from at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pandas as pd

from data.cleaning.rule_report import RuleReport
from data.errors import UnusableLabels
from data.labels.label_cell import rows_of_labels
from data.missing import LEAST_ROWS

_DUPLICATES = frozenset({"exact_duplicates", "near_duplicates"})
_LEAVING_OUT = {
    "empty_text": "without a text",
    "missing_label": "without a label",
    "conflicting_labels": "with conflicting labels",
    "exact_duplicates": "repeated exactly",
    "near_duplicates": "repeated but for case or punctuation",
    "rare_labels": "with a label too rare to learn",
}


def check_usable(
    labels: pd.Series[str],
    *,
    rows_before: int,
    reports: Iterable[RuleReport] = (),
    least: int = LEAST_ROWS,
    several_labels: bool = False,
) -> None:
    """Refuse labels that nothing can be learned from; with `several_labels` they are label cells.

    Raises
    ------
    UnusableLabels
        Fewer than `least` rows are left, one class only, or all rows are duplicates of a few; says what was left out.
    """
    leaving_out = _LEAVING_OUT.keys() - ({"rare_labels"} if several_labels else set())
    lost = {report.rule: report.rows for report in reports if report.rows and report.rule in leaving_out}
    if len(labels) < least:
        raise UnusableLabels(_too_few(len(labels), rows_before, lost, least))
    if several_labels:
        _check_labels(labels)
        return
    classes = labels.unique()
    if len(classes) == 1:
        raise UnusableLabels(
            f"All {len(labels):,} usable rows have the label '{classes[0]}'. Two or more are needed: "
            "choose another label column or more data."
        )


def _check_labels(cells: pd.Series[str]) -> None:
    """Two labels at least have to be given to some rows and not to all."""
    rows_of = rows_of_labels(Counter(cells))
    learned = [name for name, rows in rows_of.items() if rows < len(cells)]
    if len(learned) > 1:
        return
    found = f"only '{learned[0]}' is" if learned else "no label is"
    raise UnusableLabels(
        f"Of the labels of {len(cells):,} usable rows, {found} given to some rows and not to others. Two or more are "
        "needed: choose further label columns, or more data."
    )


def _too_few(left: int, rows_before: int, lost: dict[str, int], least: int) -> str:
    if sum(lost.get(rule, 0) for rule in _DUPLICATES) >= 0.9 * rows_before > 0:
        different = left + lost.get("rare_labels", 0)
        return (
            f"The {rows_before:,} rows are duplicates of {different:,} {'text' if different == 1 else 'texts'}. At "
            f"least {least} different texts are needed: choose another text column or more data."
        )
    if lost.get("rare_labels", 0) >= 0.9 * rows_before > 0:
        return (
            f"Nearly every one of the {rows_before:,} rows has a label of its own. Choose a label column in which "
            "the same few values come again and again."
        )
    reasons = ", ".join(f"{rows:,} {_LEAVING_OUT[rule]}" for rule, rows in lost.items())
    because = f" ({reasons} left out)" if reasons else ""
    rows = "row is" if left == 1 else "rows are"
    return (
        f"Only {left:,} usable {rows} left of {rows_before:,}{because}. At least {least} are needed: choose more data."
    )
