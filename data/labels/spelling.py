"""Labels that differ only in case or blank space are one label."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping


def common_spellings(labels: Mapping[str, int]) -> dict[str, str]:
    """For each label the spelling that most rows have, given how many rows each spelling has; small letters win a tie.

    >>> common_spellings({"good": 60, "Good": 3, " GOOD": 1, "bad": 9})
    {'good': 'good', 'Good': 'good', ' GOOD': 'good', 'bad': 'bad'}
    """
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for label, rows in labels.items():
        spellings[_plain(label)][label] = rows
    commonest = {plain: max(group, key=lambda label: (group[label], label)) for plain, group in spellings.items()}
    return {label: commonest[_plain(label)] for label in labels}


def _plain(label: str) -> str:
    return " ".join(label.casefold().split())
