"""Which labels are one class in several spellings: the rules of cleaning that say so, each of which can be left off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from data.labels.spelling import common_spellings
from data.labels.value_spelling import common_values

SPELLING_RULE, VALUE_RULE = "label_spelling", "label_value"


def common_labels(labels: Mapping[str, int], rules_off: Collection[str] = ()) -> dict[str, str]:
    """For each label the class that cleaning makes of it, without the rules that are off, given the rows of each.

    >>> common_labels({"TRUE": 3, "True": 9, "1": 2, "0": 9}), common_labels({"A": 1, "a": 2}, ["label_spelling"])
    ({'TRUE': 'True', 'True': 'True', '1': 'True', '0': '0'}, {'A': 'A', 'a': 'a'})
    """
    common = {label: label for label in labels} if SPELLING_RULE in rules_off else common_spellings(labels)
    if VALUE_RULE in rules_off:
        return common
    rows: Counter[str] = Counter()
    for label, count in labels.items():
        rows[common[label]] += count
    value = common_values(rows)
    return {label: value[spelled] for label, spelled in common.items()}
