"""Rows that could not be taken in, counted by reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """How many rows (of broken ones: lines) were left out for one reason, such as "too few fields"."""

    reason: str
    rows: int


class SkipCounter:
    """Counts skipped rows while a file is read.

    >>> skips = SkipCounter()
    >>> skips.add("too few fields")
    >>> skips.report()
    (SkippedRows(reason='too few fields', rows=1),)
    """

    def __init__(self) -> None:
        self._rows: Counter[str] = Counter()

    def add(self, reason: str) -> None:
        """One more row with this reason."""
        self._rows[reason] += 1

    @property
    def total(self) -> int:
        """Rows skipped so far, whatever the reason."""
        return self._rows.total()

    def report(self) -> tuple[SkippedRows, ...]:
        """Reasons with their rows, the commonest first."""
        return tuple(SkippedRows(reason, rows) for reason, rows in self._rows.most_common())
